"""Build a new index beside the old one and swap them when it is complete; the old one serves until then."""

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ingest.ahead.hands import Hands
from ingest.ledger import unread
from ingest.left_out import emptied
from ingest.lock import bring_back, write_lock
from ingest.report import Progress, Report
from ingest.sync import update
from rag.errors import DatelineError, InputError
from rag.index.database import told
from rag.index.store import forget_vectors
from rag.index.upkeep.broken import remembered
from rag.index.writing import StoreWriter
from rag.models.encoders import StaticEmbedder
from rag.settings import Settings


def rebuild(settings: Settings, paths: Sequence[Path | str], *, progress: Progress | None = None, hands: Hands | None = None) -> Report:
    """Build the index of ``settings`` anew from ``paths``.

    When no article could be read the old index stays. A kill while it is built leaves the old index as it was, and a folder
    ``.<name>-new-*`` beside it that the next rebuild removes; between the two last steps, the old one in ``.<name>-old-*``, which the next
    ingest puts back. In a process that had the old index open, readers go on seeing it.

    On a Chroma server each index has a collection of its own, that of the one which goes is deleted.

    :raises InputError: when the folder holds something else than an index.
    :raises IndexBusy: when another process writes to the index.
    """
    with told(settings.index_dir):
        return _rebuild(settings, paths, progress, hands)


def _rebuild(settings: Settings, paths: Sequence[Path | str], progress: Progress | None, hands: Hands | None) -> Report:
    old = settings.index_dir
    bring_back(old)
    if not old.exists():
        return update(settings, paths, progress=progress, hands=hands)
    if not (old / "articles.db").is_file():
        raise InputError(f"{old} is not an index of Dateline, so it is left alone. Name another folder: --index DIR")
    with write_lock(old):
        for leftover in (*old.parent.glob(f".{old.name}-new-*"), *old.parent.glob(f".{old.name}-old-*")):
            _remove(leftover, settings)
        new, aside = (Path(tempfile.mkdtemp(dir=old.parent, prefix=f".{old.name}-{kind}-")) for kind in ("new", "old"))
        _keep_deleted(old, replace(settings, index_dir=new))
        report = update(replace(settings, index_dir=new), paths, progress=progress, hands=hands)
        if report.added:
            old.rename(aside)  # onto an empty folder, so these two are one step each
            new.rename(old)
        for folder in (new, aside):
            _remove(folder, settings)  # one of them may be gone, having become the index
    return report


def _remove(folder: Path, settings: Settings) -> None:
    """Delete an index that nobody needs any more, with its vectors on a server as far as that can be reached."""
    if settings.chroma_url and (folder / "articles.db").is_file():
        with suppress(DatelineError):
            forget_vectors(replace(settings, index_dir=folder))
    shutil.rmtree(folder, ignore_errors=True)


def _keep_deleted(old: Path, settings: Settings) -> None:
    """Let the new index know what a person deleted from the old one, and the content of the files that have nothing else."""
    deleted, files = remembered(old)
    if deleted:
        store = StoreWriter.open(settings, models=StaticEmbedder().name)
        store.remember_deleted(deleted)
        for path, mark in emptied(deleted, files).items():
            store.set_file(path, unread(mark), ())
        store.close()
