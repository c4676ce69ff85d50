"""A damaged index is asked as far as it can be, says what it lacks in a line, and its next writer puts back what follows from it."""

import contextlib
import errno
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import DatelineError, IndexBusy, IndexDamaged
from rag.index.database import clear_away, told
from rag.index.store import Store
from rag.index.upkeep.sealed import altered, is_sealed, seal, unseal
from rag.index.writing import StoreWriter
from rag.search.retrieve import Retriever
from rag.settings import Settings
from tests.kits.news import FERRY, ORCHARD, add, index, static

QUESTION = "Who was rescued from the Kestrel?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with index(tmp_path / "index", (FERRY, ORCHARD)):
        pass
    return tmp_path / "index"


def reader(folder: Path) -> Retriever:
    return Retriever(Store.open(Settings(index_dir=folder), models=static().name), static(), None)


def write(folder: Path) -> None:
    """Open for writing and close, as an ingest of nothing new does."""
    StoreWriter.open(Settings(index_dir=folder), models=static().name).close()


def flip_a_term(keywords: Path) -> None:
    path = next(keywords.glob("*.term"))
    held = bytearray(path.read_bytes())
    held[3] ^= 1
    path.unlink()  # a view that is open still reads the old file
    path.write_bytes(held)


@pytest.mark.parametrize("harm", [shutil.rmtree, flip_a_term, lambda place: (place / "meta.json").write_text("{")])
def test_without_keywords_asking_goes_on_and_the_next_writer_mends(folder: Path, harm: Callable[[Path], object]) -> None:
    harm(folder / "keywords")
    asked = reader(folder)
    assert asked.search(QUESTION)[0].article == FERRY
    (line,) = asked.faults
    assert line.startswith("Nothing is found by its words")
    assert "\n" not in line
    write(folder)
    assert asked.faults == ()  # of the reader that is open
    assert asked.keywords.count("kestrel") == 1
    asked.store.close()


def test_keywords_lost_while_open_are_noticed(folder: Path) -> None:
    asked = reader(folder)
    shutil.rmtree(folder / "keywords")
    assert asked.search(QUESTION)
    assert len(asked.faults) == 1


def test_keywords_behind_the_articles_are_told(folder: Path) -> None:
    shutil.copytree(folder / "keywords", folder / "earlier")
    store = StoreWriter.open(Settings(index_dir=folder), models=static().name)
    add(store, [FERRY.__class__("new", "New", "A zebra came to town.", "Post")])
    store.close()
    clear_away(folder / "keywords")
    (folder / "earlier").rename(folder / "keywords")
    (line,) = reader(folder).faults
    assert line.startswith("Some passages cannot be found by their words yet")
    write(folder)
    assert reader(folder).faults == ()


def test_chroma_is_put_back_whatever_stands_in_its_place(folder: Path) -> None:
    clear_away(folder / "chroma")
    (folder / "chroma").write_text("no folder")
    write(folder)
    store = StoreWriter.open(Settings(index_dir=folder), models=static().name)
    assert store._nearest.collection.count() == store.held("passages") > 0
    store.close()


