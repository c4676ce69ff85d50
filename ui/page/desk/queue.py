"""A first-come, first-served queue with a few slots, in which each caller can see its place."""

import threading
from collections import OrderedDict

from rag.errors import DatelineError


class Full(DatelineError):
    """Nobody more is let into a queue; the message says it to the visitor."""


class Queue:
    """Callers ``join``, poll ``place`` until it is 0, and ``leave``; at most ``slots`` are served at once.

    :param most: how many may wait beside those that are served; None for any number.
    """

    def __init__(self, slots: int, most: int | None = None) -> None:
        self.slots, self._most = slots, most
        self._shut = ""
        self._waiting: OrderedDict[int, None] = OrderedDict()
        self._lock = threading.Lock()
        self._moved = threading.Condition(self._lock)
        self._next = 0

    @property
    def bounded(self) -> bool:
        """Whether there is a number of visitors that it refuses more than."""
        return self._most is not None

    @property
    def is_shut(self) -> bool:
        """Whether nobody is let in any more at all."""
        return bool(self._shut)

    @property
    def refusal(self) -> str:
        """Why nobody more is let in, as a line; empty while there is room."""
        if self._shut or self._most is None or len(self._waiting) < self.slots + self._most:
            return self._shut
        return f"{len(self._waiting)} questions are being read or wait already. Ask again in a moment."

    @property
    def pause_s(self) -> int:
        """In how many seconds there may be room, at about a second for each that is served."""
        return 1 + len(self) // self.slots

    def shut(self, why: str) -> None:
        """Let nobody in any more; who waits is still served."""
        self._shut = why

    def join(self) -> int:
        """Take a ticket at the end of the queue.

        :raises Full: when nobody more is let in.
        """
        with self._lock:
            if refusal := self.refusal:
                raise Full(refusal)
            self._next += 1
            self._waiting[self._next] = None
            return self._next

    def place(self, ticket: int) -> int:
        """How many must leave before ``ticket`` is served: 0 means it is its turn.

        :raises KeyError: for a ticket that has left.
        """
        with self._lock:
            return self._place(ticket)

    def wait(self, ticket: int, timeout_s: float) -> int:
        """The place of ``ticket`` once it changed or ``timeout_s`` passed."""
        with self._moved:
            before = self._place(ticket)
            if before:
                self._moved.wait_for(lambda: self._place(ticket) != before, timeout_s)
            return self._place(ticket)

    def leave(self, ticket: int) -> None:
        """Give the place up, served or not; leaving twice does nothing."""
        with self._moved:
            self._waiting.pop(ticket, None)
            self._moved.notify_all()

    def __len__(self) -> int:
        """How many are in the queue, those being served included."""
        with self._lock:
            return len(self._waiting)

    def _place(self, ticket: int) -> int:
        if ticket not in self._waiting:
            raise KeyError(ticket)
        ahead = next(i for i, t in enumerate(self._waiting) if t == ticket)
        return max(0, ahead - self.slots + 1)
