"""Read files that may explode in a child process, held to a time and a memory; killing it costs the file it was reading, no other.

The child is started when the first such file comes, and kept for the files after it, of later runs too: ordinary ingest pays one start.
"""

import atexit
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.read.failures import Failure, Said
from ingest.read.limits import Limits
from ingest.read.net import Found, read_articles, read_part
from ingest.read.walk import written

if TYPE_CHECKING:
    from ingest.read.records.lines import Range
    from ingest.read.records.reading import Tally

PLAIN = frozenset({".txt", ".text", ".md", ".markdown", ".jsonl", ".ndjson", ".json", ".csv", ".tsv"})  # what is read unpacks to nothing
SMALL = 256 * 1024  # bytes of a plain file that is read in this process
START_S = 120.0  # for the child to be there, on a machine that has much else to do
IDLE_S = 300.0  # without a file, after which a child ends by itself
SLACK = 4  # times the seconds of work that a file may take, on a machine that has much else to do, or waiting for a disk
_CHILD = "import sys; sys.path[:] = sys.argv[2:]; from ingest.read.child import serve; serve(int(sys.argv[1]))"

_lock = threading.Lock()
_idle: list["_Child"] = []


def articles_of(path: str, limits: Limits) -> Iterator[Found | Said]:
    """Yield the articles of a file and what is to be said of it; read in the child unless it is small and plain.

    :param path: as the system names it. Never raises for what is in the file.
    """
    if may_explode(path):
        yield from _from_child(path, limits, None)
    else:
        yield from read_articles(path, limits)


def articles_in(path: str, limits: Limits, part: "Range") -> "Iterator[Found | Said | Tally]":
    """Yield the articles of a range of a long file, read in the child, and a ``Tally`` when it came to its end."""
    return _from_child(path, limits, part)


def may_explode(path: str) -> bool:
    """Whether a file may take much more time or memory than its size lets expect: all but small files of plain text and records."""
    try:
        return Path(path).suffix.lower() not in PLAIN or os.stat(path).st_size > SMALL
    except OSError:  # gone: reading it says so
        return False


class _Child:
    """A process that reads one file after the other."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self.link = Connection(ours.detach())
        self.owner = os.getpid()  # a forked process must leave it alone
        try:
            with theirs:
                self.process = _started(theirs.fileno())
        except OSError:
            self.link.close()
            raise
        there = False
        with suppress(EOFError, ConnectionError):  # it died at once
            there = self.link.poll(START_S) and self.link.recv()
        if not there:
            self.end()
            raise OSError("its process did not start")

    def end(self) -> None:
        """Kill it and wait until it is gone; it keeps nothing."""
        self.process.kill()
        self.process.wait()
        self.link.close()


def _started(fd: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(fd), *sys.path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # what libraries complain about is in the reason, or nobody's concern
        pass_fds=[fd],
        start_new_session=True,  # Ctrl-C is for us, who then end it
    )


def _taken() -> _Child:
    """Return a child that waits for a file, or a new one; those that ended while they waited are forgotten.

    :raises OSError: when none can be started.
    """
    with _lock:
        for child in [c for c in _idle if c.owner == os.getpid()]:
            _idle.remove(child)
            if child.process.poll() is None:
                return child
            child.end()
    return _Child()


def _from_child(path: str, limits: Limits, part: "Range | None") -> Iterator[Any]:
    name, child, good = written(path), None, False
    try:
        child, task = _taken(), (path, limits, part)
        try:
            found = _asked(child, task, limits)
        except (EOFError, ConnectionError):
            if child.process.wait():
                raise
            child.end()  # it had waited long enough, and was about to end as the file came
            child = _Child()
            found = _asked(child, task, limits)
        while not isinstance(found, bool):
            yield found
            found = _next(child, limits)
        good = found
    except (TimeoutError, EOFError, ConnectionError) as err:
        yield Failure(name, _end_of(child, err, limits))
    except OSError as err:
        yield Failure(name, f"no process could be started to read it in: {err.strerror or err}")
    finally:
        if child is not None:
            _put_back(child) if good else child.end()


def _asked(child: _Child, task: "tuple[str, Limits, Range | None]", limits: Limits) -> Any:  # noqa: ANN401 - as below
    """Give a child a file to read, and return the first thing that it found, as ``_next`` does."""
    child.link.send(task)
    return _next(child, limits)


def _next(child: _Child, limits: Limits) -> Any:  # noqa: ANN401 - what the readers yield, or a bool
    """Return the next thing that the child found; at the end of the file whether it can read another.

    :raises TimeoutError: when it takes too long.
    :raises EOFError: when it has died.
    """
    if not child.link.poll(SLACK * limits.file_seconds):
        raise TimeoutError
    return child.link.recv()


def _end_of(child: _Child | None, err: Exception, limits: Limits) -> str:
    """Return what ended a child that was reading."""
    code = -signal.SIGXCPU if child is None or isinstance(err, TimeoutError) else child.process.wait()
    if code == -signal.SIGXCPU:
        return f"no end of it in {limits.file_seconds} s of reading (setting file_seconds)"
    what = signal.Signals(-code).name if -code in {s.value for s in signal.Signals} else f"exit code {code}"
    return f"reading it ended the process that read it ({what})"


def _put_back(child: _Child) -> None:
    with _lock:
        if not _idle:
            atexit.register(end_children)
        _idle.append(child)


def end_children() -> None:
    """End the children of this process that wait for a file; at its end that is all of them."""
    with _lock:
        for child in [c for c in _idle if c.owner == os.getpid()]:
            _idle.remove(child)
            child.end()


def serve(fd: int) -> None:
    """Be the child: read the files that are named on socket ``fd`` until nobody is there any more, or nothing comes."""
    link = Connection(fd)
    with suppress(EOFError, OSError):  # the parent is gone
        link.send(True)
        while link.poll(IDLE_S):
            path, limits, part = link.recv()
            _hold(limits)
            for found in read_part(path, limits, part) if part else read_articles(path, limits):
                link.send(found)
                _hold(limits)
            link.send(_memory_mb() < limits.file_memory_mb / 2)


def _hold(limits: Limits) -> None:
    """Set the system's limits from here on. Work is counted, so that a busy machine reads the same files as one that is not."""
    _set(resource.RLIMIT_AS, limits.file_memory_mb << 20)
    _set(resource.RLIMIT_CPU, int(time.process_time()) + limits.file_seconds + 1)  # whole seconds


def _set(kind: int, soft: int) -> None:
    hard = resource.getrlimit(kind)[1]
    with suppress(ValueError, OSError):  # macOS has no limit of the address space
        resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _memory_mb() -> float:
    """Return the most memory that this program ever held; what the system counts for a process is its starter's, where that held more."""
    with suppress(OSError, IndexError, ValueError):
        return float(Path("/proc/self/status").read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
