"""Compute the ranking features of each candidate sentence, the same for training and for use (pure)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rag.language.names import names
from rag.language.text import content_words, stem, words
from rag.models.encoders import Vectors
from rag.question.asked import WANTS, wants

_NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve dozen dozens twenty thirty forty fifty hundred hundreds thousand thousands "
    "million millions billion billions trillion trillions half quarter third twice once double"
)
_NUMBER = re.compile(rf"\d[\d,.]*|\b(?:{'|'.join(_NUMBER_WORDS.split())})\b", re.I)
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAYS = "(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|century|last (?:week|month|year)"
_DATE = re.compile(rf"\b(?:(?:1[5-9]|20)\d\d|(?:{_MONTHS})\b|{_DAYS})", re.I)
_MONEY = re.compile(r"[$£€¥]|\bpercent\b|%|\b(?:dollars?|euros?|pounds?)\b", re.I)
_CAUSE = re.compile(
    r"\b(?:because|due to|after|since|so that|in order to|over (?:the|its|his|her|their|concerns?)|as a result"
    r"|caused|led to|prompted|citing"
    r"|to)\b",
    re.I,
)
_PLACE = re.compile(r"\b(?:in|at|from|near|to|across|outside|off|of) (?:the )?[A-Z]")
_QUOTED = re.compile(r"[\"“‘”]")
_LEADING_PRONOUN = re.compile(r"^[\"“‘]*(?:he|she|it|they|this|that|these|those|his|her|their|its|him|them)\b", re.I)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its stems, weights, names, numbers and vectors, computed once."""

    text: str
    wants: str
    stems: tuple[str, ...]
    weights: NDArray[np.float64]  # one a stem, at least 0
    names: frozenset[str]  # stems of its capitalised words, the first one left out when it is a question word
    numbers: frozenset[str]
    static: Vectors  # (256,)
    mini: Vectors  # (384,)
    tokens: Vectors  # (n_tokens, 384)


def read_question(text: str, weight: Callable[[str], float], static: Vectors, mini: Vectors, tokens: Vectors) -> Question:
    """Return a question with its features; ``weight`` gives a stem's importance (inverse document frequency)."""
    unique = tuple(dict.fromkeys(stem(w) for w in content_words(text)))
    capital = frozenset(stem(w) for name in names(text) for w in content_words(name.text))
    return Question(
        text, wants(text), unique, np.array([weight(s) for s in unique], np.float64), capital,
        frozenset(w for w in words(text) if w[:1].isdigit()), static, mini, tokens,
    )  # fmt: skip


SIGNALS = (
    "mini", "static", "maxsim", "maxsim_low", "cover", "cover_plain", "cover_near", "cover_title", "bigrams",
    "missing_top", "names_here", "names_near", "names_asked", "new_names", "new_numbers", "has_number", "has_date",
    "has_money", "has_cause", "has_place", "has_quote", "pronoun", "words", "place_in_article", "place_in_passage",
    "first", "question_mark", "passage_gap", "passage_rank", "mini_near", "mini_rank", "maxsim_rank", "cover_rank",
    "asked_words", "asked_numbers", "same_numbers", "age", "outlet", "read", "read_here", "read_gap", "read_rank", "told",
    *(f"wants_{w}" for w in WANTS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with its context."""

    text: str
    stems: tuple[str, ...]
    near: frozenset[str]  # stems of the sentences before and after it in its passage, and its own
    title: frozenset[str]  # stems of the headline
    place_in_article: float  # 0 first .. 1 last, by characters
    place_in_passage: int
    passage_score: float  # fused score of retrieval
    passage_rank: int  # 0 for the best passage
    age: float = 0.0  # of its article, see ``retrieve.staleness``
    outlet: float = 0.0  # 1 when the question names its outlet
    margin: float = 0.0  # the reader's (``reader.Read``)
    agreement: float = 0.0  # how firmly other articles give an answer that this sentence holds (``reader.agreement``); signal "told"


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
        rows[i] = [*head, *_word_signals(question, candidate), *place, *near, 0, 0, 0, *asked, *same, *read, *wanted]
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
    return float(len(question.numbers & {w for w in words(candidate.text) if w[:1].isdigit()}))


def _word_signals(question: Question, candidate: Candidate) -> list[float]:
    """Return the signals from "cover" to "question_mark", in that order."""
    text = candidate.text
    stems, near, title = candidate.stems, candidate.near, candidate.title
    stem_set = frozenset(stems)
    total = float(question.weights.sum()) or 1.0
    in_sentence = np.array([s in stem_set for s in question.stems], bool)
    in_near = np.array([s in near for s in question.stems], bool)
    in_title = np.array([s in title for s in question.stems], bool)
    missing = question.weights[~(in_near | in_title)] if len(question.stems) else np.zeros(0)
    pairs, asked_pairs = set(pairwise(stems)), list(pairwise(question.stems))
    new_names = [n for n in names(text) if not {stem(w) for w in content_words(n.text)} & set(question.stems)]
    new_numbers = [m.group() for m in _NUMBER.finditer(text) if m.group().replace(",", "").rstrip(".") not in question.numbers]
    return [
        float(question.weights[in_sentence].sum()) / total, float(in_sentence.mean()) if len(in_sentence) else 0.0,
        float(question.weights[in_near].sum()) / total, float(question.weights[in_title].sum()) / total,
        sum(p in pairs for p in asked_pairs) / (len(asked_pairs) or 1), float(missing.max()) if len(missing) else 0.0,
        _share(question.names, stem_set), _share(question.names, near | title), float(len(question.names)),
        float(min(len(new_names), 5)), float(min(len(new_numbers), 5)),
        float(bool(_NUMBER.search(text))), float(bool(_DATE.search(text))), float(bool(_MONEY.search(text))),
        float(bool(_CAUSE.search(text))), float(len(_PLACE.findall(text))), float(bool(_QUOTED.search(text))),
        float(bool(_LEADING_PRONOUN.search(text))), float(len(text.split())), candidate.place_in_article, float(candidate.place_in_passage),
        float(candidate.place_in_article == 0), float(text.rstrip().endswith("?")),
    ]  # fmt: skip


def starts_with_pronoun(text: str) -> bool:
    """Whether a sentence opens with a pronoun, so that its subject is named only earlier."""
    return bool(_LEADING_PRONOUN.search(text))


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / len(part) if part else 1.0
