"""Two hundred requests that must not succeed: what pages of other origins, frames, guessers and the curious would send to the page."""

import json
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

Pairs = tuple[tuple[str, str], ...]
JSON: Pairs = (("Content-Type", "application/json"),)
FORM = b'--x\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\nA note on the harbour.\r\n--x--\r\n'
MULTIPART: Pairs = (("Content-Type", "multipart/form-data; boundary=x"),)
CALL = json.dumps({"data": ["How many delays?", "", "", "", "", False]}).encode()
TOOL = json.dumps(
    {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "ask", "arguments": {"question": "How many?"}}}
).encode()
FETCHES = json.dumps({"data": [{"path": "http://evil.example/x", "meta": {"_type": "gradio.FileData"}}]}).encode()
READ_ONLY, OPEN, LOCKED = "read-only", "open", "locked"  # pages: others may read it; one's own; one's own with a password


@dataclass(frozen=True, slots=True)
class Probe:
    """One request to one of the pages; ``host`` None leaves the header out."""

    kind: str
    method: str
    path: str
    headers: Pairs = ()
    body: bytes | None = None
    page: str = OPEN
    host: str | None = "127.0.0.1:{port}"
    length: str | None = "right"

    def lines(self, port: int) -> bytes:
        """The request as it goes over the wire."""
        pairs = [("Host", self.host)] if self.host is not None else []
        pairs += [(k, v) for k, v in self.headers]
        if self.body is not None and self.length:
            pairs.append(("Content-Length", str(len(self.body)) if self.length == "right" else self.length))
        head = "".join(f"{k}: {v}\r\n" for k, v in pairs).replace("{port}", str(port))
        return f"{self.method} {self.path} HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode("latin-1") + (self.body or b"")


@dataclass(frozen=True, slots=True)
class Reply:
    """Status and headers of an answer; status 0 where none came in time, as to a body that is waited for."""

    status: int
    headers: dict[str, str]


def send(probe: Probe, port: int, timeout_s: float = 3.0) -> Reply:
    """Send a probe as it is, over a socket of its own; only the head of the answer is read."""
    head = b""
    with socket.create_connection(("127.0.0.1", port), timeout_s) as line:
        try:
            line.sendall(probe.lines(port))
            while b"\r\n\r\n" not in head and (piece := line.recv(65536)):
                head += piece
        except OSError:
            pass
    return read_head(head)


def read_head(head: bytes) -> Reply:
    """The reply that begins with ``head``; a connection that was closed without a word counts as refused."""
    first, *rest = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in rest)
    return Reply(int(first.split()[1]) if first else 0, {k.lower(): v.strip() for k, _, v in pairs})


def succeeds(probe: Probe, reply: Reply) -> bool:
    """Whether an attacker got what the probe is after."""
    if probe.kind == "preflight":
        return "access-control-allow-origin" in reply.headers
    if probe.kind == "plain frame":
        return reply.status < 400 and "frame-ancestors 'none'" not in reply.headers.get("content-security-policy", "")
    if probe.kind == "guess":
        return reply.status in {0, 200, 400, 401}  # it was looked at
    if probe.kind == "link":
        return reply.status != 303
    return reply.status < 400


def probes(events: dict[str, int], port: int) -> list[Probe]:
    """All but the guesses, which come one after the other.

    :param events: numbers of the page's events by the names of their handlers.
    """
    parts = (_origins(events, port), _fetches(), _tricks(events), _private(events), _frames(), _preflights(port), _hosts(), _paths(),
             _uploads(), _bodies())  # fmt: skip
    return [probe for part in parts for probe in part]


def guesses() -> list[Probe]:
    """Wrong passwords, the right one last: by the login, by the agents' endpoint, and from many addresses."""
    login = [
        Probe("guess", "POST", "/login", (("Content-Type", "application/x-www-form-urlencoded"),), f"username=ana&password={p}".encode(),
              LOCKED) for p in [*(f"guess{n}" for n in range(9)), "secret"]
    ]  # fmt: skip
    listing = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
    basic = [
        Probe("guess", "POST", "/gradio_api/mcp/", (*JSON, ("Accept", "application/json, text/event-stream"),
              ("Authorization", f"Basic {word}")), listing, LOCKED) for word in [*["YW5hOndyb25n"] * 5, "YW5hOnNlY3JldA=="]
    ]  # fmt: skip
    return login + basic


