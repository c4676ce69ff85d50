"""Keep what was fetched as files that can be ingested like any others: one an address, with the address and the time of fetching in it."""

import codecs
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from ingest.news.listing import Item
from ingest.news.worth import why_not_instead
from ingest.read.address import KINDS, Page
from ingest.read.child import articles_of
from ingest.read.decode import stated_label
from ingest.read.failures import Failure, ReadError, Said
from ingest.read.limits import Limits
from ingest.read.net import Found
from ingest.read.pages.said.own import TRACKING
from rag.records import Article

_HEAD: Final = re.compile(rb"<head\b[^>]*>", re.IGNORECASE)
_FETCHED: Final = re.compile(rb'<meta name="dateline-fetched" content="[^"]*">')
_LISTED: Final = re.compile(rb'<meta (?:name|property)="([a-z:_]+)" content="([^"]*)" data-dateline="listed">')
_WIDE: Final = re.compile(rb"\xff\xfe|\xfe\xff|[^\0]{0,3}\0")  # begins in UTF-16 or UTF-32, into which no ASCII can be put
_ODD: Final = re.compile(r"[^\w.-]+", re.ASCII)
_METAS: Final = {"published": "article:published_time", "title": "og:title", "source": "og:site_name", "byline": "author"}
Read = Callable[[str, Limits], Iterator[Found | Said]]
JOURNAL: Final = "kept.jsonl"  # a line a file that was kept: its name, address and time


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder of kept files, ``HOST/STEM-DIGEST.SUFFIX``; what concerns the fetching itself is in its hidden folder ``.dateline``."""

    folder: Path
    limits: Limits
    read: Read = articles_of

    @property
    def hidden(self) -> Path:
        """Where the memory and the journal are; passed over when the folder is ingested."""
        return self.folder / ".dateline"

    def keep_page(self, page: Page, stated: Mapping[str, str], now: float) -> list[Path]:
        """Keep a page if it gives an article; what is there already with the same content is left as it is.

        Return its file, and with it those that it takes the place of, which are gone: of the same address and another type.

        :param stated: what the site's feed or sitemap says of it: its day, headline, outlet and byline stand in where the page states none,
            as found, also when the page is fetched again without that list. The outlet that was told first stays.
        :raises ReadError: naming why it gives no article, or a worse one than before; an earlier file of its address stays then.
        """
        if page.kind not in KINDS:
            raise ReadError(f"this is {page.kind or 'of no kind'}, not an article; pages, text, PDF and JSON are read")
        path = self._path(page.url, page.suffix)
        trial = path.with_name(f".{path.name}")
        try:
            _write(trial, _as_file(page, {}, now))
            articles = self._tried(trial)
            lacks = _lacking(articles)
            told = _told_before(path)
            stated = {**told, **{name: value for name, value in stated.items() if value}}
            stated |= {"source": told["source"]} if "source" in told else {}  # no later list renames the outlet
            missing = {name: stated[name] for name in _METAS if stated.get(name) and name in lacks}
            if missing and page.suffix == ".html":
                _write(trial, _as_file(page, missing, now))
            if path.is_file() and _FETCHED.sub(b"", path.read_bytes()) == _FETCHED.sub(b"", trial.read_bytes()):
                return [path]
            self._check(path, articles)
            return self._put(trial, path, page.url, now)
        finally:
            trial.unlink(missing_ok=True)

    def keep_item(self, item: Item, now: float, listing: str) -> list[Path]:
        """Keep the text of a feed's entry as a record; return files as :meth:`keep_page`.

        :raises ReadError: as it does.
        """
        path = self._path(item.url or listing, ".json", "" if item.url else item.key)
        record = {name: value for name, value in item.fields.items() if value} | {"text": item.text}
        record |= {"url": clean_address(item.url)} if item.url else {}
        if path.is_file() and _without_time(path) == record:
            return [path]
        trial = path.with_name(f".{path.name}")
        try:
            text = json.dumps(record | {"fetched": _written(now)}, ensure_ascii=False, indent=1)
            _write(trial, text.encode("utf-8", "replace"))
            self._check(path, self._tried(trial))
            return self._put(trial, path, item.url or listing, now)
        finally:
            trial.unlink(missing_ok=True)

    def _path(self, url: str, suffix: str, part: str = "") -> Path:
        parts = urlsplit(url)
        host = _ODD.sub("-", (parts.hostname or "").removeprefix("www.")).strip(".-")[:100] or "news"
        stem = _ODD.sub("-", parts.path).strip("-.")[-60:].strip("-.") or "index"
        digest = sha256((address_key(url) + part).encode("utf-8", "replace")).hexdigest()[:10]
        return self.folder / host / f"{stem}-{digest}{suffix}"

    def _tried(self, trial: Path) -> list[Article]:
        """Read a file as ingest will.

        :raises ReadError: when it gives no article.
        """
        found = list(self.read(os.path.abspath(trial), self.limits))
        articles = [one.article for one in found if isinstance(one, Found)]
        if not articles:
            raise ReadError(next((one.reason for one in found if isinstance(one, Failure)), "no article in it"))
        return articles

    def _check(self, path: Path, articles: Sequence[Article]) -> None:
        """Refuse articles that are worse than those that are kept of their address.

        :raises ReadError: naming why.
        """
        before = [
            one.article for other in _of_stem(path) for one in self.read(os.path.abspath(other), self.limits) if isinstance(one, Found)
        ]
        if reason := why_not_instead(before, articles):
            raise ReadError(f"kept the earlier text: {reason} (to take that, delete {next(_of_stem(path))} first)")

    def _put(self, trial: Path, path: Path, url: str, now: float) -> list[Path]:
        before = self.hidden / "before" / path.parent.name  # what was kept of the address until now, so that it can be got back
        others = [other for other in _of_stem(path) if other != path]
        if path.is_file() or others:
            before.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            shutil.copyfile(path, before / path.name)
        os.replace(trial, path)
        for other in others:
            os.replace(other, before / other.name)
        line = {"file": str(path.relative_to(self.folder)), "url": url, "fetched": _written(now)}
        self.hidden.mkdir(parents=True, exist_ok=True)
        with (self.hidden / JOURNAL).open("a", encoding="utf-8") as journal:
            journal.write(json.dumps(line, ensure_ascii=True) + "\n")
        return [path, *others]


def address_key(url: str) -> str:
    """Return what addresses of one article have in common: no scheme, no fragment, nothing that only says who linked to it.

    >>> address_key("https://www.News.example/a?utm_source=rss&id=5#top")
    'news.example/a?id=5'
    """
    parts = urlsplit(clean_address(url))
    place = parts.netloc.lower().removeprefix("www.").removesuffix(":443" if parts.scheme == "https" else ":80")
    return f"{place}{parts.path}{f'?{parts.query}' if parts.query else ''}"


def clean_address(url: str) -> str:
    """Return an address without its fragment and without what only says who linked to it.

    >>> clean_address("https://news.example/a?utm_source=rss&id=5#top")
    'https://news.example/a?id=5'
    """
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if not TRACKING.fullmatch(pair.partition("=")[0])]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join(kept), ""))


def with_address(page: Page) -> bytes:
    """The page's bytes; an HTML page without an ``og:url`` tag gets one, so that its article keeps the address."""
    if page.suffix != ".html" or b"og:url" in page.data:
        return page.data
    return _with_tags(page.data, [_meta("property", "og:url", clean_address(page.url))])


