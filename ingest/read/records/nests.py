"""Where the articles of a piece of JSON lie: answers of services wrap them in objects, pages of results and lists (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ingest.read.records.body import body
from ingest.read.records.names import ASIDE, SPOTS, bare

_WITH_TEXT: Final = 2
_DEEPEST: Final = 8  # objects inside each other
_TOLD_BY: Final = 2  # fields that tell an article without a headline from other objects
_SAYS_WHOSE: Final = frozenset({"published", "url", "source", "byline"})


def holds_articles(value: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    """Whether a list or an object is not the text of an article but holds whole ones, that say more of themselves than a headline."""
    parts = [value] if isinstance(value, dict) else value if isinstance(value, list) else []
    return any(_SAYS_WHOSE & fields_of(row).keys() for part in _flat(parts) for worth, row in _articles(part, 0) if worth == _WITH_TEXT)


def inside(value: Mapping[str, Any], *, whole: bool = False) -> list[Mapping[str, Any]]:
    """Return the articles that an object holds and is not itself, in order; ``whole``: only those with a text."""
    return [row for worth, row in _below(value, 0) if worth == _WITH_TEXT or not whole]


def _articles(value: Mapping[str, Any], depth: int) -> list[tuple[int, Mapping[str, Any]]]:
    worth = _worth(value)
    if worth == _WITH_TEXT:
        return [(worth, value)]
    below = _below(value, depth)
    if worth and not any(w == _WITH_TEXT for w, _ in below):
        return [(worth, value)]
    return below


def _below(value: Mapping[str, Any], depth: int) -> list[tuple[int, Mapping[str, Any]]]:
    if depth >= _DEEPEST:
        return []
    found = []
    for name, part in value.items():
        if bare(name) not in ASIDE:
            rows = [part] if isinstance(part, dict) else part if isinstance(part, list) else []
            found += [one for row in _flat(rows) for one in _articles(row, depth + 1)]
    return found


def _flat(rows: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    for row in rows:
        if isinstance(row, dict):
            yield row
        elif isinstance(row, list):
            yield from (one for one in row if isinstance(one, dict))


def fields_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return our fields that an object states, by whatever names, in objects that wrap some of them too."""
    fields: dict[str, Any] = {}
    for name, value in row.items():
        if not value or (spot := SPOTS[name]) is None:
            continue
        if spot.field:
            fields[spot.field] = value
        elif isinstance(value, dict):
            fields |= {inner.field: held for key, held in value.items() if held and (inner := SPOTS[key]) and inner.field}
    return fields


def _worth(row: Mapping[str, Any]) -> int:
    """Return _WITH_TEXT for an object that is an article with a text, 1 for one whose text is missing, 0 for what is no article."""
    fields = fields_of(row)
    text = fields.get("text")
    if "title" not in fields and len(fields.keys() & {"published", "url", "source"}) < _TOLD_BY:
        return 0
    if isinstance(text, str) or (isinstance(text, (list, dict)) and not holds_articles(text) and bool(body(text))):
        return _WITH_TEXT
    return 1 if "title" in fields and fields.keys() & {"abstract", "url", "published"} else 0
