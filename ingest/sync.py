"""Bring an index up to date with files: new articles are added, changed ones replaced, unchanged ones left alone.

An article that states a later day than the one it replaces keeps that as an earlier version (``ingest.versions``).

Safe to kill at any moment. A file is written into the ledger as ``reading``, with every article it may hold or held before, ahead of
the first of them being stored; it gets its digest when all are in and its old ones are out. Whatever a killed run leaves is
therefore owned by a file that the next run reads again, and articles already in are recognised by their fingerprint.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ingest.article.assemble import fingerprint
from ingest.copies.register import Copies, Row, forget_copies, store_row
from ingest.ledger import Ledger
from ingest.lock import write_lock
from ingest.read.child import articles_of
from ingest.read.failures import Failure, Fields, Note
from ingest.read.files import LIMITS, why_not
from ingest.read.limits import Limits, explain
from ingest.read.records.told import as_told
from ingest.read.walk import Walk, walk, written
from ingest.versions import keep_earlier, keep_moved
from rag.index.writing import StoreWriter
from rag.models.encoders import Embedder, StaticEmbedder
from rag.records import Article
from rag.settings import Settings

if TYPE_CHECKING:
    from ingest.pipeline import Indexer

BATCH = 64  # articles that are embedded and stored at once: some 400 passages  # equivalent: any gives the same store
RESERVED = 4096  # articles of one long file that are entered into the ledger at once, at most  # equivalent: as above
RESERVED_CHARS = 8_000_000  # of text in them, so that long articles do not fill the memory  # equivalent: as above
Progress = Callable[[int, int, str], None]  # bytes done, bytes in all, name of the file


@dataclass(frozen=True, slots=True)
class Report:
    """The counts of one run, in articles; ``failed`` lists file, or file:line, and reason."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[Failure, ...] = ()
    notes: tuple[Note, ...] = ()  # on files that were read
    skipped: tuple[str, ...] = ()  # files of unknown types that were found in folders
    seconds: float = 0.0

    @property
    def articles_per_second(self) -> float:
        """Articles indexed a second, 0 when there were none."""
        return (self.added + self.changed) / self.seconds if self.seconds else 0.0


def update(
    settings: Settings,
    paths: Sequence[Path | str],
    *,
    prune: bool = False,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
) -> Report:
    """Open the index of ``settings`` for writing, making it if need be, and ingest ``paths`` into it.

    :raises IndexBusy: when another process writes to it; nothing is touched then.
    """
    limits = Limits.of(settings)
    found = walk(paths)
    if not found.files and not (settings.index_dir / "articles.db").is_file():
        return Report(failed=tuple(found.failed), skipped=tuple(found.skipped))  # a mistyped name leaves no empty index behind
    embedder = embedder or StaticEmbedder()
    with write_lock(settings.index_dir):  # before the store is opened: opening for writing sweeps what a killed run left
        store = StoreWriter.open(settings, models=embedder.name)
        try:
            return _Run(store, embedder, progress, settings.copies, limits).update_store(found, paths if prune else ())
        finally:
            store.close()


def ingest(
    paths: Sequence[Path | str],
    store: StoreWriter,
    embedder: Embedder,
    *,
    prune: bool = False,
    progress: Progress | None = None,
    copies: bool = True,
    limits: Limits = LIMITS,
) -> Report:
    """Make an open store hold the articles of ``paths``; with ``prune``, drop those of files that no longer exist under them.

    ``copies``: find copies of one report and keep them as one story; without it the stories of the store are forgotten.

    :raises IndexBusy: when another process writes to the index.
    """
    with write_lock(store.folder):
        return _Run(store, embedder, progress, copies, limits).update_store(walk(paths), paths if prune else ())


