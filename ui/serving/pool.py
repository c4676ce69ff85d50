"""The reader processes as the page sees them: one that answers like an Assistant, whichever of them is free."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal, Unpack

from rag.errors import DatelineError
from rag.question.carried import read_history
from rag.records import Evidence, Given
from ui.page.desk.desk import History, Shelf
from ui.serving.exchange import TICK_S, TRIES, Asked, Gone, Lend, Lost, Patience, Reader
from ui.serving.nursery import START_S, Hatched
from ui.serving.wire import Ask, Call, Failed, Ready

if TYPE_CHECKING:
    from rag.compare.timeline import Entry

log = logging.getLogger(__name__)

WAITS_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # before a reader that could not be started is tried again
LOOK_S = 0.5  # how often idle readers are looked after


class Pool:
    """Answers questions in ``size`` reader processes, one at a time in each; implements the page's ``Answers``.

    A reader that dies, does not stop, or takes longer than there is ``patience`` is replaced; that costs the one question it had.
    """

    def __init__(self, store: Shelf, hatch: Callable[[], Hatched], size: int, patience: Patience, lend: Lend | None = None) -> None:
        self.store, self.size = store, size
        self.fault = ""  # why readers cannot be started, as a line
        self.restarted = 0
        self._hatch, self._patience, self._lend = hatch, patience, lend
        self._moved = threading.Condition()
        self._idle: deque[Reader] = deque()
        self._all: set[Reader] = set()
        self._closing = threading.Event()
        self._threads = [threading.Thread(target=self._start, args=(True,), daemon=True, name="start-reader") for _ in range(size)]
        self._threads.append(threading.Thread(target=self._look, daemon=True, name="look-after-readers"))

    def start(self) -> None:
        """Start the readers in the background."""
        for thread in self._threads:
            thread.start()

    def wait(self, timeout_s: float) -> bool:
        """Whether all readers are there, at the latest after ``timeout_s`` seconds."""
        with self._moved:
            return self._moved.wait_for(lambda: len(self._all) == self.size, timeout_s)

    @property
    def alive(self) -> int:
        """How many readers are there."""
        return len(self._all)

    @property
    def busy(self) -> int:
        """How many of them have a question."""
        with self._moved:
            return len(self._all) - len(self._idle)

    @property
    def pids(self) -> list[int]:
        """The readers' process ids."""
        with self._moved:
            return sorted(reader.pid for reader in self._all)

    def stream(self, question: str, *, history: History = (), use_window: bool = True, llm: bool = True, **given: Unpack[Given]) -> Asked:
        """Stream as an Assistant does; a reader is taken when the first event is asked for, and given back at the end."""
        arguments: dict[str, Any] = {"history": tuple(read_history(history)), "use_window": use_window, "llm": llm, **given}
        return Asked(lambda n: Ask(n, question, arguments), self._take, self._give, self._patience, self._lend)

    def search(self, query: str, *, k: int = 5, **given: Unpack[Given]) -> list[Evidence]:
        """The passages nearest to a query."""
        found: list[Evidence] = self._call("search", query, {"k": k, **given})
        return found

    def timeline(self, topic: str, *, k: int | None = None, **given: Unpack[Given]) -> "tuple[Entry, ...]":
        """The dated entries on a topic, by day."""
        entries: tuple[Entry, ...] = self._call("timeline", topic, {"k": k, **given})
        return entries

    def close(self) -> None:
        """End all readers; questions that still run fail."""
        self._closing.set()
        with self._moved:
            readers = list(self._all)
            self._all.clear()
            self._idle.clear()
            self._moved.notify_all()
        for reader in readers:
            reader.kill()
        closing = getattr(self.store, "close", None)
        if closing is not None:
            closing()

    # --- inside

    def _call(self, method: Literal["search", "timeline"], query: str, given: dict[str, Any]) -> Any:  # noqa: ANN401
        until = time.monotonic() + self._patience.question_s
        for _ in range(TRIES - 1):
            with suppress(Gone):  # nothing was shown of it yet: another may read it
                return self._called(method, query, given, until)
        return self._called(method, query, given, until)

    def _called(self, method: Literal["search", "timeline"], query: str, given: dict[str, Any], until: float) -> Any:  # noqa: ANN401
        reader, whole = self._take(until), False
        assert reader is not None  # nothing stops this
        try:
            value = reader.call(Call(reader.number(), method, query, given), until)
            whole = True
            return value
        except (DatelineError, RuntimeError) as err:
            whole = not isinstance(err, Lost)
            raise
        finally:
            self._give(reader, whole)

    def _take(self, until: float, stop: threading.Event | None = None) -> Reader | None:
        """Return a free reader, None when ``stop`` was set first.

        :raises DatelineError: when there is none in time, with the reason.
        """
        with self._moved:
            while not self._closing.is_set():
                if stop is not None and stop.is_set():
                    return None
                while self._idle:
                    reader = self._idle.popleft()
                    if reader.sound():
                        return reader
                    self._replace(reader)
                if not self._moved.wait(min(TICK_S, max(0.0, until - time.monotonic()))) and time.monotonic() >= until:
                    raise DatelineError(self.fault or "No reader was free in the time for one question. Ask again.")
        raise DatelineError("Dateline is being stopped.")

    def _give(self, reader: Reader, whole: bool) -> None:
        """Take a reader back; one that is not ``whole`` has lost the thread of what is asked, and is replaced."""
        with self._moved:
            if reader not in self._all:  # closed meanwhile
                return
            if whole:
                self._idle.append(reader)
                self._moved.notify()
            else:
                self._replace(reader)

    def _replace(self, reader: Reader) -> None:
        """End a reader and start another; the lock is held."""
        self._all.discard(reader)
        self.restarted += 1
        log.warning("reader %d ended or was ended; another is started", reader.pid)

        def anew() -> None:
            reader.kill()
            self._start()

        threading.Thread(target=anew, daemon=True, name="start-reader").start()

    def _start(self, first: bool = False) -> None:
        """Start one reader, again and again until it is there; a first one is tried, another may be waited for."""
        tries = 0
        while not self._closing.is_set():
            try:
                reader = self._started(first)
            except DatelineError as err:
                if str(err) != self.fault:
                    log.error("no reader can be started: %s", err)
                self.fault = str(err)
                self._closing.wait(WAITS_S[min(tries, len(WAITS_S) - 1)])
                tries += 1
                continue
            if not self._let_in(reader):
                reader.kill()
            return

    def _let_in(self, reader: Reader) -> bool:
        """Make a new reader one of those that are free; False when the pool is closing."""
        with self._moved:
            if self._closing.is_set():
                return False
            self.fault = ""
            self._all.add(reader)
            self._idle.append(reader)
            self._moved.notify_all()
            return True

    def _started(self, tried: bool) -> Reader:
        hatched = self._hatch()
        try:
            hello = hatched.link.recv() if hatched.link.poll(START_S) else None
        except (EOFError, OSError):
            hello = None
        try:
            if not isinstance(hello, Ready):
                raise DatelineError(hello.message if isinstance(hello, Failed) else "A reader process ended while it was being started.")
            reader = Reader(hatched)
            if tried:
                reader.call(Call(reader.number(), "search", "news", {}), time.monotonic() + START_S)
            return reader
        except (DatelineError, RuntimeError) as err:
            hatched.kill()
            hatched.link.close()
            raise DatelineError(str(err)) from err

    def _look(self) -> None:
        """Replace idle readers that have died, before somebody asks."""
        while not self._closing.wait(LOOK_S):
            with self._moved:
                for reader in [r for r in self._idle if not r.sound()]:
                    self._idle.remove(reader)
                    self._replace(reader)
