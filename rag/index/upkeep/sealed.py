"""Notice that the files of Chroma's graph are not as they were left: it reads them unchecked, and damaged ones end the process.

What the files held is written beside them when a run ends in order. After a kill nothing is known of them, and they are not compared.
"""

import json
import os
import zlib
from pathlib import Path

SEAL = "sealed.json"
_WHOLE_GRAPH = "index_metadata.pickle"  # is there where a graph was written
WHOLE = 16 << 20  # bytes up to which all of a file is compared; of a larger one as many, in blocks all over it
BLOCK = 1 << 16


def seal(folder: Path) -> None:
    """Write down what the files hold now."""
    fresh = folder / f"{SEAL}.new"
    fresh.write_text(json.dumps(_held(folder)))
    os.replace(fresh, folder / SEAL)


def unseal(folder: Path) -> None:
    """Say that the files are about to change."""
    (folder / SEAL).unlink(missing_ok=True)


def is_sealed(folder: Path) -> bool:
    """Whether it is known what the files hold."""
    return (folder / SEAL).is_file()


def altered(folder: Path) -> list[str]:
    """Return the names of the files that are missing or hold something else than when they were sealed."""
    if not is_sealed(folder):
        return []
    try:
        told = {str(name): list(about) for name, about in json.loads((folder / SEAL).read_text()).items()}
        held = _held(folder)
    except (OSError, ValueError, TypeError, AttributeError):
        return [SEAL]
    return sorted(name for name in told.keys() | held.keys() if told.get(name) != held.get(name))


def _held(folder: Path) -> dict[str, list[int]]:
    """Return name -> size and checksum of the files of graphs; of few vectors Chroma makes new ones each time."""
    files = (path for graph in folder.glob(f"*/{_WHOLE_GRAPH}") for path in graph.parent.iterdir() if path.is_file())
    return {path.relative_to(folder).as_posix(): _content(path) for path in sorted(files)}


def _content(path: Path) -> list[int]:
    """Return size and checksum of a file."""
    size, crc = path.stat().st_size, 0
    step = max(BLOCK, size // (WHOLE // BLOCK)) if size > WHOLE else BLOCK
    with path.open("rb") as stream:
        for at in range(0, size, step):
            stream.seek(at)
            crc = zlib.crc32(stream.read(BLOCK), crc)
    return [size, crc]
