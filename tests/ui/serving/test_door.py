"""What stands before the page: health, readiness, metrics, a full queue; and how questions are counted."""

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rag.errors import InputError, ModelMissing
from rag.records import Event
from rag.settings import Settings
from tests.kits.page import Reporter
from tests.kits.serving import Shelf
from ui.page.desk.desk import Desk
from ui.page.desk.form import Form
from ui.page.desk.queue import Full, Queue
from ui.page.desk.runner import TOO_LATE, UNWRITTEN, in_queue, turn_steps
from ui.page.desk.turn import Turn
from ui.serving.door import PROGRAMS, Door
from ui.serving.exchange import Patience
from ui.serving.health import LOG, Health
from ui.serving.metrics import Metrics, resident
from ui.serving.pool import Pool
from ui.serving.run import STOPPING, Size, finish

COUNT = "How many ferry delays at Port Maren have been counted?"


class Server:
    """A door, with a page behind it that says 299."""

    def __init__(self, folder: Path, *, queue: Queue | None = None, model: Exception | None = None) -> None:
        def has_model() -> None:
            if model is not None:
                raise model

        self.shelf = Shelf()
        self.pool = Pool(self.shelf, pytest.fail, 2, Patience(1.0))
        self.desk = Desk(self.pool, Settings(index_dir=folder), searching=queue or Queue(2, 3))
        self.health = Health(self.desk, self.pool, has_model)
        self.metrics = Metrics(self.health.figures, lambda: {"page": [0]})
        self.door = Door(self.page, queue=self.desk.searching, health=self.health, metrics=self.metrics)

    async def page(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 299, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def ask(self, path: str, method: str = "GET") -> tuple[int, dict[bytes, bytes], str]:
        """Status, headers and body of the reply."""
        said: list[Any] = []

        async def send(message: Any) -> None:
            said.append(message)

        asyncio.run(self.door({"type": "http", "path": path, "method": method}, pytest.fail, send))  # type: ignore[arg-type]
        return said[0]["status"], dict(said[0]["headers"]), said[1]["body"].decode()


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


def with_readers(server: Server, n: int) -> Server:
    server.pool._all.update(object() for _ in range(n))  # type: ignore[misc]
    return server


def test_alive_whatever_is_missing(server: Server) -> None:
    server.shelf.broken = True
    assert server.ask("/health")[::2] == (200, "alive\n")
    assert server.ask("/health", "HEAD")[::2] == (200, "")
    assert server.ask("/health/x")[0] == 299
    assert server.ask("/health", "DELETE")[0] == 299


def test_ready_says_what_is_missing_and_no_path(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    assert server.ask("/ready")[::2] == (503, "No reader is there yet; 2 are being started.\n")
    server.pool.fault = "Model file minilm is missing: it is not in /srv/quay/models. Fetch it: dateline models"
    server.shelf.items.clear()
    status, headers, text = server.ask("/ready")
    assert (status, headers[b"content-type"]) == (503, b"text/plain; charset=utf-8")
    assert text == f"The index holds no article yet. Add some: dateline ingest PATH...\nNo reader can be started. {LOG}\n"
    server.shelf.broken = True
    assert server.ask("/ready")[2].startswith(f"The index cannot be read (OSError). {LOG}\n")
    assert "disk I/O error" in caplog.text


def test_ready_with_what_can_be_done_without(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    server = with_readers(Server(tmp_path, model=ModelMissing("qwen", "it is not in /srv/quay/models")), 1)
    status, _, text = server.ask("/ready")
    assert status == 200
    assert text.splitlines() == [
        "ready",
        "1 of 2 readers are there; the others are being started.",
        f"Answering from the quotes alone: the language model's file is not there. {LOG}",
    ]
    assert "/srv/quay/models" in caplog.text
    server.pool.fault = "The disk of /srv/quay is full."
    assert server.ask("/ready")[2].splitlines()[1] == f"1 of 2 readers are there; the others cannot be started. {LOG}"
    assert with_readers(Server(tmp_path), 2).ask("/ready")[::2] == (200, "ready\n")


def test_not_ready_while_it_is_being_stopped(server: Server) -> None:
    with_readers(server, 2).pool._idle.extend(server.pool._all)
    finish(server.desk, server.pool, 1.0)
    assert server.ask("/ready")[::2] == (503, f"{STOPPING}\n")
    assert server.ask("/gradio_api/call/ask", "POST")[0] == 503
    assert server.desk.closing.is_set()


@pytest.mark.parametrize("path", PROGRAMS)
def test_programs_are_refused_while_the_queue_is_full(server: Server, path: str) -> None:
    tickets = [server.desk.searching.join() for _ in range(5)]
    status, headers, text = server.ask(path, "POST")
    assert (status, headers[b"retry-after"], headers[b"content-type"]) == (503, b"3", b"application/json")
    assert json.loads(text) == {"error": "5 questions are being read or wait already. Ask again in a moment."}
    assert server.ask("/gradio_api/queue/join", "POST")[0] == 299  # the page says it itself
    assert server.ask(path)[0] == 299
    assert server.ask("/gradio_api/run/predict", "POST")[0] == 299  # its buttons, Stop among them
    server.desk.searching.leave(tickets[0])
    assert server.ask(path, "POST")[0] == 299
    assert values(server.ask("/metrics")[2])['dateline_questions_total{outcome="refused"}'] == 1


def test_other_connections_pass(server: Server) -> None:
    passed: list[str] = []

    async def page(scope: Any, _receive: Any, _send: Any) -> None:
        passed.append(scope["type"])

    server.door.app = page
    for kind in ("lifespan", "websocket"):
        asyncio.run(server.door({"type": kind, "path": "/health"}, None, None))  # type: ignore[arg-type]
    assert passed == ["lifespan", "websocket"]


def values(text: str) -> dict[str, float]:
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))}


