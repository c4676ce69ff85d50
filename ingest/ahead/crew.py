"""Worker processes of this machine, each of which does tasks and holds what it found until the writer takes it."""

import os
import pickle
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue

from ingest.ahead.hands import Lost
from ingest.ahead.work import Task, Worker
from ingest.read.limits import Limits
from rag.models.encoders import Embedder

HELD = 64 << 20  # bytes that all workers together hold for the writer  # equivalent: any gives the same articles
EACH = 16  # tasks of a worker, the one under way among them: as many as it can hold the results of  # equivalent: as above
MOST_LOST = 20  # workers that died, after which no more are started: the writer reads what is left by itself
_WORKER = "import sys; sys.path[:] = sys.argv[2:]; from ingest.ahead.crew import serve; serve(int(sys.argv[1]))"
_END = b""  # of a task


class Crew:
    """So many worker processes, started as tasks come; a dead one is replaced, and its task is left to the writer."""

    def __init__(self, workers: int) -> None:
        self.name = f"{workers} worker processes"
        self.room = workers * EACH  # equivalent: any gives the same articles
        self._members: list[_Member | None] = [None] * workers
        self._tasks: deque[tuple[int, Task]] = deque()  # those under way, with the place of who does it, the oldest first
        self._count = self._lost = 0
        self._told = b""

    def start(self, embedder: Embedder, limits: Limits) -> None:
        """Be told what all tasks need; of those of an earlier run nothing is left."""
        self.close()
        self._tasks.clear()
        self._told = pickle.dumps((embedder, limits, HELD // len(self._members)), protocol=5)

    def begin(self, task: Task) -> None:
        """Take a task."""
        place = self._count % len(self._members)
        self._count += 1
        self._tasks.append((place, task))
        self._hand(place, [task])

    def messages(self) -> Iterator[bytes]:
        """Yield the messages of the oldest task.

        :raises Lost: when its worker died.
        """
        place, _ = self._tasks.popleft()
        member = self._members[place]
        try:
            if member is None:
                raise Lost("no worker could be started")
            while data := member.link.recv_bytes():
                yield data
        except (EOFError, OSError) as err:
            self._replace(place)
            raise Lost(f"its worker died: {err or type(err).__name__}") from err

    def trouble(self) -> str:
        """Return that so many workers died that no more were started; empty otherwise: then another did what the dead one had begun."""
        return f"{self._lost} of them died: the rest was read without them" if self._lost >= MOST_LOST else ""

    def close(self) -> None:
        """End all workers."""
        for member in self._members:
            if member:
                member.end()
        self._members = [None] * len(self._members)

    def _replace(self, place: int) -> None:
        """Start another worker for the tasks of a dead one but that under way, which it may have died of."""
        member = self._members[place]
        if member:
            member.end()
        self._members[place] = None
        self._lost += 1
        self._hand(place, [task for other, task in self._tasks if other == place])

    def _hand(self, place: int, tasks: list[Task]) -> None:
        if self._members[place] is None and tasks and self._lost < MOST_LOST:
            with suppress(OSError):  # then the writer does the work
                self._members[place] = _Member(self._told)
        member = self._members[place]
        if member:
            with suppress(OSError):  # it died: seen when its messages are asked for
                for task in tasks:
                    member.link.send(task)


class _Member:
    """A worker process, and the socket to it."""

    def __init__(self, told: bytes) -> None:
        ours, theirs = socket.socketpair()
        self.link = Connection(ours.detach())
        try:
            with theirs:
                self.process = subprocess.Popen(
                    [sys.executable, "-c", _WORKER, str(theirs.fileno()), *sys.path],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,  # Ctrl-C is for the writer, who then ends it
                )
        except OSError:
            self.link.close()
            raise
        with suppress(OSError):
            self.link.send_bytes(told)

    def end(self) -> None:
        """Kill it and wait until it is gone; it keeps nothing."""
        self.process.kill()
        self.process.wait()
        self.link.close()


def serve(fd: int) -> None:
    """Be a worker: do the tasks that come on socket ``fd`` until nobody is there any more."""
    link = Connection(fd)
    with suppress(EOFError, OSError):
        embedder, limits, held = pickle.loads(link.recv_bytes())
        sender = _Sender(link, held)
        tasks: SimpleQueue[Task] = SimpleQueue()
        threading.Thread(target=_receive, args=(link, tasks), name="receiver", daemon=True).start()
        os.environ["TOKENIZERS_PARALLELISM"] = "false"  # there are as many workers as the user wants cores
        worker = Worker(embedder, limits)
        while True:
            for message in worker.messages(tasks.get()):
                sender.put(message)
            sender.put(_END)


def _receive(link: Connection, tasks: "SimpleQueue[Task]") -> None:
    """Take tasks as they come, so that the writer never waits for a worker that waits for it; end the process when the writer is gone."""
    with suppress(EOFError, OSError):
        while True:
            tasks.put(link.recv())
    os._exit(0)


class _Sender:
    """Sends messages in a thread of its own, so that the worker goes on while the writer is busy; what waits is bounded."""

    def __init__(self, link: Connection, most: int) -> None:
        self._link, self._most = link, most
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._changed = threading.Condition()
        threading.Thread(target=self._run, name="sender", daemon=True).start()

    def put(self, message: bytes) -> None:
        """Add a message, when there is room for it."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting or self._bytes + len(message) <= self._most)
            self._waiting.append(message)
            self._bytes += len(message)
            self._changed.notify_all()

    def _run(self) -> None:
        with suppress(OSError):  # the writer is gone
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: self._waiting)
                    message = self._waiting.popleft()
                self._link.send_bytes(message)
                with self._changed:
                    self._bytes -= len(message)
                    self._changed.notify_all()
        os._exit(0)
