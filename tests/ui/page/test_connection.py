"""Slow and greedy connections are hung up on; a slow start is waited for; both with a small app on a real socket."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from rag.errors import SettingsError
from ui.page.safety import connection
from ui.page.safety.connection import Connection, harden

pytestmark = [pytest.mark.models, pytest.mark.filterwarnings("default")]
HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answers with the bytes that the path asks for."""
    size = int(scope["path"].strip("/") or 2)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", str(size).encode())]})
    for at in range(0, size, 1 << 16):
        await send({"type": "http.response.body", "body": b"x" * min(1 << 16, size - at), "more_body": at + (1 << 16) < size})


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server with short times and few connections."""
    monkeypatch.setattr(connection, "HEAD_S", 0.4)
    monkeypatch.setattr(connection, "READ_S", 0.4)
    monkeypatch.setattr(connection, "CLIENT", 3)
    config = uvicorn.Config(app, port=0, lifespan="off", log_level="critical")
    harden(config, lambda inner: inner)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(10)
    assert not Connection.open


def all_of(line: socket.socket) -> bytes:
    """What comes until the other end hangs up."""
    got = b""
    try:
        while piece := line.recv(1 << 20):
            got += piece
    except ConnectionError:
        pass
    return got


def dribbled(line: socket.socket) -> float:
    """How long a byte now and then keeps a connection open, in seconds."""
    began = time.monotonic()
    try:
        while time.monotonic() - began < 8:
            line.sendall(b"G")
            time.sleep(0.1)
    except OSError:
        pass
    return time.monotonic() - began


def opened(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), 10)


def test_a_head_that_does_not_come_is_hung_up_on(port: int) -> None:
    with opened(port) as line:
        line.sendall(HEAD)
        assert all_of(line) == b""
    with opened(port) as line:
        line.sendall(HEAD + b"\r\n")
        assert line.recv(9999).startswith(b"HTTP/1.1 200")
        assert dribbled(line) < 6


def test_a_head_that_is_too_long_is_refused(port: int) -> None:
    with opened(port) as line:
        try:
            line.sendall(HEAD + b"X: " + b"x" * 900_000 + b"\r\n\r\n")
        except OSError:  # it was hung up on before the end
            return
        assert all_of(line)[:12] in {b"HTTP/1.1 400", b""}


def test_one_client_has_so_many_connections(port: int) -> None:
    lines = [opened(port) for _ in range(3)]
    time.sleep(0.1)
    with opened(port) as one_more:
        began = time.monotonic()
        assert all_of(one_more) == b""
        assert time.monotonic() - began < 0.35
    for line in lines:
        line.close()
    time.sleep(0.1)
    with opened(port) as line:
        line.sendall(HEAD + b"Connection: close\r\n\r\n")
        assert all_of(line).startswith(b"HTTP/1.1 200")


def test_who_does_not_read_is_hung_up_on(port: int) -> None:
    with opened(port) as line:
        line.sendall(b"GET /90000000 HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(1.5)
        assert not Connection.open
        assert len(all_of(line)) < 90_000_000


def test_a_slow_start_is_waited_for_and_a_failed_one_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from gradio.exceptions import ServerFailedToStartError

    from ui.page.safety import start

    def server(run: Any) -> Any:
        made = start.Patient(uvicorn.Config(app, log_level="critical"))
        monkeypatch.setattr(made, "run", lambda: run(made))
        return made

    def slow(made: Any) -> None:
        time.sleep(0.3)
        made.started = True

    server(slow).run_in_thread()
    with pytest.raises(ServerFailedToStartError):
        server(lambda _made: None).run_in_thread()
    assert start.PATIENCE_S >= 60
    monkeypatch.setattr(start, "PATIENCE_S", 0.1)
    with pytest.raises(SettingsError, match="too busy"):
        server(lambda _made: time.sleep(0.5)).run_in_thread()


def test_a_server_that_is_made_in_another_way_is_not_left_open() -> None:
    from ui.page.safety.start import guarded

    with pytest.raises(RuntimeError, match="stand open"), guarded(lambda inner: inner):
        pass
