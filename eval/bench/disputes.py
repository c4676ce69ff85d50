"""Measure how well conflicting reports are detected, on the small corpora of eval/sets: ``python -m eval.bench.disputes``."""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from eval.fit.event import FOLDS, Example, examples, fit, quotes_of
from rag.compare.compare import Comparison, compare
from rag.compare.event import Weights
from rag.compare.signals import ACTS, acts_in
from rag.language.text import sentences
from rag.records import Article, Quote

SET = Path(__file__).parents[1] / "sets" / "disputes.jsonl"


@dataclass(frozen=True, slots=True)
class CaseVerdict:
    """One case and the result of the comparison on it."""

    case: Mapping[str, Any]
    comparison: Comparison

    @property
    def disputed(self) -> bool:
        """Whether a difference was found."""
        return self.comparison.disputed

    @property
    def right_sides(self) -> bool:
        """Whether the differing forms of the case stand on different sides of one difference."""
        forms = self.case.get("sides", [])
        for difference in self.comparison.differences:
            sides = [" | ".join(v.text for v in side) for side in difference.sides]
            homes = [[i for i, side in enumerate(sides) if any(f.lower() in side.lower() for f in accepted)] for accepted in forms]
            if forms and any(len(set(choice)) == len(choice) for choice in product(*homes)):
                return True
        return False

    @property
    def series_right(self) -> bool:
        """Whether the series gives the values of the case in order."""
        found = [v.text for v in self.comparison.series if v.end]
        return len(found) == len(self.case["series"]) and all(
            wanted in text for wanted, text in zip(self.case["series"], found, strict=True)
        )

    @property
    def correction_right(self) -> bool:
        """Whether the value that holds now is given as a correction."""
        return any(self.case["correction"][0] in c.now.text for c in self.comparison.corrections)


def load_disputes(path: Path = SET) -> list[dict[str, Any]]:
    """Return the cases of a set; its first line describes how it was made."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [row for row in rows if "id" in row]


def _labels(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / "labels.jsonl"
    return {row["id"]: row for row in _rows(path) if "question" in row} if path.is_file() else {}


def case_quotes(case: Mapping[str, Any]) -> list[Quote]:
    """Return every sentence of the case's articles as a quote, one quote an article when it is short."""
    found: list[Quote] = []
    for i, row in enumerate(case["articles"]):
        article = Article(f"{case['id']}-{i}", row["title"], row["text"], row["source"], published=row["published"])
        spans = [(0, len(article.text))] if len(article.text) < 400 else sentences(article.text)
        found += [Quote(len(found) + 1 + k, article.text[s:e], s, e, article) for k, (s, e) in enumerate(spans)]
    return found


Chosen = Callable[[Mapping[str, Any]], Weights | None]


def shipped(_: Mapping[str, Any]) -> Weights | None:
    """Return None for every case: the weights as they are shipped."""
    return None


def judge_case(cases: Sequence[Mapping[str, Any]], fitted: Chosen = shipped) -> list[CaseVerdict]:
    """Compare each case, with the weights that ``fitted`` returns for it."""
    return [CaseVerdict(case, compare(case["question"], case_quotes(case), fitted=fitted(case))) for case in cases]


def without_fold(labels: Mapping[str, Mapping[str, Any]], found: Sequence[Example], folds: int = FOLDS) -> Chosen:
    """Return weights fitted without the cases of the same tenth of the days and places: figures out of fold."""
    part = {fold: n % folds for n, fold in enumerate(sorted({e.fold for e in found}))}
    by = [fit([e for e in found if part[e.fold] != k]) for k in range(folds)]
    return lambda case: by[part.get(f"{labels[case['id']]['day']} {labels[case['id']]['place']}", 0)]


def without_act(act: str, labels: Mapping[str, Mapping[str, Any]], found: Sequence[Example]) -> Chosen:
    """Return weights fitted without the events whose question names a kind of act, of ``rag.compare.signals.ACTS``."""
    held = {f"{row['day']} {row['place']}" for row in labels.values() if act in acts_in(row["question"])}
    by = fit([e for e in found if e.fold not in held])
    return lambda _: by


