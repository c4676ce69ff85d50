"""Those who do tasks for the writer: what it asks of them, whether they are processes of this machine or of a cluster."""

from collections.abc import Iterator
from typing import Protocol

from ingest.ahead.work import Task
from ingest.read.limits import Limits
from rag.models.encoders import Embedder


class Lost(Exception):
    """Whoever did a task is gone; what came of it so far is good, the rest is to be read again."""


class Hands(Protocol):
    """Take tasks in order and give back what came of them in the same order."""

    name: str  # in a log line
    room: int  # tasks that may be under way or wait at once

    def start(self, embedder: Embedder, limits: Limits) -> None:
        """Be told what all tasks need; nothing is started before the first task comes."""
        ...

    def begin(self, task: Task) -> None:
        """Take a task; there is ``room`` for it."""
        ...

    def messages(self) -> Iterator[bytes]:
        """Yield the messages of the oldest task that was taken, which is forgotten with the first of them.

        :raises Lost: when the rest of them will not come.
        """
        ...

    def trouble(self) -> str:
        """Return what was left to the writer that it should not have had to do; empty if nothing is to be said."""
        ...

    def close(self) -> None:
        """End all that was started, done or not."""
        ...
