"""Rebuilding an index: the old one serves until the new one is whole, and nothing that is no index is touched."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import rebuild as rebuilding
from ingest.article.assemble import made_id
from ingest.deletion import delete, restore
from ingest.lock import write_lock
from ingest.read.child import articles_of
from ingest.read.limits import Limits
from ingest.rebuild import rebuild
from ingest.report import Report
from ingest.sync import update
from rag.errors import DatelineError, IndexBusy, IndexMismatch, InputError
from rag.index.store import Store
from rag.models.encoders import StaticEmbedder
from rag.records import Article
from rag.search.retrieve import Retriever
from rag.settings import Settings
from tests.kits.chroma import free_port

NEWS = "The council of Riverton voted on Tuesday to close the old bridge. Repairs would cost 4 million euros, the mayor said."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(index_dir=tmp_path / "index")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    folder = tmp_path / "paper"
    folder.mkdir()
    for name in ("bridge", "school"):
        row = {"id": name, "title": f"The {name}", "text": NEWS.replace("bridge", name)}
        (folder / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return folder


def titles(settings: Settings) -> list[str]:
    """Return the titles of the articles that count."""
    db = sqlite3.connect(settings.index_dir / "articles.db")
    rows = db.execute("SELECT title FROM articles ORDER BY title").fetchall()
    db.close()
    return [row[0] for row in rows]


def opened(settings: Settings) -> list[Article]:
    """Return the articles of an index."""
    store = Store.open(settings, models=StaticEmbedder().name)
    try:
        return store.articles()
    finally:
        store.close()


def passages_with_vectors(index: Path) -> tuple[int, int]:
    """Return passages of the articles that count, and how many of them are found by vector, in a program that starts now."""
    code = f"""
