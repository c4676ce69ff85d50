"""Create the SQLite tables of the index, the one source of truth: everything else beside them can be made anew from these."""

import sqlite3

FORMAT = 2  # of the tables; raised when an old index cannot be read any more
COLUMNS = (  # of an Article
    "id", "title", "text", "source", "byline", "published", "updated", "url", "path", "version_of", "superseded", "agency", "incomplete",
    "found",
)  # fmt: skip
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
    n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
    source TEXT NOT NULL, byline TEXT NOT NULL, published TEXT NOT NULL, updated TEXT NOT NULL, url TEXT NOT NULL, path TEXT NOT NULL,
    version_of TEXT NOT NULL, superseded TEXT NOT NULL, agency TEXT NOT NULL, incomplete INTEGER NOT NULL, found TEXT NOT NULL,
    changed INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS versions_of ON articles(version_of) WHERE version_of != '';
CREATE INDEX IF NOT EXISTS changed_in ON articles(changed);
CREATE TABLE IF NOT EXISTS passages (
    first INTEGER PRIMARY KEY, n INTEGER NOT NULL UNIQUE REFERENCES articles(n) ON DELETE CASCADE, count INTEGER NOT NULL,
    spans BLOB NOT NULL, scales BLOB NOT NULL, vectors BLOB NOT NULL, bare INTEGER NOT NULL, born INTEGER NOT NULL);
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
"""
# An article has a number, and its passages have row numbers from ``first`` on; neither is ever given again, so that whoever has read
# the tables once need only read what has ``changed`` since, and what is ``gone``. ``spans`` holds int32 pairs (start, end), one a passage,
# ``vectors`` and ``scales`` what ``rag.index.vectors`` makes of their vectors; ``bare`` says how many have none, because they repeat the
# first article of their story word for word. A story '' is not determined yet. What a person deleted stays out (``ingest.deletion``).


def create(db: sqlite3.Connection) -> None:
    """Create the missing tables."""
    db.execute("PRAGMA journal_mode = WAL")
    db.executescript(_SCHEMA)
