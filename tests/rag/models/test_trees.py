"""Trees from a readable file say what the library that fitted them says."""

import json
from pathlib import Path

import numpy as np
import pytest

from rag.models.trees import BLOCK, Trees, load_trees, probability

# x0 <= 1 ? (x1 <= 0 ? 10 : 20) : 30, and a tree that is one leaf
SPEC = {
    "features": ["x0", "x1"],
    "made_by": "hand",
    "trees": [
        {
            "feature": [0, 1, -1, -1, -1],
            "threshold": [1.0, 0.0, 0, 0, 0],
            "left": [1, 2, 0, 0, 0],
            "right": [4, 3, 0, 0, 0],
            "value": [0, 0, 10.0, 20.0, 30.0],
        },
        {"feature": [-1], "threshold": [0.0], "left": [0], "right": [0], "value": [0.5]},
    ],
}


@pytest.mark.parametrize(
    ("row", "score"), [((0, -1), 10.5), ((0, 0), 10.5), ((0, 1), 20.5), ((1, 1), 20.5), ((1.5, -1), 30.5), ((2, 9), 30.5)]
)
def test_a_tree_worked_by_hand(row: tuple[float, float], score: float) -> None:
    assert Trees(SPEC).score(np.array([row], np.float32)).tolist() == [score]


def test_rows_do_not_touch_each_other() -> None:
    rows = np.array([(0, -1), (0, 1), (2, 9)], np.float32)
    assert Trees(SPEC).score(rows).tolist() == [10.5, 20.5, 30.5]
    assert Trees(SPEC).score(rows[:0]).shape == (0,)
    many = np.tile(rows, (BLOCK, 1))
    assert Trees(SPEC).score(many).tolist() == [10.5, 20.5, 30.5] * BLOCK


def test_trees_do_not_touch_each_other() -> None:
    rows = np.array([(0, -1), (0, 1), (2, 9)], np.float32)
    assert Trees({**SPEC, "trees": SPEC["trees"][::-1] * 2}).score(rows).tolist() == [21, 41, 61]


def test_a_file_says_where_it_comes_from(tmp_path: Path) -> None:
    path = tmp_path / "trees.json"
    path.write_text(json.dumps(SPEC))
    assert load_trees(path).about == {"made_by": "hand"}
    assert load_trees(path).features == ["x0", "x1"]
    assert load_trees(path) is load_trees(path)


def test_probability_is_the_logistic_function_and_never_overflows() -> None:
    with np.errstate(all="raise"):
        assert probability(np.array([0.0, np.log(3), -1e9, 1e9])).tolist() == pytest.approx([0.5, 0.75, 0, 1], abs=1e-9)


@pytest.mark.models
def test_equal_to_lightgbm(tmp_path: Path) -> None:
    pytest.importorskip("lightgbm", reason='fitting needs more: pip install -e ".[fit]"')
    from eval.fit.boost import DECISION, boost, write_trees

    random = np.random.default_rng(7)
    rows = random.normal(size=(400, 6)).astype(np.float32)
    labels = (rows[:, 0] + rows[:, 1] * rows[:, 2] > 0).astype(np.float32)
    booster = boost(rows, labels, np.ones(400), 30, {**DECISION, "num_threads": 1})
    write_trees(booster, [f"x{n}" for n in range(6)], {"made_by": "test"}, tmp_path / "fitted.json")
    fresh = random.normal(size=(300, 6)).astype(np.float32)
    expected = booster.predict(fresh, raw_score=True, num_threads=1)
    assert np.std(expected) > 0.1
    assert np.allclose(load_trees(tmp_path / "fitted.json").score(fresh), expected, atol=1e-4)