from pathlib import Path
from rag.models.encoders import StaticEmbedder
from rag.settings import Settings
from tests.kits.chroma import free_port
from rag.index.store import Store
from tests.kits.chroma import free_port
store = Store.open(Settings(index_dir=Path({str(index)!r})), models=StaticEmbedder().name)
print(store.counts()["passages"], len(store.nearest(StaticEmbedder().embed(["bridge"])[0], 10)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    passages, found = done.stdout.split()
    return int(passages), int(found)


def pretend_other_models(index: Path) -> None:
    with sqlite3.connect(index / "articles.db") as db:
        db.execute("UPDATE meta SET value = ? WHERE key = 'built_by'", (json.dumps({"format": 0, "models": "older"}),))
    db.close()


def test_an_index_of_other_models_is_replaced(settings: Settings, paper: Path) -> None:
    update(settings, [paper / "bridge.jsonl"])
    pretend_other_models(settings.index_dir)
    with pytest.raises(IndexMismatch, match="--rebuild"):
        Store.open(settings, models=StaticEmbedder().name)
    assert rebuild(settings, [paper]).added == 2
    assert titles(settings) == ["The bridge", "The school"]
    assert passages_with_vectors(settings.index_dir) == (2, 2)
    assert sorted(path.name for path in settings.index_dir.parent.iterdir()) == ["index", "paper"]


def test_when_nothing_can_be_read_the_old_index_stays(settings: Settings, paper: Path) -> None:
    update(settings, [paper])
    settings.index_dir.chmod(0o750)
    report = rebuild(settings, [paper / "missing.jsonl"])
    assert report.failed
    assert titles(settings) == ["The bridge", "The school"]
    assert settings.index_dir.stat().st_mode & 0o777 == 0o750


def test_leftovers_of_a_killed_rebuild_are_replaced(settings: Settings, paper: Path) -> None:
    update(settings, [paper / "bridge.jsonl"])
    update(replace(settings, index_dir=settings.index_dir.with_name(".index-new-killed")), [paper / "school.jsonl"])
    rebuild(settings, [paper / "bridge.jsonl"])
    assert titles(settings) == ["The bridge"]
    assert not settings.index_dir.with_name(".index-new-killed").exists()


@pytest.mark.parametrize("then", [rebuild, update])
def test_a_kill_between_the_last_two_steps_loses_nothing(settings: Settings, paper: Path, then: Callable[..., Report]) -> None:
    update(settings, [paper])
    settings.index_dir.rename(settings.index_dir.with_name(".index-old-killed"))
    update(replace(settings, index_dir=settings.index_dir.with_name(".index-new-killed")), [paper / "school.jsonl"])
    then(settings, [paper / "bridge.jsonl"])
    assert titles(settings) == (["The bridge"] if then is rebuild else ["The bridge", "The school"])


def test_another_folder_is_left_alone(settings: Settings, paper: Path) -> None:
    with pytest.raises(InputError, match="is not an index"):
        rebuild(replace(settings, index_dir=paper), [paper])
    assert len(list(paper.iterdir())) == 2


def test_while_another_ingest_writes_nothing_is_touched(settings: Settings, paper: Path) -> None:
    update(settings, [paper / "bridge.jsonl"])
    with write_lock(settings.index_dir), pytest.raises(IndexBusy):
        rebuild(settings, [paper])
    assert titles(settings) == ["The bridge"]


def test_a_server_that_does_not_answer_leaves_the_old_index(settings: Settings, paper: Path) -> None:
    update(settings, [paper / "bridge.jsonl"])
    with pytest.raises(DatelineError, match="No Chroma server answers"):
        rebuild(replace(settings, chroma_url=f"http://127.0.0.1:{free_port()}"), [paper])
    assert titles(settings) == ["The bridge"]


def test_what_was_deleted_stays_out_of_the_new_index(settings: Settings, paper: Path) -> None:
    update(settings, [paper])
    delete(settings, ["bridge"])
    report = rebuild(settings, [paper])
    assert (report.added, report.deleted, titles(settings)) == (1, 1, ["The school"])
    assert list(restore(settings, ["bridge"])) == ["bridge"]


@pytest.mark.parametrize("then", ["", "edited", "restored"])
def test_what_a_later_reader_reads_otherwise_stays_out_while_its_file_is_the_same(
    settings: Settings, paper: Path, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    (paper / "gale.txt").write_text(f"Gale at sea\n\n{NEWS}", encoding="utf-8")
    update(settings, [paper])
    (gale,) = (a.id for a in opened(settings) if a.title.startswith("Gale"))
    delete(settings, [gale])

    def otherwise(path: str, limits: Limits) -> Iterator[object]:
        for found in articles_of(path, limits):
            if path.endswith(".txt"):
                article = replace(found.article, title="A gale")
                found = found._replace(article=replace(article, id=made_id(article)))
            yield found

    monkeypatch.setattr("ingest.sync.articles_of", otherwise)
    for _ in range(2):  # the new index knows it, too
        report = rebuild(settings, [paper])
        assert (report.added, report.deleted, titles(settings)) == (2, 1, ["The bridge", "The school"])
    if then == "edited":
        (paper / "gale.txt").write_text(f"Gale at sea\n\n{NEWS} More.", encoding="utf-8")
    elif then:
        assert list(restore(settings, [gale])) == [gale]
    assert rebuild(settings, [paper]).added == (3 if then else 2)


def test_what_people_gave_to_the_old_index_is_kept(settings: Settings, paper: Path) -> None:
    update(settings, [paper / "bridge.jsonl"])
    uploads = settings.index_dir / "uploads"
    uploads.mkdir()
    (paper / "school.jsonl").rename(uploads / "school.jsonl")
    update(settings, [uploads / "school.jsonl"])
    (settings.index_dir / "feedback.jsonl").write_text('{"good": true}\n')
    settings.index_dir.chmod(0o750)
    rebuild(settings, [paper / "bridge.jsonl"])
    assert titles(settings) == ["The bridge", "The school"]
    assert (uploads / "school.jsonl").is_file()
    assert (settings.index_dir / "feedback.jsonl").read_text() == '{"good": true}\n'
    assert settings.index_dir.stat().st_mode & 0o777 == 0o750
    assert rebuild(settings, [paper / "bridge.jsonl"]).added == 2


@pytest.mark.parametrize("links", [True, False], ids=["", "disk without links"])
def test_a_folder_that_holds_more_than_its_index_loses_nothing(paper: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool) -> None:
    settings = Settings(index_dir=paper)  # an index may lie in the folder of its articles
    update(settings, [paper])
    (paper / "deep").mkdir()
    for name in ("deep/plan.pdf", "articles.db.damaged", "copy.zip", ".seeds"):
        (paper / name).write_text("x")
    (paper / "link").symlink_to("bridge.jsonl")
    (paper / "feedback.jsonl").write_text('{"title": "A judgement", "text": "It is no article, however long it may be."}\n')
    if not links:
        monkeypatch.setattr("os.link", lambda *_, **__: (_ for _ in ()).throw(OSError(1, "not permitted")))
    assert rebuild(settings, [paper]).added == 2
    kept = {path.relative_to(paper).as_posix() for path in paper.rglob("*") if not path.is_dir()}
    assert kept >= {"bridge.jsonl", "school.jsonl", "deep/plan.pdf", "articles.db.damaged", "copy.zip", "link", "feedback.jsonl"}
    assert ".seeds" not in kept  # it says what the old index was made of
    assert (paper / "link").is_symlink()
    assert titles(settings) == ["The bridge", "The school"]


def test_of_a_link_the_folder_is_rebuilt(settings: Settings, paper: Path, tmp_path: Path) -> None:
    named = replace(settings, index_dir=tmp_path / "named")
    named.index_dir.symlink_to(settings.index_dir)
    update(settings, [paper])
    rebuild(named, [paper / "bridge.jsonl"])
    assert (titles(named), titles(settings), named.index_dir.is_symlink()) == (["The bridge"], ["The bridge"], True)
    settings.index_dir.rename(settings.index_dir.with_name(".index-old-killed"))
    update(named, [paper])
    assert titles(named) == ["The bridge", "The school"]


def test_what_comes_while_the_new_index_takes_its_place_is_kept(settings: Settings, paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    update(settings, [paper])
    rename = Path.rename

    def late(self: Path, target: Path) -> Path:
        if "-old-" in target.name:
            (self / "uploads").mkdir()
            (self / "uploads" / "late.txt").write_text("sent just now")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", late)
    rebuild(settings, [paper])
    assert (settings.index_dir / "uploads" / "late.txt").read_text() == "sent just now"


def test_the_folder_one_is_in_may_be_rebuilt(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(paper)
    here = Settings(index_dir=Path())
    update(here, [Path()])
    rebuild(here, [Path()])
    assert titles(Settings(index_dir=paper)) == ["The bridge", "The school"]
    assert [path.name for path in paper.parent.iterdir() if path.name.startswith(".paper")] == []


def test_articles_in_the_folder_of_an_index_come_back_with_it(paper: Path) -> None:
    settings = Settings(index_dir=paper)
    update(settings, [paper])
    paper.rename(paper.with_name(".paper-old-killed"))
    assert update(settings, [paper]).unchanged == 2
    assert titles(settings) == ["The bridge", "The school"]


def test_who_has_it_open_sees_the_new_one(settings: Settings, paper: Path) -> None:
    update(settings, [paper / "bridge.jsonl"])
    embedder = StaticEmbedder()
    open_one = Retriever(Store.open(settings, models=embedder.name), embedder, None)
    assert [found.article.id for found in open_one.search("the old bridge")] == ["bridge"]
    rebuild(settings, [paper / "school.jsonl"])
    assert [found.article.id for found in open_one.search("the old school")] == ["school"]
    assert (open_one.faults, open_one.keywords.count("bridg")) == ((), 0)
    open_one.store.close()


def test_a_file_that_is_saved_while_the_index_is_rebuilt_stays_as_saved(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, rename = Settings(index_dir=paper), Path.rename
    update(settings, [paper])
    (paper / "notes.txt").write_text("before")

    def saved(self: Path, target: Path) -> Path:
        if "-old-" in target.name:
            (self / "fresh").write_text("saved just now")
            os.utime(self / "fresh", (1, 1))  # a copy keeps the time of what it was made of
            (self / "fresh").replace(self / "notes.txt")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", saved)
    rebuild(settings, [paper])
    assert (paper / "notes.txt").read_text() == "saved just now"


def test_nobody_writes_until_the_new_index_has_all(settings: Settings, paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    update(settings, [paper])
    clear, refused = rebuilding.clear_away, list[bool]()

    def looked(folder: Path) -> None:
        with pytest.raises(IndexBusy):
            delete(settings, ["bridge"])
        refused.append(True)
        clear(folder)

    monkeypatch.setattr(rebuilding, "clear_away", looked)
    rebuild(settings, [paper])
    assert refused == [True]
    assert delete(settings, ["bridge"]).articles == 1


def test_what_was_taken_over_once_does_not_come_back(settings: Settings, paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    update(settings, [paper])
    uploads = settings.index_dir / "uploads"
    uploads.mkdir()
    (uploads / "sent.txt").write_text("x")
    with monkeypatch.context() as patched:
        patched.setattr(rebuilding, "clear_away", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            rebuild(settings, [paper])
    (uploads / "sent.txt").unlink()  # by a person
    rebuild(settings, [paper])
    assert not (uploads / "sent.txt").exists()
    assert [path.name for path in paper.parent.iterdir() if path.name.startswith(".index")] == []


def test_rights_of_folders_are_kept(paper: Path) -> None:
    settings = Settings(index_dir=paper)
    update(settings, [paper])
    (paper / "deep" / "er").mkdir(parents=True)
    (paper / "deep" / "er" / "a.pdf").write_text("x")
    (paper / "articles.db-backup").write_text("mine")
    (paper / "deep" / "er").chmod(0o555)
    rebuild(settings, [paper])
    assert (paper / "deep" / "er" / "a.pdf").exists()
    assert (paper / "articles.db-backup").exists()
    assert (paper / "deep" / "er").stat().st_mode & 0o777 == 0o555
    (paper / "deep" / "er").chmod(0o755)


def test_a_leftover_takes_the_place_of_no_file(settings: Settings, paper: Path) -> None:
    update(settings, [paper])
    leftover = settings.index_dir.with_name(".index-old-killed")
    leftover.mkdir()
    for name in ("notes.txt", "late.txt"):
        (leftover / name).write_text("newer, but of before")
    (settings.index_dir / "notes.txt").write_text("put back")
    os.utime(settings.index_dir / "notes.txt", (1, 1))
    rebuild(settings, [paper])
    assert (settings.index_dir / "notes.txt").read_text() == "put back"
    assert (settings.index_dir / "late.txt").read_text() == "newer, but of before"
    assert not leftover.exists()


def test_a_copy_that_is_cut_leaves_nothing(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(index_dir=paper)
    update(settings, [paper])
    (paper / "notes.txt").write_text("whole")

    def full(_source: str, target: Path, **_: object) -> None:
        target.write_text("who")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.link", lambda *_, **__: (_ for _ in ()).throw(OSError(1, "not permitted")))
    with monkeypatch.context() as patched:
        patched.setattr("shutil.copy2", full)
        with pytest.raises(DatelineError, match="is full"):
            rebuild(settings, [paper])
    assert (paper / "notes.txt").read_text() == "whole"
    assert titles(settings) == ["The bridge", "The school"]
    rebuild(settings, [paper])
    assert sorted(path.name for path in paper.glob(".*")) == []
