"""Read CSV and its relatives: one record a row; a row whose quotes are broken costs itself, and the rows behind it are read."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ingest.article.assemble import Raw
from ingest.read.failures import Failure, ReadError, Said
from ingest.read.limits import Limits
from ingest.read.records.lines import MAX_LINE
from ingest.read.records.names import SPOTS
from ingest.read.records.reading import Reading, lookup
from ingest.read.records.record import record

_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SHORT: Final = 40  # characters of a cell that may be a date
_SHOWN: Final = 80  # characters of the first line that are shown
Row = tuple[int, list[str], str]  # the line on which it begins, its cells, and why it has none


def csv_rows(path: Path, text: str, limits: Limits) -> Iterator[Raw | Said]:
    """Yield one record a row; the first row names the fields, the separator is what the first row holds most of.

    :raises ReadError: when the first row is broken, or names nothing for a text.
    """
    csv.field_size_limit(MAX_LINE)
    text = text.removeprefix("\ufeff")
    stated = _SEPARATOR.match(text)
    begin = stated.end() if stated else 0
    first = text[begin:].lstrip(" \r\n").split("\n", 1)[0]
    table = _Table(list(io.StringIO(text[begin:], newline="")), stated[1] if stated else max(",;\t|", key=first.count))
    columns, reason = table.header()
    if reason:
        raise ReadError(f"{reason} in the first row")
    reading = Reading.of(limits, table.dates)
    if not _names_a_text(columns, reading):
        raise ReadError(f"no column named text, body or content; its first line is {first[:_SHOWN]!r}")
    for n, cells, reason in table.rows():
        where = f":{n + bool(stated)}"
        if reason:
            yield Failure(f"{path}{where}", reason)
        elif len(cells) > len(columns):
            yield Failure(f"{path}{where}", f"more cells than the {len(columns)} columns")
        else:
            yield record(_named(columns, cells), f"{path}{where}", where, reading)
    yield from reading.end(str(path))


def _named(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Return the cells of a row by their columns; of two columns of one name, the cell that holds more."""
    row: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=False):
        row[name] = max(row.get(name, ""), cell, key=len)
    return row


def _names_a_text(columns: Sequence[str], reading: Reading) -> bool:
    if any((spot := SPOTS[name]) and spot.field in {"text", "abstract"} for name in columns):
        return True
    return any(lookup(dict.fromkeys(columns), path) for path in reading.paths.get("text", ()))


class _Table:
    """The lines of a table with their line ends, and how its cells are told apart."""

    def __init__(self, lines: list[str], separator: str) -> None:
        self._lines, self._separator = lines, separator
        self._columns: list[str] = []
        self._begin = 0  # the line behind the first row

    def header(self) -> tuple[list[str], str]:
        """Return the names of the columns, or why they cannot be read; they must be asked for first."""
        while self._begin < len(self._lines):
            self._columns, self._begin, reason = self._row(self._begin)
            if self._columns or reason:
                return self._columns, reason
        return [], ""

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the first one."""
        at = self._begin
        while at < len(self._lines):
            cells, end, reason = self._row(at)
            if reason:
                cells, end, reason = self._otherwise(at, reason)
            if cells or reason:
                yield at + 1, cells, reason
            at = end

    def dates(self) -> Iterator[tuple[str, str]]:
        """Yield the columns of the table and the cells that may be dates."""
        for _, cells, _ in self.rows():
            for name, cell in zip(self._columns, cells, strict=False):
                if 0 < len(cell) <= _SHORT:
                    yield name, cell

    def _row(self, at: int, *, escaped: bool = False) -> tuple[list[str], int, str]:
        """Return the cells of the row that begins on a line, the line behind it, and why it cannot be read."""
        lines = (self._lines[n] for n in range(at, len(self._lines)))
        doubled = (line.replace('\\"', '""') for line in lines) if escaped else lines
        rows = csv.reader(doubled, delimiter=self._separator, strict=True)
        try:
            cells = next(rows)
        except StopIteration:
            return [], at + 1, ""
        except csv.Error as err:
            return [], at + 1, f"broken CSV: {err}"
        return cells, at + rows.line_num, ""

    def _otherwise(self, at: int, reason: str) -> tuple[list[str], int, str]:
        """Read a row whose quotes are broken as another program writes one, else say how much is passed over, up to a whole row."""
        line = self._lines[at].rstrip("\r\n")
        if self._separator == "\t" and line.count("\t") + 1 == len(self._columns):  # most programs quote nothing between tabs
            return line.split("\t"), at + 1, ""
        cells, end, broken = self._row(at, escaped=True)  # as some databases write quotes inside quotes
        if not broken and len(cells) == len(self._columns) and any('\\"' in self._lines[n] for n in range(at, end)):
            return cells, end, ""
        end = at + 1
        while end < len(self._lines):
            cells, _, broken = self._row(end)
            if not broken and len(cells) == len(self._columns):
                break
            end += 1
        return [], end, f"{end - at:,} lines left out: {reason}" if end - at > 1 else reason
