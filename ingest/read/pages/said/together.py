"""All that a page says of its article, source by source, put together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from ingest.article.headline import squeezed, without_outlet
from ingest.read.pages.said.days import settle
from ingest.read.pages.said.heads import Head, find_heading, read_head
from ingest.read.pages.said.items import item_fields
from ingest.read.pages.said.linked import is_article, linked_blocks, linked_fields, own_blocks, plain_value, site_name
from ingest.read.pages.said.metas import address, file_changed, meta_fields
from ingest.read.pages.said.names import outlet_behind
from ingest.read.pages.said.own import LEAST_WORDS, Own
from ingest.read.pages.said.zone import Zone, read_zone
from ingest.read.pages.tree import words

MOST_NAMES = 8  # headings of a page by which its article is told from others


@dataclass(frozen=True, slots=True)
class Stated:
    """What the markup of a page states: its fields, its headline's element, its JSON-LD, and by what its article is told from others."""

    fields: Mapping[str, str]
    heading: Any
    blocks: list[dict[str, Any]]  # of the JSON-LD, those of no other article
    head: Head
    own: Own


def read_stated(tree: Any, markup: str = "", blocks: list[dict[str, Any]] | None = None) -> Stated:  # noqa: ANN401 - lxml is imported late
    """Return what the markup states of the page's article; of what a reader sees no more than the headline and the outlet."""
    blocks = linked_blocks(tree) if blocks is None else blocks
    metas = meta_fields(tree)
    window = " ".join((tree.findtext(".//title") or "").split())
    url = address(tree, metas.get("url", ""), markup)
    names = tuple(filter(None, (metas.get("title", ""), window, *_headings(tree))))
    own = Own(names, tuple(dict.fromkeys(filter(None, (url, metas.get("url", ""))))), frozenset({metas.get("published", "")[:10]} - {""}))
    articles = own_blocks(blocks, own)
    called = [metas.get("title", ""), window, *(plain_value(b.get("headline")) for b in articles[:1])]
    heading = find_heading(tree, called)
    seen = words(heading) if heading is not None else ""
    site = metas.get("source", "") or site_name(blocks)
    outlet = site or outlet_behind(window, seen)[0]
    own = replace(own, titles=tuple(filter(None, (seen, *(without_outlet(title, outlet) for title in called)))), headed=heading is not None)
    articles = own_blocks(blocks, own)
    linked = linked_fields(blocks, articles, own)
    items, loose = item_fields(tree, heading, own)
    fields = {**loose, **metas, **items, **linked}
    fields["url"] = address(tree, linked.get("url", "") if not url else url, markup)
    head = read_head(tree, heading, fields, site, fields["url"])
    fields["title"], fields["source"] = head.title, head.source
    if fields.get("byline") and squeezed(fields["byline"]) == squeezed(head.source):
        del fields["byline"]
    fields["published"], fields["updated"] = settle(fields, Zone(), file_changed(tree))
    its = set(map(id, articles))
    blocks = [b for b in blocks if id(b) in its or not is_article(b)]
    return Stated({name: value for name, value in fields.items() if value or name == "title"}, heading, blocks, head, own)


def _headings(tree: Any) -> list[str]:  # noqa: ANN401
    """Return what the headings of the first order say, those of the others too where that is no headline: "Oxhey Star"."""
    first = [words(node) for node in islice(tree.iter("h1"), MOST_NAMES)]
    if any(len(text.split()) >= LEAST_WORDS for text in first):
        return first
    return first + [words(node) for node in islice(tree.iter("h2", "h3"), MOST_NAMES)]


def read_fields(tree: Any, stated: Stated) -> tuple[dict[str, str], frozenset[str], set[str]]:  # noqa: ANN401
    """Return the fields of a page with the days and names that a reader sees, the names of those that were found, and the lines read."""
    zone = read_zone(stated.heading)
    fields = dict(stated.fields)
    fields["published"], fields["updated"] = settle(fields, zone, file_changed(tree))
    if zone.byline and squeezed(zone.byline) != squeezed(fields.get("source", "")):
        fields.setdefault("byline", zone.byline)
    found = frozenset({"source"}) if stated.head.found and not zone.source else frozenset()
    if zone.agency:
        fields["agency"] = zone.agency
    if zone.source and (stated.head.found or not fields.get("source")):
        fields["source"] = zone.source
    return {name: value for name, value in fields.items() if value or name == "title"}, found, zone.read


def stated_fields(tree: Any) -> dict[str, str]:  # noqa: ANN401
    """Return what the markup of a page states of its article, without the days that a reader sees, which may be those of a part of it."""
    return dict(read_stated(tree).fields)


def page_fields(tree: Any) -> dict[str, str]:  # noqa: ANN401
    """Return what a page states of its article and shows under its headline."""
    return read_fields(tree, read_stated(tree))[0]
