"""Tell what an address gave: an article's page, or a feed or sitemap, which becomes a list of articles, the newest first."""

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final
from urllib.parse import urljoin

from ingest.article.outlets import hosted
from ingest.news.sitemap import begins_sitemap, sitemap_rows
from ingest.read.address import Page
from ingest.read.containers.feeds import Entry, begins_feed, begins_json_feed, feed_entries, is_bare, json_feed_entries
from ingest.read.containers.kinds import HEAD
from ingest.read.failures import ReadError

MOST_UNPACKED: Final = 50_000_000  # bytes that a sitemap may have unpacked (sitemaps.org)
WHOLE_WORDS: Final = 120  # of an entry's text, from which it may be the article; summaries rarely have 60
_CUT: Final = re.compile(
    r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.|&hellip;)\s*\])\s*$|(?:read|continue|view|see) (?:more|reading|full|the full|the rest)\b[^.]{0,60}$"
    r"|\bappeared first on\b[^.]{0,120}\.?\s*$",
    re.IGNORECASE,
)
_POSTED: Final = re.compile(r"\bappeared first on\b[^\n]{0,160}$")  # the line that WordPress puts below each entry of a feed
_POST: Final = "The post "  # as it begins
MOST_TAIL: Final = 600  # characters at the end of an entry, in which such a line stands
_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_LINK: Final = re.compile(rb"<link\b[^>]*>", re.IGNORECASE)
_FEED_LINK: Final = re.compile(rb"application/(?:rss|atom)\+xml|application/feed\+json", re.IGNORECASE)
_HREF: Final = re.compile(rb"""\bhref\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """An article that a feed or sitemap lists: its address and what is said of it; ``text`` where that is the whole of it.

    ``homes``: the addresses of the list and of the site that it is of.
    """

    url: str
    fields: Mapping[str, str]
    text: str = ""
    homes: tuple[str, ...] = ()

    def told(self, url: str) -> Mapping[str, str]:
        """Return what is said of the page at ``url``: nothing by a list of another site, which may be of links to others' articles."""
        return self.fields if any(is_one_site(url, home) for home in self.homes) else {}

    @property
    def key(self) -> str:
        """What names it in its list: its address, or without one its headline and text."""
        return self.url or f"{self.fields.get('title', '')}|{sha256(self.text.encode('utf-8', 'replace')).hexdigest()[:16]}"

    @property
    def mark(self) -> str:
        """Changes when what is stated of it does."""
        stated = json.dumps([sorted(self.fields.items()), self.text])
        return sha256(stated.encode()).hexdigest()[:16]

    @property
    def changed(self) -> float:
        """When it was published or updated, in seconds since 1970; 0 when that is not stated."""
        return max(seconds(self.fields.get(name, "")) for name in ("published", "updated"))


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or sitemap lists, the newest first; ``maps`` are further sitemaps, ``broken`` how many entries are none."""

    kind: str  # feed | sitemap
    items: tuple[Item, ...]
    maps: tuple[Item, ...] = ()
    broken: int = 0


def read_listing(page: Page) -> Listing | None:
    """Return what a feed or sitemap lists; None for what is neither.

    :raises ReadError: for one that is broken, empty or too large.
    """
    content = unpacked(page.data)
    head = content[:HEAD]
    if _PAGE.match(head):
        return None
    if begins_sitemap(content):
        rows = [(row.is_map, Item(_address(row.fields["url"], page.url), row.fields, homes=(page.url,))) for row in sitemap_rows(content)]
        pages, maps = ([item for is_map, item in rows if item.url and is_map == wanted] for wanted in (False, True))
        return Listing("sitemap", newest_first(pages), newest_first(maps), sum(not item.url for _, item in rows))
    if begins_feed(head):
        return _feed(feed_entries(content), page.url)
    return _feed(json_feed_entries(content), page.url) if begins_json_feed(head) else None


def newest_first(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return items in order of their times, each address once; in their own order, which is mostly that, where not all have one."""
    by_key: dict[str, Item] = {}
    for item in items:
        by_key.setdefault(item.key, item)
    found = list(by_key.values())
    return tuple(sorted(found, key=lambda item: -item.changed) if all(item.changed for item in found) else found)


def unpacked(data: bytes) -> bytes:
    """Return data that may have come packed by gzip.

    :raises ReadError: when it unpacks to too much, or is broken.
    """
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        plain = zlib.decompressobj(wbits=31).decompress(data, MOST_UNPACKED + 1)
    except zlib.error as err:
        raise ReadError(f"a broken packed file: {err}") from err
    if len(plain) > MOST_UNPACKED:
        raise ReadError(f"it unpacks to more than the {MOST_UNPACKED / 1e6:.0f} MB that a sitemap may have")
    return plain


def feeds_of(page: Page) -> list[str]:
    """Return the feeds that a web page names, at most three."""
    links = [link[0] for link in _LINK.finditer(page.data[:200_000]) if _FEED_LINK.search(link[0])]
    found = [_address(href[1].decode("utf-8", "replace"), page.url) for link in links if (href := _HREF.search(link))]
    return list(dict.fromkeys(filter(None, found)))[:3]


def seconds(stamp: str) -> float:
    """Return an ISO day or time in seconds since 1970, without a zone taken for UTC; 0 for none."""
    try:
        when = datetime.fromisoformat(stamp)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def is_one_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, or of one below the other, "www" aside.

    >>> is_one_site("https://feeds.post.example/all", "https://www.post.example/a"), is_one_site("https://a.example/", "https://b.example/")
    (True, False)
    """
    a, b = sorted((hosted(one), hosted(other)), key=len)
    return bool(a) and (a == b or ("." in a and b.endswith(f".{a}")))


def is_whole(entry: Entry) -> bool:
    """Whether an entry's text is the article: given as its content, long, and not cut off to be read on the site."""
    return entry.is_content and len(entry.text.split()) >= WHOLE_WORDS and not _CUT.search(own_text(entry.text)[-MOST_TAIL:])


def own_text(text: str) -> str:
    """Return the text of an entry without the line below it that names the site.

    >>> own_text("It rained. The post Storm appeared first on Kelby Gull.")
    'It rained.'
    """
    text = text.rstrip()
    tail = text[-MOST_TAIL:].rpartition("\n")[2]
    if not _POSTED.search(tail):
        return text
    at = tail.rfind(_POST) if len(tail) == MOST_TAIL or _POST in tail else 0
    return text[: len(text) - len(tail) + at].rstrip() if at >= 0 else text


def _feed(entries: list[Entry | str], base: str) -> Listing:
    items, broken = [], 0
    for entry in entries:
        url = _address(entry.fields.get("url", ""), base) if isinstance(entry, Entry) else ""
        if isinstance(entry, str) or not (url or not is_bare(entry)):
            broken += 1
            continue
        homes = (base, entry.site)
        whole = is_whole(entry) and any(is_one_site(url, home) for home in homes) if url else not is_bare(entry)
        items.append(Item(url, {**entry.fields, "url": url}, own_text(entry.text) if whole else "", homes))
    if not items:
        raise ReadError("no entry of this feed has an address or a text")
    return Listing("feed", newest_first(items), broken=broken)


def _address(link: str, base: str) -> str:
    """Return a link of a list as a web address; empty where it leads elsewhere."""
    try:
        url = urljoin(base, link.strip())
    except ValueError:
        return ""
    return url if link.strip() and url.startswith(("http://", "https://")) else ""