def tolls_told(folder: Path, labels: Mapping[str, Mapping[str, Any]], fitted: Chosen = shipped) -> tuple[int, int]:
    """Return how many of the rising tolls are told as a series, and how many there are.

    Told is one that holds labelled figures only, two or more, the figure that stands last.
    """
    corpus = {row["id"]: row for row in _rows(folder / "corpus.jsonl") if "text" in row}
    rising = [row for row in labels.values() if row["kind"] == "update"]
    told = 0
    for row in rising:
        quotes = [q for i in dict.fromkeys(c["article"] for c in row["claims"]) for q in quotes_of(corpus[i])]
        line = [v.number for v in compare(row["question"], quotes, fitted=fitted(row)).series if v.end]
        stands = {float(v) for v in row["sides"][0]}
        told += len(set(line)) > 1 and line[-1] in stands and set(line) <= stands | {float(v) for v in row["earlier"]}
    return told, len(rising)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def dispute_figures(verdicts: Sequence[CaseVerdict]) -> dict[str, float]:
    """Precision and recall of "sources differ" (right only with the right sides), false alarms, series and corrections."""
    found = [v for v in verdicts if v.disputed]
    real = [v for v in verdicts if v.case["disputed"]]
    right = [v for v in real if v.disputed and v.right_sides]
    series, fixed = [v for v in verdicts if "series" in v.case], [v for v in verdicts if "correction" in v.case]
    return {
        "cases": len(verdicts),
        "precision": len(right) / len(found) if found else 1.0,
        "recall": len(right) / len(real) if real else 1.0,
        "disputes_on_agreement": sum(v.disputed for v in verdicts if v.case["kind"] == "agreement"),
        "series_right": sum(v.series_right for v in series) / len(series) if series else 1.0,
        "corrections_right": sum(v.correction_right for v in fixed) / len(fixed) if fixed else 1.0,
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures and, with ``--wrong``, each case that went wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench.disputes", description="Disputes, change and corrections on small corpora of our own."
    )
    parser.add_argument("set", nargs="?", type=Path, default=SET)
    parser.add_argument("--folds", action="store_true", help="refit without each tenth of the days and places: figures out of fold")
    parser.add_argument("--hold", metavar="ACT", default="", help=f"fit without one kind of act and measure on it: {', '.join(ACTS)}")
    parser.add_argument("--wrong", action="store_true", help="show the cases that went wrong")
    args = parser.parse_args(argv)
    cases, labels = load_disputes(args.set), _labels(args.set.parent)
    fitted: Chosen = shipped
    if args.folds or args.hold:
        found = examples(args.set.parent)
        fitted = without_fold(labels, found) if args.folds else without_act(args.hold, labels, found)
        if args.hold:
            cases = [case for case in cases if args.hold in acts_in(case["question"])]
            labels = {i: row for i, row in labels.items() if args.hold in acts_in(row["question"])}
    verdicts = judge_case(cases, fitted)
    parts = {"all": verdicts, "late": [v for v in verdicts if v.case.get("late")]}
    figures = {name: dispute_figures(part) for name, part in parts.items() if part}
    print(f"{'':24s}" + "".join(f"{name:>8s}" for name in figures))
    for name in figures["all"]:
        print(
            f"{name:24s}"
            + "".join(f"{part[name]:8.3f}" if isinstance(part[name], float) else f"{part[name]:8d}" for part in figures.values())
        )
    if labels:
        told, rising = tolls_told(args.set.parent, labels, fitted)
        print(f"{'tolls told as series':24s}{told:8d} of {rising}")
    if args.wrong:
        for v in verdicts:
            _show_wrong(v)
    return 0


def _show_wrong(v: CaseVerdict) -> None:
    problems = [
        "" if v.disputed == v.case["disputed"] else "missed" if v.case["disputed"] else "false alarm",
        "sides" if v.disputed and v.case["disputed"] and not v.right_sides else "",
        "series" if "series" in v.case and not v.series_right else "",
        "correction" if "correction" in v.case and not v.correction_right else "",
    ]
    if any(problems):
        print(v.case["id"], v.case["kind"], [p for p in problems if p], v.case["question"])
        for difference in v.comparison.differences:
            print("   ", difference.kind, difference.what, [[x.text for x in side] for side in difference.sides])
        print("    series", [x.text for x in v.comparison.series], "corrections", [(c.now.text, c.was) for c in v.comparison.corrections])


if __name__ == "__main__":
    raise SystemExit(main())
