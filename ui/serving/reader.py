"""A reader process: answers one request at a time over its pipe, until the page closes it."""

import logging
import os
from collections.abc import Callable, Generator
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, TypeAlias

from rag.errors import DatelineError, InputError, LLMError
from ui.serving.wire import Ask, Call, Ended, Failed, Happened, Lent, More, Ready, Returned, Stop, WantsModel

if TYPE_CHECKING:
    from rag.llm.server import Embedded
    from ui.page.desk.desk import Answers

log = logging.getLogger(__name__)

Lender: TypeAlias = "Callable[[], Embedded]"  # gives the page's language model; LLMError where there is none
Born: TypeAlias = "Callable[[Lender], Answers]"  # called in the reader process


class Reading:
    """The work of one reader process."""

    def __init__(self, link: Connection, born: Born) -> None:
        self._link, self._born, self._n, self._stopped = link, born, 0, False

    def run(self) -> None:
        """Serve until the other end of the pipe is closed."""
        try:
            try:
                self._assistant = self._born(self.lender)
            except DatelineError as err:
                self._link.send(_failure(0, err))
                return
            self._link.send(Ready(os.getpid()))
            while True:
                asked = self._link.recv()
                if isinstance(asked, Stop | More):  # of a request that ended at the same moment
                    continue
                self._n, self._stopped = asked.n, False
                try:
                    self._answer(asked)
                except (EOFError, ConnectionError):
                    raise
                except Exception as err:
                    self._link.send(_failure(asked.n, err))
        except (EOFError, ConnectionError):  # the page is gone, or wants this process no more
            return

    def lender(self) -> "Embedded":
        """Borrow the embedded language model from the page.

        :raises LLMError: when it gives none, or the question was stopped meanwhile.
        """
        self._link.send(WantsModel(self._n))
        reply = self._link.recv()
        self._stopped = self._stopped or isinstance(reply, Stop)
        if isinstance(reply, Lent) and reply.server is not None:
            return reply.server
        err = LLMError("the question was stopped")
        if isinstance(reply, Lent):
            err.args = (reply.why_not,)  # a whole line already
        raise err

    def _answer(self, asked: Ask | Call) -> None:
        if isinstance(asked, Call):
            self._link.send(Returned(asked.n, getattr(self._assistant, asked.method)(asked.query, **asked.given)))
            return
        stream = self._assistant.stream(asked.question, **asked.given)
        try:
            while not self._stopped and isinstance(self._link.recv(), More):
                event = next(stream, None)
                if event is None:
                    break
                if not self._stopped:
                    self._link.send(Happened(asked.n, event))
        finally:
            if isinstance(stream, Generator):
                stream.close()
        self._link.send(Ended(asked.n))


def _failure(n: int, err: Exception) -> Failed:
    if isinstance(err, DatelineError):
        return Failed(n, "input" if isinstance(err, InputError) else "said", str(err))
    log.error("a question failed inside a reader", exc_info=err)
    return Failed(n, "fault", f"{type(err).__name__}: {err}")
