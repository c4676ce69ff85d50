"""Refuse requests to the page's server that come by another host name, ask for files, or lack the password."""

import base64
import binascii
import ipaddress
import logging
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]
AGENTS = "/gradio_api/mcp"
FILES = ("file=", "/file/", "proxy=", "/stream/")  # Gradio's ways of handing out files; the page shows none


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    bare = host.strip("[]")
    if bare == "localhost":
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


class Gate:
    """ASGI middleware.

    On loopback it answers only requests addressed to loopback, so that no web page elsewhere can reach the articles by a
    name that it points here (DNS rebinding). With a password it asks for it on the agents' endpoint too (HTTP Basic),
    which Gradio's own login leaves open. Files are never handed out, whatever GRADIO_ALLOWED_PATHS says.
    """

    def __init__(self, app: App, *, local: bool, auth: tuple[str, str] | None) -> None:
        self.app, self.local = app, local
        self.expected = base64.b64encode(":".join(auth).encode()) if auth else b""

    async def __call__(self, scope: Scope, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
        """Let a request through or answer why not."""
        if scope["type"] in {"http", "websocket"}:
            headers = {bytes(k).lower(): bytes(v) for k, v in scope.get("headers", ())}
            if self.local and not is_loopback(_host(headers.get(b"host", b""))):
                await _refuse(scope, send, 403, b"This page answers only on this machine's own address.", ())
                return
            path = str(scope.get("path", ""))
            if any(way in path for way in FILES):
                await _refuse(scope, send, 403, b"This page hands out no files.", ())
                return
            if self.expected and AGENTS in path and not self._knows(headers.get(b"authorization", b"")):
                await _refuse(scope, send, 401, b"User and password are needed.", ((b"www-authenticate", b'Basic realm="Dateline"'),))
                return
        await self.app(scope, receive, send)

    def _knows(self, header: bytes) -> bool:
        kind, _, given = header.partition(b" ")
        try:
            same = secrets.compare_digest(base64.b64decode(given, validate=True), base64.b64decode(self.expected))
        except (binascii.Error, ValueError):
            return False
        return kind.lower() == b"basic" and same


def _host(header: bytes) -> str:
    """The host of a Host header, without its port."""
    text = header.decode("latin-1")
    if text.startswith("["):
        return text.partition("]")[0] + "]"
    return text.rpartition(":")[0] if ":" in text else text


async def _refuse(
    scope: Scope, send: Callable[[Any], Awaitable[None]], status: int, words: bytes, more: tuple[tuple[bytes, bytes], ...]
) -> None:
    log.warning("refused a request from %s (%d): %s", (scope.get("client") or ("?",))[0], status, words.decode())
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain"), *more]})
    await send({"type": "http.response.body", "body": words})
