"""The index: vectors in Chroma, articles and the ingest ledger in SQLite beside it.

An article counts only when its row says ``done``, and that is written after its vectors are in Chroma; whatever a killed
run left half-written is invisible to readers and swept away by the next writer. An earlier version of an article is an article
too, found by its id and where a day before the update is asked for; it is not counted, listed or compared with others.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from rag.models.encoders import Vectors
from rag.errors import DatelineError, IndexMismatch, IndexMissing
from rag.records import Article, Passage
from rag.index.schema import COLUMNS, FORMAT, create, widen
from rag.settings import Settings
from rag.index.columns import PassageTable, day_number

_NEWEST = "done AND version_of = ''"  # which articles count


class Store:
    """One open index. Many threads may read; one process at a time may write (``ingest`` holds the lock)."""

    def __init__(self, folder: Path, collection: Any) -> None:  # noqa: ANN401 - chromadb is imported late
        self.folder = folder
        self._collection = collection
        self._local = threading.local()
        self._lock = threading.Lock()
        self._table: PassageTable | None = None
        self._counts: tuple[int, dict[str, Any]] | None = None

    @classmethod
    def open(cls, settings: Settings, *, write: bool = False, models: str = "") -> "Store":
        """Open the index of ``settings``; ``write`` makes it when missing and sweeps what a killed run left.

        :param models: names of what builds the vectors; remembered, and refused if the index was built by others.
        :raises IndexMissing: when reading and there is none.
        :raises IndexMismatch: when it was built by other models or another format.
        """
        folder = settings.index_dir
        if not write and not (folder / "articles.db").is_file():
            raise IndexMissing(folder)
        folder.mkdir(parents=True, exist_ok=True)
        store = cls(folder, _collection(settings))
        try:
            store._prepare(json.dumps({"format": FORMAT, "models": models}), write)
        except sqlite3.DatabaseError as err:
            raise DatelineError(f"{folder / 'articles.db'} cannot be read ({err}). Rebuild it: dateline ingest --rebuild PATH...") from err
        return store

    def close(self) -> None:
        """Close this thread's connection."""
        if connection := getattr(self._local, "connection", None):
            connection.close()
            del self._local.connection

    # --- reading

    @property
    def generation(self) -> int:
        """A number that grows with every change of what can be found."""
        return int(self._meta("generation") or 0)

    def counts(self) -> dict[str, Any]:
        """Return articles, passages, outlets, undated, oldest and newest day, and how many earlier versions there are beside them.

        Read again only when the index has changed.
        """
        generation = self.generation
        if self._counts is None or self._counts[0] != generation:
            self._counts = (generation, self._count())
        return self._counts[1]

    def _count(self) -> dict[str, Any]:
        one = self._db.execute(
            f"SELECT COUNT(*), COUNT(DISTINCT NULLIF(source, '')), SUM(published = '' AND updated = '') FROM articles WHERE {_NEWEST}"
        ).fetchone()
        passages = self._db.execute(f"SELECT COUNT(*) FROM passages JOIN articles ON articles.id = article_id WHERE {_NEWEST}").fetchone()[
            0
        ]
        days = sorted(a.dated[:10] for a in self._rows(f"SELECT {{}} FROM articles WHERE {_NEWEST}", light=True) if a.dated)
        oldest, newest = (days[0], days[-1]) if days else ("", "")
        versions = self._db.execute("SELECT COUNT(*) FROM articles WHERE done AND version_of != ''").fetchone()[0]
        counted = {"articles": one[0], "passages": passages, "outlets": one[1], "undated": one[2] or 0}
        return {**counted, "oldest": oldest, "newest": newest, "versions": versions}

    def article(self, article_id: str) -> Article:
        """Return one article; KeyError if there is none of that id."""
        found = self.articles([article_id])
        if not found:
            raise KeyError(article_id)
        return found[0]

    def articles(self, ids: Iterable[str] | None = None, *, light: bool = False, versions: bool = False) -> list[Article]:
        """Return articles in the order of ``ids``, or all sorted by id.

        :param light: leave their text out.
        :param versions: with all, earlier versions too.
        """
        if ids is None:
            return list(self._rows(f"SELECT {{}} FROM articles WHERE {'done' if versions else _NEWEST} ORDER BY id", light=light))
        wanted = list(dict.fromkeys(ids))
        found: dict[str, Article] = {}
        for at in range(0, len(wanted), 500):
            part = wanted[at : at + 500]
            marks = ",".join("?" * len(part))
            found |= {a.id: a for a in self._rows(f"SELECT {{}} FROM articles WHERE done AND id IN ({marks})", part, light=light)}
        return [found[i] for i in wanted if i in found]

    def outlets(self) -> list[tuple[str, int]]:
        """Return (outlet, number of articles), most articles first."""
        query = f"SELECT source, COUNT(*) FROM articles WHERE {_NEWEST} AND source != '' GROUP BY source ORDER BY 2 DESC, 1"
        return [(row[0], row[1]) for row in self._db.execute(query)]

    def known(self) -> dict[str, str]:
        """Return id -> fingerprint of every article that is fully indexed."""
        return dict(self._db.execute(f"SELECT id, fingerprint FROM articles WHERE {_NEWEST}"))

    def table(self) -> PassageTable:
        """Return all passages as columns, read again only when the index has changed."""
        generation = self.generation
        with self._lock:
            if self._table is None or self._table.generation != generation:
                self._table = self._read_table(generation)
            return self._table

    def nearest(self, vector: Vectors, k: int, where: dict[str, Any] | None = None) -> dict[str, float]:
        """Return up to ``k`` passage ids with their cosine to ``vector`` (shape (dim,)), -1 to 1, nearest first."""
        rows = len(self.table().ids)
        if not rows:
            return {}
        found = self._collection.query(query_embeddings=vector[None, :], n_results=min(k, rows), where=where, include=["distances"])
        known = self.table().rows
        return {i: 1 - d for i, d in zip(found["ids"][0], found["distances"][0], strict=True) if i in known}

    def files(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Return path -> (sha256, article ids) of every file that is fully ingested."""
        rows = self._db.execute("SELECT path, sha256, article_ids FROM files ORDER BY path")
        return {path: (digest, tuple(json.loads(ids))) for path, digest, ids in rows}

    def signatures(self) -> dict[str, tuple[str, bytes]]:
        """Return article id -> (story id, signature) of what copies were looked for; story '' where that is still to do."""
        rows = self._db.execute(
            "SELECT article_id, story, signature FROM stories JOIN articles ON id = article_id WHERE done ORDER BY article_id"
        )
        return {article: (story, signature) for article, story, signature in rows}

    def unsettled(self) -> list[str]:
        """Return the ids of articles whose story is still to be found, sorted."""
        query = f"SELECT id FROM articles LEFT JOIN stories ON id = article_id WHERE {_NEWEST} AND COALESCE(story, '') = '' ORDER BY id"
        return [row[0] for row in self._db.execute(query)]

    def story_of(self, ids: Iterable[str]) -> dict[str, str]:
        """Return article id -> id of its story's first article, its own where none is known."""
        wanted = list(ids)
        found = dict(self._in("SELECT article_id, story FROM stories WHERE story != '' AND article_id IN ({})", wanted))
        return {i: found.get(i, i) for i in wanted}

    def copies(self, story: str) -> list[str]:
        """Return the ids of the articles of a story, the first included, sorted."""
        query = "SELECT article_id FROM stories JOIN articles ON id = article_id WHERE done AND story IN ({}) ORDER BY 1"
        return [row[0] for row in self._in(query, [story])]

    def bare(self, ids: Iterable[str]) -> dict[str, set[str]]:
        """Return article id -> ids of its passages that have no vector, for those of ``ids`` that have such."""
        found: dict[str, set[str]] = {}
        query = "SELECT p.article_id, p.id FROM bare JOIN passages p ON p.id = passage_id WHERE p.article_id IN ({})"
        for article, passage in self._in(query, list(ids)):
            found.setdefault(article, set()).add(passage)
        return found

    # --- writing

    def set_stories(self, rows: Mapping[str, tuple[str, bytes]]) -> None:
        """Remember article id -> (story id, signature); articles that are not there are left out."""
        query = "INSERT OR REPLACE INTO stories SELECT id, ?, ? FROM articles WHERE id = ?"
        with self._transaction() as db:
            db.executemany(query, [(story, signature, i) for i, (story, signature) in rows.items()])
            if any(story for story, _ in rows.values()):
                self._bump(db)

    def forget_stories(self) -> list[str]:
        """Forget all stories; return the ids of articles that have passages without a vector, sorted."""
        with self._transaction() as db:
            if db.execute("DELETE FROM stories").rowcount:
                self._bump(db)
        bare = "SELECT article_id FROM bare JOIN passages ON id = passage_id"
        return [row[0] for row in self._db.execute(f"SELECT id FROM articles WHERE {_NEWEST} AND id IN ({bare}) ORDER BY 1")]

    def add(self, batch: Sequence[tuple[Article, str, Sequence[Passage], Vectors]]) -> None:
        """Write articles with (fingerprint, passages, vectors of shape (n_passages, dim)), replacing those of the same id.

        A passage whose row is zero gets no vector: it is not found by meaning, only by its words.
        Killed anywhere, an article is either the new one whole, or not counted at all.
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
        """Hand the earlier versions of an article on to the one that stands in its place now (old id -> new article)."""
        if not articles:
            return
        with self._transaction() as db:
            for old, new in articles.items():
                db.execute("UPDATE articles SET version_of = ? WHERE version_of = ?", (new.id, old))
                self._end_earlier(db, new)
            self._bump(db)

    def set_file(self, path: str, digest: str, article_ids: Sequence[str]) -> None:
        """Remember that ``path`` with this content is fully ingested as these articles."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO files VALUES (?,?,?)", (path, digest, json.dumps(list(article_ids))))

    def drop_file(self, path: str) -> None:
        """Forget a file; its articles are the caller's to remove."""
        with self._transaction() as db:
            db.execute("DELETE FROM files WHERE path = ?", (path,))

    def set_paths(self, paths: Mapping[str, str]) -> None:
        """Say where articles are read from now (id -> path); a path is not part of an article's identity."""
        with self._transaction() as db:
            db.executemany("UPDATE articles SET path = ? WHERE id = ?", [(path, i) for i, path in paths.items()])

    # --- inside

    @property
    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.folder / "articles.db", timeout=30, isolation_level=None)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = NORMAL")
            self._local.connection = connection
        return connection

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

    def _prepare(self, stamp: str, write: bool) -> None:
        if write:
            create(self._db)
        found = self._meta("built_by")
        if found is None and write:
            with self._transaction() as db:
                db.execute("INSERT INTO meta VALUES ('built_by', ?)", (stamp,))
        elif found is None:
            raise IndexMissing(self.folder)
        elif found != stamp:
            raise IndexMismatch(self.folder, found, stamp)
        widen(self._db)
        if write:
            self._sweep()

    def _meta(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def _bump(self, db: sqlite3.Connection) -> None:
        db.execute("INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (str(self.generation + 1),))

    def _rows(self, query: str, values: Sequence[Any] = (), *, light: bool = False) -> Iterator[Article]:
        columns = ",".join("'' AS text" if light and c == "text" else c for c in COLUMNS)
        for row in self._db.execute(query.format(columns), values):
            yield Article(**dict(zip(COLUMNS, row, strict=True)))

    def _in(self, query: str, ids: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query on the tables of copies for ``ids``, 500 at a time; none from an index made before there were such."""
        if self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'stories'").fetchone():
            for at in range(0, len(ids), 500):
                part = ids[at : at + 500]
                yield from self._db.execute(query.format(",".join("?" * len(part))), part)

    def _read_table(self, generation: int) -> PassageTable:
        query = """SELECT p.id, p.article_id, a.source, p.start, p.end, a.published, a.updated, a.superseded
                   FROM passages p JOIN articles a ON a.id = p.article_id WHERE a.done ORDER BY p.article_id, p.start"""
        rows = self._db.execute(query).fetchall()
        articles = list(dict.fromkeys(r[1] for r in rows))
        return PassageTable.of(generation, rows, self.story_of(articles), self.bare(articles))

    @staticmethod
    def _end_earlier(db: sqlite3.Connection, article: Article) -> None:
        """End the last earlier version of ``article`` where it begins, and drop those that would never count.

        Chroma goes on with the end that it knew; which version counts is decided by these rows.
        """
        if not article.dated or article.version_of:
            return
        dated, mine = "MAX(substr(published, 1, 10), substr(updated, 1, 10))", "done AND version_of = ?"
        db.execute(f"UPDATE articles SET done = 0 WHERE {mine} AND {dated} >= ?", (article.id, article.dated[:10]))
        last = f"SELECT id FROM articles WHERE {mine} ORDER BY {dated} DESC LIMIT 1"
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


def _collection(settings: Settings) -> Any:  # noqa: ANN401
    """Open the Chroma collection: no telemetry, no embedding of its own, cosine distance, one thread so that runs repeat."""
    import chromadb

    quiet = chromadb.Settings(anonymized_telemetry=False)
    if settings.chroma_url:
        from urllib.parse import urlsplit

        url = urlsplit(settings.chroma_url)
        try:
            client = chromadb.HttpClient(host=url.hostname or "localhost", port=url.port or 8000, ssl=url.scheme == "https", settings=quiet)
        except ValueError as err:
            raise DatelineError(f"No Chroma server answers at {settings.chroma_url}. Start it, or unset DATELINE_CHROMA_URL.") from err
    else:
        client = chromadb.PersistentClient(path=str(settings.index_dir / "chroma"), settings=quiet)
    return client.get_or_create_collection(
        "passages", embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200, "num_threads": 1}}
    )
