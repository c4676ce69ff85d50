"""Judge between the model's checked words and the quotes' own answer: a logistic model over what stands where (pure).

It is fitted by ``python -m eval.fit.choice`` on questions whose right answer is known, for both answers.
"""

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from rag.language.text import content_words, stem
from rag.models.encoders import WEIGHTS
from rag.question.asked import WANTS, read_asked
from rag.records import Quote, Sentence, stands_in

FITTED = WEIGHTS / "judge.json"
SIGNALS = (
    "value_said", "value_none", "value_rivals", "said_mass", "said_quotes", "cited_score", "cited_best", "cited_value", "cited_new",
    "one_quote", "best_quote", "new_words", "length", "length_quotes", "sentences", "unsupported", "partial", "verdict", "score_best",
    "score_second", "headline", "opening", "many", *(f"wants_{kind}" for kind in WANTS),
)  # fmt: skip
Words = frozenset[str]


def signals(question: str, quotes: Sequence[Quote], opening: Sequence[int], written: Sequence[Sentence]) -> dict[str, float]:
    """Return the value of each of :data:`SIGNALS`; shares and flags are 0 to 1, lengths log(1 + words).

    :param quotes: the chosen quotes, which have a score, and what ``written`` cites beyond them, which has none.
    :param opening: numbers of the quotes that are the quotes' own answer, at least one.
    :param written: the model's sentences, unsupported ones too.
    """
    asked, of = read_asked(question), {q.n: q for q in quotes}
    stated = [s for s in written if s.support != "unsupported"]
    words_of, value_of = {q.n: _words(q.text) for q in quotes}, {q.n: _value(q) for q in quotes}
    said, known = _words(" ".join(s.text for s in stated)), _words(question)
    first = of[opening[0]]
    chosen = sorted((q for q in quotes if q.score > 0), key=lambda q: (-q.score, q.n))
    mass = sum(q.score for q in chosen) or 1.0
    holding = [q for q in chosen if value_of[q.n] and said >= value_of[q.n]]
    cited = {n for s in stated for n in s.citations}
    own = frozenset().union(*(words_of[n] for n in opening))
    values = {
        "value_said": _share(value_of[first.n], said),
        "value_none": float(not value_of[first.n]),
        "value_rivals": sum(q.score for q in chosen if value_of[first.n] and words_of[q.n] >= value_of[first.n]) / mass,
        "said_mass": sum(q.score for q in holding) / mass,
        "said_quotes": len(holding) / max(len(chosen), 1),
        "cited_score": max((of[n].score for n in cited), default=0.0) / (max((q.score for q in chosen), default=0.0) or 1.0),
        "cited_best": float(first.n in cited),
        "cited_value": max((_share(value_of[n], _words(s.text)) for s in stated for n in s.citations if value_of[n]), default=0.0),
        "cited_new": sum(of[n].score == 0 for n in cited) / max(len(cited), 1),
        "one_quote": max((_share(said, words_of[n]) for n in words_of), default=0.0),
        "best_quote": _share(said, words_of[first.n]),
        "new_words": len(said - known - own) / max(len(said), 1),
        "length": math.log1p(sum(len(s.text.split()) for s in stated)),
        "length_quotes": math.log1p(sum(len(of[n].text.split()) for n in opening)),
        "sentences": float(len(stated)),
        "unsupported": (len(written) - len(stated)) / max(len(written), 1),
        "partial": sum(s.support == "partial" for s in stated) / max(len(stated), 1),
        "verdict": float(bool(stated) and stated[0].text.split()[:1] in (["Yes,"], ["No,"], ["Yes."], ["No."])),
        "score_best": first.score,
        "score_second": max((q.score for q in chosen if q.n != first.n), default=0.0) / (first.score or 1.0),
        "headline": float(first.headline),
        "opening": float(len(opening)),
        "many": float(asked.many),
    }
    return values | {f"wants_{kind}": float(asked.kind == kind) for kind in WANTS}


def prefers_model(values: Mapping[str, float], fitted: Mapping[str, Any] | None = None) -> bool:
    """Whether the model's words are to be shown: they are likelier to be right than the quotes' answer, by the fitted weights."""
    fitted = fitted or weights()
    return likelihood(values, fitted) >= float(fitted["threshold"])


def likelihood(values: Mapping[str, float], fitted: Mapping[str, Any]) -> float:
    """Return the probability, 0 to 1, that where one of both answers is right it is the model's."""
    logit = fitted["intercept"] + sum(t["weight"] * (values[name] - t["mean"]) / t["scale"] for name, t in fitted["terms"].items())
    return float(1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))))


@lru_cache(maxsize=1)
def weights(path: Path = FITTED) -> dict[str, Any]:
    """Read the fitted weights once: ``intercept``, ``threshold``, and ``terms`` with mean, scale and weight of each signal used."""
    fitted: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return fitted


def _words(text: str) -> Words:
    return frozenset(map(stem, content_words(text)))


def _value(quote: Quote) -> Words:
    """Return the words that the reader takes for the answer in a quote; empty where it found none."""
    return _words(stands_in(quote)[slice(*quote.answer)])


def _share(part: Words, whole: Words) -> float:
    """Return the share of ``part`` that is in ``whole``; 0 for nothing."""
    return len(part & whole) / len(part) if part else 0.0
