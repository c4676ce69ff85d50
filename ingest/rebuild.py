"""Build a new index beside the old one and swap them when it is complete; the old one serves until then."""

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from glob import escape
from pathlib import Path

from ingest.ahead.hands import Hands
from ingest.ledger import unread
from ingest.left_out import emptied
from ingest.lock import bring_back, write_lock
from ingest.report import Progress, Report
from ingest.sync import update
from rag.errors import DatelineError, InputError
from rag.index.database import told
from rag.index.store import Store
from rag.index.upkeep.broken import remembered
from rag.index.writing import StoreWriter
from rag.models.encoders import StaticEmbedder
from rag.settings import Settings

UPLOADS, FEEDBACK = "uploads", "feedback.jsonl"  # in the folder of an index, where the page keeps them


def rebuild(settings: Settings, paths: Sequence[Path | str], *, progress: Progress | None = None, hands: Hands | None = None) -> Report:
    """Build the index of ``settings`` anew from ``paths``.

    When no article could be read the old index stays. A kill while it is built leaves the old index as it was, and a folder
    ``.<name>-new-*`` beside it that the next rebuild removes; between the two last steps, the old one in ``.<name>-old-*``, which the next
    ingest puts back. Who has the index open sees the new one at the next question. Uploaded files are read too, and kept with the
    judgements of visitors.

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
        for leftover in (path for kind in ("new", "old") for path in old.parent.glob(f".{escape(old.name)}-{kind}-*")):
            _remove(leftover, settings)
        new, aside = (Path(tempfile.mkdtemp(dir=old.parent, prefix=f".{old.name}-{kind}-")) for kind in ("new", "old"))
        _keep_deleted(old, replace(settings, index_dir=new))
        uploads = [old / UPLOADS] if (old / UPLOADS).is_dir() else []
        report = update(replace(settings, index_dir=new), [*paths, *uploads], progress=progress, hands=hands)
        if report.added:
            _keep_given(old, new)
            old.rename(aside)  # onto an empty folder, so these two are one step each
            new.rename(old)
        for folder in (new, aside):
            _remove(folder, settings)  # one of them may be gone, having become the index
    return report


def _keep_given(old: Path, new: Path) -> None:
    """Take over what people gave to the old index and may be nowhere else, uploaded files and judgements; and who may read it."""
    if (old / UPLOADS).is_dir():
        shutil.copytree(old / UPLOADS, new / UPLOADS)
    if (old / FEEDBACK).is_file():
        shutil.copy2(old / FEEDBACK, new / FEEDBACK)
    shutil.copymode(old, new)


def _remove(folder: Path, settings: Settings) -> None:
    """Delete an index that nobody needs any more, with its vectors on a server as far as that can be reached."""
    if settings.chroma_url and (folder / "articles.db").is_file():
        with suppress(DatelineError), closing(Store(replace(settings, index_dir=folder))) as store:
            store.forget_vectors()
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
