"""A first-come, first-served queue with a few slots, in which each caller can see its place."""

import threading
from collections import OrderedDict


class Queue:
    """Callers ``join``, poll ``place`` until it is 0, and ``leave``; at most ``slots`` are served at once."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._waiting: OrderedDict[int, None] = OrderedDict()
        self._lock = threading.Lock()
        self._moved = threading.Condition(self._lock)
        self._next = 0

    def join(self) -> int:
        """Take a ticket at the end of the queue."""
        with self._lock:
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
        return max(0, ahead - self._slots + 1)
