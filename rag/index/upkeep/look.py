"""Look deeply at the articles of an index, its keywords and Chroma: every checksum, every count, every row."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import numpy as np

from rag.errors import DatelineError
from rag.index.chroma import FOLDER
from rag.index.database import FILE, connect, is_panic
from rag.index.keywords_files import broken, engine, open_searcher, rows_of
from rag.index.nearest import AT_ONCE, Followed, Nearest
from rag.index.schema import COLUMNS, FORMAT, article_crc, passages_crc
from rag.index.upkeep.broken import stamp_of
from rag.settings import Settings

MOST = 5  # names told of many
ANEW = "it is made anew from the articles"
REBUILD = "nothing: build it anew: dateline ingest PATH... --rebuild"
SALVAGE = "what can be read is saved into a new file, and the files of lost articles are read again by the next ingest"


class Finding(NamedTuple):
    """What was found of one part: how much of it was looked at, what is wrong (empty: sound), and what a repair would do."""

    part: str
    seen: str = ""
    fault: str = ""
    repair: str = ""


def look(settings: Settings) -> Iterator[Finding]:
    """Yield what is found of the database, the keywords and Chroma, in turn; nothing is changed."""
    folder = settings.index_dir
    database = _database(folder)
    yield database
    try:
        with closing(connect(folder)) as db:
            rows, bare, followed = _rows(db)
    except (sqlite3.Error, DatelineError, ValueError):
        rows, bare, followed = None, set(), Followed()
    yield _keywords(folder / "keywords", rows)
    yield _chroma(settings, None if rows is None else rows - bare, followed)


def _database(folder: Path) -> Finding:
    if not (folder / FILE).is_file():
        return Finding(FILE, fault="it is missing", repair="an empty one is made, and the next ingest reads the files into it")
    faults = list[str]()
    seen = ""
    try:
        with closing(connect(folder)) as db:
            if (stamp := stamp_of(db)) and (built := json.loads(stamp)["format"]) != FORMAT:
                return Finding(
                    FILE, fault=f"it was built by another version of this program (format {built}, not {FORMAT})", repair=REBUILD
                )
            faults += [f"SQLite: {row[0]}" for row in db.execute(f"PRAGMA integrity_check({MOST})") if row[0] != "ok"]
            faults += [f"SQLite: a row of {row[0]} without its {row[2]}" for row in db.execute("PRAGMA foreign_key_check")][:MOST]
            articles, passages, bad = _articles(db)
            faults += bad
            seen = f"{articles:,} articles, {passages:,} passages{_gaps(db, passages)}"
            held = dict(db.execute("SELECT what, number FROM held"))
            if (held.get("articles"), held.get("passages")) != (articles, passages):
                faults.append(f"{held.get('articles')} articles and {held.get('passages')} passages were put in, which are not these")
            if not stamp or not db.execute("SELECT 1 FROM meta WHERE key = 'generation'").fetchone():
                faults.append("its stamp or generation is lost")
            faults += _ledger(db)
    except (sqlite3.Error, ValueError, TypeError) as err:
        faults.append(" ".join(f"{err}".split()))
    return Finding(FILE, seen, "; ".join(faults), SALVAGE if faults else "")


def _gaps(db: sqlite3.Connection, passages: int) -> str:
    """Return how many rows no passage has any more, where these are more than those that one has: each takes a reader's memory."""
    gaps = int(db.execute("SELECT COALESCE(MAX(first + count), 0) FROM passages").fetchone()[0]) - passages
    return f"; {gaps:,} rows of what was taken out cost memory until dateline ingest --rebuild" if gaps > passages else ""


def _articles(db: sqlite3.Connection) -> tuple[int, int, list[str]]:
    """Return how many articles and passages there are, and what is wrong with them."""
    articles = passages = 0
    changed, broken_off, without = list[str](), list[str](), list[str]()
    columns = ",".join(COLUMNS)
    query = f"SELECT {columns}, a.crc, first, count, spans, scales, vectors, p.crc FROM articles a LEFT JOIN passages p USING (n)"
    for row in db.execute(query):
        values, (crc, first, count, *parts) = row[: len(COLUMNS)], row[len(COLUMNS) :]
        text, articles = str(values[2]), articles + 1
        if article_crc(values) != crc:
            changed.append(str(values[0]))
        if first is None:
            without += [str(values[0])] if text.strip() else []
            continue
        passages += count
        if not sound_passages(text, count, parts):
            broken_off.append(str(values[0]))
    told = [("text not as it was written", changed), ("passages not as they were written", broken_off), ("passages lost", without)]
    return articles, passages, [f"{len(ids)} articles with {what}: {_some(ids)}" for what, ids in told if ids]


