"""Find the passages nearest to a vector: by comparing all of a small index, with the help of Chroma in a large one."""

import errno
import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.errors import DatelineError
from rag.index.chroma import ANSWER_S, ASK_S, FOLDER, allow, open_client, open_collection, told_of_server
from rag.index.columns import PassageTable
from rag.index.database import clear_away, is_panic
from rag.index.upkeep.sealed import altered, is_sealed, seal, unseal
from rag.index.vectors import cosines, unpack
from rag.models.encoders import Vectors
from rag.settings import Settings

log = logging.getLogger(__name__)

FEW = 200_000  # passages among which the nearest are found by comparing all: 13 ms of one core
WIDE = 0.5  # share of the passages that must pass a filter for Chroma to be asked: it does not know the filter
MORE = 4  # times as many candidates as are wanted
AT_ONCE = 5000  # vectors that Chroma takes in one call  # equivalent: any gives the same vectors
AWAY_S = 60.0  # that a server is not asked after it failed: a question would wait for it, and each one after
_STATE = "chroma"  # in the table ``meta``: "generation row", up to which Chroma has the vectors
Transaction = Callable[[], AbstractContextManager[sqlite3.Connection]]


class Followed(NamedTuple):
    """How far Chroma is: the generation up to which removed passages are out of it, and the row up to which new ones are in it."""

    generation: int = 0
    row: int = 0

    @classmethod
    def read(cls, db: sqlite3.Connection) -> "Followed":
        """Return what the database says."""
        found = db.execute("SELECT value FROM meta WHERE key = ?", (_STATE,)).fetchone()
        return cls(*map(int, found[0].split())) if found else cls()

    def write(self, db: sqlite3.Connection) -> None:
        """Let the database say so."""
        db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_STATE, f"{self.generation} {self.row}"))


NOTHING = Followed()


