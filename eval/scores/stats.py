"""Confidence intervals and paired significance tests; every random draw has a fixed seed, so that two runs agree to the bit."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DRAWS = 2000
SEED = 20231107


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with its 95% interval; ``n`` cases count, ``out`` do not apply, ``failed`` of the ``n`` scored 0 by an error."""

    value: float
    low: float
    high: float
    n: int
    out: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class PairedTest:
    """Mean of now minus baseline on the same ``n`` questions, its 95% interval, and the two-sided p of no difference."""

    value: float
    low: float
    high: float
    p: float
    n: int
    test: str


def bootstrap_mean(values: Sequence[float], *, draws: int = DRAWS, seed: int = SEED) -> tuple[float, float]:
    """95% percentile bootstrap interval of the mean (Efron 1979); ``values`` is not empty."""
    data = np.asarray(values, dtype=np.float64)
    picks = np.random.default_rng(seed).integers(0, len(data), size=(draws, len(data)))
    return _interval(data[picks].mean(axis=1))


def bootstrap(statistic: Callable[[list[int]], float], n: int, *, draws: int = DRAWS // 4, seed: int = SEED) -> tuple[float, float]:
    """95% interval of any statistic of ``n`` cases, a function of the indices drawn; nan draws (one class missing) are left out."""
    rng = np.random.default_rng(seed)
    drawn = np.array([statistic(rng.integers(0, n, size=n).tolist()) for _ in range(draws)])
    valid = drawn[~np.isnan(drawn)]
    return _interval(valid) if len(valid) else (math.nan, math.nan)


def mean_of(scores: Sequence[float | None], failed: Sequence[bool]) -> Mean | None:
    """Return the mean of one metric over a suite; None marks "does not apply". None if it applies nowhere."""
    counted = [(s, f) for s, f in zip(scores, failed, strict=True) if s is not None]
    if not counted:
        return None
    values = [s for s, _ in counted]
    low, high = bootstrap_mean(values)
    return Mean(math.fsum(values) / len(values), low, high, len(values), len(scores) - len(values), sum(f for _, f in counted))


def mcnemar(now: Sequence[bool], before: Sequence[bool]) -> float:
    """Exact two-sided p of McNemar's test: the questions only one run got right are a fair coin under no difference."""
    gained = sum(a and not b for a, b in zip(now, before, strict=True))
    lost = sum(b and not a for a, b in zip(now, before, strict=True))
    n = gained + lost
    tail = sum(math.comb(n, i) for i in range(min(gained, lost) + 1))
    return min(1.0, 2 * tail / float(2**n))


def paired_test(now: Sequence[float], before: Sequence[float], *, draws: int = DRAWS, seed: int = SEED) -> PairedTest:
    """Paired comparison of two runs on the same questions: McNemar for right/wrong scores, paired bootstrap for the rest."""
    delta = np.asarray(now, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    picks = np.random.default_rng(seed).integers(0, len(delta), size=(draws, len(delta)))
    means = delta[picks].mean(axis=1)
    low, high = _interval(means)
    if set(now) | set(before) <= {0.0, 1.0}:
        p, test = mcnemar([v == 1.0 for v in now], [v == 1.0 for v in before]), "McNemar"
    else:
        side = min(float((means <= 0).mean()), float((means >= 0).mean()))
        p = min(1.0, max(2 * side, 1 / draws)) if bool(delta.any()) else 1.0
        test = "paired bootstrap"
    return PairedTest(float(delta.mean()), low, high, p, len(delta), test)


def _interval(drawn: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)
