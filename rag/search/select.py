"""Select the sentences most likely to answer, with a small learned ranker, and number them as quotes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.language.text import sentences, stem
from rag.models.encoders import WEIGHTS, Vectors
from rag.models.reader import Belief, agreement, beliefs
from rag.models.trees import load_trees, probability
from rag.records import Article, Quote
from rag.search.retrieve import Found
from rag.search.signals import Candidate, Question, sentence_signals
from rag.sources.independence import relays
from rag.sources.statement import Statement, read_sentence
from rag.sources.years import named_years, of_years

PER_ARTICLE, PER_OUTLET = 4, 6  # most quotes for one part of a question, as long as others answer it too
ANSWERS = 0.1  # share of the best sentence's probability from which another counts as answering
HEADLINE = -1  # number of a passage's headline among its sentences
RANKER = WEIGHTS / "ranker.json"  # fitted by ``python -m eval.fit``


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence, or a headline, with the ranker's probability, 0 to 1, that it holds the answer."""

    probability: float
    article: Article
    span: tuple[int, int]  # characters of the article's text, of a headline those of its title
    passage: int  # rank of its passage
    signals: NDArray[np.float32]
    headline: bool = False
    answer: tuple[int, int] = (0, 0)  # characters, as of ``span``, that the reader takes for the answer

    @property
    def text(self) -> str:
        """Its words, verbatim."""
        return (self.article.title if self.headline else self.article.text)[slice(*self.span)]

    @property
    def quote(self) -> Quote:
        """It as a quote without a number yet."""
        return Quote(0, self.text, *self.span, self.article, self.probability, self.headline, self.answer)


class Place(NamedTuple):
    """A sentence among those found: its passage, and which of it; ``HEADLINE`` for the passage's headline."""

    passage: int
    sentence: int


def rank(question: Question, found: Sequence[Found]) -> list[Ranked]:
    """Return the sentences of ``found`` (those that MiniLM has read), best first."""
    rows, places = ranker_rows(question, found)
    if not places:
        return []
    return in_order(found, rows, places, load_trees(RANKER).score(rows))


def in_order(found: Sequence[Found], rows: NDArray[np.float32], places: Sequence[Place], scores: NDArray[np.float64]) -> list[Ranked]:
    """Return the sentences best first, each score turned into a probability by the fitted slope and offset."""
    about = load_trees(RANKER).about
    chances = probability(about.get("slope", 1.0) * scores + about.get("offset", 0.0))
    ranked = [_ranked(found[p.passage], p, float(chance), row) for chance, p, row in zip(chances, places, rows, strict=True)]
    return sorted(ranked, key=lambda r: (-r.probability, r.passage, r.headline, r.span))


def _ranked(item: Found, place: Place, chance: float, row: NDArray[np.float32]) -> Ranked:
    if place.sentence == HEADLINE and item.headline:
        return Ranked(chance, item.article, item.headline.span, place.passage, row, True, item.read.in_headline if item.read else (0, 0))
    start, end = item.read.answers[place.sentence] if item.read else (0, 0)
    answer = (item.passage.start + start, item.passage.start + end) if end else (0, 0)
    return Ranked(chance, item.article, item.spans[place.sentence], place.passage, row, answer=answer)


def ranker_rows(question: Question, found: Sequence[Found]) -> tuple[NDArray[np.float32], list[Place]]:
    """Return the ranker's rows and, for each, its place.

    A sentence of two passages counts once, as does a headline; what states nothing, or is of another year, does not.
    """
    answers = beliefs((f.article.id, f.read, f.passage.text) for f in found)
    candidates: list[Candidate] = []
    places: list[Place] = []
    vectors: list[tuple[Vectors, Vectors, Vectors]] = []
    seen: set[tuple[str, int]] = set()
    years = named_years(question.statement.text)
    for f, item in enumerate(found):
        for s, (candidate, rows) in _candidates(item, f, answers):
            key = (item.article.id, item.spans[s][0] if s != HEADLINE else HEADLINE)
            if key not in seen and states(candidate.statement) and of_years(years, candidate.statement, candidate.title, item.statements):
                candidates.append(candidate)
                places.append(Place(f, s))
                vectors.append(rows)
            seen.add(key)
    if not places:
        return np.zeros((0, 1), np.float32), []
    static, mini, tokens = zip(*vectors, strict=True)
    return sentence_signals(question, candidates, np.array(static), np.array(mini), tokens), places


def _candidates(
    item: Found, rank: int, answers: Sequence[Belief]
) -> Iterator[tuple[int, tuple[Candidate, tuple[Vectors, Vectors, Vectors]]]]:
    """Yield the sentences of a passage, then its headline: number, candidate and rows of vectors."""
    if item.mini is None or item.static is None:
        return
    said, title = item.statements, read_sentence(item.article.title, item.article.dated)
    age, outlet, read = item.signals["age"], item.signals["outlet"], item.read
    heading = item.headline.mini if item.headline else None
    for s, (span, statement) in enumerate(zip(item.spans, said, strict=True)):
        place = span[0] / max(len(item.article.text), 1)
        shift = span[0] - item.passage.start
        found = read.answers[s] if read else (0, 0)
        about = (age, outlet, read.margins[s] if read else 0.0, agreement(frozenset(statement.words), item.article.id, answers))
        answer = (found[0] - shift, found[1] - shift) if found[1] else (0, 0)
        candidate = Candidate(statement, said[max(0, s - 1) : s + 2], title, place, s, item.score, rank, *about, answer, heading=heading)
        yield s, (candidate, (item.static[s], item.mini[s], item.tokens[s]))
    if item.headline and not (read and 0 < read.in_headline[1] <= item.headline.span[0]):  # its answer is in the question that opens it
        head, statement = item.headline, read_sentence(item.article.title[slice(*item.headline.span)], item.article.dated)
        about = (age, outlet, read.headline if read else 0.0, agreement(frozenset(statement.words), item.article.id, answers))
        answer = read.in_headline if read else (0, 0)
        candidate = Candidate(statement, (statement,), title, 0.0, 0, item.score, rank, *about, answer, True, heading)
        yield HEADLINE, (candidate, (head.static, head.mini, head.tokens))


