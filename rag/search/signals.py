"""Compute the ranking features of each candidate sentence, the same for training and for use (pure)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rag.dates.reader import Date
from rag.language.names import Name
from rag.language.numbers import Number
from rag.language.text import stem
from rag.models.encoders import Vectors
from rag.question.asked import WANTS, Value, read_asked
from rag.sources.statement import Statement, read_sentence

_MONEY = frozenset("% $ £ € ¥ ₹".split())


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its stems, weights, names, numbers and vectors, computed once."""

    statement: Statement
    wants: str
    value: Value  # the kind of value that answers; empty: none
    stems: tuple[str, ...]
    weights: NDArray[np.float64]  # one a stem, at least 0
    names: frozenset[str]  # words of its names, in the form in which names are compared
    numbers: frozenset[str]
    static: Vectors  # (256,)
    mini: Vectors  # (384,)
    tokens: Vectors  # (n_tokens, 384)
    period: tuple[str, str] = ("", "")  # first and last ISO day of when the thing asked about happened; empty: open


def read_question(
    text: str, weight: Callable[[str], float], static: Vectors, mini: Vectors, tokens: Vectors, period: tuple[str, str] = ("", "")
) -> Question:
    """Return a question with its features; ``weight`` gives a stem's importance (inverse document frequency)."""
    asked = read_sentence(text)
    unique = tuple(dict.fromkeys(asked.order))
    return Question(
        asked, read_asked(text).kind, read_asked(text).value, unique, np.array([weight(s) for s in unique], np.float64),
        frozenset(w for n in asked.names for w in n.words), asked.figures, static, mini, tokens, period,
    )  # fmt: skip