def many_addresses(n: int) -> list[Probe]:
    """One guess from each of ``n`` addresses, as a proxy on this machine would hand them on."""
    form: Pairs = (("Content-Type", "application/x-www-form-urlencoded"),)
    return [
        Probe("guess", "POST", "/login", (*form, ("X-Forwarded-For", f"10.0.{i}.7")), b"username=ana&password=guess", LOCKED)
        for i in range(n)
    ]


def event(number: int, data: Sequence[object] = (), act: object = None) -> bytes:
    """The body with which the page starts one of its events."""
    return json.dumps({"data": list(data), "event_data": act, "fn_index": number, "session_hash": "probe", "trigger_id": 1}).encode()


def _deletes(events: dict[str, int]) -> bytes:
    return event(events["on_act"], ["", "", "", ""], {"act": "delete", "id": "a1"})


def _origins(events: dict[str, int], port: int) -> Iterator[Probe]:
    """Pages of other origins at everything that changes something or costs work."""
    origins = (
        "http://evil.example", "http://127.0.0.1:9999", f"http://localhost:{port}", f"https://127.0.0.1:{port}", "null",
        f"http://127.0.0.1:{port}.evil.example", "http://127.0.0.1", f"http://[::1]:{port}",
    )  # fmt: skip
    ask = event(events["on_ask"], ["Who?", "", "", "", [], "", None, "", "yes"])
    to: tuple[tuple[str, str, Pairs, bytes | None], ...] = (
        ("POST", "/gradio_api/queue/join", JSON, ask),
        ("POST", "/gradio_api/run/predict", JSON, _deletes(events)),
        ("POST", "/gradio_api/call/ask", JSON, CALL),
        ("POST", "/gradio_api/call/search", JSON, CALL),
        ("POST", "/gradio_api/upload", MULTIPART, FORM % b"a.txt"),
        ("POST", "/gradio_api/mcp/", (*JSON, ("Accept", "application/json, text/event-stream")), TOOL),
        ("POST", "/gradio_api/cancel", JSON, b'{"session_hash": "x", "fn_index": 0, "event_id": "x"}'),
        ("GET", "/gradio_api/queue/data?session_hash=probe", (), None),
    )
    for origin, (method, path, headers, body) in product(origins, to):
        yield Probe("origin", method, path, (("Origin", origin), *headers), body)


