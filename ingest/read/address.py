"""Fetch one address for ingest, without becoming a way into the network that Dateline runs in."""

import ipaddress
import logging
import socket
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urljoin, urlsplit

from rag.errors import InputError

if TYPE_CHECKING:
    from ssl import SSLContext

    import httpx

log = logging.getLogger(__name__)

MAX_BYTES: Final = 10_000_000
TIMEOUT_S: Final = 20.0  # for the whole fetch, redirects included
MAX_HOPS: Final = 5
PORTS: Final = {"http": 80, "https": 443}
KINDS: Final = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md",
    "application/pdf": ".pdf", "application/json": ".json",
}  # fmt: skip
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
TOO_MANY, BUSY, NOT_MODIFIED = 429, 503, 304  # answers that say when to ask again, and that nothing is new
PASSING: Final = frozenset({0, 408, 425, TOO_MANY})  # answers, 0 for none, that may be others the next time; so may those from 500 on

Resolve = Callable[[str, int], Sequence[str]]
Before = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: ``url`` is where the redirects ended, ``suffix`` the kind of file it is.

    ``etag`` and ``modified`` are what the server wants to hear the next time; where nothing changed since, there is no data.
    """

    url: str
    data: bytes
    suffix: str
    kind: str = "text/html"  # the media type that the server states
    charset: str = ""  # the encoding that the server states
    etag: str = ""
    modified: str = ""

    @property
    def unchanged(self) -> bool:
        """Whether it is still what ``etag`` or ``modified`` named."""
        return not self.data and not self.suffix


class Refused(InputError):
    """A server gave nothing: ``status`` is its answer, 0 without one; ``wait_s`` how long it asks to be left alone."""

    def __init__(self, message: str, status: int = 0, wait_s: float = 0.0) -> None:
        super().__init__(message)
        self.status, self.wait_s = status, wait_s

    @property
    def passing(self) -> bool:
        """Whether it may answer the next time."""
        return self.status in PASSING or self.status >= 500


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host name.

    :raises InputError: when it has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as err:
        raise Refused(f"{host}: no such host ({err}). Check the address, or save the page and add the file.") from err
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def is_public(address: str) -> bool:
    """Whether an IP address lies in the open internet, also when an IPv4 address hides in an IPv6 one.

    Mapped and translated ones (``::ffff:0:0/96``, NAT64) and Teredo's are reserved as a whole, so only 6to4 is opened.
    """
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.sixtofour is not None and not is_public(str(ip.sixtofour)):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def fetch_page(
    url: str,
    *,
    allow: Collection[str] = (),
    resolver: Resolve = resolve,
    max_bytes: int = MAX_BYTES,
    timeout_s: float = TIMEOUT_S,
    kinds: Mapping[str, str] | None = KINDS,
    headers: Mapping[str, str] | None = None,
    before: Before = lambda url: None,
) -> Page:
    """Get one page over http or https.

    Every hop's host is resolved here, all its addresses must be public, and the connection goes to the
    very address that was checked, so that a name cannot change its mind in between. No proxy, no cookies.

    :param allow: addresses, as ``host:port``, that may be private; for a trusted server of one's own.
    :param kinds: media types that are taken, and their suffixes; None takes all, and nothing.
    :param before: called with the address of each hop before it is asked; may wait, which takes none of ``timeout_s``, or raise.
    :raises InputError: naming the address and why it was not fetched; a :class:`Refused` when it may be another time.
    """
    import httpx

    ends = time.monotonic() + timeout_s
    current = url.strip()
    with httpx.Client(trust_env=False, follow_redirects=False, timeout=timeout_s, verify=_certificates()) as client:
        for _ in range(MAX_HOPS + 1):
            try:
                parts, address = _checked(current, allow, resolver)
            except InputError as err:
                log.warning("an address was not fetched")
                log.debug("why it was not fetched", exc_info=err)  # an address may hold a password or a key
                raise
            began = time.monotonic()
            before(current)
            ends += time.monotonic() - began
            try:
                answer = _get(client, current, parts, address, _Wanted(ends, max_bytes, kinds, headers or {}))
            except httpx.TimeoutException as err:
                raise Refused(f"{current}: gave no answer within {timeout_s:.0f} s. Try again, or save the page and add the file.") from err
            except (httpx.HTTPError, httpx.InvalidURL) as err:
                raise Refused(f"{current}: could not be read ({err}). Check the address, or save the page and add the file.") from err
            if isinstance(answer, Page):
                return answer
            current = answer
    raise InputError(f"{url}: more than {MAX_HOPS} redirects. Give the address it ends at.")


@cache
def _certificates() -> "SSLContext":
    """Return whom to trust over https; to read that takes longer than to ask a server near by, and ``watch`` asks for ever."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked of a server: until when, how much, of which kinds, and with which headers besides ours."""

    ends: float
    max_bytes: int
    kinds: Mapping[str, str] | None
    headers: Mapping[str, str]


