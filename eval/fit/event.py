"""Fit which figures of a report count the victims of the event asked about, on the labels of FA-KES: ``python -m eval.fit event``."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from eval.suites.cases import BENCH
from rag.compare.event import WEIGHTS, Weights, among, chance, read_event
from rag.compare.figures import Row, rows
from rag.compare.signals import Signals
from rag.compare.statements import said_in
from rag.language.text import sentences
from rag.records import Article, Quote

PENALTY = 0.2  # inverse strength of the L2 penalty
FOLDS = 10
APART = (-4, 10)  # days from the event within which other reports of the province are read as reports of other events
OTHERS = 12  # of them at most, an event
SMALL = 0.1  # weight of a figure of another report: they are many, and a few of them do tell the event


@dataclass(frozen=True, slots=True)
class Example:
    """A figure of a report, whether it is the count of the event asked about, and how much it weighs."""

    event: int  # number of its event
    fold: str  # day and place, which no fold divides
    row: Row
    truth: bool
    weight: float


@cache
def examples(folder: Path = BENCH / "disputes") -> tuple[Example, ...]:
    """Return the figures of the labelled reports, and of other reports of the same days and province."""
    corpus = {row["id"]: row for row in _lines(folder / "corpus.jsonl") if "text" in row}
    related = {row["id"]: set(row["relevant_ids"]) for row in _lines(folder / "questions.jsonl") if "relevant_ids" in row}
    found: list[Example] = []
    for n, label in enumerate(row for row in _lines(folder / "labels.jsonl") if "question" in row):
        event = read_event(label["question"])
        if event is None:
            continue
        given: dict[str, set[float]] = {}
        for claim in label["claims"]:
            given.setdefault(claim["article"], set()).add(float(claim["value"]))
        known = {float(v) for v in (*(v for side in label["sides"] for v in side), *(label.get("earlier") or ()))}
        beside = _beside(label, corpus, related[label["id"]] | given.keys())
        quotes = [q for i in (*given, *beside) for q in quotes_of(corpus[i])]
        for row in rows(event, said_in(quotes, label["question"])):
            article, value = row[0].said.quote.article.id, row[0].number.value
            if article in given or value not in known:
                weight = 1.0 if article in given else SMALL
                found.append(Example(n, f"{label['day']} {label['place']}", row, value in given.get(article, ()), weight))
    return tuple(found)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _beside(label: dict[str, Any], corpus: dict[str, dict[str, Any]], told: set[str]) -> list[str]:
    day = date.fromisoformat(label["day"])
    near = [
        row["id"]
        for row in corpus.values()
        if row["id"] not in told and row["date"] and APART[0] <= (date.fromisoformat(row["date"]) - day).days <= APART[1]
    ]
    return near[:OTHERS]


def quotes_of(row: dict[str, Any]) -> list[Quote]:
    """Return every sentence of an article of the corpus."""
    article = Article(row["id"], row["title"], row["text"], row["source"], published=row["date"])
    return [Quote(n, article.text[s:e], s, e, article) for n, (s, e) in enumerate(sentences(article.text), 1)]


def fit(found: Sequence[Example]) -> Weights:
    """Return the weights: of a figure's own signals, then of those with the chances of the figures around it.

    Those chances come from weights fitted without the figure's own day and place.
    """
    folds = sorted({e.fold for e in found})
    part = {fold: n % FOLDS for n, fold in enumerate(folds)}
    own = [0.0] * len(found)
    for k in range(FOLDS):
        left = [(e.row[2], e.truth, e.weight) for e in found if part[e.fold] != k]
        by = _logistic(left)
        for n, e in enumerate(found):
            if part[e.fold] == k:
                own[n] = chance(e.row[2], by)
    second: list[Signals] = [{}] * len(found)
    for event in {e.event for e in found}:
        at = [n for n, e in enumerate(found) if e.event == event]
        for n, row in zip(at, among([found[n].row for n in at], [own[n] for n in at]), strict=True):
            second[n] = row
    first = _logistic([(e.row[2], e.truth, e.weight) for e in found])
    return {"first": first, "second": _logistic([(row, e.truth, e.weight) for row, e in zip(second, found, strict=True)])}


def _logistic(table: Sequence[tuple[Signals, bool, float]]) -> dict[str, float]:
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    columns = DictVectorizer()
    values = columns.fit_transform([row for row, *_ in table])
    model = LogisticRegression(C=PENALTY, max_iter=3000, fit_intercept=False)
    model.fit(values, [truth for _, truth, _ in table], sample_weight=np.array([weight for *_, weight in table]))
    return {name: round(float(w), 3) for name, w in zip(columns.feature_names_, model.coef_[0], strict=True) if abs(w) >= 0.001}


def main(argv: Sequence[str] | None = None) -> int:
    """Fit on all labelled events and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit.event", description=__doc__)
    parser.add_argument("--bench", type=Path, default=BENCH / "disputes")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args(argv)
    found = examples(args.bench)
    events = len({e.event for e in found})
    about = {
        "script": "python -m eval.fit event",
        "data": f"FA-KES (Abu Salem et al. 2019, CC BY 4.0), {events} labelled events, {len(found)} figures",
        "method": "logistic regression with an L2 penalty in two stages, the second with the first's chances of the figures around",
    }
    args.out.write_text(json.dumps({"provenance": about, "weights": fit(found)}, indent=1) + "\n", encoding="utf-8")
    print(f"{len(found)} figures of {events} events -> {args.out.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
