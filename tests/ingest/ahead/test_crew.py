"""Worker processes and a Ray cluster: what they read is stored as if the writer had, whoever dies."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from ingest.ahead import crew
from ingest.ahead.crew import Crew
from ingest.ahead.hands import Lost
from ingest.ahead.work import Part
from ingest.read.limits import Limits
from rag.errors import DatelineError, InputError
from tests.conftest import ROOT
from tests.ingest.ahead.test_reader import folder, records, run
from tests.kits.ingest import HashEmbedder, snapshot

needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason='Ray is not installed: pip install -e ".[ray]"')


@pytest.fixture
def two() -> Iterator[Crew]:
    workers = Crew(2)
    workers.start(HashEmbedder(), Limits())
    yield workers
    workers.close()


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


@pytest.mark.models  # processes that import LlamaIndex
def test_a_killed_worker_is_replaced_and_its_next_tasks_are_done(tmp_path: Path, two: Crew) -> None:
    tasks = [(Part(str(records(tmp_path / f"{n}.jsonl", 30))),) for n in range(6)]
    for task in tasks:
        two.begin(task)
    first = two._members[0]
    assert first
    first.process.kill()
    lost = list[int]()
    for n in range(6):
        try:
            assert [m for m in two.messages()]
        except Lost:
            lost.append(n)
    assert lost == [0]
    assert two.trouble() == ""


@pytest.mark.models
def test_an_ingest_with_workers_is_equal_to_one_without_whoever_is_killed(tmp_path: Path) -> None:
    root = folder(tmp_path / "work")
    alone = run(tmp_path / "alone", root)
    workers = Crew(2)
    take = workers.messages

    def kill_on_the_way() -> Iterator[bytes]:
        place = workers._tasks[0][0]
        for n, message in enumerate(take()):
            if n == 1 and (member := workers._members[place]):
                os.kill(member.process.pid, signal.SIGKILL)
            yield message

    workers.messages = kill_on_the_way  # type: ignore[method-assign]
    try:
        assert run(tmp_path / "ahead", root, workers) == alone  # type: ignore[arg-type]
        workers.messages = take  # type: ignore[method-assign]
        assert run(tmp_path / "again", root, workers) == alone  # type: ignore[arg-type]
    finally:
        workers.close()
    assert snapshot(tmp_path / "alone") == snapshot(tmp_path / "ahead") == snapshot(tmp_path / "again")


@pytest.mark.models
def test_workers_that_always_die_are_given_up_and_the_writer_reads(tmp_path: Path, two: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_WORKER", "import sys; sys.exit(1)")
    monkeypatch.setattr(crew, "MOST_LOST", 2)
    root = folder(tmp_path / "work")
    alone, ahead = run(tmp_path / "alone", root), run(tmp_path / "ahead", root, two)  # type: ignore[arg-type]
    (note,) = set(ahead.notes) - set(alone.notes)
    assert note.reason.endswith("of them died: the rest was read without them")
    assert snapshot(tmp_path / "alone") == snapshot(tmp_path / "ahead")


@pytest.mark.models
def test_workers_end_with_a_writer_that_is_killed(tmp_path: Path) -> None:
    path = records(tmp_path / "a.jsonl", 2000)
    writer = f"""
import time
from ingest.ahead.crew import Crew
from ingest.ahead.work import Part
from ingest.read.limits import Limits
from tests.kits.ingest import HashEmbedder
crew = Crew(1)
crew.start(HashEmbedder(), Limits())
crew.begin((Part({str(path)!r}),))
print(crew._members[0].process.pid, flush=True)
time.sleep(600)
"""
    process = subprocess.Popen([sys.executable, "-c", writer], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout
    worker = int(process.stdout.readline())
    assert alive(worker)
    process.kill()
    process.communicate()
    until = time.monotonic() + 60
    while alive(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(worker)


# --- Ray


@needs_ray
@pytest.mark.parametrize(
    ("address", "error", "said"),
    [
        ("nowhere", InputError, "neither auto, local nor host:port"),
        ("ray://host:10001", InputError, "neither auto, local nor host:port"),
        ("127.0.0.1:9", DatelineError, "ray start --head"),
    ],
)
@pytest.mark.models  # imports Ray
def test_an_address_without_a_cluster_is_one_line(address: str, error: type[Exception], said: str) -> None:
    from ingest.ahead.cluster import Cluster

    with pytest.raises(error, match=said) as raised:
        Cluster(address)
    assert "\n" not in str(raised.value)


def test_without_ray_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.ahead.cluster import Cluster

    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(DatelineError, match=r"pip install \"dateline\[ray\]\""):
        Cluster("local")


@needs_ray
@pytest.mark.models
def test_a_cluster_reads_what_the_writer_would_and_may_lose_a_node(tmp_path: Path) -> None:
    folder(tmp_path / "work")
    done = subprocess.run([sys.executable, "-m", "tests.kits.ray_nodes", str(tmp_path)], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    if found["nodes"] < 3:
        pytest.skip(f"node {found['nodes'] + 1} of Ray did not start: {done.stderr.splitlines()[-1]}")
    assert (found["equal"], found["lost"], found["trouble"]) == ([True, True], [True, True], [])


@needs_ray
@pytest.mark.models
def test_nobody_is_told_that_ray_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    import ray._common.usage.usage_lib as usage

    assert not usage.usage_stats_enabled()
    monkeypatch.delenv("RAY_USAGE_STATS_ENABLED")
    assert usage.usage_stats_enabled()
