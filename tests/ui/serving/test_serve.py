"""``dateline serve`` as it is started, with real models: the same answers, kills, news while it serves, an end in order."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rag.errors import DatelineError
from rag.records import Answer
from rag.settings import CACHE, Settings
from tests.conftest import ROOT
from tests.kits.page import ARTICLES
from ui.serving.run import Size, open_many

pytestmark = [pytest.mark.models, pytest.mark.filterwarnings("default")]
MODELS = Path(os.environ.get("DATELINE_MODELS_DIR") or CACHE / "models").absolute()
COUNT = "How many ferry delays at Port Maren have been counted?"
PATIENCE_S = 180.0  # each step takes a second or two on a quiet machine


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An index of a few articles; skip where the sentence encoders are not there."""
    from ingest.sync import update
    from rag.models.local import sentence_encoders

    folder = tmp_path_factory.mktemp("serve")
    settings = Settings(index_dir=folder / "index", models_dir=MODELS, llm="none", offline=True, deadline_s=PATIENCE_S)
    try:
        sentence_encoders(settings)
    except DatelineError as err:
        pytest.skip(str(err))
    rows = [{"title": a.title, "text": a.text, "source": a.source, "date": a.published} for a in ARTICLES[:4]]
    update(settings, [written(folder / "news.jsonl", rows)])
    return settings


def written(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_forked_readers_answer_as_one_process_does_and_see_what_is_added(index: Settings, tmp_path: Path) -> None:
    from ingest.sync import update
    from rag import Assistant

    alone = Assistant.open(settings=index, llm=False)
    desk, pool, nursery = open_many(index, Size(2, 4))
    try:
        assert pool.wait(PATIENCE_S), pool.fault

        def answers(question: str) -> list[Answer]:
            """Of both readers: each is held until the other has one too."""
            streams = [pool.stream(question, llm=False) for _ in range(2)]
            events = [[next(stream)] for stream in streams]
            assert pool.busy == 2
            events = [[*first, *stream] for first, stream in zip(events, streams, strict=True)]
            return [replace(e[-1].answer, timings_ms={}) for e in events if e[-1].answer is not None]

        for question in (COUNT, "What do the engines of the ferries cost?", "Who is the mayor of Paris?"):
            assert answers(question) == [replace(alone.ask(question), timings_ms={})] * 2
        assert [e.passage.id for e in pool.search("ferry engines")] == [e.passage.id for e in alone.search("ferry engines")]
        assert pool.timeline("ferry delays") == alone.timeline("ferry delays")
        bridge = {"title": "Bridge at Quill Street opens", "text": "The new bridge at Quill Street cost 31 million crowns, the mayor said."}
        update(index, [written(tmp_path / "more.jsonl", [{**bridge, "source": "Coast Wire", "date": "2024-03-02"}])])
        both = answers("What did the bridge at Quill Street cost?")
        assert [answer.short is not None and answer.short.text for answer in both] == ["31 million crowns"] * 2
        assert desk.store.counts()["articles"] == 5
    finally:
        pool.close()
        desk.close()
        nursery.close()
        alone.close()


@contextmanager
def served(index: Settings, *options: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The program, ready, and its address."""
    env = {
        **os.environ,
        "DATELINE_LLM": "none", "DATELINE_OFFLINE": "true", "DATELINE_MODELS_DIR": str(MODELS),
        "DATELINE_DEADLINE_S": str(index.deadline_s), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    code = "import sys; from ui.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "serve", "--port", "0", "--index", str(index.index_dir), *options]
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            said = next((line for line in iter(process.stderr.readline, "") if line.startswith(("Dateline on ", "error: "))), "it ended")
            assert said.startswith("Dateline on "), said
            threading.Thread(target=process.stderr.read, daemon=True).start()
            yield said.split()[2], process
        finally:
            process.kill()


def get(url: str) -> tuple[int, str]:
    import httpx

    answer = httpx.get(url, timeout=60)
    return answer.status_code, answer.text


def until(seen: Any) -> None:
    end = time.monotonic() + PATIENCE_S
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.05)


def below(pid: int) -> list[int]:
    """All processes that a process started, and those that they started."""
    rows = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split("\n")
    pairs = [(int(one), int(parent)) for one, parent in (row.split() for row in rows if row.strip())]
    found = [pid]
    for parent in found:
        found += [one for one, above in pairs if above == parent]
    return found[1:]


def running(pids: Sequence[int]) -> list[int]:
    alive = subprocess.run(["ps", "-o", "pid=,stat=", "-p", ",".join(map(str, pids))], capture_output=True, text=True).stdout
    return [int(row.split()[0]) for row in alive.splitlines() if not row.split()[1].startswith("Z")]


def asked(url: str, question: str) -> tuple[int, str]:
    """Ask as a program does, over HTTP."""
    import httpx

    with httpx.Client(timeout=PATIENCE_S) as client:
        call = client.post(f"{url}gradio_api/call/ask", json={"data": [question, "", "", "", "", False]})
        if call.status_code != 200:
            return call.status_code, call.text
        return 200, client.get(f"{url}gradio_api/call/ask/{call.json()['event_id']}").text


def test_ready_asked_killed_counted_and_ended_in_order(index: Settings) -> None:
    with served(index, "--readers", "2") as (url, process):
        assert get(f"{url}health") == (200, "alive\n")
        until(lambda: get(f"{url}ready") == (200, "ready\n"))
        assert "Dateline" in get(url)[1]
        assert "More than 140" in asked(url, COUNT)[1]
        (nursery,) = [pid for pid in below(process.pid) if below(pid)]
        readers = below(nursery)
        assert len(readers) == 2
        for pid in readers:
            os.kill(pid, signal.SIGKILL)
        assert "More than 140" in asked(url, COUNT)[1]
        until(lambda: "dateline_readers_restarted 2.0" in get(f"{url}metrics")[1])
        until(lambda: get(f"{url}ready") == (200, "ready\n"))
        assert 'dateline_questions_total{outcome="answered"} 2.0' in get(f"{url}metrics")[1] or "disputed" in get(f"{url}metrics")[1]
        late: list[tuple[int, str]] = []
        runs = threading.Thread(target=lambda: late.append(asked(url, COUNT)))
        runs.start()
        until(lambda: "dateline_readers_busy 1.0" in get(f"{url}metrics")[1] or late)
        left = below(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0
        runs.join(PATIENCE_S)
        assert "More than 140" in late[0][1]  # it was finished
        assert running(left) == []


def test_more_than_may_wait_are_refused_at_once(index: Settings) -> None:
    with served(index, "--readers", "1", "--queue", "0") as (url, _):
        until(lambda: get(f"{url}ready") == (200, "ready\n"))
        said: list[tuple[int, str]] = []
        threads = [threading.Thread(target=lambda: said.append(asked(url, COUNT))) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE_S)
        answered = [text for _, text in said if "More than 140" in text]
        refused = [text for _, text in said if "Ask again in a moment" in text]
        assert answered
        assert refused
        assert len(answered) + len(refused) == 12
        assert f'{{outcome="refused"}} {float(len(refused))}' in get(f"{url}metrics")[1]


def test_no_process_outlives_a_page_that_was_killed(index: Settings) -> None:
    with served(index, "--readers", "2") as (url, process):
        until(lambda: get(f"{url}ready") == (200, "ready\n"))
        left = below(process.pid)
        assert len(left) == 3
        process.kill()
        process.wait()
        until(lambda: not running(left))
