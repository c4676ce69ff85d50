"""Write to the index: add, replace or remove whole articles, so that a kill at any moment leaves none half counted."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Self

import numpy as np

from rag.index.columns import day_number
from rag.index.schema import COLUMNS, create
from rag.index.store import DATED, NEWEST, Deleted, Store
from rag.models.encoders import Vectors
from rag.records import Article, Passage
from rag.settings import Settings


class StoreWriter(Store):
    """An index open for writing, by one process at a time (``ingest`` holds the lock)."""

    @classmethod
    def open(cls, settings: Settings, *, models: str = "") -> Self:
        """Open the index of ``settings``, making it when missing, and remove what a killed run left.

        :raises IndexMismatch: when it was built by other models or another format.
        """
        settings.index_dir.mkdir(parents=True, exist_ok=True)
        return cls._opened(settings, models)

    def set_stories(self, rows: Mapping[str, tuple[str, bytes]]) -> None:
        """Store article id -> (story id, signature); unknown articles are ignored."""
        query = "INSERT OR REPLACE INTO stories SELECT id, ?, ? FROM articles WHERE id = ?"
        with self._transaction() as db:
            db.executemany(query, [(story, signature, i) for i, (story, signature) in rows.items()])
            if any(story for story, _ in rows.values()):
                self._bump(db)

    def forget_stories(self) -> list[str]:
        """Delete all stories; return the ids of articles that have passages without a vector, sorted."""
        with self._transaction() as db:
            if db.execute("DELETE FROM stories").rowcount:
                self._bump(db)
        bare = "SELECT article_id FROM bare JOIN passages ON id = passage_id"
        return [row[0] for row in self._db.execute(f"SELECT id FROM articles WHERE {NEWEST} AND id IN ({bare}) ORDER BY 1")]

    def add(self, batch: Sequence[tuple[Article, str, Sequence[Passage], Vectors]]) -> None:
        """Write articles with (fingerprint, passages, vectors of shape (n_passages, dim)), replacing those of the same id.

        A passage whose row is zero gets no vector: it is found by its words only, not by similarity. If the process is killed, an
        article is either complete or not counted at all.
        """
        if not batch:
            return
        ids = [article.id for article, *_ in batch]
        with self._transaction() as db:
            self._mark_undone(db, ids)
        self._forget_vectors(ids)
        with self._transaction() as db:
            for article, fingerprint, passages, vectors in batch:
                self._end_earlier(db, article)
                values = [getattr(article, c) for c in COLUMNS]
                db.execute("DELETE FROM passages WHERE article_id = ?", (article.id,))
                db.execute("DELETE FROM stories WHERE article_id = ?", (article.id,))
                db.execute(
                    f"INSERT OR REPLACE INTO articles ({','.join(COLUMNS)}, fingerprint, done) VALUES ({'?,' * len(COLUMNS)}?, 0)",
                    (*values, fingerprint),
                )
                db.executemany("INSERT INTO passages VALUES (?,?,?,?)", [(p.id, article.id, p.start, p.end) for p in passages])
                bare = [(p.id,) for p, row in zip(passages, vectors, strict=True) if not row.any()]
                db.executemany("INSERT INTO bare VALUES (?)", bare)
        self._write_vectors(batch)
        with self._transaction() as db:
            db.executemany("UPDATE articles SET done = 1 WHERE id = ?", [(i,) for i in ids])
            self._bump(db)

    def remove(self, article_ids: Iterable[str]) -> None:
        """Remove articles with their earlier versions, passages and vectors; unknown ids are ignored."""
        ids = list(article_ids)
        if not ids:
            return
        with self._transaction() as db:
            self._mark_undone(db, ids)
            db.executemany("UPDATE articles SET done = 0 WHERE version_of = ?", [(i,) for i in ids])
            self._bump(db)
        self._sweep()

    def set_newest(self, articles: Mapping[str, Article]) -> None:
        """Assign the earlier versions of an article to the one that replaced it (old id -> new article)."""
        if not articles:
            return
        with self._transaction() as db:
            for old, new in articles.items():
                db.execute("UPDATE articles SET version_of = ? WHERE version_of = ?", (new.id, old))
                self._end_earlier(db, new)
            self._bump(db)

    def remember_deleted(self, articles: Mapping[str, Deleted]) -> None:
        """Record, by id, articles that a person deleted; the caller removes them."""
        with self._transaction() as db:
            rows = [(i, told.title, json.dumps(told.files), told.url, json.dumps(told.copies)) for i, told in articles.items()]
            db.executemany("INSERT OR REPLACE INTO deletions VALUES (?,?,?,?,?)", rows)

    def forget_deleted(self, ids: Iterable[str]) -> None:
        """Let articles that were deleted come in again."""
        with self._transaction() as db:
            db.executemany("DELETE FROM deletions WHERE article_id = ?", [(i,) for i in ids])

    def set_file(self, path: str, digest: str, article_ids: Sequence[str]) -> None:
        """Record that ``path`` with this content is fully ingested as these articles."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO files VALUES (?,?,?)", (path, digest, json.dumps(list(article_ids))))

    def drop_file(self, path: str) -> None:
        """Delete the record of a file; the caller removes its articles."""
        with self._transaction() as db:
            db.execute("DELETE FROM files WHERE path = ?", (path,))

    def set_paths(self, paths: Mapping[str, str]) -> None:
        """Record the paths that articles are now read from (id -> path); a path is not part of an article's identity."""
        with self._transaction() as db:
            db.executemany("UPDATE articles SET path = ? WHERE id = ?", [(path, i) for i, path in paths.items()])

    # --- inside

    def _prepare(self, stamp: str) -> None:
        create(self._db)
        if self._meta("built_by") is None:
            with self._transaction() as db:
                db.execute("INSERT INTO meta VALUES ('built_by', ?)", (stamp,))
        super()._prepare(stamp)
        self._sweep()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def _bump(self, db: sqlite3.Connection) -> None:
        db.execute("INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (str(self.generation + 1),))

    @staticmethod
    def _end_earlier(db: sqlite3.Connection, article: Article) -> None:
        """Let the last earlier version of ``article`` end where ``article`` begins, and drop those not older than it.

        The end stored in Chroma is not updated; these rows decide which version counts.
        """
        if not article.dated or article.version_of:
            return
        mine = "done AND version_of = ?"
        db.execute(f"UPDATE articles SET done = 0 WHERE {mine} AND {DATED} >= ?", (article.id, article.dated[:10]))
        last = f"SELECT id FROM articles WHERE {mine} ORDER BY {DATED} DESC LIMIT 1"
        db.execute(f"UPDATE articles SET superseded = ? WHERE id = ({last})", (article.dated, article.id))

    @staticmethod
    def _mark_undone(db: sqlite3.Connection, ids: Sequence[str]) -> None:
        db.executemany("UPDATE articles SET done = 0 WHERE id = ?", [(i,) for i in ids])

    def _sweep(self) -> None:
        """Remove articles that are not done: vectors first, so that nothing points at a vector without an owner."""
        ids = [row[0] for row in self._db.execute("SELECT id FROM articles WHERE NOT done")]
        if ids:
            self._forget_vectors(ids)
            with self._transaction() as db:
                db.executemany("DELETE FROM articles WHERE id = ?", [(i,) for i in ids])

    def _forget_vectors(self, article_ids: Sequence[str]) -> None:
        marks = ",".join("?" * len(article_ids))
        rows = self._db.execute(f"SELECT id FROM passages WHERE article_id IN ({marks})", article_ids).fetchall()
        for at in range(0, len(rows), 1000):
            self._collection.delete(ids=[r[0] for r in rows[at : at + 1000]])

    def _write_vectors(self, batch: Sequence[tuple[Article, str, Sequence[Passage], Vectors]]) -> None:
        ids, metadatas, vectors = [], [], []
        for article, _, passages, rows in batch:
            meta: dict[str, str | int] = {"article": article.id, "outlet": article.source}
            if article.superseded:  # without a "day", no filter on it finds an earlier version
                meta |= {"was": day_number(article.dated), "until": day_number(article.superseded)}
            else:
                meta["day"] = day_number(article.dated)
            for passage, row in zip(passages, rows, strict=True):
                if row.any():
                    ids.append(passage.id)
                    metadatas.append(meta)
                    vectors.append(row)
        for at in range(0, len(ids), 1000):
            part = slice(at, at + 1000)
            self._collection.upsert(ids=ids[part], embeddings=np.asarray(vectors[part], np.float32), metadatas=metadatas[part])
