"""The files under the paths a person named: sorted, each once, and what was passed over."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.failures import Failure
from ingest.readers import can_read

# Notes about a folder rather than articles in it; named directly they are read like any file.
_NOTES = frozenset({"readme", "license", "licence", "copying", "changelog", "contributing"})


@dataclass(slots=True)
class Found:
    """What a walk found: files to read, files passed over, and what could not be entered."""

    files: list[str] = field(default_factory=list)  # absolute
    skipped: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)


def walk(paths: Iterable[Path | str]) -> Found:
    """List the files of ``paths``. A file named directly is always listed; in folders, hidden and unknown ones are passed over."""
    found = Found()
    listed: set[str] = set()
    for path in map(Path, paths):
        name = os.path.abspath(path.expanduser())
        if os.path.isdir(name):
            for file in _under(name, frozenset(), found):
                kind = Path(file)
                if can_read(kind) and kind.stem.lower() not in _NOTES:
                    listed.add(file)
                else:
                    found.skipped.append(file)
        elif os.path.isfile(name):
            listed.add(name)
        else:
            there = os.path.lexists(name)
            found.failed.append(Failure(str(path), "neither a file nor a folder" if there else "no such file or folder"))
    found.files = sorted(listed)
    found.skipped = sorted(set(found.skipped) - listed)
    return found


def _under(folder: str, above: frozenset[tuple[int, int]], found: Found) -> Iterator[str]:
    """Yield the regular files under ``folder``, hidden ones left out; a link back to a folder above is a failure."""
    try:
        status = os.stat(folder)
        here = (status.st_dev, status.st_ino)
        if here in above:
            found.failed.append(Failure(folder, "a link back to a folder above it: a loop"))
            return
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError as err:
        found.failed.append(Failure(folder, f"the folder cannot be read: {err.strerror}"))
        return
    for name in names:
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            yield from _under(path, above | {here}, found)
        elif os.path.isfile(path):
            yield path
        elif os.path.islink(path):
            found.failed.append(Failure(path, "a link to nothing"))
