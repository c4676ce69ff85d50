"""What can be told of an index that may be broken, or built by others."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from rag.errors import IndexDamaged, IndexMissing
from rag.index.database import connect
from rag.index.store import READING, Deleted, Store
from rag.settings import Settings


def remembered(folder: Path) -> tuple[dict[str, Deleted], dict[str, tuple[str, tuple[str, ...]]]]:
    """Return ``deleted()`` and ``files()`` of the store in a folder: nothing where they cannot be read."""
    store = Store(Settings(index_dir=folder))
    try:
        return store.deleted(), store.files()
    except (sqlite3.DatabaseError, IndexDamaged, IndexMissing):
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


def built_by(folder: Path) -> str:
    """Return the stamp of an index, as :func:`stamp_of`."""
    try:
        with closing(connect(folder)) as db:
            return stamp_of(db)
    except (sqlite3.Error, IndexMissing):
        return ""


def stamp_of(db: sqlite3.Connection) -> str:
    """Return by what a database was built, JSON with a format and names of models; empty where that is lost."""
    try:
        stamp = str(db.execute("SELECT value FROM meta WHERE key = 'built_by'").fetchone()[0])
        return stamp if isinstance(json.loads(stamp)["format"], int) else ""
    except (sqlite3.Error, ValueError, TypeError, KeyError):
        return ""
