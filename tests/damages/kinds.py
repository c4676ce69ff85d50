"""The kinds of damage to an index, each done to a copy of a sound one; parts that an index does not have are passed over."""

import contextlib
import ctypes
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

PARTS = (  # patterns of files inside an index
    "articles.db", "articles.db-wal", "chroma/chroma.sqlite3", "chroma/*/header.bin", "chroma/*/data_level0.bin", "chroma/*/length.bin",
    "chroma/*/link_lists.bin", "chroma/sealed.json", "keywords/meta.json", "keywords/*.store", "keywords/*.term", "keywords/*.idx",
    "keywords/*.fast", "keywords/*.pos", "keywords/*.fieldnorm", "keywords/.managed.json", "sketches/runs.json", "sketches/*.hashes",
    "sketches/*.owners", "feedback.jsonl", "writer.lock",
)  # fmt: skip
FOLDERS = ("chroma", "chroma/*-*", "keywords", "sketches")
SIZE_LIMIT = 256 * 1024  # bytes that any file may grow to where the disk is "full"
_DAC = 0b110  # the two rights by which root reads and writes whatever the modes say (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH)
_CAPS_VERSION = 0x20080522


@dataclass(frozen=True, slots=True)
class Damage:
    """``harm`` is done to the folder of an index once; ``held`` surrounds all commands, ``inside`` is done in the process of each."""

    name: str
    harm: Callable[[Path], None] = lambda index: None
    inside: Callable[[], None] = lambda: None
    held: Callable[[Path], contextlib.AbstractContextManager[None]] = lambda index: contextlib.nullcontext()


def missing(path: Path) -> None:
    """Delete a file or folder."""
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def emptied(path: Path) -> None:
    """Leave no byte of a file, or no file in a folder."""
    if path.is_dir():
        for child in path.iterdir():
            missing(child)
    else:
        path.write_bytes(b"")


def cut(path: Path) -> None:
    """Leave the first half of a file."""
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size // 2)


