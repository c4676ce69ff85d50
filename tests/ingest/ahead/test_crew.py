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
from types import ModuleType, SimpleNamespace
from typing import Any

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
    with pytest.raises(DatelineError, match=r"pip install -e \"\.\[ray\]\""):
        Cluster("local")


class NoRay(ModuleType):
    """Stands in for Ray: notes what is asked of a task."""

    def __init__(self) -> None:
        super().__init__("ray")
        self.asked = dict[str, Any]()

    def is_initialized(self) -> bool:
        return True

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": 2.0}

    def put(self, _: bytes) -> Any:
        return SimpleNamespace(hex=str)

    def remote(self, _: object) -> Any:
        return SimpleNamespace(options=self.asked.update)


def test_ray_does_no_task_again_behind_later_ones_that_wait_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.ahead.cluster import Cluster

    ray = NoRay()
    monkeypatch.setitem(sys.modules, "ray", ray)
    Cluster("auto").start(HashEmbedder(), Limits())
    assert ray.asked["max_retries"] == 0 or not ray.asked.get("_generator_backpressure_num_objects")


@needs_ray
@pytest.mark.models
def test_a_worker_that_dies_in_the_oldest_task_stops_no_other() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.kits.ray_dying"], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr
    first, *others = json.loads(done.stdout.splitlines()[-1])
    assert first.startswith("its worker or node was lost")
    assert others == [40] * 7


@needs_ray
@pytest.mark.models
def test_a_cluster_reads_what_the_writer_would_and_may_lose_a_node(tmp_path: Path) -> None:
    folder(tmp_path / "work")
    done = subprocess.run([sys.executable, "-m", "tests.kits.ray_ingest", str(tmp_path)], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    if "not started" in found:
        pytest.skip(found["not started"])
    assert (found["equal"], found["lost"], found["trouble"]) == ([True, True], [True, True], [])


@needs_ray
@pytest.mark.models
def test_nobody_is_told_that_ray_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    import ray._common.usage.usage_lib as usage

    assert not usage.usage_stats_enabled()
    monkeypatch.delenv("RAY_USAGE_STATS_ENABLED")
    assert usage.usage_stats_enabled()
