"""The unit, the container file and the page of documentation on serving: what they run and name is there."""

import asyncio
import configparser
import json
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import typer
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from rag.errors import SettingsError
from rag.settings import Settings, load_settings
from tests.conftest import ROOT
from tests.kits.serving import Shelf
from ui import cli
from ui.page.desk.desk import Desk
from ui.page.desk.queue import Queue
from ui.page.guard import Gate, Rules
from ui.serving.command import opened
from ui.serving.exchange import Patience
from ui.serving.health import Health
from ui.serving.metrics import OUTCOMES, Metrics
from ui.serving.pool import Pool
from ui.serving.run import FINISH_S

FOLDER = ROOT / "docs" / "serve"
DOCUMENT = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
CONTAINER = (FOLDER / "Containerfile").read_text(encoding="utf-8")


def unit() -> dict[str, dict[str, str]]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((FOLDER / "dateline.service").read_text(encoding="utf-8"))
    return {name: dict(parser[name]) for name in parser.sections()}


def understood(words: list[str]) -> dict[str, Any]:
    """The options of a command line of ours; typer says what it does not know."""
    program: Any = typer.main.get_command(cli.app)
    with program.commands[words[0]].make_context(words[0], words[1:]) as made:
        return {"command": words[0], **made.params}


def test_the_unit_runs_a_command_that_there_is() -> None:
    service = unit()["Service"]
    words = shlex.split(service["ExecStart"])
    assert words[0].endswith("/bin/dateline")
    options = understood(words[1:])
    assert (options["command"], options["readers"], options["queue"]) == ("serve", 4, 32)
    environment = dict(pair.split("=", 1) for pair in shlex.split(service["Environment"]))
    assert load_settings(Path("/nowhere"), environment).offline


def test_the_unit_lets_it_do_little_and_end_in_time() -> None:
    service = unit()["Service"]
    assert {k: service[k] for k in ("NoNewPrivileges", "ProtectSystem", "Restart", "KillMode")} == {
        "NoNewPrivileges": "true", "ProtectSystem": "strict", "Restart": "on-failure", "KillMode": "mixed",
    }  # fmt: skip
    index = str(understood(shlex.split(service["ExecStart"])[1:])["index"])
    assert index.startswith(f"{service['ReadWritePaths']}/")
    assert service["MemoryMax"].endswith("G")
    assert int(service["TimeoutStopSec"]) > FINISH_S + 30  # Gradio's own 5 s, 20 s for background threads, 3 s for the nursery
    assert unit()["Install"]["WantedBy"] == "multi-user.target"


def test_the_container_runs_a_command_that_there_is() -> None:
    (command,) = re.findall(r"^CMD (\[.*\])$", CONTAINER, re.M)
    options = understood(json.loads(command))
    assert options["command"] == "serve"
    assert options["share_read_only"]
    assert str(options["index"]).startswith("/data/")
    copied = re.findall(r"^COPY (.+) \S+$", CONTAINER, re.M)
    assert [name for line in copied for name in line.split() if not (ROOT / name).exists()] == []
    assert {"rag", "ingest", "ui", "eval", "pyproject.toml"} <= set(" ".join(copied).split())
    assert re.search(r"^USER (?!root)\w+$", CONTAINER, re.M)
    assert "STOPSIGNAL SIGTERM" in CONTAINER
    port = options["port"]
    assert f"EXPOSE {port}\n" in CONTAINER
    assert f"127.0.0.1:{port}/health" in CONTAINER


def test_the_container_holds_what_is_locked() -> None:
    """In the steps of `make setup`."""
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    steps = ("--no-deps --only-binary=:all: --require-hashes -r requirements.lock", "--no-deps --no-build-isolation")
    assert [step for step in steps if f"--no-cache-dir {step}" not in CONTAINER or step not in made] == []
    assert "requirements.lock" in re.findall(r"^COPY (.+) \S+$", CONTAINER, re.M)[0]
    (user,) = re.findall(r"--uid (\d+)", CONTAINER)
    assert f"chown {user} auth" in CONTAINER