def _fetches() -> Iterator[Probe]:
    """What a page of another site, or of another port, loads as an image, a script or a form."""
    paths = ("/config", "/theme.css", "/gradio_api/info", "/gradio_api/heartbeat/probe", "/gradio_api/queue/data?session_hash=x", "/logout",
             "/gradio_api/call/ask/x", "/gradio_api/mcp/schema")  # fmt: skip
    for site, path in product(("cross-site", "same-site"), paths):
        yield Probe("fetch", "GET", path, (("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "image")))
    for site in ("cross-site", "same-site", "none"):
        sent: Pairs = (("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"))
        yield Probe("fetch", "POST", "/gradio_api/call/ask", (*sent, *JSON), CALL)
    for site in ("cross-site", "same-site"):
        opened: Pairs = (("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"))
        yield Probe("link", "GET", "/?q=Who+won", opened)


def _tricks(events: dict[str, int]) -> Iterator[Probe]:
    """JSON under the types that a form sends without asking first, by a browser so old that it names no origin."""
    types = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain; application/json", "")
    to = (("/gradio_api/call/ask", CALL), ("/gradio_api/queue/join", _deletes(events)), ("/gradio_api/mcp/", TOOL))
    for media, (path, body) in product(types, to):
        yield Probe(
            "form", "POST", path, (("Content-Type", media), ("Accept", "application/json, text/event-stream")) if media else (), body
        )
    yield Probe("form", "POST", "/gradio_api/call/ask", (*JSON, ("Referer", "http://evil.example/x")), CALL)


def _private(events: dict[str, int]) -> Iterator[Probe]:
    """Programs at the events that are the page's own: delete, fetch, judge, upload."""
    for name in ("on_act", "on_up", "on_files", "on_url"):
        body = _deletes(events) if name == "on_act" else event(events[name], [None])
        yield Probe("private", "POST", "/gradio_api/run/predict", JSON, body)
        yield Probe("private", "POST", "/gradio_api/queue/join", JSON, body)


def _frames() -> Iterator[Probe]:
    for site, dest in product(("cross-site", "same-site", "same-origin"), ("iframe", "frame", "embed", "object")):
        yield Probe("frame", "GET", "/", (("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", dest)))
    for path in ("/", "/config", "/?q=Who", "/gradio_api/info"):
        yield Probe("plain frame", "GET", path)


def _preflights(port: int) -> Iterator[Probe]:
    origins = ("http://evil.example", "http://127.0.0.1:9999", f"http://localhost:{port}")
    for origin, path in product(origins, ("/gradio_api/queue/join", "/gradio_api/call/ask", "/gradio_api/upload", "/gradio_api/mcp/")):
        asks: Pairs = (("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type"))
        yield Probe("preflight", "OPTIONS", path, (("Origin", origin), *asks))


def _hosts() -> Iterator[Probe]:
    """Names that were pointed at this machine, and what passes for its own."""
    names = (
        "evil.example", "evil.example:{port}", "127.0.0.1.evil.example", "localhost.evil.example:{port}", "0.0.0.0:{port}", "[::]:{port}",
        "192.168.1.5:{port}", "localhost.:{port}", "127.0.0.1@evil.example", "", "127.0.0.1:{port}, evil.example", "2130706433",
    )  # fmt: skip
    for name in names:
        yield Probe("host", "GET", "/config", host=name)
    yield Probe("host", "GET", "/config", (("Host", "evil.example"),))
    yield Probe("host", "GET", "/config", host=None)
    yield Probe("host", "GET", "http://evil.example/config", host="evil.example")


def _paths() -> Iterator[Probe]:
    """Files of the machine, and rooms of Gradio that the page does not use."""
    api = "/gradio_api"
    for path in (
        f"{api}/file=/etc/passwd", f"{api}/%66ile=/etc/passwd", f"{api}/file%3D/etc/passwd", f"{api}/file//etc/passwd",
        f"/{api}/file=/etc/passwd", f"{api}/./file=/etc/passwd", f"{api}/upload/../file=/etc/passwd", f"{api}/proxy=http://evil.example/",
        f"{api}/stream/a/b/c/playlist.m3u8", "/GRADIO_API/FILE=/etc/passwd", "/static/../../../pyproject.toml",
        "/static/%2e%2e/%2e%2e/routes.py", "/assets/..%2f..%2froutes.py", "/svelte/..\\..\\routes.py", f"{api}/custom_component/a/b/c/d",
        "/monitoring", "/monitoring/summary", f"{api}/dev/reload", f"{api}/token", f"{api}/deep_link?session_hash=probe",
        f"{api}/vibe-code", f"{api}/runs", f"{api}/run-history/buckets", "/docs", "/redoc", "/openapi.json", "/config;x", "//config",
        "/config%00", f"{api}/startup-events/..", f"{api}/upload_progress/x",
    ):  # fmt: skip
        yield Probe("path", "GET", path)
    for path in ("component_server", "process_recording", "vibe-edit", "undo-vibe-edit", "vibe-code", "stream/x", "run-history/connect"):
        yield Probe("path", "POST", f"{api}/{path}", JSON, b"{}")


def _uploads() -> Iterator[Probe]:
    own: Pairs = (("Origin", "http://127.0.0.1:{port}"),)
    for headers in (own, (), (("Origin", "http://evil.example"),)):
        yield Probe("upload", "POST", "/gradio_api/upload", (*headers, *MULTIPART), FORM % b"a.txt", READ_ONLY)
    yield Probe("upload", "POST", "/gradio_api/upload", MULTIPART, FORM % b"a.txt")
    yield Probe("upload", "POST", "/gradio_api/upload", (*own, ("Content-Type", "text/plain")), b"x")
    yield Probe("upload", "POST", "/gradio_api/upload", (*own, *MULTIPART), b"", length=str(1 << 40))
    yield Probe("upload", "POST", "/gradio_api/upload", (*own, *MULTIPART, ("Transfer-Encoding", "chunked")), b"0\r\n\r\n", length=None)


def _bodies() -> Iterator[Probe]:
    yield Probe("body", "POST", "/gradio_api/call/ask", JSON, json.dumps({"data": ["x" * (1 << 19)]}).encode())
    yield Probe("body", "POST", "/gradio_api/call/ask", JSON, b"", length=str(1 << 33))
    yield Probe("body", "POST", "/gradio_api/call/ask", JSON, FETCHES)
    yield Probe("body", "POST", "/gradio_api/queue/join", JSON, FETCHES)
    yield Probe("body", "POST", "/gradio_api/mcp/", (*JSON, ("Accept", "application/json, text/event-stream")), FETCHES)
    yield Probe("body", "POST", "/gradio_api/call/ask", JSON, b'{"data": ' + b"[" * 10_000 + b"]" * 10_000 + b"}")
    yield Probe("body", "GET", "/config", (("X-Long", "x" * 50_000),))