class Nearest:
    """The vectors of one index, asked from many threads and after a fork."""

    def __init__(self, settings: Settings, uid: Callable[[], str] = str) -> None:
        """Begin.

        :param uid: the index's own name among all, which tells its collection from those of others on a server.
        """
        self._settings, self._uid = settings, uid
        self._opened: tuple[int, Any, Any] = (0, None, None)  # process, client, collection
        self.fault = ""  # why Chroma could not be asked, the last time it was
        self._away = 0.0  # until when its server is not asked, on the clock that only goes forward

    @property
    def folder(self) -> Path:
        """Where Chroma keeps its files, unless it is a server."""
        return self._settings.index_dir / FOLDER

    @property
    def collection(self) -> Any:  # noqa: ANN401 - chromadb is imported late
        """The Chroma collection, opened when it is needed, by each process for itself."""
        return self._within(ANSWER_S)

    def _within(self, seconds: float) -> Any:  # noqa: ANN401
        """Return the collection; a server has so long for each call."""
        if self._opened[0] != os.getpid():
            if not self._settings.chroma_url and (bad := altered(self.folder)):
                raise ValueError(f"{', '.join(bad)} is not as it was written")
            client = open_client(self._settings, seconds)
            try:
                with told_of_server(self._settings):
                    self._opened = (os.getpid(), client, open_collection(client, self._name))
            except BaseException:
                with suppress(Exception):
                    client.close()
                raise
        allow(self._opened[1], seconds)
        return self._opened[2]

    def close(self) -> None:
        """Close Chroma, so that nothing of it is held by this process."""
        process, client, _ = self._opened
        self._opened = (0, None, None)
        if process == os.getpid():
            with suppress(Exception):  # what could not be opened well may not close well
                client.close()

    def find(
        self, table: PassageTable, vector: Vectors, k: int, keep: NDArray[np.bool_] | None = None, followed: Followed = NOTHING
    ) -> dict[int, float]:
        """Return up to ``k`` rows of ``keep`` (all where None) with their cosine, nearest first; equal ones in the table's order.

        :param followed: how far Chroma is.
        """
        admitted = (table.whole if keep is None else keep) & (table.scales > 0)
        number = int(np.count_nonzero(admitted))
        rows = None
        if number > self._few and number >= WIDE * np.count_nonzero(table.whole):
            rows = self._from_chroma(vector, min(MORE * k, number), admitted, followed.row)
            if rows is not None and len(rows) < min(k, number):  # what a filter leaves out was nearest
                rows = None
        rows = np.flatnonzero(admitted) if rows is None else np.unique(rows)
        near = cosines(vector, table.vectors, table.scales, rows)
        best = table.best(rows, near, k)
        return dict(zip(best, near[np.searchsorted(rows, best)].tolist(), strict=True))

    @property
    def _name(self) -> str:
        uid = self._uid() if self._settings.chroma_url else ""
        return f"dateline-{uid}" if uid else "passages"

    @property
    def _few(self) -> int:
        """Passages up to which Chroma is not asked; a server is there to be asked."""
        return 0 if self._settings.chroma_url else FEW

    def _from_chroma(self, vector: Vectors, k: int, admitted: NDArray[np.bool_], end: int) -> NDArray[np.int64] | None:
        """Return the rows that Chroma holds to be the nearest, and those that it does not have yet; None where it cannot be asked."""
        if not end or time.monotonic() < self._away:
            return None
        try:
            found = self._within(ASK_S).query(query_embeddings=vector[None, :], n_results=k, include=[])
        except BaseException as err:  # a library in another language raises what it likes; without it all is found, only later
            if not (isinstance(err, Exception) or is_panic(err)):
                raise
            self.fault = _said(err)
            self._away = time.monotonic() + AWAY_S if self._settings.chroma_url else 0.0
            log.warning("Chroma could not be asked: %s", type(err).__name__)
            log.debug("why Chroma could not be asked", exc_info=err)
            return None
        self.fault = ""
        rows = np.array([int(i) for i in found["ids"][0]], np.int64)
        rows = rows[(rows < len(admitted)) & (rows < end)]
        return np.concatenate([rows[admitted[rows]], end + np.flatnonzero(admitted[end:])])

    # --- writing

    def follow(self, transaction: Transaction, db: sqlite3.Connection, generation: int) -> None:
        """Bring Chroma up to date with the articles, from the beginning where it has not what it should have, or is damaged.

        Killed anywhere, it goes on where it was: what Chroma has already it may be given again.

        :raises DatelineError: when it cannot be written even anew; the articles are safe, and the next run tries again.
        """
        try:
            self._follow(transaction, db, generation)
        except BaseException as err:
            if not self._is_of_chroma(err):
                raise
            if "locked" in str(err):
                raise self._unwritten(err) from err
            log.warning("Chroma could not be written (%s); it is made anew", type(err).__name__)
            log.debug("why Chroma could not be written", exc_info=err)
            self.anew(transaction, db, generation)

    def anew(self, transaction: Transaction, db: sqlite3.Connection, generation: int) -> None:
        """Make Chroma anew from the articles.

        :raises DatelineError: when that cannot be done.
        """
        try:
            self.close()
            if self._settings.chroma_url:
                self._empty()
            else:
                clear_away(self.folder)
            with transaction() as writing:
                Followed().write(writing)
            self._follow(transaction, db, generation)
        except BaseException as err:
            if not self._is_of_chroma(err):
                raise
            raise self._unwritten(err) from err

    def _unwritten(self, err: BaseException) -> DatelineError:
        return DatelineError(
            f"The articles are safe in {self._settings.index_dir}, but their vectors could not be given to Chroma ({_said(err)}). "
            "The next ingest tries again."
        )

    @staticmethod
    def _is_of_chroma(err: BaseException) -> bool:
        if isinstance(err, DatelineError | sqlite3.Error):
            return False
        return is_panic(err) or (isinstance(err, Exception) and getattr(err, "errno", None) not in (errno.ENOSPC, errno.EROFS))

    def _follow(self, transaction: Transaction, db: sqlite3.Connection, generation: int) -> None:
        with told_of_server(self._settings):
            known, end = self._brought_up(db)
        if (generation, end) != known:
            with transaction() as writing:
                Followed(generation, end).write(writing)

    def _brought_up(self, db: sqlite3.Connection) -> tuple[Followed, int]:
        """Give Chroma what it lacks; return how far it was, and the row that it has everything before now."""
        known = Followed.read(db)
        lost = known.row and self.lacks(db, known)
        if lost or (not known.row and self.collection.count()):  # none of ours, or of another index that was here
            if lost:
                log.warning("Chroma has lost vectors of this index; it is given all of them again")
            self._empty()
            known = Followed()
        removed = db.execute("SELECT first, count FROM gone WHERE changed > ? AND first < ?", (known.generation, known.row)).fetchall()
        for at in range(0, len(removed), AT_ONCE // 10):
            some = removed[at : at + AT_ONCE // 10]
            if ids := [str(row) for first, count in some for row in range(first, first + count)]:
                self._unsealed.delete(ids=ids)
        end = known.row
        for rows, vectors in _new(db, known.row):
            self._unsealed.upsert(ids=[str(row) for row in rows], embeddings=vectors)
            end = rows[-1] + 1
        return known, end

    def forget(self) -> None:
        """Delete the vectors from a server; embedded they lie in the folder of the index."""
        if self._settings.chroma_url and self._uid():
            with told_of_server(self._settings):
                self.collection  # noqa: B018 - opens it
                self._opened[1].delete_collection(self._name)
            self.close()

    @property
    def _unsealed(self) -> Any:  # noqa: ANN401
        """The collection, about to be changed."""
        collection = self.collection
        if not self._settings.chroma_url:
            unseal(self.folder)
        return collection

    def seal(self) -> None:
        """Close Chroma, and write down what its files hold, where that is not known."""
        if self._settings.chroma_url or not self.folder.is_dir() or is_sealed(self.folder):
            return
        with suppress(Exception):
            self.collection.count()  # which lets it write what it still would
        self.close()
        with suppress(OSError):
            seal(self.folder)

    def lacks(self, db: sqlite3.Connection, known: Followed) -> int:
        """Return how many vectors Chroma lacks of those that it should have."""
        wanted = db.execute("SELECT COALESCE(SUM(count - bare), 0) FROM passages WHERE first < ?", (known.row,)).fetchone()[0]
        return max(0, int(wanted) - int(self.collection.count()))

    def _empty(self) -> None:
        while ids := self.collection.get(limit=AT_ONCE, include=[])["ids"]:
            self._unsealed.delete(ids=ids)


def _said(err: BaseException) -> str:
    return " ".join(f"{type(err).__name__}: {err}".split())[:160]


def _new(db: sqlite3.Connection, first: int) -> Iterator[tuple[list[int], Vectors]]:
    """Yield rows from ``first`` on that have a vector, with their vectors, many at a time."""
    found = db.execute("SELECT first, count, scales, vectors FROM passages WHERE first >= ? ORDER BY first", (first,))
    rows, parts = list[int](), list[Vectors]()
    for start, count, scales, vectors in found:
        scale = np.frombuffer(scales, np.float32)
        has = np.flatnonzero(scale > 0)
        rows += (start + has).tolist()
        parts.append(unpack(np.frombuffer(vectors, np.int8).reshape(count, -1)[has], scale[has]))
        if len(rows) >= AT_ONCE:
            yield rows, np.concatenate(parts)
            rows, parts = [], []
    if rows:
        yield rows, np.concatenate(parts)
