"""Read a feed: RSS, Atom and RDF by feedparser, JSON Feed by hand; saved as a file, an entry is an article."""

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.article.assemble import Raw
from ingest.article.outlets import hosted
from ingest.article.stamps import read_stamp
from ingest.read.containers.kinds import Articles, Source
from ingest.read.failures import Failure, ReadError
from ingest.read.markup import plain_text
from ingest.read.outlets import feed_outlet, stated_outlet
from ingest.read.records.times import stamp

_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one article. ``is_content``: the text came as the article's own, not as its summary."""

    fields: Mapping[str, str]
    text: str
    is_content: bool
    site: str = ""  # the web site whose feed it is, by what the feed says


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
    yield from _articles(feed_entries(source.path.read_bytes()), source)


def split_json_feed(source: Source) -> Articles:
    """Yield the items of a JSON Feed.

    :raises ReadError: when it is broken or empty.
    """
    yield from _articles(json_feed_entries(source.path.read_bytes()), source)


def feed_entries(content: bytes) -> list[Entry | str]:
    """Return the entries of an RSS, Atom or RDF feed, in its order.

    :raises ReadError: when there is none.
    """
    import feedparser

    try:
        feed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, AttributeError, TypeError) as err:  # what it raises on names and charsets that are damaged
        raise ReadError(f"broken feed: {str(err)[:80]}") from err
    if not feed.entries:
        raise ReadError(f"no entry in this feed{f': {str(feed.bozo_exception)[:80]}' if feed.get('bozo') else ''}")
    return [_entry(entry, feed.feed) for entry in feed.entries]


def json_feed_entries(content: bytes) -> list[Entry | str]:
    """Return the items of a JSON Feed; in the place of one that is none, why it is not.

    :raises ReadError: when it is broken or empty.
    """
    try:
        feed = json.loads(content)
    except (ValueError, RecursionError) as err:
        raise ReadError(f"broken JSON Feed: {str(err)[:80] or 'nested too deeply'}") from err
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not items:
        raise ReadError("no item in this JSON Feed")
    return [_item(item, feed) if isinstance(item, dict) else f"not an item but a {type(item).__name__}" for item in items]


def _item(item: Mapping[str, Any], feed: Mapping[str, Any]) -> Entry:
    authors = item.get("authors") or item.get("author") or feed.get("authors") or feed.get("author") or []
    names = [str(a.get("name") or "") for a in (authors if isinstance(authors, list) else [authors]) if isinstance(a, Mapping)]
    fields = {
        "title": str(item.get("title") or ""),
        "source": feed_outlet(str(feed.get("title") or ""), _hosts(feed.get("home_page_url"))),
        "byline": ", ".join(filter(None, names)),
        "published": _time(item.get("date_published")),
        "updated": _time(item.get("date_modified")),
        "url": str(item.get("url") or item.get("external_url") or ""),
    }
    content = item.get("content_text") or plain_text(str(item.get("content_html") or ""))
    text = str(content) or plain_text(str(item.get("summary") or ""))
    return Entry(fields, text, bool(content), str(feed.get("home_page_url") or ""))


def _articles(entries: list[Entry | str], source: Source) -> Articles:
    for n, entry in enumerate(entries, start=1):
        place = f":{n}"
        if isinstance(entry, str):
            yield Failure(f"{source.path}{place}", entry)
        elif is_bare(entry):
            yield Failure(f"{source.path}{place}", f"no text in this entry, only a headline: {entry.fields['title'][:80]!r}")
        else:
            yield Raw(entry.text, entry.fields, single=True, stated=True, place=place)


def is_bare(entry: Entry) -> bool:
    """Whether an entry holds no more than its headline."""
    return not entry.text.strip() or entry.text.strip() == entry.fields["title"].strip()


def _entry(entry: Any, feed: Any) -> Entry:  # noqa: ANN401 - feedparser has no types
    """Return an entry with the longest of its texts: its content where it comes whole, else its summary."""
    summary = plain_text(str(entry.get("summary") or ""))
    content = max((plain_text(str(part.get("value") or "")) for part in entry.get("content", ())), key=len, default="")
    site = str(feed.get("link") or "")
    return Entry(_entry_fields(entry, feed), max(content, summary, key=len), 0 < len(content) >= len(summary), site)


def _entry_fields(entry: Any, feed: Any) -> dict[str, str]:  # noqa: ANN401
    names = [str(author.get("name") or "") for author in entry.get("authors", ())]
    own = stated_outlet(plain_text(str(entry.get("source", {}).get("title") or "")))
    source = own or feed_outlet(plain_text(str(feed.get("title") or "")), _hosts(feed.get("link"), entry.get("link")))
    title = " ".join(plain_text(str(entry.get("title") or "")).split())
    return {
        "title": re.sub(rf"\s+[-–—|]\s+{re.escape(source)}$", "", title) if source else title,  # as feeds of many outlets write it
        "source": source,
        "byline": ", ".join(filter(None, names)) or str(feed.get("author_detail", {}).get("name") or ""),
        "published": _stamp(entry, "published") or _stamp(entry, "created"),
        "updated": _stamp(entry, "updated"),
        "url": _link(entry),
    }


def _hosts(*urls: object) -> tuple[str, ...]:
    return tuple(filter(None, (hosted(str(url or "")) for url in urls)))


def _link(entry: Any) -> str:  # noqa: ANN401
    """Return the address of an entry; an identity that is none, for which feedparser takes it by default, is left out."""
    link = str(entry.get("link") or "")
    return link if "://" in link or link != str(entry.get("id") or "") else ""


def _stamp(entry: Any, name: str) -> str:  # noqa: ANN401
    """Return a time of an entry as it states it, not as feedparser reads it; ``updated`` never stands in for ``published``."""
    return _time(entry[name]) if name in entry.keys() else ""  # ``in entry`` and ``get`` answer one by the other


def _time(value: Any) -> str:  # noqa: ANN401
    return read_stamp(stamp(value, lambda _: None))
