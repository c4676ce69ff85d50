"""What pages of other origins, frames, guessers and the curious send to the page is refused; what it is for still works."""

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from uvicorn.config import Config

from tests.kits.probes import (
    CALL,
    FORM,
    JSON,
    LOCKED,
    MULTIPART,
    OPEN,
    READ_ONLY,
    TOOL,
    Pairs,
    Probe,
    Reply,
    event,
    guesses,
    many_addresses,
    probes,
    succeeds,
)
from ui.page.guard import Gate, Rules
from ui.page.safety import quota as quotas
from ui.page.safety.bodies import FILES_BYTES, JSON_BYTES
from ui.page.safety.connection import harden
from ui.page.safety.folder import OLD_S, discard, sweep, uploads_folder
from ui.page.safety.headers import cookie, script_hashes
from ui.page.safety.login import BURST, EVERY_S, FORGET_S, FREE, KNOWN_S, LONGEST_S, Passwords, Tries
from ui.page.safety.quota import Quota
from ui.page.safety.request import PATH, Refused, sender_of
from ui.page.safety.routes import TABLE

PORT = 7860
EVENTS = {"on_act": 1, "on_ask": 2, "on_up": 3, "on_files": 4, "on_url": 5}
PUBLIC = 6
OWN: Pairs = (("Origin", "http://127.0.0.1:{port}"), ("Sec-Fetch-Site", "same-origin"))
ASK = Probe("", "POST", "/gradio_api/call/ask", JSON, CALL)


RUN: list[asyncio.Runner] = []  # one for all probes: a loop each costs more than they do


@pytest.fixture(autouse=True, scope="module")
def runner() -> Iterator[None]:
    with asyncio.Runner() as one:
        RUN.append(one)
        yield
    RUN.clear()


async def _right(scope: Any, receive: Any, send: Any) -> None:
    """An app to which everything is right; it knows the password."""
    body = (await receive())["body"]
    status = 400 if scope["path"] == "/login" and b"secret" not in body else 200
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/html")]})
    await send({"type": "http.response.body", "body": b"<script>1</script>"})


def answer(probe: Probe, gate: Gate, client: str = "127.0.0.1") -> Reply:
    """What ``gate`` makes of a probe, as a server would hand it on."""
    head, _, body = probe.lines(PORT).partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    method, target, _ = first.split(b" ")
    raw, _, query = target.partition(b"?")
    pairs = [(k.lower(), v.strip()) for k, _, v in (line.partition(b":") for line in lines)]
    client = dict(pairs).get(b"x-forwarded-for", client.encode()).decode()
    scope = {"type": "http", "method": method.decode(), "path": raw.decode(), "raw_path": raw, "query_string": query, "scheme": "http",
             "headers": pairs, "client": (client, 9)}  # fmt: skip
    said: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def take(message: Any) -> None:
        said.append(message)

    RUN[0].run(gate(scope, receive, take))
    return Reply(said[0]["status"], {k.decode(): v.decode() for k, v in said[0]["headers"]})


def gates(tmp_path: Path) -> dict[str, Gate]:
    public = frozenset({PUBLIC})
    return {
        OPEN: Gate(_right, Rules(True, None, Quota(tmp_path), public)),
        READ_ONLY: Gate(_right, Rules(True, None, None, public)),
        LOCKED: Gate(_right, Rules(True, Passwords("ana", "secret"), None, public)),
    }


def test_two_hundred_probes_are_refused(tmp_path: Path) -> None:
    at, every = gates(tmp_path), probes(EVENTS, PORT)
    assert len(every) >= 200
    assert [p for p in every if succeeds(p, answer(p, at[p.page]))] == []


def test_guesses_are_slowed_down_even_the_right_one(tmp_path: Path) -> None:
    gate = gates(tmp_path)[LOCKED]
    status = [answer(p, gate).status for p in guesses()]
    assert status == [400] * FREE + [429] * (len(status) - FREE)
    assert answer(guesses()[-1], gate, client="192.168.1.9").status == 200  # another client is not kept out
    assert answer(many_addresses(1)[0], gate, client="192.168.1.9").status == 400


def test_many_addresses_share_an_allowance(tmp_path: Path) -> None:
    gate = gates(tmp_path)[LOCKED]
    assert [answer(p, gate).status for p in many_addresses(BURST + 5)] == [400] * BURST + [429] * 5


