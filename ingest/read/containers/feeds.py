"""Read a feed that was saved as a file: RSS, Atom and RDF by feedparser, JSON Feed by hand; an entry is an article."""

import io
import json
import re
from collections.abc import Mapping
from time import strftime
from typing import Any

from ingest.article.assemble import Raw
from ingest.article.stamps import read_stamp
from ingest.read.containers.kinds import Articles, Source
from ingest.read.failures import Failure, ReadError
from ingest.read.markup import plain_text

_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')
_SECTION = re.compile(r"\s+(?:[-–—|:»]\s+).*$")  # "Lowfield Star - News": the outlet stands before it


def begins_feed(head: bytes) -> bool:
    """Whether a file begins as a feed in XML."""
    return bool(_FEED.search(head))


def begins_json_feed(head: bytes) -> bool:
    """Whether a file begins as a JSON Feed."""
    return bool(_JSON_FEED.search(head))


def split_feed(source: Source) -> Articles:
    """Yield the entries of an RSS, Atom or RDF feed.

    :raises ReadError: when there is none.
    """
    import feedparser

    try:
        feed = feedparser.parse(io.BytesIO(source.path.read_bytes()), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, AttributeError, TypeError) as err:  # what it raises on names and charsets that are damaged
        raise ReadError(f"broken feed: {str(err)[:80]}") from err
    if not feed.entries:
        raise ReadError(f"no entry in this feed{f': {str(feed.bozo_exception)[:80]}' if feed.get('bozo') else ''}")
    for n, entry in enumerate(feed.entries, start=1):
        yield _article(_entry_fields(entry, feed.feed), _entry_text(entry), f":{n}", str(source.path))


def split_json_feed(source: Source) -> Articles:
    """Yield the items of a JSON Feed.

    :raises ReadError: when it is broken or empty.
    """
    try:
        feed = json.loads(source.path.read_bytes())
    except (ValueError, RecursionError) as err:
        raise ReadError(f"broken JSON Feed: {str(err)[:80] or 'nested too deeply'}") from err
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not items:
        raise ReadError("no item in this JSON Feed")
    for n, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            yield Failure(f"{source.path}:{n}", f"not an item but a {type(item).__name__}")
            continue
        authors = item.get("authors") or item.get("author") or feed.get("authors") or feed.get("author") or []
        names = [str(a.get("name") or "") for a in (authors if isinstance(authors, list) else [authors]) if isinstance(a, Mapping)]
        fields = {
            "title": str(item.get("title") or ""),
            "source": outlet(str(feed.get("title") or "")),
            "byline": ", ".join(filter(None, names)),
            "published": read_stamp(str(item.get("date_published") or "")),
            "updated": read_stamp(str(item.get("date_modified") or "")),
            "url": str(item.get("url") or item.get("external_url") or ""),
        }
        text = item.get("content_text") or plain_text(str(item.get("content_html") or item.get("summary") or ""))
        yield _article(fields, str(text), f":{n}", str(source.path))


def outlet(title: str) -> str:
    """Return the outlet of a feed by its title: "Lowfield Star - News" is of the Lowfield Star."""
    return _SECTION.sub("", title).strip() or title.strip()


def _article(fields: dict[str, str], text: str, place: str, path: str) -> Raw | Failure:
    if not text.strip() or text.strip() == fields["title"].strip():
        return Failure(f"{path}{place}", f"no text in this entry, only a headline: {fields['title'][:80]!r}")
    return Raw(text, fields, single=True, stated=True, place=place)


def _entry_fields(entry: Any, feed: Any) -> dict[str, str]:  # noqa: ANN401 - feedparser has no types
    names = [str(author.get("name") or "") for author in entry.get("authors", ())]
    own = plain_text(str(entry.get("source", {}).get("title") or "")).strip()
    source = own or outlet(plain_text(str(feed.get("title") or "")))
    title = " ".join(plain_text(str(entry.get("title") or "")).split())
    return {
        "title": re.sub(rf"\s+[-–—|]\s+{re.escape(source)}$", "", title) if source else title,  # as feeds of many outlets write it
        "source": source,
        "byline": ", ".join(filter(None, names)) or str(feed.get("author_detail", {}).get("name") or ""),
        "published": _stamp(entry, "published") or _stamp(entry, "created"),
        "updated": _stamp(entry, "updated"),
        "url": str(entry.get("link") or ""),
    }


def _stamp(entry: Any, name: str) -> str:  # noqa: ANN401
    """Return a time of an entry as it states it, or as feedparser reads it; ``updated`` never stands in for ``published``."""
    if name not in entry.keys():  # ``in entry`` and ``get`` answer one by the other
        return ""
    parsed = entry.get(f"{name}_parsed")
    return read_stamp(str(entry[name])) or (strftime("%Y-%m-%dT%H:%M+00:00", parsed) if parsed else "")


def _entry_text(entry: Any) -> str:  # noqa: ANN401
    """Return the longest text of an entry: its content where it comes whole, else its summary."""
    values = [str(part.get("value") or "") for part in entry.get("content", ())] + [str(entry.get("summary") or "")]
    return max((plain_text(value) for value in values), key=len, default="")
