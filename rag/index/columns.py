"""All passages of an index as numpy columns, the form in which filters and scores read them; they grow as the index does."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from rag.index.schema import passages_crc
from rag.index.vectors import Bytes
from rag.models.encoders import Vectors

NEVER = 99999999  # a day number after every day
SPARE = 1.25  # times the rows that a column has, for those to come  # equivalent: costs time or memory only
_FETCH = 2000  # articles whose passages are read at once  # equivalent: as above
Column = TypeVar("Column", bound=np.generic)


def day_number(stamp: str) -> int:
    """Return 20231031 for an ISO stamp of that day, 0 for an unknown time: what filters compare."""
    return int(stamp[:10].replace("-", "")) if stamp else 0


@dataclass(frozen=True, slots=True, eq=False)
class PassageTable:
    """All passages of one generation: columns of articles by their number, and of passages by their row.

    Numbers and rows have gaps where articles were removed; what is in a gap is not ``current``.
    """

    generation: int
    # by number of the article
    article_ids: list[str]
    outlets: list[str]  # names, each once; codes point into it
    codes: NDArray[np.int32]
    days: NDArray[np.int32]  # day_number of ``dated``
    untils: NDArray[np.int32]  # day_number from which a newer version replaces it; NEVER for the newest
    stories: NDArray[np.int32]  # number of the first article of its story, its own where copies were not looked for
    firsts: NDArray[np.int32]  # row of its first passage
    current: NDArray[np.bool_]  # it is in the index
    # by row
    articles: NDArray[np.int32]  # number of its article
    spans: NDArray[np.int32]  # (start, end) in its article's text, shape (rows, 2)
    vectors: Bytes  # shape (rows, dim)
    scales: Vectors  # see rag.index.vectors; 0: bare, it repeats its story's first article word for word, or has no known word
    _whole: list[NDArray[np.bool_]] = field(default_factory=list)  # of one entry, once it was asked for

    @property
    def size(self) -> int:
        """How many rows there are, gaps included."""
        return len(self.articles)

    @property
    def whole(self) -> NDArray[np.bool_]:
        """Which rows are in the index, in any version; shape (size,)."""
        if not self._whole:
            self._whole.append(self.current[self.articles])
        return self._whole[0]

    @property
    def versioned(self) -> bool:
        """Whether some articles are versions that a newer one has replaced."""
        return bool((self.current & (self.untils < NEVER)).any())

    def holds(self, row: int) -> bool:
        """Whether a row is in the index; one that was written since this table was read is not."""
        return row < self.size and bool(self.whole[row])

    def article_of(self, row: int) -> str:
        """Return the id of a passage's article."""
        return self.article_ids[int(self.articles[row])]

    def id_of(self, row: int) -> str:
        """Return the id of a passage."""
        number = int(self.articles[row])
        return f"{self.article_ids[number]}#{row - int(self.firsts[number])}"

    def span_of(self, row: int) -> tuple[int, int]:
        """Return where a passage stands in its article's text."""
        start, end = self.spans[row].tolist()
        return start, end

    def story_of(self, row: int) -> str:
        """Return the id of the first article of the story that a passage's article is in."""
        return self.article_ids[int(self.stories[self.articles[row]])]

    def best(self, rows: NDArray[np.int64], scores: NDArray[np.floating], k: int) -> list[int]:
        """Return the ``k`` of ``rows`` with the highest scores, best first; equal ones in order."""
        if len(rows) > k:
            least = np.partition(scores, -k)[-k] if k else np.inf
            rows, scores = rows[scores >= least], scores[scores >= least]
        found = zip(rows.tolist(), scores.tolist(), strict=True)
        return [row for _, _, row in sorted((-score, self.article_of(row), row) for row, score in found)][:k]

    # --- growing

    @classmethod
    def empty(cls, dim: int = 0) -> Self:
        """Return the table of an index that was never written to."""
        none, packed = np.zeros(0, np.int32), np.zeros((0, dim), np.int8)
        return cls(
            generation=-1, article_ids=[], outlets=[], codes=none, days=none, untils=none, stories=none, firsts=none,
            current=np.zeros(0, np.bool_), articles=none, spans=np.zeros((0, 2), np.int32), vectors=packed, scales=np.zeros(0, np.float32),
        )  # fmt: skip

    def follow(self, db: sqlite3.Connection) -> Self:
        """Return the table of what a database holds now; this one stays as it is, and lends its columns where they only grow.

        The caller has begun a transaction, so that all is of one moment.

        :raises ValueError: when a part of it is not as it was written.
        """
        generation = int(_one(db, "SELECT COALESCE((SELECT value FROM meta WHERE key = 'generation'), 0)"))
        first = int(_one(db, "SELECT COALESCE((SELECT value FROM meta WHERE key = 'first'), 0)"))
        if len(self.article_ids) and not first <= self.generation <= generation:  # another index has taken the place of the one read
            return self.empty().follow(db)
        last = int(_one(db, "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'articles'), 0)"))
        codes, days, untils, stories, firsts = (
            _longer(c, last + 1) for c in (self.codes, self.days, self.untils, self.stories, self.firsts)
        )
        current, ids = _longer(self.current, last + 1), self.article_ids + [""] * (last + 1 - len(self.article_ids))
        outlets, names = list(self.outlets), {name: code for code, name in enumerate(self.outlets)}
        gone = [n for (n,) in db.execute("SELECT n FROM gone WHERE changed > ?", (self.generation,)) if n < len(current)]
        current[gone] = False
        changed = "SELECT n, id, source, published, updated, superseded FROM articles WHERE changed > ?"
        for n, article, source, published, updated, superseded in db.execute(changed, (self.generation,)):
            ids[n], current[n], stories[n] = article, True, n
            codes[n] = names.setdefault(source, len(names))
            days[n] = max(day_number(published), day_number(updated))
            untils[n] = day_number(superseded) or NEVER
        outlets += list(names)[len(outlets) :]
        copies = """SELECT a.n, f.n FROM stories s JOIN articles a ON a.id = s.article_id JOIN articles f ON f.id = s.story
                    WHERE s.story NOT IN ('', s.article_id) AND a.changed > ?"""
        for n, first in db.execute(copies, (self.generation,)):
            stories[n] = first
        grown = type(self)(generation, ids, outlets, codes, days, untils, stories, firsts, current, *self._grown(db, firsts))
        held = dict(db.execute("SELECT what, number FROM held"))
        if lost := [what for what, n in (("articles", current.sum()), ("passages", grown.whole.sum())) if n != held.get(what)]:
            raise ValueError(f"there are not as many {' and '.join(lost)} as were put in")
        if bare := grown.without_passages(db):
            raise ValueError(f"{bare} articles have lost their passages")
        return grown

    def without_passages(self, db: sqlite3.Connection) -> int:
        """Return how many articles have a text and no passages."""
        having = np.zeros(len(self.current), np.bool_)
        having[self.articles] = True  # also what is in a gap, which is not current
        numbers = np.flatnonzero(self.current & ~having).tolist()
        query = "SELECT COUNT(*) FROM articles WHERE n IN ({}) AND trim(text, ' ' || char(9, 10, 13)) != ''"
        parts = (numbers[at : at + _FETCH] for at in range(0, len(numbers), _FETCH))
        return sum(int(_one(db, query.format(",".join("?" * len(part))), part)) for part in parts)

    def _grown(self, db: sqlite3.Connection, firsts: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32], Bytes, Vectors]:
        """Return the columns of passages with the new rows, whose first ones are written into ``firsts``."""
        size = int(_one(db, "SELECT COALESCE(MAX(first + count), 0) FROM (SELECT first, count FROM passages ORDER BY first DESC LIMIT 1)"))
        size = max(size, self.size)
        dim = self.vectors.shape[1] or int(_one(db, "SELECT COALESCE((SELECT value FROM meta WHERE key = 'dim'), 0)"))
        held = self if self.vectors.shape[1] else self.empty(dim)
        articles, spans = _extended(self.articles, size), _extended(self.spans, size)
        vectors, scales = _extended(held.vectors, size), _extended(self.scales, size)
        query = "SELECT first, n, count, spans, scales, vectors, crc FROM passages WHERE first >= ? ORDER BY first"
        rows = db.execute(query, (self.size,))
        while some := rows.fetchmany(_FETCH):
            for first, n, count, places, scale, packed, crc in some:
                if passages_crc(places, scale, packed) != crc:
                    raise ValueError(f"the passages of article number {n}")
                firsts[n] = first
                end = first + count
                articles[first:end] = n
                spans[first:end] = np.frombuffer(places, np.int32).reshape(count, 2)
                scales[first:end] = np.frombuffer(scale, np.float32)
                vectors[first:end] = np.frombuffer(packed, np.int8).reshape(count, dim)
        return articles, spans, vectors, scales


