"""Helpers of eval/fit/judge.py: an encoder that caches its vectors on disk, AUC, F1, balanced accuracy, best threshold."""

import pickle
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.answer.check import TokenEncoder
from rag.answer.missing import Vectors

Truth = NDArray[np.bool_]


class CachedEncoder:
    """An encoder that stores its vectors in a file, so that a second fit takes seconds."""

    def __init__(self, encoder: TokenEncoder | None, path: Path | None) -> None:
        self._encoder, self._path, self._grown = encoder, path, False
        self._known: dict[str, tuple[Vectors, Vectors]] = pickle.loads(path.read_bytes()) if path and path.is_file() else {}

    def embed_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Return unit rows and token rows, computed once per text."""
        new = sorted({t for t in texts if t not in self._known})
        if new:
            if self._encoder is None:
                raise RuntimeError("vectors are missing in the cache and no encoder was given")
            vectors, tokens = self._encoder.embed_tokens(new)
            self._known |= {t: (v, k.astype(np.float16)) for t, v, k in zip(new, vectors, tokens, strict=True)}
            self._grown = True
        return np.stack([self._known[t][0] for t in texts]), [self._known[t][1].astype(np.float32) for t in texts]

    def save(self) -> None:
        """Write what was added."""
        if self._path and self._grown:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_bytes(pickle.dumps(self._known))


def pairwise_auc(truth: Truth, score: NDArray[np.float64]) -> float:
    """Area under the ROC curve over all pairs, ties counted half; nan when one class is missing.

    Not eval.scores.metrics.auc: that one can differ in the last bit, and the scores that go into verify.json are rounded from this one.
    """
    good, bad = score[truth], score[~truth]
    if not len(good) or not len(bad):
        return float("nan")
    return float((good[:, None] > bad).mean() + (good[:, None] == bad).mean() / 2)


def f1(truth: Truth, predicted: Truth) -> float:
    """F1 of "supported"."""
    return float(2 * (truth & predicted).sum() / max(1, truth.sum() + predicted.sum()))


def best_threshold(truth: Truth, score: NDArray[np.float64], value: Callable[[Truth, Truth], float]) -> float:
    """Return the threshold with the highest value, taken half-way to the next lower score."""
    order = np.unique(score)
    best = max(range(len(order)), key=lambda i: value(truth, score >= order[i]))
    return float((order[best] + order[max(0, best - 1)]) / 2)


def accuracy(truth: Truth, predicted: Truth) -> float:
    """Balanced accuracy."""
    return float((predicted[truth].mean() + (~predicted[~truth]).mean()) / 2)