def flipped(path: Path) -> None:
    """Flip some bytes all over a file, one in 5,000 and 8 at least."""
    rng, held = Random(path.name), bytearray(path.read_bytes())
    for _ in range(max(8, len(held) // 5000) if held else 0):
        held[rng.randrange(len(held))] ^= 1 << rng.randrange(8)
    path.write_bytes(held)


def headless(path: Path) -> None:
    """Put zeros over the beginning of a file."""
    with path.open("r+b") as stream:
        stream.write(bytes(min(4096, path.stat().st_size)))


def folder_instead(path: Path) -> None:
    """Put a folder where a file is."""
    path.unlink()
    path.mkdir()


def unreadable(path: Path) -> None:
    """Take all rights to a file or folder away."""
    path.chmod(0)


def read_only(index: Path) -> None:
    """Take the right to write away from an index and all in it."""
    for path in [*index.rglob("*"), index]:
        path.chmod(0o555 if path.is_dir() else 0o444)


def stamped(old: str, new: str) -> Callable[[Path], None]:
    """Return what changes the words by which an index says what built it."""

    def change(index: Path) -> None:
        with contextlib.closing(sqlite3.connect(index / "articles.db", isolation_level=None)) as db:
            db.execute("UPDATE meta SET value = replace(value, ?, ?) WHERE key = 'built_by'", (old, new))

    return change


def run_sql(*statements: str) -> Callable[[Path], None]:
    """Return what runs statements on the database of articles."""

    def change(index: Path) -> None:
        with contextlib.closing(sqlite3.connect(index / "articles.db", isolation_level=None)) as db:
            for statement in statements:
                with contextlib.suppress(sqlite3.OperationalError):  # a table that this format does not have
                    db.execute(statement)

    return change


def without_rights() -> None:
    """Give up root's right to read and write whatever the modes say; for anybody else there is nothing to give up."""
    if os.geteuid() or not sys.platform.startswith("linux"):
        return
    libc, header, data = ctypes.CDLL(None, use_errno=True), (ctypes.c_uint32 * 2)(_CAPS_VERSION, 0), (ctypes.c_uint32 * 6)()
    if libc.capget(header, data):
        raise OSError(ctypes.get_errno(), "capget")
    data[0], data[1] = data[0] & ~_DAC, data[1] & ~_DAC
    if libc.capset(header, data):
        raise OSError(ctypes.get_errno(), "capset")


def full_disk() -> None:
    """Let no file grow beyond SIZE_LIMIT: writing fails as on a full disk, with another number."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SIZE_LIMIT, SIZE_LIMIT))


@contextmanager
def small_disk(index: Path) -> Iterator[None]:
    """Put the index on a disk in memory that has no room left; nothing where one may not be mounted."""
    aside = index.with_name("aside")
    index.rename(aside)
    index.mkdir()
    size = sum(p.stat().st_size for p in aside.rglob("*") if p.is_file()) // 1024 + 256
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "none", str(index)], capture_output=True, check=False)
    shutil.copytree(aside, index, dirs_exist_ok=True)
    try:
        if not mounted.returncode:
            with contextlib.suppress(OSError), (index / "filler").open("wb") as stream:
                while True:
                    stream.write(bytes(4096))
                    stream.flush()
            yield
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", "-l", str(index)], check=True)


@contextmanager
def read_only_disk(index: Path) -> Iterator[None]:
    """Mount the index over itself, to be read only; nothing where that is not allowed."""
    if subprocess.run(["mount", "--bind", str(index), str(index)], capture_output=True, check=False).returncode:
        return
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(index)], check=True)
        yield
    finally:
        subprocess.run(["umount", "-l", str(index)], check=True)


def held_by(code: str) -> Callable[[Path], contextlib.AbstractContextManager[None]]:
    """Return what lets another process hold the index: it runs ``code`` with the folder's name as ``index``."""

    @contextmanager
    def hold(index: Path) -> Iterator[None]:
        program = f"import sys; index = sys.argv[1]\n{code}\nprint('held', flush=True); sys.stdin.read()"  # until we are gone
        with subprocess.Popen([sys.executable, "-c", program, str(index)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdout is not None
            other.stdout.readline()
            try:
                yield
            finally:
                other.kill()

    return hold


def _on(part: str, harm: Callable[[Path], None]) -> Callable[[Path], None]:
    def all_of(index: Path) -> None:
        for path in sorted(index.glob(part)):
            harm(path)

    return all_of


LOSE_PASSAGES = "DELETE FROM passages WHERE n % 5 = 0"
SQLITE_LOCK = "import sqlite3; db = sqlite3.connect(index + '/{}', isolation_level=None); db.execute('BEGIN EXCLUSIVE')"
FILE_LOCK = "from filelock import FileLock; lock = FileLock(index + '/writer.lock'); lock.acquire()"


def damages(index: Path) -> list[Damage]:
    """Return every kind of damage to every part that this index has."""
    found = []
    for part in (p for p in PARTS if list(index.glob(p))):
        for harm in (missing, emptied, cut, flipped, headless, folder_instead):
            found.append(Damage(f"{part} {harm.__name__}", _on(part, harm)))
        found.append(Damage(f"{part} unreadable", _on(part, unreadable), without_rights))
    for part in (p for p in FOLDERS if list(index.glob(p))):
        found += [Damage(f"{part}/ {harm.__name__}", _on(part, harm)) for harm in (missing, emptied)]
        found.append(Damage(f"{part}/ unreadable", _on(part, unreadable), without_rights))
    return [
        *found,
        Damage("index of an older format", stamped('"format": ', '"format": -')),
        Damage("index of a newer format", stamped('"format": ', '"format": 9')),
        Damage("index of other models", stamped('"models": "', '"models": "other-')),
        Damage("index without a stamp", run_sql("DELETE FROM meta WHERE key = 'built_by'")),
        Damage("index without its generation", run_sql("DELETE FROM meta WHERE key = 'generation'")),
        Damage("passages of some articles lost", run_sql(LOSE_PASSAGES)),
        Damage("table of passages lost", run_sql("PRAGMA foreign_keys = OFF", "DROP TABLE passages")),
        Damage("table of stories lost", run_sql("DROP TABLE stories")),
        Damage("index folder read-only", read_only, without_rights),
        Damage("disk read-only", held=read_only_disk),
        Damage("disk full", held=small_disk),
        Damage("no file may grow", inside=full_disk),
        Damage("articles.db locked", held=held_by(SQLITE_LOCK.format("articles.db"))),
        Damage("chroma.sqlite3 locked", held=held_by(SQLITE_LOCK.format("chroma/chroma.sqlite3"))),
        Damage("another process writes", held=held_by(FILE_LOCK)),
        Damage("index is a file", lambda index: (shutil.rmtree(index), index.write_text("no index"))[0]),
        Damage("index is empty", emptied),
        Damage("index is gone", missing),
    ]  # fmt: skip
