"""Where the articles of a piece of JSON lie: answers of services wrap them in objects, pages of results and lists (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ingest.read.records.body import has_words
from ingest.read.records.names import ASIDE, SPOTS, bare

_WITH_TEXT: Final = 2
_DEEPEST: Final = 8  # objects inside each other
_TOLD_BY: Final = 2  # fields that tell an article without a headline from other objects
_SAYS_WHOSE: Final = frozenset({"published", "url", "source", "byline"})


def holds_articles(value: Any, depth: int = 0) -> bool:  # noqa: ANN401 - whatever JSON holds
    """Whether a list or an object is not the text of an article but holds whole ones, that say more of themselves than a headline."""
    parts = [value] if isinstance(value, dict) else value if isinstance(value, list) else []
    found = (one for part in _flat(parts) for one in _articles(part, depth))
    return any(_SAYS_WHOSE & fields_of(row).keys() for worth, row in found if worth == _WITH_TEXT)


def inside(value: Mapping[str, Any], *, whole: bool = False) -> list[Mapping[str, Any]]:
    """Return the articles that an object holds and is not itself, in order; ``whole``: only those with a text."""
    return [row for worth, row in _below(value, 0) if worth == _WITH_TEXT or not whole]


def _articles(value: Mapping[str, Any], depth: int) -> list[tuple[int, Mapping[str, Any]]]:
    worth = _worth(value, depth)
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


def has_own_text(row: Mapping[str, Any]) -> bool:
    """Whether an object states a text of its own, and not only what it is about: however short, it is an article."""
    return any(bool(part.strip()) if isinstance(part, str) else not holds_articles(part) and has_words(part) for part in _texts(row))


def _texts(row: Mapping[str, Any]) -> Iterator[Any]:
    for name, value in row.items():
        spot = SPOTS[name]
        if spot and spot.field == "text" and isinstance(value, (str, list, dict)):
            yield value
        elif spot and not spot.field and isinstance(value, dict):
            yield from (part for key, part in value.items() if (inner := SPOTS[key]) and inner.field == "text" and isinstance(part, str))


def _may_hold(text: Any, depth: int) -> bool:  # noqa: ANN401
    return depth < _DEEPEST and holds_articles(text, depth + 2)  # each level is looked at twice, so half as many of them


def _worth(row: Mapping[str, Any], depth: int) -> int:
    """Return _WITH_TEXT for an object that is an article with a text, 1 for one whose text is missing, 0 for what is no article."""
    fields = fields_of(row)
    text = fields.get("text")
    if "title" not in fields and len(fields.keys() & {"published", "url", "source"}) < _TOLD_BY:
        return 0
    if isinstance(text, str) or (isinstance(text, (list, dict)) and has_words(text) and not _may_hold(text, depth)):
        return _WITH_TEXT
    return 1 if "title" in fields and fields.keys() & {"abstract", "url", "published"} else 0
