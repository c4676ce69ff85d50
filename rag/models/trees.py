"""Evaluate gradient-boosted trees from a readable JSON file with numpy: no learning library at run time."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 512  # rows at a time: one row takes some kilobytes a tree step


class Trees:
    """The sum of binary trees; ``spec`` holds ``features`` (names, in order), ``trees`` and where they come from.

    A tree is five equal lists: feature index (-1 for a leaf), threshold, left and right child (a row goes left when its value
    is at most the threshold), and the value of a leaf.
    """

    def __init__(self, spec: dict[str, Any]) -> None:
        self.features: list[str] = spec["features"]
        self.about = {name: value for name, value in spec.items() if name not in ("features", "trees")}
        trees = spec["trees"]
        feature, threshold, left, right, self._value = (
            np.concatenate([np.array(t[part]) for t in trees]) for part in ("feature", "threshold", "left", "right", "value")
        )
        sizes = [len(t["feature"]) for t in trees]
        self._roots = np.cumsum([0, *sizes[:-1]])
        first, leaf, own = np.repeat(self._roots, sizes), feature < 0, np.arange(len(feature))
        self._feature, self._threshold = np.where(leaf, 0, feature), threshold
        self._left, self._right = np.where(leaf, own, left + first), np.where(leaf, own, right + first)  # a leaf leads to itself
        self._depth, reached = 0, self._roots
        while not leaf[reached].all():
            reached = np.unique(np.concatenate([self._left[reached], self._right[reached]]))
            self._depth += 1

    def score(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return one raw score a row of shape (n, len(features)); for a binary objective the log-odds."""
        return np.concatenate([self._score(rows[at : at + BLOCK]) for at in range(0, max(1, len(rows)), BLOCK)])

    def _score(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """All trees go down a step at a time: to call numpy for each tree takes longer than what it does."""
        at_row = np.arange(len(rows))
        node = np.repeat(self._roots[:, None], len(rows), axis=1)
        for _ in range(self._depth):
            goes_left = rows[at_row, self._feature[node]] <= self._threshold[node]
            node = np.where(goes_left, self._left[node], self._right[node])
        total = np.zeros(len(rows))
        for value in self._value[node]:  # in the order of the trees: the sum is the same to the last bit, however many rows
            total += value
        return total


@lru_cache
def load_trees(path: Path) -> Trees:
    """Return the trees of a weights file, read once."""
    return Trees(json.loads(path.read_text(encoding="utf-8")))


def probability(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 / (1 + e^-score)."""
    return np.asarray(1 / (1 + np.exp(-np.clip(score, -30, 30))))
