"""What a rule for time expressions is, and the context in which rules are read (pure)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rag.dates.calendar import Precision, Range
from rag.dates.tense import looks_ahead
from rag.language.pattern import Pattern


@dataclass(frozen=True, slots=True)
class TimeContext:
    """The context in which time expressions are resolved; ``ref`` is today."""

    text: str
    ref: date
    anchor: date | None = None  # the day last mentioned, for "that Saturday"
    loose: bool = False  # the anchor is only the publication day: good for "two days earlier", not for "that day"
    near: bool = False  # take a coming day that is much nearer than the past one
    dated: bool = True  # False: today is unknown, ``ref`` any day, and what hangs on it means no days

    def ahead(self, at: int, to: int) -> bool:
        """Whether the words around ``text[at:to]`` speak of the future."""
        return looks_ahead(self.text, at, to)


Act = Callable[[re.Match[str], TimeContext], Range | None]
Row = tuple[str | Callable[[], str], Act, str, tuple[str, ...]]


# What text[start:end] states: start, end, year, month, day, weekday and whether the year begins a decade; 0 or -1 where it does not.
Parts = tuple[int, int, int, int, int, int, bool]


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
    yearless: bool
    stated: bool
    note: str
    parts: tuple[Parts, ...]
    edge: str = ""


class Rule(NamedTuple):
    """A pattern and what it means."""

    pattern: Pattern
    act: Act
    states: str  # the parts of its first day that its words state: y(ear), m(onth), d(ay), w(eekday), D(ecade), 2: its last day's too
    needs: tuple[frozenset[str], ...]  # it cannot match without a word of each; "0" is any digit

    def can_match(self, cues: frozenset[str]) -> bool:
        """Whether a text with these words has one of each that it needs; asked fifty times a sentence."""
        for needed in self.needs:
            if cues.isdisjoint(needed):  # equivalent: saves a search that finds nothing
                return False
        return True


def rules(*rows: Row) -> tuple[Rule, ...]:
    """Return rules of their rows: pattern (or the function that makes it), act, states, needs."""
    return tuple(Rule(Pattern(pattern), act, states, tuple(frozenset(n.split()) for n in needs)) for pattern, act, states, needs in rows)
