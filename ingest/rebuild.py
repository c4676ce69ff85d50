"""A new index in place of the old one, which serves until the new one is whole."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ingest.lock import writing
from ingest.sync import Progress, Report, update
from rag.errors import InputError
from rag.settings import Settings


def rebuild(settings: Settings, paths: Sequence[Path | str], *, progress: Progress | None = None) -> Report:
    """Build the index of ``settings`` anew from ``paths``.

    When no article could be read the old index stays. A kill leaves the old index, or no index and the new one beside it
    as ``<name>.new``, which the next rebuild replaces.

    :raises InputError: when the folder holds something else than an index, or the vectors lie on a server.
    :raises IndexBusy: when another process writes to the index.
    """
    old = settings.index_dir
    if settings.chroma_url:
        raise InputError(
            f"--rebuild works on an index in a folder. Empty the Chroma server, delete {old}, then run ingest without --rebuild."
        )
    if not old.exists():
        return update(settings, paths, progress=progress)
    if not (old / "articles.db").is_file():
        raise InputError(f"{old} is not an index of Dateline, so it is left alone. Name another folder: --index DIR")
    new, aside = old.with_name(old.name + ".new"), old.with_name(old.name + ".old")
    with writing(old):
        for folder in (new, aside):
            shutil.rmtree(folder, ignore_errors=True)
        report = update(replace(settings, index_dir=new), paths, progress=progress)
        if report.added:
            old.rename(aside)
            new.rename(old)
            shutil.rmtree(aside)
        else:
            shutil.rmtree(new)
    return report
