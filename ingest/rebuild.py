"""Build a new index beside the old one and swap them when it is complete; the old one serves until then."""

import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from glob import escape
from pathlib import Path

from ingest.ahead.hands import Hands
from ingest.deletion import UPLOADS
from ingest.ledger import unread
from ingest.left_out import emptied
from ingest.lock import bring_back, followed, write_lock
from ingest.report import Progress, Report
from ingest.sync import update
from rag.errors import DatelineError, InputError
from rag.index.database import told
from rag.index.store import Store
from rag.index.upkeep.broken import remembered
from rag.index.writing import StoreWriter
from rag.models.encoders import StaticEmbedder
from rag.settings import Settings

MADE = re.compile(r"articles\.db(-\w+|\.new.*)?|chroma|keywords|sketches|writer\.lock|\.seeds")  # in that folder, and of use with it alone


def rebuild(settings: Settings, paths: Sequence[Path | str], *, progress: Progress | None = None, hands: Hands | None = None) -> Report:
    """Build the index of ``settings`` anew from ``paths``.

    When no article could be read the old index stays. A kill while it is built leaves the old index as it was, and a folder
    ``.<name>-new-*`` beside it that the next rebuild removes; between the two last steps, the old one in ``.<name>-old-*``, which the next
    ingest puts back. Who has the index open sees the new one at the next question. Uploaded files are read too, and kept with whatever
    else is in the folder and not of the index.

    On a Chroma server each index has a collection of its own, that of the one which goes is deleted.

    :raises InputError: when the folder holds something else than an index.
    :raises IndexBusy: when another process writes to the index.
    """
    with told(settings.index_dir):
        return _rebuild(settings, paths, progress, hands)


def _rebuild(settings: Settings, paths: Sequence[Path | str], progress: Progress | None, hands: Hands | None) -> Report:
    bring_back(settings.index_dir)
    old = followed(settings.index_dir)
    settings = replace(settings, index_dir=old)
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
            _keep_others(old, new)
            old.rename(aside)  # onto an empty folder, so these two are one step each
            new.rename(old)
        for folder in (new, aside):
            _remove(folder, settings)  # one of them may be gone, having become the index
    return report


def _keep_others(old: Path, new: Path) -> None:
    """Take over what is in the folder and may be nowhere else: uploaded files, judgements, articles themselves; and who may read it."""
    for path in old.iterdir():
        if MADE.fullmatch(path.name):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, new / path.name, symlinks=True, copy_function=_same)
        else:
            _same(path, new / path.name)
    shutil.copymode(old, new)


def _same(source: Path | str, target: Path | str) -> None:
    """Give a file a second name, or copy it on a disk without such names."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


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
