"""Vectors and scores that the checker's fit is made of: an encoder with a memory on disk, AUC, F1, borders."""

import pickle
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.answer.check import TokenEncoder
from rag.answer.missing import Vectors

Truth = NDArray[np.bool_]


class Cached:
    """An encoder that keeps the vectors it has made in a file, so that a second fit takes seconds."""

    def __init__(self, encoder: TokenEncoder | None, path: Path | None) -> None:
        self._encoder, self._path, self._grown = encoder, path, False
        self._known: dict[str, tuple[Vectors, Vectors]] = pickle.loads(path.read_bytes()) if path and path.is_file() else {}

    def embed_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Return unit rows and token rows, made once a text."""
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


def auc(truth: Truth, score: NDArray[np.float64]) -> float:
    """Area under the ROC curve by ranks, ties counted half; nan when one class is missing."""
    good, bad = score[truth], score[~truth]
    if not len(good) or not len(bad):
        return float("nan")
    return float((good[:, None] > bad).mean() + (good[:, None] == bad).mean() / 2)


def f1(truth: Truth, said: Truth) -> float:
    """F1 of "supported"."""
    return float(2 * (truth & said).sum() / max(1, truth.sum() + said.sum()))


def best_threshold(truth: Truth, score: NDArray[np.float64], value: Callable[[Truth, Truth], float]) -> float:
    """Return the threshold with the highest value, taken half-way to the next lower score."""
    order = np.unique(score)
    best = max(range(len(order)), key=lambda i: value(truth, score >= order[i]))
    return float((order[best] + order[max(0, best - 1)]) / 2)


def accuracy(truth: Truth, said: Truth) -> float:
    """Balanced accuracy."""
    return float((said[truth].mean() + (~said[~truth]).mean()) / 2)
