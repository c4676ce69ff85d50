"""Ask servers as they want to be asked: by their robots.txt, one thing at a time with a pause between, and not again before they say."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ingest.read.address import BUSY, MAX_BYTES, TIMEOUT_S, TOO_MANY, Page, Refused, Resolve, fetch_page, resolve
from rag.errors import InputError

if TYPE_CHECKING:
    from protego import Protego

AGENT: Final = "Dateline"  # the name that robots.txt files know this program by
PAUSE_S: Final = 1.0  # between two requests to one host
LONGEST_PAUSE_S: Final = 120.0  # that a robots.txt may ask for; with a longer one nothing is fetched
MOST_WAIT_S: Final = 60.0  # that a server may ask for and is waited for; where it asks for more it is left alone
BREAK_S: Final = 30.0  # after "too many requests" without a time
ROBOTS_S: Final = 24 * 3600.0  # for which a robots.txt counts (RFC 9309, 2.4)
ROBOTS_BYTES: Final = 1_000_000  # twice what RFC 9309, 2.5, has crawlers read


@dataclass(slots=True)
class _Host:
    """What is known of a scheme and host: its rules, when it was asked last, until when it wants to be left alone."""

    rules: "Protego | None" = None
    why: str = ""  # there are no rules because it could not be asked for them
    read: float = float("-inf")
    asked: float = float("-inf")
    closed: float = float("-inf")


@dataclass(slots=True)
class Manners:
    """Fetches, one at a time. ``allow``: own servers, as ``host:port``, that may be private; clock and sleep in seconds."""

    allow: Collection[str] = ()
    resolver: Resolve = resolve
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    timeout_s: float = TIMEOUT_S
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Page:
        """Fetch an address, of whatever kind; wait and ask once more where the server asks for a short wait.

        :raises InputError: as :func:`fetch_page`, and where robots.txt says no.
        """
        try:
            return self._ask(url, headers)
        except Refused as err:
            wait_s = self._close(url, err)
            if not 0 < wait_s <= MOST_WAIT_S:
                raise
        self.sleep(wait_s)
        try:
            return self._ask(url, headers)
        except Refused as err:
            self._close(url, err)
            raise

    def _ask(self, url: str, headers: Mapping[str, str] | None) -> Page:
        try:
            return self._fetch(url, MAX_BYTES, headers, self._enter)
        finally:
            self._host(url).asked = self.clock()

    def _fetch(self, url: str, max_bytes: int, headers: Mapping[str, str] | None, before: Callable[[str], None]) -> Page:
        return fetch_page(
            url, allow=self.allow, resolver=self.resolver, max_bytes=max_bytes, timeout_s=self.timeout_s, kinds=None, headers=headers,
            before=before,
        )  # fmt: skip

    def _close(self, url: str, err: Refused) -> float:
        """Leave a server alone as long as it asks; return the seconds, 0 when it asks for none."""
        if err.status != TOO_MANY and not (err.status == BUSY and err.wait_s):
            return 0.0
        wait_s = err.wait_s or BREAK_S
        host = self._host(url)
        host.closed = max(host.closed, self.clock() + wait_s)
        return wait_s

    def _host(self, url: str) -> _Host:
        try:
            parts = urlsplit(url.strip())
            name = f"{parts.scheme}://{parts.netloc}".lower()
        except ValueError:
            name = ""
        return self._hosts.setdefault(name, _Host())

    def _enter(self, url: str) -> None:
        """Wait until a host may be asked.

        :raises InputError: when it may not: its robots.txt says no, or it wants to be left alone.
        """
        host, name = self._host(url), urlsplit(url).netloc
        left = host.closed - self.clock()
        if left > 0:
            raise Refused(f"{url}: {name} asks to be left alone for another {left:,.0f} s.", TOO_MANY, left)
        self._read_rules(host, url)
        if host.rules is None:
            raise Refused(f"{url}: not fetched, as the robots.txt of {name} {host.why}.", BUSY)
        if not host.rules.can_fetch(url, AGENT):
            raise InputError(f"{url}: robots.txt of {name} says no to this page. Save it in your browser and ingest the file.")
        pause_s = max(PAUSE_S, host.rules.crawl_delay(AGENT) or 0.0)
        if pause_s > LONGEST_PAUSE_S:
            raise InputError(
                f"{url}: robots.txt of {name} asks for {pause_s:,.0f} s between pages; more than {LONGEST_PAUSE_S:.0f} s are not waited."
            )
        self._pause(host, pause_s)

    def _pause(self, host: _Host, pause_s: float = PAUSE_S) -> None:
        left = host.asked + pause_s - self.clock()
        if left > 0:
            self.sleep(left)
        host.asked = self.clock()

    def _read_rules(self, host: _Host, url: str) -> None:
        """Fetch the robots.txt of a host unless it was fetched; one that there is not allows all, one that fails nothing (RFC 9309, 2.3.1).

        One that failed is asked for again after a minute.
        """
        from protego import Protego

        if self.clock() - host.read < (MOST_WAIT_S if host.rules is None else ROBOTS_S):
            return
        parts = urlsplit(url)
        host.rules, host.why, text = None, "", ""
        try:
            found = self._fetch(f"{parts.scheme}://{parts.netloc}/robots.txt", ROBOTS_BYTES, None, lambda hop: self._pause(self._host(hop)))
            text = found.data.decode("utf-8-sig", "replace")
        except Refused as err:
            self._close(url, err)
            if err.passing:
                host.why = f"was answered with {err.status}" if err.status else "could not be read"
        except InputError:  # too large, a loop, inside this network: as if there were none
            pass
        host.read = host.asked = self.clock()
        host.rules = None if host.why else Protego.parse(text)
