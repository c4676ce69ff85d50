"""Read the numbers, dates and names of a text as it uses them: unit, sign, still in force or not (pure)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.dates.reader import Date
from rag.language.meaning import sense
from rag.language.names import Name
from rag.language.numbers import Number
from rag.language.text import plain, stem
from rag.sources.statement import Statement

_MOVER = re.compile(r"(?:higher|lower|chang|mov|swung|edg|postpon|delay|resched|correct|revis|put|push|shift|switch|defer|bring|brought)")
_NO_NAMES = frozenset("no none neither nor".split())
_OLD = re.compile(
    r"(?:\bnot|\brather than|\binstead of)(?:\s+(?:on|in|the|about|around|some|an?|at|as))*\s*[$€£]?$"
    r"|\b(?:first|initially|earlier|previously|originally|previous)\b[^.;,]{0,60}$",
    re.I,
)
_FROM = re.compile(r"\bfrom\s+(?:(?:about|around|some|an?|the|nearly|almost)\s+)*[$€£]?$", re.I)
_OLD_AFTER = re.compile(
    r"^[^.;,]{0,25}\b(?:as|that)\s+(?:was\s+|were\s+|had\s+been\s+)?(?:first|earlier|previously|initially|originally)\b", re.I
)
_OF = re.compile(r"\s+(?:out\s+)?of\s+(?:(?:the|its|their|all)\s+)*")  # "nine of the 15": what is said is not said of 15
_DATED = re.compile(r"^[\w%\s]{0,25}\b(?:in|on|last|a year|the year|the month|a month)\b", re.I)
_MEASURES = (
    "kilometre mile metre foot inch centimetre tonne kilogram gram litre barrel gallon hectare acre square cubic second minute hour "
    "day week month year degree megawatt gigawatt knot ounce franc peso"
)
_NAMED = {"£": "pound", "crown": "crown krona kronor krone kroner", "rouble": "rouble ruble"} | {w: w for w in _MEASURES.split()}
_UNITS = {stem(form): unit for unit, named in _NAMED.items() for word in named.split() for form in (word, word + "s")}


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, date or name as its text uses it."""

    kind: Literal["number", "date", "name"]
    text: str
    first: int  # its first token
    last: int  # the token behind its last one
    said: Number | Date | Name
    sure: bool = True  # False for a capital that may be no name
    old: bool = False  # the text says that it no longer holds: "not 14", "from 60", "an earlier version said 14"; or not of it: "9 of 15"
    unit: str = ""  # of a number: "%", a currency, or a measure; empty if none is stated


def facts_said(text: str, found: Statement, senses: Sequence[str], starts: Sequence[int]) -> Iterator[Fact]:
    """Yield the facts of a text: numbers, dates, names; ``senses`` and ``starts`` are its words' meanings and places."""
    counted = [(n.start, n.end) for n in found.numbers]
    for number in found.numbers:
        if not _as_first(text, number):
            whole = any(_OF.fullmatch(text, n.end, number.start) for n in found.numbers if n.end < number.start)
            yield _figure(text, number, senses, starts, whole)
    for date in found.dates:
        first, last = bisect_left(starts, date.start), bisect_left(starts, date.end)
        yield Fact("date", date.text, first, last, date, old=_old(text, date.start, date.end, senses, first))
    for name in found.names:
        if plain(name.text) not in _NO_NAMES and not any(a <= name.start < b for a, b in counted):
            yield Fact("name", name.text, bisect_left(starts, name.start), bisect_left(starts, name.end), name, name.sure)


def _as_first(text: str, number: Number) -> bool:
    """Whether an ordinal is no count: "as first reported", "at first"."""
    return number.unit == "th" and bool(
        re.match(r"\s*(?:\w+ed|said|put|given)\b", text[number.end :]) or re.search(r"\bat\s*$", text[: number.start])
    )


def _old(text: str, start: int, end: int, senses: Sequence[str], at: int, moved: bool = False) -> bool:
    """Whether a text says that a fact no longer holds; ``moved`` if a change is known to leave it."""
    before, after = text[max(0, start - 80) : start], text[end : end + 60]
    moved = moved or any(_MOVER.match(s) for s in senses[max(0, at - 10) : at])
    return bool(_OLD.search(before) or _OLD_AFTER.match(after) or (moved and _FROM.search(before) and not _DATED.match(after)))


def _figure(text: str, number: Number, senses: Sequence[str], starts: Sequence[int], whole: bool) -> Fact:
    at = bisect_left(starts, number.start)
    unit = number.unit or _UNITS.get(stem(sense(number.noun)), "")
    old = whole or _old(text, number.start, number.end, senses, at, number.change == "from")
    return Fact("number", number.text, at, bisect_left(starts, number.end), number, True, old, unit)