SIGNALS = (
    "mini", "static", "maxsim", "maxsim_low", "cover", "cover_plain", "cover_near", "cover_title", "bigrams",
    "missing_top", "names_here", "names_near", "names_asked", "new_names", "new_numbers", "has_number", "has_date",
    "has_money", "has_cause", "has_place", "has_quote", "pronoun", "words", "place_in_article", "place_in_passage",
    "first", "question_mark", "passage_gap", "passage_rank", "mini_near", "mini_rank", "maxsim_rank", "cover_rank",
    "asked_words", "asked_numbers", "same_numbers", "age", "outlet", "read", "read_here", "read_gap", "read_rank", "told",
    "headline", "heading", "fits", "answer_new", "answer_words", "period_said", "before_event", "names_lost", "name_lost", "numbers_lost",
    "ahead", "asked_past", "negations", "asked_negations", "planned", "denied", "mini_title",
    *(f"wants_{w}" for w in WANTS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with its context."""

    statement: Statement
    near: tuple[Statement, ...]  # it and the sentences before and after it in its passage
    title: Statement
    place_in_article: float  # 0 first .. 1 last, by characters
    place_in_passage: int
    passage_score: float  # fused score of retrieval
    passage_rank: int  # 0 for the best passage
    age: float = 0.0  # of its article, see ``rag.search.recency``
    outlet: float = 0.0  # 1 when the question names its outlet
    margin: float = 0.0  # the reader's (``reader.Read``)
    agreement: float = 0.0  # how firmly other articles give an answer that this sentence holds (``reader.agreement``); signal "told"
    answer: tuple[int, int] = (0, 0)  # characters of the sentence that the reader takes for the answer
    headline: bool = False  # it is the title of its article
    heading: Vectors | None = None  # MiniLM's unit row of its article's headline, shape (384,); None without one


def sentence_signals(
    question: Question, candidates: Sequence[Candidate], static: Vectors, mini: Vectors, tokens: Sequence[Vectors]
) -> NDArray[np.float32]:
    """Return one row of SIGNALS a candidate, shape (len(candidates), len(SIGNALS)).

    :param static, mini: unit rows, one a candidate.
    :param tokens: unit rows of each candidate's word pieces, for late interaction (Khattab and Zaharia 2020).
    """
    rows = np.zeros((len(candidates), len(SIGNALS)), np.float32)
    if not len(candidates):
        return rows
    similarity = mini @ question.mini
    best = max(c.passage_score for c in candidates)
    margin, best_margins = max(c.margin for c in candidates), _best_of_passage(candidates)
    wanted = [float(question.wants == w) for w in WANTS]
    asked = [float(len(question.stems)), float(len(question.numbers))]
    for i, (candidate, own_tokens) in enumerate(zip(candidates, tokens, strict=True)):
        mean, low = _late_interaction(question.tokens, own_tokens)
        head = [float(similarity[i]), float(static[i] @ question.static), mean, low]
        place = [best - candidate.passage_score, float(candidate.passage_rank)]
        near = [_neighbour_similarity(similarity, candidates, i)]
        read = [
            candidate.margin,
            candidate.margin - best_margins[candidate.passage_rank],
            candidate.margin - margin,
            0.0,
            candidate.agreement,
        ]
        same = [_shared_numbers(question, candidate), candidate.age, candidate.outlet]
        held = _held_signals(question, candidate)
        rows[i] = [*head, *_word_signals(question, candidate), *place, *near, 0, 0, 0, *asked, *same, *read, *held, *wanted]
    for name in ("mini", "maxsim", "cover", "read"):
        rows[:, SIGNALS.index(f"{name}_rank")] = (-rows[:, SIGNALS.index(name)]).argsort(kind="stable").argsort(kind="stable")
    return rows


def _best_of_passage(candidates: Sequence[Candidate]) -> dict[int, float]:
    best: dict[int, float] = {}
    for c in candidates:
        best[c.passage_rank] = max(c.margin, best.get(c.passage_rank, c.margin))
    return best


def _late_interaction(asked: Vectors, own_tokens: Vectors) -> tuple[float, float]:
    if not len(asked) or not len(own_tokens):
        return 0.0, 0.0
    best = np.sort((asked @ own_tokens.T).max(1))
    return float(best.mean()), float(best[: max(1, len(best) // 3)].mean())


def _neighbour_similarity(similarity: NDArray[np.float32], candidates: Sequence[Candidate], i: int) -> float:
    """Return the best similarity among the neighbours in the same passage."""
    same = [j for j in (i - 1, i + 1) if 0 <= j < len(candidates) and candidates[j].passage_rank == candidates[i].passage_rank]
    return max((float(similarity[j]) for j in same), default=0.0)


def _shared_numbers(question: Question, candidate: Candidate) -> float:
    return float(len(question.numbers & candidate.statement.figures))


def _word_signals(question: Question, candidate: Candidate) -> list[float]:
    """Return the signals from "cover" to "question_mark", in that order."""
    said, title = candidate.statement, candidate.title
    near = frozenset().union(*(s.stems for s in candidate.near))
    near_words = title.name_words.union(*(s.name_words for s in candidate.near))
    total = float(question.weights.sum()) or 1.0
    in_sentence = np.array([s in said.stems for s in question.stems], bool)
    in_near = np.array([s in near for s in question.stems], bool)
    in_title = np.array([s in title.stems for s in question.stems], bool)
    missing = question.weights[~(in_near | in_title)] if len(question.stems) else np.zeros(0)
    pairs, asked_pairs = set(pairwise(said.order)), list(pairwise(question.stems))
    new_names = [n for n in said.names if not question.statement.name_words & set(n.words)]
    spelled = [n for n in said.numbers if n.text[0].isalpha()]
    new_numbers = len(said.figures - question.numbers) + len(spelled)
    return [
        float(question.weights[in_sentence].sum()) / total, float(in_sentence.mean()) if len(in_sentence) else 0.0,
        float(question.weights[in_near].sum()) / total, float(question.weights[in_title].sum()) / total,
        sum(p in pairs for p in asked_pairs) / (len(asked_pairs) or 1), float(missing.max()) if len(missing) else 0.0,
        share(question.names, said.name_words), share(question.names, near_words), float(len(question.names)),
        float(min(len(new_names), 5)), float(min(new_numbers, 5)),
        float(bool(said.figures or spelled)), float(bool(said.dates)), float(any(n.unit in _MONEY for n in said.numbers)),
        float(said.gives_cause), float(said.places), float(said.quotes),
        float(said.opens_with_pronoun), float(len(said.text.split())), candidate.place_in_article, float(candidate.place_in_passage),
        float(candidate.place_in_article == 0), float(said.asks),
    ]  # fmt: skip


def _held_signals(question: Question, candidate: Candidate) -> list[float]:
    """Return the signals from "headline" to "mini_title": whether what was asked for is held, and of the thing asked about."""
    said, title, asked = candidate.statement, candidate.title, question.statement
    start, end = candidate.answer
    answer = read_sentence(said.text[start:end], said.dated) if end else None
    near = title.name_words.union(*(s.name_words for s in candidate.near))
    lost = [n for n in asked.names if not near.issuperset(n.words)]
    lost_words = frozenset(w for n in lost for w in n.words) - near
    weight = dict(zip(question.stems, question.weights, strict=True))
    figures = title.figures.union(*(s.figures for s in candidate.near)) | {said.dated[:4]}
    return [
        float(candidate.headline), float(said.kind == "heading"), float(fits(question, said, candidate.answer)),
        1 - share(answer.stems, asked.stems) if answer and answer.stems else 0.0, float(min(len(answer.words), 12) if answer else 0),
        in_period(question.period, said), float(bool(said.dated and question.period[0] and said.dated[:10] < question.period[0])),
        float(min(len(lost), 3)), max((float(weight.get(stem(w), 0.0)) for w in lost_words), default=0.0),
        float(len(question.numbers - figures)),
        float(said.tense == "future"), float(asked.tense == "past"), float(min(said.negations, 2)), float(min(asked.negations, 2)),
        *_undone(said, asked), float(candidate.heading @ question.mini) if candidate.heading is not None else 0.0,
    ]  # fmt: skip


def _undone(said: Statement, asked: Statement) -> tuple[float, float]:
    """Return how many of the question's words a sentence says are planned, and how many it denies."""
    return float(len((said.planned - asked.planned) & asked.stems)), float(len((said.negated - asked.negated) & asked.stems))


def fits(question: Question, said: Statement, answer: tuple[int, int]) -> bool:
    """Whether ``said[answer]`` holds a value of the kind that the question wants: a number, a time, a name that it does not name itself."""
    start, end = answer

    def inside(values: Sequence[Number] | Sequence[Date] | Sequence[Name]) -> bool:
        return any(v.start < end and start < v.end for v in values)

    if question.value == "number":
        return inside(said.numbers)
    if question.value == "date":
        return inside(said.times)
    if question.value == "name":
        return inside([n for n in said.names if not question.names.issuperset(n.words)])
    return end > start


def in_period(period: tuple[str, str], said: Statement) -> float:
    """Return 1 when a sentence states a day of the period, -1 when it states days and none of it, 0 when neither can be told."""
    first, last = period[0], period[1] or period[0]
    days = [d for d in said.dates if d.first and d.last]
    if not (first and days):
        return 0.0
    return 1.0 if any(d.first <= last and first <= d.last for d in days) else -1.0


def share(part: frozenset[str], whole: frozenset[str]) -> float:
    """Return the share of ``part`` that is in ``whole``, 0 to 1; 1 where nothing is asked for."""
    return len(part & whole) / len(part) if part else 1.0
