"""Judge between the model's checked words and the quotes' own answer, and whether to show either: two logistic models (pure).

They are fitted by ``python -m eval.fit.choice`` on questions whose right answer is known, for both answers.
"""

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from rag.language.text import content_words, stem
from rag.models.encoders import WEIGHTS
from rag.question.asked import read_asked
from rag.records import Quote, Sentence, stands_in

FITTED = WEIGHTS / "judge.json"
# Five, for few questions tell: about 25 of 113 gathered ones are right in one answer only. The forty that were tried first (lengths, marks
# of the check, kinds of question) fitted those and lost on the rest. Left out of the fit these reach .76, the quotes alone .74.
SIGNALS = ("said_mass", "new_words", "cited_best", "many", "yesno")
# Two readers who say the same are right more often: what the doubt weighs, beside the confidence that the quotes answer
DOUBT = ("confidence", "said_mass", "new_words", "cited_best")
Words = frozenset[str]
Shown = Literal["model", "quotes", "neither"]


def signals(question: str, quotes: Sequence[Quote], opening: Sequence[int], written: Sequence[Sentence]) -> dict[str, float]:
    """Return the value of each of :data:`SIGNALS`, 0 to 1.

    ``said_mass`` is the share of the quotes, by score, whose answer the model says; ``new_words`` of its words, those that neither question
    nor the quotes' own answer has; ``cited_best`` whether it cites the best quote; ``many`` and ``yesno`` are of the question.

    :param quotes: the chosen quotes, which have a score, and what ``written`` cites beyond them, which has none.
    :param opening: numbers of the quotes that are the quotes' own answer, at least one.
    :param written: the model's sentences, unsupported ones too.
    """
    asked, text_of = read_asked(question), {q.n: q.text for q in quotes}
    stated = [s for s in written if s.support != "unsupported"]
    said = _words(" ".join(s.text for s in stated))
    own = frozenset().union(_words(question), *(_words(text_of[n]) for n in opening))
    chosen = [(q, _value(q)) for q in quotes if q.score > 0]
    return {
        "said_mass": sum(q.score for q, value in chosen if value and said >= value) / (sum(q.score for q, _ in chosen) or 1.0),
        "new_words": len(said - own) / max(len(said), 1),
        "cited_best": float(any(opening[0] in s.citations for s in stated)),
        "many": float(asked.many),
        "yesno": float(asked.kind == "yesno"),
    }


def choose(values: Mapping[str, float], confidence: float, fitted: Mapping[str, Any] | None = None) -> Shown:
    """Return whose answer is to be shown: that which is likelier to be right, or neither when that one is likelier to be wrong.

    :param values: the signals; none of them where no word of the model's is supported.
    :param confidence: that the quotes answer, 0 to 1.
    """
    fitted = fitted or weights()
    likelier: Shown = "model" if values and likelihood(values, fitted) >= float(fitted["threshold"]) else "quotes"
    doubt = fitted["doubt"]
    return likelier if likelihood(doubt_signals(values, confidence), doubt) >= float(doubt["threshold"]) else "neither"


def doubt_signals(values: Mapping[str, float], confidence: float) -> dict[str, float]:
    """Return the value of each of :data:`DOUBT`: the confidence as a logit, and 0 for what the model did not say."""
    bounded = min(max(confidence, 0.001), 0.999)
    return {"confidence": math.log(bounded / (1 - bounded)), **{name: values.get(name, 0.0) for name in DOUBT[1:]}}


def likelihood(values: Mapping[str, float], fitted: Mapping[str, Any]) -> float:
    """Return the probability, 0 to 1, by a fit: that the model's answer is the right one of both, or that what is shown is right."""
    logit = fitted["intercept"] + sum(t["weight"] * (values[name] - t["mean"]) / t["scale"] for name, t in fitted["terms"].items())
    return float(1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))))


@lru_cache(maxsize=1)
def weights(path: Path = FITTED) -> dict[str, Any]:
    """Read the fitted weights: ``intercept``, ``threshold``, ``terms`` with mean, scale and weight of a signal; so again in ``doubt``."""
    fitted: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return fitted


def _words(text: str) -> Words:
    return frozenset(map(stem, content_words(text)))


def _value(quote: Quote) -> Words:
    """Return the words that the reader takes for the answer in a quote; empty where it found none."""
    return _words(stands_in(quote)[slice(*quote.answer)])
