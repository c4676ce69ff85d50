"""A full disk and one that can only be read, as real mounts: asking goes on, writing says one line, and nothing is lost."""

import contextlib
import os
from pathlib import Path

import pytest

from ingest.upkeep.doctor import examine
from rag.errors import DatelineError
from rag.index.database import told
from rag.index.store import Store
from rag.index.writing import StoreWriter
from rag.records import Article
from rag.search.retrieve import Retriever
from rag.settings import Settings
from tests.damages.kinds import read_only_disk, small_disk
from tests.kits.news import ARTICLES, add, index, static

pytestmark = pytest.mark.models
MORE = [Article(f"n{n}", f"New {n}", f"A zebra number {n} came to the town of Varnholm. " * 30, "Post") for n in range(60)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with index(tmp_path / "index"):
        pass
    return tmp_path / "index"


def asked(folder: Path) -> int:
    store = Store.open(Settings(index_dir=folder), models=static().name)
    with told(folder):
        found = Retriever(store, static(), None).search("Who was rescued from the Kestrel?")
    store.close()
    return len(found)


def write(folder: Path) -> None:
    with told(folder):
        store = StoreWriter.open(Settings(index_dir=folder), models=static().name)
        with contextlib.closing(store):
            add(store, MORE)


def articles(folder: Path) -> int:
    store = Store.open(Settings(index_dir=folder), models=static().name)
    with contextlib.closing(store):
        return int(store.counts()["articles"])


def test_a_full_disk_loses_nothing(folder: Path) -> None:
    with small_disk(folder):
        if not os.path.ismount(folder):
            pytest.skip("no disk may be mounted here")
        assert asked(folder) > 0
        with pytest.raises(DatelineError, match="free some space"):
            write(folder)
        assert asked(folder) > 0
        (folder / "filler").unlink()
        os.system(f"mount -o remount,size=60m {folder}")
        write(folder)
        assert articles(folder) == len(ARTICLES) + len(MORE)
        assert not [finding for finding in examine(Settings(index_dir=folder)) if finding.fault and finding.part != "sketches"]


def test_an_index_on_a_disk_that_can_only_be_read(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    with read_only_disk(folder):
        if not os.statvfs(folder).f_flag & os.ST_RDONLY:
            pytest.skip("no disk may be mounted here")
        assert asked(folder) > 0
        assert articles(folder) == len(ARTICLES)
        with pytest.raises(DatelineError, match="can still be asked"):
            write(folder)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
