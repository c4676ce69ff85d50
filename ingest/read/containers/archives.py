"""Read archives: .zip, .tar and what is packed by gzip, bzip2 or xz; each member is read as the file it is, as "archive.zip/member.txt".

Members are unpacked one at a time into a folder of their own under names of ours, so that no name inside an archive leads anywhere. What
is counted against the limits is what really comes out, whatever the archive says of itself.
"""

import bz2
import gzip
import lzma
import re
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Protocol

from ingest.article.assemble import Raw
from ingest.read.containers.kinds import MAX_DEPTH, Articles, Source
from ingest.read.failures import Failure, Fields, ReadError
from ingest.read.limits import MB, Limits, explain

_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError)
_CHUNK = 1 << 20
_NO_READER = " is not a type that can be read"  # what files.why_not says of it


class _Stream(Protocol):
    """What a member is read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""


def begins_zip(head: bytes) -> bool:
    """Whether a file begins as a zip archive."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def begins_packed(head: bytes) -> bool:
    """Whether a file begins as a tar archive or as packed by gzip, bzip2 or xz."""
    return head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")) or head[257:262] == b"ustar"


def split_zip(source: Source) -> Articles:
    """Yield what the members of a zip archive hold.

    :raises ReadError: when it is broken, nested too deeply, or holds nothing that can be read.
    """
    yield from _all(_zip_members(source.path), source)


def split_packed(source: Source) -> Articles:
    """Yield what a tar archive holds, packed or not, or the one file that is packed."""
    yield from _all(_tar_members(source.path, source.limits) if _is_tar(source.path) else _packed_file(source.path), source)


def members(path: Path, name: str, source: Source) -> Articles:
    """Read the unpacked file ``path`` as the member ``name`` ("/a/b.txt") of ``source``; types that are not read give nothing."""
    try:
        for found in source.read(path):
            if isinstance(found, Raw):
                yield replace(found, place=f"{name}{found.place}", member=f"{name}{found.member}")
            elif isinstance(found, Fields) or _NO_READER not in found.reason:
                yield found._replace(where=f"{source.path}{name}{found.where.removeprefix(str(path))}")
    except Exception as err:  # whatever it is, it costs this member alone
        yield Failure(f"{source.path}{name}", explain(err, source.limits))


def _all(files: Iterator[tuple[str, _Stream]], source: Source) -> Articles:
    if source.depth >= MAX_DEPTH:
        raise ReadError(f"archives more than {MAX_DEPTH} deep inside each other")
    any_read = False
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        try:
            for stored, stream in files:
                name = _shown(stored)
                source.unpacked.files += 1
                if source.unpacked.files > source.limits.archive_files:
                    raise ReadError(source.limits.says("archive_files", f"{source.unpacked.files:,} files", "that an archive may hold"))
                if is_note(name):
                    continue
                path = Path(folder) / f"{source.unpacked.files}{suffix(name)}"
                for found in _member(stream, path, name, source):
                    any_read = True
                    yield found
                path.unlink()
        except _BROKEN as err:
            raise ReadError(_reason(err)) from err
    if not any_read:
        raise ReadError("nothing in this archive is of a type that can be read")


def _member(stream: _Stream, path: Path, name: str, source: Source) -> Articles:
    size = _unpack(stream, path, source.most)
    source.unpacked.size += size
    _hold(source.unpacked.size, source.limits)
    if size > source.most:
        reason = source.limits.says("file_mb", f"it unpacks to over {source.limits.file_mb}", "that a document may have")
        yield Failure(f"{source.path}/{name}", reason)
    else:
        yield from members(path, f"/{name}", source)


def suffix(name: str) -> str:
    """Return the suffix of a member, that of a packed one with what is packed (".warc.gz"), fit for the name of a file."""
    return re.sub(r"[^\w.]", "", "".join(PurePosixPath(name).suffixes[-2:]))[-20:]


def _shown(name: str) -> str:
    """Return a member's name as a path below the archive, whatever it says, and without characters that a terminal obeys."""
    parts = (part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."})
    return "".join(c if c.isprintable() else "\ufffd" for c in "/".join(parts))


def _reason(err: Exception) -> str:
    said = " ".join(str(err).split()) or type(err).__name__
    return "the archive is locked by a password" if "password required" in said else f"broken archive: {said[:100]}"


def is_note(name: str) -> bool:
    """Whether a member is hidden, of the system, or a note about the others."""
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in path.parts)
    return hidden or path.stem.lower() in {"readme", "license", "licence"}


def _hold(size: int, limits: Limits) -> None:
    if size > limits.archive_mb * MB:
        raise ReadError(limits.says("archive_mb", f"it unpacks to over {limits.archive_mb:,}", "that an archive may unpack to"))


def _unpack(stream: _Stream, path: Path, most: int) -> int:
    """Write a member to ``path``, at most one byte over ``most``; return how many bytes came out."""
    size = 0
    with path.open("wb") as out:
        while size <= most and (chunk := stream.read(min(_CHUNK, most + 1 - size))):
            size += out.write(chunk)
    return size


def _zip_members(path: Path) -> Iterator[tuple[str, _Stream]]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                with archive.open(member) as stream:
                    yield member.filename, stream


def _is_tar(path: Path) -> bool:
    try:
        return tarfile.is_tarfile(path)
    except _BROKEN:
        return False


def _tar_members(path: Path, limits: Limits) -> Iterator[tuple[str, _Stream]]:
    with tarfile.open(path, "r|*") as archive:
        size = 0
        for member in archive:
            size += member.size  # of those that are passed over, too: what is packed comes out of it all the same
            _hold(size, limits)
            if member.isfile() and (stream := archive.extractfile(member)) is not None:
                with stream:
                    yield member.name, stream


def _packed_file(path: Path) -> Iterator[tuple[str, _Stream]]:
    suffix = path.suffix.lower()
    packed = bz2.BZ2File(path) if suffix == ".bz2" else lzma.LZMAFile(path) if suffix == ".xz" else gzip.GzipFile(path)
    with packed as stream:
        yield path.stem, stream
