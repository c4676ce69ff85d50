"""Connections to the page's server: how many, how long a request may take to begin, and how slowly an answer may be read."""

import asyncio
import os
from collections import Counter
from typing import Any, ClassVar

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol

from ui.page.safety.request import HEAD_BYTES, sender_of

HEAD_S = 15.0  # for the head of a request, from the opening of the connection or the end of the answer before it
ALL, CLIENT = 768, 128  # open connections; a browser has up to 6 to a host, an open page 2 of them
READ_S = 120.0  # that an answer may wait for its reader


class Connection(H11Protocol):
    """HTTP/1.1 whose slow and greedy clients are hung up on."""

    open: ClassVar[Counter[str]] = Counter()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection, and hang up on a client that has too many."""
        super().connection_made(transport)
        self.name = sender_of(self.client[0]) if self.client else ""
        self.open[self.name] += 1
        self._head = self.loop.call_later(HEAD_S, self._too_slow)
        self._stuck: asyncio.TimerHandle | None = None
        if self.open[self.name] > CLIENT or self.open.total() > ALL:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self.open[self.name] -= 1
        if self.open[self.name] <= 0:
            del self.open[self.name]
        self._head.cancel()
        self.resume_writing()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Give the next request its time to begin."""
        self._head.cancel()
        self._head = self.loop.call_later(HEAD_S, self._too_slow)
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client does not read: it is hung up on after a while."""
        super().pause_writing()
        self._stuck = self.loop.call_later(READ_S, self.transport.abort)

    def resume_writing(self) -> None:
        """It reads again."""
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None
        super().resume_writing()

    def _too_slow(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.abort()


def harden(config: Config, gate: Any) -> None:  # noqa: ANN401 - an ASGI middleware
    """Put the page's server behind ``gate`` and its limits, whoever made its configuration; call it before it is loaded.

    What a proxy says of a client (``X-Forwarded-For``, ``-Proto``) is believed where FORWARDED_ALLOW_IPS names the proxy, uvicorn's own
    variable. Without it uvicorn would believe every program of this machine, each of which could pass for as many clients as it likes.
    """
    config.app = gate(config.app)
    config.http, config.ws = Connection, "none"
    config.h11_max_incomplete_event_size = HEAD_BYTES
    config.server_header = False
    config.proxy_headers = bool(os.environ.get("FORWARDED_ALLOW_IPS"))
