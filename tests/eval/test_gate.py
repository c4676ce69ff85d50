"""The gate fails when a figure sinks, when cases change, and never lets a floor sink quietly."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.gate import PINNED as PINNED_NAMES
from eval.gate import Floor, Floors, floors_of, lowered, pin, read_baseline, shortfalls
from eval.options import Options
from eval.run import Run
from eval.scores.score import METRICS
from eval.scores.stats import Mean
from eval.suites.cases import Suite
from rag.errors import CaseError

FLOORS = {"right": Floor(0.9, 60, 1 / 60), "false_refusal": Floor(0.05, 60, 1 / 60), "quotes_verbatim": Floor(1.0, 60, 0.0)}
PINNED = Floors("seeds", "d1", FLOORS)


def with_floor(name: str, value: float) -> Floors:
    """Change one figure of ``PINNED``."""
    return replace(PINNED, floors={**PINNED.floors, name: replace(PINNED.floors[name], value=value)})


def test_the_same_figures_pass() -> None:
    assert shortfalls(PINNED, PINNED) == []


@pytest.mark.parametrize(
    ("name", "value", "fails"),
    [
        ("right", 0.95, False),
        ("right", 0.9 - 1 / 60, False),  # one question: noise
        ("right", 0.9 - 2 / 60, True),
        ("false_refusal", 0.0, False),
        ("false_refusal", 0.05 + 2 / 60, True),  # lower is better
        ("quotes_verbatim", 0.999, True),  # no noise is allowed here
    ],
)
def test_a_drop_beyond_noise_fails(name: str, value: float, fails: bool) -> None:
    assert bool(shortfalls(with_floor(name, value), PINNED)) is fails


def test_changed_cases_fail() -> None:
    assert "changed since" in shortfalls(replace(PINNED, digest="d2"), PINNED)[0]


def test_a_metric_that_is_gone_fails() -> None:
    assert shortfalls(replace(PINNED, floors={}), PINNED)[0] == "right is not measured any more; its floor is 0.900"


def test_a_metric_without_a_floor_passes() -> None:
    new = replace(PINNED, floors={**FLOORS, "wrong_shown": Floor(0.9, 60, 1 / 60)})  # measured since the floors were pinned
    assert shortfalls(new, PINNED) == []
    assert lowered(new, PINNED) == []


def test_what_a_user_feels_gets_floors() -> None:
    assert {"right", "right_answerable", "first_right", "wrong_shown", "refused", "false_refusal"} <= set(PINNED_NAMES)
    assert {"right_answerable", "first_right", "wrong_shown"} <= {metric.name for metric in METRICS}


def test_pinning_down_needs_the_flag(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    pin(PINNED, file)
    assert read_baseline(file) == PINNED
    before = file.read_bytes()
    with pytest.raises(CaseError, match=r"would lower right: 0\.900 -> 0\.899"):
        pin(with_floor("right", 0.899), file)
    assert file.read_bytes() == before
    pin(with_floor("right", 0.899), file, allow_lower=True)
    assert read_baseline(file).floors["right"].value == 0.899


def test_new_cases_do_not_excuse_a_lower_floor() -> None:
    assert lowered(replace(with_floor("right", 0.8), digest="d2"), PINNED)


@settings(deadline=None)  # a busy machine is no failure
@given(st.floats(0, 1), st.floats(0, 1))
def test_what_may_be_pinned_passes(now: float, floor: float) -> None:
    measured, pinned = with_floor("right", now), with_floor("right", floor)
    if not lowered(measured, pinned):
        assert shortfalls(measured, pinned) == []


def test_floors_come_from_the_run() -> None:
    suite = Suite("seeds", Path("seeds"), "questions", "d1")
    result = Run(
        suite,
        Options(),
        "s",
        (),
        (),
        (),
        {"right": Mean(0.9, 0.8, 1.0, 60), "token_f1": Mean(0.1, 0, 1, 60), "quotes_verbatim": Mean(1, 1, 1, 60)},
    )
    assert floors_of(result).floors == {"right": Floor(0.9, 60, 0.016667), "quotes_verbatim": Floor(1, 60, 0.0)}


def test_no_floors_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="python -m eval --pin"):
        read_baseline(tmp_path / "none.json")
