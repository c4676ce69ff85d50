"""Take model files from a folder, as a stick brings them: found by size and SHA-256 under any name, copied into the cache."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from stat import S_ISREG

from rag.errors import InputError, ModelMissing
from rag.models.local import check_space, locked, present
from rag.models.pinned import Model, ModelFile, Progress, part_path, sha256_of
from rag.settings import Settings

_CHUNK = 1 << 20


class Folder:
    """The regular files below a folder by their size; those that cannot be looked at are left out.

    :raises InputError: when it is no folder, or cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with os.scandir(path):
                pass
        except OSError as err:
            told = f"{path} cannot be read as a folder: {err.strerror}"
            raise InputError(f"{told}. Name the one with the model files in it: dateline models --from FOLDER") from err
        self.by_size: dict[int, list[Path]] = {}
        self.closed: list[str] = []  # folders in it that cannot be read
        for place, _folders, names in os.walk(path, onerror=lambda err: self.closed.append(str(err.filename))):
            for name in names:
                self._note(Path(place, name))

    def _note(self, path: Path) -> None:
        try:
            stat = path.stat()
        except OSError:
            return
        if S_ISREG(stat.st_mode):
            self.by_size.setdefault(stat.st_size, []).append(path)

    def of_size(self, file: ModelFile) -> list[Path]:
        """Return the files as large as ``file``, those of its name first."""
        return sorted(self.by_size.get(file.size, []), key=lambda path: (path.name != Path(file.path).name, path))


def take(model: Model, source: Folder, settings: Settings, report: Progress) -> list[str]:
    """Copy the files of ``model`` that are missing here from ``source``; return a line for each that is missing still.

    Nothing is fetched. A file appears in the models folder whole and with its hash checked, or not at all.

    :raises ModelMissing: when the models folder cannot be written to, or has no room.
    """
    if present(model, settings):
        return []
    folder = settings.models_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder / f".{model.name}.lock", model, report):
            return list(_take_files(model, source, folder, report))
    except OSError as err:
        raise ModelMissing(model.name, f"{folder}: {err.strerror or err}") from err


def _take_files(model: Model, source: Folder, folder: Path, report: Progress) -> Iterator[str]:
    wanted = [file for file in model.files if not _whole(folder / file.path, file)]
    check_space(model.name, folder, sum(file.size for file in wanted if source.of_size(file)))
    done = model.size - sum(file.size for file in wanted)
    for file in wanted:
        if (reason := _take_file(file, source, folder / file.path, _offset(report, done, model))) is not None:
            yield f"{model.name} still lacks {file.path} ({file.size:,} bytes): {reason}"
        done += file.size
    report(model.size, model.size, model.name)


def _offset(report: Progress, before: int, model: Model) -> Callable[[int], None]:
    """Turn the bytes done of one file into those of its model."""
    return lambda done: report(before + done, model.size, model.name)


def _whole(path: Path, file: ModelFile) -> bool:
    return path.is_file() and path.stat().st_size == file.size and sha256_of(path) == file.sha256


def _take_file(file: ModelFile, source: Folder, path: Path, tell: Callable[[int], None]) -> str | None:
    """Copy ``file`` to ``path``; return why it could not be, None when it was."""
    reasons = []
    path.parent.mkdir(parents=True, exist_ok=True)
    copy = path.with_name(f"{path.name}.copy")  # what a download has begun stays as it is until the whole file is here
    try:
        for candidate in source.of_size(file):
            reason = _copy(candidate, copy, file.sha256, tell)
            if reason is None:
                copy.replace(path)
                part_path(path).unlink(missing_ok=True)
                return None
            reasons.append(f"{candidate} {reason}")
    finally:
        copy.unlink(missing_ok=True)
    closed = f" ({', '.join(source.closed)} cannot be read)" if source.closed else ""
    return "; ".join(reasons) or f"no file in {source.path} has its size{closed}"


def _copy(source: Path, target: Path, sha256: str, tell: Callable[[int], None]) -> str | None:
    """Copy a file in one pass with its hash; return what is wrong with the source, None when nothing is.

    :raises OSError: when the target cannot be written.
    """
    digest = hashlib.sha256()
    with target.open("wb") as out:
        try:
            for chunk in _chunks(source):
                digest.update(chunk)
                out.write(chunk)
                tell(out.tell())
        except _Unreadable as err:
            return f"cannot be read: {err}"
        out.flush()
        os.fsync(out.fileno())
    return None if digest.hexdigest() == sha256 else "has its size and other content"


class _Unreadable(Exception):
    """The source cannot be read; an error of the target stays an OSError."""


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except OSError as err:
        raise _Unreadable(err.strerror or str(err)) from err