def test_metrics_count_by_outcome_and_time(server: Server) -> None:
    from prometheus_client.parser import text_string_to_metric_families

    assert values(server.ask("/metrics")[2])['dateline_questions_total{outcome="refused"}'] == 0
    for outcome, quotes_s, seconds in (("answered", 0.4, 0.7), ("declined", 0.6, 3.5), ("stopped", 0.0, 9.0), ("failed", 0.3, 9.0)):
        server.metrics.tally(outcome, quotes_s, seconds)
    tickets = [server.desk.searching.join() for _ in range(5)]
    status, headers, text = server.ask("/metrics")
    assert (status, headers[b"content-type"]) == (200, b"text/plain; version=0.0.4; charset=utf-8")
    assert {f.name for f in text_string_to_metric_families(text)} >= {
        "dateline_questions",
        "dateline_answer_seconds",
        "dateline_readers_alive",
    }
    seen = values(text)
    assert [seen[f'dateline_questions_total{{outcome="{o}"}}'] for o in ("answered", "declined", "stopped", "quotes")] == [1, 1, 1, 0]
    assert [seen[f'dateline_quotes_seconds_bucket{{le="{le}"}}'] for le in ("0.25", "0.5", "1.0")] == [0, 2, 3]
    assert [seen[f'dateline_answer_seconds_bucket{{le="{le}"}}'] for le in ("0.5", "1.0", "5.0", "+Inf")] == [0, 1, 2, 2]
    names = ("queue_length", "writing_queue_length", "readers", "readers_alive", "readers_busy", "readers_restarted", "index_articles")
    assert [seen[f"dateline_{name}"] for name in names] == [3, 0, 2, 0, 0, 0, 1]
    assert not [name for name in seen if "_created" in name]
    server.shelf.items *= 2
    server.desk.searching.leave(tickets[0])
    again = values(server.ask("/metrics")[2])
    assert [again[f"dateline_{name}"] for name in ("queue_length", "index_articles", "index_passages", "index_generation")] == [2, 2, 2, 2]


