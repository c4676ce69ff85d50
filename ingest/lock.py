"""A file lock that lets only one process write to an index; the system releases it however the process ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from rag.errors import IndexBusy, IndexMissing

LOCK = "writer.lock"


def followed(index: Path) -> Path:
    """Return the folder that a link leads to, there or not; a folder itself as it is named."""
    return Path(os.path.realpath(index)) if index.is_symlink() else index


def bring_back(index: Path) -> None:
    """Put the old index in its place again where a rebuild was killed between the two steps by which the new one takes it."""
    index = followed(index)
    if not index.exists():
        for aside in index.parent.glob(f".{escape(index.name)}-old-*"):
            if (aside / "articles.db").is_file():
                aside.rename(index)
                return


@contextmanager
def write_lock_of_index(index_dir: Path) -> Iterator[None]:
    """Hold an index that is there for writing.

    :raises IndexMissing: when there is none; nothing is made then.
    :raises IndexBusy: as :func:`write_lock`.
    """
    if not (index_dir / "articles.db").is_file():
        raise IndexMissing(index_dir)
    with write_lock(index_dir):
        yield


@contextmanager
def write_lock(index_dir: Path) -> Iterator[None]:
    """Hold the index for writing.

    :raises IndexBusy: when another process, or another part of this one, holds it.
    """
    from filelock import FileLock, Timeout

    bring_back(index_dir)
    index_dir.mkdir(parents=True, exist_ok=True)
    try:
        held = FileLock(index_dir / LOCK, timeout=0, is_singleton=False).acquire()
    except Timeout as err:
        raise IndexBusy(index_dir) from err
    with held:
        yield
