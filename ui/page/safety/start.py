"""Start Gradio's server behind the gate: a port that is taken is told at once, a busy machine is waited for."""

import socket
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


def check_port(host: str, port: int) -> None:
    """Bind a port and let it go.

    :raises SettingsError: when it is taken, not allowed, or the address is not of this machine.
    """
    bare = host.strip("[]")
    with socket.socket(socket.AF_INET6 if ":" in bare else socket.AF_INET) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((bare, port))
        except OSError as err:
            raise port_error(host, port, err) from err


def port_error(host: str, port: int | None, err: OSError) -> SettingsError:
    """The one line on a port that cannot be bound."""
    return SettingsError(f"Port {port} on {host} cannot be used ({err.strerror or err}). Choose another: dateline chat --port N")


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
    """Within it, the server that Gradio makes is ours. Gradio has no setting for it: it makes one of its module's class ``Server``."""

    def make(config: Config, **_more: Any) -> Patient:  # noqa: ANN401 - for reloading, which we never do
        harden(config, gate)
        return Patient(config)

    theirs = http_server.Server
    http_server.Server = make
    try:
        yield
    finally:
        http_server.Server = theirs