def drop_repeats(keep: NDArray[np.bool_], table: PassageTable) -> NDArray[np.bool_]:
    """Return the rows of ``keep`` without those that only repeat the first article of their story word for word.

    A copy is dropped only where that first article is kept itself; where a filter leaves it out, its copies are read instead. Being
    the earliest, it is never the one that ``as_of`` leaves out.
    """
    bare = np.flatnonzero(keep & (table.scales == 0))
    if not len(bare):
        return keep
    own = table.articles[bare]
    first = table.stories[own]
    repeats = bare[(first != own) & table.current[first] & keep[np.minimum(table.firsts[first], table.size - 1)]]
    result = keep.copy()
    result[repeats] = False
    return result


def _one(db: sqlite3.Connection, query: str, values: Sequence[int] = ()) -> int | str:
    found: int | str = db.execute(query, values).fetchone()[0]
    return found


def _longer(column: NDArray[Column], size: int) -> NDArray[Column]:
    """Return a copy of a column of articles with ``size`` entries, those to come 0."""
    found = np.zeros(max(size, len(column)), column.dtype)
    found[: len(column)] = column
    return found


def _extended(column: NDArray[Column], size: int) -> NDArray[Column]:
    """Return a column of passages with ``size`` rows; the rows it had are shared where its memory has room for the new ones."""
    memory = column.base if isinstance(column.base, np.ndarray) and column.base.ndim == column.ndim else column
    if len(memory) < size or memory.base is not None:
        memory = np.zeros((int(size * SPARE), *column.shape[1:]), column.dtype)
        memory[: len(column)] = column
    found: NDArray[Column] = memory[:size]
    return found
