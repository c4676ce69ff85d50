"""The answer in a line: the value asked for, with the day and outlet of the report it stands in (pure)."""

import re
from typing import Any

from rag.dates.calendar import say_day
from rag.records import Answer, Short


def line(short: Short) -> str:
    """Return it as people read it: ``Seahawks (8 February 2026, USA TODAY)``.

    Of a time, the day or month meant stands beside words that do not state it in full: ``Wednesday = 12 November 2025 (13 November
    2025, USA TODAY)``.
    """
    when = say_day(f"{short.day}-01").partition(" ")[2] if len(short.day) == len("2026-02") else say_day(short.day)
    stated = {figure.lstrip("0") for figure in re.findall(r"\d+", short.text)}
    meant = f" = {when}" if not stated.issuperset(part for part in when.split() if part.isdigit()) else ""
    source = ", ".join(part for part in (say_day(short.reported), short.outlet) if part)
    return f"{short.text}{meant}" + (f" ({source})" if source else "")


def as_fields(answer: Answer) -> dict[str, Any]:
    """Return every field of ``answer``, JSON-ready, after ``line``: the answer in a line, left out where there is none."""
    return ({"line": line(answer.short)} if answer.short else {}) | answer.to_dict()
