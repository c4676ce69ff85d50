"""The probes against real servers, from a socket and from a page of another port in the same browser; and the page over TLS."""

import gc
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.kits import browser as kit
from tests.kits.page import desk_for
from tests.kits.probes import LOCKED, OPEN, READ_ONLY, event, guesses, many_addresses, probes, send, succeeds
from ui.page.guard import App
from ui.page.safety.folder import discard, uploads_folder
from ui.page.safety.login import FREE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

browser = kit.browser  # its fixture
# Gradio's and Playwright's own sockets and loops are closed by the garbage collector, and their warnings are not ours
pytestmark = [pytest.mark.models, pytest.mark.filterwarnings("default")]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[int, Any, dict[str, int]]]]:
    """Real servers, by name: port, desk, and the numbers of the page's events."""
    from ui.page.desk.uploads import Uploader
    from ui.page.frame import make_page
    from ui.serve import launch, quota_of

    served, running = {}, []
    for name, auth in ((OPEN, None), (READ_ONLY, None), (LOCKED, ("ana", "secret"))):
        folder = tmp_path_factory.mktemp("probed") / "index"
        desk = desk_for(folder, read_only=name == READ_ONLY, remove=lambda *what: removed.append(what), fetch=_fetched)
        if name != READ_ONLY:
            desk.uploader = Uploader(lambda paths: removed.append(paths), desk.uploads)  # type: ignore[arg-type,return-value]
        page = make_page(desk)
        running.append(page)
        port = int(launch(page, "127.0.0.1", None, auth, uploads=quota_of(desk)).rstrip("/").rpartition(":")[2])
        deleting = next(number for number, event in page.fns.items() if event.name == "on_act" and len(event.inputs) == 4)
        served[name] = port, desk, {event.name: number for number, event in page.fns.items()} | {"on_act": deleting}
    yield served
    for page in running:
        page.close()
    gc.collect()


removed: list[object] = []


def _fetched(url: str) -> tuple[str, bytes]:
    removed.append(url)
    return "x", b""


def test_real_pages_refuse_all_of_it(pages: dict[str, tuple[int, Any, dict[str, int]]]) -> None:
    port, desk, events = pages[OPEN]
    every = [p for p in probes(events, port) if p.page == OPEN]
    every += [p for p in probes(pages[READ_ONLY][2] | events, pages[READ_ONLY][0]) if p.page == READ_ONLY]
    assert [p for p in every if succeeds(p, send(p, pages[p.page][0]))] == []
    guessed = [send(p, pages[LOCKED][0]).status for p in guesses()]
    assert guessed == [400] * FREE + [429] * (len(guessed) - FREE)
    assert {send(p, pages[LOCKED][0]).status for p in many_addresses(3)} == {429}  # other names are no other clients
    assert removed == []
    assert not desk.feedback.exists()
    assert [p for p in uploads_folder().rglob("*") if p.is_file()] == []


def test_an_upload_gets_a_safe_name_and_leaves_nothing_behind(pages: dict[str, tuple[int, Any, dict[str, int]]]) -> None:
    import httpx

    port = pages[OPEN][0]
    own = {"origin": f"http://127.0.0.1:{port}"}
    for name in ("../../../x.txt", "..\\..\\x.txt", "/etc/x.txt", "x" * 300 + ".txt", ".."):
        sent = httpx.post(f"http://127.0.0.1:{port}/gradio_api/upload", files={"files": (name, b"A note")}, headers=own)
        kept = [Path(p) for p in sent.json()] if sent.status_code == 200 else []
        assert all(uploads_folder() in p.resolve().parents for p in kept)
        discard(kept)


