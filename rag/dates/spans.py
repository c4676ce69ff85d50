"""Find all time expressions of a text with their offsets, joining ranges (pure)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from rag.dates.absolute import ABSOLUTE, DIGIT, SHORT_DAYS
from rag.dates.calendar import Range, add_days, add_months
from rag.dates.edges import moved_by_words, narrowed
from rag.dates.relative import BARE, HABITS, HANGING, RELATIVE, WEEKDAY, WEEKDAYS
from rag.dates.rule import Parts, Rule, Span, TimeContext
from rag.language.data import word_list
from rag.language.pattern import Pattern


def _names() -> str:
    before, after = ("|".join(word_list("dates.json", name)).replace(" ", r"\s+") for name in ("before_weekday", "after_weekday"))
    return (
        rf"\b(?:(?:{before})\s+{WEEKDAY}s?|{WEEKDAY}\s+(?:{after}))\b|\beven\s+today\b|(?-i:\b[A-Z][\w&.]*\s+T(?:oday|ODAY)\b)"
        r"|[“\"‘'](?:today|yesterday|tomorrow)[”\"’'](?!s\b)"
    )


_NAMES = Pattern(_names)  # names with a weekday or "today" in them, no times
_IN_NAMES = frozenset({"today", "yesterday", "tomorrow", *WEEKDAYS})
_ANNIVERSARY = Pattern(r"\s+anniversary\b")


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
_BETWEEN = Pattern(r"\b(?:between|from)\s+(?:the\s+)?$")
_WITHIN = Pattern(r",?\s+(?:of\s+)?$")


def _day_in_unit(spans: Sequence[Span], text: str) -> list[Span]:
    """Read "Thursday last week" and "May of last year" as one: the day or month that lies in the unit."""
    out: list[Span] = []
    for span in spans:
        last = out[-1] if out else None
        if not last or last.stated or not _WITHIN.fullmatch(text, last.to, span.at):
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
        if not last or not m or (m["and"] and not _BETWEEN.search(text, max(0, last.at - 20), last.at)):
            if last and last.yearless and span.stated and (m or _BESIDE.fullmatch(text, last.to, span.at)):  # "in March and April 2020"
                out[-1] = replace(to_nearest_year(last, span.start), stated=True)
            out.append(span)
            continue
        if last.yearless:
            last = replace(to_nearest_year(last, span.start), stated=True)
            last = replace(last, start=add_months(last.start, -12)) if last.start > span.end else last
        elif span.yearless and last.stated:
            span = replace(to_nearest_year(span, last.end), stated=True)
            span = replace(span, end=add_months(span.end, 12)) if span.end < last.start else span
        elif last.start > span.end:  # "from Friday to Monday"
            last = replace(last, start=add_days(last.start, -7))
        if last.start > span.end:
            out.append(span)
            continue
        stated, note, parts = last.stated and span.stated, last.note or span.note, last.parts + span.parts
        out[-1] = Span(last.start, span.end, "range", last.at, span.to, False, stated, note, parts)
    return out


_CORE = "wd wds d d1 D D1 d2 D2 m M y yy a b h".split()  # the groups of a rule whose words state parts


def _parts(m: re.Match[str], found: Range, states: str) -> Iterator[Parts]:
    groups = m.groupdict()
    places = [m.span(name) for name in _CORE if groups.get(name)] if "D" not in states else []
    start, end = min((a for a, _ in places), default=m.start()), max((b for _, b in places), default=m.end())
    weekday = SHORT_DAYS[m["wd"][:3].lower()] if groups.get("wd") else -1
    for day in (found.start, found.end) if "2" in states else (found.start,):
        year = day.year if "y" in states and not found.yearless else 0
        yield start, end, year, day.month if "m" in states else 0, day.day if "d" in states else 0, weekday, "D" in states


_WORD, _DIGIT = re.compile(r"[a-z]+"), re.compile(r"\d")


def _apply(read: Iterable[Rule], context: TimeContext, cues: frozenset[str], masked: str, found: list[Span]) -> str:
    """Add the spans of rules, each where no earlier one has read the words; return the text with the words read blanked."""
    for rule in read:
        if not rule.can_match(cues):
            continue
        for m in list(rule.pattern.finditer(masked)):
            got = rule.act(m, context)
            if not got:
                continue
            at, to = m.start() + len(m[0]) - len(m[0].lstrip()), m.end() - len(m[0]) + len(m[0].rstrip())
            parts = tuple(_parts(m, got, rule.states)) if rule.states else ()
            span = Span(got.start, got.end, got.precision, at, to, got.yearless, got.stated, got.note, parts)
            if span.precision:
                span = replace(span, precision="") if _ANNIVERSARY.match(masked, to) else moved_by_words(narrowed(span, masked), masked)
            found.append(span)
            masked = masked[: span.at] + "\0" * (to - span.at) + masked[to:]
    found.sort(key=lambda s: s.at)
    return masked


def find_times(context: TimeContext) -> list[Span]:
    """Return the time expressions of a text in order, none overlapping; some mean no days (``Span``).

    What hangs on a day mentioned ("two days later") is counted from ``context.anchor``, else from the text's first day;
    with ``context.loose`` from today where the text mentions none.
    """
    text, low = context.text, context.text.lower()
    cues = frozenset(_WORD.findall(low)) | {DIGIT if _DIGIT.search(low) else ""}
    masked = text if _IN_NAMES.isdisjoint(cues) else _NAMES.sub(lambda m: "\0" * len(m[0]), text)
    found: list[Span] = []
    masked = _apply((*HABITS, *ABSOLUTE, *RELATIVE), context, cues, masked, found)
    days = (s.start for s in _joined(found, text) if s.precision == "day" and (s.stated or context.dated))
    anchor = context.anchor or next(days, None)
    loose = anchor is None and context.loose and context.dated
    masked = _apply(HANGING, replace(context, anchor=context.ref if loose else anchor, loose=loose), cues, masked, found)
    _apply(BARE, context, cues, masked, found)
    return [s if s.stated or context.dated else replace(s, precision="") for s in _joined(found, text)]


def _joined(found: Sequence[Span], text: str) -> list[Span]:
    return _join_ranges(_day_in_unit(found, text), text)
