"""Cut a long file of JSON lines into ranges that can be read apart, and put what was read of them together as if it had been read whole."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from ingest.read.child import articles_of
from ingest.read.containers.table import file_kind
from ingest.read.decode import is_wide
from ingest.read.failures import Said
from ingest.read.files import LINE_BY_LINE
from ingest.read.limits import Limits
from ingest.read.net import Found, named_at_most, said_of
from ingest.read.records.lines import Range
from ingest.read.records.reading import Reading, Tally

LONG = 4 << 20  # bytes of a file that is cut; reading a shorter one takes seconds  # equivalent: any gives the same articles
RANGE = 1 << 20  # bytes of a range, at least  # equivalent: as above
_BLOCK = 1 << 16
Item = Found | Said | Tally  # of a range


def can_cut(path: Path) -> bool:
    """Whether a file is a long one of lines that stand for themselves: not UTF-16, and no archive under another name.

    :raises OSError: when it cannot be read.
    """
    if path.suffix.lower() not in LINE_BY_LINE or path.stat().st_size <= LONG or file_kind(path):
        return False
    with path.open("rb") as stream:
        head = stream.read(4096)
    return not is_wide(head) and not head.startswith(b"PK\x03\x04")


def cut(path: Path) -> Iterator[Range]:
    """Yield the ranges of a file, in order: each ends with a line, the last with the file.

    :raises OSError: when it cannot be read.
    """
    start, line = 0, 1
    with path.open("rb") as stream:
        while block := stream.read(RANGE):
            lines = block.count(b"\n")
            while not block.endswith(b"\n") and (block := stream.readline(_BLOCK)):
                lines += block.endswith(b"\n")
            end = stream.tell()
            last = not stream.peek(1)
            yield Range(start, None if last else end, line)
            start, line = end, line + lines


def whole(path: str, limits: Limits, ranges: Iterator[Iterator[Item]]) -> Iterator[Found | Said]:
    """Yield what a file holds from what was read of its ranges, as ``articles_of`` does for the whole of it.

    Where the first range has no article, whether the file is one of JSON lines at all hangs on more than a range: it is read whole.
    """
    begun, first = next(ranges, iter(())), list[Item]()
    for item in begun:
        first.append(item)
        if isinstance(item, Found):
            yield from named_at_most(path, _joined(path, chain([chain(first, begun)], ranges)))
            return
    yield from articles_of(path, limits)


def _joined(path: str, ranges: Iterator[Iterator[Item]]) -> Iterator[Found | Said]:
    reading = Reading()
    for items in ranges:
        tally = None
        for item in items:
            if isinstance(item, Tally):
                tally = item
            else:
                yield item
        if tally is None:  # what ended the reading of this range has been said, and would have ended that of the file
            return
        reading.add(tally)
    yield from map(said_of, reading.end(path))
