"""Where reader processes come from: a process that opened index and models once and is forked for each of them.

The page itself has threads, and a fork of it could be caught with a lock that nobody will ever open. The nursery has none, so it can
be forked at any time: a new reader costs a tenth of a second, and the models are in memory once. Where forking is not safe (macOS) each
reader is a program of its own.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from typing import Any, NoReturn

from rag.errors import DatelineError
from ui.serving.reader import Born, Reading

log = logging.getLogger(__name__)

FORKS = sys.platform == "linux"
START_S = 180.0  # to open index and models; on a quiet machine 2 s
HATCH = "hatch"  # the order for a reader, before its pipe
END_S = 3.0  # a nursery that was told to end
BUSY_S = 0.5  # while another thread has a word with it
Make = Callable[[], Born]  # picklable; called once in the nursery, its result in each reader
_CHILD = (
    "import sys; from multiprocessing.connection import Connection; page = Connection(int(sys.argv[1])); "
    "sys.path[:] = page.recv(); from ui.serving.nursery import tend; tend(page)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Hatched:
    """A new reader process: its pipe, which first brings ``Ready``, and how to end it at once."""

    pid: int
    link: Connection
    kill: Callable[[], None]


class Nursery:
    """The page's handle of the process, which is started when the first reader is wanted and again when it died."""

    def __init__(self, make: Make, *, forks: bool = FORKS) -> None:
        self._make, self._forks = make, forks
        self._lock = threading.Lock()
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None
        self._control: Connection | None = None
        self._alone: list[subprocess.Popen[bytes]] = []  # without forks: the readers themselves

    @property
    def pids(self) -> list[int]:
        """The nursery's own process, if there is one beside its readers."""
        return [self._process.pid] if self._process is not None and self._process.poll() is None else []

    def hatch(self) -> Hatched:
        """Return a new reader process.

        :raises DatelineError: saying why index or models cannot be opened.
        """
        with self._lock:
            if self._closed:
                raise DatelineError("Dateline is being stopped.")
            try:
                return self._fork() if self._forks else self._spawn()
            except (EOFError, OSError) as err:
                self._end()
                raise DatelineError(f"The process that reads the index ended ({type(err).__name__}). It is started again.") from err

    def close(self) -> None:
        """End the nursery and all its readers; whoever waits for a reader waits no more."""
        self._closed = True
        if not self._lock.acquire(timeout=BUSY_S):  # it is being started
            for process in (self._process, *self._alone):
                if process is not None:
                    process.kill()
            self._lock.acquire()
        try:
            self._end()
            for process in self._alone:
                process.kill()
                process.wait()
            self._alone.clear()
        finally:
            self._lock.release()

    def _fork(self) -> Hatched:
        if self._process is None or self._control is None or self._process.poll() is not None:
            self._end()
            self._process, self._control = _start(self._make, forks=True)
        ours, theirs = Pipe()
        with theirs:
            self._control.send(HATCH)
            send_handle(self._control, theirs.fileno(), self._process.pid)
            reply = self._heard(self._control)
        if isinstance(reply, str):
            ours.close()
            self._end()
            raise DatelineError(reply)
        process = self._process
        return Hatched(reply, ours, lambda: self._kill(process, reply))

    def _spawn(self) -> Hatched:
        self._alone = [p for p in self._alone if p.poll() is None]
        process, control = _start(self._make, forks=False)
        self._alone.append(process)
        ours, theirs = Pipe()
        with control, theirs:
            control.send(HATCH)
            send_handle(control, theirs.fileno(), process.pid)
            reply = self._heard(control)
        if isinstance(reply, str):
            ours.close()
            process.wait(END_S)
            raise DatelineError(reply)

        def kill() -> None:
            process.kill()
            process.wait()

        return Hatched(process.pid, ours, kill)

    def _heard(self, control: Connection) -> Any:  # noqa: ANN401 - a process id, or a line that says what is wrong
        if not control.poll(START_S):
            raise EOFError
        return control.recv()

    def _kill(self, parent: "subprocess.Popen[bytes]", pid: int) -> None:
        """End a reader by its parent, who alone knows that the number is still that of its child; by ourselves where that has ended."""
        if not self._lock.acquire(timeout=BUSY_S):  # a nursery is being started: this one has ended, or its pipe tells the reader to
            return
        try:
            with suppress(OSError):
                if parent.poll() is not None:
                    os.kill(pid, signal.SIGKILL)
                elif parent is self._process and self._control is not None:
                    self._control.send(pid)
        finally:
            self._lock.release()

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(END_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = self._control = None


def _start(make: Make, *, forks: bool) -> tuple["subprocess.Popen[bytes]", Connection]:
    ours, theirs = Pipe()
    with theirs:
        # its own session: Ctrl-C is for the page, which then ends it
        command = [sys.executable, "-c", _CHILD, str(theirs.fileno())]
        process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True)
    ours.send(sys.path)
    ours.send((make, forks, logging.getLogger("rag").level))
    return process, ours


# --- in the nursery's process


def tend(page: Connection) -> None:
    """Open index and models, then fork a reader for each that is asked for, until the page closes the pipe; end them all then."""
    for number in (signal.SIGTERM, signal.SIGINT):  # sent to all processes of a service at once; the page ends us when it is done
        signal.signal(number, signal.SIG_IGN)
    living: set[int] = set()
    with suppress(EOFError, ConnectionError):
        make, forks, level = page.recv()
        _log(level)
        try:
            born = make()
        except DatelineError as err:
            _pipe(page).close()
            page.send(str(err))
            return
        if forks:
            signal.signal(signal.SIGCHLD, lambda *_: _reap(living))
            _fork_on_order(page, born, living)
        else:
            link = _pipe(page)
            page.send(os.getpid())
            page.close()
            Reading(link, born).run()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for pid in living:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _pipe(page: Connection, order: object = None) -> Connection:
    """The pipe that comes with an order for a reader; the order is awaited unless it was read already."""
    order = order or page.recv()
    assert order == HATCH
    return Connection(recv_handle(page))


def _fork_on_order(page: Connection, born: Born, living: set[int]) -> None:
    """Fork a reader each time that the page orders one, end the one whose process id it sends; EOFError once it is gone."""
    while True:
        order = page.recv()
        if isinstance(order, int):
            if order in living:
                os.kill(order, signal.SIGKILL)
            continue
        with _pipe(page, order) as link:
            held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})  # it may end before it is known
            pid = os.fork()
            if not pid:
                _read(page, link, born)
            living.add(pid)
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
        page.send(pid)


def _read(page: Connection, link: Connection, born: Born) -> NoReturn:
    """Be a reader, and end without closing anything that is the nursery's."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        page.close()
        Reading(link, born).run()
        code = 0
    except BaseException:
        log.exception("a reader process cannot go on")
    finally:
        os._exit(code)


def _reap(living: set[int]) -> None:
    with suppress(ChildProcessError):
        while pid := os.waitpid(-1, os.WNOHANG)[0]:
            living.discard(pid)


def _log(level: int) -> None:
    from rag.settings import start_log

    start_log(logging.getLevelName(level).lower() if level else "")
