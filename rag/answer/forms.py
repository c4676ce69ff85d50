"""Read a text once for the checker: words by meaning, facts, clauses, speakers (pure)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.answer.fact import Fact, facts_said
from rag.language.meaning import LIGHT, sense
from rag.language.negation import negated
from rag.language.text import content_words, stem
from rag.language.wording import HEDGES
from rag.sources.statement import Statement, read_sentence

_CUT = re.compile(
    r"\s*[;:—–]\s+|,?\s+(?:and|but|while|whereas|although|though|because|so|as|since|after|before|despite|amid|which|that|who|whose|where|when)\s+"
    r"|,\s+(?=\w+ing\b)|,\s+(?!\d)(?=[^,]*$)|(?<=,)\s+(?=said\b)",
    re.I,
)
_UP_DOWN = frozenset({"up", "down"})
_GO = frozenset("go goes going gone went is are was were be been".split())
_BY = frozenset("by from to on".split())
_STRONG = frozenset(";:—–")
_JOINS = frozenset("and but or while whereas which who".split())
_BORDER = re.compile(r"[,;:—–“”\"]\s")
_REACH = 9  # tokens before "by" in which its verb stands
_BE = frozenset("was were been is are be being".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of a sentence."""

    start: int  # characters
    end: int
    first: int  # tokens
    last: int  # the token behind its last one
    content: frozenset[str]  # meanings of its words that are no facts
    negated: bool
    hedges: frozenset[str]


@dataclass(frozen=True, slots=True)
class TextForms:
    """The words and facts of a text in normalised forms, for comparing."""

    facts: Statement
    tokens: tuple[str, ...]  # every word in plain form
    senses: tuple[str, ...]  # its meaning
    starts: tuple[int, ...]  # its place in the text
    segments: tuple[int, ...]  # how many commas and conjunctions stand before it
    sense_set: frozenset[str]
    said: tuple[Fact, ...]  # in order of kind, then place
    clauses: tuple[Clause, ...]
    passives: frozenset[str]  # verbs in the passive whose agent is named: "beaten by"
    speakers: tuple[tuple[int, frozenset[str]], ...]  # the token of each word of saying, and the words that name its speaker

    @property
    def text(self) -> str:
        """Its words, verbatim."""
        return self.facts.text

    @property
    def stems(self) -> frozenset[str]:
        """Stems of the words that carry meaning."""
        return self.facts.stems

    def elliptic(self, segment: int, found: Sequence[Fact]) -> bool:
        """Whether a part behind a comma or conjunction has two facts and no word of its own: "and 400 in Poland"."""
        here = [f for f in {(f.first, f.last) for f in (*self.said, *found)} if self.segments[f[0]] == segment]
        busy = {i for first, last in here for i in range(first, last)}
        return (
            segment > 0
            and len(here) > 1
            and not any(s == segment and i not in busy and content_words(self.tokens[i]) for i, s in enumerate(self.segments))
        )

    def inside(self, clause: Clause) -> list[Fact]:
        """Return the facts of a clause."""
        return [f for f in self.said if clause.first <= f.first < clause.last]


@lru_cache(maxsize=8192)
def text_forms(text: str, dated: str = "") -> TextForms:
    """Return the normalised words and facts of a text (cached); ``dated`` is the ISO day of its article."""
    found = read_sentence(text, dated)
    tokens, starts = found.words, tuple(t.start for t in found.tokens)
    senses = tuple("rise fall".split()[t == "down"] if t in _UP_DOWN and _moves(tokens, i) else sense(t) for i, t in enumerate(tokens))
    segments, seen = [], 0
    for i, word in enumerate(tokens):
        seen += word in _JOINS or (i > 0 and bool(_BORDER.search(text, starts[i - 1], starts[i])))
        segments.append(seen)
    said = tuple(facts_said(text, found, senses, starts))
    busy = tuple(i for f in said if f.sure for i in range(f.first, f.last))
    return TextForms(
        found, tokens, senses, starts, tuple(segments), frozenset(senses), said,
        tuple(_clauses(found, senses, starts, frozenset(busy))), _passives(tokens, senses, segments),
        tuple(_speakers(found, senses, starts)),
    )  # fmt: skip


def _moves(tokens: Sequence[str], i: int) -> bool:
    """Whether "up" or "down" is a change, not part of a verb ("burned down")."""
    before, after = tokens[i - 1] if i else "", tokens[i + 1] if i + 1 < len(tokens) else ""
    return before in _GO or before.endswith("%") or after in _BY or after[:1].isdigit()


def _clauses(found: Statement, senses: Sequence[str], starts: Sequence[int], busy: frozenset[int]) -> Iterator[Clause]:
    """Yield the clauses of a text; none is cut inside a fact, and each has two words or facts of its own."""
    text, tokens = found.text, found.words

    def clause(start: int, end: int) -> Clause:
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        content = frozenset(
            senses[i] for i in range(first, last)
            if content_words(tokens[i]) and stem(tokens[i]) not in LIGHT and i not in busy
        )  # fmt: skip
        hedges = frozenset(
            tokens[i] for i in range(first, last)
            if tokens[i] in HEDGES and tokens[i + 1 : i + 2] != ("not",) and text[starts[i] : starts[i] + 3] != "May"
            and not (tokens[i] == "would" and any(a.cue[0] < starts[i] for a in found.utterances))
        )  # fmt: skip
        cues = negated(text[start:end])[1] - tokens[first:last].count("nor")
        return Clause(start, end, first, last, content, cues % 2 == 1, hedges)

    begin = 0
    for cut in _CUT.finditer(text):
        at = bisect_left(starts, cut.start())
        if at in busy and at - 1 in busy and cut.group().strip() not in {",", ";"}:
            continue
        part, rest = clause(begin, cut.start()), clause(cut.end(), len(text))
        if (
            part.content
            and rest.content
            and (cut.group().strip() in _STRONG or len(part.content) + len(busy & set(range(part.first, part.last))) >= 2)
        ):
            yield part
            begin = cut.start()
    yield clause(begin, len(text))


def _speakers(found: Statement, senses: Sequence[str], starts: Sequence[int]) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield the token of each word of saying with the words that name its speaker."""
    tokens = found.words
    for said in found.utterances:
        places = range(bisect_left(starts, said.source[0]), bisect_left(starts, said.source[1]))
        named = (i for i in places if content_words(tokens[i]) and stem(tokens[i]) not in LIGHT and not tokens[i][0].isdigit())
        yield bisect_left(starts, said.cue[0]), frozenset(senses[i] for i in named)


def _passives(tokens: Sequence[str], senses: Sequence[str], segments: Sequence[int]) -> frozenset[str]:
    """Return the verbs between a form of "be" and "by"."""
    found = set()
    for i in (i for i, token in enumerate(tokens) if token == "by"):
        be = max((j for j in range(max(0, i - _REACH), i) if tokens[j] in _BE and segments[j] == segments[i]), default=i)
        found |= {senses[j] for j in [j for j in range(be + 1, i) if not tokens[j].endswith("ly")][:1]}
    return frozenset(found)
