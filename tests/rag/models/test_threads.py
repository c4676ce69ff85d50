"""Threads belong to the process that uses them."""

import os
import threading
import warnings

import pytest

from rag.models.threads import Threads


def test_results_come_in_the_order_of_the_items() -> None:
    threads, names = Threads(2, "reader"), set[str]()

    def work(n: int) -> int:
        names.add(threading.current_thread().name)
        return n * n

    assert list(threads.map(work, range(20))) == [n * n for n in range(20)]
    assert len(names) <= 2
    assert all(name.startswith("reader") for name in names)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_works_though_its_parent_has_worked() -> None:
    threads = Threads(1, "reader")
    assert list(threads.map(abs, [-1])) == [1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that this process has threads is what is tested
        child = os.fork()
    if child == 0:
        threading.Timer(5, os._exit, [3]).start()  # it would wait for ever
        os._exit(0 if list(threads.map(abs, [-2, -3])) == [2, 3] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
