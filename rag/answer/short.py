"""The answer in a line: the value asked for, with the day and outlet of the report it stands in (pure)."""

from rag.dates.calendar import say_day
from rag.records import Short


def line(short: Short) -> str:
    """Return it as people read it: ``Seahawks (8 February 2026, USA TODAY)``.

    Of a time, the day meant stands beside the words: ``Wednesday = 12 November 2025 (13 November 2025, USA TODAY)``.
    """
    when = say_day(short.day) if short.day else ""
    meant = f" = {when}" if when and when not in short.text else ""
    source = ", ".join(part for part in (say_day(short.reported), short.outlet) if part)
    return f"{short.text}{meant}" + (f" ({source})" if source else "")