def test_metrics_of_an_index_that_cannot_be_read(server: Server) -> None:
    assert "dateline_index_articles " in server.ask("/metrics")[2]
    server.shelf.broken = True
    status, _, text = server.ask("/metrics")
    assert (status, "dateline_readers " in text, "dateline_index" in text) == (200, True, False)


def test_looks_do_not_wait_behind_visitors(server: Server) -> None:
    may_go, said = threading.Event(), list[Any]()

    async def looked() -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        visitor = asyncio.create_task(asyncio.to_thread(may_go.wait))
        await asyncio.sleep(0)

        async def send(message: Any) -> None:
            said.append(message.get("status"))

        try:
            async with asyncio.timeout(20):
                for path in ("/health", "/ready", "/metrics"):
                    await server.door({"type": "http", "path": path, "method": "GET"}, pytest.fail, send)  # type: ignore[arg-type]
        finally:
            may_go.set()
            await visitor

    asyncio.run(looked())
    assert said[::2] == [200, 503, 200]


def test_memory_of_a_process() -> None:
    import os

    assert resident(os.getpid()) > 1 << 20 or not Path("/proc/self/smaps_rollup").exists()
    assert resident(2**22 + 1) == 0


# --- the queue and the count


def test_a_queue_has_an_end() -> None:
    queue = Queue(2, 1)
    tickets = [queue.join() for _ in range(3)]
    assert (queue.bounded, len(queue), queue.pause_s) == (True, 3, 2)
    with pytest.raises(Full, match=r"^3 questions are being read or wait already\. Ask again in a moment\.$"):
        queue.join()
    queue.leave(tickets[0])
    assert queue.refusal == ""
    queue.shut("Closed.")
    with pytest.raises(Full, match="Closed"):
        queue.join()
    assert queue.place(tickets[1]) == 0  # who is in is served
    endless = Queue(1)
    assert not endless.bounded
    assert [endless.join() for _ in range(500)][-1] == 500


def test_nobody_waits_in_it_for_ever() -> None:
    queue = Queue(1)
    queue.join()
    with pytest.raises(Full) as late, in_queue(queue, threading.Event(), 0.01):
        pytest.fail("it was not its turn")
    assert str(late.value) == TOO_LATE
    assert len(queue) == 1


@pytest.mark.parametrize(("most", "states"), [(0, ["writing", "writing", "done"]), (1, ["writing", "writing", "waiting", "done"])])
def test_nobody_waits_for_the_model_for_ever(tmp_path: Path, most: int, states: list[str]) -> None:
    """Where nobody more may wait for it, or its turn does not come in time, the quotes' own answer stands, and is counted as one."""
    settings = Settings(index_dir=tmp_path)
    object.__setattr__(settings, "deadline_s", 0.01)  # less than may be set
    desk = Desk(Reporter(), settings, writing=Queue(1, most), lends=True)
    seen, ahead = counted(desk), desk.writing.join()
    turns = list(turn_steps(desk, Turn(COUNT), (), threading.Event()))
    assert [t.state for t in turns] == states
    answer = turns[-1].answer
    assert answer is not None
    assert (answer.writer, answer.notes[-1], bool(answer.sentences)) == ("quotes", UNWRITTEN, True)
    assert [row[0] for row in seen] == [answer.status]
    desk.writing.leave(ahead)
    assert len(desk.writing) == 0


def test_both_queues_have_an_end_and_a_thread_for_each_in_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rag.index.store import Store
    from ui.serving.run import open_many

    monkeypatch.setattr(Store, "open", lambda *_given, **_named: Shelf())
    monkeypatch.setattr(Pool, "start", lambda _self: None)
    size = Size(2, 100)
    desk, pool, nursery = open_many(Settings(index_dir=tmp_path), size, read_only=True)
    nursery.close()
    pool.close()
    in_line = [[queue.join() for _ in range(queue.slots + 100)] for queue in (desk.searching, desk.writing)]
    assert [bool(queue.refusal) for queue in (desk.searching, desk.writing)] == [True, True]
    assert size.threads - sum(map(len, in_line)) == 64