EVIL = """<!doctype html><title>evil</title><body><script>
const at = "http://127.0.0.1:PORT", act = JSON.stringify(ACT), told = [];
const form = new FormData(); form.append("files", new Blob(["x"]), "x.txt");
const tries = [
  fetch(at + "/gradio_api/run/predict", {method: "POST", mode: "no-cors", body: act}),
  fetch(at + "/gradio_api/run/predict", {method: "POST", headers: {"content-type": "application/json"}, body: act}),
  fetch(at + "/gradio_api/upload", {method: "POST", mode: "no-cors", body: form}),
  fetch(at + "/config").then((r) => r.text()).then((text) => told.push(text)),
  fetch(at.replace("127.0.0.1", "localhost") + "/config").then((r) => r.text()).then((text) => told.push(text)),
];
const frame = document.createElement("iframe"); frame.src = at + "/"; document.body.append(frame);
Promise.allSettled(tries).then(() => setTimeout(() => document.title = "done " + told.length, 1500));
</script>"""


def test_a_page_of_another_port_in_the_same_browser_gets_nowhere(
    pages: dict[str, tuple[int, Any, dict[str, int]]], browser: "Browser"
) -> None:
    from http.server import BaseHTTPRequestHandler, HTTPServer

    port, _, events = pages[OPEN]
    act = event(events["on_act"], ["", "", "", ""], {"act": "delete", "id": "a1"}).decode()

    class Evil(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(EVIL.replace("PORT", str(port)).replace("ACT", act).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Evil) as evil:
        threading.Thread(target=evil.serve_forever, daemon=True).start()
        tab = browser.new_page()
        sent: list[str] = []
        answered: list[tuple[str, int]] = []
        tab.on("request", lambda r: sent.append(r.url) if f":{port}/" in r.url else None)
        tab.on("response", lambda r: answered.append((r.url, r.status)) if f":{port}/" in r.url else None)
        tab.goto(f"http://127.0.0.1:{evil.server_port}/")
        tab.wait_for_function("document.title.startsWith('done')")
        assert tab.title() == "done 0"
        assert "gradio" not in (tab.frames[1].content() if len(tab.frames) > 1 else "")
        tab.close()
        evil.shutdown()
    assert [status for _, status in answered if status < 400] == []
    assert len(sent) >= 5
    assert removed == []
    assert [p for p in uploads_folder().rglob("*") if p.is_file()] == []


def _watched(app: App, seen: list[str]) -> App:
    async def watching(scope: Any, receive: Any, send: Any) -> None:
        seen.append(str(scope.get("path")))
        await app(scope, receive, send)

    return watching


def test_over_tls_the_cookie_is_secure_and_the_page_works(tmp_path: Path) -> None:
    import shutil
    import subprocess

    import httpx

    from ui.page.frame import make_page
    from ui.page.safety.tls import check_tls
    from ui.serve import launch

    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    files = tmp_path / "cert.pem", tmp_path / "key.pem"
    for pair in (files, (tmp_path / "other.pem", tmp_path / "otherkey.pem")):
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
        subprocess.run([*command, "-out", str(pair[0]), "-keyout", str(pair[1])], check=True, capture_output=True)
    check_tls(*files)
    from rag.errors import SettingsError

    with pytest.raises(SettingsError, match="do not belong together"):
        check_tls(files[0], tmp_path / "otherkey.pem")
    seen: list[str] = []
    page = make_page(desk_for(tmp_path / "index"))
    url = launch(page, "127.0.0.1", None, ("ana", "secret"), inside=lambda app: _watched(app, seen), tls=files)
    try:
        assert url.startswith("https://")
        with httpx.Client(verify=False, headers={"origin": url.rstrip("/")}) as known:
            login = known.post(f"{url}login", data={"username": "ana", "password": "secret"})
            assert login.status_code == 200
            assert all("; Secure" in line and "SameSite=Lax" in line for line in login.headers.get_list("set-cookie"))
            seen.clear()
            assert known.get(f"{url}config").status_code == 200
            assert known.get(f"{url}ready", headers={"origin": url.rstrip("/").replace("https", "http")}).status_code == 403
            assert seen == ["/config"]  # once, and what stands behind the gate sees nothing of what is refused
    finally:
        page.close()
        gc.collect()
