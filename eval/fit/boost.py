"""Fit trees with LightGBM, turn their scores into probabilities, and write them as the JSON that ``rag.models.trees`` evaluates."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
COMMON = {
    "learning_rate": 0.05, "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0,
    "verbose": -1, "num_threads": 2, "deterministic": True, "force_row_wise": True, "seed": 1,
}  # fmt: skip
RANKING = {**COMMON, "objective": "lambdarank", "lambdarank_truncation_level": 10, "num_leaves": 15, "min_data_in_leaf": 80}
DECISION = {**COMMON, "objective": "binary", "num_leaves": 8, "min_data_in_leaf": 20, "feature_fraction": 0.4}


def boost(rows: Array, labels: Array, weights: Array, rounds: int, settings: Mapping[str, Any], groups: Sequence[int] | None = None) -> Any:  # noqa: ANN401
    """Fit and return a LightGBM booster; ``groups`` are the sizes of the questions' runs of rows."""
    import lightgbm

    data = lightgbm.Dataset(np.asarray(rows, np.float32), labels, weight=weights, group=groups)
    return lightgbm.train(dict(settings), data, rounds)


def platt(score: Array, right: Array, weight: Array | None = None) -> tuple[float, float]:
    """Return slope and offset of the logistic map from score to probability (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e6).fit(score[:, None], right, sample_weight=weight)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def write_trees(booster: Any, features: Sequence[str], about: Mapping[str, Any], path: Path) -> None:  # noqa: ANN401
    """Write one tree a line under a head that states the provenance."""
    trees = [_flat(t["tree_structure"]) for t in booster.dump_model()["tree_info"]]
    head = "".join(f" {json.dumps(k)}: {json.dumps(v)},\n" for k, v in {**about, "features": list(features)}.items())
    body = ",\n".join("  " + json.dumps(t, separators=(",", ":")) for t in trees)
    path.write_text(f'{{\n{head} "trees": [\n{body}\n ]\n}}\n', encoding="utf-8")


def _flat(root: Mapping[str, Any]) -> dict[str, list[float]]:
    tree: dict[str, list[float]] = {"feature": [], "threshold": [], "left": [], "right": [], "value": []}

    def walk(node: Mapping[str, Any]) -> int:
        at = len(tree["feature"])
        for part, empty in zip(tree.values(), (-1, 0.0, 0, 0, 0.0), strict=True):
            part.append(empty)
        if "leaf_value" in node:
            tree["value"][at] = float(f"{node['leaf_value']:.6g}")
            return at
        tree["feature"][at], tree["threshold"][at] = node["split_feature"], float(f"{node['threshold']:.8g}")
        tree["left"][at], tree["right"][at] = walk(node["left_child"]), walk(node["right_child"])
        return at

    walk(root)
    return tree
