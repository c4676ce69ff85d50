"""All that a page says of its article, source by source, put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ingest.article.headline import squeezed, without_outlet
from ingest.read.pages.said.days import settle
from ingest.read.pages.said.heads import Head, find_heading, read_head
from ingest.read.pages.said.items import item_fields
from ingest.read.pages.said.linked import article_blocks, is_article, linked_blocks, linked_fields, plain_value, site_name, without_others
from ingest.read.pages.said.metas import address, file_changed, meta_fields
from ingest.read.pages.said.names import outlet_behind
from ingest.read.pages.said.zone import Zone, read_zone
from ingest.read.pages.tree import words

MOST_NAMES = 8  # headings of a page by which its article is told from others


@dataclass(frozen=True, slots=True)
class Stated:
    """What the markup of a page states: its fields, its headline's element, its JSON-LD, and what it calls its article."""

    fields: Mapping[str, str]
    heading: Any
    blocks: list[dict[str, Any]]  # of the JSON-LD, those of no other article
    head: Head
    titles: tuple[str, ...]
    shown: tuple[str, ...]  # those that are not of the JSON-LD


def read_stated(tree: Any, markup: str = "", blocks: list[dict[str, Any]] | None = None) -> Stated:  # noqa: ANN401 - lxml is imported late
    """Return what the markup states of the page's article; of what a reader sees no more than the headline and the outlet."""
    blocks = linked_blocks(tree) if blocks is None else blocks
    metas = meta_fields(tree)
    window = " ".join((tree.findtext(".//title") or "").split())
    url = address(tree, metas.get("url", ""), markup)
    blocks = without_others(blocks, [metas.get("title", ""), window, *(words(h) for h in islice(tree.iter("h1", "h2"), MOST_NAMES))], url)
    single = article_blocks(blocks)
    called = [metas.get("title", ""), window, *(plain_value(b.get("headline")) for b in single[:1])]
    heading = find_heading(tree, called)
    seen = words(heading) if heading is not None else ""
    site = metas.get("source", "") or site_name(blocks)
    outlet = site or outlet_behind(window, seen)[0]
    titles = tuple(filter(None, (seen, *(without_outlet(title, outlet) for title in called))))
    shown = tuple(filter(None, (seen, *(without_outlet(title, outlet) for title in called[:2]))))
    linked = linked_fields(blocks, titles, url)
    blocks = [b for b in blocks if b in article_blocks(blocks, titles, url) or not is_article(b)]
    fields = {**metas, **item_fields(tree, heading), **linked}
    fields["url"] = address(tree, linked.get("url", "") if not url else url, markup)
    head = read_head(tree, heading, fields, site, fields["url"])
    fields["title"], fields["source"] = head.title, head.source
    if fields.get("byline") and squeezed(fields["byline"]) == squeezed(head.source):
        del fields["byline"]
    fields["published"], fields["updated"] = settle(fields, Zone(), file_changed(tree))
    return Stated({name: value for name, value in fields.items() if value or name == "title"}, heading, blocks, head, titles, shown)


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
