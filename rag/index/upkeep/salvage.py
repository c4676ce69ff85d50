"""Save what can be read of a damaged ``articles.db`` into a new one, which takes its place in one step; the old one is kept beside it."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from rag.index.database import FILE, clear_away
from rag.index.schema import COLUMNS, article_crc, create
from rag.index.store import READING
from rag.index.upkeep.broken import stamp_of
from rag.index.upkeep.look import sound_passages

NEW, OLD = f"{FILE}.new", f"{FILE}.damaged"
_META = ("generation", "rows", "dim", "uid")


class Salvaged(NamedTuple):
    """How many articles were saved, ids of those saved without their passages, and what is lost: (name, file)."""

    articles: int
    bare: tuple[str, ...]
    lost: tuple[tuple[str, str], ...]


def salvage(folder: Path, stamp: str) -> Salvaged:
    """Make the database of an index anew from what can be read of it; killed anywhere, the old one is still there.

    The ledger says of each file of a lost article that it has to be read again. Who has the index open sees the new one at the next
    question, and reads all of it.

    :param stamp: what built the index, where that is lost too.
    """
    new = folder / NEW
    for suffix in ("", "-wal", "-shm", "-journal"):
        (folder / f"{NEW}{suffix}").unlink(missing_ok=True)
    with closing(sqlite3.connect(new, isolation_level=None)) as fresh:
        create(fresh)
        fresh.execute("BEGIN")
        with closing(_damaged(folder / FILE)) as old:
            found = _saved(old, fresh, stamp)
        fresh.execute("COMMIT")
        fresh.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _swap(folder, new)
    return found


def _damaged(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        return sqlite3.connect(":memory:")
    db = sqlite3.connect(f"file:{quote(os.path.abspath(path))}?mode=rw", uri=True, isolation_level=None)
    with suppress(sqlite3.Error):
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return db


def _swap(folder: Path, new: Path) -> None:
    """Let the new file take the place of the old one. What the old one had not taken in yet (-wal) must not come into the new one."""
    old, kept = folder / FILE, folder / OLD
    for suffix in ("-wal", "-shm"):
        (folder / f"{OLD}{suffix}").unlink(missing_ok=True)
    if old.is_dir():
        clear_away(kept)
        old.rename(kept)
    elif old.exists():
        copy = folder / f"{NEW}.old"
        copy.unlink(missing_ok=True)
        try:
            os.link(old, copy)
        except OSError:  # a disk without links
            shutil.copy2(old, copy)
        os.replace(copy, kept)
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.replace(folder / f"{FILE}{suffix}", folder / f"{OLD}{suffix}")
    os.replace(new, old)


def _saved(old: sqlite3.Connection, fresh: sqlite3.Connection, stamp: str) -> Salvaged:
    kept, bare, spoilt, latest = set[str](), list[str](), dict[str, str](), 0
    columns = ",".join(COLUMNS)
    for n, row in _each(old, "articles", "n", f"{columns}, fingerprint, changed, crc"):
        values, (mark, changed, crc) = row[: len(COLUMNS)], row[len(COLUMNS) :]
        if not all(isinstance(v, str | int) for v in (*values, mark, changed)) or article_crc(values) != crc:
            spoilt[str(values[0])] = str(values[1])
            continue
        fresh.execute(f"INSERT INTO articles (n, {columns}, fingerprint, changed, crc) VALUES ({'?,' * len(row)}?)", (n, *row))
        kept.add(str(values[0]))
        latest = max(latest, int(changed))
        if _passages(old, fresh, n, str(values[2])):
            continue
        bare += [str(values[0])] * bool(str(values[2]).strip())
    for _, (article, story, signature) in _each(old, "stories", "rowid", "article_id, story, signature"):
        if article in kept and isinstance(signature, bytes):
            fresh.execute("INSERT INTO stories VALUES (?,?,?)", (article, story if story in kept else "", signature))
    for _, row in _each(old, "deletions", "rowid", "article_id, title, files, url, copies"):
        with suppress(sqlite3.Error):
            fresh.execute("INSERT INTO deletions VALUES (?,?,?,?,?)", row)
    lost = _files(old, fresh, kept, spoilt)
    _meta(old, fresh, stamp, latest)
    return Salvaged(len(kept), tuple(bare), tuple(lost))


def _passages(old: sqlite3.Connection, fresh: sqlite3.Connection, n: int, text: str) -> bool:
    """Save the passages of an article; whether they were sound."""
    query = "SELECT first, n, count, bare, born, crc, spans, scales, vectors FROM passages WHERE n = ?"
    row = _try(lambda: old.execute(query, (n,)).fetchone())
    if row is None or not isinstance(row[2], int) or not sound_passages(text, row[2], [*row[6:9], row[5]]):
        return False
    try:
        fresh.execute("INSERT INTO passages VALUES (?,?,?,?,?,?,?,?,?)", row)
    except sqlite3.Error:  # rows that another article has too
        return False
    return True


def _files(old: sqlite3.Connection, fresh: sqlite3.Connection, kept: set[str], spoilt: dict[str, str]) -> list[tuple[str, str]]:
    """Save the ledger; return (name, file) of the articles that it names and that are lost."""
    lost, named = list[tuple[str, str]](), set[str]()
    for _, (path, digest, ids) in _each(old, "files", "rowid", "path, sha256, article_ids"):
        held = _try(lambda ids=ids: [str(i) for i in json.loads(ids)])  # type: ignore[misc]
        if held is None or not isinstance(path, str):
            continue
        gone = [i for i in held if i not in kept]
        fresh.execute("INSERT OR REPLACE INTO files VALUES (?,?,?)", (path, READING if gone else digest, json.dumps(held)))
        lost += [(spoilt.get(i, i), path) for i in gone if digest != READING]
        named.update(gone)
    return lost + [(title, "") for i, title in spoilt.items() if i not in named]


def _meta(old: sqlite3.Connection, fresh: sqlite3.Connection, stamp: str, latest: int) -> None:
    told = {key: _try(lambda key=key: old.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0]) for key in _META}  # type: ignore[misc]
    rows, dim = fresh.execute("SELECT COALESCE(MAX(first + count), 0), MAX(length(vectors) / count) FROM passages").fetchone()
    generation = max(latest, _number(told["generation"])) + 1
    values = {"built_by": stamp_of(old) or stamp, "generation": generation, "rows": max(rows, _number(told["rows"])), "dim": dim}
    values |= {"dim": dim or _number(told["dim"]), "first": generation, "uid": told["uid"]}  # who followed the old one begins anew
    fresh.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [(key, str(value)) for key, value in values.items() if value])


def _each(old: sqlite3.Connection, table: str, key: str, columns: str) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield (key, row) of all rows of a table that can be read, one by one: a damaged page costs those on it."""
    told = (_number(_try(lambda ask=ask: old.execute(ask).fetchone()[0])) for ask in _lasts(table, key))  # type: ignore[misc]
    last = next(filter(None, told), 0)
    for n in range(1, last + 1):
        row = _try(lambda n=n: old.execute(f"SELECT {columns} FROM {table} WHERE {key} = ?", (n,)).fetchone())  # type: ignore[misc]
        if row is not None:
            yield n, row


def _lasts(table: str, key: str) -> list[str]:
    """Return what asks for the highest key of a table, in several ways of which one may be readable."""
    ways = [f"SELECT MAX({key}) FROM {table}", f"SELECT {key} FROM {table} ORDER BY {key} DESC LIMIT 1"]
    return [*ways, "SELECT seq FROM sqlite_sequence WHERE name = 'articles'", "SELECT MAX(n) FROM passages"] if key == "n" else ways


def _try(read: Callable[[], Any]) -> Any:  # noqa: ANN401
    try:
        return read()
    except (sqlite3.Error, ValueError, TypeError, OverflowError):
        return None


def _number(value: object) -> int:
    found = _try(lambda: int(value)) if isinstance(value, str | int) else 0
    return found or 0