@dataclass(slots=True)
class _File:
    """A file while it is read: the ids of its articles so far and of its last run, and how far it is."""

    path: str
    digest: str
    before: tuple[str, ...]  # ids of its articles in the last run
    size: int
    shown: int = 0  # bytes that the progress has counted
    ids: dict[str, None] = field(default_factory=dict)
    added: int = 0
    failed: bool = False
    waiting: bool = False  # for the batch to be stored


class _Waiting(NamedTuple):
    """An article of the batch: its fingerprint, its file and its place there."""

    article: Article
    mark: str
    file: _File
    where: str


class _Run:
    """The state of one ingest: what the store knew before, the batch to be stored, the counts so far."""

    def __init__(self, store: StoreWriter, embedder: Embedder, progress: Progress | None, copies: bool, limits: Limits) -> None:
        self._store, self._embedder, self._limits = store, embedder, limits
        self._copies = Copies(store, embedder) if copies else None
        self._progress = progress or (lambda done, total, label: None)
        self._done = self._total = 0
        self._indexer: Indexer | None = None
        self._ledger = Ledger(store)
        self._known = store.known()
        self._seen: dict[str, tuple[str, str]] = {}  # id -> fingerprint and place, of this run
        self._batch: list[_Waiting] = []
        self._earlier: dict[str, list[Article]] = {}  # id -> the versions that its file holds with it, which go in when it does
        self._waiting_chars = 0  # of the articles in the batch
        self._ended: list[_File] = []  # files read to their end, some of whose articles may still be in the batch
        self._new: dict[str, int] = {}  # path -> articles it added
        self._failed: list[Failure] = []
        self._notes: list[Note] = []
        self._added = self._changed = self._unchanged = self._removed = 0

    def update_store(self, found: Walk, roots: Sequence[Path | str]) -> Report:
        """Bring the store up to date with the files ``found``; under ``roots``, drop files that no longer exist."""
        started = time.monotonic()
        self._failed += found.failed
        sizes = {path: _size(path) for path in found.files}
        self._total = sum(sizes.values())
        for path in found.files:
            self._ingest_file(path, sizes[path])
        self._flush()
        self._removed += self._ledger.prune(roots, found.files)
        for orphans, ids in self._ledger.leaving():
            keep_moved(self._store, self._embedder, orphans, ids)
        for path, gone in self._ledger.settle().items():
            replaced = min(gone, self._new[path])  # an article whose record states no id gets another id when it changes
            self._added -= replaced
            self._changed += replaced
            self._removed += gone - replaced
        if self._copies:
            self._copies.settle()
        else:
            forget_copies(self._store, self._embedder)
        counts = (self._added, self._changed, self._unchanged, self._removed)
        return Report(*counts, tuple(self._failed), tuple(self._notes), tuple(found.skipped), time.monotonic() - started)

    def _ingest_file(self, path: str, size: int) -> None:
        name = written(path)
        try:
            reason = why_not(Path(path), self._limits)
            digest = "" if reason else as_told(_digest(path), path, self._limits.fields, self._limits.day_order)
        except OSError as err:
            reason = explain(err, self._limits)
        if reason:
            self._failed.append(Failure(name, reason))
            self._tick(size, name)
            return
        if (ids := self._ledger.ids_if_unchanged(name, digest, self._known)) is not None:
            self._unchanged += len(ids)
            self._seen |= {i: (self._known[i], name) for i in ids}
            self._tick(size, name)
            return
        file = _File(name, digest, self._ledger.ids_of(name), size)
        for found in articles_of(path, self._limits):
            if isinstance(found, Failure):
                self._fail(file, *found)
            elif isinstance(found, Note):
                self._notes.append(found)
            elif isinstance(found, Fields):
                continue
            elif found.article.version_of:
                self._earlier.setdefault(found.article.version_of, []).append(found.article)
            else:
                self._ingest_article(found.article, found.where, file)
            if len(self._batch) >= min(RESERVED, max(BATCH, len(file.ids) // 8)) or self._waiting_chars >= RESERVED_CHARS:
                self._flush(file)
        self._ended.append(file)

    def _fail(self, file: _File, where: str, reason: str) -> None:
        file.failed = True
        self._failed.append(Failure(where, reason))

    def _ingest_article(self, article: Article, where: str, file: _File) -> None:
        mark = fingerprint(article)
        seen, first = self._seen.get(article.id, ("", ""))
        before = self._known.get(article.id)
        if seen == mark or (not seen and before == mark):
            self._unchanged += article.id not in file.ids
        elif owner := first or self._ledger.other_owner(article.id, file.path):
            self._fail(file, where, f"the id {article.id!r} already belongs to another text, in {owner}")
            return
        else:
            file.waiting = True
            self._batch.append(_Waiting(article, mark, file, where))
            self._waiting_chars += len(article.text)
        self._seen[article.id] = (mark, first or where)
        file.ids[article.id] = None

    def _flush(self, reading: _File | None = None) -> None:
        """Store the batch, then enter the files that have ended; ``reading`` is the one that has not."""
        for file in [*self._ended, *([reading] if reading else [])]:
            if file.waiting:
                self._ledger.reading(file.path, (*file.before, *file.ids))
                file.waiting = False
        for at in range(0, len(self._batch), BATCH):
            self._index(self._batch[at : at + BATCH])
        self._batch.clear()
        self._waiting_chars = 0
        for file in self._ended:
            self._end(file)
        self._ended.clear()

    def _index(self, part: Sequence[_Waiting]) -> None:
        if self._indexer is None:
            from ingest.pipeline import Indexer  # LlamaIndex takes seconds to import

            self._indexer = Indexer(self._embedder)
        rows = self._rows(self._indexer, part)
        ids = {row[0].id for row in rows}
        part = [one for one in part if one.article.id in ids]
        before = {a.id: a for a in self._store.articles(i for i in ids if i in self._known)}
        keep_earlier(self._store, self._embedder, [(before[one.article.id], one.article) for one in part if one.article.id in before])
        earlier = [store_row(v, fingerprint(v), v, self._embedder) for one in part for v in self._earlier.pop(one.article.id, ())]
        self._store.add([*rows, *earlier])
        if self._copies:
            self._copies.remember(one.article.id for one in part)
        for article, mark, file, _ in part:
            file.added += article.id not in self._known
            self._changed += article.id in self._known
            self._known[article.id] = mark
            read_bytes = min(len(article.text), file.size - file.shown)
            file.shown += read_bytes
            self._tick(read_bytes, file.path)

    def _rows(self, indexer: "Indexer", part: Sequence[_Waiting]) -> list[Row]:
        """Return the store's rows of a batch; an article that cannot be worked on is named, and the others go in without it."""
        pairs = [(one.article, one.mark) for one in part]
        try:
            copied = self._copies.rows(pairs) if self._copies else []
            ids = {row[0].id for row in copied}
            return [*indexer.rows([pair for pair in pairs if pair[0].id not in ids]), *copied]
        except Exception as err:
            if len(part) > 1:
                return [row for one in part for row in self._rows(indexer, [one])]
            (one,) = part
            one.file.ids.pop(one.article.id, None)
            self._seen.pop(one.article.id, None)
            self._fail(one.file, one.where, explain(err, self._limits))
            return []

    def _end(self, file: _File) -> None:
        self._added += file.added
        self._new[file.path] = file.added
        if not file.failed:
            self._ledger.end(file.path, file.digest, tuple(file.ids), file.before)
        elif file.ids or file.before:
            # The part that could not be read may hold the missing articles: old ones stay, and the next run reads the file again.
            self._ledger.reading(file.path, (i for i in (*file.ids, *file.before) if i in self._known))
        self._tick(file.size - file.shown, file.path)

    def _tick(self, read_bytes: int, path: str) -> None:
        self._done += read_bytes
        self._progress(self._done, self._total, path)


def _digest(path: str) -> str:
    with open(path, "rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0
