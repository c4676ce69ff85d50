"""What a request says of itself: where it goes, from which page it comes, in which form (pure)."""

import ipaddress
import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

Scope = MutableMapping[str, Any]
HEAD_BYTES = 1 << 15  # an address with a long question and many outlets fits
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?")
PATH = re.compile(rb"(?=/)(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9_.~-]+)*/?")  # no escapes, no empty or dotted steps
ONCE = (
    "host",
    "origin",
    "referer",
    "content-type",
    "content-length",
    "authorization",
    "sec-fetch-site",
    "sec-fetch-mode",
    "sec-fetch-dest",
)


class Refused(Exception):
    """A request that is not answered: status, one line for who sent it, and headers beside it."""

    def __init__(self, status: int, words: str, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(words)
        self.status, self.words, self.headers = status, words, headers


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; texts are empty where a header is missing."""

    method: str
    path: str
    query: str
    scheme: str
    host: str
    origin: str
    referer: str
    site: str
    mode: str
    dest: str
    clicked: bool
    media: str  # of the body, without its parameters
    length: int | None  # of the body, None where it is not said
    authorization: str
    client: str  # see sender_of

    @property
    def own(self) -> str:
        """The origin of the page at this address, as a browser would name it."""
        return f"{self.scheme}://{self.host}"


def read_request(scope: Scope) -> Asked:
    """The request of an ASGI scope.

    :raises Refused: for what no honest client sends: no or two hosts, escapes and dots in the path.
    """
    headers = _headers(scope)
    host = headers.get("host", "").lower()
    if not HOST.fullmatch(host):
        raise Refused(400, "The request names no host.")
    raw = scope.get("raw_path") or str(scope["path"]).encode()
    if not PATH.fullmatch(raw):
        raise Refused(404, "There is nothing at this address.")
    length = headers.get("content-length", "")
    return Asked(
        str(scope.get("method", "GET")), raw.decode(), bytes(scope.get("query_string") or b"").decode("latin-1"),
        str(scope.get("scheme") or "http"), host, headers.get("origin", "").lower(), headers.get("referer", "").lower(),
        headers.get("sec-fetch-site", ""), headers.get("sec-fetch-mode", ""), headers.get("sec-fetch-dest", ""),
        headers.get("sec-fetch-user", "") == "?1", headers.get("content-type", "").partition(";")[0].strip().lower(),
        int(length) if length.isascii() and length.isdigit() else None, headers.get("authorization", ""),
        sender_of((scope.get("client") or ("",))[0]),
    )  # fmt: skip


def sender_of(address: str) -> str:
    """The name under which a client is counted: its address; of IPv6 the network, whose addresses one machine has for nothing."""
    try:
        read = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(read, ipaddress.IPv6Address) and not read.is_loopback:
        return str(read.ipv4_mapped or ipaddress.ip_network((read, 64), strict=False))
    return str(read)


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    bare = host.strip("[]")
    if bare == "localhost":
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def without_port(host: str) -> str:
    """The host of a Host header, without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.rpartition(":")[0] if ":" in host else host


def _headers(scope: Scope) -> dict[str, str]:
    if sum(len(key) + len(value) for key, value in scope.get("headers", ())) > HEAD_BYTES:
        raise Refused(431, f"The head of the request is longer than {HEAD_BYTES:,} bytes.")
    found: dict[str, str] = {}
    for key, value in scope.get("headers", ()):
        name = bytes(key).decode("latin-1").lower()
        if name in found and name in ONCE:
            raise Refused(400, f"The request says its {name} twice.")
        found[name] = bytes(value).decode("latin-1").strip()
    return found