def _as_file(page: Page, missing: Mapping[str, str], now: float) -> bytes:
    if page.suffix != ".html":
        return page.data
    label = page.charset if page.charset and page.charset.isascii() and not stated_label(page.data) else ""
    tags = [f'<meta charset="{escape(label)}">'] if label else []
    tags += [
        _meta("name" if name == "byline" else "property", _METAS[name], value, ' data-dateline="listed"') for name, value in missing.items()
    ]
    return _with_tags(with_address(page), [*tags, _meta("name", "dateline-fetched", _written(now))])


def _meta(kind: str, name: str, content: str, more: str = "") -> str:
    return f'<meta {kind}="{name}" content="{escape(content)}"{more}>'


def _told_before(path: Path) -> dict[str, str]:
    """Return what a list said of a page when it was kept before."""
    try:
        found = {name.decode(): unescape(content.decode("ascii")) for name, content in _LISTED.findall(path.read_bytes())}
    except (OSError, UnicodeDecodeError):
        return {}
    return {name: found[meta] for name, meta in _METAS.items() if meta in found}


def _lacking(articles: Sequence[Article]) -> set[str]:
    """Return the fields that a file's one article does not have, and its day where that was found; none for a file of several."""
    if len(articles) > 1:
        return set()
    return {name for name in _METAS if not getattr(articles[0], name)} | {"published"} & {*articles[0].found.split()}


def _of_stem(path: Path) -> Iterator[Path]:
    """Yield what is kept of one address, of whatever type."""
    return (other for other in sorted(path.parent.iterdir()) if other.stem == path.stem)


def _with_tags(data: bytes, tags: list[str]) -> bytes:
    if _WIDE.match(data):
        return data
    opening_tag = _HEAD.search(data)
    at = opening_tag.end() if opening_tag else 3 * data.startswith(codecs.BOM_UTF8)
    return data[:at] + "".join(tags).encode("ascii", "xmlcharrefreplace") + data[at:]


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _written(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds")


def _without_time(path: Path) -> object:
    try:
        record = json.loads(path.read_bytes())
        return {name: value for name, value in record.items() if name != "fetched"}
    except (ValueError, AttributeError, RecursionError):
        return None
