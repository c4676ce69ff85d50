"""Read JSON lines as a stream, whole or a range of them: one record a line, or one answer of a service that holds several."""

import io
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

from ingest.article.assemble import Raw
from ingest.read.decode import decode, is_binary, is_wide
from ingest.read.failures import Failure, ReadError, Said
from ingest.read.limits import Limits
from ingest.read.records.entries import entries, parse
from ingest.read.records.order import json_dates, shown_orders
from ingest.read.records.reading import Reading, Tally

MAX_LINE = 16 * 1024 * 1024  # bytes of one record
MAX_BROKEN = 1000  # records broken one after the other from the start, after which the file is given up
_ACTIONS = ({"index"}, {"create"})  # lines between the records that Elasticsearch loads


class Range(NamedTuple):
    """Lines of a file that are read apart from the others."""

    start: int  # bytes before it
    end: int | None  # byte behind its last line; None: whatever follows
    line: int  # number of its first line, from 1


def json_lines(path: Path, limits: Limits) -> Iterator[Raw | Said]:
    """Yield one record a line, read as a stream; as a whole where lines are not bytes that end in a line feed (UTF-16)."""
    broken, good = 0, False
    reading = Reading.of(limits, lambda: json_dates(_texts(path)))
    with _narrow(path) as stream:
        for n, found in _records(stream, path, 1, reading):
            good = good or isinstance(found, Raw)
            broken += isinstance(found, Failure)
            if broken >= MAX_BROKEN and not good:
                raise ReadError(f"not JSON lines: none of the first {n:,} lines is a record")
            yield found
    if not good and not broken:
        raise ReadError("no record in it")
    yield from reading.end(str(path))


def json_range(path: Path, limits: Limits, part: Range) -> Iterator[Raw | Failure | Tally]:
    """Yield the records of a range of a file that is not UTF-16, and at its end what it adds to what is known of the whole file."""
    stat = path.stat()
    reading = Reading.of(limits, lambda: _shown(path, stat.st_mtime_ns, stat.st_size))
    with path.open("rb") as stream:
        stream.seek(part.start)
        for _, found in _records(stream, path, part.line, reading, part.end):
            yield found
    yield reading.tally()


def _records(stream: IO[bytes], path: Path, first: int, reading: Reading, end: int | None = None) -> Iterator[tuple[int, Raw | Failure]]:
    """Yield the records from here on, the first line being the ``first`` of the file, each with the number of its line."""
    for n, line in enumerate(iter(lambda: stream.readline(MAX_LINE + 1) if end is None or stream.tell() < end else b"", b""), start=first):
        if not line.strip() or line.strip() == b"\xef\xbb\xbf":
            continue
        if len(line) > MAX_LINE:
            raise ReadError(f"line {n} is longer than {MAX_LINE / 1e6:,.0f} MB: not JSON lines")
        if n == 1 and is_binary(line):
            raise ReadError("binary data, not text")
        for found in _parse_line(line, f"{path}:{n}", n, reading):
            yield n, found


@lru_cache(maxsize=4)
def _shown(path: Path, _changed: int, _size: int) -> list[tuple[str, str]]:
    """Return dates that show of each column what all of its dates do, so that a file read by ranges is looked through once."""
    shown = shown_orders(json_dates(_texts(path)))
    return [(column, "13/01/2000" if day_first else "01/13/2000") for column, orders in shown.items() for day_first in sorted(orders)]


def _texts(path: Path) -> Iterator[str]:
    with _narrow(path) as stream:
        for line in iter(lambda: stream.readline(MAX_LINE), b""):
            yield line.decode("utf-8", "replace")


def _narrow(path: Path) -> IO[bytes]:
    """Return a file of lines as a stream whose characters of ASCII take one byte each."""
    with path.open("rb") as stream:
        wide = is_wide(stream.read(4096))
    return io.BytesIO(decode(path.read_bytes()).encode("utf-8", "surrogatepass")) if wide else path.open("rb")


def _parse_line(line: bytes, where: str, n: int, reading: Reading) -> Iterator[Raw | Failure]:
    try:
        row = parse(decode(line))
    except ReadError as err:
        yield Failure(where, str(err))
    except RecursionError:
        yield Failure(where, "nested too deeply")
    except json.JSONDecodeError as err:
        yield Failure(where, f"broken JSON: {err}")
    else:
        if not (isinstance(row, dict) and row.keys() in _ACTIONS):
            yield from entries(row, where, f":{n}", reading)
