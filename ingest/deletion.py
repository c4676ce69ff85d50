"""Delete articles from an index for good, and let them in again; what a person deleted stays out however often its file is read."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ingest.ledger import READING
from ingest.lock import write_lock
from ingest.read.walk import on_disk
from rag.errors import IndexMissing
from rag.index.writing import StoreWriter
from rag.models.encoders import StaticEmbedder
from rag.settings import Settings


def delete(settings: Settings, ids: Sequence[str], *, models: str = "", uploads: Path | None = None) -> int:
    """Remove articles with their earlier versions; return how many there were.

    They are remembered, so that no ingest brings them back, unless none of their files is left that could.

    :param uploads: a folder of the program's own; files in it that hold nothing else are deleted too.
    :raises IndexBusy: while another process writes to the index.
    """
    with _writer(settings, models) as store:
        found = {a.id: a for a in store.articles(ids, light=True)}
        files = {path: (mark, held) for path, (mark, held) in store.files().items() if not found.keys().isdisjoint(held)}
        stay = {path: [i for i in held if i not in found] for path, (_, held) in files.items()}
        for path in files:
            if uploads and not stay[path] and Path(path).resolve().is_relative_to(uploads.resolve()):
                Path(path).unlink(missing_ok=True)
        there = [path for path in files if os.path.lexists(on_disk(path))]
        holders = {i: [path for path in there if i in files[path][1]] for i in found}
        store.remember_deleted({i: (found[i].title, paths) for i, paths in holders.items() if paths})
        for path, (mark, _) in files.items():
            if stay[path] or path in there:
                store.set_file(path, mark, stay[path])
            else:
                store.drop_file(path)
        store.remove(sorted(found))
    return len(found)


def restore(settings: Settings, ids: Sequence[str], *, models: str = "") -> dict[str, tuple[str, tuple[str, ...]]]:
    """Let deleted articles in again; return id -> (title, files) of those that were. The next ingest of their files reads them.

    :raises IndexBusy: while another process writes to the index.
    """
    with _writer(settings, models) as store:
        found = {i: told for i, told in store.deleted().items() if i in ids}
        held = store.files()
        for _, files in found.values():
            there = [path for path in files if path in held and os.path.lexists(on_disk(path))]
            for path in there or held:  # where it moved nobody knows which file it is in now
                store.set_file(path, READING, held[path][1])
        store.forget_deleted(found)
    return found


@contextmanager
def _writer(settings: Settings, models: str) -> Iterator[StoreWriter]:
    if not (settings.index_dir / "articles.db").is_file():
        raise IndexMissing(settings.index_dir)
    with write_lock(settings.index_dir):
        store = StoreWriter.open(settings, models=models or StaticEmbedder().name)
        try:
            yield store
        finally:
            store.close()
