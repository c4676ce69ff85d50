"""Fetch one web page for ingest, without becoming a way into the network that Dateline runs in."""

import ipaddress
import logging
import socket
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from rag.errors import InputError

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

Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: ``url`` is where the redirects ended, ``suffix`` the kind of file it is."""

    url: str
    data: bytes
    suffix: str


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host name.

    :raises InputError: when it has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as err:
        raise InputError(f"{host}: no such host ({err}). Check the address, or save the page and add the file.") from err
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
    url: str, *, allow: Collection[str] = (), resolver: Resolve = resolve, max_bytes: int = MAX_BYTES, timeout_s: float = TIMEOUT_S
) -> Page:
    """Get one page over http or https.

    Every hop's host is resolved here, all its addresses must be public, and the connection goes to the
    very address that was checked, so that a name cannot change its mind in between. No proxy, no cookies.

    :param allow: addresses, as ``host:port``, that may be private; for a trusted server of one's own.
    :raises InputError: naming the address and why it was not fetched.
    """
    import httpx

    ends = time.monotonic() + timeout_s
    current = url.strip()
    with httpx.Client(trust_env=False, follow_redirects=False, timeout=timeout_s) as client:
        for _ in range(MAX_HOPS + 1):
            try:
                parts, address = _checked(current, allow, resolver)
            except InputError as err:
                log.warning("an address was not fetched")
                log.debug("why it was not fetched", exc_info=err)  # an address may hold a password or a key
                raise
            try:
                answer = _get(client, current, parts, address, ends, max_bytes)
            except httpx.TimeoutException as err:
                raise InputError(
                    f"{current}: gave no answer within {timeout_s:.0f} s. Try again, or save the page and add the file."
                ) from err
            except (httpx.HTTPError, httpx.InvalidURL) as err:
                raise InputError(f"{current}: could not be read ({err}). Check the address, or save the page and add the file.") from err
            if isinstance(answer, Page):
                return answer
            current = answer
    raise InputError(f"{url}: more than {MAX_HOPS} redirects. Give the address it ends at.")


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
        raise InputError(f"{url}: {parts.hostname} is {', '.join(inside)}, an address inside this network; such pages are not fetched.")
    return parts, addresses[0]


def _get(client: object, url: str, parts: SplitResult, address: str, ends: float, max_bytes: int) -> "Page | str":
    """The page, or where it redirects to."""
    import httpx

    assert isinstance(client, httpx.Client)
    host = f"[{address}]" if ":" in address else address
    target = httpx.URL(url).copy_with(host=host, fragment=None)
    headers = {"Host": parts.netloc, "User-Agent": "Dateline/1 (article reader)", "Accept": ", ".join(KINDS), "Accept-Encoding": "identity"}
    request = client.build_request("GET", target, headers=headers, extensions={"sni_hostname": parts.hostname})
    left = max(0.1, ends - time.monotonic())
    request.extensions["timeout"] = {"connect": left, "read": left, "write": left, "pool": left}
    answer = client.send(request, stream=True)
    try:
        if answer.status_code in REDIRECTS and "location" in answer.headers:
            return urljoin(url, answer.headers["location"])
        if answer.status_code != 200:
            raise InputError(f"{url}: the server answered {answer.status_code} {answer.reason_phrase}.")
        kind = answer.headers.get("content-type", "text/html").split(";")[0].strip().lower()
        if kind not in KINDS:
            raise InputError(f"{url}: this is {kind}, not an article. Pages, text, PDF and JSON are read.")
        return Page(url, _body(answer, url, ends, max_bytes), KINDS[kind])
    finally:
        answer.close()


def _body(answer: object, url: str, ends: float, max_bytes: int) -> bytes:
    import httpx

    assert isinstance(answer, httpx.Response)
    data = bytearray()
    for chunk in answer.iter_bytes():
        data += chunk
        if len(data) > max_bytes:
            raise InputError(f"{url}: larger than {max_bytes / 1e6:.0f} MB.")
        if time.monotonic() > ends:
            raise InputError(f"{url}: took too long. Try again, or save the page and add the file.")
    if not data.strip():
        raise InputError(f"{url}: the page is empty.")
    return bytes(data)
