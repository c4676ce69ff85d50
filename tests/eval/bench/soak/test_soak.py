"""A soak asks only this machine, and sees errors, answers of others, other quotes and memory that grows."""

import argparse
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from httpx import Client

from eval.bench.archive.tree import Held
from eval.bench.soak.__main__ import main
from eval.bench.soak.page import Reply, ask, own_machine, port_of, read_events
from eval.bench.soak.users import SETTLED_S, Asked, figures, growth, of_others, other_quotes, run_users
from rag.errors import InputError

QUOTE = {"article": {"id": "a"}, "start": 0, "end": 4, "text": "Five"}


def answer(question: str, *quotes: dict[str, Any]) -> dict[str, Any]:
    return {"question": question, "status": "answered", "quotes": list(quotes)}


class Page(BaseHTTPRequestHandler):
    """Answers as the page does: an event id, then a stream of events."""

    asked: ClassVar[dict[str, list[Any]]] = {}

    def do_POST(self) -> None:
        data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["data"]
        self.asked[str(len(self.asked))] = data
        self._say(429 if data[0] == "too much" else 200, json.dumps({"event_id": str(len(self.asked) - 1)}))

    def do_GET(self) -> None:
        question = self.asked[self.path.rpartition("/")[2]][0]
        told = (
            "event: error\ndata: null\n\n"
            if question == "broken"
            else f"event: complete\ndata: {json.dumps([answer(question, QUOTE)])}\n\n"
        )
        self._say(200, "event: heartbeat\ndata: null\n\n" + told)

    def log_message(self, *_: object) -> None:
        pass

    def _say(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_questions_are_asked_over_http(url: str) -> None:
    with Client() as client:
        good, broken, much = (ask(client, url, question, "2024-01-01") for question in ("how many?", "broken", "too much"))
    assert (good.answer["question"], good.quotes, good.error) == ("how many?", (("a", 0, 4, "Five"),), "")
    assert broken.error.startswith("error")
    assert much.error.startswith("HTTP 429")
    assert next(iter(Page.asked.values())) == ["how many?", "2024-01-01", "", "", "", False]
    with Client() as client:
        assert "ConnectError" in ask(client, "http://127.0.0.1:1", "x").error


def test_only_this_machine_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert own_machine("http://127.0.0.1:7860/?x=1") == "http://127.0.0.1:7860"
    assert own_machine("localhost:80") == "http://localhost:80"
    assert (port_of("http://[::1]:81"), port_of("https://localhost")) == (81, 443)
    for other in (
        "http://192.168.0.4:7860",
        "https://example.com",
        "http://localhost.example.com",
        "file://localhost/x",
        "http://10.0.0.1@127.0.0.2.nip.io",
    ):
        with pytest.raises(InputError, match="not a page on this machine"):
            own_machine(other)
    assert main(["--url", "http://example.com", "--minutes", "1"]) == 2
    assert "error: " in capsys.readouterr().err


def test_events() -> None:
    assert read_events("event: complete\ndata: [1]") == ({}, "no answer: [1]")
    assert read_events("event: generating\ndata: [{}]")[1] == "the page ended without an answer"


def test_users_ask_until_the_time_is_up() -> None:
    def make() -> Any:
        return lambda question, day: Reply(0.01, answer(question))

    soak = run_users(make, [("a?", ""), ("b?", "2024-01-01")], users=3, seconds=0.3, think_s=0.02, seed=1)
    assert len(soak.asked) > 9
    assert {a.question for a in soak.asked} == {"a?", "b?"}
    assert max(a.at for a in soak.asked) < 0.3
    assert of_others(soak.asked) == []


def test_what_is_wrong_is_counted() -> None:
    good = Asked(1.0, "a?", Reply(1.0, answer("a?", QUOTE)))
    others, changed = Asked(2.0, "a?", Reply(2.0, answer("b?", QUOTE))), Asked(3.0, "a?", Reply(3.0, answer("a?")))
    failed, unknown = Asked(4.0, "a?", Reply(4.0, {}, "HTTP 500")), Asked(5.0, "c?", Reply(5.0, answer("c?")))
    asked, alone = [good, others, changed, failed, unknown], {"a?": [good.reply.quotes]}
    assert of_others(asked) == [others]
    assert other_quotes(asked, alone) == [changed]
    assert other_quotes(asked, {"a?": [good.reply.quotes, ()]}) == []
    soak = argparse.Namespace(asked=asked)
    told = {f.what: f.value for f in figures(soak, alone, [Held(0, 100, 1), Held(400, 110, 1)], users=1, seconds=10)}
    wrong = ("errors", "  HTTP 500", "answers to others' questions", "answers with other quotes than alone")
    assert [told[name] for name in wrong] == ["1"] * 4
    assert told["whole answer, s p50 / p95 / most"].endswith("5.00")


def test_growth_counts_once_settled() -> None:
    assert SETTLED_S == 300
    held = [Held(10.0 * n, 500 + n if n < 30 else 1000 + (n - 30), 3) for n in range(90)]
    assert growth(held) == (1002, 1056)
    assert growth([Held(0, 5, 1)]) == (5, 5)
