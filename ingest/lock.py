"""A file lock that lets only one process write to an index; the system releases it however the process ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.errors import IndexBusy

LOCK = "writer.lock"


@contextmanager
def write_lock(index_dir: Path) -> Iterator[None]:
    """Hold the index for writing.

    :raises IndexBusy: when another process, or another part of this one, holds it.
    """
    from filelock import FileLock, Timeout

    index_dir.mkdir(parents=True, exist_ok=True)
    try:
        held = FileLock(index_dir / LOCK, timeout=0, is_singleton=False).acquire()
    except Timeout as err:
        raise IndexBusy(index_dir) from err
    with held:
        yield
