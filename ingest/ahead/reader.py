"""Give the writer the articles of one file after the other, read ahead by others as far as there is room."""

import logging
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from ingest.ahead.hands import Hands, Lost
from ingest.ahead.work import Part, Task, read
from ingest.read.child import articles_of
from ingest.read.failures import Said
from ingest.read.limits import Limits
from ingest.read.net import Found
from ingest.read.ranges import RANGE, can_cut, cut, whole

TOGETHER = 64  # small files of one task  # equivalent: any gives the same articles
log = logging.getLogger(__name__)


class Ahead:
    """Reads files ahead.

    What it yields of a file is what ``articles_of`` yields, with what was worked out of the texts; and where nobody read a file ahead, or
    who did is gone, that is who reads it. At most ``hands.room`` tasks of about ``RANGE`` bytes are under way, and each of the hands holds
    back what nobody takes, so that memory is bounded however long the writer is busy.

    :param files: those to come, in the order in which they will be asked for, which is that of their names.
    :param will_read: whether a file will be read, as far as can be told ahead of its turn; asked once a file, in order.
    """

    def __init__(self, hands: Hands, files: Iterable[str], will_read: Callable[[str], bool], limits: Limits) -> None:
        self._hands, self._limits = hands, limits
        self._tasks = self._grouped(files, will_read)
        self._taken: deque[Task] = deque()  # by the hands, the oldest first
        self._given_up: set[str] = set()  # files of whose ranges no more is read
        self._parts = self._all_parts()
        self._next: tuple[Part, Iterator[Any]] | None = None  # the first part that nobody asked for yet

    def articles_of(self, path: str) -> Iterator[Found | Said]:
        """Yield the articles of a file and what is to be said of it."""
        while (part := self._peek()) and part.path < path:  # it was read for nothing: its articles were known by then
            self._skip()
        if not part or part.path != path:
            yield from articles_of(path, self._limits)
        elif part.range is None:
            yield from self._take()
        else:
            yield from whole(path, self._limits, self._ranges(path))
            self._given_up.add(path)

    def _ranges(self, path: str) -> Iterator[Iterator[Any]]:
        while (part := self._peek()) and part.path == path:
            yield self._take()

    def _peek(self) -> Part | None:
        if self._next is None:
            self._next = next(self._parts, None)
        return self._next[0] if self._next else None

    def _take(self) -> Iterator[Any]:
        assert self._next
        (_, items), self._next = self._next, None
        return items

    def _skip(self) -> None:
        for _ in self._take():
            pass

    def _all_parts(self) -> Iterator[tuple[Part, Iterator[Any]]]:
        """Yield every part that the hands take, in order, with what is in it; what the caller leaves of one is passed over."""
        while True:
            while len(self._taken) < self._hands.room and (task := next(self._tasks, None)):
                self._hands.begin(task)
                self._taken.append(task)
            if not self._taken:
                return
            task = self._taken.popleft()
            messages = self._hands.messages()
            for n, part in enumerate(task):
                items = self._items(part, n, messages)
                yield part, items
                for _ in items:
                    pass
            with suppress(Lost):  # all that is in the task was taken by now
                for _ in messages:  # their end
                    pass

    def _items(self, part: Part, n: int, messages: Iterator[bytes]) -> Iterator[Any]:
        done = 0
        try:
            for message in map(pickle.loads, messages):
                assert message.part == n
                for item in message.items:
                    done += 1
                    yield item
                if message.is_last:
                    return
        except Lost as err:
            log.info("%s: read again from its part %d on: %s", part.path, done, err)
        yield from islice(read(part, self._limits), done, None)  # once lost, the messages have ended for the parts behind this one too

    def _grouped(self, files: Iterable[str], will_read: Callable[[str], bool]) -> Iterator[Task]:
        """Yield tasks: ranges of long files of lines, other large files, and small ones together."""
        small, size = list[Part](), 0
        for path in files:
            if not will_read(path):
                continue
            ranges = _ranges_of(path)
            if ranges is None:
                small.append(Part(path))
                size += _size(path)
            if small and (ranges is not None or size >= RANGE or len(small) >= TOGETHER):
                yield tuple(small)
                small, size = [], 0
            for part in ranges or ():
                if path in self._given_up:
                    break
                yield (Part(path, part),)
        if small:
            yield tuple(small)


def _ranges_of(path: str) -> Iterator[Any] | None:
    with suppress(OSError):  # reading it says so
        if can_cut(Path(path)):
            return cut(Path(path))
    return None


def _size(path: str) -> int:
    with suppress(OSError):
        return Path(path).stat().st_size
    return 0
