"""Read the index: articles, passages and vectors from SQLite; of a large one, the nearest vectors from Chroma beside it.

An earlier version of an article is stored as an article of its own, found by its id or by a date filter before the update; it is not
counted, listed or compared with others.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamaged, IndexMismatch, IndexMissing
from rag.index.columns import NEVER, PassageTable
from rag.index.database import FILE, Connections, told
from rag.index.nearest import Followed, Nearest
from rag.index.schema import COLUMNS, FORMAT, article_crc
from rag.models.encoders import Vectors
from rag.records import Article
from rag.settings import Settings

READING = "reading"  # in place of a digest: the file is being ingested, so some of its articles may be in the store and some not
NEWEST = "version_of = ''"  # which articles count
DATED = "MAX(substr(published, 1, 10), substr(updated, 1, 10))"  # the day of an article


class Deleted(NamedTuple):
    """An article that a person deleted: its headline, the files it was in, its address if it was alone there, and its copies' files."""

    title: str
    files: tuple[str, ...]
    url: str = ""
    copies: tuple[str, ...] = ()


class Store:
    """One open index, readable from many threads; ``rag.index.writing`` changes it."""

    writes = False

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.index_dir
        self._connections = Connections(settings.index_dir, writing=self.writes)
        self._lock = threading.Lock()
        self._table, self._first = PassageTable.empty(), 0
        self._nearest = Nearest(settings, lambda: self._meta("uid") or "")

    @classmethod
    def open(cls, settings: Settings, *, models: str = "") -> Self:
        """Open the index of ``settings``.

        :param models: names of the models that build the vectors; an index built by others is refused.
        :raises IndexMissing: when there is none.
        :raises IndexDamaged: when its articles are gone and the rest is there.
        :raises IndexMismatch: when it was built by other models or another format.
        """
        if not (settings.index_dir / FILE).is_file():
            if (settings.index_dir / "keywords" / "meta.json").is_file():
                raise IndexDamaged(settings.index_dir, f"{FILE} is missing")
            raise IndexMissing(settings.index_dir)
        return cls._opened(settings, models)

    @classmethod
    def _opened(cls, settings: Settings, models: str) -> Self:
        store = cls(settings)
        with told(settings.index_dir):
            store._prepare(json.dumps({"format": FORMAT, "models": models}))
        return store

    def forget_vectors(self) -> None:
        """Delete the vectors from a Chroma server, before the index itself is deleted.

        :raises DatelineError: when the server cannot be reached.
        """
        with suppress(sqlite3.DatabaseError):  # too broken to say which they are
            self._nearest.forget()

    def close(self) -> None:
        """Close this thread's connection, and Chroma."""
        self._nearest.close()
        self._connections.close()

    @property
    def generation(self) -> int:
        """A number that grows with every change of the searchable content."""
        try:
            return int(self._meta("generation") or "")
        except ValueError as err:
            raise IndexDamaged(self.folder, f"{FILE}: its generation is lost; the next ingest finds it again") from err

    @property
    def first_generation(self) -> int:
        """The number that it began with; no two indexes have numbers in common."""
        return int(self._meta("first") or 0)

    def counts(self) -> dict[str, Any]:
        """Return articles, passages, outlets, undated, oldest and newest day, and how many earlier versions there are beside them."""
        table = self.table()
        newest = table.current & (table.untils == NEVER)
        dated = table.days[newest & (table.days > 0)]
        oldest, last = (_day(int(day)) for day in (dated.min(), dated.max())) if len(dated) else ("", "")
        named = {table.outlets[code] for code in np.unique(table.codes[newest])} - {""}
        passages = int(np.count_nonzero(newest[table.articles]))
        articles, undated = int(newest.sum()), int(newest.sum()) - len(dated)
        versions = int(table.current.sum()) - articles
        return {
            "articles": articles, "passages": passages, "outlets": len(named), "undated": undated, "oldest": oldest, "newest": last,
            "versions": versions,
        }  # fmt: skip

    def held(self, what: str) -> int:
        """Return how many articles or passages were put in and not taken out, earlier versions included."""
        row = self._db.execute("SELECT number FROM held WHERE what = ?", (what,)).fetchone()
        return int(row[0]) if row else 0

    @property
    def chroma_fault(self) -> str:
        """Why Chroma could not be asked, the last time it was; empty where it could, or was not."""
        return self._nearest.fault

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
            return list(self._rows(f"SELECT {{}} FROM articles WHERE {'1' if versions else NEWEST} ORDER BY id", light=light))
        wanted = list(dict.fromkeys(ids))
        found: dict[str, Article] = {}
        for at in range(0, len(wanted), 500):
            part = wanted[at : at + 500]
            marks = ",".join("?" * len(part))
            found |= {a.id: a for a in self._rows(f"SELECT {{}} FROM articles WHERE id IN ({marks})", part, light=light)}
        return [found[i] for i in wanted if i in found]

    def outlets(self) -> list[tuple[str, int]]:
        """Return (outlet, number of articles), most articles first."""
        table = self.table()
        counts = np.bincount(table.codes[table.current & (table.untils == NEVER)], minlength=len(table.outlets)).tolist()
        named = [(name, n) for name, n in zip(table.outlets, counts, strict=True) if name and n]
        return sorted(named, key=lambda pair: (-pair[1], pair[0]))

    def known(self, ids: Iterable[str] | None = None) -> dict[str, str]:
        """Return id -> fingerprint of those articles, or of all, that are fully indexed."""
        query = f"SELECT id, fingerprint FROM articles WHERE {NEWEST}"
        if ids is None:
            return dict(self._db.execute(query))
        by_id = query.replace("version_of", "+version_of")  # or SQLite, of five ids and more, goes through all articles that count
        return dict(self._in(f"{by_id} AND id IN ({{}})", list(ids)))

    def table(self) -> PassageTable:
        """Return all passages as columns; only what has changed since the last call is read."""
        with self._lock:
            if self._table.generation != self.generation:
                if self._first != self.first_generation:  # of another index than the last time
                    self._first = self.first_generation
                    self._nearest.close()
                with told(self.folder), self._moment() as db:
                    try:
                        self._table = self._table.follow(db)
                    except (ValueError, IndexError, TypeError) as err:
                        raise IndexDamaged(self.folder, f"{FILE}: {err}") from err
            return self._table

    def nearest(
        self, vector: Vectors, k: int, keep: NDArray[np.bool_] | None = None, table: PassageTable | None = None
    ) -> dict[int, float]:
        """Return up to ``k`` rows of :meth:`table` with their cosine to ``vector`` (shape (dim,)), -1 to 1, nearest first.

        :param keep: the rows that may be returned, shape (size,); None: all that are in the index.
        :param table: the one that ``keep`` is of; the newest may have more rows by now.
        """
        return self._nearest.find(table or self.table(), vector, k, keep, Followed.read(self._db))

    def files(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Return path -> (sha256, article ids) of every file that is fully ingested."""
        rows = self._db.execute("SELECT path, sha256, article_ids FROM files ORDER BY path")
        try:
            return {path: (digest, tuple(json.loads(ids))) for path, digest, ids in rows}
        except (ValueError, TypeError) as err:
            raise IndexDamaged(self.folder, f"{FILE}: the ledger of files") from err

    def signatures(self, ids: Sequence[str] | None = None) -> dict[str, bytes]:
        """Return article id -> signature of those articles, or of all, that were checked for copies."""
        if ids is None:
            return dict(self._db.execute("SELECT article_id, signature FROM stories ORDER BY 1"))
        return dict(self._in("SELECT article_id, signature FROM stories WHERE article_id IN ({})", ids))

    def signatures_of(self, numbers: Iterable[int]) -> Iterator[tuple[int, str, bytes]]:
        """Yield number, id and signature of the articles of these numbers that are still in the index."""
        query = "SELECT n, id, signature FROM articles JOIN stories ON article_id = id WHERE n IN ({})"
        yield from self._in(query, list(numbers))

    def signatures_after(self, number: int) -> Iterator[tuple[int, str, bytes]]:
        """Yield number, id and signature of the articles with higher numbers."""
        query = "SELECT n, id, signature FROM articles JOIN stories ON article_id = id WHERE n > ? ORDER BY n"
        yield from self._db.execute(query, (number,))

    def members(self) -> list[tuple[str, str]]:
        """Return (article id, story id) of the articles in the story of another."""
        return list(self._db.execute("SELECT article_id, story FROM stories WHERE story NOT IN ('', article_id) ORDER BY 1"))

    @property
    def last_number(self) -> int:
        """The highest number that an article ever had."""
        row = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'articles'").fetchone()
        return int(row[0]) if row else 0

    def unsigned(self) -> list[str]:
        """Return the ids of articles that have no signature yet, sorted; earlier versions never have one."""
        counts = f"SELECT (SELECT COUNT(*) FROM articles WHERE {NEWEST}) - (SELECT COUNT(*) FROM stories)"
        if not self._db.execute(counts).fetchone()[0]:  # to look for them takes a second for a million passages
            return []
        query = f"SELECT id FROM articles LEFT JOIN stories ON id = article_id WHERE {NEWEST} AND story IS NULL ORDER BY 1"
        return [row[0] for row in self._db.execute(query)]

    def unsettled(self) -> list[str]:
        """Return the ids of articles that have a signature and whose story is not determined yet, sorted."""
        return [row[0] for row in self._db.execute("SELECT article_id FROM stories WHERE story = '' ORDER BY 1")]

    def story_of(self, ids: Iterable[str]) -> dict[str, str]:
        """Return article id -> id of its story's first article, its own where none is known."""
        wanted = list(ids)
        found = dict(self._in("SELECT article_id, story FROM stories WHERE story != '' AND article_id IN ({})", wanted))
        return {i: found.get(i, i) for i in wanted}

    def copies(self, story: str) -> list[str]:
        """Return the ids of the articles of a story, the first included, sorted."""
        query = "SELECT article_id FROM stories WHERE story IN ({}) ORDER BY 1"
        return [row[0] for row in self._in(query, [story])]

    def bare(self, ids: Iterable[str]) -> dict[str, set[str]]:
        """Return article id -> ids of its passages without a vector ("bare"), for those of ``ids`` that have any."""
        found: dict[str, set[str]] = {}
        query = "SELECT id, scales FROM articles JOIN passages USING (n) WHERE bare AND id IN ({})"
        for article, scales in self._in(query, list(ids)):
            found[article] = {f"{article}#{n}" for n in np.flatnonzero(np.frombuffer(scales, np.float32) == 0)}
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
        return [row[0] for row in self._in("SELECT id FROM articles WHERE version_of IN ({}) ORDER BY 1", list(ids))]

    def deleted(self) -> dict[str, Deleted]:
        """Return, by id, the articles that a person deleted, which no ingest brings back."""
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

    @contextmanager
    def _moment(self) -> Iterator[sqlite3.Connection]:
        """Read the database as it is at one moment, whatever is written to it meanwhile."""
        db = self._db
        db.execute("BEGIN")
        try:
            yield db
        finally:
            db.execute("COMMIT")

    @property
    def _db(self) -> sqlite3.Connection:
        return self._connections.current

    def _meta(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def _rows(self, query: str, values: Sequence[Any] = (), *, light: bool = False) -> Iterator[Article]:
        columns = ",".join("'' AS text" if light and c == "text" else c for c in (*COLUMNS, "crc"))
        for *row, crc in self._db.execute(query.format(columns), values):
            if not light and article_crc(row) != crc:
                raise IndexDamaged(self.folder, f"{FILE}: the article {row[0]!r} is not as it was written")
            fields = dict(zip(COLUMNS, row, strict=True))
            yield Article(**fields | {"incomplete": bool(fields["incomplete"])})

    def _in(self, query: str, ids: Sequence[str | int]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query for ``ids``, 500 at a time."""
        for at in range(0, len(ids), 500):
            part = ids[at : at + 500]
            yield from self._db.execute(query.format(",".join("?" * len(part))), part)


def _day(number: int) -> str:
    return f"{number // 10000:04}-{number // 100 % 100:02}-{number % 100:02}"