def test_whoever_holds_chroma_s_file_is_not_waited_for_for_ever(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.index.chroma.WAIT_S", 0.01)
    with contextlib.closing(sqlite3.connect(folder / "chroma" / "chroma.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatelineError, match="Another program holds"):
            write(folder)
    write(folder)


@pytest.mark.parametrize(
    ("raised", "kind", "words"),
    [
        (sqlite3.OperationalError("database is locked"), IndexBusy, "Wait"),
        (sqlite3.OperationalError("database or disk is full"), DatelineError, "free some space"),
        (sqlite3.OperationalError("attempt to write a readonly database"), DatelineError, "can still be asked"),
        (sqlite3.DatabaseError("database disk image is malformed"), IndexDamaged, "dateline doctor"),
        (OSError(errno.ENOSPC, "No space left on device"), DatelineError, "free some space"),
        (OSError(errno.EROFS, "Read-only file system"), DatelineError, "can still be asked"),
    ],
)
def test_errors_of_sqlite_and_the_disk_are_one_line(tmp_path: Path, raised: Exception, kind: type[DatelineError], words: str) -> None:
    with pytest.raises(kind, match=words) as caught, told(tmp_path):
        raise raised
    assert "\n" not in str(caught.value)


def test_what_is_no_fault_of_the_index_is_not_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "keywords").mkdir()
    with pytest.raises(DatelineError, match="cannot be used"), told(tmp_path):
        (tmp_path / "keywords").read_text()
    with pytest.raises(FileNotFoundError), told(tmp_path / "index"):
        (tmp_path / "model.onnx").read_bytes()


def test_a_lost_generation_is_found_again_by_the_next_writer(folder: Path) -> None:
    with sqlite3.connect(folder / "articles.db") as db:
        db.execute("DELETE FROM meta WHERE key = 'generation'")
    with pytest.raises(IndexDamaged, match="generation"):
        reader(folder).search(QUESTION)
    write(folder)
    asked = reader(folder)
    assert asked.search(QUESTION)[0].article == FERRY
    assert asked.faults == ()


def test_graph_files_are_compared_with_what_was_left(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    graph.mkdir()
    for name in ("index_metadata.pickle", "header.bin"):
        (graph / name).write_bytes(b"as written")
    assert altered(tmp_path) == []  # nothing is known of them
    seal(tmp_path)
    assert (is_sealed(tmp_path), altered(tmp_path)) == (True, [])
    (graph / "header.bin").write_bytes(b"as wr\0tten")
    assert altered(tmp_path) == ["graph/header.bin"]
    unseal(tmp_path)
    assert altered(tmp_path) == []


def test_a_large_graph_file_is_compared_all_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.index.upkeep.sealed.WHOLE", 1 << 18)
    graph = tmp_path / "graph"
    graph.mkdir()
    (graph / "index_metadata.pickle").touch()
    (graph / "data.bin").write_bytes(bytes(1 << 20))
    seal(tmp_path)
    with (graph / "data.bin").open("r+b") as stream:
        stream.seek(3 << 18)
        stream.write(b"x")
    assert altered(tmp_path) == ["graph/data.bin"]


@pytest.mark.models  # seconds: Chroma writes its graph from a thousand vectors on
@pytest.mark.parametrize("name", ["header.bin", "link_lists.bin", "data_level0.bin", "index_metadata.pickle"])
def test_a_damaged_graph_is_made_anew_and_not_read(tmp_path: Path, name: str) -> None:
    many = [
        replace(FERRY, id=f"a{n}", text=f"Ship {n} sank off harbour {n * 7}. Captain {n} was saved by {n % 13} boats.") for n in range(1100)
    ]
    with index(tmp_path / "index", many):
        pass
    (path,) = (tmp_path / "index" / "chroma").glob(f"*/{name}")
    path.write_bytes(b"\xff" * max(path.stat().st_size // 2, 60))
    write(tmp_path / "index")
    store = StoreWriter.open(Settings(index_dir=tmp_path / "index"), models=static().name)
    assert store._nearest.collection.count() == store.held("passages") == 1100
    store.close()
    assert altered(tmp_path / "index" / "chroma") == []


def test_whatever_stands_in_the_way_is_cleared(tmp_path: Path) -> None:
    place = tmp_path / "place"
    clear_away(place)
    (place / "in").mkdir(parents=True)
    (place / "in" / "file").touch()
    (place / "in").chmod(0)
    clear_away(place)
    place.touch()
    clear_away(place)
    assert not place.exists()


def test_articles_that_are_gone_are_no_index_that_was_never_made(folder: Path) -> None:
    (folder / "articles.db").unlink()
    with pytest.raises(IndexDamaged, match=r"articles.db is missing.*dateline doctor.*dateline restore"):
        reader(folder)
