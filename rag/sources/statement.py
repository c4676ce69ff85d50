"""One sentence, read once: its words, names, numbers, dates, negation, tense, subject, speaker and kind (pure).

Every room that judges a sentence (select, decide, check, compare, timeline) takes its reading from here and reads no raw text
by itself, so that two of them cannot read it differently. What is not asked for is not computed.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from rag.dates.reader import Date, read_dates
from rag.dates.tense import tense
from rag.language.kinds import is_aside, is_withdrawn, kind_of
from rag.language.names import Name, aliases, name_words, names, ordinary
from rag.language.negation import negated
from rag.language.numbers import Number, numbers
from rag.language.planned import planned
from rag.language.text import Token, meaningful, sentences, stem, tokens
from rag.sources.attribution import Attribution
from rag.sources.speaker import clauses, speaker, utterances
from rag.sources.subject import subject

_CAUSE = re.compile(
    r"\b(?:because|due to|after|since|so that|in order to|over (?:the|its|his|her|their|concerns?)|as a result"
    r"|caused|led to|prompted|citing|to)\b",
    re.I,
)
_PLACE = re.compile(r"\b(?:in|at|from|near|to|across|outside|off|of) (?:the )?[A-Z]")
_MARKS = re.compile(r"[\"“‘”]")
_PRONOUN = re.compile(r"^[\"“‘]*(?:he|she|it|they|this|that|these|those|his|her|their|its|him|them)\b", re.I)


@dataclass(frozen=True)
class Statement:
    """One sentence, or a claim of a few, with all that is read in it; equal for equal words of the same day."""

    text: str
    dated: str = ""  # ISO day of its article, from which "on Tuesday" is resolved; empty: unknown

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words and numbers in plain form with their places, in order."""
        return tuple(tokens(self.text))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The same without their places."""
        return tuple(t.word for t in self.tokens)

    @cached_property
    def figures(self) -> frozenset[str]:
        """Those of its words that begin with a digit."""
        return frozenset(w for w in self.words if w[0].isdigit())

    @cached_property
    def content(self) -> tuple[str, ...]:
        """Those of its words that carry meaning."""
        return tuple(meaningful(self.words))

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Stems of the words that carry meaning, in order."""
        return tuple(map(stem, self.content))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The same as a set."""
        return frozenset(self.order)

    @cached_property
    def odd(self) -> frozenset[str]:
        """Stems that are no everyday words: lower-case names, terms, figures."""
        return frozenset(s for w, s in zip(self.content, self.order, strict=True) if w not in ordinary() and s not in ordinary())

    @cached_property
    def name_words(self) -> frozenset[str]:
        """Its words in the form in which names are compared: "U.S.", "American" and "United States" are one."""
        return frozenset([*name_words(self.text), *self.words])

    @cached_property
    def times(self) -> tuple[Date, ...]:
        """Its words of time, with the parts they state and the days they mean."""
        return read_dates(self.text, self.dated)

    @cached_property
    def dates(self) -> tuple[Date, ...]:
        """Those that state a part of a date, as "5 May" and "Tuesday" do."""
        return tuple(d for d in self.times if d.stated)

    @cached_property
    def days(self) -> tuple[Date, ...]:
        """Those that mean days that can be told."""
        return tuple(d for d in self.times if d.precision)

    @cached_property
    def _taken(self) -> tuple[tuple[int, int], ...]:
        return tuple((d.start, d.end) for d in self.dates)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Its numbers that belong to no date."""
        return tuple(numbers(self.text, self._taken))

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Its names that belong to no date."""
        return tuple(names(self.text, self._taken))

    @cached_property
    def aliases(self) -> tuple[tuple[str, str], ...]:
        """Pairs of a short and a long name that it gives for each other: "the Department of Defense, known as the Pentagon"."""
        return aliases(self.text)

    @cached_property
    def _negation(self) -> tuple[frozenset[str], int]:
        return negated(self.text)

    @property
    def negated(self) -> frozenset[str]:
        """Stems within reach of a negation."""
        return self._negation[0]

    @property
    def negations(self) -> int:
        """How many cues of negation it has."""
        return self._negation[1]

    @cached_property
    def planned(self) -> frozenset[str]:
        """Stems of what it says is planned, possible or expected."""
        return planned(self.text)

    @cached_property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of the parts into which a semicolon or a contrast divides it."""
        return tuple(clauses(self.text))

    @cached_property
    def speaker(self) -> str:
        """Who says it, as written; empty when it names nobody."""
        return speaker(self.text)

    @property
    def utterances(self) -> tuple[Attribution, ...]:
        """Who says what in it, as places."""
        return utterances(self.text)

    def speaker_at(self, at: int) -> str:
        """Return who says what stands at an offset of it."""
        return speaker(self.text, at)

    @cached_property
    def subject_at(self) -> tuple[int, int]:
        """(start, end) of what its main clause is about: the words before its first finite verb, a pronoun too; (0, 0) when not seen."""
        return subject(self.text, self.asks)

    @property
    def subject(self) -> str:
        """The same as written."""
        return self.text[slice(*self.subject_at)]

    @property
    def tense(self) -> Literal["past", "future", ""]:
        """Whether it speaks only of the past or only of the future; empty: of neither or both."""
        return tense(self.text)

    @cached_property
    def sentences(self) -> "tuple[Statement, ...]":
        """The sentences of a text of several, each read once."""
        return tuple(read_sentence(self.text[a:b], self.dated) for a, b in sentences(self.text))

    @property
    def gives_cause(self) -> bool:
        """Whether it has a word that brings a cause or purpose."""
        return _CAUSE.search(self.text) is not None

    @property
    def places(self) -> int:
        """How many times it says "in", "near" or the like of a name."""
        return len(_PLACE.findall(self.text))

    @property
    def quotes(self) -> bool:
        """Whether it has quotation marks."""
        return _MARKS.search(self.text) is not None

    @cached_property
    def kind(self) -> Literal["statement", "question", "heading"]:
        """Whether it states something, asks, or is a title, label or credit."""
        return kind_of(self.text)

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.kind == "question"

    @cached_property
    def aside(self) -> bool:
        """Whether it is a note of the page, a link, a credit or an order to a machine, and no part of the story."""
        return is_aside(self.text)

    @cached_property
    def withdrawn(self) -> bool:
        """Whether it only repeats what an earlier report got wrong."""
        return is_withdrawn(self.text)

    @property
    def opens_with_pronoun(self) -> bool:
        """Whether its subject is named only in a sentence before it."""
        return _PRONOUN.match(self.text) is not None


def read_sentence(text: str, dated: str = "") -> Statement:
    """Return the one reading of a sentence; ``dated`` is the ISO day or time of its article."""
    return _read(text, dated[:10])


_read = lru_cache(maxsize=4096)(Statement)  # some 15 MB; a question reads two hundred sentences
