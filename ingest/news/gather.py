"""Fetch what an address leads to into the archive: an article, or those of a feed or sitemap that are new or changed, the newest first."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from ingest.news.keep import Archive, address_key
from ingest.news.listing import Item, Listing, feeds_of, newest_first, read_listing
from ingest.news.manners import Manners
from ingest.news.memory import MOST_TRIES, FeedMemory, Memory
from ingest.read.address import TOO_MANY, Page, Refused
from ingest.read.failures import Failure, ReadError
from ingest.read.limits import explain
from ingest.read.pages.instead import NOT_NOW
from rag.errors import InputError

log = logging.getLogger(__name__)

LIMIT: Final = 50  # items of a feed or sitemap that are looked at unless another number is given: about a minute
MOST_MAPS: Final = 5  # sitemaps of an index that are fetched


@dataclass(slots=True)
class Gathered:
    """What an address gave: a page, or ``looked_at`` of the ``listed`` items of a feed or sitemap."""

    url: str
    kind: str = "page"  # page | feed | sitemap | unchanged
    listed: int = 0
    looked_at: int = 0
    known: int = 0  # that were got before and have not changed
    kept: int = 0
    failed: list[Failure] = field(default_factory=list)  # address and reason
    maps_left: int = 0  # sitemaps of an index that were not fetched
    broken: int = 0  # entries of its list that have neither an address nor a text
    ends: set[str] = field(default_factory=set)  # addresses at which its items ended


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Fetches into an archive and remembers; ``now`` gives seconds since 1970, ``tell`` is told what is fetched next."""

    archive: Archive
    memory: Memory
    manners: Manners
    now: Callable[[], float]
    tell: Callable[[str], None] = lambda line: None

    def take(self, url: str, limit: int = LIMIT) -> Gathered:
        """Fetch an address that somebody named: a page is fetched again, of a list also what could not be fetched before.

        :raises InputError: when it cannot be fetched.
        :raises ReadError: when there is nothing in it.
        """
        self.tell(url)
        page = self.manners.get(url)
        listing = read_listing(page)
        if listing is not None:
            return self._take_list(url, listing, page, limit, again=True)
        self.memory.waits(self.archive.keep_page(page, {}, self.now()))
        return Gathered(url, kept=1)

    def follow(self, url: str, limit: int = LIMIT) -> Gathered:
        """Fetch a feed or sitemap and what is new in it; nothing when the server says that it has not changed.

        :raises InputError: when it cannot be fetched.
        :raises ReadError: when it is no feed or sitemap.
        """
        page = self.manners.get(url, _conditions(self.memory.feed(url), limit))
        if page.unchanged:
            return Gathered(url, "unchanged")
        listing = read_listing(page)
        if listing is None:
            named = f"; it names {', '.join(found)}" if (found := feeds_of(page)) else ""
            raise ReadError(f"this is a web page, not a feed or sitemap{named}")
        return self._take_list(url, listing, page, limit, again=False)

    def _take_list(self, url: str, listing: Listing, page: Page, limit: int, *, again: bool) -> Gathered:
        remembered = self.memory.feed(url)
        done = Gathered(url, listing.kind, broken=listing.broken)
        items = self._items(listing, limit, done)
        looked_at = items[:limit] if again else _window(items, remembered, limit)
        new = [i for i in looked_at if remembered.seen.get(i.key) != i.mark or (again and i.key in remembered.refused)]
        done.listed, done.looked_at, done.known = len(items), len(looked_at), len(looked_at) - len(new)
        whole = not listing.maps and len(new) <= limit
        if not remembered.seen or again:
            older = max((item.changed for item in items[limit:]), default=0.0)
            remembered.horizon = min(older, remembered.horizon) if remembered.seen else older
        for n, item in enumerate(new[:limit], start=1):
            self.tell(f"{n} of {len(new[:limit])}: {item.url or item.fields.get('title', '')}")
            whole &= not self._take_item(item, remembered, done, page.url)
        remembered.forget_all_but({item.key for item in items})
        remembered.etag, remembered.modified = (page.etag, page.modified) if whole else ("", "")
        remembered.limit = limit
        remembered.failures, remembered.next_try = 0, 0.0  # whoever asked, it answers again
        self.memory.save()
        return done

    def _items(self, listing: Listing, limit: int, done: Gathered) -> tuple[Item, ...]:
        """Return the items of a list; those of an index are in the sitemaps that it lists, of which the newest are fetched."""
        items, maps, fetched = list(listing.items), list(listing.maps), 0
        while maps and fetched < MOST_MAPS and len(items) < limit:
            following, fetched = maps.pop(0), fetched + 1
            self.tell(following.url)
            try:
                if (found := read_listing(self.manners.get(following.url))) is None:
                    raise ReadError("this is no sitemap")
            except (InputError, ReadError) as err:
                done.failed.append(Failure(following.url, reason_of(err, following.url)))
                continue
            done.broken += found.broken
            items += found.items
            maps[:0] = found.maps
        done.maps_left = len(maps) if len(items) < limit else 0
        return newest_first(items)

    def _take_item(self, item: Item, remembered: FeedMemory, done: Gathered, listing: str) -> bool:
        """Fetch and keep one item; return whether it failed in a way that may pass."""
        try:
            if item.text:
                kept = self.archive.keep_item(item, self.now(), listing)
            else:
                page = self.manners.get(item.url)
                _check_end(item.url, page, done)
                kept = self.archive.keep_page(page, item.told(page.url), self.now())
        except Exception as err:  # whatever it is, it costs this item alone
            known = isinstance(err, InputError | ReadError)
            reason = reason_of(err, item.url) if known else explain(err, self.archive.limits)
            log.info("an item of a feed was not fetched")
            log.debug("why it was not fetched", exc_info=err)
            done.failed.append(Failure(item.url or item.fields.get("title", ""), reason))
            return self._refuse(item, remembered, err, reason)
        remembered.seen[item.key] = item.mark
        remembered.refused.pop(item.key, None)
        remembered.tries.pop(item.key, None)
        self.memory.waits(kept)
        done.kept += 1
        return False

    def _refuse(self, item: Item, remembered: FeedMemory, err: Exception, reason: str) -> bool:
        if reason == NOT_NOW or (isinstance(err, Refused) and err.passing):
            asked = isinstance(err, Refused) and err.status == TOO_MANY
            tries = remembered.tries.get(item.key, 0) + (not asked)  # where we were asked to wait, we have not tried
            remembered.tries[item.key] = tries
            if tries < MOST_TRIES:
                return True
        remembered.seen[item.key], remembered.refused[item.key] = item.mark, reason
        return False


