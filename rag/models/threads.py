"""Threads that are started by the process that uses them: what a forked child takes over has none."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Threads:
    """Up to ``count`` threads that work on items; made at the first :meth:`map` of each process, so that an opened model may be forked.

    A fork copies only the thread that called it: a pool made by the parent takes work in the child and never does any.
    """

    def __init__(self, count: int, name: str) -> None:
        self._count, self._name = count, name
        self._made: tuple[int, ThreadPoolExecutor] | None = None  # the process, and its own

    def map(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result for each of ``items``, in their order; all are begun at once."""
        made = self._made
        if made is None or made[0] != os.getpid():
            made = self._made = (os.getpid(), ThreadPoolExecutor(self._count, self._name))
        return made[1].map(work, items)