def words_at(found: Sequence[Found], place: Place) -> str:
    """Return the words of the sentence, or headline, at a place."""
    item = found[place.passage]
    if place.sentence == HEADLINE:
        return item.article.title[slice(*item.headline.span)] if item.headline else ""
    return item.article.text[slice(*item.spans[place.sentence])]


def states(statement: Statement) -> bool:
    """Whether a sentence can answer: it says something that stands, asks nothing, and is part of the story."""
    return bool(statement.content) and not (statement.asks or statement.aside or statement.withdrawn)


def choose_quotes(parts: Sequence[Sequence[Ranked]], budget: int) -> tuple[Quote, ...]:
    """Return the quotes: best first until ``budget`` tokens are spent, shared evenly between the parts of a question; near-duplicates once.

    From an article come at most ``PER_ARTICLE``, from an outlet ``PER_OUTLET``, until nothing else that may answer is left.
    A sentence that opens with a pronoun is quoted with the one before it, so that it is clear who is meant.
    """
    chosen: list[Ranked] = []
    for ranked in parts:
        chosen += _best(ranked, budget // len(parts), chosen)
    return tuple(replace(c.quote, n=n) for n, c in enumerate(chosen, start=1))


def quote_of(best: Ranked, quotes: Sequence[Quote]) -> int:
    """Return the number of the quote that holds a ranked sentence, or says the same; 0 where none does."""
    return next((q.n for q in quotes if _near_duplicate(_as_ranked(q), best)), 0)


def _as_ranked(quote: Quote) -> Ranked:
    return Ranked(quote.score, quote.article, (quote.start, quote.end), 0, np.zeros(0, np.float32), quote.headline)


def _best(ranked: Sequence[Ranked], budget: int, taken: Sequence[Ranked]) -> list[Ranked]:
    chosen: list[Ranked] = []
    spent = 0
    for candidate, capped in _queue(ranked):
        if capped and _at_cap(candidate, chosen):
            continue
        joined = _with_antecedent(candidate)
        if any(_near_duplicate(joined, c) for c in (*taken, *chosen)):
            joined = candidate  # the sentence before it is quoted already
        retold = next((n for n, c in enumerate(chosen) if _near_duplicate(joined, c) and relays(c.article, joined.article)), None)
        if retold is not None:
            chosen[retold] = replace(
                joined, probability=max(joined.probability, chosen[retold].probability)
            )  # the original, not its retelling
            continue
        cost = count_tokens(joined.text)
        if chosen and spent + cost > budget:
            if spent > budget * 0.8:
                break
            continue
        if not any(_near_duplicate(joined, c) for c in (*taken, *chosen)):
            chosen.append(joined)
            spent += cost
    return chosen


def _queue(ranked: Sequence[Ranked]) -> list[tuple[Ranked, bool]]:
    """Return (sentence, whether caps apply): first those that may answer, capped, then all, uncapped."""
    least = ANSWERS * ranked[0].probability if ranked else 0.0
    return [*((r, True) for r in ranked if r.probability >= least), *((r, False) for r in ranked)]


def _at_cap(candidate: Ranked, chosen: Sequence[Ranked]) -> bool:
    article, outlet = candidate.article.id, candidate.article.source
    from_article = sum(c.article.id == article for c in chosen)
    return from_article >= PER_ARTICLE or (bool(outlet) and sum(c.article.source == outlet for c in chosen) >= PER_OUTLET)


def _with_antecedent(candidate: Ranked) -> Ranked:
    if candidate.headline or not read_sentence(candidate.text, candidate.article.dated).opens_with_pronoun:
        return candidate
    before = candidate.article.text[: candidate.span[0]].rstrip()
    paragraph = before.rfind("\n\n") + 1
    spans = sentences(before[paragraph:][-600:]) if before else []
    if not spans:
        return candidate
    offset = len(before) - len(before[paragraph:][-600:])
    start = offset + spans[-1][0]
    return replace(candidate, span=(start, candidate.span[1])) if candidate.span[1] - start < 500 else candidate


def _near_duplicate(a: Ranked, b: Ranked) -> bool:
    """Whether two sentences are near-duplicates: overlapping spans, or nine tenths of the shorter one's words shared."""
    if a.article.id == b.article.id and a.headline == b.headline and a.span[0] < b.span[1] and b.span[0] < a.span[1]:
        return True
    one, two = (frozenset(map(stem, read_sentence(r.text, r.article.dated).words)) for r in (a, b))
    return len(one & two) >= 0.9 * max(min(len(one), len(two)), 1) and abs(len(one) - len(two)) <= 0.3 * max(len(one), len(two))


def count_tokens(text: str) -> int:
    """Return tiktoken's count (cl100k_base, from the file that ships with llama-index-core: no download)."""
    return len(_encoding().encode(text, disallowed_special=()))


@lru_cache
def _encoding() -> Any:  # noqa: ANN401 - tiktoken.Encoding, imported late
    import importlib.util
    import os
    from pathlib import Path

    import tiktoken

    spec = importlib.util.find_spec("llama_index.core")
    if spec is not None and spec.origin is not None:
        os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(Path(spec.origin).parent / "_static" / "tiktoken_cache"))
    return tiktoken.get_encoding("cl100k_base")