def _check_end(url: str, page: Page, done: Gathered) -> None:
    """Refuse a page that is not the article that was listed: another list, or where a site sends who did not log in or consent.

    :raises ReadError: naming what it is.
    """
    if read_listing(page) is not None:
        raise ReadError("this is a feed or sitemap, not an article")
    asked, end = address_key(url), address_key(page.url)
    if asked != end and end in done.ends:
        raise ReadError(f"it leads to {page.url[:100]}, as others do: a form to log in or to consent, or the article was there already")
    if urlsplit(page.url).path.strip("/") == "" != urlsplit(url).path.strip("/") and not urlsplit(page.url).query:
        raise ReadError(f"it leads to the front page {page.url[:100]}, not to an article")
    done.ends.add(end)


def reason_of(err: Exception, url: str) -> str:
    """Return what an error says, without the address that is named beside it."""
    return str(err).removeprefix(f"{url}: ").removeprefix(f"{url!r} is ").rstrip(".")


def _window(items: tuple[Item, ...], remembered: FeedMemory, limit: int) -> tuple[Item, ...]:
    """Return the newest items, and all that came since those that were left out at first.

    More may come between two rounds than are fetched in one; the next takes the others.
    """
    if not remembered.seen:
        return items[:limit]
    return tuple(item for n, item in enumerate(items) if n < limit or item.changed > remembered.horizon)


def _conditions(remembered: FeedMemory, limit: int) -> Mapping[str, str]:
    """Return the headers by which a server answers only when a feed has changed; none when more of it is wanted than before."""
    if limit > remembered.limit:
        return {}
    headers = {"If-None-Match": remembered.etag, "If-Modified-Since": remembered.modified}
    return {name: value for name, value in headers.items() if value}
