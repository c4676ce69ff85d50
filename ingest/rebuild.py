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
from ingest.ledger import unread
from ingest.left_out import emptied
from ingest.lock import bring_back, followed, write_lock
from ingest.read.walk import UPLOADS
from ingest.report import Progress, Report
from ingest.sync import update
from rag.errors import DatelineError, InputError
from rag.index.database import clear_away, told
from rag.index.store import Store
from rag.index.upkeep.broken import remembered
from rag.index.writing import StoreWriter
from rag.models.encoders import StaticEmbedder
from rag.settings import Settings

# what is in the folder of an index and of use with it alone
MADE = re.compile(r"articles\.db(-wal|-shm|-journal|\.new.*)?|chroma|keywords|sketches|writer\.lock|\.seeds")


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
    uploads = settings.index_dir / UPLOADS  # by the name under which the page knows them
    old = Path(os.path.abspath(followed(settings.index_dir)))
    settings = replace(settings, index_dir=old)
    if not old.exists():
        return update(settings, paths, progress=progress, hands=hands)
    if not (old / "articles.db").is_file():
        raise InputError(f"{old} is not an index of Dateline, so it is left alone. Name another folder: --index DIR")
    with write_lock(old):
        for kind in ("new", "old"):
            for leftover in old.parent.glob(f".{escape(old.name)}-{kind}-*"):
                _give_up(leftover, old if kind == "old" else None, settings)
        new, aside = (Path(tempfile.mkdtemp(dir=old.parent, prefix=f".{old.name}-{kind}-")) for kind in ("new", "old"))
        _keep_deleted(old, replace(settings, index_dir=new))
        given = [*paths, uploads] if uploads.is_dir() else paths
        report = update(replace(settings, index_dir=new), given, progress=progress, hands=hands)
        if report.added:
            with write_lock(new):
                _keep_others(old, new)
                shutil.copymode(old, new)
                old.rename(aside)  # onto an empty folder, so these two are one step each
                new.rename(old)
                _give_up(aside, old, settings, saved_anew=True)
        for folder in (new, aside):
            _give_up(folder, None, settings)
    return report


def _keep_others(old: Path, new: Path, *, saved_anew: bool = False) -> None:
    """Take over what may be nowhere else and is not there yet: uploaded files, judgements, articles themselves.

    :param saved_anew: also what is there and was saved anew since it was taken over.
    :raises OSError: when a folder cannot be read.
    """
    made = list[tuple[str, Path]]()
    for place, folders, files in os.walk(old, onerror=_raise):
        target = new / os.path.relpath(place, old)
        if target.samefile(new):
            folders[:], files = ([name for name in names if not MADE.fullmatch(name)] for names in (folders, files))
        for name in (*files, *(name for name in folders if os.path.islink(os.path.join(place, name)))):
            _same(os.path.join(place, name), target / name, saved_anew=saved_anew)
        for name in folders:
            if not os.path.lexists(target / name):
                (target / name).mkdir()
                made.append((os.path.join(place, name), target / name))
    for source, folder in reversed(made):  # when they are filled
        shutil.copymode(source, folder)


def _raise(err: OSError) -> None:
    raise err


def _same(source: str, target: Path, *, saved_anew: bool) -> None:
    """Give a file a second name, or copy it on a disk without such names, in one step; what is there already stays, unless saved anew."""
    begun = target.with_name(f".{target.name}.begun")
    with suppress(FileNotFoundError):  # gone since its folder was read
        if os.path.lexists(target) and not (saved_anew and _state(source) != _state(target)):
            return
        try:
            begun.unlink(missing_ok=True)
            try:
                os.link(source, begun, follow_symlinks=False)
            except OSError:
                shutil.copy2(source, begun, follow_symlinks=False)
            os.replace(begun, target)
        except BaseException:
            begun.unlink(missing_ok=True)
            raise


def _state(path: str | Path) -> tuple[int, int]:
    found = os.lstat(path)
    return found.st_mtime_ns, found.st_size


def _give_up(folder: Path, heir: Path | None, settings: Settings, *, saved_anew: bool = False) -> None:
    """Delete an index that nobody needs any more, with its vectors on a server as far as that can be reached.

    :param heir: the index that keeps what came into the folder while the other took its place, once; None: nothing can have.
    :param saved_anew: as for :func:`_keep_others`.
    """
    if not folder.is_dir():
        return
    if heir:
        _keep_others(folder, heir, saved_anew=saved_anew)
        folder = folder.rename(folder.with_name(folder.name.replace(f".{heir.name}-old-", f".{heir.name}-new-", 1)))
    if settings.chroma_url and (folder / "articles.db").is_file():
        with suppress(DatelineError), closing(Store(replace(settings, index_dir=folder))) as store:
            store.forget_vectors()
    with suppress(OSError):  # of another user, say; the next rebuild tries again
        clear_away(folder)
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
