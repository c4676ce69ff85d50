"""List the files to ingest under the paths that a person named: sorted, each once, and which were skipped or failed."""

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.read.failures import Failure
from ingest.read.files import can_read

UPLOADS = "uploads"  # in the folder of an index, where the page keeps what it was given
PARTS = frozenset({"chroma", "keywords", "sketches", "feedback.jsonl"})  # of an index, which may lie in the folder of its articles
_UNWRITABLE = re.compile("[\ud800-\udfff]")
_BYTE = re.compile(r"\\x([89a-f][0-9a-f])")
# Notes about a folder rather than articles in it; named directly they are read like any file.
_NOTES = frozenset({"readme", "license", "licence", "copying", "changelog", "contributing"})


@dataclass(slots=True)
class Walk:
    """The result of a walk: files to read, files skipped, and paths that could not be read."""

    files: list[str] = field(default_factory=list)  # absolute, as the system names them; all other names here are written out
    skipped: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)


def walk(paths: Iterable[Path | str]) -> Walk:
    """List the files of ``paths``. A file named directly is always listed; in folders, hidden and unknown ones are passed over.

    A file that links give several names is listed once, by its own name if that is among them.
    """
    found = Walk()
    listed: set[str] = set()
    for path in map(Path, paths):
        name = os.path.abspath(path.expanduser())
        if os.path.isdir(name):
            for file in _under(name, found):
                file_path = Path(file)
                if can_read(file_path) and file_path.stem.lower() not in _NOTES:
                    listed.add(file)
                else:
                    found.skipped.append(file)
        elif os.path.isfile(name):
            listed.add(name)
        else:
            exists = os.path.lexists(name)
            found.failed.append(Failure(written(str(path)), "neither a file nor a folder" if exists else "no such file or folder"))
    found.files = _once(listed)
    found.skipped = sorted(map(written, set(found.skipped) - listed))
    return found


def _once(listed: Iterable[str]) -> list[str]:
    names: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in sorted(listed):
        folder, file = os.path.split(name)
        if folder not in folders:
            folders[folder] = os.path.realpath(folder)
        real = os.path.join(folders[folder], file)
        if os.path.islink(real):
            real = os.path.realpath(real)
        if real not in names or name == real:
            names[real] = name
    return sorted(names.values())


def _under(root: str, found: Walk) -> Iterator[str]:
    """Yield the regular files under ``root``, hidden ones left out. A folder is entered once, by its own name before any link to it.

    A link back to a folder above it is a failure; a link to a folder that was entered already is nothing.
    """
    folders, links = deque([root]), deque[str]()
    entered: set[tuple[int, int]] = set()
    while folders or links:
        folder = folders.popleft() if folders else links.popleft()
        try:
            status = os.stat(folder)
            names = sorted(name for name in os.listdir(folder) if not name.startswith((".", "~$")))  # "~$a.docx": Word's lock
        except OSError as err:
            found.failed.append(Failure(written(folder), f"the folder cannot be read: {err.strerror}"))
            continue
        if (status.st_dev, status.st_ino) in entered:
            if within(os.path.realpath(os.path.dirname(folder)), os.path.realpath(folder)):
                found.failed.append(Failure(written(folder), "a link back to a folder above it: a loop"))
            continue
        entered.add((status.st_dev, status.st_ino))
        own = PARTS if "articles.db" in names else frozenset()
        for path in (os.path.join(folder, name) for name in names if name not in own):
            if os.path.isdir(path):
                (links if os.path.islink(path) else folders).append(path)
            elif os.path.isfile(path):
                yield path
            elif os.path.islink(path):
                found.failed.append(Failure(written(path), "a link to nothing"))


def within(path: str, folder: str) -> bool:
    """Whether a path is ``folder`` or lies in it, by name."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def written(name: str) -> str:
    """Return a file's name as it is stored and shown: its bytes that are no UTF-8 by their number, as no database takes them."""
    return _UNWRITABLE.sub(lambda c: f"\\x{ord(c[0]) - 0xDC00:02x}" if "\udc80" <= c[0] <= "\udcff" else "\ufffd", name)


def on_disk(name: str) -> str:
    """Return the system's name for a file that is stored as ``name``."""
    if "\\x" not in name or os.path.lexists(name):  # a name that really has a backslash in it
        return name
    return _BYTE.sub(lambda c: chr(0xDC00 + int(c[1], 16)), name)
