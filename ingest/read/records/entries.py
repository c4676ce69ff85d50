"""Read JSON, and make the articles of a piece of it: the one that it is, or those that an answer of a service holds (pure)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from ingest.article.assemble import Raw
from ingest.read.failures import Failure
from ingest.read.records.names import SPOTS
from ingest.read.records.nests import has_own_text, inside
from ingest.read.records.reading import Reading
from ingest.read.records.record import record
from ingest.read.records.words import outlet

MOST_DIGITS: Final = 300  # of a whole number; Python converts 4300, and no count or id has more
_DECODER: Final = json.JSONDecoder(parse_int=lambda digits: int(digits) if len(digits) <= MOST_DIGITS else digits)


def parse(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what JSON says; a whole number of more digits than Python converts stays as it is written."""
    return _DECODER.decode(text)


def entries(row: Any, where: str, place: str, reading: Reading) -> Iterator[Raw | Failure]:  # noqa: ANN401 - whatever JSON holds
    """Yield the article that a value is, or those that it holds; what names the outlet once for all of them names it for each."""
    found = record(row, where, place, reading)
    lacks_text = isinstance(found, Failure) or (found.incomplete and not has_own_text(row))
    inner = inside(row, whole=isinstance(found, Raw)) if isinstance(row, dict) and lacks_text else []
    if not inner:
        yield found
        return
    reading.saw_no_record(row)
    source = next((said for name, value in row.items() if (spot := SPOTS[name]) and spot.field == "source" and (said := outlet(value))), "")
    for part in inner:
        one = record(part, where, place, reading)
        lacks = isinstance(one, Raw) and source and not one.fields.get("source")
        yield replace(one, fields={**one.fields, "source": source}) if isinstance(one, Raw) and lacks else one
