"""What visitors give to the page is kept whole or not at all, and what is wrong with index or disk is told them in a line."""

import asyncio
import inspect
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace

import gradio as gr
import pytest

from rag.errors import DatelineError, IndexBusy, IndexMissing, InputError
from rag.settings import Settings
from ui.page.desk.feedback import keep_feedback
from ui.page.desk.uploads import Uploader, safe_name
from ui.page.tabs.faults import plainly


def test_files_given_keep_inside_their_folder(tmp_path: Path) -> None:
    for name in ("../../etc/passwd", "..\\..\\boot.ini", "/abs/x.txt", "a\0b.txt", "." * 300, "x" * 400 + ".html", ""):
        kept = safe_name(name, "0123456789abcdef")
        assert "/" not in kept
        assert "\\" not in kept
        assert (tmp_path / kept).resolve().parent == tmp_path.resolve()
        assert len(kept) < 120
    assert safe_name("My report.PDF", "0123456789") == "My report.01234567.PDF"


def test_feeding_says_how_each_file_went(tmp_path: Path) -> None:
    def ingest(paths: list[Path]) -> SimpleNamespace:
        name = paths[0].name
        if "busy" in name:
            raise DatelineError("Another ingest is writing.")
        if "crash" in name:
            raise RuntimeError("boom")
        failed = {"bad": [(str(paths[0]), "is empty")], "half": [(f"{paths[0]}:3", "not JSON")]}.get(name.split(".")[0], [])
        return SimpleNamespace(
            added=int("bad" not in name and "old" not in name), changed=0, unchanged=int("old" in name), deleted=0, failed=failed
        )

    uploader = Uploader(ingest, tmp_path / "uploads")
    for name in ("good.txt", "bad.txt", "old.txt", "half.jsonl", "busy.txt", "crash.txt"):
        (tmp_path / name).write_text(name)
    uploader.add_files([*sorted(tmp_path.glob("*.*")), tmp_path / "absent.txt"])
    deadline = time.monotonic() + 10
    while uploader.busy and time.monotonic() < deadline:
        time.sleep(0.02)
    told = {row.name: (row.stage, row.reason) for row in uploader.rows}
    assert told["good.txt"] == ("added", "")
    assert told["bad.txt"] == ("failed", "is empty")
    assert told["old.txt"][0] == "unchanged"
    assert told["half.jsonl"] == ("added", "left out: 3: not JSON")
    assert told["busy.txt"] == ("failed", "Another ingest is writing.")
    assert told["crash.txt"] == ("failed", "RuntimeError: boom")
    assert told["absent.txt"][0] == "failed"
    assert not list((tmp_path / "uploads").glob("bad*"))


def ended(uploader: Uploader) -> dict[str, str]:
    """What became of each file, once there is none left to read."""
    until = time.monotonic() + 10
    while uploader.busy and time.monotonic() < until:
        time.sleep(0.02)
    return {row.name: row.stage for row in uploader.rows}


def test_files_wait_while_another_ingest_writes(tmp_path: Path) -> None:
    tries = list[Path]()

    def ingest(paths: list[Path]) -> SimpleNamespace:
        tries.extend(paths)
        if len(tries) < 3:
            raise IndexBusy(tmp_path)
        return SimpleNamespace(added=1, changed=0, unchanged=0, deleted=0, failed=[])

    uploader = Uploader(ingest, tmp_path / "uploads", again_s=0.01)
    uploader.add_bytes("storm.txt", b"Boats sank.")
    assert ended(uploader) == {"storm.txt": "added"}
    assert len(tries) == 3


def test_uploads_that_nobody_read_are_read_at_the_next_start(tmp_path: Path) -> None:
    from tests.kits.ingest import article_text
    from tests.kits.ingest import run as ingested
    from ui.page.desk.changes import unread_uploads

    index = tmp_path / "index"
    uploads = index / "uploads"
    uploads.mkdir(parents=True)
    for name in ("read.txt", "left.txt", ".cut.txt"):
        (uploads / name).write_text(article_text(f"Storm of {name}"))
    assert len(unread_uploads(Settings(index_dir=index), uploads)) == 2
    ingested(index, uploads / "read.txt")
    assert [path.name for path in unread_uploads(Settings(index_dir=index), uploads)] == ["left.txt"]
    index.rename(moved := tmp_path / "moved")
    (left,) = unread_uploads(Settings(index_dir=moved), moved / "uploads")
    uploader = Uploader(lambda paths: ingested(moved, *paths), moved / "uploads")
    uploader.resume([left])
    assert ended(uploader) == {"left.txt": "added"}
    assert unread_uploads(Settings(index_dir=moved), moved / "uploads") == []


