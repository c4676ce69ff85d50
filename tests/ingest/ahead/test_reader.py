"""Whoever reads files ahead of the writer, what is read and stored is the same."""

import json
import random
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.ahead.hands import Lost
from ingest.ahead.reader import Ahead
from ingest.ahead.work import Task, Worker
from ingest.copies.shingles import shingles, sketch
from ingest.passages import split
from ingest.read import ranges
from ingest.read.child import articles_of
from ingest.read.failures import Said
from ingest.read.limits import Limits
from ingest.read.net import Found
from ingest.report import Report
from ingest.sync import update
from rag.language.text import stems
from rag.models.encoders import Embedder
from rag.settings import Settings
from tests.kits.ingest import BODY, HashEmbedder, article_text, snapshot

LIMITS = Limits()
Read = Found | Said


class Here:
    """Does tasks in this process when they are asked for; the n-th message of all is lost, where ``losses`` name it, or all ``ends``."""

    name, room = "this process", 3

    def __init__(self, *losses: int, ends: bool = False) -> None:
        self._ends = ends
        self.tasks = deque[Task]()
        self.done = list[Task]()
        self._losses, self._count = losses, 0

    def start(self, embedder: Embedder, limits: Limits) -> None:
        self._worker = Worker(embedder, limits)

    def begin(self, task: Task) -> None:
        self.tasks.append(task)
        assert len(self.tasks) <= self.room

    def messages(self) -> Iterator[bytes]:
        self.done.append(self.tasks.popleft())
        for message in self._worker.messages(self.done[-1]):
            self._count += 1
            if self._count in self._losses:
                raise Lost("as the test wants it")
            yield message
        if self._ends:
            raise Lost("behind its last message")

    def trouble(self) -> str:
        return ""

    def close(self) -> None:
        self.tasks.clear()


def records(path: Path, n: int, *more: str, first: int = 0) -> Path:
    """Write so many records with dates that can be read in two ways, and lines that are none."""
    rows = [json.dumps({"title": f"Storm {k} of the year", "text": BODY, "date": f"0{k % 9 + 1}/04/2024", "n": k}) for k in range(first, n)]
    lines = [*rows, *more]
    random.Random(1).shuffle(lines)
    path.write_text("\n".join(lines))
    return path


def ahead(paths: Sequence[Path], *losses: int) -> Ahead:
    hands = Here(*losses)
    hands.start(HashEmbedder(), LIMITS)
    return Ahead(hands, sorted(map(str, paths)), lambda _: True, LIMITS)


def bare(found: Iterator[Read]) -> list[Read]:
    return [item._replace(worked=None) if isinstance(item, Found) else item for item in found]


@pytest.mark.parametrize("losses", [(), (1,), (2,), (1, 2, 3, 4, 5, 6, 7, 8, 9)])
def test_a_long_file_in_ranges_reads_as_a_whole(tmp_path: Path, losses: tuple[int, ...]) -> None:
    path = records(tmp_path / "a.jsonl", 20, "{broken", "", "[]", '"no record"', '{"title": "Without a text"}')
    assert len(list(ranges.cut(path))) > 5
    wanted = list(articles_of(str(path), LIMITS))
    assert bare(ahead([path], *losses).articles_of(str(path))) == wanted
    assert sum(isinstance(item, Found) for item in wanted) == 20
    assert any("could be read in two ways" in item.reason for item in wanted if not isinstance(item, Found) and hasattr(item, "reason"))


def test_one_date_shows_the_order_of_all_in_every_range(tmp_path: Path) -> None:
    path = records(tmp_path / "a.jsonl", 20, json.dumps({"title": "A storm at last", "text": BODY, "date": "25/04/2024"}))
    wanted = list(articles_of(str(path), LIMITS))
    assert bare(ahead([path]).articles_of(str(path))) == wanted
    assert {item.article.published[5:7] for item in wanted if isinstance(item, Found)} == {"04"}


