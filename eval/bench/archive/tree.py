"""The memory that a process holds with all that it started, from /proc (Linux)."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

PROC = Path("/proc")
EVERY_S = 1.0


class Held(NamedTuple):
    """Seconds since the start, megabytes held then, and how many processes held them."""

    at: float
    megabytes: float
    processes: int


def family(pid: int, proc: Path = PROC) -> list[int]:
    """Return a process and all that it started, itself first; one that has ended has none."""
    children: dict[int, list[int]] = {}
    for folder in proc.iterdir():
        if folder.name.isdigit() and (parent := _parent(folder)):
            children.setdefault(parent, []).append(int(folder.name))
    found = [pid] if (proc / str(pid)).exists() else []
    for one in found:  # grows while it is read
        found += sorted(children.get(one, []))
    return found


def megabytes_of(pids: list[int], proc: Path = PROC) -> float:
    """Return what processes hold together: memory that several share counts once (PSS), or each its own where that cannot be read."""
    return sum(_kilobytes(proc / str(pid)) for pid in pids) / 1024


def listeners(port: int, proc: Path = PROC) -> list[int]:
    """Return the processes that listen at a TCP port of this machine, the first started first."""
    sockets = {f"socket:[{inode}]" for name in ("tcp", "tcp6") for inode in _inodes(proc / "net" / name, port)}
    return sorted(int(folder.name) for folder in proc.iterdir() if folder.name.isdigit() and sockets & set(_links(folder / "fd")))


def position(pids: list[int], file: Path, proc: Path = PROC) -> int:
    """Return how far into a file the processes are that have it open, in bytes; 0 where none has."""
    found = [0]
    for folder in (proc / str(pid) for pid in pids):
        numbers = [link.name for link in _entries(folder / "fd") if _target(link) == str(file)]
        lines = [line for number in numbers for line in _text(folder / "fdinfo" / number).splitlines()]
        found += [int(line.split()[1]) for line in lines if line.startswith("pos:")]
    return max(found)


class Watch:
    """Looks at a process and its family every second from a thread of its own; ``held`` is what it saw."""

    def __init__(self, pid: int, every_s: float = EVERY_S, file: Path | None = None) -> None:
        self.held: list[Held] = []
        self.read: list[tuple[float, int]] = []  # seconds, and bytes of ``file`` that were read by then
        self._pid, self._every, self._file = pid, every_s, file
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    @property
    def peak_mb(self) -> float:
        """The most that was held at once."""
        return max((h.megabytes for h in self.held), default=0.0)

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None) -> None:
        """Look no more."""
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        began = time.monotonic()
        while True:
            pids = family(self._pid)
            self.held.append(Held(time.monotonic() - began, megabytes_of(pids), len(pids)))
            if self._file:
                self.read.append((time.monotonic() - began, position(pids, self._file)))
            if self._ended.wait(self._every):
                return


def _parent(folder: Path) -> int:
    """Return the id of the process that started one; its name, in brackets, may hold anything."""
    rest = _text(folder / "stat").rpartition(")")[2].split()
    return int(rest[1]) if len(rest) > 1 else 0


def _kilobytes(folder: Path) -> int:
    shared = _text(folder / "smaps_rollup")
    return _stated(shared, "Pss:") if shared else _stated(_text(folder / "status"), "VmRSS:")


def _stated(text: str, name: str) -> int:
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith(name)), 0)


def _inodes(table: Path, port: int) -> Iterator[str]:
    for row in (line.split() for line in _text(table).splitlines()[1:]):
        if row[3] == "0A" and int(row[1].rpartition(":")[2], 16) == port:  # 0A: it listens
            yield row[9]


def _links(folder: Path) -> list[str]:
    return [_target(link) for link in _entries(folder)]


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:  # it has ended, or is another user's
        return []


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
