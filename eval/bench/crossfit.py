"""Measure a set that ranker and decision are fitted on, with fits that did not see it: ``python -m eval.bench.crossfit natural-dev``.

The questions are split by matter (see ``eval.fit.ranking``). For each part both are fitted without it in a copy of the program, and that
copy is asked the part, end to end. It needs what ``python -m eval.fit select`` needs, and its cache. With ``--llm`` the default language
model writes, and the judge of its words (``eval.fit.choice``) is fitted without the part too.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.fit import choice, ranking
from eval.fit.steps import check_libraries
from eval.reports.table import interval
from eval.scores.score import ABOUT
from eval.scores.stats import mean_of
from eval.suites.cases import BENCH, ROOT, read_rows
from eval.systems.program import ROOMS
from rag.answer import judge
from rag.errors import CaseError, DatelineError

METRICS = ("right", "right_answerable", "first_right", "wrong_shown", "refused", "words")
PART = "part.jsonl"


def main(argv: Sequence[str] | None = None) -> int:
    """Fit and ask each part, print the pooled figures; 0 too where the sets are not at hand, 2 for an error."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.crossfit", description=__doc__)
    parser.add_argument("suite", nargs="?", default="natural-dev", help="a set of eval.fit.ranking in the form of eval/sets")
    parser.add_argument("--llm", action="store_true", help="let the language model write (default: the quotes' own words)")
    parser.add_argument("--part", type=int, help=argparse.SUPPRESS)  # fit in this copy of the program without that part
    args = parser.parse_args(argv)
    file = BENCH / args.suite / f"{args.suite}.jsonl"
    try:
        check_libraries()
        fitted = [name for name, *_ in ranking.SETS if (BENCH / name / f"{name}.jsonl").is_file()]
        if fitted and args.suite not in fitted:
            raise CaseError(f"{args.suite} is none of the sets that are fitted on: {', '.join(fitted)}")
        if args.part is not None:
            fit_without(file, args.part, llm=args.llm)
            return 0
        if not file.is_file():
            print(f"SKIPPED: {file} is not here, so nothing was measured")
            return 0
        rows = [row for n in range(ranking.FOLDS) for row in ask_part(args.suite, n, llm=args.llm)]
        print(*lines(rows), sep="\n")
    except DatelineError as err:
        print(f"error: {err}", file=sys.stderr)
        return 2
    return 0


def ask_part(suite: str, part: int, *, llm: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the result of each question of one part, by a copy of the program that is fitted without it.

    :raises CaseError: when the copy cannot be fitted or asked.
    """
    with tempfile.TemporaryDirectory(prefix="dateline-crossfit-") as work:
        tree = copy_program(Path(work))
        _run(tree, "eval.bench.crossfit", suite, "--part", str(part), *(["--llm"] if llm else []))
        _run(tree, "eval", str(tree / PART), *([] if llm else ["--no-llm"]), "--out", str(Path(work) / "run"))
        yield from (row for _, row in read_rows(Path(work) / "run" / "results.jsonl"))


def copy_program(work: Path) -> Path:
    """Return a copy of the program in ``work`` that finds the public sets beside it."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, work / "tree" / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", work / "tree" / "pyproject.toml")
    (work / "shared").symlink_to(BENCH.parent)
    return work / "tree"


def _run(tree: Path, module: str, *args: str) -> None:
    command = [sys.executable, "-m", module, *args]
    done = subprocess.run(command, cwd=tree, env={**os.environ, "PYTHONPATH": str(tree)}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CaseError(f"{' '.join(command[1:])} failed:\n{done.stderr.strip()[-500:]}")


def fit_without(file: Path, part: int, *, llm: bool = False) -> None:
    """Fit ranker and decision, and the judge where a model writes, without one part of the set's questions; write that part as a suite."""
    seen, false = ranking.gather_all()
    key = (file.stem, True)
    train, test = ranking.folds([s.case for s in seen[key]])[part]
    left_out = {seen[key][i].case.id for i in test}
    ranking.fit_both({**seen, key: [seen[key][i] for i in train]}, false, {"made_by": "python -m eval.bench.crossfit", "date": ""})
    if llm:
        kept = [row for row in choice.read_rows(choice.ROWS) if row["id"] not in left_out]
        judge.FITTED.write_text(json.dumps(choice.fit(kept)), encoding="utf-8")
    (ROOT / PART).write_text(part_of(file.read_text(encoding="utf-8"), left_out), encoding="utf-8")


def part_of(suite: str, ids: set[str]) -> str:
    """Return a suite's text with the cases of these ids only."""
    first, *rest = suite.splitlines(keepends=True)
    return first + "".join(line for line in rest if line.strip() and json.loads(line)["id"] in ids)


def lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Return the lines of the table: each metric over all questions."""
    shown = [f"{'metric':18}{'mean [95%]':22}{'n':6}what it is"]
    for name in METRICS:
        mean = mean_of([row["scores"].get(name) for row in rows], [bool(row["outcome"]["error"]) for row in rows])
        if mean:
            shown.append(f"{name:18}{interval({'value': mean.value, 'low': mean.low, 'high': mean.high}):22}{mean.n:<6}{ABOUT[name]}")
    return shown


if __name__ == "__main__":
    sys.exit(main())
