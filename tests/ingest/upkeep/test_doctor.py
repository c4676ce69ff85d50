"""The doctor finds every kind of damage and says it in a line; the repair brings back what can be, and names what is lost."""

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.lock import write_lock
from ingest.upkeep.doctor import examine
from ingest.upkeep.repair import Repaired, repair
from rag.errors import IndexBusy, IndexDamaged, IndexMismatch, IndexMissing
from rag.index.schema import FORMAT
from rag.settings import Settings
from tests.kits.ingest import BODY, HashEmbedder, article_text, opened, run, snapshot

TITLES = ("Boats sink off the harbour", "Choir looks for a hall", "Frost ruins the plums")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    for n, title in enumerate(TITLES):
        (files / f"{n}.txt").write_text(article_text(title, BODY.replace("Monday", f"day {n} of the month"), f"Updated {n + 3} May 2024"))
    run(tmp_path / "index", files)
    return tmp_path / "index"


def faults(index: Path) -> dict[str, str]:
    return {finding.part: finding.fault for finding in examine(Settings(index_dir=index)) if finding.fault}


def mended(index: Path) -> Repaired:
    settings = Settings(index_dir=index)
    return repair(settings, list(examine(settings)), HashEmbedder())


def sql(index: Path, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(index / "articles.db", isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def flip(path: Path, at: int) -> None:
    held = bytearray(path.read_bytes())
    held[at] ^= 1
    path.unlink()  # a view that is open still reads the old file
    path.write_bytes(held)


def test_a_sound_index_is_sound(index: Path) -> None:
    before = snapshot(index)
    found = {finding.part: finding.seen for finding in examine(Settings(index_dir=index))}
    assert faults(index) == {}
    assert found["articles.db"] == "3 articles, 3 passages"
    assert found["chroma"] == "3 vectors"
    assert found["keywords"].startswith("3 passages")
    assert snapshot(index) == before


def test_rows_that_nothing_has_any_more_are_said(index: Path, tmp_path: Path) -> None:
    gaps = "1 articles, 1 passages; 2 rows of what was taken out cost memory until dateline ingest --rebuild"
    for n, said in ((0, "2 articles, 2 passages"), (1, gaps)):
        (tmp_path / "files" / f"{n}.txt").unlink()
        run(index, tmp_path / "files", prune=True)
        assert next(iter(examine(Settings(index_dir=index)))).seen == said
    assert faults(index) == {}


def test_no_index_is_said(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        list(examine(Settings(index_dir=tmp_path)))


@pytest.mark.parametrize(
    ("part", "harm"),
    [
        ("keywords", shutil.rmtree),
        ("keywords", lambda place: flip(next(place.glob("*.term")), 5)),
        ("chroma", shutil.rmtree),
        ("chroma", lambda place: (place / "chroma.sqlite3").write_bytes(b"no database")),
        ("sketches", shutil.rmtree),
        ("sketches", lambda place: flip(next(place.glob("*.hashes")), 3)),
    ],
)
def test_what_follows_from_the_articles_is_made_anew(index: Path, part: str, harm: Callable[[Path], object]) -> None:
    before = snapshot(index)
    harm(index / part)
    assert list(faults(index)) == [part]
    assert mended(index) == ((f"{part}: made anew",), ())
    assert faults(index) == {}
    assert snapshot(index) == before


def test_rows_that_chroma_or_the_keywords_lack_are_found(index: Path) -> None:
    with opened(index) as store:
        store._nearest.collection.delete(ids=["1"])
    assert faults(index) == {"chroma": "1 passages are not in it"}


@pytest.mark.parametrize(
    ("statements", "fault", "lost"),
    [
        (["UPDATE articles SET text = replace(text, 'Two', 'Six') WHERE n = 2"], "text not as it was written", 1),
        (["UPDATE passages SET vectors = zeroblob(8) WHERE n = 2"], "passages not as they were written", 0),
        (["DELETE FROM passages WHERE n = 2"], "passages lost", 0),
        (["PRAGMA foreign_keys = ON", "DROP TRIGGER article_out", "DELETE FROM articles WHERE n = 2"], "3 articles and", 1),
        (["DELETE FROM meta WHERE key = 'generation'"], "stamp or generation", 0),
        (["UPDATE meta SET value = 'x' || value WHERE key = 'built_by'"], "stamp or generation", 0),
        (["DROP TABLE passages"], "no such table", 0),
    ],
)
def test_a_damaged_database_is_salvaged(index: Path, statements: list[str], fault: str, lost: int) -> None:
    before = snapshot(index)
    sql(index, *statements)
    assert fault in faults(index)["articles.db"]
    done = mended(index)
    assert len(done.lost) == lost
    assert (index / "articles.db.damaged").is_file()
    assert [*faults(index)] == []
    report = run(index, index.parent / "files")
    assert report.added == lost
    assert {a.title for a in snapshot(index)["articles"]} == set(TITLES)
    if not lost:
        assert snapshot(index)["passages"] == before["passages"]
    assert snapshot(index)["words"].keys() == before["words"].keys()


def test_the_lost_are_named_with_their_file(index: Path) -> None:
    sql(index, "UPDATE articles SET text = 'other' WHERE title LIKE 'Choir%'")
    ((name, path),) = mended(index).lost
    assert (name, Path(path).name) == ("Choir looks for a hall", "1.txt")


@pytest.mark.parametrize(
    "harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b"x" * 9999)]
)
def test_a_lost_database_begins_anew(index: Path, harm: Callable[[Path], object]) -> None:
    harm(index / "articles.db")
    assert "articles.db" in faults(index)
    done = mended(index).done
    assert done[0].startswith("0 articles were saved")
    assert "ingest their folders again" in done[1]
    assert run(index, index.parent / "files").added == 3
    assert faults(index) == {}


def test_a_page_in_the_middle_costs_what_is_on_it(index: Path) -> None:
    sql(index, "PRAGMA wal_checkpoint(TRUNCATE)")
    path = index / "articles.db"
    held = bytearray(path.read_bytes())
    at = held.index(b"Choir looks")
    start = at // 4096 * 4096
    held[start : start + 8] = b"\xff" * 8
    path.write_bytes(held)
    assert faults(index)["articles.db"]
    mended(index)
    run(index, index.parent / "files")
    assert {a.title for a in snapshot(index)["articles"]} == set(TITLES)
    assert faults(index) == {}


def test_what_a_person_deleted_stays_out_after_a_repair(index: Path) -> None:
    from ingest.deletion import delete

    with opened(index) as store:
        choir = next(a.id for a in store.articles() if a.title.startswith("Choir"))
    delete(Settings(index_dir=index), [choir], models=HashEmbedder.name)
    sql(index, "UPDATE articles SET text = 'other' WHERE title LIKE 'Frost%'")
    mended(index)
    run(index, index.parent / "files")
    assert {a.title for a in snapshot(index)["articles"]} == {TITLES[0], TITLES[2]}


def test_feedback_that_cannot_be_read_is_told(index: Path) -> None:
    (index / "feedback.jsonl").write_text(json.dumps({"good": True}) + "\n{cut\n")
    assert faults(index) == {"feedback.jsonl": "lines that are no JSON: 2"}


def test_nothing_is_repaired_while_another_writes(index: Path) -> None:
    shutil.rmtree(index / "keywords")
    with write_lock(index), pytest.raises(IndexBusy):
        mended(index)


def test_articles_that_lost_their_passages_are_noticed_when_asked(index: Path) -> None:
    sql(index, "DELETE FROM passages WHERE n = 2")
    with opened(index) as store, pytest.raises(IndexDamaged, match="1 articles have lost their passages"):
        store.table()


def test_a_repair_that_is_ended_leaves_the_old_database(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sql(index, "UPDATE articles SET text = 'other' WHERE n = 2", "PRAGMA wal_checkpoint(TRUNCATE)")
    before = (index / "articles.db").read_bytes()

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("rag.index.upkeep.salvage._swap", ended)
        with pytest.raises(KeyboardInterrupt):
            mended(index)
    assert (index / "articles.db").read_bytes() == before
    assert len(mended(index).lost) == 1
    assert faults(index) == {}


def test_who_has_it_open_sees_what_was_saved(index: Path) -> None:
    with opened(index) as store:
        assert store.counts()["articles"] == 3
        sql(index, "UPDATE articles SET text = 'other' WHERE n = 2")
        mended(index)
        assert store.counts()["articles"] == 2
        run(index, index.parent / "files")
        assert store.counts()["articles"] == 3


@pytest.mark.parametrize(
    "stamp", [{"format": 1, "models": HashEmbedder.name}, {"format": FORMAT, "models": "others"}], ids=["format", "models"]
)
def test_what_others_built_is_not_repaired(index: Path, stamp: dict[str, object]) -> None:
    sql(index, f"UPDATE meta SET value = '{json.dumps(stamp)}' WHERE key = 'built_by'", "DROP TABLE passages")
    (fault,) = (finding for finding in examine(Settings(index_dir=index)) if finding.part == "articles.db")
    assert ("--rebuild" in fault.repair) == (stamp["format"] == 1)
    before = (index / "articles.db").read_bytes()
    with pytest.raises(IndexMismatch, match="--rebuild"):
        mended(index)
    assert (index / "articles.db").read_bytes() == before
    assert not (index / "articles.db.damaged").exists()


def test_a_disk_without_links_is_repaired_too(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.link", lambda *_, **__: (_ for _ in ()).throw(OSError(1, "not permitted")))
    for n in (1, 2):
        sql(index, f"UPDATE articles SET text = 'other' WHERE n = {n}")
        assert mended(index).done[0].startswith(f"{3 - n} articles")
        assert "other" in (index / "articles.db.damaged").read_bytes().decode(errors="replace")
    assert [*faults(index)] == []
