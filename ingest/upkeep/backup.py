"""Copy an index into one file while it is in use, and bring such a copy back; both end in one step."""

import errno
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO, Any

from ingest.lock import write_lock
from ingest.read.walk import UPLOADS
from ingest.upkeep.repair import renew
from rag.errors import DatelineError, IndexDamaged, IndexMismatch, IndexMissing, InputError
from rag.index.database import FILE, connect, told
from rag.index.upkeep.copy import copy_database, forget_followers
from rag.models.encoders import Embedder, StaticEmbedder
from rag.settings import Settings

MANIFEST, VERSION = "manifest.json", 1
MANIFEST_MOST = 64 << 20  # bytes of it that are read
FEEDBACK = "feedback.jsonl"
CHUNK = 1 << 20


def backup(settings: Settings, target: Path) -> int:
    """Write the articles, the feedback and the uploaded files of an index into the new file ``target``; return its size in bytes.

    What follows from the articles is left out: it is made anew.

    :raises IndexMissing: when there is no index.
    :raises InputError: when the file is there already, or its folder is not.
    """
    folder = settings.index_dir
    if os.path.lexists(target):
        raise InputError(f"{target} is there already, and is not written over. Name another file.")
    if not target.absolute().parent.is_dir():
        raise InputError(f"There is no folder {target.absolute().parent}.")
    with told(target.absolute().parent), told(folder):
        if not (folder / FILE).is_file():
            raise IndexMissing(folder)
        with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=f".{target.name}-") as place:
            whole = Path(place) / FILE
            with closing(connect(folder)) as db:
                copy_database(db, whole)
            packed = Path(place) / "packed"
            _pack({FILE: whole, **_beside(folder)}, packed)
            try:
                os.link(packed, target)  # which another file of that name stops
            except FileExistsError as err:
                raise InputError(f"{target} is there already, and is not written over. Name another file.") from err
            except OSError:  # a disk without links
                packed.rename(target)
            return target.stat().st_size


def _beside(folder: Path) -> dict[str, Path]:
    """Return name in the copy -> file of what is kept beside the articles; links and files that are still being written are left out."""
    found = [folder / FEEDBACK, *sorted((folder / UPLOADS).rglob("*"))]
    return {p.relative_to(folder).as_posix(): p for p in found if p.is_file() and not p.is_symlink() and p.name[0] != "."}


def _pack(files: dict[str, Path], target: Path) -> None:
    told_of: dict[str, dict[str, Any]] = {}
    with target.open("xb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, path in files.items():
                digest, size = hashlib.sha256(), 0
                with path.open("rb") as source, archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as packed:
                    while part := source.read(CHUNK):
                        digest.update(part)
                        size += len(part)
                        packed.write(part)
                told_of[name] = {"sha256": digest.hexdigest(), "size": size}
            archive.writestr(MANIFEST, json.dumps({"version": VERSION, "files": told_of}, indent=1))
        stream.flush()
        os.fsync(stream.fileno())


def bring_back(settings: Settings, source: Path, embedder: Embedder | None = None) -> None:
    """Make the index of ``settings`` from a copy; it is there when it is complete, and a kill leaves none.

    :raises InputError: when there is an index already, or anything else in the folder, or no such copy.
    :raises DatelineError: when the copy is damaged, or is none.
    """
    folder, embedder = settings.index_dir.absolute(), embedder or StaticEmbedder()
    if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is there already, and is left as it is. Name a new folder: --index DIR")
    if not source.is_file():
        raise InputError(f"There is no file {source}.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with told(folder.parent), _beside_it(folder) as place:
        new = place / "index"
        new.mkdir()
        _unpack(source, new)
        try:
            with told(new), write_lock(new):
                forget_followers(new)
                renew(replace(settings, index_dir=new), embedder)
        except IndexMismatch as err:
            raise IndexMismatch(source, err.found, err.wanted) from err
        except IndexDamaged as err:
            raise _damaged(source, "its articles cannot be read") from err
        new.rename(folder)


@contextmanager
def _beside_it(folder: Path) -> Iterator[Path]:
    """Give a folder beside another; what a killed run left of one is deleted by the next rebuild."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-new-", ignore_cleanup_errors=True) as place:
        yield Path(place)


def _unpack(source: Path, folder: Path) -> None:
    """Unpack a copy into an empty folder; names and sizes are checked before anything is written, contents while it is."""
    with _opened(source) as archive:
        files = _manifest(archive, source)
        if sum(size for _, size in files.values()) > shutil.disk_usage(folder).free:
            raise DatelineError(
                f"The disk of {folder.parent.parent} has no room for what is in {source}. Free some space, then run it again."
            )
        for name, (digest, size) in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as packed, target.open("xb") as stream:
                if _copied(packed, stream, size) != digest:
                    raise _damaged(source, f"{name} is not as it was written")


def _manifest(archive: zipfile.ZipFile, source: Path) -> dict[str, tuple[str, int]]:
    """Return name -> (SHA-256, size) of the files of a copy, all of which are where they may be."""
    infos = {info.filename: info for info in archive.infolist()}
    if MANIFEST not in infos or infos[MANIFEST].file_size > MANIFEST_MOST or len(infos) != len(archive.infolist()):
        raise _damaged(source, "it is no copy of an index")
    try:
        said = json.loads(archive.read(MANIFEST))
        files = {str(name): (str(about["sha256"]), int(about["size"])) for name, about in said["files"].items()}
        version = said["version"]
    except (ValueError, KeyError, TypeError, AttributeError) as err:
        raise _damaged(source, f"{MANIFEST} cannot be read") from err
    if version != VERSION:
        raise DatelineError(f"{source} was written by another version of this program ({version}).")
    if {*files, MANIFEST} != infos.keys() or FILE not in files:
        raise _damaged(source, "it does not hold the files that it names")
    for name, (_, size) in files.items():
        kind = infos[name].external_attr >> 28  # the type of the file, where Unix wrote it; 8: a plain one
        if not _is_plain(name) or kind not in (0, 8) or size != infos[name].file_size:
            raise _damaged(source, f"it holds {name!r}, which is no part of an index")
    return files


def _is_plain(name: str) -> bool:
    """Whether a name is one that a copy may hold: within the folder, whatever the system."""
    path = PurePosixPath(name)
    odd = "\\" in name or "\0" in name or ":" in name or path.is_absolute() or ".." in path.parts or path.as_posix() != name
    return not odd and (name in (FILE, FEEDBACK) or (path.parts[0] == UPLOADS and len(path.parts) > 1))


def _copied(packed: IO[bytes], stream: IO[bytes], size: int) -> str:
    """Copy ``size`` bytes at most; return the digest of them."""
    digest, left = hashlib.sha256(), size
    while left >= 0 and (part := packed.read(min(CHUNK, left + 1))):
        left -= len(part)
        digest.update(part)
        stream.write(part)
    return digest.hexdigest()


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as err:
        raise _damaged(source, " ".join(str(err).split())) from err
    except OSError as err:
        if err.errno != errno.EINVAL:  # that of a place before its beginning
            raise
        raise _damaged(source, "it is cut") from err


def _damaged(source: Path, what: str) -> DatelineError:
    return DatelineError(f"{source} is damaged, or no copy of an index ({what}). Nothing was changed; take another copy.")
