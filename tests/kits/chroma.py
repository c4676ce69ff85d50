"""A real Chroma server for tests, and what stands before one in a house: TLS and a token."""

import http.client
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PATIENCE_S = 60
SILENT_S = 1.0  # so that who waits for ever waits that long
_OPENING = {  # what a server says to a client that opens
    "/identity": b'{"user_id": "", "tenant": "*", "databases": ["*"]}',
    "/default_tenant": b'{"name": "default_tenant"}',
    "/default_database": b'{"id": "00000000-0000-0000-0000-000000000001", "name": "default_database", "tenant": "default_tenant"}',
    "/version": b'"1.0.0"',
}


def free_port() -> int:
    with socket.socket() as any_socket:
        any_socket.bind(("127.0.0.1", 0))
        return int(any_socket.getsockname()[1])


@contextmanager
def chroma_server(folder: Path, port: int) -> Iterator[None]:
    """Run ``chroma run`` until the block ends."""
    program = str(Path(sys.executable).with_name("chroma"))
    command = [program, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder.parent)
    try:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield
    finally:
        process.kill()
        process.wait()


class Front(BaseHTTPRequestHandler):
    """Answers all requests alike, or passes those with the right token on."""

    answer: tuple[int, bytes] = (200, b"<html>a page</html>")
    silent = ""  # the end of the path that is given no answer for SILENT_S
    asked: list[str] | None = None  # takes the paths
    behind, token = 0, ""
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        code, answer = self.answer
        if self.asked is not None:
            self.asked.append(self.path)
        if self.silent:
            if self.path.endswith(self.silent):
                time.sleep(SILENT_S)
            code, answer = 200, next((said for end, said in _OPENING.items() if self.path.endswith(end)), b"{}")
        if self.behind and self.headers.get("Authorization") == f"Bearer {self.token}":
            link = http.client.HTTPConnection("127.0.0.1", self.behind, timeout=PATIENCE_S)
            link.request(self.command, self.path, body, {"Content-Type": self.headers.get("Content-Type", "")})
            found = link.getresponse()
            code, answer = found.status, found.read()
            link.close()
        self.send_response(code)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_POST = do_DELETE = do_PUT = do_GET

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def front(certificate: Path | None = None, **fields: object) -> Iterator[int]:
    """Listen on a port of this machine until the block ends; with TLS where there is a certificate. ``fields`` are those of ``Front``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Given", (Front,), fields))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who asked may have gone
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, certificate.with_suffix(".key"))
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()


def own_certificate(folder: Path) -> Path | None:
    """Return a certificate for this machine that signs itself; None where no program here makes one."""
    if not shutil.which("openssl"):
        return None
    made, key = folder / "own.pem", folder / "own.key"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made
