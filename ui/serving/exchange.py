"""One question with one reader process: its events as they are pulled, a stop that is heeded, a deadline that holds."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from rag.errors import DatelineError, InputError, LLMError, ModelMissing, SettingsError
from rag.records import Event
from ui.serving.nursery import Hatched
from ui.serving.wire import Ask, Call, Ended, Failed, Happened, Lent, More, Returned, Stop, WantsModel

if TYPE_CHECKING:
    from rag.llm.server import Embedded

TRIES = 3  # readers that a question may have that shows nothing before they die: it may be what they die of
TICK_S = 0.1  # how often a stop is looked for
GONE = "The process that read this question ended before it was answered. Ask it again."
LATE = "It took longer than the time for one question (DATELINE_DEADLINE_S). Ask a narrower one, or ask again later."

Lend = Callable[[], "Embedded"]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a reader is waited for, in seconds."""

    question_s: float  # for all of a question, waiting in a line apart
    stop_s: float = 2.0  # for it to come to the end of its step once it is told to stop; then it is ended


class Lost(DatelineError):
    """The reader is gone or cannot be relied on; the message is for the user."""


class Gone(Lost):
    """The reader is there no more."""

    def __init__(self) -> None:
        super().__init__(GONE)


class Reader:
    """One reader process, used by one thread at a time."""

    def __init__(self, hatched: Hatched) -> None:
        self.pid, self._link, self._kill = hatched.pid, hatched.link, hatched.kill
        self._n = 0

    def number(self) -> int:
        """A number for the next request."""
        self._n += 1
        return self._n

    def sound(self) -> bool:
        """Whether it is there, while it is idle: all that an idle pipe may bring is its end."""
        try:
            return not self._link.poll()
        except OSError:
            return False

    def kill(self) -> None:
        """End it at once."""
        self._kill()
        self._link.close()

    def send(self, message: object) -> None:
        """Send it a message.

        :raises Lost: when it is gone.
        """
        try:
            self._link.send(message)
        except (OSError, ValueError) as err:  # ValueError: larger than a message may be
            raise Gone from err

    def heard(self, until: float, stop: threading.Event | None = None) -> Any:  # noqa: ANN401 - a message of wire.py
        """Return its next message about the present request, None when ``stop`` was set first.

        :raises Lost: when it is gone, says something of another request, or nothing until ``until``.
        :raises DatelineError, RuntimeError: what went wrong with the request.
        """
        try:
            while not self._link.poll(min(TICK_S, max(0.0, until - time.monotonic()))):
                if stop is not None and stop.is_set():
                    return None
                if time.monotonic() >= until:
                    raise Lost(LATE)
            message = self._link.recv()
        except (EOFError, OSError) as err:
            raise Gone from err
        if message.n != self._n:
            raise Gone
        if isinstance(message, Failed):
            raise {"input": InputError, "said": DatelineError, "fault": RuntimeError}[message.kind](message.message)
        return message

    def call(self, asked: Call, until: float) -> Any:  # noqa: ANN401 - what the method returns
        """Return what a method gives."""
        self.send(asked)
        message = self.heard(until)
        if not isinstance(message, Returned):
            raise Gone
        return message.value


class Asked(Iterator[Event]):
    """The events of one question; a reader is taken at the first, and given back at the end, at a fault, or when this is closed.

    ``stop`` may be set to an event that ends it from another thread, also while the reader is at work or still waited for.
    """

    def __init__(
        self,
        ask: Callable[[int], Ask],
        take: Callable[[float, threading.Event | None], Reader | None],
        give: Callable[[Reader, bool], None],
        patience: Patience,
        lend: Lend | None,
    ) -> None:
        self.stop: threading.Event | None = None
        self._ask, self._take, self._give, self._lend = ask, take, give, lend
        self._stop_s, self._most_s = patience.stop_s, patience.question_s
        self._reader: Reader | None = None
        self._over = False

    def __next__(self) -> Event:
        """Return the next event."""
        if self._over:
            raise StopIteration
        began = time.monotonic()
        try:
            message = self._next(began + self._most_s)
        except Lost:
            self._finish(whole=False)
            raise
        except Exception:  # the reader said what is wrong, and is ready for the next question
            self._finish(whole=True)
            raise
        self._most_s -= time.monotonic() - began  # waiting in a line, between events, does not count
        if isinstance(message, Happened):
            return message.event
        if message is None:
            self.close()
        else:
            self._finish(whole=isinstance(message, Ended))
        raise StopIteration

    def close(self) -> None:
        """End the reader's work on it; one that does not come to an end soon is ended itself."""
        reader, whole = self._reader, False
        if reader is None or self._over:
            self._over = True
            return
        until = time.monotonic() + self._stop_s
        try:
            with suppress(Lost):
                reader.send(Stop())
                while not whole:
                    whole = isinstance(reader.heard(until), Ended)
        except (DatelineError, RuntimeError):  # it failed at the same moment
            whole = True
        self._finish(whole=whole)

    def __del__(self) -> None:
        """Give the reader back, whoever forgot to."""
        self.close()

    def _next(self, until: float) -> Any:  # noqa: ANN401 - a message, None when it was stopped
        if self._reader is not None:
            return self._event(self._reader, until)
        for tries in count(1):  # nothing was shown of it yet: where the reader dies another may read it
            self._reader = self._take(until, self.stop)
            if self._reader is None:
                return None
            try:
                self._reader.send(self._ask(self._reader.number()))
                return self._event(self._reader, until)
            except Gone:
                if tries == TRIES:
                    raise
                self._give(self._reader, False)
        raise AssertionError

    def _event(self, reader: Reader, until: float) -> Any:  # noqa: ANN401 - a message, None when it was stopped
        reader.send(More())
        while isinstance(message := reader.heard(until, self.stop), WantsModel):
            reader.send(self._lent())
        return message

    def _lent(self) -> Lent:
        if self._lend is None:
            return Lent(None, str(LLMError("none is set (llm=none)")))
        try:
            return Lent(self._lend())
        except (LLMError, ModelMissing, SettingsError) as err:
            return Lent(None, str(err))

    def _finish(self, *, whole: bool) -> None:
        reader, self._reader, self._over = self._reader, None, True
        if reader is not None:
            self._give(reader, whole)
