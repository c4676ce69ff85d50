"""Create the SQLite tables of the index, the one source of truth: everything else beside them can be made anew from these."""

import sqlite3
from collections.abc import Sequence
from zlib import crc32

FORMAT = 2  # of the tables; raised when an old index cannot be read any more
COLUMNS = (  # of an Article
    "id", "title", "text", "source", "byline", "published", "updated", "url", "path", "version_of", "superseded", "agency", "incomplete",
    "found",
)  # fmt: skip
CHANGING = frozenset({"path", "version_of", "superseded"})
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
    n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
    source TEXT NOT NULL, byline TEXT NOT NULL, published TEXT NOT NULL, updated TEXT NOT NULL, url TEXT NOT NULL, path TEXT NOT NULL,
    version_of TEXT NOT NULL, superseded TEXT NOT NULL, agency TEXT NOT NULL, incomplete INTEGER NOT NULL, found TEXT NOT NULL,
    changed INTEGER NOT NULL, crc INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS versions_of ON articles(version_of);
CREATE INDEX IF NOT EXISTS changed_in ON articles(changed);
CREATE TABLE IF NOT EXISTS passages (
    first INTEGER PRIMARY KEY, n INTEGER NOT NULL UNIQUE REFERENCES articles(n) ON DELETE CASCADE, count INTEGER NOT NULL,
    bare INTEGER NOT NULL, born INTEGER NOT NULL, crc INTEGER NOT NULL, spans BLOB NOT NULL, scales BLOB NOT NULL, vectors BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS born_in ON passages(born);
CREATE TABLE IF NOT EXISTS gone (n INTEGER PRIMARY KEY, first INTEGER NOT NULL, count INTEGER NOT NULL, changed INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS gone_in ON gone(changed);
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, article_ids TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS stories (
    article_id TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE, story TEXT NOT NULL, signature BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS copies_of ON stories(story);
CREATE TABLE IF NOT EXISTS deletions (
    article_id TEXT PRIMARY KEY, title TEXT NOT NULL, files TEXT NOT NULL, url TEXT NOT NULL, copies TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS story_lost_one AFTER DELETE ON stories WHEN OLD.story != '' BEGIN
    UPDATE articles SET changed = (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'generation')
        WHERE id IN (SELECT article_id FROM stories WHERE story = OLD.story);
    UPDATE stories SET story = '' WHERE story = OLD.story; END;
CREATE TABLE IF NOT EXISTS held (what TEXT PRIMARY KEY, number INTEGER NOT NULL);
INSERT OR IGNORE INTO held VALUES ('articles', 0), ('passages', 0);
CREATE TRIGGER IF NOT EXISTS article_in AFTER INSERT ON articles BEGIN
    UPDATE held SET number = number + 1 WHERE what = 'articles'; END;
CREATE TRIGGER IF NOT EXISTS article_out AFTER DELETE ON articles BEGIN
    UPDATE held SET number = number - 1 WHERE what = 'articles'; END;
CREATE TRIGGER IF NOT EXISTS passages_in AFTER INSERT ON passages BEGIN
    UPDATE held SET number = number + NEW.count WHERE what = 'passages'; END;
CREATE TRIGGER IF NOT EXISTS passages_out AFTER DELETE ON passages BEGIN
    UPDATE held SET number = number - OLD.count WHERE what = 'passages'; END;
"""
# An article has a number, and its passages have row numbers from ``first`` on; neither is ever given again, so that whoever has read
# the tables once need only read what has ``changed`` since, and what is ``gone``. ``spans`` holds int32 pairs (start, end), one a passage,
# ``vectors`` and ``scales`` what ``rag.index.vectors`` makes of their vectors; ``bare`` says how many have none, because they repeat the
# first article of their story word for word. A story '' is not determined yet. What a person deleted stays out (``ingest.deletion``).
# By ``crc`` and ``held`` a reader notices what was changed or lost on the disk: SQLite itself has no checksums.


def article_crc(values: Sequence[str | int]) -> int:
    """Return the checksum of an article by the values of ``COLUMNS``; what may change without its text is not in it."""
    kept = (str(value) for column, value in zip(COLUMNS, values, strict=True) if column not in CHANGING)
    return crc32("\0".join(kept).encode("utf-8", "surrogatepass"))


def passages_crc(*parts: bytes) -> int:
    """Return the checksum of the passages of an article: their spans, scales and vectors."""
    found = 0
    for part in parts:
        found = crc32(part, found)
    return found


def create(db: sqlite3.Connection) -> None:
    """Create the missing tables."""
    db.execute("PRAGMA journal_mode = WAL")
    db.executescript(_SCHEMA)