def test_a_file_that_is_cut_while_it_is_kept_is_no_upload(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(_source: Path, target: Path) -> None:
        target.write_text("Boats sa")
        raise OSError(28, "No space left on device")

    (tmp_path / "storm.txt").write_text("Boats sank.")
    monkeypatch.setattr("shutil.copyfile", cut)
    uploader = Uploader(pytest.fail, tmp_path / "uploads")
    uploader.add_files([tmp_path / "storm.txt"])
    assert ended(uploader) == {"storm.txt": "failed"}
    assert list((tmp_path / "uploads").iterdir()) == []


@pytest.mark.parametrize("kind", ["plain", "steps", "waiting"])
@pytest.mark.parametrize("fault", [sqlite3.DatabaseError("malformed"), OSError(28, "No space left"), InputError("no such day")], ids=repr)
def test_a_fault_of_the_index_is_a_line_on_the_page(tmp_path: Path, kind: str, fault: Exception) -> None:
    def plain(_: str, _event: gr.EventData) -> str:
        raise fault

    def steps(_: str, _event: gr.EventData) -> Iterator[str]:
        yield "one"
        raise fault

    async def waiting(_: str, _event: gr.EventData) -> AsyncIterator[str]:
        yield "one"
        raise fault

    handler = {"plain": plain, "steps": steps, "waiting": waiting}[kind]
    told = plainly(handler, tmp_path)
    assert inspect.isasyncgenfunction(told) == (kind == "waiting")
    assert inspect.isgeneratorfunction(told) == (kind == "steps")
    assert inspect.signature(told) == inspect.signature(handler)

    async def called() -> object:
        if kind == "waiting":
            return [step async for step in told("a", None)]
        return list(told("a", None)) if kind == "steps" else told("a", None)

    with pytest.raises(gr.Error) as raised:
        asyncio.run(called())
    assert not raised.value.print_exception
    assert "\n" not in str(raised.value)


def test_a_judgement_is_a_line_of_its_own(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "feedback.jsonl"
    keep_feedback(path, {"n": 1})
    with path.open("a") as file:
        file.write('{"n": 2, "cut')  # by a kill
    keep_feedback(path, {"n": 3})
    assert [line for line in path.read_text().splitlines() if "cut" not in line] == ['{"n": 1}', '{"n": 3}']
    before, limit = path.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 4, limit[1]))  # the disk is full after four bytes
    try:
        with pytest.raises(OSError, match="No space left"):
            keep_feedback(path, {"n": 4})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert path.read_bytes() == before


@pytest.mark.parametrize("left", ["keywords", "uploads"])
def test_sample_articles_do_not_go_into_what_is_left_of_an_index(tmp_path: Path, left: str) -> None:
    from ui.page.desk.opening import open_desk

    (tmp_path / left).mkdir()
    with pytest.raises(IndexMissing):
        open_desk(tmp_path, Settings(llm="none"))
    assert [path.name for path in tmp_path.iterdir()] == [left]


def test_a_file_that_was_there_before_is_not_lost_when_it_cannot_be_read(tmp_path: Path) -> None:
    def ingest(paths: list[Path]) -> SimpleNamespace:
        return SimpleNamespace(added=0, changed=0, unchanged=0, deleted=0, failed=[(str(paths[0]), "took too long")])

    (tmp_path / "left.txt").write_text("the only copy")
    uploader = Uploader(ingest, tmp_path)
    uploader.resume([tmp_path / "left.txt"])
    assert ended(uploader) == {"left.txt": "failed"}
    assert (tmp_path / "left.txt").exists()


def test_nothing_given_makes_a_folder_where_an_index_was(tmp_path: Path) -> None:
    uploader = Uploader(pytest.fail, tmp_path / "gone" / "uploads")  # type: ignore[arg-type]
    uploader.add_bytes("a.txt", b"x")
    assert ended(uploader) == {"a.txt": "failed"}
    with pytest.raises(FileNotFoundError):
        keep_feedback(tmp_path / "gone" / "feedback.jsonl", {"n": 1})
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_given_again_is_not_lost_when_it_cannot_be_read(tmp_path: Path) -> None:
    failures: list[tuple[str, str]] = []

    def ingest(paths: list[Path]) -> SimpleNamespace:
        return SimpleNamespace(added=1, changed=0, unchanged=0, deleted=0, failed=[(str(paths[0]), why) for _, why in failures])

    uploader = Uploader(ingest, tmp_path / "uploads")
    uploader.add_bytes("storm.txt", b"Boats sank.")
    assert ended(uploader) == {"storm.txt": "added"}
    failures.append(("", "took too long"))
    uploader.add_bytes("storm.txt", b"Boats sank.")
    assert ended(uploader) == {"storm.txt": "failed"}
    assert len(list((tmp_path / "uploads").iterdir())) == 1