def _checked(url: str, allow: Collection[str], resolver: Resolve) -> tuple[SplitResult, str]:
    """The parts of an address and the public IP to connect to."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as err:
        raise InputError(f"{url!r} is not a web address ({err}).") from err
    if parts.scheme not in PORTS or not parts.hostname:
        raise InputError(f"{url!r} is not a web address: it must begin with http:// or https:// and name a host.")
    if parts.username or parts.password:
        raise InputError(f"{parts.hostname}: an address with a user name or password is not fetched.")
    if f"{parts.hostname}:{port}" in allow:
        return parts, resolver(parts.hostname, port)[0]
    if port not in PORTS.values():
        raise InputError(f"{url}: only the usual ports 80 and 443 are fetched, not {port}.")
    addresses = resolver(parts.hostname, port)
    inside = [a for a in addresses if not is_public(a)]
    if inside or not addresses:
        named = "" if inside == [parts.hostname] else f"{', '.join(inside)}, "
        raise InputError(f"{url}: {parts.hostname} is {named}an address inside this network; such pages are not fetched.")
    return parts, addresses[0]


def _get(client: object, url: str, parts: SplitResult, address: str, wanted: _Wanted) -> "Page | str":
    """The page, or where it redirects to."""
    import httpx

    assert isinstance(client, httpx.Client)
    host = f"[{address}]" if ":" in address else address
    target = httpx.URL(url).copy_with(host=host, fragment=None)
    accept = "*/*" if wanted.kinds is None else ", ".join(wanted.kinds)
    ours = {"Host": parts.netloc, "User-Agent": "Dateline/1 (article reader)", "Accept": accept, "Accept-Encoding": "identity"}
    request = client.build_request("GET", target, headers={**wanted.headers, **ours}, extensions={"sni_hostname": parts.hostname})
    left = max(0.1, wanted.ends - time.monotonic())
    request.extensions["timeout"] = {"connect": left, "read": left, "write": left, "pool": left}
    answer = _in_time(lambda: client.send(request, stream=True), client.close, url, wanted.ends)
    try:
        if answer.status_code in REDIRECTS and "location" in answer.headers:
            return urljoin(url, answer.headers["location"])
        return _page(answer, url, wanted)
    finally:
        answer.close()


def _in_time(send: "Callable[[], httpx.Response]", close: Callable[[], None], url: str, ends: float) -> "httpx.Response":
    """Return what ``send`` does, ended by ``close`` when it is late: a client's own limit begins anew with every byte of the headers."""
    done: Future[httpx.Response] = Future()

    def work() -> None:
        try:
            done.set_result(send())
        except BaseException as err:  # it is raised where it is waited for
            done.set_exception(err)

    threading.Thread(target=work, daemon=True).start()
    try:
        return done.result(max(0.1, ends - time.monotonic()))
    except TimeoutError:
        if done.done():  # what was sent says so itself
            raise
        close()
        raise Refused(f"{url}: took too long. Try again, or save the page and add the file.") from None


def _page(answer: object, url: str, wanted: _Wanted) -> Page:
    import httpx

    assert isinstance(answer, httpx.Response)
    tags = {"etag": answer.headers.get("etag", "")[:500], "modified": answer.headers.get("last-modified", "")[:100]}
    if answer.status_code == NOT_MODIFIED and wanted.headers:
        return Page(url, b"", "", **tags)
    if answer.status_code != 200:
        wait_s = _wait(answer.headers.get("retry-after", ""))
        raise Refused(f"{url}: the server answered {answer.status_code} {answer.reason_phrase}.", answer.status_code, wait_s)
    kind = answer.headers.get("content-type", "text/html").split(";")[0].strip().lower()
    if wanted.kinds is not None and kind not in wanted.kinds:
        raise InputError(f"{url}: this is {kind}, not an article. Pages, text, PDF and JSON are read.")
    data = _body(answer, url, wanted.ends, wanted.max_bytes)
    if not data.strip() and wanted.kinds is not None:
        raise InputError(f"{url}: the page is empty.")
    return Page(url, data, (wanted.kinds or KINDS).get(kind, ".html"), kind, answer.charset_encoding or "", **tags)


def _wait(stated: str) -> float:
    """Seconds that a Retry-After states, as a number or a day; 0 when it states none.

    >>> _wait("120")
    120.0
    """
    if stated.strip().isdecimal():
        return min(float(stated), 10**9)
    try:
        return max(0.0, parsedate_to_datetime(stated).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _body(answer: object, url: str, ends: float, max_bytes: int) -> bytes:
    import httpx

    assert isinstance(answer, httpx.Response)
    data = bytearray()
    for chunk in answer.iter_bytes():
        data += chunk
        if len(data) > max_bytes:
            raise InputError(f"{url}: larger than {max_bytes / 1e6:.0f} MB.")
        if time.monotonic() > ends:
            raise Refused(f"{url}: took too long. Try again, or save the page and add the file.")
    return bytes(data)
