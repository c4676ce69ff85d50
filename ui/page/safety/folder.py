"""The folder in which uploads arrive: this process's own, closed to other users, emptied as soon as a file is kept elsewhere."""

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

OLD_S = 3600.0  # after which a file that nobody took is of an upload that was cut off, or a page that was closed


@cache
def uploads_folder() -> Path:
    """The folder; made at the first call, named to Gradio, which else shares one of a fixed name with all users, and removed at the end."""
    folder, own = Path(tempfile.mkdtemp(prefix="dateline-uploads-")).resolve(), os.getpid()
    os.environ["GRADIO_TEMP_DIR"] = str(folder)

    def remove() -> None:
        if os.getpid() == own:  # a fork has its parent's handlers
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder


def discard(files: Iterable[str | Path]) -> None:
    """Remove files of the folder, with the folders that this leaves empty; files elsewhere are left alone."""
    root = uploads_folder()
    for file in files:
        path = Path(os.path.abspath(file))
        if root not in path.parents:
            continue
        with suppress(OSError):
            path.unlink()
            path.parent.rmdir()


def drop_unfinished() -> None:
    """Remove what uploads that were cut off or refused left directly in the folder; whole files have folders of their own."""
    for path in list(uploads_folder().iterdir()):
        with suppress(OSError):
            if path.is_file():
                path.unlink()


def sweep(now: float | None = None) -> None:
    """Remove what has been in the folder for more than ``OLD_S``."""
    before = (time.time() if now is None else now) - OLD_S
    for path in list(uploads_folder().rglob("*")):
        with suppress(OSError):
            if path.is_file() and path.lstat().st_ctime < before:
                discard([path])
