"""Read a JSON file: a record, a list of them, tables of columns, or an answer of a service with records somewhere inside."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.article.assemble import Raw
from ingest.read.failures import Failure, ReadError, Said
from ingest.read.limits import Limits
from ingest.read.records.entries import entries, parse
from ingest.read.records.lines import json_lines
from ingest.read.records.names import SPOTS
from ingest.read.records.order import json_dates
from ingest.read.records.reading import Reading


def json_file(path: Path, text: str, limits: Limits) -> Iterator[Raw | Said]:
    """Yield the records of a JSON file.

    :raises ReadError: for what is no JSON, or holds none.
    """
    try:
        content = parse(text.removeprefix("\ufeff"))
    except RecursionError as err:
        raise ReadError("nested too deeply") from err
    except json.JSONDecodeError as err:
        if err.msg == "Extra data" and text.lstrip("\ufeff \t\r\n").startswith("{"):  # JSON lines under another name
            yield from json_lines(path, limits)
            return
        raise ReadError(f"broken JSON: {err}") from err
    rows = _rows(content)
    if not rows:
        raise ReadError("no record in it")
    reading = Reading.of(limits, lambda: json_dates([text]))
    n = 0
    for row in rows:
        for found in entries(row, f"{path}:{n + 1}", f":{n + 1}", reading):
            n += 1
            yield found._replace(where=f"{path}:{n}") if isinstance(found, Failure) else replace(found, place=f":{n}")
    yield from reading.end(str(path))


def _rows(content: Any) -> list[Any]:  # noqa: ANN401
    """Return the records of a file, those of tables put together from their columns."""
    if isinstance(content, dict):
        return _of_columns(content) or [content]
    if not isinstance(content, list):
        return []
    if len(content) > 1 and isinstance(content[0], list) and all(isinstance(name, str) for name in content[0]):
        return _table(content[0], content[1:]) or content
    return [row for part in content for row in (part if isinstance(part, list) else [part])]


def _of_columns(content: Mapping[str, Any]) -> list[Any]:
    """Return the rows of a table that is written column by column, or as names and lists; empty if it is none."""
    names = next((content[name] for name in ("columns", "fields", "header") if isinstance(content.get(name), list)), None)
    rows = next((content[name] for name in ("data", "rows", "values") if isinstance(content.get(name), list)), None)
    if names and rows and all(isinstance(name, str) for name in names):
        return _table(names, rows)
    known = [value for name, value in content.items() if (spot := SPOTS[name]) and spot.field in {"title", "text"}]
    if len(known) < 2 or not all(type(value) is type(known[0]) and len(value) == len(known[0]) for value in known):
        return []
    if isinstance(known[0], list) and len(known[0]) > 1:
        keys: list[Any] = list(range(len(known[0])))
    elif isinstance(known[0], dict) and all(value.keys() == known[0].keys() and all(map(str.isdigit, value)) for value in known):
        keys = list(known[0])
    else:
        return []
    columns = {name: value for name, value in content.items() if isinstance(value, type(known[0])) and len(value) == len(keys)}
    return [{name: value.get(key) if isinstance(value, dict) else value[key] for name, value in columns.items()} for key in keys]


def _table(names: list[str], rows: list[Any]) -> list[Any]:
    if not any((spot := SPOTS[name]) and spot.field == "text" for name in names):
        return []
    return [dict(zip(names, row, strict=False)) if isinstance(row, list) else row for row in rows]
