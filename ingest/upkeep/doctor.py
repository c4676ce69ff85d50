"""Look at all parts of an index, and change nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

from ingest.copies.known import FOLDER, fault_of
from rag.errors import DatelineError, IndexMissing
from rag.index.database import told
from rag.index.store import Store
from rag.index.upkeep.look import ANEW, Finding, look
from rag.settings import Settings

PARTS = ("articles.db", "keywords", "chroma", FOLDER)  # any of them in a folder makes it one of an index


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield what is found of each part of an index, in turn.

    :raises IndexMissing: when the folder holds no part of one.
    :raises DatelineError: when it cannot be looked at.
    """
    folder = settings.index_dir
    with told(folder):
        if not folder.is_dir() or not any((folder / part).exists() for part in PARTS):
            raise IndexMissing(folder)
        yield from look(settings)
        yield _sketches(settings)
        yield _feedback(folder / "feedback.jsonl")


def _sketches(settings: Settings) -> Finding:
    store = Store(settings)
    try:
        with told(settings.index_dir):
            fault = fault_of(store)
    except DatelineError:
        return Finding(FOLDER, "not looked at: they are made of what articles.db says")
    except OSError as err:
        fault = f"they cannot be read ({err.strerror})"
    finally:
        store.close()
    return Finding(FOLDER, "by which copies are found", fault, ANEW if fault else "")


def _feedback(path: Path) -> Finding:
    if not path.exists():
        return Finding(path.name, "none yet")
    bad, number = list[int](), 0
    try:
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            try:
                json.loads(line or b"{}")
            except ValueError:
                bad.append(number)
    except OSError as err:
        return Finding(path.name, fault=f"it cannot be read ({err.strerror})", repair="nothing: mend its rights, or move it away")
    lines = ", ".join(map(str, bad[:5]))
    return Finding(
        path.name, f"{number:,} lines", f"lines that are no JSON: {lines}" if bad else "", "nothing: it is passed over" if bad else ""
    )
