"""One record as the raw article that it is: each field by the best of the names that have something to say of it (pure)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, Final, NamedTuple

from ingest.article.assemble import Raw
from ingest.article.headline import squeezed
from ingest.article.outlets import hosted, outlet_named
from ingest.article.people import byline_names
from ingest.read.failures import Failure
from ingest.read.records.body import body, uncut
from ingest.read.records.names import BESIDE, DEEPER, LONGER, SPOTS, bare
from ingest.read.records.nests import holds_articles
from ingest.read.records.reading import Reading, lookup
from ingest.read.records.times import stamp
from ingest.read.records.words import address, line, names, outlet, plain_value

_FULLER: Final = 1.1  # times as many words as a better name's text, above which another field holds more of the article
_ABSTRACT = "abstract"
_TIMES: Final = frozenset({"published", "updated"})
_WRAPPERS_IN_EACH_OTHER = 3
_READ: Final = {"title": line, "source": outlet, "byline": names, "url": address, "id": plain_value}
_ENOUGH: Final[Mapping[str, Callable[[str], str]]] = {
    "source": outlet_named,
    "byline": partial(byline_names, marked=False),
}  # what a value of a weak name must read as
_BEHIND = re.compile(r"\s*(?:\((?P<name>[^()]+)\)|[|–—]\s*(?P<other>.+))$")
_NO_ZONE = re.compile(r"\d{4}-\d\d-\d\d[T ][\d:.]+")
_PLAIN_URL: Final = frozenset({"url", "link", "permalink"})


class Held(NamedTuple):
    """What a record holds for one of our fields, by how much its name is worth (``names.Spot``); ``name`` is the one at the top."""

    rank: int
    field: str
    name: str
    value: Any
    weak: bool = False
    raw: bool = False


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
    for one in held:
        if fields.get(one.field) or one.field in {"text", _ABSTRACT}:
            continue
        if said := _said(one, reading):
            fields[one.field] = said
            used.add(one.name)
            if one.weak and one.field in _TIMES:
                found.add(one.field)
    _outlet_by_address(fields, held, found)
    if fields.get("byline"):
        fields["byline"] = _person(fields["byline"], fields.get("source", ""))
    if not fields.get("url") and (plain := next((h.value for h in held if h.field == "url" and bare(h.name) in _PLAIN_URL), "")):
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
                yield Held(rank - DEEPER, field, *there)
    yield from _held(row, 0, "")


def _held(row: Mapping[str, Any], depth: int, top: str) -> Iterator[Held]:
    for name, value in row.items():
        if not value or (spot := SPOTS[name]) is None:
            continue
        if not spot.field and isinstance(value, str) and bare(name) == "data":  # "date" in two languages
            yield Held(LONGER, "published", top or name, value)
        elif not spot.field or (spot.field == "text" and isinstance(value, dict) and holds_articles(value)):
            if isinstance(value, dict) and depth < _WRAPPERS_IN_EACH_OTHER:
                inside = list(_held(value, depth + 1, top or name))
                if bare(name) in BESIDE or any(one.field in {"text", _ABSTRACT} for one in inside):
                    yield from inside  # else it tells of something else: the answer of a server, another post
        elif not depth or spot.field != "id":
            yield Held(spot.rank + depth * DEEPER, spot.field, top or name, value, spot.weak, spot.raw)
            if spot.field == "source" and isinstance(value, str):
                yield Held(spot.rank + (depth + 2) * DEEPER, "url", top or name, value)


def _said(held: Held, reading: Reading) -> str:
    if held.field in _TIMES:
        said = stamp(held.value, partial(reading.order.day_first, held.name))
        return f"{said}Z" if held.name.lower().endswith(("gmt", "utc")) and _NO_ZONE.fullmatch(said) else said
    said = _READ[held.field](held.value)
    return _ENOUGH[held.field](said) if held.weak and said else said


def _person(byline: str, source: str) -> str:
    """Return a byline without the stated outlet behind it: "Ines Quade (Oxhey Star)"."""
    tail = _BEHIND.search(byline) if source else None
    return byline[: tail.start()] if tail and tail.start() and squeezed(tail["name"] or tail["other"]) == squeezed(source) else byline


def _outlet_by_address(fields: dict[str, str], held: Sequence[Held], found: set[str]) -> None:
    """Take the domain of an outlet's address for its name, where that is all that is said of it."""
    if not fields.get("source"):
        domain = next((name for one in held if one.field == "source" and (name := hosted(address(one.value)))), "")
        if domain:
            fields["source"] = domain
            found.add("source")


def _text(held: Sequence[Held]) -> tuple[str, bool, set[str]]:
    """Return the fullest text at the top, else in what it wraps, whether it is only the beginning, and the name that holds it."""
    for wanted, raw in (("text", False), ("text", True), (_ABSTRACT, False)):
        best = ("", False, set[str]())
        level = 0
        for one in held:
            if one.field != wanted or one.raw is not raw or (best[0] and one.rank // DEEPER > level) or holds_articles(one.value):
                continue
            text, is_cut = uncut(body(one.value, one.name))
            if text.strip() and (not best[0] or (wanted == "text" and _is_fuller(text, best[0]))):
                best, level = (text, is_cut or wanted == _ABSTRACT, {one.name}), one.rank // DEEPER
        if best[0]:
            return best
    return "", False, set()


def _is_fuller(text: str, best: str) -> bool:
    return len(text) > len(best) and len(text.split()) > len(best.split()) * _FULLER
