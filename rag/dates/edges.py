"""Narrow a time by the words before it ("early May"), or move it ("two days after 5 May") (pure)."""

import re
from dataclasses import replace
from datetime import date

from rag.dates.calendar import add_days, add_units, unit_of
from rag.dates.relative import COUNT, UNIT, small_number
from rag.dates.rule import Span
from rag.language.pattern import Pattern

_EDGE = Pattern(
    r"\b(?P<edge>early|mid|middle|late|beginning|start|end|close|(?:first|second|back)\s+half|(?:first|second|third|fourth|last|final)\s+week"
    r"|(?:first|last|final)\s+(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d\d?)\s+(?P<unit>month|week|day)s)"
    r"(?:\s+(?:of|in|on))?(?:\s+the)?[\s-]+$"
)
_THE = Pattern(r"\bthe\s+$")
_NTH = {"first": 0, "second": 1, "third": 2, "fourth": 3}


def _part_of(span: Span, m: re.Match[str]) -> tuple[date, date]:
    """Narrow a month, year, week or decade to the part that the words before it name."""
    first, last = span.start, span.end
    which, _, part = re.sub(r"\s+", " ", m["edge"].lower()).partition(" ")
    if m["n"]:  # "first three months"
        n, unit = small_number(m["n"]), m["unit"].lower()
        if which == "first":
            return first, min(last, add_days(add_units(first, n, unit), -1))
        return max(first, add_units(add_days(last, 1), -n, unit)), last
    if part == "half":
        days = (last - first).days + 1
        middle = date(first.year, 7, 1) if span.precision == "year" else add_days(first, 15 if days > 20 else days // 2)
        return (first, add_days(middle, -1)) if which == "first" else (middle, last)
    if part == "week":
        begin = add_days(first, 7 * _NTH[which]) if which in _NTH else max(first, add_days(last, -6))
        return begin, min(last, add_days(begin, 6))
    return _third(span, which)


def _third(span: Span, edge: str) -> tuple[date, date]:
    """Return the early, middle or late part; of a year the start is January and the end December."""
    first, last = span.start, span.end
    days = (last - first).days + 1
    if span.precision == "year" and edge in ("end", "close"):
        return date(first.year, 12, 1), last
    if span.precision == "year" and edge in ("beginning", "start"):
        return first, date(first.year, 1, 31)
    if span.precision == "year":
        early, middle = date(first.year, 4, 30), date(first.year, 8, 31)
    elif span.precision == "month":
        early, middle = add_days(first, 9), add_days(first, 19)
    elif last.year - first.year == 9:  # a decade
        early, middle = date(first.year + 3, 12, 31), date(first.year + 6, 12, 31)
    else:
        early, middle = add_days(first, days // 3 - 1), add_days(first, 2 * days // 3 - 1)
    if edge in ("early", "beginning", "start"):
        return first, early
    return (add_days(early, 1), middle) if edge in ("mid", "middle") else (add_days(middle, 1), last)


def narrowed(span: Span, text: str) -> Span:
    """Narrow a month, year, week or decade by the words before it: "early", "the end of"."""
    m = _EDGE.search(text, max(0, span.at - 40), span.at)
    if not m or (span.end - span.start).days < 4:
        return span
    start, end = _part_of(span, m)
    the = _THE.search(text, max(0, m.start() - 5), m.start())
    return replace(span, start=start, end=end, precision="range", at=the.start() if the else m.start(), edge=m["edge"].lower())


# "two days after [the raid on] Tuesday", "the week before 5 May", "the year to March 2023"
_OFFSET_OF = Pattern(rf"\b(?P<n>{COUNT}|the)\s+{UNIT}\s+(?P<way>after|before)\s+(?:the\s+)?(?:[\w\u2019'-]+\s+){{0,4}}?$")
_RUN_TO = Pattern(
    rf"\b(?:the\s+)?(?:(?P<n>{COUNT})\s+)?(?P<unit>month|year|quarter|week)s?\s+(?:to|ending|ended|to\s+the\s+end\s+of)\s+(?:in\s+|on\s+)?$"
)


def moved_by_words(span: Span, text: str) -> Span:
    """Move a day by the words before it ("two days after"), or widen it to the week or months they name."""
    low = max(0, span.at - 80)
    if span.precision in ("day", "month") and (m := _RUN_TO.search(text, low, span.at)):
        start = add_units(add_days(span.end, 1), -small_number(m["n"]), m["unit"].lower())
        return replace(span, start=start, precision="range", at=m.start())
    m = _OFFSET_OF.search(text, low, span.at)
    if not m or span.precision != "day" or re.match(r"the\s+\w+s\b", m[0], re.I):
        return span
    unit, after = m["unit"].lower(), m["way"].lower() == "after"
    then = add_units(span.start, small_number(m["n"]) * (1 if after else -1), unit)
    if m["n"].lower() == "the" and unit != "day":
        start, end = (add_days(span.start, 1), then) if after else (then, add_days(span.start, -1))
        return replace(span, start=start, end=end, precision="range", at=m.start())
    moved = unit_of(then, "month" if unit in ("month", "year") else "day")
    return replace(span, start=moved.start, end=moved.end, precision=moved.precision, at=m.start())
