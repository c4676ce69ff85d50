"""What the server says before the page is asked: health, readiness, metrics, and a no to programs while the queue is full."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

from ui.page.desk.queue import Queue
from ui.page.guard import App
from ui.page.safety.request import Scope
from ui.serving.health import Health
from ui.serving.metrics import Metrics

log = logging.getLogger(__name__)

WAYS = ("call", "call/v2", "run", "api")  # of Gradio to an endpoint; what the page itself clicks goes by other names
PROGRAMS = (*(f"/gradio_api/{way}/{name}" for way in WAYS for name in ("ask", "search")), "/gradio_api/mcp")
LOOKS = 2  # at readiness or metrics at once, beside all threads in which visitors wait
TEXT = (b"content-type", b"text/plain; charset=utf-8")
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Header = tuple[bytes, bytes]


class Door:
    """ASGI middleware.

    ``GET /health``: alive. ``/ready``: 200, or 503 with what is missing, a line each. ``/metrics``: for Prometheus. Programs are told
    503 with Retry-After where the queue is full; a visitor of the page is told by the page.
    """

    def __init__(self, app: App, *, queue: Queue, health: Health, metrics: Metrics) -> None:
        self.app, self.queue, self.health, self.metrics = app, queue, health, metrics
        self._lookers = ThreadPoolExecutor(LOOKS, "look")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the page."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path, method = str(scope.get("path", "")), str(scope.get("method", ""))
        if method in {"GET", "HEAD"} and path == "/health":
            await _reply(send, HTTPStatus.OK, b"" if method == "HEAD" else b"alive\n", (TEXT,))
        elif method in {"GET", "HEAD"} and path in {"/ready", "/metrics"}:
            status, words, kind = await asyncio.get_running_loop().run_in_executor(self._lookers, self._look, path)
            await _reply(send, status, b"" if method == "HEAD" else words, (kind,))
        elif method == "POST" and path.startswith(PROGRAMS) and (refusal := self.queue.refusal):
            log.warning("refused a request: %d wait already", len(self.queue))
            self.metrics.tally("refused", 0, 0)
            told = json.dumps({"error": refusal}).encode()
            wait = (b"retry-after", str(self.queue.pause_s).encode())
            await _reply(send, HTTPStatus.SERVICE_UNAVAILABLE, told, ((b"content-type", b"application/json"), wait))
        else:
            await self.app(scope, receive, send)

    def _look(self, path: str) -> tuple[HTTPStatus, bytes, Header]:
        if path == "/metrics":
            return HTTPStatus.OK, self.metrics.text(), (b"content-type", b"text/plain; version=0.0.4; charset=utf-8")
        missing, notes = self.health.missing(), self.health.notes()
        status = HTTPStatus.SERVICE_UNAVAILABLE if missing else HTTPStatus.OK
        return status, "".join(f"{line}\n" for line in (*(missing or ["ready"]), *notes)).encode(), TEXT


async def _reply(send: Send, status: HTTPStatus, words: bytes, headers: Sequence[Header]) -> None:
    await send({"type": "http.response.start", "status": int(status), "headers": [*headers, (b"content-length", str(len(words)).encode())]})
    await send({"type": "http.response.body", "body": words})
