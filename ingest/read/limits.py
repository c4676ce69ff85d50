"""The limits that every file is held to while it is read, and the words in which one that is hit is named."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from ingest.read.records.told import check
from rag.settings import Settings

MB = 1 << 20
LOCKED = 1  # the flag of a zip's member that is behind a password
_CHUNK = 1 << 16  # bytes  # equivalent: any gives the same counts
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_MARKUP = (".xml", ".rels", ".html", ".xhtml", ".htm", ".opf", ".ncx")  # members of packed files whose elements are counted


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take, and how it is read. The names are those of the settings, so that a message can say which one was hit."""

    file_mb: int = 64  # of a document on the disk; files of records are read line by line and may be longer
    file_unpacked_mb: int = 256  # of a packed file's members together, by its own table: .docx, .epub
    archive_mb: int = 1024  # of the members of a .zip or .tar together, those of archives in it included
    archive_files: int = 20_000  # of these members, as above
    file_nodes: int = 500_000  # elements of a page or of the markup inside a packed file
    article_mb: int = 4  # of one article's text: the longest novels have 3
    file_seconds: int = 20  # of work from one article of the file to the next, in a child process
    file_memory_mb: int = 900  # of the child process
    fields: str = ""  # what the user says of the fields of records: "outlet=media_name; text=story"
    day_order: str = ""  # and of dates like 03/04/2024 in files that do not show it: "day-first" or "month-first"
    ocr: bool = False  # whether pictures of pages may take the time that reading them takes

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the limits that are set.

        :raises SettingsError: where what is said of the fields of records cannot be followed.
        """
        check(settings.fields, settings.day_order)
        return cls(**{name: getattr(settings, name) for name in cls.__slots__})

    def says(self, name: str, found: str, what: str) -> str:
        """Return the reason for a file that goes beyond the limit ``name``, for which ``found`` of it would be needed."""
        unit = " MB" if name.endswith("_mb") else " s" if name.endswith("_seconds") else ""
        return f"{found}{unit}, more than the {getattr(self, name):,}{unit} {what} (setting {name})".strip()


def too_large(path: Path, limits: Limits) -> str:
    """Return why a document is too large to be opened, empty if it is not."""
    size = path.stat().st_size
    return limits.says("file_mb", f"{size / MB:,.0f}", "that a document may have") if size > limits.file_mb * MB else ""


def too_much(path: Path, limits: Limits) -> str:
    """Return why what a file unpacks to, or the elements in it, are more than may be read; empty if they are not.

    Counted without unpacking a packed file into memory. What is broken is left to the file's reader to name.
    """
    with path.open("rb") as stream:
        if stream.read(4) == b"PK\x03\x04":
            return _packed(path, limits)
        if path.suffix.lower() not in _PAGES:
            return ""
        stream.seek(0)
        return _many(sum(_elements(stream)), limits)


def _packed(path: Path, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
            if members and all(member.flag_bits & LOCKED for member in members):
                return "it is locked by a password"
            size = sum(member.file_size for member in members)
            if size > limits.file_unpacked_mb * MB:
                return limits.says("file_unpacked_mb", f"it unpacks to {size / MB:,.0f}", "that a packed file may unpack to")
            nodes = len(members)
            for member in members:
                if member.filename.lower().endswith(_MARKUP) and not member.flag_bits & LOCKED:
                    with packed.open(member) as stream:
                        for count in _elements(stream):
                            nodes += count
                            if nodes > limits.file_nodes:
                                return _many(nodes, limits)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):  # NotImplementedError is a RuntimeError
        return ""
    return _many(nodes, limits)


def _many(nodes: int, limits: Limits) -> str:
    return limits.says("file_nodes", f"at least {nodes:,} elements", "that are read") if nodes > limits.file_nodes else ""


def _elements(stream: IO[bytes]) -> Iterator[int]:
    """Count the tags that open, chunk by chunk; one whose bracket ends a chunk counts, too."""
    while chunk := stream.read(_CHUNK):
        yield chunk.count(b"<") - chunk.count(b"</")


def too_long(text: str, limits: Limits) -> str:
    """Return why a text is too long for one article, empty if it is not; counted in characters."""
    if len(text) <= limits.article_mb * MB:
        return ""
    return limits.says("article_mb", f"one article of {len(text) / MB:,.1f}", "that an article may have")


def explain(err: BaseException, limits: Limits) -> str:
    """Return the reason for whatever ended the reading of a file."""
    if isinstance(err, RecursionError):
        return "nested too deeply"
    if isinstance(err, MemoryError):
        return f"it needs more than the {limits.file_memory_mb:,} MB of memory that a file may take (setting file_memory_mb)"
    if isinstance(err, PermissionError):
        return "no permission to read it"
    if isinstance(err, OSError):
        return err.strerror or str(err)
    said = " ".join(str(err).split())[:120]
    return f"cannot be read: {type(err).__name__}{f': {said}' if said else ''}"
