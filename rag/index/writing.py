"""Write to the index: add, replace or remove whole articles, a batch in one transaction; what follows them is brought up to date after."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from secrets import randbits
from types import MappingProxyType
from typing import Self
from uuid import uuid4

import numpy as np

from rag.errors import KeywordsDamaged
from rag.index.keywords_writing import KeywordWriter
from rag.index.schema import COLUMNS, article_crc, create, passages_crc
from rag.index.store import DATED, NEWEST, Deleted, Store
from rag.index.vectors import pack
from rag.language.text import stems
from rag.models.encoders import Vectors
from rag.records import Article, Passage
from rag.settings import Settings

PUBLISH = 20_000  # passages after which a long run lets readers find them  # equivalent: any ends the same
READ = 500  # articles whose words are read at once  # equivalent: as above
Row = tuple[Article, str, Sequence[Passage], Vectors]  # article, fingerprint, passages, their vectors of shape (n_passages, dim)


class StoreWriter(Store):
    """An index open for writing, by one process at a time (``ingest`` holds the lock).

    What is written is in the articles' tables at once; :meth:`publish`, which closing does too, brings the keywords and Chroma up to
    date with them. After a kill the next writer does.
    """

    writes = True

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._opened_keywords: KeywordWriter | None = None
        self._words: dict[int, Sequence[str]] = {}  # the stems of passages, by the row of an article's first, until they are published
        self._unpublished = 0  # passages since the last time that readers were let see them
        self.is_lost = False  # its articles.db was, so that it began anew

    @classmethod
    def open(cls, settings: Settings, *, models: str = "") -> Self:
        """Open the index of ``settings``, making it when missing, and bring up to date what a killed run left behind.

        :raises IndexMismatch: when it was built by other models or another format.
        """
        settings.index_dir.mkdir(parents=True, exist_ok=True)
        return cls._opened(settings, models)

    def close(self) -> None:
        """Publish, and close this thread's connection."""
        try:
            self.publish()
            self._nearest.seal()
        finally:
            if self._opened_keywords is not None:
                self._opened_keywords.close()
            super().close()

    def publish(self) -> None:
        """Let readers find by keywords, and through Chroma, all that has been written."""
        self._follow_with_keywords()
        self._nearest.follow(self._transaction, self._db, self.generation)
        self._unpublished = 0

    def renew(self) -> None:
        """Make keywords and Chroma anew from the articles."""
        self._with_keywords_anew()
        self._follow_with_keywords()
        self._nearest.anew(self._transaction, self._db, self.generation)

    def set_stories(self, rows: Mapping[str, tuple[str, bytes]]) -> None:
        """Store article id -> (story id, signature); unknown articles are ignored."""
        before = self.story_of(rows)
        moved = [i for i, (story, _) in rows.items() if (story or i) != before[i]]  # the others are in the story that a reader knows
        query = "INSERT OR REPLACE INTO stories SELECT id, ?, ? FROM articles WHERE id = ?"
        with self._change(bool(moved)) as (db, generation):
            db.executemany(query, [(story, signature, i) for i, (story, signature) in rows.items()])
            db.executemany("UPDATE articles SET changed = ? WHERE id = ?", [(generation, i) for i in moved])

    def forget_stories(self) -> list[str]:
        """Delete all stories; return the ids of articles that have passages without a vector, sorted."""
        if self._db.execute("SELECT 1 FROM stories LIMIT 1").fetchone():
            with self._change() as (db, generation):
                db.execute("UPDATE articles SET changed = ? WHERE id IN (SELECT article_id FROM stories WHERE story != '')", (generation,))
                db.execute("UPDATE stories SET story = ''")  # equivalent: with it, the trigger has nothing to do
                db.execute("DELETE FROM stories")
        query = f"SELECT id FROM articles JOIN passages USING (n) WHERE bare AND {NEWEST} ORDER BY 1"
        return [row[0] for row in self._db.execute(query)]

    def add(self, batch: Sequence[Row], words: Mapping[str, Sequence[str]] = MappingProxyType({})) -> None:
        """Write articles with fingerprint, passages and vectors, replacing those of the same id, in one transaction.

        A passage whose row is zero gets no vector: it is found by its words only, not by similarity.

        :param words: the stems of passages with a line break between them, by article id, where somebody worked them out already.
        """
        if not batch:
            return
        with self._change() as (db, generation):
            for article, fingerprint, passages, vectors in batch:
                self._end_earlier(db, article, generation)
                self._drop(db, generation, "id = ?", [article.id])
                values = [int(value) if isinstance(value := getattr(article, c), bool) else value for c in COLUMNS]
                db.execute(
                    f"INSERT INTO articles ({','.join(COLUMNS)}, fingerprint, changed, crc) VALUES ({'?,' * len(COLUMNS)}?,?,?)",
                    (*values, fingerprint, generation, article_crc(values)),
                )
                (number,) = db.execute("SELECT n FROM articles WHERE id = ?", (article.id,)).fetchone()
                first = self._add_passages(db, number, generation, article, passages, vectors)
                if article.id in words:
                    self._words[first] = words[article.id]
        self._unpublished += sum(len(passages) for _, _, passages, _ in batch)
        if self._unpublished >= PUBLISH:
            self.publish()

    def _add_passages(
        self, db: sqlite3.Connection, number: int, generation: int, article: Article, passages: Sequence[Passage], vectors: Vectors
    ) -> int:
        """Write the passages of an article; return the row of the first, -1 where there is none."""
        if [p.id for p in passages] != [f"{article.id}#{k}" for k in range(len(passages))] or len(passages) != len(vectors):
            raise ValueError(f"the passages of {article.id} are not numbered from 0, or not each has a vector")
        if not passages:
            return -1
        packed, scales = pack(vectors)
        first = self._allot(db, len(passages))
        if not first:
            db.execute("INSERT OR REPLACE INTO meta VALUES ('dim', ?)", (str(packed.shape[1]),))
        parts = np.array([(p.start, p.end) for p in passages], np.int32).tobytes(), scales.tobytes(), packed.tobytes()
        db.execute(
            "INSERT INTO passages (first, n, count, bare, born, crc, spans, scales, vectors) VALUES (?,?,?,?,?,?,?,?,?)",
            (first, number, len(passages), int((scales == 0).sum()), generation, passages_crc(*parts), *parts),
        )
        return first

    @staticmethod
    def _allot(db: sqlite3.Connection, count: int) -> int:
        """Return the first of so many new row numbers, which nothing ever had."""
        found = db.execute("SELECT value FROM meta WHERE key = 'rows'").fetchone()
        first = int(found[0]) if found else 0
        db.execute("INSERT OR REPLACE INTO meta VALUES ('rows', ?)", (str(first + count),))
        return first

    def remove(self, article_ids: Iterable[str], deleted: Mapping[str, Deleted] = MappingProxyType({})) -> None:
        """Remove articles with their earlier versions, passages and vectors; unknown ids are ignored.

        :param deleted: by id, those of them that a person deleted and no ingest is to bring back; recorded in the same transaction.
        """
        ids = list(article_ids)
        if not ids:
            return
        with self._change() as (db, generation):
            _remember(db, deleted)
            for at in range(0, len(ids), 500):
                part = ids[at : at + 500]
                marks = ",".join("?" * len(part))
                self._drop(db, generation, f"id IN ({marks}) OR (version_of IN ({marks}))", [*part, *part])

    def set_newest(self, articles: Mapping[str, Article]) -> None:
        """Assign the earlier versions of an article to the one that replaced it (old id -> new article)."""
        if not articles:
            return
        with self._change() as (db, generation):
            for old, new in articles.items():
                db.execute("UPDATE articles SET version_of = ? WHERE version_of = ?", (new.id, old))
                self._end_earlier(db, new, generation)

    def remember_deleted(self, articles: Mapping[str, Deleted]) -> None:
        """Record, by id, articles that a person deleted and that are not in the index."""
        with self._transaction() as db:
            _remember(db, articles)

    def forget_deleted(self, ids: Iterable[str]) -> None:
        """Let articles that were deleted come in again."""
        with self._transaction() as db:
            db.executemany("DELETE FROM deletions WHERE article_id = ?", [(i,) for i in ids])

    def set_file(self, path: str, digest: str, article_ids: Sequence[str]) -> None:
        """Record that ``path`` with this content is fully ingested as these articles."""
        self.set_files({path: (digest, article_ids)})

    def drop_file(self, path: str) -> None:
        """Delete the record of a file; the caller removes its articles."""
        self.set_files({path: None})

    def set_files(self, files: Mapping[str, tuple[str, Sequence[str]] | None]) -> None:
        """Record files in one transaction: path -> the digest of its content and its articles, or None for one that is gone."""
        rows = [(path, told[0], json.dumps(list(told[1]))) for path, told in files.items() if told]
        with self._transaction() as db:
            db.executemany("INSERT OR REPLACE INTO files VALUES (?,?,?)", rows)
            db.executemany("DELETE FROM files WHERE path = ?", [(path,) for path, told in files.items() if not told])

    def set_paths(self, paths: Mapping[str, str]) -> None:
        """Record the paths that articles are now read from (id -> path); a path is not part of an article's identity."""
        with self._transaction() as db:
            db.executemany("UPDATE articles SET path = ? WHERE id = ?", [(path, i) for i, path in paths.items()])

    # --- inside

    def _prepare(self, stamp: str) -> None:
        if self._meta_of_any("built_by") is None:
            create(self._db)
            with self._transaction() as db:
                db.execute("INSERT OR IGNORE INTO meta VALUES ('built_by', ?)", (stamp,))
                first = str(randbits(40) << 20)  # what follows another index, whose articles.db was lost, cannot be taken for ours
                db.execute("INSERT OR IGNORE INTO meta VALUES ('generation', ?), ('first', ?)", (first, first))
            self.is_lost = (self.folder / "keywords" / "meta.json").exists()
        super()._prepare(stamp)
        create(self._db)
        if not self._meta("uid"):  # its collection's name on a Chroma server; a copy that was brought back has its own
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('uid', ?)", (uuid4().hex,))
        if self._meta("generation") is None:
            latest = "SELECT MAX(x) + 1 FROM (SELECT 0 x UNION SELECT MAX(changed) FROM articles UNION SELECT MAX(changed) FROM gone)"
            self._db.execute(f"INSERT OR IGNORE INTO meta SELECT 'generation', CAST(({latest}) AS TEXT)")
        if self._keywords.generation > self.generation:  # the articles lost their last changes, whose numbers will be given again
            self._with_keywords_anew()

    def _meta_of_any(self, key: str) -> str | None:
        """Return a value of the table ``meta``, None too where there is no such table."""
        return self._meta(key) if self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone() else None

    def _follow_with_keywords(self) -> None:
        """Bring the keywords up to date with the articles, from the beginning where they are new or damaged."""
        opened = self._opened_keywords is None
        since, generation = self._keywords.generation, self.generation
        lacking = opened and since == generation and self._keywords.size != self.held("passages")
        if since == generation and not lacking:
            return
        if not self.first_generation <= since <= generation or lacking:  # of another index, or of one that lost its last changes
            since = self._with_keywords_anew().generation
        gone = self._db.execute("SELECT first, count FROM gone WHERE changed > ?", (since,)).fetchall() if since >= 0 else []
        self._keywords.remove(row for first, count in gone for row in range(first, first + count))
        # with the plus by the index of what is new, not through all
        numbers = self._db.execute("SELECT n, first, spans FROM passages WHERE born > ? ORDER BY +first", (since,))
        while some := numbers.fetchmany(READ):
            articles = self._by_number([n for n, *_ in some])
            self._keywords.add(
                (first + k, (self._words[first][k].split("\n") if first in self._words else stems(article.text[start:end])) + title)
                for n, first, spans in some
                for article in [articles[n]]
                for title in [stems(article.title)]
                for k, (start, end) in enumerate(np.frombuffer(spans, np.int32).reshape(-1, 2).tolist())
            )
        self._keywords.commit(generation)
        self._words.clear()

    @property
    def _keywords(self) -> KeywordWriter:
        """The writer of the keywords, opened when it is needed; a damaged index of them begins anew."""
        if self._opened_keywords is None:
            try:
                self._opened_keywords = KeywordWriter(self.folder / "keywords")
            except KeywordsDamaged:
                self._opened_keywords = KeywordWriter(self.folder / "keywords", anew=True)
        return self._opened_keywords

    def _with_keywords_anew(self) -> KeywordWriter:
        if self._opened_keywords is not None:
            self._opened_keywords.close()
        self._opened_keywords = KeywordWriter(self.folder / "keywords", anew=True)
        return self._opened_keywords

    def _by_number(self, numbers: Sequence[int]) -> dict[int, Article]:
        ids: dict[str, int] = dict(self._in("SELECT id, n FROM articles WHERE n IN ({})", numbers))
        return {ids[a.id]: a for a in self.articles(ids)}

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

    @contextmanager
    def _change(self, counts: bool = True) -> Iterator[tuple[sqlite3.Connection, int]]:
        """Begin a transaction of the next generation, or of this one where nothing changes that can be found."""
        with self._transaction() as db:
            if counts:
                db.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'")
            yield db, self.generation

    @staticmethod
    def _end_earlier(db: sqlite3.Connection, article: Article, generation: int) -> None:
        """Let the last earlier version of ``article`` end where ``article`` begins, and drop those not older than it."""
        if not article.dated or article.version_of:
            return
        if not db.execute("SELECT 1 FROM articles WHERE version_of = ? LIMIT 1", (article.id,)).fetchone():
            return
        StoreWriter._drop(db, generation, f"version_of = ? AND {DATED} >= ?", [article.id, article.dated[:10]])
        last = f"SELECT id FROM articles WHERE version_of = ? ORDER BY {DATED} DESC LIMIT 1"
        db.execute(f"UPDATE articles SET superseded = ?, changed = ? WHERE id = ({last})", (article.dated, generation, article.id))

    @staticmethod
    def _drop(db: sqlite3.Connection, generation: int, clause: str, values: Sequence[str]) -> None:
        """Delete articles with their passages; that they are gone stays known to whoever follows."""
        gone = f"SELECT n, COALESCE(first, 0), COALESCE(count, 0), ? FROM articles LEFT JOIN passages USING (n) WHERE {clause}"
        if db.execute(f"INSERT INTO gone {gone}", (generation, *values)).rowcount:
            db.execute(f"DELETE FROM articles WHERE {clause}", values)


def _remember(db: sqlite3.Connection, deleted: Mapping[str, Deleted]) -> None:
    rows = [(i, told.title, json.dumps(told.files), told.url, json.dumps(told.copies)) for i, told in deleted.items()]
    db.executemany("INSERT OR REPLACE INTO deletions VALUES (?,?,?,?,?)", rows)
