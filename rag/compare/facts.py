"""Extract the facts of a sentence that can be checked word by word: numbers, dates, names and negations (pure)."""

from dataclasses import dataclass
from functools import lru_cache

from rag.dates.reader import Date, read_dates
from rag.language.names import Name, names
from rag.language.negation import negated
from rag.language.numbers import Number, numbers


@dataclass(frozen=True, slots=True)
class Facts:
    """The checkable facts of one text."""

    numbers: tuple[Number, ...]
    dates: tuple[Date, ...]
    names: tuple[Name, ...]
    negated: frozenset[str]  # stems of the words within reach of a negation
    negations: int  # how many cues of negation there are


@lru_cache(maxsize=4096)
def facts(text: str) -> Facts:
    """Return the numbers, dates, names and negations of a sentence or a short text."""
    found = tuple(d for d in read_dates(text) if d.stated)
    taken = tuple((d.start, d.end) for d in found)
    scope, count = negated(text)
    return Facts(tuple(numbers(text, taken)), found, tuple(names(text, taken)), scope, count)
