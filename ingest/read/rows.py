"""Read files of records (JSON lines, JSON, CSV): one record is one article, a broken one is reported by file and line."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from ingest.article.assemble import Raw
from ingest.article.metadata import field_name
from ingest.read.decode import decode, is_binary, is_wide
from ingest.read.failures import Failure, ReadError

MAX_LINE = 16 * 1024 * 1024  # bytes of one record
MOST_DIGITS = 300  # of a whole number; Python converts 4300, and no count or id has more
MAX_BROKEN = 1000  # records broken one after the other from the start, after which the file is given up


def json_lines(path: Path) -> Iterator[Raw | Failure]:
    """Yield one record a line, read as a stream; as a whole where lines are not bytes that end in a line feed (UTF-16)."""
    broken, good = 0, False
    with _narrow(path) as stream:
        for n, line in enumerate(iter(lambda: stream.readline(MAX_LINE + 1), b""), start=1):
            if not line.strip() or line.strip() == b"\xef\xbb\xbf":
                continue
            if len(line) > MAX_LINE:
                raise ReadError(f"line {n} is longer than {MAX_LINE / 1e6:,.0f} MB: not JSON lines")
            if n == 1 and is_binary(line):
                raise ReadError("binary data, not text")
            found = _parse_line(line, f"{path}:{n}", n)
            good = good or isinstance(found, Raw)
            broken += isinstance(found, Failure)
            if broken >= MAX_BROKEN and not good:
                raise ReadError(f"not JSON lines: none of the first {n:,} lines is a record")
            yield found
    if not good and not broken:
        raise ReadError("no record in it")


def _narrow(path: Path) -> IO[bytes]:
    """Return a file of lines as a stream whose characters of ASCII take one byte each."""
    with path.open("rb") as stream:
        wide = is_wide(stream.read(4096))
    return io.BytesIO(decode(path.read_bytes()).encode("utf-8", "surrogatepass")) if wide else path.open("rb")


def _parse_line(line: bytes, where: str, n: int) -> Raw | Failure:
    try:
        row = parse(decode(line))
    except ReadError as err:
        return Failure(where, str(err))
    except RecursionError:
        return Failure(where, "nested too deeply")
    except ValueError as err:
        return Failure(where, f"broken JSON: {err}")
    return record(row, where, f":{n}")


def parse(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what JSON says; a whole number of more digits than Python converts stays as it is written."""
    return json.loads(text, parse_int=lambda digits: int(digits) if len(digits) <= MOST_DIGITS else digits)


def json_file(path: Path, text: str) -> Iterator[Raw | Failure]:
    """Yield the records of a JSON file: one object, a list of them, or an object that holds one list of them."""
    try:
        content = parse(text.removeprefix("\ufeff"))
    except RecursionError as err:
        raise ReadError("nested too deeply") from err
    except json.JSONDecodeError as err:
        if err.msg == "Extra data" and text.lstrip().startswith("{"):  # JSON lines under another name
            yield from json_lines(path)
            return
        raise ReadError(f"broken JSON: {err}") from err
    rows = content
    if isinstance(content, dict):
        lists = [v for v in content.values() if isinstance(v, list) and v and all(isinstance(row, dict) for row in v)]
        rows = lists[0] if len(lists) == 1 and not _has_text(content) else [content]
    if not isinstance(rows, list) or not rows:
        raise ReadError("no record in it")
    for n, row in enumerate(rows, start=1):
        yield record(row, f"{path}:{n}", f":{n}")


def csv_rows(path: Path, text: str) -> Iterator[Raw | Failure]:
    """Yield one record a row; the first row names the fields, the separator is what the first row holds most of."""
    csv.field_size_limit(MAX_LINE)
    first = text.lstrip("\ufeff \r\n").split("\n", 1)[0]
    separator = max(",;\t|", key=first.count)
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator, strict=True)
    try:
        columns = rows.fieldnames or ()
    except csv.Error as err:
        raise ReadError(f"broken CSV in the first row: {err}") from err
    if "text" not in {field_name(name or "") for name in columns}:
        raise ReadError(f"no column named text, body or content; its first line is {first[:80]!r}")
    before = 1
    try:
        for row in rows:
            where, before = f":{before + 1}", rows.line_num
            if None in row:
                yield Failure(f"{path}{where}", f"more cells than the {len(columns)} columns")
            else:
                yield record(row, f"{path}{where}", where)
    except csv.Error as err:
        yield Failure(f"{path}:{before + 1}", f"broken CSV: {err}")


def record(row: object, where: str, place: str) -> Raw | Failure:
    """Return the raw article of one record, its fields renamed to our field names."""
    if not isinstance(row, Mapping):
        return Failure(where, f"not a record but a {type(row).__name__}")
    fields: dict[str, str] = {}
    for name, value in row.items():
        field = field_name(str(name))
        stated = plain_value(value)
        if field and stated and not fields.get(field):
            fields[field] = stated
    text = fields.pop("text", "")
    if not isinstance(text, str) or not text.strip():
        return Failure(where, "no text in the record (a field named text, body or content)")
    return Raw(text, {"title": "", **fields}, single=True, place=place)


def plain_value(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a field as words: names of a list joined, the name of an object; anything else is not stated."""
    if isinstance(value, str):
        return value if value.strip().lower() not in {"", "null", "none", "nan", "n/a"} else ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return ", ".join(filter(None, map(plain_value, value)))
    if isinstance(value, Mapping):
        return plain_value(value.get("name") or value.get("title") or "")
    return ""


def _has_text(row: Mapping[str, object]) -> bool:
    return any(field_name(name) == "text" and isinstance(value, str) for name, value in row.items())
