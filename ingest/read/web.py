"""Read an HTML page: the article's text by trafilatura, its metadata from the page's markup."""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ingest.article.assemble import Raw
from ingest.article.stamps import date_line, read_stamp
from ingest.read.decode import decode_page
from ingest.read.failures import ReadError
from ingest.read.markup import parse
from ingest.read.records.words import plain_value

_FIELDS = {  # in order of trust
    "published": """article:published_time og:article:published_time datepublished publishdate publish-date pubdate parsely-pub-date
        sailthru.date dc.date.issued dcterms.created date dc.date""",
    "updated": "article:modified_time og:updated_time datemodified last-modified dcterms.modified",
    "title": "og:title twitter:title headline dc.title",
    "source": "og:site_name application-name dc.publisher",
    "byline": "author article:author parsely-author byl dc.creator",
    "url": "og:url",
}
_META = {name: field for field, names in _FIELDS.items() for name in names.split()}
_ARTICLE_TYPES = re.compile(r"\w*(?:Article|Posting)$")

PARAGRAPH_WORDS = 25  # of a paragraph that belongs to the article itself


def read_page(content: bytes) -> Raw:
    """Return the article of an HTML page with the fields its markup states.

    :raises ReadError: when there is no article text on it.
    """
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs each page it finds nothing on
    markup, tree = page_tree(content)
    fields = page_fields(tree)
    text = extract(markup, include_comments=False, include_tables=True, deduplicate=False) or _plain(tree)
    if not text.strip():
        raise ReadError("no article text on the page")
    # Trafilatura writes a paragraph a line; blank lines keep a long heading from running into the next one.
    return Raw(text.replace("\n", "\n\n"), {k: v for k, v in fields.items() if v or k == "title"}, single=True)


def page_tree(content: bytes) -> tuple[str, Any]:
    """Return the markup of a page and its tree.

    :raises ReadError: when it is no page.
    """
    markup = decode_page(content)
    try:
        return markup, parse(markup)
    except ValueError as err:
        raise ReadError(f"not a web page: {err}") from err


def page_fields(tree: Any) -> dict[str, str]:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Return what the markup of a page states of its article."""
    return {**_visible(tree), **stated_fields(tree)}


def stated_fields(tree: Any) -> dict[str, str]:  # noqa: ANN401
    """Return the same without the dates that a reader sees under the headline, which may be those of a part of it."""
    fields = {**_metas(tree), **_linked_data(tree)}
    fields.setdefault("title", _heading(tree))
    return fields


def _metas(tree: Any) -> dict[str, str]:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Read <meta> elements; of several for one field, the order of ``_META`` decides."""
    rank = {name: n for n, name in enumerate(_META)}
    found: list[tuple[int, str, str]] = []
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = " ".join((meta.get("content") or "").split())
        if name in _META and content and not (_META[name] == "byline" and content.startswith("http")):
            found.append((rank[name], _META[name], content))
    fields: dict[str, str] = {}
    for _, field, content in sorted(found, key=lambda row: row[0]):
        if field not in {"published", "updated"} or read_stamp(content):
            fields.setdefault(field, content)
    return fields


def _linked_data(tree: Any) -> dict[str, str]:  # noqa: ANN401
    """Read the JSON-LD block of the article, if there is exactly one article on the page."""
    blocks = linked_blocks(tree)
    articles = [b for b in blocks if any(_ARTICLE_TYPES.match(str(kind)) for kind in _listed(b.get("@type")))]
    headlines = {str(b.get("headline") or b.get("name") or "") for b in articles}
    if len(headlines) != 1:
        return {}
    names = {"title": "headline", "published": "datePublished", "updated": "dateModified", "source": "publisher", "byline": "author"}
    fields: dict[str, str] = {}
    for block in articles:
        for field, markup_name in names.items():
            value = " ".join(plain_value(_resolve(block.get(markup_name), blocks)).split())
            if value and (field not in {"published", "updated"} or read_stamp(value)):
                fields.setdefault(field, value)
    return fields


def linked_blocks(tree: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Return the blocks of a page's JSON-LD; a broken one says nothing, and its other marks remain."""
    blocks: list[dict[str, Any]] = []
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            blocks += _nodes(json.loads(script.text or "null", strict=False))
        except (ValueError, RecursionError):
            continue
    return blocks


def _resolve(value: Any, blocks: Iterable[dict[str, Any]]) -> Any:  # noqa: ANN401
    """Follow ``{"@id": ...}`` to the block of that id."""
    if isinstance(value, list):
        return [_resolve(item, blocks) for item in value]
    if isinstance(value, dict) and "name" not in value and "@id" in value:
        return next((b for b in blocks if b.get("@id") == value["@id"] and "name" in b), value)
    return value


def _nodes(content: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    for item in _listed(content):
        if isinstance(item, dict):
            yield item
            yield from _nodes(item.get("@graph"))


def _listed(value: Any) -> list[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else [value]


def _visible(tree: Any) -> dict[str, str]:  # noqa: ANN401
    """Read date lines that a reader sees between the headline and the first paragraph; used where the markup states none."""
    fields: dict[str, str] = {}
    heading = next(tree.iter("h1"), None)
    inside: set[Any] = set()  # parts of a date line that was read as a whole
    for part in () if heading is None else heading.xpath("following::*"):
        if not isinstance(part.tag, str) or part.tag in {"script", "style"} or part in inside:
            continue
        words = " ".join(part.text_content().split())
        if part.tag == "p" and len(words.split()) >= PARAGRAPH_WORDS:
            break
        stamps = date_line(words)
        inside.update(part.iterdescendants() if stamps else ())
        exact = [iso for time in part.iter("time") if (iso := read_stamp(time.get("datetime") or ""))]
        for stamp in stamps:
            finer = next((iso for iso in exact if iso[:10] == stamp.iso[:10]), stamp.iso)
            fields.setdefault("updated" if stamp.kind == "updated" else "published", finer)
    return fields


def _heading(tree: Any) -> str:  # noqa: ANN401
    headings = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    title = tree.findtext(".//title") or ""
    return headings[0] if len(set(headings)) == 1 else " ".join(title.split())


def _plain(tree: Any) -> str:  # noqa: ANN401
    """Return the page's paragraphs, for pages too short for trafilatura to find an article on."""
    body = tree.find("body")
    parts = [p.text_content() for p in tree.iter("p", "li", "blockquote")] or ([] if body is None else [body.text_content()])
    return "\n".join(" ".join(part.split()) for part in parts)
