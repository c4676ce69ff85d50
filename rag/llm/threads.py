"""Threads behind a question: work that is waited for up to a deadline; all are joined before the interpreter shuts down."""

import atexit
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar
from weakref import WeakSet

from rag.errors import LLMError

T = TypeVar("T")
LEAVE_S = 3.0  # seconds to wait for them at the end
leaving = threading.Event()  # set when the program ends
_threads: "WeakSet[threading.Thread]" = WeakSet()


def start_thread(name: str, work: Callable[[], None]) -> threading.Thread:
    """Do ``work`` in a thread of this name."""
    thread = threading.Thread(target=work, daemon=True, name=name)
    _threads.add(thread)
    thread.start()
    return thread


def in_time(name: str, work: Callable[[], T], deadline_s: float, meanwhile: Callable[[], None] = lambda: None) -> T:
    """Return what ``work``, done in a thread, returns or raises; after the deadline it goes on for the next question.

    :raises LLMError: when it is not done by then.
    """
    done: list[T] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            done.append(work())
        except Exception as err:  # whatever it is must reach the caller
            failed.append(err)

    thread = start_thread(name, run)
    meanwhile()
    thread.join(max(0.0, deadline_s))
    if failed:
        raise failed[0]
    if not done:
        raise LLMError("it is still being loaded; ask again in a moment")
    return done[0]


@atexit.register  # registered before the server's own handler, so that it runs after it: reads from a dead server end at once
def _join_threads() -> None:
    leaving.set()
    until = time.monotonic() + LEAVE_S
    with suppress(KeyboardInterrupt):  # a second Ctrl-C: without waiting
        for thread in list(_threads):
            thread.join(max(0.0, until - time.monotonic()))
