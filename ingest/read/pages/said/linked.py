"""The JSON-LD of a page: its blocks, and the one that is the article's."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ingest.read.markup import plain_text
from ingest.read.pages.said.names import clean_byline
from ingest.read.pages.said.own import Own, Story
from ingest.read.pages.said.stamp import page_stamp

ARTICLE_TYPES = re.compile(r"(?:.*[/:])?(?!Job|DiscussionForum|SocialMedia)\w*(?:Article|Posting|Report)$")
_NAMES = {
    "title": ("headline",),
    "published": ("datePublished",),
    "updated": ("dateModified",),
    "source": ("publisher", "sourceOrganization", "provider"),
    "byline": ("author", "creator"),
    "url": ("url", "mainEntityOfPage"),
}
_BEGINS = re.compile(r"(?://)?\s*(?:<!--|<!\[CDATA\[)")  # of a comment around the JSON
_ENDS = ("-->", "]]>", "//")
_TRAILING = re.compile(r",(?=\s*[}\]])")
_OUTLETS = ("NewsMediaOrganization", "WebSite", "Organization")  # blocks that name the site, in order of trust


def linked_blocks(tree: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Return the blocks of a page's JSON-LD; a broken one says nothing, and its other marks remain."""
    blocks: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            blocks += _nodes(_loaded(script.text or ""))
    return blocks


def _loaded(text: str) -> Any:  # noqa: ANN401
    """Return what the JSON of a script says, also in a comment and with commas too many; None for what is none."""
    text = text.strip()
    text = text[found.end() :] if (found := _BEGINS.match(text)) else text
    for end in _ENDS if text.endswith(_ENDS) else ():
        text = text.removesuffix(end).rstrip()
    text = text.strip().rstrip(";")
    for attempt in (text, _TRAILING.sub("", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def linked_fields(blocks: Sequence[dict[str, Any]], own: Iterable[dict[str, Any]], page: Own) -> dict[str, str]:
    """Return what the JSON-LD states of the page's article, whose ``own`` blocks are, empty if it holds none that is the page's."""
    fields: dict[str, str] = {}
    for block in own:
        for field, value in _stated(block, blocks).items():
            fields.setdefault(field, value)
    return fields or _page_days(blocks, page)


def _stated(block: Mapping[str, Any], blocks: Sequence[dict[str, Any]]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for field, names in _NAMES.items():
        for name in names:
            value = _resolve(block.get(name), blocks)
            value = plain_value(value.get("@id") if field == "url" and isinstance(value, dict) else value)
            value = clean_byline(value) if field == "byline" else page_stamp(value) if field in {"published", "updated"} else value
            if value and (field != "url" or value.startswith("http")):
                fields.setdefault(field, value)
    return fields


def _page_days(blocks: Sequence[dict[str, Any]], page: Own) -> dict[str, str]:
    """Return the days of the block of a page that is called as its article is, where no block is an article's."""
    pages = [b for b in blocks if any(kind in {"WebPage", "ItemPage"} for kind in map(str, listed(b.get("@type"))))]
    own = [b for b in pages if page.calls(plain_value(b.get("name")))]
    if len(own) != 1 or any(map(is_article, blocks)):
        return {}
    days = {field: page_stamp(plain_value(own[0].get(_NAMES[field][0]))) for field in ("published", "updated")}
    return {field: day for field, day in days.items() if day}


def is_article(block: Mapping[str, Any]) -> bool:
    """Whether a block is that of an article."""
    return any(ARTICLE_TYPES.match(str(kind)) for kind in listed(block.get("@type")))


def own_blocks(blocks: Sequence[dict[str, Any]], page: Own) -> list[dict[str, Any]]:
    """Return the blocks of the page's article: those with its address, else those by their headline, if they agree on the day."""
    own = [b for b in blocks if is_article(b) and is_own(b, page)]
    at = [b for b in own if page.is_at(_addresses(b))]
    days = sorted(date.fromisoformat(day) for b in own if (day := _day(b)))
    unclear = (days and days[-1] - days[0] > timedelta(days=1)) or (not page.titles and len({_headline(b) for b in own}) > 1)
    return at or ([] if unclear else own)


def is_own(block: Mapping[str, Any], page: Own) -> bool:
    """Whether a block is of the page's article, its text aside."""
    return page.owns(_headline(block), _addresses(block), day=_day(block))


def _day(block: Mapping[str, Any]) -> str:
    return page_stamp(plain_value(block.get("datePublished")))[:10]


def site_name(blocks: Iterable[dict[str, Any]]) -> str:
    """Return what the JSON-LD calls the site, empty if it does not, or by several names."""
    for kind in _OUTLETS:
        names = {plain_value(b.get("name")) for b in blocks if kind in listed(b.get("@type"))} - {""}
        if len(names) == 1:
            return names.pop()
    return ""


def linked_stories(blocks: Sequence[dict[str, Any]]) -> Iterator[Story]:
    """Yield the articles that the blocks hold the text of."""
    for block in blocks:
        if isinstance(block.get("articleBody"), str):
            text = plain_text(html.unescape(block["articleBody"]))
            lines = (line for raw in text.split("\n") if (line := " ".join(raw.split())))
            yield Story(_headline(block), "\n\n".join(lines), _stated(block, blocks), _addresses(block))


def is_closed(blocks: Iterable[dict[str, Any]]) -> bool:
    """Whether a block says that the article is not open to everybody."""
    return any(str(b.get("isAccessibleForFree")).lower() == "false" for b in blocks)


def plain_value(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a value as words on a line: names of a list joined, the name of an object; anything else is not stated."""
    if isinstance(value, str):
        line = " ".join(html.unescape(value).split())
        return "" if line.lower() in {"null", "none", "undefined", "n/a"} else line
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, map(plain_value, value))))
    if isinstance(value, dict):
        name = plain_value(value.get("name") or value.get("title") or value.get("@value") or "")
        return name or plain_value(" ".join(str(value.get(part) or "") for part in ("givenName", "familyName")))
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _headline(block: Mapping[str, Any]) -> str:
    return plain_value(block.get("headline") or block.get("name") or "")


def _addresses(block: Mapping[str, Any]) -> frozenset[str]:
    page = block.get("mainEntityOfPage")
    return frozenset(str(v) for v in (block.get("url"), block.get("@id"), page.get("@id") if isinstance(page, dict) else page) if v)


def _resolve(value: Any, blocks: Iterable[dict[str, Any]]) -> Any:  # noqa: ANN401
    """Follow ``{"@id": ...}`` to the block of that id; an address stands for itself."""
    if isinstance(value, list):
        return [_resolve(item, blocks) for item in value]
    if isinstance(value, dict) and "name" not in value and "@id" in value:
        return next((b for b in blocks if b.get("@id") == value["@id"] and "name" in b), value)
    return value


def _nodes(content: Any, depth: int = 0) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    for item in listed(content):
        if isinstance(item, dict) and depth < 6:
            yield item
            for name in ("@graph", "mainEntity", "mainEntityOfPage"):
                if isinstance(item.get(name), dict | list):
                    yield from _nodes(item[name], depth + 1)


def listed(value: Any) -> list[Any]:  # noqa: ANN401
    """Return a value that may be one or several as a list."""
    return value if isinstance(value, list) else [value]
