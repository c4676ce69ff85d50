"""What a claim states and its sources do not: numbers, dates, names and signs, word by word (pure but for vectors carried along)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.compare.facts import Facts, facts
from rag.dates.stated import Date, date_stated
from rag.language.names import name_missing, name_words, ordinary
from rag.language.numbers import lets_write
from rag.language.text import content_words, stem, words

Vectors = NDArray[np.float32]
_NEARLY = 0.6  # share of a claim's stems from which a source speaks of the same thing


@dataclass(frozen=True, slots=True)
class Source:
    """A source sentence with its vectors; ``published`` completes its dates, ``beside`` is shown with it (title, outlet)."""

    text: str
    vector: Vectors  # unit, shape (d,)
    tokens: Vectors  # unit rows, shape (n_tokens, d)
    published: tuple[str, ...] = ()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """The words and facts of a text in the forms they are compared in."""

    order: tuple[str, ...]  # stems of the content words in order
    odd: frozenset[str]  # of these, what is no everyday word: names in small letters, terms, figures
    stems: frozenset[str]
    words: frozenset[str]  # words in the forms that names are compared in
    facts: Facts


@lru_cache(maxsize=8192)
def held(text: str) -> Held:
    """Read a text once."""
    content = content_words(text)
    order = tuple(stem(w) for w in content)
    odd = frozenset(stem(w) for w in content if w not in ordinary() and stem(w) not in ordinary())
    return Held(order, odd, frozenset(order), frozenset([*name_words(text), *words(text)]), facts(text))


@dataclass(frozen=True, slots=True)
class Missing:
    """What a claim states and its sources do not."""

    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # names of which no word is there
    parts: tuple[str, ...] = ()  # words missing of names that are there in part, or that may be no names
    opposed: tuple[str, ...] = ()  # stems that the nearest source negates and the claim does not, or the other way round

    @property
    def count(self) -> float:
        """How many facts are missing, one missing in part counted half."""
        return len(self.numbers) + len(self.dates) + len(self.names) + 0.5 * len(self.parts)

    def __bool__(self) -> bool:
        """Whether anything is missing."""
        return bool(self.numbers or self.dates or self.names or self.parts or self.opposed)


def missing(claim: str, sources: Sequence[Source]) -> Missing:
    """Return the numbers, dates, names and negations of ``claim`` that ``sources`` do not state."""
    own, texts = held(claim).facts, [held(s.text) for s in sources]
    beside = [held(s.beside) for s in sources if s.beside]
    there = frozenset().union(*(t.words for t in (*texts, *beside))) if texts else frozenset()
    known_names = [n for t in (*texts, *beside) for n in t.facts.names]
    source_numbers = [n for t in (*texts, *beside) for n in t.facts.numbers]
    gone = [(n, name_missing(n, there, known_names)) for n in own.names if n.sure or not _plain_word(n.words, there, texts)]
    return Missing(
        numbers=tuple(n.text for n in own.numbers if not any(lets_write(n, s) for s in source_numbers)),
        dates=tuple(d.text for d in own.dates if not _dated(d, sources)),
        names=tuple(n.text for n, lost in gone if n.sure and len(lost) == len(n.words)),
        parts=tuple(" ".join(lost) for n, lost in gone if lost and (len(lost) < len(n.words) or not n.sure)),
        opposed=_opposed(held(claim), texts),
    )


def _dated(date: Date, sources: Sequence[Source]) -> bool:
    return any(date_stated(date, held(s.text).facts.dates + held(s.beside).facts.dates, s.published) for s in sources)


def _plain_word(name: tuple[str, ...], there: frozenset[str], texts: Sequence[Held]) -> bool:
    return any(stem(w) in t.stems for w in name for t in texts) or any(w in there for w in name)


def _opposed(claim: Held, texts: Sequence[Held]) -> tuple[str, ...]:
    """Stems with opposite sign in the claim and in the source nearest to it, when that source says nearly the same."""
    nearest = max(texts, key=lambda t: shared_stems(claim, t), default=None)
    if nearest is None or shared_stems(claim, nearest) < _NEARLY:
        return ()
    return tuple(sorted((claim.facts.negated ^ nearest.facts.negated) & claim.stems & nearest.stems))


def shared_stems(claim: Held, source: Held) -> float:
    """Share of the claim's stems that one source has, 0 to 1."""
    return len(claim.stems & source.stems) / max(1, len(claim.stems))