@pytest.fixture(params=["http", "https"])
def healthy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[int]:
    """The port of a server that says 200 to everything."""
    server = HTTPServer(("127.0.0.1", 0), Well)
    if request.param == "https":
        if shutil.which("openssl") is None:
            pytest.skip("no openssl to make a certificate with")
        files = [str(tmp_path / name) for name in ("cert.pem", "key.pem")]
        make = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-subj",
            "/CN=news.example",
        ]
        subprocess.run([*make, "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*files)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


class Well(BaseHTTPRequestHandler):
    """Says 200."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        pass


def test_the_container_finds_itself_well_with_tls_and_without(healthy: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    (command,) = re.findall(r"^HEALTHCHECK .*?CMD (\[.*\])$", CONTAINER, re.M)
    code = json.loads(command)[-1]
    exec(code.replace(":7860", f":{healthy}"), {})
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(SystemExit, match="refused"):
            exec(code.replace(":7860", f":{free.getsockname()[1]}"), {})


def test_behind_a_proxy_as_the_document_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page takes a browser's request by a proxy that passes Host on and says https, and no other."""
    headers = {name.lower(): value for name, value in re.findall(r"proxy_set_header (\S+) (\S+);", DOCUMENT)}
    assert headers == {"host": "$http_host", "x-forwarded-for": "$remote_addr", "x-forwarded-proto": "$scheme"}
    sent = {"$http_host": "news.example", "$remote_addr": "10.1.2.3", "$scheme": "https"}
    seen: list[str] = []

    async def page(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["client"][0])

    def status(given: dict[str, str], trusted: str) -> int:
        said: list[Any] = []

        async def send(message: Any) -> None:
            said.append(message)

        app: Any = ProxyHeadersMiddleware(Gate(page, Rules(local=False)), trusted)
        rows = [(name.encode(), value.encode()) for name, value in {**given, "origin": "https://news.example"}.items()]
        scope = {"type": "http", "method": "GET", "path": "/config", "scheme": "http", "headers": rows, "client": ("10.0.0.9", 1)}
        asyncio.run(app(scope, None, send))
        return said[0]["status"] if said else 200

    passed = {name: sent[value] for name, value in headers.items()}
    assert status(passed, "10.0.0.9") == 200
    assert seen == ["10.1.2.3"]
    assert status(passed, "127.0.0.1") == 403
    assert status({**passed, "host": "127.0.0.1:7860"}, "10.0.0.9") == 403


def commands() -> list[list[str]]:
    lines = [line for block in re.findall(r"^```bash\n(.*?)^```", DOCUMENT, re.M | re.S) for line in block.splitlines()]
    return [shlex.split(line, comments=True) for line in lines if line.strip()]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_commands_of_the_document_are_understood(words: list[str]) -> None:
    assert words[0] == "dateline"
    assert understood(words[1:])["command"] == "serve"


def test_figures_of_the_document_are_those_that_are_counted(tmp_path: Path) -> None:
    pool = Pool(Shelf(), pytest.fail, 1, Patience(1.0))
    metrics = Metrics(Health(Desk(pool, Settings(index_dir=tmp_path), searching=Queue(1, 1)), pool).figures, lambda: {"page": [0]})
    counted = {re.sub(r"_(bucket|count|sum)$", "", name) for name in re.findall(r"^(dateline_\w+)", metrics.text().decode(), re.M)}
    told = set(re.findall(r"^\| `(dateline_\w+)", DOCUMENT, re.M))
    assert told == counted
    row = next(line for line in DOCUMENT.splitlines() if line.startswith("| `dateline_questions_total"))
    assert [outcome for outcome in OUTCOMES if outcome not in row] == []


def test_links_of_the_document_lead_to_files() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", DOCUMENT)
    assert len(targets) == 2
    assert [target for target in targets if not (ROOT / "docs" / target).is_file()] == []


def test_a_password_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "auth"
    secret.write_text("ana:se@cret\nmore\n", encoding="utf-8")
    assert (opened(None), opened("ana:x"), opened(f"@{secret}")) == (None, "ana:x", "ana:se@cret")
    with pytest.raises(SettingsError, match="cannot be read"):
        opened(f"@{tmp_path / 'none'}")
    secret.write_bytes("\N{BYTE ORDER MARK}ana:x\r\n".encode())
    assert opened(f"@{secret}") == "ana:x"
    secret.write_text("\nana:x\n")
    with pytest.raises(SettingsError, match="is empty"):
        opened(f"@{secret}")
