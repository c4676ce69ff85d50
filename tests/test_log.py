"""The log: silent unless asked for, a line for each slow step, refusal and failure, and nothing of the articles above debug."""

import io
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.read.address import fetch_page
from rag import reading
from rag.assistant import Assistant
from rag.errors import InputError, LLMError
from rag.reading import Clock
from rag.search import decide
from rag.search.retrieve import Retriever
from rag.settings import LEVELS, ROOMS, Settings, start_log
from tests.kits.news import index, static
from ui.page.guard import Gate, Rules


@pytest.fixture(autouse=True)
def silent() -> Iterator[None]:
    yield
    start_log("")


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_silent_by_default() -> None:
    code = "import logging, rag, ingest, ui, eval.run\nfor r in ('rag', 'ingest', 'ui', 'eval'): logging.getLogger(r + '.x').error('boo')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("room", ROOMS)
def test_from_the_level_asked_for_up(room: str, capsys: pytest.CaptureFixture[str]) -> None:
    start_log("warning")
    log = logging.getLogger(f"{room}.some.file")
    log.info("not this")
    log.warning("this")
    assert [line.endswith(f"WARNING {room}.some.file: this") for line in lines(capsys)] == [True]


def test_asked_for_twice_writes_once(capsys: pytest.CaptureFixture[str]) -> None:
    for level in LEVELS:
        start_log(level)
    logging.getLogger("rag").error("once")
    logging.getLogger("rag").info("not this")
    assert len(lines(capsys)) == 1


def test_nobody_can_forge_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    start_log("info")
    logging.getLogger("rag").info("asked for %s", "http://x/\n2026-01-01 ERROR rag: gone \x1b[2J")
    (line,) = lines(capsys)
    assert line.endswith("asked for http://x/\\n2026-01-01 ERROR rag: gone \\x1b[2J")


def test_nor_by_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    start_log("debug")
    logging.getLogger("rag").debug("why", exc_info=InputError("none\x1b[31m\n2026-01-01 ERROR rag: forged"))
    first, *more = lines(capsys)
    assert first.endswith("DEBUG rag: why")
    assert more
    assert all(line.startswith("  | ") and "\x1b" not in line for line in more)


def test_a_slow_step_is_a_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    start_log("info")
    clock = Clock()
    clock.lap("quick")
    assert lines(capsys) == []
    monkeypatch.setattr(reading, "SLOW_MS", -1.0)
    clock.lap("retrieve")
    assert "step retrieve took" in lines(capsys)[0]


def test_a_refused_address_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    start_log("info")
    for address in (
        "http://inside.example/?key=s3cret",
        "ftp://bob:s3cret@host/x",
        "http://[bob:s3cret@x/",
        "http://h.example:99/?key=s3cret",
    ):
        with pytest.raises(InputError):
            fetch_page(address, resolver=lambda _host, _port: ["10.0.0.1"])
    found = lines(capsys)
    assert len(found) == 4
    assert all("an address was not fetched" in line and "s3cret" not in line for line in found)


def test_a_refused_request_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    import asyncio

    async def nothing(*_: object) -> None:
        """Take what is sent."""

    start_log("info")
    scope = {"type": "http", "path": "/", "headers": [(b"host", b"evil.example")], "client": ("127.0.0.1", 9)}
    asyncio.run(Gate(nothing, Rules(local=True))(scope, nothing, nothing))  # type: ignore[arg-type]
    assert "refused a request from 127.0.0.1 (403)" in lines(capsys)[0]


def test_above_debug_nothing_of_question_or_article(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise LLMError("the server said: 31 people were rescued")

    start_log("info")
    monkeypatch.setattr(reading, "SLOW_MS", -1.0)
    monkeypatch.setattr(decide, "threshold", lambda: 0.0)  # it was fitted with MiniLM, which is not here
    with index(tmp_path / "index") as store:
        assistant = Assistant(store, Retriever(store, static(), None), Settings(), broken)  # type: ignore[arg-type]
        assistant.ask("How many people were rescued from the ferry Kestrel?")
    found = lines(capsys)
    assert any("no model wrote the answer: LLMError" in line for line in found)
    assert any("step retrieve took" in line for line in found)
    assert not [line for line in found if "Kestrel" in line or "rescued" in line]


@pytest.mark.parametrize(("typed", "level"), [((), 0), (("-v",), logging.INFO), (("-vv",), logging.DEBUG)])
def test_the_option(typed: tuple[str, ...], level: int, home: Path) -> None:
    from ui import cli

    assert cli.main([*typed, "search", "x", "--index", str(home / "none")]) == 2
    assert logging.getLogger("rag").level == level


def test_the_variable(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from ui import cli

    monkeypatch.setenv("DATELINE_LOG", "warning")
    assert cli.main(["search", "x", "--index", str(home / "none")]) == 2
    assert logging.getLogger("rag").level == logging.WARNING
    monkeypatch.setenv("DATELINE_LOG", "INFO")
    assert cli.main(["search", "x", "--index", str(home / "none")]) == 2
    assert logging.getLogger("rag").level == logging.INFO
    capsys.readouterr()
    monkeypatch.setenv("DATELINE_LOG", "loud")
    assert cli.main(["search", "x"]) == 2
    assert "log='loud' is no level" in capsys.readouterr().err
    assert cli.main(["ask", "--help"]) == 0  # a bad setting takes no help away


def test_the_option_reaches_eval(home: Path) -> None:
    from ui import cli

    assert cli.main(["-v", "eval", "no-such-suite"]) == 2
    assert logging.getLogger("eval").level == logging.INFO


def test_a_handler_of_the_host_program_stays() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger("rag").addHandler(handler)
    try:
        start_log("")
        logging.getLogger("rag").error("heard")
    finally:
        logging.getLogger("rag").removeHandler(handler)
    assert stream.getvalue() == "heard\n"