def test_only_a_proxy_that_is_named_says_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    for named in ("", "10.0.0.2"):
        monkeypatch.setenv("FORWARDED_ALLOW_IPS", named)
        config = Config(_right)
        harden(config, lambda app: app)
        assert config.proxy_headers == bool(named)


def test_each_address_has_one_row_and_the_figures_are_behind_the_password(tmp_path: Path) -> None:
    assert len(set(TABLE)) == len(TABLE)
    locked = gates(tmp_path)[LOCKED]
    assert [answer(Probe("", "GET", path), locked).status for path in ("/health", "/ready", "/metrics")] == [200, 200, 401]


def test_a_long_address_is_read_in_no_time() -> None:
    began = time.process_time()
    assert not PATH.fullmatch(b"/" + b"a" * 20_000 + b"%")
    assert not PATH.fullmatch(b"/a" * 10_000 + b"//")
    assert PATH.fullmatch(b"/a.b/..c/d-e/")
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    "probe",
    [
        Probe("", "GET", "/"),
        Probe("", "GET", "/?q=Who", (("Sec-Fetch-Site", "none"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"))),
        Probe("", "GET", "/?q=Who", (("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"),
                                     ("Sec-Fetch-User", "?1"), ("Referer", "http://mail.example/"))),
        Probe("", "GET", "/", host="localhost:{port}"),
        Probe("", "GET", "/", host="[::1]:{port}"),
        Probe("", "GET", "/assets/index-DphvyggB.js", (("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Dest", "script"))),
        Probe("", "GET", "/report", (("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Dest", "iframe"))),
        Probe("", "POST", "/gradio_api/run/predict", (*OWN, *JSON), event(EVENTS["on_act"])),
        Probe("", "POST", "/gradio_api/run/predict", (("Origin", "http://news.house:{port}"), *JSON), event(1), host="news.house:{port}"),
        Probe("", "POST", "/gradio_api/queue/join", JSON, event(PUBLIC)),
        Probe("", "POST", "/gradio_api/upload", (*OWN, *MULTIPART), FORM % b"a.txt"),
        Probe("", "GET", "/gradio_api/queue/data?session_hash=x"),
        ASK,
        Probe("", "POST", "/gradio_api/mcp/", JSON, TOOL),
    ],
)  # fmt: skip
def test_what_the_page_is_for_goes_through(probe: Probe, tmp_path: Path) -> None:
    gate = gates(tmp_path)[OPEN]
    gate.rules.local = probe.host != "news.house:{port}"
    assert answer(probe, gate).status == 200


def test_the_page_alone_may_name_a_folder_of_files_it_uploaded(tmp_path: Path) -> None:
    at = gates(tmp_path)
    file = {"path": "/tmp/" + "x" * 150, "orig_name": "x" * 60, "url": "http://127.0.0.1:7860/" + "x" * 150, "size": 1,
            "mime_type": "text/plain", "meta": {"_type": "gradio.FileData"}}  # fmt: skip
    join = "/gradio_api/queue/join"
    most = Probe("", "POST", join, (*OWN, *JSON), event(EVENTS["on_files"], [[file] * 7000]))
    assert 1 << 21 < len(most.body) < FILES_BYTES == 1 << 22
    assert (answer(most, at[OPEN]).status, answer(most, at[READ_ONLY]).status) == (200, 413)
    assert answer(Probe("", "POST", join, (*OWN, *JSON), b" " * (FILES_BYTES + 1)), at[OPEN]).status == 413
    assert answer(Probe("", "POST", join, JSON, event(PUBLIC, ["x" * JSON_BYTES])), at[OPEN]).status == 413


def test_the_page_names_its_scripts_and_no_other_runs(tmp_path: Path) -> None:
    headers = answer(Probe("", "GET", "/"), gates(tmp_path)[OPEN]).headers
    assert script_hashes(b"<script>1</script>") in headers["content-security-policy"]
    assert script_hashes(b'<script src="x">1</script><SCRIPT async>2</SCRIPT>') == script_hashes(b"<script>2</script>")
    assert "'unsafe-inline'" not in headers["content-security-policy"].partition("script-src")[2].partition(";")[0]
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert answer(ASK, gates(tmp_path)[OPEN]).headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("line", "secure", "kept"),
    [
        (b"a=1; HttpOnly; Path=/; SameSite=none; Secure", False, b""),
        (b"a=1; HttpOnly; Path=/; SameSite=none; Secure", True, b"a=1; Path=/; HttpOnly; SameSite=Lax; Secure"),
        (b"b=2; Path=/", False, b"b=2; Path=/; HttpOnly; SameSite=Lax"),
        (b'c=""; Max-Age=0; Path=/; Domain=x', True, b'c=""; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure'),
    ],
)
def test_cookies_stay_with_the_page(line: bytes, secure: bool, kept: bytes) -> None:
    assert cookie(line, secure=secure) == kept


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def waits(call: Callable[[], None]) -> int:
    """The seconds that a refusal asks for, 0 where there is none."""
    try:
        call()
    except Refused as no:
        return int(dict(no.headers)[b"retry-after"])
    return 0


def test_a_client_waits_longer_and_longer_and_is_never_locked_out() -> None:
    clock = Clock()
    tries = Tries(clock)
    for _ in range(FREE):
        tries.begin("a")
    asked = []
    for _ in range(9):
        asked.append(waits(lambda: tries.begin("a")))
        clock.now += asked[-1]
        tries.begin("a")
    assert asked == [2, 3, 5, 9, 17, 33, 61, 61, 61]
    assert LONGEST_S == 60
    clock.now += FORGET_S + 1
    tries.begin("a")
    tries.begin("a")


def test_who_was_right_once_is_not_kept_out_by_strangers() -> None:
    clock = Clock()
    tries = Tries(clock)
    tries.begin("owner")
    tries.right("owner")
    for n in range(BURST):
        tries.begin(f"stranger {n}")
    assert waits(lambda: tries.begin("one more")) > 0
    tries.begin("owner")
    clock.now += EVERY_S
    tries.begin("one more")


def test_an_old_password_at_the_owners_address_does_not_keep_the_owner_out() -> None:
    clock = Clock()
    tries = Tries(clock)
    tries.begin("owner")
    tries.right("owner")
    for second in range(200):
        clock.now = float(second)
        tries.begin("owner")  # wrong
        for _ in range(second % 3):  # right, by the page or a program
            tries.begin("owner")
            tries.right("owner")
    assert 1 / KNOWN_S == 2  # guesses a second are all that there are, however many are sent
    let = sum(not waits(lambda: tries.begin("owner")) for _ in range(500))
    clock.now += 10
    assert let == BURST - 1
    assert sum(not waits(lambda: tries.begin("owner")) for _ in range(500)) == 20


def test_passwords_are_right_as_a_whole() -> None:
    passwords = Passwords("ana", "se:cret")
    assert passwords.right(" ana ", "se:cret")
    assert not any(passwords.right(u, p) for u, p in (("ana:se", "cret"), ("ana", "se:cre"), ("", ""), ("bob", "se:cret")))
    assert Passwords("ana ", "se:cret").right("ana", "se:cret")
    assert passwords.knows("Basic YW5hOnNlOmNyZXQ=")
    assert not any(passwords.knows(h) for h in ("", "Basic", "Basic !", "Bearer YW5hOnNlOmNyZXQ=", "Basic YW5h", "Basic /w=="))


def test_clients_are_told_by_address_and_by_network_where_addresses_are_free() -> None:
    assert sender_of("2001:db8::1") == sender_of("2001:db8::ffff:2") != sender_of("2001:db8:0:1::1")
    assert sender_of("::ffff:10.0.0.1") == sender_of("10.0.0.1") != sender_of("10.0.0.2")


@pytest.mark.parametrize(
    ("lengths", "free", "status"),
    [
        ([None], 1 << 40, 411),
        ([quotas.REQUEST], 1 << 40, 0),
        ([quotas.REQUEST + 1], 1 << 40, 413),
        ([10], quotas.SPARE + 30, 0),
        ([10], quotas.SPARE + 29, 507),
        ([1] * quotas.CLIENT_TIMES, 1 << 40, 0),
        ([1] * (quotas.CLIENT_TIMES + 1), 1 << 40, 429),
        ([quotas.REQUEST] * (quotas.CLIENT // quotas.REQUEST), 1 << 40, 0),
        ([*[quotas.REQUEST] * (quotas.CLIENT // quotas.REQUEST), 1], 1 << 40, 429),
    ],
)
def test_uploads_are_limited(lengths: list[int | None], free: int, status: int, tmp_path: Path) -> None:
    quota = Quota(tmp_path, Clock(), lambda _folder: free)
    said = 0
    for length in lengths:
        try:
            quota.begin("a", length)
            quota.end()
        except Refused as no:
            said = no.status
    assert said == status


def test_uploads_at_once_are_few_and_an_hour_is_forgotten(tmp_path: Path) -> None:
    clock = Clock()
    quota = Quota(tmp_path, clock, lambda _folder: 1 << 40)
    for _ in range(quotas.AT_ONCE):
        quota.begin("a", 1)
    with pytest.raises(Refused, match="Too many"):
        quota.begin("b", 1)
    half = uploads_folder() / "tmp-half"
    half.write_text("cut off")
    quota.end()
    assert half.exists()  # it may be of one that still comes
    for _ in range(quotas.CLIENT_TIMES - quotas.AT_ONCE):
        quota.begin("a", 1)
        quota.end()
    with pytest.raises(Refused, match="Too many"):
        quota.begin("a", 1)
    clock.now += quotas.HOUR_S + 1
    for _ in range(quotas.AT_ONCE - 1):
        quota.end()
    assert not half.exists()
    quota.begin("a", 1)


def test_what_arrived_is_removed_and_nothing_else(tmp_path: Path) -> None:
    folder, other = uploads_folder() / "digest", tmp_path / "mine.txt"
    folder.mkdir()
    (folder / "a.txt").write_text("a")
    (folder / "b.txt").write_text("b")
    other.write_text("mine")
    assert uploads_folder().stat().st_mode & 0o077 == 0
    discard([folder / "a.txt", other, uploads_folder() / ".." / other.name])
    assert [p.name for p in folder.iterdir()] == ["b.txt"]
    assert other.exists()
    sweep()
    assert (folder / "b.txt").exists()
    sweep((folder / "b.txt").stat().st_ctime + OLD_S + 1)
    assert not folder.exists()


def slow(pieces: list[Any]) -> tuple[Any, Any]:
    """A ``receive`` that gives ``pieces`` and then nothing for ever, and an app that reads to the end."""

    async def receive() -> Any:
        if pieces:
            return pieces.pop(0)
        await asyncio.sleep(3600)

    async def read(_scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["type"] == "http.request":
            pass

    return receive, read


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.page.safety import bodies
    from ui.page.safety.request import read_request

    receive, read = slow([{"type": "http.request", "body": b"{", "more_body": True}])
    asked = read_request({"path": "/", "headers": [(b"host", b"x")]})
    with pytest.raises(Refused, match="too long to arrive"):
        asyncio.run(bodies.whole_body(asked, receive, 10, 0.01))
    receive, read = slow([{"type": "http.request", "body": b"{", "more_body": True}])
    asyncio.run(asyncio.wait_for(read({}, bodies.unless_silent(receive, 0.01), None), 5))
    assert (bodies.BODY_S, bodies.SILENCE_S) == (20, 20)


@pytest.mark.parametrize(
    ("certificate", "key", "why"),
    [
        (None, b"", "cannot be read"),
        (b"no pem", b"", "no certificate in PEM form"),
        (b"-----BEGIN CERTIFICATE-----\n", b"-----BEGIN x", "cannot be"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_one_line(certificate: bytes | None, key: bytes, why: str, tmp_path: Path) -> None:
    from rag.errors import SettingsError
    from ui.page.safety.tls import check_tls

    files = tmp_path / "cert.pem", tmp_path / "key.pem"
    if certificate is not None:
        files[0].write_bytes(certificate)
    files[1].write_bytes(key)
    with pytest.raises(SettingsError, match=why) as said:
        check_tls(*files)
    assert "\n" not in str(said.value)


def test_a_wrong_certificate_is_told_before_anything_opens(tmp_path: Path) -> None:
    from rag.errors import SettingsError
    from ui.serve import serve

    with pytest.raises(SettingsError, match="cannot be read"):
        serve(tmp_path / "none", tls=(tmp_path / "cert.pem", tmp_path / "key.pem"))
    assert not (tmp_path / "none").exists()


def test_a_port_that_is_taken_is_told_before_anything_starts(tmp_path: Path) -> None:
    import socket

    from rag.errors import SettingsError
    from ui.page.safety.port import check_port
    from ui.serve import serve

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SettingsError, match=f"Port {port} on 127.0.0.1 cannot be used"):
            check_port("127.0.0.1", port)
        with pytest.raises(SettingsError, match="Choose another"):
            serve(tmp_path / "none", port)
    assert not (tmp_path / "none").exists()
    check_port("127.0.0.1", port)
