"""The page's server: endpoints for programs, agents over MCP, passwords, and that no file of the machine leaves it."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kits.page import desk_for
from ui.page.desk.desk import Desk

pytestmark = [pytest.mark.models, pytest.mark.filterwarnings("default")]
COUNT = "How many ferry delays at Port Maren have been counted?"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Desk]]:
    """A page on loopback whose index folder holds a secret."""
    from ui.page.frame import make_page
    from ui.serve import launch

    desk = desk_for(tmp_path_factory.mktemp("server") / "index")
    desk.settings.index_dir.mkdir()
    (desk.settings.index_dir / "articles.db").write_text("secret")
    page = make_page(desk)
    yield launch(page, "127.0.0.1", None, None), desk
    page.close()
    gc.collect()  # sockets end here, where the module's filter holds


@pytest.fixture(scope="module")
def client(served: tuple[str, Desk]) -> Any:
    """Gradio's own client."""
    from gradio_client import Client

    return Client(served[0], verbose=False)


def test_ask_search_and_article_over_the_api(client: Any) -> None:
    answer = client.predict(question=COUNT, as_of="2023-12-15", api_name="/ask")
    assert answer["status"] == "answered"
    assert {c["article"]["source"] for c in answer["citations"]} == {"Coast Wire", "Maren Courier"}
    found = client.predict(query="ferry engines", k=2, api_name="/search")
    assert [set(row) for row in found] == [{"score", "text", "start", "end", "article"}] * 2
    article = client.predict(article_id=answer["citations"][0]["article"]["id"], api_name="/article")
    quote = answer["citations"][0]
    assert article["text"][quote["start"] : quote["end"]] == quote["quote"]
    assert "path" not in article


def test_errors_reach_programs_as_one_line(client: Any) -> None:
    for call, why in ((("/ask", {"question": "  "}), "Type a question"), (("/article", {"article_id": "nope"}), "no article 'nope'")):
        with pytest.raises(Exception, match=why):
            client.predict(api_name=call[0], **call[1])


def test_only_reading_is_offered_and_all_of_it_documented(client: Any) -> None:
    api = client.view_api(return_format="dict", print_info=False)
    assert set(api["named_endpoints"]) == {"/ask", "/search", "/article"}
    assert not api["unnamed_endpoints"]
    for name, endpoint in api["named_endpoints"].items():
        assert endpoint.get("description"), name
        assert all(p["parameter_name"] for p in endpoint["parameters"])


def test_agents_use_it_over_mcp(served: tuple[str, Desk]) -> None:
    mcp = pytest.importorskip("mcp")
    from mcp.client.streamable_http import streamablehttp_client

    async def talk() -> tuple[Any, Any]:
        async with streamablehttp_client(f"{served[0]}gradio_api/mcp/") as (read, write, _), mcp.ClientSession(read, write) as session:
            await session.initialize()
            tools = await session.list_tools()
            ask = next(t.name for t in tools.tools if t.name.endswith("ask"))
            return tools, await session.call_tool(ask, {"question": COUNT})

    tools, result = asyncio.run(talk())
    assert {t.name.rpartition("_")[2] for t in tools.tools} == {"ask", "search", "article"}
    assert all(t.description for t in tools.tools)
    assert not result.isError
    assert "More than 140 ferry delays" in result.content[0].text


@pytest.mark.parametrize(
    "how",
    [
        "gradio_api/file=",
        "file=",
        "gradio_api/file/",
        "static/",
        "gradio_api/proxy=file://",
        "assets/",
        "theme.css?",
        "gradio_api/upload/../",
    ],
)
def test_no_file_of_the_machine_is_served(served: tuple[str, Desk], how: str) -> None:
    import httpx

    index = served[1].settings.index_dir
    root = Path(__file__).resolve().parents[3]
    (index / "dateline.toml").write_text('llm_key = "secret"')
    for file in (
        "/etc/passwd",
        str(index / "articles.db"),
        str(index / "dateline.toml"),
        str(root / "pyproject.toml"),
        str(root / "ui/page/page.css"),
        "../../../../../../etc/passwd",
        "..%2f..%2f..%2f..%2fetc%2fpasswd",
        "%2fetc%2fpasswd",
        "file:///etc/passwd",
    ):
        answer = httpx.get(f"{served[0]}{how}{file}", follow_redirects=True)
        assert "root:" not in answer.text, file
        assert "secret" not in answer.text, file
        assert "[project]" not in answer.text, file
        assert answer.status_code >= 400 or "theme.css" in how or "text/html" in answer.headers["content-type"], file


def test_uploads_are_not_handed_out_again(served: tuple[str, Desk]) -> None:
    import httpx

    up = httpx.post(f"{served[0]}gradio_api/upload", files={"files": ("a.html", b"<script>1</script>", "text/html")})
    if up.status_code == 200:
        (path,) = up.json()
        assert httpx.get(f"{served[0]}gradio_api/file={path}").status_code >= 400


def test_private_events_are_not_for_programs(client: Any, served: tuple[str, Desk]) -> None:
    with pytest.raises(Exception, match=r"(?i)invalid|not|cannot|api"):
        client.predict(COUNT, fn_index=0)
    assert "monitoring" not in client.config.get("footer_links", [])


