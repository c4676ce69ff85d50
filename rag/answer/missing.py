"""Find the numbers, dates, names and negations that a claim states and its sources do not (pure but for vectors carried along)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.compare.facts import Facts, facts
from rag.dates.reader import Date, date_stated, read_dates
from rag.language.names import name_missing, name_words, ordinary
from rag.language.numbers import lets_write
from rag.language.text import content_words, stem, words

Vectors = NDArray[np.float32]
_NEARLY = 0.6  # share of a claim's stems from which a source counts as stating nearly the same


@dataclass(frozen=True, slots=True)
class Source:
    """A source sentence with its vectors; ``published`` completes its dates, ``beside`` is its context (title, outlet)."""

    text: str
    vector: Vectors  # unit, shape (d,)
    tokens: Vectors  # unit rows, shape (n_tokens, d)
    published: tuple[str, ...] = ()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class TextForms:
    """The words and facts of a text in normalised forms, for comparing."""

    order: tuple[str, ...]  # stems of the content words in order
    odd: frozenset[str]  # those of them that are no everyday words: lower-case names, terms, figures
    stems: frozenset[str]
    words: frozenset[str]  # words normalised for comparing names
    facts: Facts


@lru_cache(maxsize=8192)
def text_forms(text: str) -> TextForms:
    """Return the normalised words and facts of a text (cached)."""
    content = content_words(text)
    order = tuple(stem(w) for w in content)
    odd = frozenset(stem(w) for w in content if w not in ordinary() and stem(w) not in ordinary())
    return TextForms(order, odd, frozenset(order), frozenset([*name_words(text), *words(text)]), facts(text))


@dataclass(frozen=True, slots=True)
class Missing:
    """The facts that a claim states and its sources do not."""

    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # names of which the sources have no word
    parts: tuple[str, ...] = ()  # missing words of names that the sources have in part, or that may be no names
    opposed: tuple[str, ...] = ()  # stems that the nearest source negates and the claim does not, or vice versa

    @property
    def count(self) -> float:
        """How many facts are missing, one missing in part counted half."""
        return len(self.numbers) + len(self.dates) + len(self.names) + 0.5 * len(self.parts)

    def __bool__(self) -> bool:
        """Whether anything is missing."""
        return bool(self.numbers or self.dates or self.names or self.parts or self.opposed)


def missing(claim: str, sources: Sequence[Source]) -> Missing:
    """Return the numbers, dates, names and negations of ``claim`` that ``sources`` do not state."""
    stated, texts = text_forms(claim).facts, [text_forms(s.text) for s in sources]
    beside = [text_forms(s.beside) for s in sources if s.beside]
    source_words = frozenset().union(*(t.words for t in (*texts, *beside))) if texts else frozenset()
    known_names = [n for t in (*texts, *beside) for n in t.facts.names]
    source_numbers = [n for t in (*texts, *beside) for n in t.facts.numbers]
    name_gaps = [
        (n, name_missing(n, source_words, known_names)) for n in stated.names if n.sure or not _occurs_plainly(n.words, source_words, texts)
    ]
    return Missing(
        numbers=tuple(n.text for n in stated.numbers if not any(lets_write(n, s) for s in source_numbers)),
        dates=tuple(d.text for d in stated.dates if not _is_date_stated(d, sources)),
        names=tuple(n.text for n, lost in name_gaps if n.sure and len(lost) == len(n.words)),
        parts=tuple(" ".join(lost) for n, lost in name_gaps if lost and (len(lost) < len(n.words) or not n.sure)),
        opposed=_opposed(text_forms(claim), texts),
    )


def _is_date_stated(date: Date, sources: Sequence[Source]) -> bool:
    return any(date_stated(date, _source_dates(s), s.published) for s in sources)


def _source_dates(source: Source) -> list[Date]:
    return [d for text in (source.text, source.beside) for published in ("", *source.published) for d in read_dates(text, published)]


def _occurs_plainly(name: tuple[str, ...], source_words: frozenset[str], texts: Sequence[TextForms]) -> bool:
    return any(stem(w) in t.stems for w in name for t in texts) or any(w in source_words for w in name)


def _opposed(claim: TextForms, texts: Sequence[TextForms]) -> tuple[str, ...]:
    """Return the stems negated in only one of the claim and its nearest source, when that source says nearly the same."""
    nearest = max(texts, key=lambda t: shared_stems(claim, t), default=None)
    if nearest is None or shared_stems(claim, nearest) < _NEARLY:
        return ()
    return tuple(sorted((claim.facts.negated ^ nearest.facts.negated) & claim.stems & nearest.stems))


def shared_stems(claim: TextForms, source: TextForms) -> float:
    """Return the share of the claim's stems that one source has, 0 to 1."""
    return len(claim.stems & source.stems) / max(1, len(claim.stems))
