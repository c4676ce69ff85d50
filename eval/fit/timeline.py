"""Fit which days of a topic matter (``rag.compare.days``) on timelines that newspapers printed: ``python -m eval.fit timeline``.

A logistic regression over days that a sentence states, told or not told by the editor, every topic of equal weight; then the border,
the share of the strongest day's score that gives the best Date-F1. Held out are whole topics: ``leave_one_out`` is what
``python -m eval timelines`` measures with.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from eval.fit.steps import WEIGHTS, check_libraries
from eval.scores.days import date_f1
from eval.suites.timelines import Gold, read_timelines
from rag.compare.days.ranked import SIGNALS, Fitted, Key, how_many, measure, rank_days
from rag.compare.days.topic import Topic
from rag.compare.timeline import read_lines, whole

FILE = "timeline.json"
STRENGTH = 0.3  # inverse strength of the ridge; 0.1 and 1 move Date-F1 by less than the topics differ
SHARES = np.arange(0.10, 0.90, 0.01)  # borders that are tried
DRAWS = 300  # of topics, with replacement, whose best borders are averaged: by nine topics alone it jumps
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A topic's days with their signals, and the days that the editor told."""

    gold: Gold
    signals: dict[Key, tuple[float, ...]]

    @property
    def values(self) -> Array:
        """One row of signals a day."""
        return np.array(list(self.signals.values()), float)

    @property
    def told(self) -> NDArray[np.bool_]:
        """Whether the editor told of each day."""
        return np.array([key[0] in self.gold.days for key in self.signals])


def make_example(gold: Gold) -> Example:
    """Read a topic's articles; spans of days are left out, as no timeline of the sets has any."""
    topic = Topic(gold.topic)
    _, signals = measure(topic, read_lines(topic, whole(gold.articles)))
    return Example(gold, {key: values for key, values in signals.items() if key[2] == "day"})


def fit(examples: Sequence[Example]) -> Fitted:
    """Return the weights and the border that fit the topics."""
    from sklearn.linear_model import LogisticRegression

    weight = np.concatenate([np.where(e.told, 0.5 / max(e.told.sum(), 1), 0.5 / max((~e.told).sum(), 1)) for e in examples])
    values, told = np.vstack([e.values for e in examples]), np.concatenate([e.told for e in examples])
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(values, told, sample_weight=300 * weight)
    weights = tuple(round(max(float(w), 0.0), 3) for w in model.coef_[0])
    fewest = min(len(e.gold.days) for e in examples)
    return Fitted(weights, best_border(examples, weights, fewest), fewest)


def best_border(examples: Sequence[Example], weights: Sequence[float], fewest: int) -> float:
    """Return the border with the best Date-F1, averaged over draws of topics (bagging, Breiman 1996), every set of equal weight.

    Of each topic it is counted as a share of the best that any border reaches, as editors' numbers of days differ by more than tenfold.
    """
    sets = sorted({e.gold.set for e in examples})
    table = np.array([_by_border(e, weights, fewest) for e in examples])
    table /= np.maximum(table.max(axis=1, keepdims=True), 1e-9)
    of_set = [table[[e.gold.set == name for e in examples]] for name in sets]
    draw = np.random.default_rng(0)
    best = [SHARES[sum(rows[draw.integers(len(rows), size=len(rows))].mean(axis=0) for rows in of_set).argmax()] for _ in range(DRAWS)]
    return round(float(np.mean(best)), 3)


def _by_border(example: Example, weights: Sequence[float], fewest: int) -> list[float]:
    days = rank_days(example.signals, weights)
    return [date_f1(_first(days, float(share), fewest), example.gold.days) for share in SHARES]


def _first(days: Sequence[tuple[Key, float]], border: float, fewest: int) -> list[str]:
    return [key[0] for key, _ in days[: how_many([score for _, score in days], border, fewest)]]


def leave_one_out(examples: Sequence[Example]) -> dict[str, Fitted]:
    """Return timeline id -> what is fitted on all other topics.

    :raises CaseError: without the library that only fitting needs.
    """
    check_libraries(("sklearn",))
    return {e.gold.id: fit([other for other in examples if other.gold.category != e.gold.category]) for e in examples}


def held_out(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Return set -> Date-F1 of topics that the fit did not see, by days ranked alone: at the editor's number, and at its own."""
    rows: dict[str, list[tuple[float, ...]]] = {}
    for e, (_, model) in zip(examples, leave_one_out(examples).items(), strict=True):
        days = rank_days(e.signals, model.weights)
        first, own = [key[0] for key, _ in days[: len(e.gold.days)]], _first(days, model.border, model.fewest)
        rows.setdefault(e.gold.set, []).append(tuple(date_f1(told, e.gold.days, within) for told in (first, own) for within in (0, 1)))
    names = ("exact", "within a day", "own number, exact", "own number, within a day")
    return {s: {n: round(float(v), 3) for n, v in zip(names, np.mean(found, axis=0), strict=True)} for s, found in rows.items()}


def main(argv: Sequence[str] | None = None) -> int:
    """Fit and write the file."""
    argparse.ArgumentParser(prog="python -m eval.fit timeline", description=__doc__).parse_args(argv)
    examples = [make_example(gold) for gold in read_timelines()]
    model, scores = fit(examples), held_out(examples)
    row = {
        "provenance": {
            "script": "python -m eval.fit timeline",
            "made": datetime.now(UTC).date().isoformat(),
            "model": "ridge logistic regression; the border by Date-F1",
            "data": "printed timelines: Timeline17 (Tran et al. 2013), Entities (Gholipour Ghalandari and Ifrim 2020): "
            + ", ".join(e.gold.id for e in examples),
            "strength": STRENGTH,
            "held out by topic": scores,
        },
        "weights": dict(zip(SIGNALS, model.weights, strict=True)),
        "border": model.border,
        "fewest": model.fewest,
    }
    (WEIGHTS / FILE).write_text(json.dumps(row, indent=1) + "\n", encoding="utf-8")
    for name, found in scores.items():
        print(f"{name}: Date-F1 of topics left out {found}")
    print({name: row[name] for name in ("weights", "border", "fewest")})
    return 0
