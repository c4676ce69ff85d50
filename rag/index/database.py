"""Connect to the SQLite file of an index, also on a medium that cannot be written; and say its errors in one line with the next step."""

import errno
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from rag.errors import DatelineError, FileUnusable, IndexBusy, IndexDamaged, IndexMissing

FILE = "articles.db"
PANIC = "PanicException"  # what a panic of a library in Rust arrives as: a BaseException of no public name
LEAST = 1 << 20  # bytes free below which a disk counts as full
WAIT_S = 30.0  # for another process to end its transaction, which takes milliseconds


def connect(folder: Path) -> sqlite3.Connection:
    """Return a connection that reads the database of an index as it is now."""
    return connect_for(folder)[0]


def connect_for(folder: Path, *, writing: bool = False) -> tuple[sqlite3.Connection, bool]:
    """Return a connection to the database of an index, and whether it takes the file as it is now, whatever is written to it later.

    A connection that is not for ``writing`` refuses to write. On a medium that cannot be written or is full, or without the right to
    write, SQLite cannot make the files by which readers and a writer agree; there the file is taken as it is, unless a run that was
    ended left changes beside it.
    """
    path = folder / FILE
    if writing:
        db = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = NORMAL")
        return db, False
    if not path.exists():
        raise IndexMissing(folder)
    whole = not _size(folder / f"{FILE}-wal")
    if whole and not os.access(folder, os.W_OK):
        return _reading(path, "mode=ro&immutable=1"), True
    db = _reading(path, "mode=rw")
    try:
        db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.OperationalError as err:
        db.close()
        if not whole or "locked" in str(err):
            raise
        return _reading(path, "mode=ro&immutable=1"), True
    return db, False


def place_of(folder: Path, *, fixed: bool = False) -> tuple[int, ...] | None:
    """Return what tells the file of an index from another that takes its place, None where there is none just now.

    :param fixed: the file is taken as it is: then also from itself after it was written to.
    """
    try:
        stat = (folder / FILE).stat()
        later = (stat.st_mtime_ns, stat.st_size, _size(folder / f"{FILE}-wal")) if fixed else ()
    except OSError:
        return None
    return (stat.st_dev, stat.st_ino, *later)


class Connections:
    """The connections to one index, one for each thread; a thread that reads is connected to what is in the folder now."""

    def __init__(self, folder: Path, *, writing: bool) -> None:
        self._folder, self._writing = folder, writing
        self._local = threading.local()

    @property
    def current(self) -> sqlite3.Connection:
        """The connection of this thread, made anew after a fork, and where a rebuilt index took the place of its own."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            return self._connected()
        process, place, fixed = self._local.opened
        if process != os.getpid():  # none may be carried over a fork
            return self._connected()
        if not self._writing and place_of(self._folder, fixed=fixed) not in (place, None):
            connection.close()
            return self._connected()
        return connection

    def close(self) -> None:
        """Close the connection of this thread."""
        if connection := getattr(self._local, "connection", None):
            connection.close()
            del self._local.connection

    def _connected(self) -> sqlite3.Connection:
        connection, fixed = connect_for(self._folder, writing=self._writing)
        self._local.connection, self._local.opened = connection, (os.getpid(), place_of(self._folder, fixed=fixed), fixed)
        return connection


def _reading(path: Path, way: str) -> sqlite3.Connection:
    db = sqlite3.connect(f"file:{quote(os.path.abspath(path))}?{way}", uri=True, timeout=WAIT_S, isolation_level=None)
    db.execute("PRAGMA query_only = ON")
    return db


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn what SQLite and the disk raise into one line with the next step.

    :raises IndexBusy, IndexDamaged, DatelineError: in place of the errors of SQLite and of the disk.
    """
    try:
        yield
    except sqlite3.Error as err:
        raise _told_of(err, folder) from err
    except OSError as err:
        if err.errno in _OF_DISK:
            raise DatelineError(_OF_DISK[err.errno].format(folder)) from err
        place = os.path.abspath(os.fsdecode(err.filename)) if isinstance(err.filename, str | bytes) else ""
        if place != (home := os.path.abspath(folder)) and not place.startswith(home + os.sep):
            raise
        raise FileUnusable(err) from err


_FULL = "The disk of {} is full. Nothing that was in the index is lost; free some space and run the command again."
_FIXED = "{} cannot be written: it is on a medium, or has rights, that allow reading only. It can still be asked."
_OF_DISK = {errno.ENOSPC: _FULL, errno.EDQUOT: _FULL, errno.EFBIG: _FULL, errno.EROFS: _FIXED}


def _told_of(err: sqlite3.Error, folder: Path) -> DatelineError:
    words = str(err)
    if "locked" in words or "busy" in words:
        return IndexBusy(folder)
    if "is full" in words or ("I/O" in words and _free(folder) < LEAST):  # what cannot make room for its own files
        return DatelineError(_FULL.format(folder))
    readable = os.access(folder / FILE, os.R_OK)
    if "readonly" in words or "read-only" in words or ("unable to open" in words and readable and not os.access(folder, os.W_OK)):
        return DatelineError(_FIXED.format(folder))
    if "unable to open" in words and not readable:
        return DatelineError(f"{folder / FILE} cannot be read: mend its rights, and those of its folder, and run the command again.")
    return IndexDamaged(folder, f"{FILE}: {words}")


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return LEAST


def is_panic(err: BaseException) -> bool:
    """Whether an error is a fault inside a library in Rust."""
    return type(err).__name__ == PANIC


def clear_away(folder: Path) -> None:
    """Delete a folder, or what is in its place, whatever rights it has; one that is not there is no error."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
        return
    for place, *_ in os.walk(folder, onerror=_opened_up) if folder.exists() else ():
        os.chmod(place, 0o700)
    if folder.exists():
        shutil.rmtree(folder)


def _opened_up(err: OSError) -> None:
    """Give the rights to a folder that could not be listed; what is in it is deleted with it."""
    if err.filename:
        os.chmod(err.filename, 0o700)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
