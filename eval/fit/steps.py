"""Fit every threshold and weight from the public sets, each by its script, and check that each written file states its provenance.

``python -m eval.fit`` runs all steps in order; ``python -m eval.fit verify`` one of them. Nothing is fitted on the seeds,
which the gate measures (it only bounded ``ranking.WRONG``), and no weight file is written by hand: each states its provenance.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from eval.suites.cases import BENCH, ROOT
from rag.errors import CaseError, DatelineError

WEIGHTS = ROOT / "rag" / "models" / "weights"
LIBRARIES = ("lightgbm", "scipy", "sklearn")  # of the extra "fit" in pyproject.toml


@dataclass(frozen=True, slots=True)
class Step:
    """One script with a ``main(argv)`` and the files it writes under rag/models/weights."""

    name: str
    module: str
    writes: tuple[str, ...]


STEPS = (
    Step("select", "eval.fit.ranking", ("retrieve.json", "ranker.json", "decide.json")),
    Step("verify", "eval.fit.judge", ("verify.json",)),
    Step("followup", "eval.fit.followups", ("followup.json",)),
    Step("choice", "eval.fit.choice", ("judge.json",)),
    Step("timeline", "eval.fit.timeline", ("timeline.json",)),
    Step("event", "eval.fit.event", ("event.json",)),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the named steps, or all; return 0 when every file they write states its making, 2 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit", description=__doc__)
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"of: {', '.join(step.name for step in STEPS)} (default: all)")
    parser.add_argument("--check", action="store_true", help="fit nothing; only check that the files state how they were made")
    args = parser.parse_args(argv)
    try:
        steps = chosen_steps(args.steps)
        if not args.check:
            run_steps(steps)
        for line in [provenance_line(WEIGHTS / file) for step in steps for file in step.writes]:
            print(line)
    except DatelineError as err:
        print(f"error: {err}", file=sys.stderr)
        return 2
    return 0


def chosen_steps(names: Sequence[str]) -> list[Step]:
    """Return the steps of those names, all for none.

    :raises CaseError: for an unknown name.
    """
    known = {step.name: step for step in STEPS}
    if unknown := [name for name in names if name not in known]:
        raise CaseError(f"no step {', '.join(unknown)}. Steps: {', '.join(known)}")
    return [known[name] for name in names] if names else list(STEPS)


def run_steps(steps: Sequence[Step]) -> None:
    """Run the scripts of ``steps`` one after another.

    :raises CaseError: if a library, the sets or a script are missing, and nothing is fitted then; or if a step fails.
    """
    check_libraries()
    if not BENCH.is_dir():
        raise CaseError(f"the public sets are not at {BENCH}. They are described in eval/README.md")
    if lost := [step.module for step in steps if find_spec(step.module) is None]:
        raise CaseError(f"{', '.join(lost)} is missing, so nothing was fitted")
    for step in steps:
        print(f"-- {step.name}")
        if import_module(step.module).main([]):
            raise CaseError(f"{step.name} failed; what it said stands above. The steps behind it were not run")


def check_libraries(names: Sequence[str] = LIBRARIES) -> None:
    """Refuse to fit without the libraries that only fitting needs.

    :raises CaseError: naming those that cannot be imported, and the command that installs them.
    """
    if missing := [name for name in names if find_spec(name) is None]:
        raise CaseError(f'{", ".join(missing)} cannot be imported, so nothing was fitted. Install it: pip install -e ".[fit]"')


def provenance_line(file: Path) -> str:
    """Say in a line how ``file`` was made.

    :raises CaseError: if it does not say so itself, or says that it saw the seeds.
    """
    try:
        row = json.loads(file.read_text(encoding="utf-8"))
        about = row.get("provenance") or {"script": row["made_by"], "data": ", ".join(row["questions"])}
        script, data = about["script"], about["data"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as err:
        raise CaseError(f"{file} does not say how it was made ({type(err).__name__}). Fit it: python -m eval.fit") from err
    if "seeds" in data:
        raise CaseError(f"{file} was fitted on the seeds, which the gate measures. Fit it on the public sets: python -m eval.fit")
    return f"{file.name}: {script}, on {data}"
