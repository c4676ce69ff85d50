"""Find all time expressions of a text with their offsets, joining ranges and narrowing parts such as "early May" (pure)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from rag.dates.absolute import ABSOLUTE, DIGIT
from rag.dates.calendar import Precision, Range, add_days, add_months, add_units, unit_of, week_of
from rag.dates.relative import BARE, COUNT, HANGING, RELATIVE, SHORT_DAYS, UNIT, WEEKDAY, WEEKDAYS, small_number
from rag.dates.rule import Rule, TimeContext, words
from rag.language.lists import word_list
from rag.language.pattern import Pattern


class Parts(NamedTuple):
    """What the words ``text[start:end]`` state of a date; 0 or -1 where they do not."""

    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = -1  # 0 is Monday
    decade: bool = False  # "the 1990s"


def _names() -> str:
    before, after = ("|".join(word_list("dates", name)).replace(" ", r"\s+") for name in ("before_weekday", "after_weekday"))
    return (
        rf"\b(?:(?:{before})\s+{WEEKDAY}s?|{WEEKDAY}\s+(?:{after}))\b|\beven\s+today\b|(?-i:\b[A-Z][\w&.]*\s+T(?:oday|ODAY)\b)"
        r"|[“\"‘'](?:today|yesterday|tomorrow)[”\"’'](?!s\b)"
    )


_NAMES = Pattern(_names)  # names with a weekday or "today" in them, no times
_IN_NAMES = words("today yesterday tomorrow") | frozenset(WEEKDAYS)
_ANNIVERSARY = Pattern(r"\s+anniversary\b")


@dataclass(frozen=True, slots=True)
class Span:
    """A time expression at ``text[at:to]``; ``edge`` is the word that narrowed it ("start of", "end of"), or empty.

    Without precision it means no days that can be told, and only its parts count.
    """

    start: date
    end: date
    precision: Precision
    at: int
    to: int
    yearless: bool = False
    stated: bool = True
    note: str = ""
    edge: str = ""
    parts: tuple[Parts, ...] = ()


_EDGE = Pattern(
    r"\b(?P<edge>early|mid|middle|late|beginning|start|end|close|(?:first|front|second|back)\s+half|(?:first|last|final|opening|closing)\s+(?:days|weeks)"
    r"|(?:first|second|third|fourth|last|final)\s+week|(?:first|last|final)\s+(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d\d?)\s+(?P<unit>month|week|day)s)"
    r"(?:\s+(?:of|in|on|part\s+of|days\s+of))?(?:\s+the)?[\s-]+$"
)
_THE = Pattern(r"\bthe\s+$")


_NTH = {"first": 0, "second": 1, "third": 2, "fourth": 3}


def _part_of(span: Span, edge: str) -> tuple[date, date]:
    """Narrow a month, year, week or decade to the part that ``edge`` names."""
    first, last = span.start, span.end
    which, _, part = edge.partition(" ")
    if not part:
        return _third(span, edge)
    if " " in part:  # "first three months"
        n, unit = small_number(part.split()[0]), part.split()[1].rstrip("s")
        return (
            (first, min(last, add_days(add_units(first, n, unit), -1)))
            if which == "first"
            else (max(first, add_units(add_days(last, 1), -n, unit)), last)
        )
    if part == "half":
        days = (last - first).days + 1
        middle = date(first.year, 7, 1) if span.precision == "year" else add_days(first, 15 if days > 20 else days // 2)
        return (first, add_days(middle, -1)) if which in ("first", "front") else (middle, last)
    if part == "week" and which in _NTH:
        return add_days(first, 7 * _NTH[which]), min(last, add_days(first, 7 * _NTH[which] + 6))
    size = 14 if part == "weeks" else 7
    return (first, min(last, add_days(first, size - 1))) if which in ("first", "opening") else (max(first, add_days(last, 1 - size)), last)


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
    elif days > 3000:  # a decade
        early, middle = date(first.year + 3, 12, 31), date(first.year + 6, 12, 31)
    else:
        early, middle = add_days(first, days // 3 - 1), add_days(first, 2 * days // 3 - 1)
    if edge in ("early", "beginning", "start"):
        return first, early
    return (add_days(early, 1), middle) if edge in ("mid", "middle") else (add_days(middle, 1), last)


def _narrowed(span: Span, text: str) -> Span:
    m = _EDGE.search(text, max(0, span.at - 40), span.at)
    if not m or (span.end - span.start).days < 4:
        return span
    edge = re.sub(r"\s+", " ", m["edge"].lower())
    start, end = _part_of(span, edge)
    the = _THE.search(text, max(0, m.start() - 5), m.start())
    return replace(span, start=start, end=end, precision="range", at=the.start() if the else m.start(), edge=edge)


def in_year(span: Span, year: int) -> Span:
    """Return a span without a year of its own, moved to ``year``."""
    months = (year - span.start.year) * 12
    return replace(span, start=add_months(span.start, months), end=add_months(span.end, months))


def to_nearest_year(span: Span, day: date) -> Span:
    """Return a span without a year of its own, moved to the year that brings it nearest to ``day``."""
    years = [add_months(span.start, 12 * k) for k in range(day.year - span.start.year - 1, day.year - span.start.year + 2)]
    return in_year(span, min(years, key=lambda d: abs((d - day).days)).year)


_JOIN = Pattern(
    r"(?:\s+(?:up\s+)?(?:to|through|thru|until|till)\s+(?:the\s+)?|\s*[-\u2013\u2014]\s*|(?P<and>,?\s+(?:\w+\s+){0,3}?(?:and|&)\s+(?:the\s+)?))$"
)
_BESIDE = Pattern(r"\s+(?:vs\.?|versus|or|compared\s+(?:with|to))\s+|,\s+")
_WITHIN = Pattern(r",?\s+(?:of\s+)?$")
_BETWEEN = Pattern(r"\b(?:between|from)\s+(?:the\s+)?$")


def _day_in_unit(spans: Sequence[Span], text: str) -> list[Span]:
    """Read "Thursday last week" and "May of last year" as one: the day or month that lies in the unit."""
    out: list[Span] = []
    for span in spans:
        last = out[-1] if out else None
        unit = (
            last and last.precision and not span.stated and span.precision in ("year", "range") and 6 <= (span.end - span.start).days <= 366
        )
        if not last or not unit or not _WITHIN.fullmatch(text, last.to, span.at) or last.stated:
            out.append(span)
        elif span.precision == "year" and last.yearless:
            out[-1] = replace(in_year(last, span.start.year), to=span.to, yearless=False)
        elif (span.end - span.start).days == 6 and last.precision == "day" and not last.yearless:
            day = add_days(span.start, last.start.weekday())
            out[-1] = replace(last, start=day, end=day, to=span.to)
        else:
            out.append(span)
    return out


def _join_ranges(spans: Sequence[Span], text: str) -> list[Span]:
    """Make one range of "between A and B", "from A to B" and "A - B"."""
    out: list[Span] = []
    for span in spans:
        last = out[-1] if out and out[-1].precision and span.precision else None
        m = _JOIN.fullmatch(text, last.to, span.at) if last else None
        if not last or not m or (m["and"] and not _BETWEEN.search(text, 0, last.at)):
            if (
                last and last.precision and last.yearless and span.stated and (m or _BESIDE.fullmatch(text, last.to, span.at))
            ):  # "in March and April 2020"
                out[-1] = replace(to_nearest_year(last, span.start), stated=True)
            out.append(span)
            continue
        if last.yearless and span.stated:
            last = replace(to_nearest_year(last, span.start), stated=True)
            last = replace(last, start=add_months(last.start, -12)) if last.start > span.end else last
        elif span.yearless and last.stated:
            span = replace(to_nearest_year(span, last.end), stated=True)
            span = replace(span, end=add_months(span.end, 12)) if span.end < last.start else span
        elif last.start > span.end:  # "from Friday to Monday", "from December to March"
            back = -7 if not last.yearless and (last.start - span.end).days < 7 else -12
            last = replace(last, start=add_days(last.start, back) if back == -7 else add_months(last.start, back))
        if last.start > span.end:
            out.append(span)
            continue
        stated, note, parts = last.stated and span.stated, last.note or span.note, last.parts + span.parts
        out[-1] = Span(last.start, span.end, "range", last.at, span.to, stated=stated, note=note, parts=parts)
    return out


# "two days after [the raid on] Tuesday", "the week before 5 May", "the week of 12 May", "the year to March 2023"
_OFFSET_OF = Pattern(rf"\b(?P<n>{COUNT}|the)\s+{UNIT}\s+(?P<way>after|before)\s+(?:the\s+)?(?:[\w\u2019'-]+\s+){{0,4}}?$")
_WEEK_OF = Pattern(r"\b(?:the\s+)?week\s+(?:(?P<end>ending|ended|to)|of|beginning|starting)\s+(?:on\s+)?$")
_RUN_TO = Pattern(
    rf"\b(?:the\s+)?(?:(?P<n>{COUNT})\s+)?(?P<unit>month|year|quarter|week)s?\s+(?:to|ending|ended|to\s+the\s+end\s+of)\s+(?:in\s+|on\s+)?$"
)


def _moved_by_words(span: Span, text: str) -> Span:
    """Move a day by the words before it ("two days after"), or widen it to the week or months they name."""
    low = max(0, span.at - 80)
    if span.precision == "day" and (m := _WEEK_OF.search(text, low, span.at)):
        start, end = (add_days(span.start, -6), span.end) if m["end"] else (week_of(span.start).start, week_of(span.start).end)
        return replace(span, start=start, end=end, precision="range", at=m.start())
    if span.precision in ("day", "month") and (m := _RUN_TO.search(text, low, span.at)):
        return replace(
            span, start=add_units(add_days(span.end, 1), -small_number(m["n"]), m["unit"].lower()), precision="range", at=m.start()
        )
    m = _OFFSET_OF.search(text, low, span.at)
    if not m or span.precision != "day" or re.match(r"the\s+\w+s\b", m[0], re.I):
        return span
    unit, sign = m["unit"].lower(), 1 if m["way"].lower() == "after" else -1
    then = add_units(span.start, sign * small_number(m["n"]), unit)
    if m["n"].lower() == "the" and unit not in ("day", "hour"):
        start, end = (add_days(span.start, 1), then) if sign > 0 else (then, add_days(span.start, -1))
        return replace(span, start=start, end=end, precision="range", at=m.start(), yearless=False)
    moved = unit_of(then, "month" if unit in ("month", "year") else "day")
    return replace(span, start=moved.start, end=moved.end, precision=moved.precision, at=m.start(), yearless=False)


_CORE = "wd d d1 D D1 d2 D2 m M y yy a b h".split()  # the groups of a rule whose words state parts


def _parts(m: re.Match[str], found: Range, states: str) -> tuple[Parts, ...]:
    groups = m.groupdict()
    places = [m.span(name) for name in _CORE if groups.get(name)] if "D" not in states else []
    start, end = min((a for a, _ in places), default=m.start()), max((b for _, b in places), default=m.end())
    weekday = SHORT_DAYS[m["wd"][:3].lower()] if groups.get("wd") else -1

    def of(day: date) -> Parts:
        year = day.year if "y" in states and not found.yearless and found.stated else 0
        month, number = day.month if "m" in states else 0, day.day if "d" in states else 0
        return Parts(start, end, year, month, number, weekday, "D" in states)

    return (of(found.start), of(found.end)) if "2" in states else (of(found.start),)


class _Reading:
    """The spans found so far, and the text with their words blanked."""

    def __init__(self, context: TimeContext) -> None:
        self.context = context
        low = context.text.lower()
        self.words = frozenset(_WORD.findall(low)) | (DIGIT if _DIGIT.search(low) else frozenset())
        self.masked = context.text
        if not _IN_NAMES.isdisjoint(self.words):
            self.masked = _NAMES.sub(lambda m: "\0" * len(m[0]), context.text)
        self.found: list[Span] = []

    def apply(self, rules: Sequence[Rule]) -> None:
        """Add the spans of rules, each where no earlier one has read the words."""
        for rule in rules:
            if any(self.words.isdisjoint(needed) for needed in rule.needs):
                continue
            for m in list(rule.pattern.finditer(self.masked)):
                got = rule.act(m, self.context)
                if got and "\0" not in self.masked[m.start() : m.end()]:
                    self._add(m, got, rule)

    def _add(self, m: re.Match[str], got: Range, rule: Rule) -> None:
        parts = _parts(m, got, rule.states) if rule.states else ()
        lead = len(m[0]) - len(m[0].lstrip())
        at, to = m.start() + lead, m.end() - (len(m[0]) - len(m[0].rstrip()))
        span = Span(got.start, got.end, got.precision, at, to, got.yearless, got.stated, got.note, parts=parts)
        if _ANNIVERSARY.match(self.masked, to):
            span = replace(span, precision="")
        if span.precision:
            span = _moved_by_words(_narrowed(span, self.masked), self.masked)
        self.found.append(span)
        self.masked = self.masked[: span.at] + "\0" * (span.to - span.at) + self.masked[span.to :]

    def spans(self) -> list[Span]:
        """The spans in order, those that belong together joined."""
        self.found.sort(key=lambda s: s.at)
        return _join_ranges(_day_in_unit(self.found, self.context.text), self.context.text)


_WORD, _DIGIT = re.compile(r"[a-z]+"), re.compile(r"\d")


def find_times(context: TimeContext) -> list[Span]:
    """Return the time expressions of a text in order, none overlapping; some mean no days (``Span``).

    What hangs on a day mentioned ("two days later") is counted from ``context.anchor``, else from the text's first day;
    with ``context.loose`` from today where the text mentions none.
    """
    reading = _Reading(replace(context, loose=False))
    reading.apply((*ABSOLUTE, *RELATIVE))
    if any(not reading.words.isdisjoint(rule.needs[0]) for rule in HANGING):
        days = (s.start for s in reading.spans() if s.precision == "day" and (s.stated or context.dated))
        anchor = context.anchor or next(days, None)
        loose = anchor is None and context.loose and context.dated
        reading.context = replace(context, anchor=context.ref if loose else anchor, loose=loose)
        reading.apply(HANGING)
    reading.apply(BARE)
    found = reading.spans()
    return found if context.dated else [s if s.stated else replace(s, precision="") for s in found]
