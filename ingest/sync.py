"""Bring an index up to date with files: new articles are added, changed ones replaced, unchanged ones left alone.

An article that states a later day than the one it replaces keeps that as an earlier version (``ingest.versions``).

Safe to kill at any moment. A file is written into the ledger as ``reading``, with every article it may hold or held before, ahead of
the first of them being stored; it gets its digest when all are in and its old ones are out. Whatever a killed run leaves is
therefore owned by a file that the next run reads again, and articles already in are recognised by their fingerprint.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.ahead.hands import Hands
from ingest.ahead.reader import Ahead
from ingest.ahead.unread import Unread
from ingest.article.assemble import fingerprint, version_id
from ingest.copies.register import Copies, forget_copies
from ingest.identity import Ids, by_mark, states_id
from ingest.ledger import Ledger, Marks
from ingest.left_out import LeftOut
from ingest.lock import bring_back, write_lock
from ingest.read.child import articles_of
from ingest.read.failures import Failure, Fields, Note, Said
from ingest.read.files import LIMITS, why_not
from ingest.read.limits import Limits, explain
from ingest.read.net import Found
from ingest.read.records.told import is_list
from ingest.read.walk import Walk, walk, written
from ingest.report import Progress, Report
from ingest.storing import File, Storing, Waiting
from ingest.versions import keep_moved
from rag.index.database import FILE, told
from rag.index.listing import lacking
from rag.index.writing import StoreWriter
from rag.models.encoders import Embedder, StaticEmbedder
from rag.records import Article
from rag.settings import Settings

BATCH = 64  # articles that are embedded and stored at once: some 400 passages  # equivalent: any gives the same store
RESERVED = 4096  # articles of one long file that are entered into the ledger at once, at most  # equivalent: as above
LOST = "it was lost, so the index begins anew with what is read now; a copy of it comes back by: dateline restore"
EMPTY = "no file is in it any more, so none was dropped: is its disk mounted? dateline articles delete FOLDER takes its articles out"
RESERVED_CHARS = 8_000_000  # of text in them, so that long articles do not fill the memory  # equivalent: as above


def update(
    settings: Settings,
    paths: Sequence[Path | str],
    *,
    prune: bool = False,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
    hands: Hands | None = None,
) -> Report:
    """Open the index of ``settings`` for writing, making it if need be, and ingest ``paths`` into it.

    :param hands: who reads files ahead of the one that is stored; the result is the same, and the caller closes them.

    :raises IndexBusy: when another process writes to it; nothing is touched then.
    """
    with told(settings.index_dir):
        return _update(settings, paths, prune=prune, progress=progress, embedder=embedder, hands=hands)


def _update(
    settings: Settings,
    paths: Sequence[Path | str],
    *,
    prune: bool,
    progress: Progress | None,
    embedder: Embedder | None,
    hands: Hands | None,
) -> Report:
    limits = Limits.of(settings)
    bring_back(settings.index_dir)  # the articles may lie in its folder
    found = walk(paths)
    if not found.files and not (settings.index_dir / "articles.db").is_file():
        return Report(failed=tuple(found.failed), skipped=tuple(found.skipped))  # a mistyped name leaves no empty index behind
    embedder = embedder or StaticEmbedder()
    with write_lock(settings.index_dir):  # before the store is opened: opening for writing sweeps what a killed run left
        store = StoreWriter.open(settings, models=embedder.name)
        try:
            return _Run(store, embedder, progress, settings.copies, limits, hands).update_store(found, paths if prune else ())
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
    with told(store.folder), write_lock(store.folder):
        return _Run(store, embedder, progress, copies, limits).update_store(walk(paths), paths if prune else ())


class _Run:
    """The state of one ingest: what the store knew before, the batch to be stored, the counts so far."""

    def __init__(
        self, store: StoreWriter, embedder: Embedder, progress: Progress | None, copies: bool, limits: Limits, hands: Hands | None = None
    ) -> None:
        self._store, self._embedder, self._limits, self._hands = store, embedder, limits, hands
        self._articles_of: Callable[[str], Iterator[Found | Said]] = lambda path: articles_of(path, limits)
        self._copies = Copies(store, embedder) if copies else None
        self._storing = Storing(store, embedder, self._copies, limits)
        self._progress = progress or (lambda done, total, label: None)
        self._done = self._total = 0
        self._ledger = Ledger(store)
        self._known = Marks(store)
        self._unread = Unread(Walk(), self._ledger, limits)
        self._deleted = LeftOut(deleted := store.deleted(), self._ledger.files)
        self._ids = Ids(self._ledger, deleted, lambda name: self._unread.is_changed(name), self._stored_article)
        self._batch: list[Waiting] = []
        self._waiting_chars = 0  # of the articles in the batch
        self._ended: list[File] = []  # files read to their end, some of whose articles may still be in the batch
        self._new: dict[str, int] = {}  # path -> articles it added
        self._failed: list[Failure] = []
        self._notes = [Note(str(store.folder / FILE), LOST)] * store.is_lost
        self._seen_fields, self._used_fields = Counter[str](), Counter[str]()
        self._stored: list[str] = []  # ids of what was added or changed
        self._several = self._left_out = 0
        self._added = self._changed = self._unchanged = self._removed = 0

    def update_store(self, found: Walk, roots: Sequence[Path | str]) -> Report:
        """Bring the store up to date with the files ``found``; under ``roots``, drop files that no longer exist."""
        started = time.monotonic()
        self._failed += found.failed
        sizes = {path: _size(path) for path in found.files}
        self._total = sum(sizes.values())
        self._unread = Unread(found, self._ledger, self._limits)
        if self._hands:
            self._hands.start(self._embedder, self._limits)
            self._articles_of = Ahead(self._hands, found.files, self._unread.will_be_read, self._limits).articles_of
        for path in found.files:
            self._ingest_file(path, sizes[path])
        self._flush()
        if self._hands and (trouble := self._hands.trouble()):
            self._notes.append(Note(self._hands.name, trouble))
        self._store.remember_deleted(self._deleted.moved)
        emptied = self._ledger.emptied(roots)
        self._failed += [Failure(folder, EMPTY) for folder in emptied]
        self._removed += self._ledger.prune(roots, found.files, but=emptied)
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
        return Report(
            self._added, self._changed, self._unchanged, self._removed, tuple(self._failed), tuple(self._notes), tuple(found.skipped),
            time.monotonic() - started, lacking(self._store, self._stored), self._several, self._left_out, self._seen_fields,
            self._used_fields,
        )  # fmt: skip

    def _ingest_file(self, path: str, size: int) -> None:
        name = written(path)
        try:
            reason = why_not(Path(path), self._limits)
            digest = "" if reason else self._unread.digest_of(name)
        except OSError as err:
            reason = explain(err, self._limits)
        self._unread.pop(name)
        if reason:
            self._failed.append(Failure(name, reason))
            self._tick(size, name)
            return
        ids = self._ledger.ids_if_unchanged(name, digest, self._known)
        if ids is not None and not self._ids.shared(ids, name):
            self._unchanged += len(ids)
            for i in ids:
                self._ids.see(i, self._known[i], name, name)
            self._tick(size, name)
        else:
            file = File(name, digest, self._ledger.ids_of(name), size)
            self._read(path, file)
            self._ended.append(file)
        if ids is not None or not file.failed:
            self._ids.read(name)

    def _read(self, path: str, file: File) -> None:
        held = by_mark(file.before)
        earlier: dict[str, list[Article]] = {}  # id -> the versions that the file holds with an article to come
        for found in self._articles_of(path):
            if isinstance(found, Failure):
                self._fail(file, *found)
            elif isinstance(found, Note):
                self._notes.append(found)
            elif isinstance(found, Fields):
                self._seen_fields.update(found.seen)
                self._used_fields.update(found.used)
            elif found.article.version_of:
                earlier.setdefault(found.article.version_of, []).append(found.article)
            elif self._deleted.holds(article := self._ids.stated(found.article, file.path, file.before), file.path, file.digest):
                self._left_out += 1
                earlier.pop(found.article.id, None)
            else:
                article = self._ids.own(article, file.path, held)
                self._ingest_article(article, found, file, _versions(article, earlier.pop(found.article.id, ())))
            if len(self._batch) >= min(RESERVED, max(BATCH, len(file.ids) // 8)) or self._waiting_chars >= RESERVED_CHARS:
                self._flush(file)

    def _fail(self, file: File, where: str, reason: str) -> None:
        file.failed = True
        self._failed.append(Failure(where, reason))

    def _ingest_article(self, article: Article, found: Found, file: File, earlier: Sequence[Article]) -> None:
        mark, where = fingerprint(article), found.where
        seen, before = self._ids.seen(article.id), self._known.get(article.id)
        if article.id in file.ids and not states_id(article):  # once more in this file, where readers may conclude something else of it
            return
        if seen.mark == mark if seen else before == mark:
            self._unchanged += article.id not in file.ids
        elif (owner := seen.where if seen else next(iter(self._ids.holders(article.id, file.path)), "")) and states_id(article):
            self._fail(file, where, f"the id {article.id!r} already belongs to another text, in {owner}")
            return
        else:
            file.waiting = True
            self._batch.append(Waiting(article, mark, file, where, tuple(earlier), found.worked))
            self._waiting_chars += len(article.text) + sum(len(version.text) for version in earlier)
        self._ids.see(article.id, mark, where, file.path, article)
        file.ids[article.id] = None

    def _flush(self, reading: File | None = None) -> None:
        """Store the batch, then enter the files that have ended; ``reading`` is the one that has not."""
        for file in [*self._ended, *([reading] if reading else [])]:
            if file.waiting:
                self._ledger.reading(file.path, (*file.before, *file.ids))
                file.waiting = False
        for at in range(0, len(self._batch), BATCH):
            self._put(self._batch[at : at + BATCH])
        self._batch.clear()
        self._waiting_chars = 0
        for file in self._ended:
            self._end(file)
        self._ended.clear()

    def _put(self, part: Sequence[Waiting]) -> None:
        reasons = self._storing.put(part)
        for article, mark, file, where, *_ in part:
            if article.id in reasons:
                file.ids.pop(article.id, None)
                self._ids.forget(article.id)
                self._fail(file, where, reasons[article.id])
                continue
            file.added += article.id not in self._known
            self._changed += article.id in self._known
            self._known[article.id] = mark
            self._stored.append(article.id)
            read_bytes = min(len(article.text), file.size - file.shown)
            file.shown += read_bytes
            self._tick(read_bytes, file.path)

    def _end(self, file: File) -> None:
        self._added += file.added
        self._several += len(file.ids) > 1 and not is_list(file.path)
        self._new[file.path] = file.added
        if not file.failed:
            self._ledger.end(file.path, file.digest, tuple(file.ids), file.before)
        elif file.ids or file.before:
            # The part that could not be read may hold the missing articles: old ones stay, and the next run reads the file again.
            self._ledger.reading(file.path, (i for i in (*file.ids, *file.before) if i in self._known))
        self._tick(file.size - file.shown, file.path)

    def _stored_article(self, article_id: str) -> Article | None:
        return next(iter(self._store.articles([article_id], light=True)), None)

    def _tick(self, read_bytes: int, path: str) -> None:
        self._done += read_bytes
        self._progress(self._done, self._total, path)


def _versions(article: Article, earlier: Iterable[Article]) -> list[Article]:
    """Return the versions that a file holds beside its article under the article's own id, which may not be the one they were made for."""
    return [replace(v, id=version_id(article, v.dated), version_of=article.id) for v in earlier]


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0
