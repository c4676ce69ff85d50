"""Fetching a page: what is read, what is refused, and that a name cannot lead inside."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from ingest.read.address import Refused, _body, _certificates, fetch_page, is_public
from rag.errors import InputError

PAGE = "<html><head><title>Mill reopens</title></head><body><p>The mill at Arden reopened on Monday.</p></body></html>"


class Site(BaseHTTPRequestHandler):
    """A few addresses that behave well and badly."""

    def do_GET(self) -> None:
        """Answer by path."""
        path, _, rest = self.path.partition("?")
        if path == "/to":
            self.send_response(302)
            self.send_header("Location", rest)
            self.end_headers()
            return
        if path.startswith("/hop/"):
            left = int(path.removeprefix("/hop/"))
            self.send_response(302)
            self.send_header("Location", f"/hop/{left - 1}" if left > 1 else "/story")
            self.end_headers()
            return
        if path == "/drip":
            return self.drip()
        if path.startswith("/status/"):
            self.send_response(int(path.removeprefix("/status/")))
            if rest:
                self.send_header("Location", rest)
            self.end_headers()
            return
        if path in {"/kind", "/asked", "/sized"}:
            self.send_response(200)
            if path != "/kind" or rest:
                self.send_header("Content-Type", rest.replace("+", " ").replace("~", "+") if path == "/kind" else "text/plain")
            self.end_headers()
            asked = f"{self.path}\n{self.headers}".encode()
            self.wfile.write({"/kind": b"x", "/asked": asked}.get(path) or b"x" * int(rest))
            return
        body = {"/big": b"x" * 50_000, "/empty": b" "}.get(path, PAGE.encode())
        self.send_response(404 if path == "/gone" else 200)
        self.send_header("Content-Type", "image/png" if path == "/picture" else "text/html; charset=utf-8")
        self.end_headers()
        for at in range(0, len(body), 1000):
            self.wfile.write(body[at : at + 1000])
            if path == "/slow":
                time.sleep(5)

    def drip(self) -> None:
        """Answer with headers that go on for three seconds."""
        for n in range(30):
            with suppress(OSError):
                self.wfile.write(f"X-{n}: y\r\n".encode() if n else b"HTTP/1.1 200 OK\r\n")
            time.sleep(0.1)

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """``host:port`` of a server on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_reads_a_page_of_an_allowed_server(site: str) -> None:
    page = fetch_page(f"http://{site}/story", allow={site})
    assert page.data.decode() == PAGE
    assert page.suffix == ".html"


def test_follows_a_redirect_and_says_where_it_ended(site: str) -> None:
    assert fetch_page(f"http://{site}/to?/story", allow={site}).url == f"http://{site}/story"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.1.2.3/x",
        "http://169.254.169.254/latest",
        "http://0.0.0.0/",
        "http://192.168.0.1",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
    ],
)
def test_refuses_addresses_inside(url: str) -> None:
    with pytest.raises(InputError, match=r"inside this network|no such host"):
        fetch_page(url)


def test_refuses_a_name_that_leads_inside() -> None:
    with pytest.raises(InputError, match=r"inside this network"):
        fetch_page("http://news.example/", resolver=lambda host, port: ["93.184.215.14", "10.0.0.5"])


def test_checks_each_redirect(site: str) -> None:
    other = "http://127.0.0.1/private"
    with pytest.raises(InputError, match=r"inside this network"):
        fetch_page(f"http://{site}/to?{other}", allow={site})


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://news.example/a", "gopher://x", "javascript:alert(1)", "", "news", "http://"])
def test_refuses_what_is_no_web_address(url: str) -> None:
    with pytest.raises(InputError, match=r"not a web address"):
        fetch_page(url)


def test_refuses_other_ports_and_passwords() -> None:
    with pytest.raises(InputError, match=r"usual ports"):
        fetch_page("http://news.example:6379/", resolver=lambda host, port: ["93.184.215.14"])
    with pytest.raises(InputError, match=r"password"):
        fetch_page("http://user:secret@news.example/")


