"""The child process reads what may explode; what it dies of, or takes too long over, costs that file and no other."""

import os
import signal
from pathlib import Path

import pytest

from ingest.read import child
from ingest.read.child import articles_of, may_explode
from ingest.read.failures import Failure
from ingest.read.limits import Limits
from ingest.read.net import Found
from tests.kits.ingest import BODY, docx

LIMITS = Limits()
FAULT = "import os; c.read_articles = lambda path, limits: os.kill(os.getpid(), 11)"  # as a fault in a library's C code would

LEAVING = "import sys; from multiprocessing.connection import Connection as C; link = C(int(sys.argv[1])); link.send(True); link.poll(60)"


@pytest.fixture(scope="module", autouse=True)
def _ended() -> None:
    child.end_children()


def titles(path: Path, limits: Limits = LIMITS) -> list[str]:
    return [f.article.title if isinstance(f, Found) else f.reason for f in articles_of(str(path), limits)]


def document(folder: Path, title: str) -> Path:
    path = folder / f"{title[:5]}.docx"
    path.write_bytes(docx(BODY, title=title))
    return path


def bomb(folder: Path, lists: int) -> Path:
    """Return a record with a field of so many lists, which take 3 bytes each in the file and 64 in memory."""
    path = folder / "bomb.json"
    path.write_bytes(b'{"text": "Two boats sank.", "boats": [' + b"[]," * lists + b"[]]}")
    return path


@pytest.mark.parametrize(
    ("name", "size", "is_read_there"),
    [("a.docx", 10, True), ("a.pdf", 10, True), ("a.HTML", 10, True), ("a.zip", 10, True), ("a.txt", 10, False), ("a.JSON", 262_144, False),
     ("a.jsonl", 262_145, True), ("a.md", 262_145, True), ("none.txt", 0, False)],
)  # fmt: skip
def test_what_is_read_in_the_child(tmp_path: Path, name: str, size: int, is_read_there: bool) -> None:
    if size:
        (tmp_path / name).write_bytes(b"a" * size)
    assert may_explode(str(tmp_path / name)) is is_read_there


def test_one_child_reads_many_files(tmp_path: Path) -> None:
    assert titles(document(tmp_path, "First storm of the year")) == ["First storm of the year"]
    (waiting,) = child._idle
    assert titles(document(tmp_path, "Other storm of the year")) == ["Other storm of the year"]
    assert child._idle == [waiting]


def test_a_child_is_kept_however_much_its_starter_holds(tmp_path: Path) -> None:
    held = bytearray(b"x") * (LIMITS.file_memory_mb // 2 + 50 << 20)
    child.end_children()
    assert titles(document(tmp_path, "First storm of the year")) == ["First storm of the year"]
    assert len(child._idle) == 1
    assert len(held) > LIMITS.file_memory_mb << 19


@pytest.mark.parametrize("code", [signal.SIGTERM, signal.SIGKILL])
def test_a_child_that_died_while_it_waited_costs_no_file(tmp_path: Path, code: signal.Signals) -> None:
    assert titles(document(tmp_path, "First storm of the year")) == ["First storm of the year"]
    (waiting,) = child._idle
    os.kill(waiting.process.pid, code)
    waiting.process.wait(60)
    assert titles(document(tmp_path, "Other storm of the year")) == ["Other storm of the year"]


def test_a_child_that_dies_of_a_file_costs_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child.end_children()
    monkeypatch.setattr(child, "_CHILD", child._CHILD.replace("; serve(", f"; import ingest.read.child as c; {FAULT}; serve("))
    assert titles(document(tmp_path, "First storm of the year")) == ["reading it ended the process that read it (SIGSEGV)"]
    assert child._idle == []


def test_a_child_that_had_nothing_to_do_is_followed_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child.end_children()
    monkeypatch.setattr(child, "_CHILD", child._CHILD.replace("; serve(", "; import ingest.read.child as c; c.IDLE_S = 0.05; serve("))
    assert titles(document(tmp_path, "First storm of the year")) == ["First storm of the year"]
    child._idle[0].process.wait(60)
    assert titles(document(tmp_path, "Other storm of the year")) == ["Other storm of the year"]
    child.end_children()


def test_a_child_that_is_about_to_end_as_a_file_comes_costs_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child.end_children()
    with monkeypatch.context() as given:
        given.setattr(child, "_CHILD", LEAVING)
        child._put_back(child._Child())
    assert titles(document(tmp_path, "First storm of the year")) == ["First storm of the year"]


def test_a_file_is_tried_with_two_children_at_most_and_what_ended_them_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child.end_children()
    monkeypatch.setattr(child, "_CHILD", LEAVING)
    assert titles(document(tmp_path, "First storm of the year")) == ["reading it ended the process that read it (exit code 0)"]
    monkeypatch.setattr(child, "_CHILD", "")
    assert titles(document(tmp_path, "First storm of the year")) == ["no process could be started to read it in: its process did not start"]


def test_memory_is_a_limit_and_costs_one_file(tmp_path: Path) -> None:
    limits = Limits(file_memory_mb=300)
    assert titles(bomb(tmp_path, 4_000_000), limits) == [
        "it needs more than the 300 MB of memory that a file may take (setting file_memory_mb)"
    ]
    assert child._idle == []  # its memory is not trusted any more
    assert titles(document(tmp_path, "A storm behind the bomb"), limits) == ["A storm behind the bomb"]


@pytest.mark.models  # a second of work is counted out
def test_time_is_a_limit_and_costs_one_file(tmp_path: Path) -> None:
    limits = Limits(file_memory_mb=60_000, file_seconds=1)
    assert titles(bomb(tmp_path, 15_000_000), limits) == ["no end of it in 1 s of reading (setting file_seconds)"]
    assert titles(document(tmp_path, "A storm behind the bomb"), LIMITS) == ["A storm behind the bomb"]


def test_a_file_left_half_read_leaves_no_child_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(BODY))
    found = articles_of(str(path), LIMITS)
    assert isinstance(next(found), Found)
    found.close()  # type: ignore[attr-defined]
    assert child._idle == []


def test_what_no_process_can_be_started_for_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child.end_children()
    monkeypatch.setattr("sys.executable", str(tmp_path / "none"))
    (failure,) = articles_of(str(document(tmp_path, "First storm of the year")), LIMITS)
    assert isinstance(failure, Failure)
    assert failure.reason == "no process could be started to read it in: No such file or directory"
