"""Measure how well conflicting reports are detected, on the small corpora of eval/sets: ``python -m eval.bench.disputes``."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from rag.compare.compare import Comparison, compare
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


def case_quotes(case: Mapping[str, Any]) -> list[Quote]:
    """Return every sentence of the case's articles as a quote, one quote an article when it is short."""
    found: list[Quote] = []
    for i, row in enumerate(case["articles"]):
        article = Article(f"{case['id']}-{i}", row["title"], row["text"], row["source"], published=row["published"])
        spans = [(0, len(article.text))] if len(article.text) < 400 else sentences(article.text)
        found += [Quote(len(found) + 1 + k, article.text[s:e], s, e, article) for k, (s, e) in enumerate(spans)]
    return found


def judge_case(cases: Sequence[Mapping[str, Any]]) -> list[CaseVerdict]:
    """Compare each case."""
    return [CaseVerdict(case, compare(case["question"], case_quotes(case))) for case in cases]


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
    parser.add_argument("--wrong", action="store_true", help="show the cases that went wrong")
    args = parser.parse_args(argv)
    verdicts = judge_case(load_disputes(args.set))
    parts = {"all": verdicts, "late": [v for v in verdicts if v.case.get("late")]}
    figures = {name: dispute_figures(part) for name, part in parts.items() if part}
    print(f"{'':24s}" + "".join(f"{name:>8s}" for name in figures))
    for name in figures["all"]:
        print(
            f"{name:24s}"
            + "".join(f"{part[name]:8.3f}" if isinstance(part[name], float) else f"{part[name]:8d}" for part in figures.values())
        )
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
