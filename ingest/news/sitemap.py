"""Read a sitemap: the pages it lists with their days, or the sitemaps that an index of them lists; news sitemaps say more of each page."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ingest.article.stamps import read_stamp
from ingest.read.failures import ReadError

MOST_ROWS: Final = 50_000  # that the protocol allows in one file (sitemaps.org)
_BEGINS: Final = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]")
_HEAD: Final = 4096  # bytes in which the first element stands
_ROWS: Final = {"url": "page", "sitemap": "map"}
_FIELDS: Final = {
    "loc": "url", "lastmod": "updated", "publication_date": "published", "title": "title", "name": "source",
}  # fmt: skip
_NEWS: Final = "google.com/schemas/sitemap-news"  # the namespace of title, name and publication_date; those of pictures have a title, too


@dataclass(frozen=True, slots=True)
class Row:
    """A page (or, ``is_map``, a sitemap) that is listed: its address and what is stated of it."""

    fields: dict[str, str]
    is_map: bool


def begins_sitemap(content: bytes) -> bool:
    """Whether this is a sitemap or an index of them."""
    return bool(_BEGINS.search(content[:_HEAD]))


def sitemap_rows(content: bytes) -> list[Row]:
    """Return what a sitemap lists, in its order; of a damaged one what stands before the damage.

    :raises ReadError: when that is nothing.
    """
    from lxml import etree

    rows: list[Row] = []
    why = ""
    try:
        for row in _rows(content):
            rows.append(row)
            if len(rows) >= MOST_ROWS:
                break
    except etree.XMLSyntaxError as err:
        why = f": {str(err)[:80]}"
    if not rows:
        raise ReadError(f"no page in this sitemap{why}")
    return rows


def _rows(content: bytes) -> Iterator[Row]:
    from lxml import etree

    for _, node in etree.iterparse(io.BytesIO(content), events=("end",), resolve_entities=False, no_network=True, load_dtd=False):
        kind = _ROWS.get(_name(node))
        if not kind:
            continue
        fields: dict[str, str] = {}
        for part in node.iter():
            field = _FIELDS.get(_name(part), "")
            if field in {"published", "title", "source"} and _NEWS not in str(part.tag):
                continue
            value = " ".join((part.text or "").split())
            if field and value and field not in fields:
                fields[field] = read_stamp(value) if field in {"published", "updated"} else value
        if fields.get("url"):
            yield Row(fields, kind == "map")
        node.clear()
        while node.getprevious() is not None:
            del node.getparent()[0]


def _name(node: Any) -> str:  # noqa: ANN401 - an lxml element
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""
