"""Delete articles from an index for good, and let them in again; what a person deleted stays out however often its file is read."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import NamedTuple

from ingest.article.assemble import is_made
from ingest.identity import MARK
from ingest.left_out import there
from ingest.lock import write_lock_of_index
from ingest.read.walk import UPLOADS, on_disk
from rag.index.database import told
from rag.index.store import READING, Deleted
from rag.index.writing import StoreWriter
from rag.models.encoders import StaticEmbedder
from rag.records import Article
from rag.settings import Settings


class Gone(NamedTuple):
    """How many articles were deleted, how many of them can be restored, how many earlier versions went with them."""

    articles: int
    restorable: int
    versions: int


def delete(settings: Settings, ids: Sequence[str], *, models: str = "", uploads: Path | None = None) -> Gone:
    """Remove articles with their earlier versions; say how many there were.

    They are remembered, so that no ingest brings them back, unless none of their files is left that could.

    Killed, it has done nothing yet, or the next ingest of their files completes it.

    :param uploads: a folder of the program's own; files in it that hold nothing else are deleted too.
    :raises IndexBusy: while another process writes to the index.
    """
    with _writer(settings, models) as store:
        ledger = _with_moved(store, settings.index_dir / UPLOADS)
        found = {a.id: a for a in store.articles(ids, light=True)}
        files = {path: (mark, held) for path, (mark, held) in ledger.items() if not found.keys().isdisjoint(held)}
        stay = {path: [i for i in held if i not in found] for path, (_, held) in files.items()}
        before, versions, kept = store.deleted(), store.earlier(found), _by_mark(ledger, found)

        def known_by(left: Sequence[str]) -> dict[str, Deleted]:
            holders = {i: [path for path in left if i in files[path][1]] for i in found}
            return {
                i: _told(found[i], paths, files, before)._replace(copies=kept.get(i[:MARK], ())) for i, paths in holders.items() if paths
            }

        doomed = [path for path in files if uploads and not stay[path] and Path(path).resolve().is_relative_to(uploads.resolve())]
        present = [*there(files)]
        left = [path for path in present if path not in doomed]
        store.set_files({path: (READING, held) for path, (_, held) in files.items()})  # so that the next ingest completes what is killed
        store.remove(sorted(found), known_by(present))
        store.set_files({path: (mark, stay[path]) if stay[path] or path in left else None for path, (mark, _) in files.items()})
        known = known_by(left)
        if doomed:
            for path in doomed:
                Path(path).unlink(missing_ok=True)
            known_again = {i: told for i, told in before.items() if i in found} | known
            store.remember_deleted(known_again)
            store.forget_deleted(found.keys() - known_again.keys())  # a file that is gone and is given again may come in
    return Gone(len(found), len(known), len(versions))


def restore(settings: Settings, ids: Sequence[str], *, models: str = "") -> dict[str, Deleted]:
    """Let deleted articles in again; return those that were, by id. The next ingest of their files reads them.

    :raises IndexBusy: while another process writes to the index.
    """
    with _writer(settings, models) as store:
        found = {i: told for i, told in store.deleted().items() if i in ids}
        held = store.files()
        for told in found.values():
            left = [path for path in there(told.files) if path in held]
            for path in left or held:  # where it moved nobody knows which file it is in now
                store.set_file(path, READING, held[path][1])
        store.forget_deleted(found)
    return found


def _with_moved(store: StoreWriter, uploads: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Let the ledger know where uploaded files are, in the folder of the index, which may have been moved since; return the ledger."""
    files = store.files()
    moved = {path: os.path.abspath(uploads / PurePath(path).name) for path in files if PurePath(path).parent.name == uploads.name}
    moved = {old: new for old, new in moved.items() if new not in files and not os.path.lexists(on_disk(old)) and os.path.isfile(new)}
    store.set_files({old: None for old in moved} | {new: files[old] for old, new in moved.items()})
    return {moved.get(path, path): told for path, told in files.items()}


def _told(article: Article, paths: Sequence[str], files: Mapping[str, tuple[str, Sequence[str]]], before: Mapping[str, Deleted]) -> Deleted:
    """Return what is to be known of a deleted article; another one may have been deleted under its id, which two exports gave."""
    earlier = before[article.id].files if article.id in before else ()
    alone = all(len(files[path][1]) == 1 for path in paths)
    return Deleted(article.title, (*paths, *(path for path in earlier if path not in paths)), article.url if alone else "")


def _by_mark(files: Mapping[str, tuple[str, Sequence[str]]], deleted: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the files that hold copies, which stay, of articles that no id is stated of: fingerprint -> files."""
    marks = {i[:MARK] for i in deleted if is_made(i)}
    found: dict[str, tuple[str, ...]] = {}
    for path, (_, held) in files.items():
        for i in held:
            if i[:MARK] in marks and i not in deleted:
                found[i[:MARK]] = (*found.get(i[:MARK], ()), path)
    return found


@contextmanager
def _writer(settings: Settings, models: str) -> Iterator[StoreWriter]:
    with told(settings.index_dir), write_lock_of_index(settings.index_dir):
        store = StoreWriter.open(settings, models=models or StaticEmbedder().name)
        try:
            yield store
        finally:
            store.close()
