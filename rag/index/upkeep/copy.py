"""Copy the database of an index in one step while it is written to, and prepare such a copy for use."""

import sqlite3
from contextlib import closing
from pathlib import Path

from rag.index.database import FILE


def copy_database(source: sqlite3.Connection, target: Path) -> None:
    """Write the database, as it is at one moment, into one new file."""
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # nothing beside the file


def forget_followers(folder: Path) -> None:
    """Let a copied database be followed from its beginning: neither keywords nor Chroma came with it.

    :raises sqlite3.Error: when it is none.
    """
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as db:
        db.execute("DELETE FROM meta WHERE key IN ('chroma', 'uid')")