def test_a_password_closes_everything(tmp_path: Path) -> None:
    import httpx

    from ui.page.frame import make_page
    from ui.serve import launch

    page = make_page(desk_for(tmp_path))
    url = launch(page, "127.0.0.1", None, ("ana", "secret"))
    try:
        for path in ("config", "gradio_api/info", "gradio_api/mcp/", "gradio_api/queue/data?session_hash=x"):
            assert httpx.get(f"{url}{path}").status_code in {401, 403, 404, 405, 406}, path
        assert "Port Maren" not in httpx.get(url).text
        call = httpx.post(f"{url}gradio_api/call/ask", json={"data": [COUNT]})
        assert call.status_code == 401
        assert httpx.post(f"{url}login", data={"username": "ana", "password": "wrong"}).status_code == 400
        with httpx.Client() as known:
            assert known.post(f"{url}login", data={"username": "ana", "password": "secret"}).status_code == 200
            assert known.get(f"{url}config").status_code == 200
        listing = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        accept = {"accept": "application/json, text/event-stream"}
        for auth, status in ((None, 401), (("ana", "wrong"), 401), (("ana", "secret"), 200)):
            assert httpx.post(f"{url}gradio_api/mcp/", json=listing, headers=accept, auth=auth).status_code == status
    finally:
        page.close()


def test_a_fault_of_the_index_is_a_line_and_no_traceback(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import httpx

    from rag.errors import IndexDamaged
    from ui.page.frame import make_page
    from ui.serve import launch

    desk = desk_for(tmp_path)
    page = make_page(desk)
    clicks = {n: event.fn for n, event in page.fns.items() if event.api_visibility == "private" and event.fn}
    assert len(clicks) > 20
    assert all(hasattr(handler, "__wrapped__") for handler in clicks.values())
    (search, *_) = (n for n, handler in clicks.items() if getattr(handler, "__name__", "") == "on_search")

    def damaged() -> None:
        raise IndexDamaged(tmp_path, "articles.db: malformed")

    desk.catalogue = damaged  # type: ignore[assignment,method-assign]
    url = launch(page, "127.0.0.1", None, None)
    try:
        body = {"data": ["", "", "", ""], "fn_index": search, "session_hash": "one", "trigger_id": page.fns[search].targets[0][0]}
        reply = httpx.post(f"{url}gradio_api/run/predict", json=body, headers={"origin": url.rstrip("/"), "sec-fetch-site": "same-origin"})
    finally:
        page.close()
    assert reply.status_code == 500
    assert "dateline doctor" in reply.json()["error"]
    assert "Traceback" not in "".join(capfd.readouterr())


def test_no_other_name_leads_to_a_page_on_loopback(served: tuple[str, Desk]) -> None:
    import httpx

    assert httpx.get(served[0], headers={"host": "evil.example:7860"}).status_code == 403
    assert httpx.get(served[0], headers={"host": "localhost:7860"}).status_code == 200


def test_read_only_page_has_nothing_that_writes(tmp_path: Path) -> None:
    from ui.page.frame import make_page

    page = make_page(desk_for(tmp_path, read_only=True))
    labels = {str(getattr(block, "label", "")) for block in page.blocks.values()} | {
        str(getattr(block, "value", "")) for block in page.blocks.values()
    }
    assert "Drop articles here, or choose files" not in labels
    names = {fn.name for fn in page.fns.values()}
    assert not names & {"on_files", "on_folder", "on_url", "on_send", "on_up"}
    page.close()


def test_page_costs_little_over_the_assistant(client: Any, served: tuple[str, Desk]) -> None:
    """The endpoint against the assistant itself, median of 15: what the server adds stays small."""
    desk = served[1]

    def median(call: Any) -> float:
        taken = []
        for _ in range(15):
            began = time.perf_counter()
            call()
            taken.append(time.perf_counter() - began)
        return sorted(taken)[7]

    direct = median(lambda: list(desk.assistant.stream(COUNT)))
    over = median(lambda: client.predict(question=COUNT, api_name="/ask"))
    sys.stdout.write(f"\nstream alone {direct * 1000:.1f} ms, ask endpoint {over * 1000:.1f} ms (median of 15)\n")
    assert over - direct < 1.0  # a shared machine; the closing note has the figure of a quiet one


def test_the_command_says_where_the_page_is_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    import httpx

    root = Path(__file__).resolve().parents[3]
    env = {**os.environ, "DATELINE_LLM": "none", "DATELINE_OFFLINE": "true"}
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); import sys; from ui.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "chat", "--port", "0", "--index", str(tmp_path / "index")]
    with subprocess.Popen(command, cwd=root, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = next((line for line in iter(process.stderr.readline, "") if line.startswith(("Dateline on ", "error: "))), "")
        if not said.startswith("Dateline on "):
            pytest.skip(said or "no sentence encoder here")
        address = said.split()[2]
        try:
            assert not address.endswith(":0/")
            assert "Dateline" in httpx.get(address, timeout=120).text
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(120) in {0, 130}, process.stderr.read()
