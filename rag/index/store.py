"""Read the index: articles and their metadata from SQLite, passage vectors from Chroma beside it.

An article counts only when its row is ``done``, which is set after its vectors are in Chroma; what a killed run left
half-written is invisible to readers and removed by the next writer. An earlier version of an article is stored as an article of
its own, found by its id or by a date filter before the update; it is not counted, listed or compared with others.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from rag.errors import DatelineError, IndexMismatch, IndexMissing
from rag.index.chroma import Late, open_collection
from rag.index.columns import PassageTable
from rag.index.schema import COLUMNS, FORMAT, add_columns
from rag.models.encoders import Vectors
from rag.records import Article
from rag.settings import Settings

READING = "reading"  # in place of a digest: the file is being ingested, so some of its articles may be in the store and some not
NEWEST = "done AND version_of = ''"  # which articles count
DATED = "MAX(substr(published, 1, 10), substr(updated, 1, 10))"  # the day of an article


class Deleted(NamedTuple):
    """An article that a person deleted: its headline, the files it was in, its address if it was alone there, and its copies' files."""

    title: str
    files: tuple[str, ...]
    url: str = ""
    copies: tuple[str, ...] = ()


class Store:
    """One open index, readable from many threads; ``rag.index.writing`` changes it."""

    def __init__(self, folder: Path, collection: Any) -> None:  # noqa: ANN401 - chromadb is imported late
        self.folder = folder
        self._collection = collection
        self._local = threading.local()
        self._lock = threading.Lock()
        self._table: PassageTable | None = None
        self._counts: tuple[int, dict[str, Any]] | None = None

    @classmethod
    def open(cls, settings: Settings, *, models: str = "") -> Self:
        """Open the index of ``settings``.

        :param models: names of the models that build the vectors; an index built by others is refused.
        :raises IndexMissing: when there is none.
        :raises IndexMismatch: when it was built by other models or another format.
        """
        if not (settings.index_dir / "articles.db").is_file():
            raise IndexMissing(settings.index_dir)
        return cls._opened(settings, models)

    @classmethod
    def open_late(cls, settings: Settings, *, models: str = "") -> Self:
        """Open an index like :meth:`open`, its vectors only when they are first asked for: in each process that is forked from this one."""
        if not (settings.index_dir / "articles.db").is_file():
            raise IndexMissing(settings.index_dir)
        return cls._opened(settings, models, Late)

    @classmethod
    def _opened(cls, settings: Settings, models: str, vectors: Callable[[Settings], Any] = open_collection) -> Self:
        folder = settings.index_dir
        store = cls(folder, vectors(settings))
        try:
            store._prepare(json.dumps({"format": FORMAT, "models": models}))
        except sqlite3.DatabaseError as err:
            raise DatelineError(f"{folder / 'articles.db'} cannot be read ({err}). Rebuild it: dateline ingest --rebuild PATH...") from err
        return store

    def close(self) -> None:
        """Close this thread's connection."""
        if connection := getattr(self._local, "connection", None):
            connection.close()
            del self._local.connection

    @property
    def generation(self) -> int:
        """A number that grows with every change of the searchable content."""
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
            f"SELECT COUNT(*), COUNT(DISTINCT NULLIF(source, '')), SUM(published = '' AND updated = '') FROM articles WHERE {NEWEST}"
        ).fetchone()
        passages = self._db.execute(f"SELECT COUNT(*) FROM passages JOIN articles ON articles.id = article_id WHERE {NEWEST}").fetchone()[0]
        days = sorted(a.dated[:10] for a in self._rows(f"SELECT {{}} FROM articles WHERE {NEWEST}", light=True) if a.dated)
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
            return list(self._rows(f"SELECT {{}} FROM articles WHERE {'done' if versions else NEWEST} ORDER BY id", light=light))
        wanted = list(dict.fromkeys(ids))
        found: dict[str, Article] = {}
        for at in range(0, len(wanted), 500):
            part = wanted[at : at + 500]
            marks = ",".join("?" * len(part))
            found |= {a.id: a for a in self._rows(f"SELECT {{}} FROM articles WHERE done AND id IN ({marks})", part, light=light)}
        return [found[i] for i in wanted if i in found]

    def outlets(self) -> list[tuple[str, int]]:
        """Return (outlet, number of articles), most articles first."""
        query = f"SELECT source, COUNT(*) FROM articles WHERE {NEWEST} AND source != '' GROUP BY source ORDER BY 2 DESC, 1"
        return [(row[0], row[1]) for row in self._db.execute(query)]

    def known(self) -> dict[str, str]:
        """Return id -> fingerprint of every article that is fully indexed."""
        return dict(self._db.execute(f"SELECT id, fingerprint FROM articles WHERE {NEWEST}"))

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
        """Return article id -> (story id, signature) of the articles checked for copies; story '' where the check is still to do."""
        rows = self._db.execute(
            "SELECT article_id, story, signature FROM stories JOIN articles ON id = article_id WHERE done ORDER BY article_id"
        )
        return {article: (story, signature) for article, story, signature in rows}

    def unsettled(self) -> list[str]:
        """Return the ids of articles whose story is not determined yet, sorted."""
        query = f"SELECT id FROM articles LEFT JOIN stories ON id = article_id WHERE {NEWEST} AND COALESCE(story, '') = '' ORDER BY id"
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
        """Return article id -> ids of its passages without a vector ("bare"), for those of ``ids`` that have any."""
        found: dict[str, set[str]] = {}
        query = "SELECT p.article_id, p.id FROM bare JOIN passages p ON p.id = passage_id WHERE p.article_id IN ({})"
        for article, passage in self._in(query, list(ids)):
            found.setdefault(article, set()).add(passage)
        return found

    def matching(self, clause: str, values: Sequence[Any] = (), *, limit: int = -1) -> list[Article]:
        """Return the articles that an SQL clause of ``rag.index.listing`` is true of, newest first, undated last, without their text."""
        order = f"ORDER BY {DATED} DESC, title, id LIMIT {limit}"
        return list(self._rows(f"SELECT {{}} FROM articles WHERE {NEWEST} AND ({clause}) {order}", values, light=True))

    def sums(self, clauses: Sequence[str], within: str = "1", values: Sequence[Any] = ()) -> list[int]:
        """Return of how many articles each clause is true, of those that ``within`` is true of."""
        sums = ",".join(f"COALESCE(SUM({clause}), 0)" for clause in clauses)
        return list(self._db.execute(f"SELECT {sums} FROM articles WHERE {NEWEST} AND ({within})", values).fetchone())

    def earlier(self, ids: Iterable[str]) -> list[str]:
        """Return the ids of the earlier versions of articles."""
        return [row[0] for row in self._in("SELECT id FROM articles WHERE done AND version_of IN ({}) ORDER BY 1", list(ids))]

    def deleted(self) -> dict[str, Deleted]:
        """Return, by id, the articles that a person deleted, which no ingest brings back."""
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'deletions'").fetchone():
            return {}
        rows = self._db.execute("SELECT article_id, title, files, url, copies FROM deletions ORDER BY title, 1")
        return {i: Deleted(title, tuple(json.loads(files)), url, tuple(json.loads(copies))) for i, title, files, url, copies in rows}

    # --- inside

    def _prepare(self, stamp: str) -> None:
        """Raise IndexMismatch unless the index was built as ``stamp`` says."""
        found = self._meta("built_by")
        if found is None:
            raise IndexMissing(self.folder)
        if found != stamp:
            raise IndexMismatch(self.folder, found, stamp)
        add_columns(self._db)

    @classmethod
    def remembered(cls, folder: Path) -> tuple[dict[str, Deleted], dict[str, tuple[str, tuple[str, ...]]]]:
        """Return :meth:`deleted` and :meth:`files` of an index that may be built by others or broken: nothing where it cannot be read."""
        store = cls(folder, None)
        try:
            return store.deleted(), store.files()
        except sqlite3.DatabaseError:
            return {}, {}
        finally:
            store.close()

    @classmethod
    def waits(cls, folder: Path) -> bool:
        """Whether a file of an index has yet to be read, though it is as it was: it was restored, or its run was killed."""
        if not (folder / "articles.db").is_file():
            return False
        store = cls(folder, None)
        try:
            return any(digest == READING for digest, _ in store.files().values())
        except sqlite3.DatabaseError:
            return True
        finally:
            store.close()

    @property
    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.folder / "articles.db", timeout=30, isolation_level=None)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = NORMAL")
            self._local.connection = connection
        return connection

    def _meta(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def _rows(self, query: str, values: Sequence[Any] = (), *, light: bool = False) -> Iterator[Article]:
        columns = ",".join("'' AS text" if light and c == "text" else c for c in COLUMNS)
        for row in self._db.execute(query.format(columns), values):
            fields = dict(zip(COLUMNS, row, strict=True))
            yield Article(**fields | {"incomplete": bool(fields["incomplete"])})

    def _in(self, query: str, ids: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query on the tables of copies for ``ids``, 500 at a time; none from an index without these tables."""
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
