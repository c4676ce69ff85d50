"""The keyword index as files: tantivy's schema and folder, its errors in one line, whole files told from damaged ones.

tantivy keeps immutable segments and a ``meta.json`` that names those of the last commit, replaced in one step; a killed writer leaves the
last commit. Each file ends in a checksum that tantivy writes and never reads again, so it is compared here.
"""

import json
import mmap
import os
import shutil
import struct
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tantivy import Index, Order, Query, Schema, SchemaBuilder, Searcher

from rag.errors import DatelineError, IndexBusy, KeywordsDamaged
from rag.index.database import is_panic

READING = 3  # raised when words or stems are read differently: an index saved by an earlier reading is made anew
PARTS = 64  # in which the rows are dealt out by turns, so that some parts are a sample of all
MARK = PARTS  # the part of the one document that is no passage: it holds the generation
_MAGIC = 1337  # at the end of every file of tantivy, behind the length of the record that holds the checksum
ROOM = 1 << 20  # bytes that a disk has left, or more, which is not full
CHECKED = 64 << 20  # bytes whose checksums are compared when an index is opened, some 30 ms; ``dateline doctor`` compares all


@cache
def schema() -> Schema:
    """Return the fields: the stems with how often each occurs, the row number and its part, and of the mark generation and reading."""
    builder = SchemaBuilder()
    builder.add_text_field("stems", tokenizer_name="whitespace", index_option="freq")
    for name in ("row", "part"):  # signed: deleting by the value of an unsigned field deletes nothing in tantivy-py 0.27
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("generation", "reading"):
        builder.add_integer_field(name, fast=True)
    return builder.build()


def terms(stems: Sequence[str]) -> list[str]:
    """Return stems as tantivy's whitespace tokenizer leaves them whole: one character of a text can become several plain words."""
    return ["_".join(s.split()) if " " in s else s for s in stems]


@contextmanager
def engine(folder: Path) -> Iterator[None]:
    """Turn what tantivy raises into one line with the next step; its panics arrive as a BaseException of no public name."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as err:
        if "LockBusy" in str(err):
            raise IndexBusy(folder.parent) from err
        if "No space left" in str(err) or _is_full(folder):
            raise DatelineError(f"{folder.parent} is full. Nothing is lost: free some space, then run the command again.") from err
        raise KeywordsDamaged(folder, _first_words(err)) from err
    except BaseException as err:
        if not is_panic(err):
            raise
        raise KeywordsDamaged(folder, _first_words(err)) from err


def _is_full(folder: Path) -> bool:
    """Whether there is no room for a segment: a thread of tantivy's that dies of it does not say why."""
    try:
        return shutil.disk_usage(folder).free < ROOM
    except OSError:
        return False


def _first_words(err: BaseException) -> str:
    return " ".join(str(err).split())[:160]


@contextmanager
def writable(folder: Path) -> Iterator[Path]:
    """Yield the folder, or of one on a medium that cannot be written a temporary one with links to its files, for tantivy's lock file."""
    if os.access(folder, os.W_OK):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="dateline-keywords-") as links:
        for path in folder.iterdir():
            if path.suffix != ".lock":
                (Path(links) / path.name).symlink_to(path.resolve())
        yield Path(links)


def open_searcher(folder: Path) -> Searcher:
    """Return a view of the last commit, which later commits leave as it is.

    :raises KeywordsDamaged: when the index is missing, or a file of it is missing or cut.
    """
    with engine(folder):
        there = (folder / "meta.json").is_file()
    if not there:
        raise KeywordsDamaged(folder, "it is missing")
    with engine(folder), writable(folder) as place:
        index = Index.open(str(place))
        index.config_reader("manual")
        return index.searcher()


def empty_searcher() -> Searcher:
    """Return a view of an index without documents, in memory."""
    return Index(schema()).searcher()


def stamp(folder: Path) -> tuple[int, ...]:
    """Return what tells one commit from another; () where there is none."""
    try:
        about = (folder / "meta.json").stat()
    except OSError:
        return ()
    return about.st_mtime_ns, about.st_size, about.st_ino


def mark(searcher: Searcher) -> tuple[int, int]:
    """Return (generation, reading) as the last commit has them; (-1, -1) where it has none."""
    found = searcher.search(Query.term_query(schema(), "part", MARK, "basic"), 2).hits
    if len(found) != 1:
        return -1, -1
    generation, reading = (searcher.fast_field_values(name, [found[0][1]])[0] for name in ("generation", "reading"))
    return (-1, -1) if generation is None or reading is None else (int(generation), int(reading))


def last_row(searcher: Searcher) -> int:
    """Return the highest row number, -1 of an empty index."""
    found = searcher.search(Query.all_query(), 1, count=False, order_by_field="row").hits
    return int(found[0][0]) if found and found[0][0] is not None else -1


def rows_of(searcher: Searcher) -> list[int]:
    """Return all row numbers, ascending."""
    hits = searcher.search(Query.all_query(), max(searcher.num_docs, 1), count=False, order_by_field="row", order=Order.Asc).hits
    return [int(row) for row, _ in hits if row is not None]


def broken(folder: Path, most: int | None = None, known: frozenset[str] = frozenset()) -> tuple[list[str], frozenset[str]]:
    """Return which files of the last commit do not have the checksum they were written with, and all those compared.

    :param most: bytes to read at most, the smallest files first; all without it.
    :param known: files compared before, which are never written again and so are left out.
    """
    try:
        ids = {s["segment_id"].replace("-", "") for s in json.loads((folder / "meta.json").read_text("utf-8"))["segments"]}
        files = sorted((p.stat().st_size, p) for p in folder.iterdir() if p.name.partition(".")[0] in ids and p.name not in known)
    except FileNotFoundError:  # merged away between the two lines; the next look will tell
        return [], known
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ["meta.json"], known
    bad, read = [], 0
    for size, path in files:
        read += size
        if most is not None and read > most:
            break
        known |= {path.name}
        if not _is_whole(path):
            bad.append(path.name)
    return bad, known


def _is_whole(path: Path) -> bool:
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            length, magic = struct.unpack("<II", content[-8:])
            end = len(content) - 8 - length
            footer = json.loads(content[end:-8])
            with memoryview(content) as view, view[:end] as body:
                return magic == _MAGIC and zlib.crc32(body) == int(footer["crc"])
    except FileNotFoundError:  # merged away meanwhile
        return True
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return False