def sound_passages(text: str, count: int, parts: list[bytes | int]) -> bool:
    """Whether spans, scales, vectors and checksum of an article's passages fit together, and the spans lie in its text."""
    *blobs, crc = parts
    spans, scales, vectors = (bytes(blob) if isinstance(blob, bytes) else b"" for blob in blobs)
    if passages_crc(spans, scales, vectors) != crc or len(spans) != 8 * count or len(scales) != 4 * count or len(vectors) % max(count, 1):
        return False
    places = np.frombuffer(spans, np.int32).reshape(-1, 2)
    return bool(((places[:, 0] >= 0) & (places[:, 0] <= places[:, 1]) & (places[:, 1] <= len(text))).all())


def _ledger(db: sqlite3.Connection) -> list[str]:
    held = {i for (i,) in db.execute("SELECT id FROM articles")}
    entries = db.execute("SELECT path, article_ids FROM files WHERE sha256 != 'reading'")
    lacking = [path for path, ids in entries if not held.issuperset(json.loads(ids))]
    return [f"{len(lacking)} files whose articles are missing: {_some(lacking)}"] if lacking else []


def _rows(db: sqlite3.Connection) -> tuple[set[int], set[int], Followed]:
    """Return the rows of all passages, those of them without a vector, and how far Chroma is."""
    rows, bare = set[int](), set[int]()
    for first, count, scales in db.execute("SELECT first, count, scales FROM passages"):
        rows.update(range(first, first + count))
        bare.update((first + np.flatnonzero(np.frombuffer(scales, np.float32) == 0)).tolist())
    return rows, bare, Followed.read(db)


def _keywords(folder: Path, rows: set[int] | None) -> Finding:
    try:
        searcher = open_searcher(folder)
        with engine(folder):
            held = set(rows_of(searcher))
    except DatelineError as err:
        return Finding("keywords", fault=str(getattr(err, "what", err)), repair=ANEW)
    bad, files = broken(folder)
    fault = f"not as written: {_some(bad)}" if bad else "" if rows is None else _differ(held, rows)
    return Finding("keywords", f"{len(held):,} passages in {len(files):,} files", fault, ANEW if fault else "")


def _chroma(settings: Settings, rows: set[int] | None, followed: Followed) -> Finding:
    if not settings.chroma_url and not (settings.index_dir / FOLDER).is_dir():
        return Finding(FOLDER, fault="it is missing" if rows else "", repair=ANEW if rows else "")
    nearest, held = Nearest(settings), set[int]()
    try:
        while ids := nearest.collection.get(limit=AT_ONCE, offset=len(held), include=[])["ids"]:
            held.update(map(int, ids))
        found = nearest.collection.get(limit=1, include=["embeddings"])["embeddings"]
        if len(found):  # which reads the graph from its files
            nearest.collection.query(query_embeddings=[found[0]], n_results=min(10, len(held)), include=[])
    except BaseException as err:
        if not (isinstance(err, Exception) or is_panic(err)):
            raise
        return Finding(FOLDER, fault=" ".join(f"it cannot be read ({type(err).__name__}: {err})".split())[:200], repair=ANEW)
    finally:
        nearest.close()
    fault = "" if rows is None else _differ(held, {row for row in rows if row < followed.row})
    if not fault and rows and followed.row <= max(rows):
        fault = "the newest passages are not in it yet"
    return Finding(FOLDER, f"{len(held):,} vectors", fault, ANEW if fault else "")


def _differ(held: set[int], rows: set[int]) -> str:
    lacking, more = len(rows - held), len(held - rows)
    told = [f"{lacking:,} passages are not in it"] * bool(lacking) + [f"{more:,} are in it that are gone"] * bool(more)
    return " and ".join(told)


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:MOST]) + (f" and {len(listed) - MOST:,} more" if len(listed) > MOST else "")
