"""Select the sentences most likely to answer, with a small learned ranker, and number them as quotes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.language.text import sentences, stem
from rag.models.encoders import WEIGHTS
from rag.models.reader import agreement, beliefs
from rag.models.trees import load_trees, probability
from rag.records import Article, Quote
from rag.search.retrieve import Found
from rag.search.signals import Candidate, Question, sentence_signals
from rag.sources.statement import read_sentence

PER_ARTICLE, PER_OUTLET = 4, 6  # most quotes for one part of a question, as long as others answer it too
ANSWERS = 0.1  # share of the best sentence's probability from which another counts as answering
RANKER = WEIGHTS / "ranker.json"  # fitted by ``python -m eval.fit``


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence with the ranker's probability, 0 to 1, that it holds the answer."""

    probability: float
    article: Article
    span: tuple[int, int]
    passage: int  # rank of its passage
    signals: NDArray[np.float32]

    @property
    def text(self) -> str:
        """Its words, verbatim."""
        return self.article.text[self.span[0] : self.span[1]]


def rank(question: Question, found: Sequence[Found]) -> list[Ranked]:
    """Return the sentences of ``found`` (those that MiniLM has read), best first."""
    rows, places = ranker_rows(question, found)
    if not places:
        return []
    return in_order(found, rows, places, load_trees(RANKER).score(rows))


def in_order(
    found: Sequence[Found], rows: NDArray[np.float32], places: Sequence[tuple[int, int]], scores: NDArray[np.float64]
) -> list[Ranked]:
    """Return the sentences best first, each score turned into a probability by the fitted slope and offset."""
    about = load_trees(RANKER).about
    chances = probability(about.get("slope", 1.0) * scores + about.get("offset", 0.0))
    ranked = [Ranked(float(p), found[f].article, found[f].spans[s], f, row) for p, (f, s), row in zip(chances, places, rows, strict=True)]
    return sorted(ranked, key=lambda r: (-r.probability, r.passage, r.span))


def ranker_rows(question: Question, found: Sequence[Found]) -> tuple[NDArray[np.float32], list[tuple[int, int]]]:
    """Return the ranker's rows and, for each, (passage, sentence) it belongs to; a sentence of two passages counts once."""
    answers = beliefs((f.article.id, f.read, f.passage.text) for f in found)
    candidates: list[Candidate] = []
    places: list[tuple[int, int]] = []
    static, mini, tokens = [], [], []
    seen: set[tuple[str, int]] = set()
    for f, item in enumerate(found):
        said, title = item.statements, read_sentence(item.article.title, item.article.dated)
        for s, (span, statement) in enumerate(zip(item.spans, said, strict=True)):
            if (item.article.id, span[0]) in seen or item.mini is None or item.static is None:
                continue
            seen.add((item.article.id, span[0]))
            place = span[0] / max(len(item.article.text), 1)
            margin = item.read.margins[s] if item.read else 0.0
            agreeing = agreement(frozenset(statement.words), item.article.id, answers)
            about = (item.signals["age"], item.signals["outlet"], margin, agreeing)
            candidates.append(Candidate(statement, said[max(0, s - 1) : s + 2], title, place, s, item.score, f, *about))
            places.append((f, s))
            static.append(item.static[s])
            mini.append(item.mini[s])
            tokens.append(item.tokens[s])
    if not places:
        return np.zeros((0, 1), np.float32), []
    return sentence_signals(question, candidates, np.array(static), np.array(mini), tokens), places


def choose_quotes(parts: Sequence[Sequence[Ranked]], budget: int) -> tuple[Quote, ...]:
    """Return the quotes: best first until ``budget`` tokens are spent, shared evenly between the parts of a question; near-duplicates once.

    From an article come at most ``PER_ARTICLE``, from an outlet ``PER_OUTLET``, until nothing else that may answer is left.
    A sentence that opens with a pronoun is quoted with the one before it, so that it is clear who is meant.
    """
    chosen: list[Ranked] = []
    for ranked in parts:
        chosen += _best(ranked, budget // len(parts), chosen) if len(parts) == 1 else _equalise(_best(ranked, budget // len(parts), chosen))
    return tuple(Quote(n, c.text, *c.span, c.article, c.probability) for n, c in enumerate(chosen, start=1))


def _equalise(part: Sequence[Ranked]) -> list[Ranked]:
    """Scale probabilities so that the best sentence of each part has 1: an answer needs one of each."""
    best = max((r.probability for r in part), default=1.0) or 1.0
    return [replace(r, probability=r.probability / best) for r in part]


def _best(ranked: Sequence[Ranked], budget: int, taken: Sequence[Ranked]) -> list[Ranked]:
    chosen: list[Ranked] = []
    spent = 0
    for candidate, capped in _queue(ranked):
        if capped and _at_cap(candidate, chosen):
            continue
        joined = _with_antecedent(candidate)
        if any(_near_duplicate(joined, c) for c in (*taken, *chosen)):
            joined = candidate  # the sentence before it is quoted already
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
    if not read_sentence(candidate.text, candidate.article.dated).opens_with_pronoun:
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
    if a.article.id == b.article.id and a.span[0] < b.span[1] and b.span[0] < a.span[1]:
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
