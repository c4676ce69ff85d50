"""Start Gradio's server behind the gate, and wait for it on a busy machine."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from gradio import http_server
from gradio.exceptions import ServerFailedToStartError
from uvicorn.config import Config

from rag.errors import SettingsError
from ui.page.safety.connection import harden

PATIENCE_S = 180.0  # Gradio's own is 5 s, after which it says that the port is taken


class Patient(http_server.Server):
    """Gradio's server with our limits, and the patience of ``PATIENCE_S``."""

    def run_in_thread(self) -> None:
        """Start, and come back once it answers.

        :raises ServerFailedToStartError: when it ended instead, as where the port is taken.
        :raises SettingsError: when it took too long.
        """
        self.thread = threading.Thread(target=self.run, daemon=True, name="page")
        self.thread.start()
        until = time.monotonic() + PATIENCE_S
        while not self.started:
            if not self.thread.is_alive():
                raise ServerFailedToStartError("The server ended before it answered.")
            if time.monotonic() > until:
                self.should_exit = True
                raise SettingsError(f"The page did not start within {PATIENCE_S:.0f} s: this machine is too busy. Try again.")
            time.sleep(0.002)


@contextmanager
def guarded(gate: Callable[[Any], Any]) -> Iterator[None]:
    """Within it, the server that Gradio makes is ours. Gradio has no setting for it: it makes one of its module's class ``Server``.

    :raises RuntimeError: at its end, when Gradio made none in this way: what it serves then stands without a gate, and must be closed.
    """
    made: list[Patient] = []

    def make(config: Config, **_more: Any) -> Patient:  # noqa: ANN401 - for reloading, which we never do
        harden(config, gate)
        made.append(Patient(config))
        return made[-1]

    theirs = http_server.Server
    http_server.Server = make
    try:
        yield
    finally:
        http_server.Server = theirs
    if not made:
        raise RuntimeError("Gradio made its server in a way that is not known here: the page would stand open.")
