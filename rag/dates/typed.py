"""Parse a date that a person types into a field or an option."""

import re
from datetime import date

from rag.dates.calendar import month_end
from rag.dates.rule import TimeContext
from rag.dates.spans import find_times
from rag.errors import InputError

LONGEST = 100  # characters; a date has fewer
EXAMPLES = '"2023-11-01", "1 Nov 2023", "Nov 2023", "yesterday" or "last week"'


def parse_day(text: str, asked: date | None = None, *, end: bool = False) -> str:
    """Return the ISO day of a typed date; of a month, week or year its first day, or its last with ``end``.

    ``asked`` is the day that "yesterday" is counted from (default: today). Raises InputError for anything that is no date.
    """
    if len(text) > LONGEST:
        raise InputError(f"Cannot read {text[:LONGEST]!r}... as a date. Write it like {EXAMPLES}.")
    wanted = text.strip().strip("\"'.,")
    iso = re.fullmatch(r"(\d{4})(?:-(\d\d)(-\d\d.*)?)?", wanted, re.ASCII)
    try:
        if iso:
            first = date(int(iso[1]), int(iso[2] or 1), int(iso[3][1:3]) if iso[3] else 1)
            last = first if iso[3] else month_end(first.year, first.month if iso[2] else 12)
            return (last if end else first).isoformat()
    except ValueError:
        raise _unreadable(text) from None
    spans = [s for s in find_times(TimeContext(f"in {wanted}", asked or date.today())) if s.precision]
    whole = len(spans) == 1 and spans[0].to == len(wanted) + 3 and re.fullmatch(r"in (?:on |the |on the )?", f"in {wanted}"[: spans[0].at])
    if not whole:
        raise _unreadable(text)
    return (spans[0].end if end else spans[0].start).isoformat()


def _unreadable(text: str) -> InputError:
    return InputError(f"Cannot read {text!r} as a date. Write it like {EXAMPLES}.")
