"""Evaluate gradient-boosted trees from a readable JSON file with numpy: no learning library at run time."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Trees:
    """The sum of binary trees; ``spec`` holds ``features`` (names, in order), ``trees`` and where they come from.

    A tree is five equal lists: feature index (-1 for a leaf), threshold, left and right child (a row goes left when its value
    is at most the threshold), and the value of a leaf.
    """

    def __init__(self, spec: dict[str, Any]) -> None:
        self.features: list[str] = spec["features"]
        self.about = {name: value for name, value in spec.items() if name not in ("features", "trees")}
        self._trees = [
            (np.array(t["feature"]), np.array(t["threshold"]), np.array(t["left"]), np.array(t["right"]), np.array(t["value"]))
            for t in spec["trees"]
        ]

    def score(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return one raw score a row of shape (n, len(features)); for a binary objective the log-odds."""
        total = np.zeros(len(rows))
        at_row = np.arange(len(rows))
        for feature, threshold, left, right, value in self._trees:
            node = np.zeros(len(rows), np.int64)
            while (feature[node] >= 0).any():
                inner = feature[node] >= 0
                goes_left = rows[at_row, feature[node]] <= threshold[node]
                node = np.where(inner, np.where(goes_left, left[node], right[node]), node)
            total += value[node]
        return total


@lru_cache
def load_trees(path: Path) -> Trees:
    """Return the trees of a weights file, read once."""
    return Trees(json.loads(path.read_text(encoding="utf-8")))


def probability(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 / (1 + e^-score)."""
    return np.asarray(1 / (1 + np.exp(-np.clip(score, -30, 30))))
