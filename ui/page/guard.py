"""Stand before the page's server: let its own requests, links to it and programs through, and refuse all others."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from ui.page.safety import frame
from ui.page.safety.bodies import FILES_BYTES, FORM_BYTES, JSON_BYTES, Receive, again, check_program, unless_silent, whole_body
from ui.page.safety.headers import dressed, holds_page
from ui.page.safety.login import Passwords, Tries
from ui.page.safety.origin import Sender, lands_on, sender_kind
from ui.page.safety.quota import Quota
from ui.page.safety.request import Asked, Refused, Scope, is_loopback, read_request, without_port
from ui.page.safety.routes import JSON, Kind, kind_of

log = logging.getLogger(__name__)

Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass
class Rules:
    """What one page allows.

    :param local: it is bound to loopback, and answers only requests addressed to loopback.
    :param passwords: asked for on the agents' endpoint too, which Gradio's own login leaves open.
    :param uploads: how much may be uploaded; None: nothing.
    :param public: the numbers of the events that programs may start.
    """

    local: bool
    passwords: Passwords | None = None
    uploads: Quota | None = None
    public: frozenset[int] = frozenset()
    tries: Tries = field(default_factory=Tries)


class Gate:
    """ASGI middleware, outside of all others: what it refuses, nothing else sees."""

    def __init__(self, app: App, rules: Rules) -> None:
        self.app, self.rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through or answer why not."""
        if scope["type"] == "websocket":  # the page uses none
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            await self._answer(scope, receive, send)
        except Refused as no:
            log.warning("refused a request from %s (%d): %s", (scope.get("client") or ("?",))[0], no.status, no.words)
            plain = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close"), *no.headers]
            headers = dressed(plain, "", secure=scope.get("scheme") == "https")
            await send({"type": "http.response.start", "status": no.status, "headers": headers})
            await send({"type": "http.response.body", "body": no.words.encode()})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = read_request(scope)
        if self.rules.local and not is_loopback(without_port(asked.host)):
            raise Refused(403, "This page answers only on this machine's own address.")
        kind = kind_of(asked)
        sender = sender_kind(asked, kind)
        if sender == "link" and (place := lands_on(asked)):
            raise Refused(303, "A link that nobody clicked on asks nothing.", (b"location", place.encode()))
        if kind is Kind.FRAME:
            await send({"type": "http.response.start", "status": 200, "headers": frame.HEADERS})
            await send({"type": "http.response.body", "body": b"" if asked.method == "HEAD" else frame.PAGE})
            return
        if kind is Kind.UPLOAD:
            await self._upload(scope, receive, send, asked)
            return
        if kind is Kind.LOGIN:
            await self._login(scope, receive, send, asked)
            return
        if kind is Kind.AGENTS:
            self._known(asked)
        if kind in JSON and asked.method == "POST":
            files = kind is Kind.EVENT and sender == "page" and self.rules.uploads is not None
            body = await whole_body(asked, receive, FILES_BYTES if files else JSON_BYTES)
            self._check(body, sender, asked, kind)
            receive = again(body, receive)
        await self.app(*_page(scope, receive, kind), Dresser(send, asked, kind))

    def _check(self, body: bytes, sender: Sender, asked: Asked, kind: Kind) -> None:
        if kind is Kind.EVENT:
            if sender == "program":
                check_program(body, self.rules.public if asked.path.strip("/").endswith(("join", "predict")) else None)
            return
        check_program(body, None)

    def _known(self, asked: Asked) -> None:
        """Hold the agents' endpoint to the password, as slow to guess as the login."""
        passwords = self.rules.passwords
        if passwords is None:
            return
        need = Refused(401, "User and password are needed.", (b"www-authenticate", b'Basic realm="Dateline"'))
        if not asked.authorization:
            raise need
        self.rules.tries.begin(asked.client)
        if not passwords.knows(asked.authorization):
            raise need
        self.rules.tries.right(asked.client)

    async def _login(self, scope: Scope, receive: Receive, send: Send, asked: Asked) -> None:
        if self.rules.passwords is None:
            raise Refused(404, "This page asks for no password.")
        body = await whole_body(asked, receive, FORM_BYTES)
        self.rules.tries.begin(asked.client)

        async def heard(message: Any) -> None:  # noqa: ANN401 - an ASGI message
            if message["type"] == "http.response.start" and message["status"] == 200:
                self.rules.tries.right(asked.client)
            await send(message)

        await self.app(scope, again(body, receive), Dresser(heard, asked, Kind.LOGIN))

    async def _upload(self, scope: Scope, receive: Receive, send: Send, asked: Asked) -> None:
        quota = self.rules.uploads
        if quota is None:
            raise Refused(403, "Nothing can be uploaded to this page.")
        if asked.media != "multipart/form-data":
            raise Refused(415, "Files come as a form (multipart/form-data).")
        quota.begin(asked.client, asked.length)
        try:
            await self.app(scope, unless_silent(receive), Dresser(send, asked, Kind.UPLOAD))
        finally:
            quota.end()


class Dresser:
    """A ``send`` that adds our headers; it holds the page back until it is whole, because its policy names the scripts in it."""

    def __init__(self, send: Send, asked: Asked, kind: Kind) -> None:
        self.send, self.asked, self.kind = send, asked, kind
        self.start: Any = None
        self.body = bytearray()

    async def __call__(self, message: Any) -> None:  # noqa: ANN401
        """Send one message on, now or with the last."""
        if message["type"] == "http.response.start":
            self.start = message
            if not holds_page(self.kind, message["headers"]):
                await self._begin(None)
        elif self.start is not None and message["type"] == "http.response.body":
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._begin(bytes(self.body))
                await self.send({"type": "http.response.body", "body": bytes(self.body)})
            return
        else:
            await self.send(message)

    async def _begin(self, page: bytes | None) -> None:
        headers = dressed(self.start["headers"], self.asked.path, secure=self.asked.scheme == "https", page=page)
        await self.send({**self.start, "headers": headers})
        self.start = None


def _page(scope: Scope, receive: Receive, kind: Kind) -> tuple[Scope, Receive]:
    """The page is asked for unpacked, so that its scripts can be read."""
    if kind is not Kind.PAGE:
        return scope, receive
    return {**scope, "headers": [(k, v) for k, v in scope["headers"] if bytes(k).lower() != b"accept-encoding"]}, receive
