"""What can be told of an index that may be broken, or built by others."""

import sqlite3
from pathlib import Path

from rag.errors import IndexDamaged
from rag.index.store import READING, Deleted, Store
from rag.settings import Settings


def remembered(folder: Path) -> tuple[dict[str, Deleted], dict[str, tuple[str, tuple[str, ...]]]]:
    """Return ``deleted()`` and ``files()`` of the store in a folder: nothing where they cannot be read."""
    store = Store(Settings(index_dir=folder))
    try:
        return store.deleted(), store.files()
    except (sqlite3.DatabaseError, IndexDamaged):
        return {}, {}
    finally:
        store.close()


def waits(folder: Path) -> bool:
    """Whether a file of an index has yet to be read, though it is as it was: it was restored, or its run was killed."""
    if not (folder / "articles.db").is_file():
        return False
    store = Store(Settings(index_dir=folder))
    try:
        return any(digest == READING for digest, _ in store.files().values())
    except (sqlite3.DatabaseError, IndexDamaged):
        return True
    finally:
        store.close()
