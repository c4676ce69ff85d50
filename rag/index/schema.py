"""Create and upgrade the SQLite tables of the index."""

import sqlite3

FORMAT = 1  # of the tables and the Chroma rows; raised when an old index cannot be read any more
COLUMNS = (  # of an Article
    "id", "title", "text", "source", "byline", "published", "updated", "url", "path", "version_of", "superseded", "agency", "incomplete",
    "found",
)  # fmt: skip
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, source TEXT NOT NULL, byline TEXT NOT NULL,
    published TEXT NOT NULL, updated TEXT NOT NULL, url TEXT NOT NULL, path TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS passages (
    id TEXT PRIMARY KEY, article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, start INTEGER NOT NULL, end INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS passages_of ON passages(article_id);
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, article_ids TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS bare (passage_id TEXT PRIMARY KEY REFERENCES passages(id) ON DELETE CASCADE);
CREATE TABLE IF NOT EXISTS stories (
    article_id TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE, story TEXT NOT NULL, signature BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS copies_of ON stories(story);
CREATE TABLE IF NOT EXISTS deletions (
    article_id TEXT PRIMARY KEY, title TEXT NOT NULL, files TEXT NOT NULL, url TEXT NOT NULL, copies TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS story_lost_one AFTER DELETE ON stories WHEN OLD.story != '' BEGIN
    UPDATE stories SET story = '' WHERE story = OLD.story; END;
"""
# What was deleted by a person stays out of the index (``ingest.deletion``).
# Passages without a vector ("bare") repeat the first article of their story word for word; a story '' is not determined yet.
_TEXT, _FLAG = "TEXT NOT NULL DEFAULT ''", "INTEGER NOT NULL DEFAULT 0"
_LATER = {  # columns of articles that came later: an index without them holds no earlier versions, and none is marked
    "version_of": _TEXT, "superseded": _TEXT, "agency": _TEXT, "incomplete": _FLAG, "found": _TEXT,
}  # fmt: skip


def create(db: sqlite3.Connection) -> None:
    """Create the missing tables."""
    db.execute("PRAGMA journal_mode = WAL")
    db.executescript(_SCHEMA)


def add_columns(db: sqlite3.Connection) -> None:
    """Add the missing article columns of an older index; readers do it too, so that no index need be rebuilt for them."""
    if not _missing(db):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        for column in _missing(db):  # asked again: another process may have been first
            db.execute(f"ALTER TABLE articles ADD COLUMN {column} {_LATER[column]}")
        db.execute("CREATE INDEX IF NOT EXISTS versions_of ON articles(version_of)")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _missing(db: sqlite3.Connection) -> list[str]:
    have = {row[1] for row in db.execute("PRAGMA table_info(articles)")}
    return [column for column in _LATER if column not in have]
