"""The JSON-LD of a page: its blocks, and the one that is the article's."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ingest.article.clean import key
from ingest.article.stamps import read_stamp
from ingest.read.markup import plain_text
from ingest.read.pages.said.names import clean_byline
from ingest.read.pages.tree import within

ARTICLE_TYPES = re.compile(r"(?:.*[/:])?(?!Job|DiscussionForum|SocialMedia)\w*(?:Article|Posting|Report)$")
_NAMES = {
    "title": ("headline",),
    "published": ("datePublished",),
    "updated": ("dateModified",),
    "source": ("publisher", "sourceOrganization", "provider"),
    "byline": ("author", "creator"),
    "url": ("url", "mainEntityOfPage"),
}
_WRAPPED = re.compile(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*$")
_TRAILING = re.compile(r",(?=\s*[}\]])")
SHARED = 0.25  # of the telling words of a headline that the page must have, too
TELLING = 4  # letters of a word that tells one headline from another
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
    text = _WRAPPED.sub("", text).strip().rstrip(";")
    for attempt in (text, _TRAILING.sub("", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def linked_fields(blocks: Sequence[dict[str, Any]], headings: Sequence[str] = (), url: str = "") -> dict[str, str]:
    """Return what the JSON-LD states of the page's article, empty if it cannot be told which one that is.

    :param headings: what the page itself calls its article, by which one of several is told; ``url`` its address.
    """
    articles = article_blocks(blocks, headings, url)
    fields: dict[str, str] = {}
    for block in articles:
        for field, names in _NAMES.items():
            for name in names:
                value = _resolve(block.get(name), blocks)
                value = plain_value(value.get("@id") if field == "url" and isinstance(value, dict) else value)
                value = clean_byline(value) if field == "byline" else value
                dated = field not in {"published", "updated"} or read_stamp(value)
                if value and dated and (field != "url" or value.startswith("http")):
                    fields.setdefault(field, value)
    return fields or _page_days(blocks, headings)


def _page_days(blocks: Sequence[dict[str, Any]], headings: Sequence[str]) -> dict[str, str]:
    """Return the days of the block of a page that is called as its article is, where no block is the article's."""
    pages = [b for b in blocks if any(kind in {"WebPage", "ItemPage"} for kind in map(str, listed(b.get("@type"))))]
    own = [b for b in pages if any(within(heading, plain_value(b.get("name"))) for heading in headings)]
    if len(own) != 1 or any(ARTICLE_TYPES.match(str(kind)) for b in blocks for kind in listed(b.get("@type"))):
        return {}
    days = {field: plain_value(own[0].get(_NAMES[field][0])) for field in ("published", "updated")}
    return {field: day for field, day in days.items() if read_stamp(day)}


def is_article(block: Mapping[str, Any]) -> bool:
    """Whether a block is that of an article."""
    return any(ARTICLE_TYPES.match(str(kind)) for kind in listed(block.get("@type")))


def article_blocks(blocks: Iterable[dict[str, Any]], headings: Iterable[str] = (), url: str = "") -> list[dict[str, Any]]:
    """Return the blocks of the page's article: of several the ones with its headline or its address."""
    articles = [b for b in blocks if is_article(b)]
    if len({_headline(b) for b in articles}) <= 1:
        return articles
    called = {key(heading) for heading in headings} - {""}
    same = [b for b in articles if key(_headline(b)) in called] or [b for b in articles if url and url in _addresses(b)]
    return same if len({_headline(b) for b in same}) == 1 else []


def without_others(blocks: Sequence[dict[str, Any]], names: Iterable[str], url: str = "") -> list[dict[str, Any]]:
    """Return the blocks without those of articles that hardly share a word with any of the page's ``names``, nor its address."""
    own = _telling(names)
    kept = []
    for b in blocks:
        told = _telling([_headline(b)])
        if (
            not (is_article(b) and own and told)
            or (url and url in _addresses(b))
            or len(told & own) >= max(min(2, len(told)), len(told) * SHARED)
        ):
            kept.append(b)
    return kept


def _telling(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in key(name).split() if len(word) >= TELLING}


def site_name(blocks: Iterable[dict[str, Any]]) -> str:
    """Return what the JSON-LD calls the site, empty if it does not, or by several names."""
    for kind in _OUTLETS:
        names = {plain_value(b.get("name")) for b in blocks if kind in listed(b.get("@type"))} - {""}
        if len(names) == 1:
            return names.pop()
    return ""


def article_bodies(blocks: Sequence[dict[str, Any]]) -> list[tuple[str, set[str], str]]:
    """Return the texts of articles that the blocks hold, paragraphs behind blank lines, each with its headline and addresses before it."""
    held = [(block, plain_text(html.unescape(block["articleBody"]))) for block in blocks if isinstance(block.get("articleBody"), str)]
    return [
        (_headline(block), _addresses(block), "\n\n".join(line for raw in text.split("\n") if (line := " ".join(raw.split()))))
        for block, text in held
    ]


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


def _headline(block: dict[str, Any]) -> str:
    return plain_value(block.get("headline") or block.get("name") or "")


def _addresses(block: dict[str, Any]) -> set[str]:
    page = block.get("mainEntityOfPage")
    return {str(value) for value in (block.get("url"), block.get("@id"), page.get("@id") if isinstance(page, dict) else page) if value}


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
