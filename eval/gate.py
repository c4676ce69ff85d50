"""The quality gate: figures pinned as floors that no change may undercut, tied by a digest to the cases and articles measured."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.cache import write_whole
from eval.run import Run
from eval.scores.score import LOWER
from eval.suites.cases import ROOT
from rag.errors import CaseError

BASELINE = ROOT / "eval" / "baseline.json"
SUITE = "seeds"
PINNED = (
    "right", "right_answerable", "first_right", "wrong_shown", "contains", "refused", "false_refusal", "quotes_contain_lenient",
    "quotes_verbatim", "sentence_support", "citation_precision", "citation_recall", "as_of_right", "strict", "values_said", "hit@1",
    "hit@4", "mrr@10", "invented_markers", "wording_recall",
)  # fmt: skip
EXACT = frozenset({"quotes_verbatim", "invented_markers"})  # must hold always, so they have no noise
FLIPS = 1.0  # questions that rounding on another machine may turn; the run itself repeats to the bit


@dataclass(frozen=True, slots=True)
class Floor:
    """What one metric must not undercut (or exceed, where lower is better) by more than ``noise``."""

    value: float
    n: int
    noise: float


@dataclass(frozen=True, slots=True)
class Floors:
    """Floors of one suite, with the digest of its cases and corpus."""

    suite: str
    digest: str
    floors: Mapping[str, Floor]


def floors_of(result: Run) -> Floors:
    """Return today's figures as floors; noise is one question's share."""
    floors = {
        name: Floor(round(mean.value, 6), mean.n, 0.0 if name in EXACT else round(FLIPS / mean.n, 6))
        for name in PINNED
        if (mean := result.means.get(name))
    }
    return Floors(result.suite.name, result.suite.digest, floors)


def shortfalls(now: Floors, pinned: Floors) -> list[str]:
    """Say in a line each what is under its floor; empty when the gate is passed."""
    if (now.suite, now.digest) != (pinned.suite, pinned.digest):
        return [f"cases or articles of {now.suite} changed since the floors were pinned. Look at the figures, then: python -m eval --pin"]
    lines = []
    for name, floor in pinned.floors.items():
        have = now.floors.get(name)
        if have is None:
            lines.append(f"{name} is not measured any more; its floor is {floor.value:.3f}")
        elif _drop(name, have.value, floor.value) > floor.noise + 1e-9:
            side = "over" if name in LOWER else "under"
            lines.append(f"{name} {have.value:.3f} is {side} its floor {floor.value:.3f} by more than {floor.noise:.3f} (n {have.n})")
    return lines


def lowered(now: Floors, pinned: Floors | None) -> list[str]:
    """Say which floors a new pin would lower or drop; noise does not excuse it, or floors would sink a question at a time."""
    if pinned is None:
        return []
    lines = []
    for name, floor in pinned.floors.items():
        have = now.floors.get(name)
        if have is None or _drop(name, have.value, floor.value) > 1e-9:
            lines.append(f"{name}: {floor.value:.3f} -> {'gone' if have is None else f'{have.value:.3f}'}")
    return lines


def pin(now: Floors, path: Path = BASELINE, *, allow_lower: bool = False) -> None:
    """Write ``now`` as the floors.

    :raises CaseError: if a floor would sink and ``allow_lower`` is not given; the file stays as it is.
    """
    sinking = lowered(now, read_baseline(path) if path.exists() else None)
    if sinking and not allow_lower:
        raise CaseError(
            f"pinning would lower {'; '.join(sinking)}. If that is meant, say why in the commit: python -m eval --pin --allow-lower"
        )
    floors = {name: {"value": floor.value, "n": floor.n, "noise": floor.noise} for name, floor in now.floors.items()}
    row = {"suite": now.suite, "digest": now.digest, "floors": floors}
    write_whole(path, json.dumps(row, indent=1) + "\n")


def read_baseline(path: Path = BASELINE) -> Floors:
    """Read the pinned floors.

    :raises CaseError: if there are none, or the file is broken.
    """
    try:
        row: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Floors(row["suite"], row["digest"], {name: Floor(**floor) for name, floor in row["floors"].items()})
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise CaseError(f"{path} cannot be read ({err}). Pin the floors: python -m eval --pin") from err


def _drop(name: str, now: float, floor: float) -> float:
    return now - floor if name in LOWER else floor - now