def counted(desk: Desk) -> list[tuple[str, bool, bool]]:
    seen: list[tuple[str, bool, bool]] = []
    desk.tally = lambda outcome, quotes_s, seconds: seen.append((outcome, quotes_s > 0, seconds > 0))
    return seen


def asked(desk: Desk, question: str, mode: Any = "extract", stop: threading.Event | None = None) -> None:
    list(turn_steps(desk, Turn(question, form=Form(mode=mode)), (), stop or threading.Event()))


def test_each_question_is_counted_once_by_how_it_ended(tmp_path: Path) -> None:
    reporter = Reporter()
    desk = Desk(reporter, Settings(index_dir=tmp_path), searching=Queue(1, 0))
    seen = counted(desk)
    asked(desk, COUNT)
    asked(desk, COUNT, "model")
    asked(desk, "Quantum zwitter flumox?")
    asked(desk, COUNT, "quotes")
    stop = threading.Event()
    stop.set()
    asked(desk, COUNT, stop=stop)
    half = turn_steps(desk, Turn(COUNT, form=Form(mode="model")), (), threading.Event())
    next(half)
    half.close()  # type: ignore[attr-defined]
    reporter.fault = InputError("No.")
    with pytest.raises(InputError):
        asked(desk, COUNT)
    desk.searching.join()
    with pytest.raises(Full):
        asked(desk, COUNT)
    outcomes = ["disputed", "disputed", "declined", "quotes", "stopped", "stopped", "failed", "refused"]
    assert [row[0] for row in seen] == outcomes
    assert [row[1] for row in seen] == [True, True, True, True, False, True, True, False]
    assert all(row[2] for row in seen)


class Streams(Reporter):
    """Counts the streams that are open."""

    open, most = 0, 0

    def stream(self, question: str, **given: Any) -> Any:
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            yield from super().stream(question, **given)
        finally:
            self.open -= 1


@pytest.mark.parametrize("lends", [True, False])
def test_who_waits_for_the_model_keeps_no_reader(tmp_path: Path, lends: bool) -> None:
    """A question that others wait for ends its stream while it waits, and reads it again when it is its turn."""
    reporter = Streams()
    desk = Desk(reporter, Settings(index_dir=tmp_path), lends=lends)
    ahead = desk.writing.join()
    steps = turn_steps(desk, Turn(COUNT), (), threading.Event())
    turns = [next(steps) for _ in range(3)]
    assert [t.state for t in turns] == ["writing", "writing", "waiting"]
    assert reporter.open == (0 if lends else 1)
    desk.writing.leave(ahead)
    last = list(steps)[-1]
    assert (last.state, replace(last, seconds=0).answer is not None, len(reporter.calls)) == ("done", True, 2 if lends else 1)


def test_a_stream_that_can_be_stopped_is_told_of_the_stop(tmp_path: Path) -> None:
    class Told:
        stop: threading.Event | None = None
        closed = 0

        def __iter__(self) -> "Told":
            return self

        def __next__(self) -> Event:
            raise StopIteration

        def close(self) -> None:
            self.closed += 1

    told, stop = Told(), threading.Event()

    class Desks(Reporter):
        def stream(self, question: str, **given: Any) -> Any:
            return told

    asked(Desk(Desks(), Settings(index_dir=tmp_path)), COUNT, stop=stop)
    assert told.stop is stop
    assert told.closed == 1


def test_as_many_readers_as_cores() -> None:
    import os

    assert (Size(0, 1).at_once, Size(3, 1).at_once) == (os.cpu_count(), 3)
