"""One record as the raw article that it is: each field by the best of the names that have something to say of it (pure)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, Final

from ingest.article.assemble import Raw
from ingest.read.failures import Failure
from ingest.read.pages.said.names import squeezed, without_outlet
from ingest.read.records.body import body, uncut
from ingest.read.records.names import DEEPER, LONGER, SPOTS, bare
from ingest.read.records.nests import holds_articles
from ingest.read.records.reading import Reading, lookup
from ingest.read.records.times import stamp
from ingest.read.records.words import address, host, line, names, outlet, plain_value

Held = tuple[int, str, str, Any]  # rank, our field, name at the top of the record, value
SEEN: Final = frozenset({"seendate"})  # when somebody else saw the article, which is not said to be when it was published
_ABSTRACT = "abstract"
_TIMES: Final = frozenset({"published", "updated"})
_WRAPPERS_IN_EACH_OTHER = 3
_READ: Final = {"title": line, "source": outlet, "byline": names, "url": address, "id": plain_value}
_BEHIND = re.compile(r"\s*(?:\((?P<name>[^()]+)\)|[|–—]\s*(?P<other>.+))$")
_NO_ZONE = re.compile(r"\d{4}-\d\d-\d\d[T ][\d:.]+")
_PLAIN_URL: Final = frozenset({"url", "link", "permalink"})
_NAMED = 8  # names that are said of a record that cannot be used


def record(row: object, where: str, place: str, reading: Reading | None = None) -> Raw | Failure:
    """Return the raw article of one record, its fields renamed to our field names."""
    if not isinstance(row, dict):
        return Failure(where, f"not a record but a {type(row).__name__}")
    reading = reading or Reading()
    reading.saw(row)
    held = sorted(holds(row, reading), key=itemgetter(0))
    text, incomplete, used = _text(held)
    if not text:
        shown = ", ".join(list(map(str, row))[:_NAMED])
        only = f"; it has {shown}: say --field text=NAME" if shown else ""
        return Failure(where, f"no text in the record (a field named text, body or content){only}")
    fields: dict[str, str] = {"title": ""}
    found = set[str]()
    for _, field, name, value in held:
        if fields.get(field) or field in {"text", _ABSTRACT}:
            continue
        if said := _said(field, name, value, reading):
            fields[field] = said
            used.add(name)
            if name.lower() in SEEN:
                found.add(field)
    _outlet_by_address(fields, held, found)
    if fields.get("byline"):
        fields["byline"] = _person(fields["byline"], fields.get("source", ""))
    fields["title"] = without_outlet(fields["title"], fields.get("source", "")) or fields["title"]  # "Headline - Outlet"
    if not fields.get("url") and (plain := next((v for _, field, name, v in held if field == "url" and bare(name) in _PLAIN_URL), "")):
        fields["url"] = plain_value(plain)  # an address without its beginning
    if fields.get("updated", "")[:10] < fields.get("published", "")[:10]:
        fields.pop("updated", None)
    reading.used.update(used)
    return Raw(text, fields, single=True, place=place, incomplete=incomplete, found=frozenset(found), kept=True)


def holds(row: Mapping[str, Any], reading: Reading) -> Iterator[Held]:
    """Yield what a record holds for our fields, in objects that wrap some of them too; not yet in order."""
    for field, paths in reading.paths.items():
        for rank, path in enumerate(paths):
            if (there := lookup(row, path)) is not None:
                yield rank - DEEPER, field, *there
    yield from _held(row, 0, "")


def _held(row: Mapping[str, Any], depth: int, top: str) -> Iterator[Held]:
    for name, value in row.items():
        if not value or (spot := SPOTS[name]) is None:
            continue
        if not spot.field and isinstance(value, str) and bare(name) == "data":  # "date" in two languages
            yield LONGER, "published", top or name, value
        elif not spot.field or (spot.field == "text" and isinstance(value, dict) and holds_articles(value)):
            if isinstance(value, dict) and depth < _WRAPPERS_IN_EACH_OTHER:
                yield from _held(value, depth + 1, top or name)
        elif not depth or spot.field != "id":
            yield spot.rank + depth * DEEPER, spot.field, top or name, value
            if spot.field == "source" and isinstance(value, str):
                yield spot.rank + (depth + 2) * DEEPER, "url", top or name, value


def _said(field: str, name: str, value: Any, reading: Reading) -> str:  # noqa: ANN401 - whatever JSON holds
    if field in _TIMES:
        said = stamp(value, partial(reading.order.day_first, name))
        return f"{said}Z" if name.lower().endswith(("gmt", "utc")) and _NO_ZONE.fullmatch(said) else said
    return _READ[field](value)


def _person(byline: str, source: str) -> str:
    """Return a byline without the stated outlet behind it: "Ines Quade (Oxhey Star)"."""
    tail = _BEHIND.search(byline) if source else None
    return byline[: tail.start()] if tail and tail.start() and squeezed(tail["name"] or tail["other"]) == squeezed(source) else byline


def _outlet_by_address(fields: dict[str, str], held: Sequence[Held], found: set[str]) -> None:
    """Take the domain of an outlet's address for its name, where that is all that is said of it."""
    if not fields.get("source"):
        domain = next((name for _, field, _, value in held if field == "source" and (name := host(address(value)))), "")
        if domain:
            fields["source"] = domain
            found.add("source")


def _text(held: Sequence[Held]) -> tuple[str, bool, set[str]]:
    """Return the text, whether it is only the beginning of the article, and the name that holds it."""
    cut = ("", False, set[str]())
    for wanted in ("text", _ABSTRACT):
        for _, field, name, value in held:
            if field != wanted or holds_articles(value):
                continue
            text, is_cut = uncut(body(value))
            if not text.strip():
                continue
            if wanted == "text" and not is_cut:
                return text, False, {name}
            if not cut[0]:
                cut = (text, True, {name})
        if cut[0]:
            return cut
    return cut