@pytest.mark.parametrize(("path", "why"), [("gone", "404"), ("picture", "image/png"), ("big", "larger than"), ("empty", "is empty")])
def test_says_why_a_page_is_not_read(site: str, path: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        fetch_page(f"http://{site}/{path}", allow={site}, max_bytes=20_000)


def test_ends_in_time_on_a_slow_server(site: str) -> None:
    began = time.monotonic()
    with pytest.raises(InputError, match=r"within|took too long"):
        fetch_page(f"http://{site}/slow", allow={site}, timeout_s=1)
    assert time.monotonic() - began < 4


def test_headers_that_never_end_do(site: str) -> None:
    began = time.monotonic()
    with pytest.raises(Refused, match="took too long"):
        fetch_page(f"http://{site}/drip", allow={site}, timeout_s=0.3)
    assert time.monotonic() - began < 2


def test_a_body_that_comes_too_late_is_not_kept() -> None:
    with pytest.raises(InputError, match="took too long"):
        _body(httpx.Response(200, content=b"x"), "http://news.example", time.monotonic() - 1, 10)
    assert _body(httpx.Response(200, content=b"x"), "http://news.example", time.monotonic() + 60, 10) == b"x"


def test_stops_a_redirect_loop(site: str) -> None:
    with pytest.raises(InputError, match=r"redirects"):
        fetch_page(f"http://{site}/to?/to?/to?/to?/to?/to?/to?/to?/x", allow={site})


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("100.64.0.1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("224.0.0.1", False),
        ("2002:7f00:1::", False),
        ("2002:808:808::", True),
        ("64:ff9b::808:808", False),
        ("64:ff9c::7f00:1", False),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),  # Teredo: a tunnel to 127.0.0.1
        ("ff0e::1", False),
        ("224.1.1.1", False),
        ("4000::1", False),
        ("240.0.0.1", False),
    ],
)
def test_knows_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(("hops", "is_read"), [(5, True), (6, False)])
def test_at_most_five_redirects_are_followed(site: str, hops: int, is_read: bool) -> None:
    if is_read:
        assert fetch_page(f"http://{site}/hop/{hops}", allow={site}).url == f"http://{site}/story"
    else:
        with pytest.raises(InputError, match="more than 5 redirects"):
            fetch_page(f"http://{site}/hop/{hops}", allow={site})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect_is_followed(site: str, status: int) -> None:
    assert fetch_page(f"http://{site}/status/{status}?/story", allow={site}).data.decode() == PAGE
    with pytest.raises(InputError, match=f"answered {status}"):  # to nowhere
        fetch_page(f"http://{site}/status/{status}", allow={site})


@pytest.mark.parametrize("status", [201, 203, 300, 304, 403, 500])
def test_what_is_neither_a_page_nor_a_redirect_is_refused(site: str, status: int) -> None:
    with pytest.raises(InputError, match=f"answered {status}"):
        fetch_page(f"http://{site}/status/{status}?/story", allow={site})


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        ("", ".html"), ("text/html", ".html"), ("application/xhtml~xml", ".html"), ("TEXT/PLAIN+;+charset=utf-8", ".txt"),
        ("text/markdown", ".md"), ("application/pdf", ".pdf"), ("application/json", ".json"),
    ],
)  # fmt: skip
def test_the_kind_that_a_server_states_chooses_the_reader(site: str, kind: str, suffix: str) -> None:
    assert fetch_page(f"http://{site}/kind?{kind}", allow={site}).suffix == suffix


def test_a_page_may_have_ten_megabytes(site: str) -> None:
    assert len(fetch_page(f"http://{site}/sized?10000000", allow={site}).data) == 10_000_000
    with pytest.raises(InputError, match="larger than 10 MB"):
        fetch_page(f"http://{site}/sized?10000001", allow={site})


def test_what_a_server_is_told(site: str) -> None:
    """The name that was asked for, since several sites share an address; nothing of the person, and no fragment."""
    said = fetch_page(f"http://{site}/asked?q#part", allow={site}).data.decode()
    assert said.startswith("/asked?q\n")
    assert f"Host: {site}\n" in said
    assert "Accept-Encoding: identity\n" in said
    assert "User-Agent: Dateline/1 (article reader)\n" in said
    assert "Accept: text/html, " in said
    assert "Cookie" not in said


@pytest.mark.parametrize(
    ("url", "resolved", "why"),
    [
        ("http://user@news.example/", ["8.8.8.8"], "password"),
        ("http://:secret@news.example/", ["8.8.8.8"], "password"),
        ("http://news.example:81/", ["8.8.8.8"], "ports 80 and 443"),
        ("https://news.example:8443/", ["8.8.8.8"], "ports 80 and 443"),
        ("http://news.example/", [], "inside this network"),
        ("http://news.example:443/", ["10.0.0.1"], "inside this network"),
        ("https://news.example/", ["10.0.0.1"], "inside this network"),
        ("http://news.example:99999/", ["8.8.8.8"], "not a web address"),
    ],
)
def test_an_address_is_checked_before_it_is_asked(url: str, resolved: list[str], why: str) -> None:
    with pytest.raises(InputError, match=why):
        fetch_page(url, resolver=lambda host, port: resolved)


def test_a_server_of_ones_own_is_allowed_by_its_port(site: str) -> None:
    host, _, port = site.partition(":")
    with pytest.raises(InputError):
        fetch_page(f"http://{site}/story", allow={f"{host}:{int(port) + 1}"})
    assert fetch_page(f"http://home.example:{port}/story", allow={f"home.example:{port}"}, resolver=lambda *_: [host]).suffix == ".html"


def test_a_public_address_is_asked() -> None:
    """The guard of the tests stops it at the door: it was on its way."""
    for url in ("http://news.example/", "https://news.example/", "http://news.example:443/"):
        with pytest.raises(InputError, match=r"could not be read \(network use in a test.*8\.8\.8\.8"):
            fetch_page(url, resolver=lambda host, port: ["8.8.8.8", "8.8.4.4"])


def test_a_server_must_show_a_certificate_of_its_name_and_the_trusted_are_read_once() -> None:
    assert (_certificates().verify_mode, _certificates().check_hostname) == (ssl.CERT_REQUIRED, True)
    assert _certificates().cert_store_stats()["x509_ca"] > 50
    assert _certificates() is _certificates()
