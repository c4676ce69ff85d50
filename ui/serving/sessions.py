"""Forget the sessions of programs and of closed tabs: Gradio keeps each of the last 10,000, at 0.2 MB and the articles it was shown.

A tab holds a connection open, its heartbeat, by which its session is known to be in use. A program's call has none, and a session of
its own that nobody comes back to.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from ui.page.guard import App
from ui.page.safety.request import Scope

log = logging.getLogger(__name__)

HEARTBEAT = "/gradio_api/heartbeat/"
CALLED = timedelta(minutes=1)  # a session that no tab has open, since its last event; the event itself may take longer
CLOSED = timedelta(hours=1)  # one whose tab was closed, or lost its connection and may come back
SWEEP_S = 20.0


class Holder(Protocol):
    """Gradio's sessions."""

    lock: threading.Lock
    session_data: Any  # session hash -> a record with ``is_closed``
    time_last_used: dict[str, datetime]


class Sessions:
    """ASGI middleware that knows which sessions a tab has open, and a thread that forgets the others in time."""

    def __init__(self, holder: Callable[[], Holder]) -> None:
        self._holder = holder
        self.open: Counter[str] = Counter()
        self._ended = threading.Event()

    def before(self, app: App) -> App:
        """Put it before an app."""

        async def watched(scope: Scope, receive: Any, send: Any) -> None:  # noqa: ANN401
            path = str(scope.get("path", ""))
            if scope["type"] != "http" or not path.startswith(HEARTBEAT):
                await app(scope, receive, send)
                return
            session = path.removeprefix(HEARTBEAT).strip("/")
            self.open[session] += 1
            try:
                await app(scope, receive, send)
            finally:
                self.open[session] -= 1
                if not self.open[session]:
                    del self.open[session]

        return watched

    def start(self) -> None:
        """Begin to forget."""
        threading.Thread(target=self._run, daemon=True, name="forget-sessions").start()

    def close(self) -> None:
        """Forget no more."""
        self._ended.set()

    def sweep(self, now: datetime) -> None:
        """Forget the sessions that nobody comes back to."""
        holder = self._holder()
        with holder.lock:
            for session, used in list(holder.time_last_used.items()):
                kept = holder.session_data.get(session)
                if session in self.open or (kept is not None and now - used < (CLOSED if kept.is_closed else CALLED)):
                    continue
                holder.session_data.pop(session, None)
                del holder.time_last_used[session]

    def _run(self) -> None:
        while not self._ended.wait(SWEEP_S):
            try:
                self.sweep(datetime.now())
            except Exception as err:  # whatever it was, the next one may go well, and without any the page grows for ever
                log.warning("sessions could not be forgotten, it is tried again: %s", type(err).__name__, exc_info=err)
