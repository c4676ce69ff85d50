"""What a kind of container is, what its splitter is given, and how deep they may lie in each other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.article.assemble import Raw
from ingest.read.failures import Failure, Said
from ingest.read.limits import MB, Limits

HEAD = 4096  # bytes of a file that a recogniser sees
MAX_DEPTH = 3  # archives inside archives, mails inside mails

Articles = Iterator[Raw | Said]


@dataclass(slots=True)
class Unpacked:
    """How much came out of the outermost archive so far; shared with those inside it."""

    files: int = 0
    size: int = 0  # bytes


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is taken apart, with the readers for what comes out of it.

    ``read(path)`` reads a file of any type that came out of it, ``page(content)`` an HTML page, whose failures say a place alone (":3");
    ``depth`` is how many containers this one lies in.
    """

    path: Path
    limits: Limits
    read: Callable[[Path], Articles]
    page: Callable[[bytes], Articles]
    depth: int = 0
    unpacked: Unpacked = field(default_factory=Unpacked)

    @property
    def most(self) -> int:
        """Bytes that one document in it may have."""
        return self.limits.file_mb * MB


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that holds others, or many articles: the suffixes it may have (none: any), how it begins, and its splitter."""

    name: str
    suffixes: frozenset[str]
    begins: Callable[[bytes], bool]
    split: Callable[[Source], Articles]


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page that holds several articles: what its bytes must hold to be looked at, and its splitter of the tree (empty: none)."""

    name: str
    hint: Callable[[bytes], object]
    split: Callable[[Any], list[Raw | Failure]]


@dataclass(frozen=True, slots=True)
class TextKind:
    """A kind of text that holds several articles: a recogniser of the text and a splitter of its paragraphs."""

    name: str
    recognise: Callable[[str], object]
    split: Callable[[list[str]], list[Raw | Failure]]
