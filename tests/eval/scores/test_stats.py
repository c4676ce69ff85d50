"""Intervals and tests against figures worked by hand or known in closed form."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.scores import stats


def test_bootstrap_mean_is_near_the_normal_interval() -> None:
    values = [1.0] * 60 + [0.0] * 40  # standard error sqrt(0.24 / 100) = 0.049
    low, high = stats.bootstrap_mean(values)
    assert low == pytest.approx(0.6 - 1.96 * 0.049, abs=0.015)
    assert high == pytest.approx(0.6 + 1.96 * 0.049, abs=0.015)
    assert stats.bootstrap_mean(values) == (low, high)  # the same draws again


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_interval_holds_the_mean_of_equal_values(values: list[float]) -> None:
    low, high = stats.bootstrap_mean(values, draws=200)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9


def test_mean_of_counts_failures_and_leaves_out_what_does_not_apply() -> None:
    mean = stats.mean_of([1.0, 0.0, None, 1.0], [False, True, False, False])
    assert mean is not None
    assert (mean.value, mean.n, mean.out, mean.failed) == (pytest.approx(2 / 3), 3, 1, 1)
    assert stats.mean_of([None, None], [False, False]) is None


def test_mcnemar() -> None:
    now, before = [True] * 6 + [False], [False] * 6 + [True]
    # 7 discordant, 1 the lesser side: 2 * (C(7,0) + C(7,1)) / 2^7 = 16 / 128
    assert stats.mcnemar(now, before) == pytest.approx(0.125)
    assert stats.mcnemar([True], [True]) == 1.0


def test_compare() -> None:
    binary = stats.paired_test([1.0] * 10, [0.0] * 10)
    assert (binary.test, binary.value, binary.p) == ("McNemar", 1.0, pytest.approx(2 / 1024))
    graded = stats.paired_test([0.5, 0.7, 0.6] * 20, [0.4, 0.6, 0.5] * 20)
    assert graded.test == "paired bootstrap"
    assert graded.value == pytest.approx(0.1)
    assert graded.p < 0.01
    assert stats.paired_test([0.5], [0.5]).p == 1.0


def test_bootstrap_leaves_out_draws_without_both_classes() -> None:
    data = np.array([0.0, 1.0])
    low, high = stats.bootstrap(lambda picks: math.nan if len(set(picks)) < 2 else float(data[picks].mean()), 2)
    assert (low, high) == (0.5, 0.5)