@pytest.mark.parametrize(
    "content",
    [
        b"{broken\n" * 2000,  # not JSON lines at all, which only many lines show
        b"no record\n" * 40 + b'{"title": "At last", "text": "Two boats sank."}\n',
        b'{"title": "First", "text": "Two boats sank."}\n' * 30 + b"\x00" * 900,
        b'{"title": "First", "text": "Two boats sank."}\r\n' * 40,
        b"\xff\xfe" + '{"title": "Wide", "text": "Two boats sank."}\n'.encode("utf-16-le") * 20,
        b"\n" * 3000,
        b'{"title": "First", "text": "Two boats sank."}\n' * 30 + b"{broken\n" * 2100,  # more than are named one by one
        b'{"title": "One line", "text": "' + b"Two boats sank. " * 200 + b'"}',
    ],
)
def test_odd_files_read_as_a_whole(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    assert bare(ahead([path]).articles_of(str(path))) == list(articles_of(str(path), LIMITS))


def test_what_was_worked_out_is_what_the_writer_would_work_out(tmp_path: Path) -> None:
    path = records(tmp_path / "a.jsonl", 8)
    found = [item for item in ahead([path]).articles_of(str(path)) if isinstance(item, Found)]
    assert len(found) == 8
    for item in found:
        passages = split(item.article)
        assert item.worked is not None
        assert item.worked.passages(item.article) == passages
        assert (item.worked.vectors == HashEmbedder().embed([p.text for p in passages])).all()
        assert [words.split("\n") for words in item.worked.words] == [stems(p.text) for p in passages]
        assert (item.worked.sketch == sketch(shingles(item.article.text))).all()


def test_files_that_nobody_asks_for_are_passed_over(tmp_path: Path) -> None:
    paths = [records(tmp_path / f"{n}.jsonl", 15) for n in range(4)]
    reader = ahead(paths)
    for path in (paths[1], paths[3]):
        assert bare(reader.articles_of(str(path))) == list(articles_of(str(path), LIMITS))


def test_a_file_that_is_not_read_ahead_is_read_at_its_turn(tmp_path: Path) -> None:
    paths = [records(tmp_path / f"{n}.jsonl", 4) for n in range(3)]
    hands = Here()
    hands.start(HashEmbedder(), LIMITS)
    reader = Ahead(hands, sorted(map(str, paths)), lambda path: not path.endswith("1.jsonl"), LIMITS)
    for path in paths:
        assert bare(reader.articles_of(str(path))) == list(articles_of(str(path), LIMITS))
    assert {part.path for task in hands.done for part in task} == {str(paths[0]), str(paths[2])}


# --- all of an ingest


def folder(root: Path) -> Path:
    """Return a folder with texts, copies, long lists, records that share an id, and a file that is broken."""
    root.mkdir()
    for n in range(9):
        (root / f"page{n}.txt").write_text(article_text(f"A headline about storm {n}", f"{BODY} It was storm number {n % 5} of this year."))
    records(root / "list.jsonl", 25, "{broken")
    records(root / "more.jsonl", 35, first=15)
    (root / "ids.jsonl").write_text(
        "\n".join(json.dumps({"id": str(n % 6), "title": f"Vote {n}", "text": BODY + str(n)}) for n in range(12))
    )
    (root / "broken.docx").write_bytes(b"PK\x03\x04 and no more")
    return root


def run(index: Path, root: Path, hands: Here | None = None, *, prune: bool = False) -> Report:
    report = update(Settings(index_dir=index), [root], prune=prune, embedder=HashEmbedder(), hands=hands)
    return replace(report, seconds=0.0)


def test_who_dies_behind_the_last_message_has_lost_nothing(tmp_path: Path) -> None:
    root = folder(tmp_path / "work")
    assert run(tmp_path / "alone", root) == run(tmp_path / "ahead", root, Here(ends=True))
    assert snapshot(tmp_path / "alone") == snapshot(tmp_path / "ahead")


@pytest.mark.parametrize("losses", [(), (2, 5)])
def test_an_ingest_with_others_is_equal_to_one_without(tmp_path: Path, losses: tuple[int, ...]) -> None:
    root = folder(tmp_path / "work")
    assert run(tmp_path / "alone", root) == run(tmp_path / "ahead", root, Here(*losses))
    assert snapshot(tmp_path / "alone") == snapshot(tmp_path / "ahead")
    (root / "page3.txt").write_text(article_text("A headline about a calm", "The sea was calm all day, the harbour master said on Monday."))
    (root / "page4.txt").rename(root / "page9.txt")
    (root / "list.jsonl").unlink()
    records(root / "more.jsonl", 45, first=15)
    assert run(tmp_path / "alone", root, prune=True) == run(tmp_path / "ahead", root, hands := Here(*losses), prune=True)
    assert snapshot(tmp_path / "alone") == snapshot(tmp_path / "ahead")
    assert {Path(part.path).name for task in hands.done for part in task} == {
        "page3.txt", "more.jsonl", "broken.docx", "ids.jsonl",
    }  # fmt: skip
