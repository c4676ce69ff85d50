"""What a person deletes stays out however often its file is read, until it is restored."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from ingest.deletion import Gone, delete, restore
from rag.errors import IndexMissing
from rag.index.store import READING
from rag.index.upkeep.broken import remembered
from rag.index.writing import StoreWriter
from rag.settings import Settings
from tests.kits.ingest import BODY, HashEmbedder, article_text, opened, run


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Return a folder with a page, and two records in a file."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "storm.txt").write_text(article_text("Storm sinks two boats"))
    rows(folder / "rows.jsonl", "r1", "r2")
    return folder


def rows(path: Path, *ids: str) -> None:
    path.write_text("\n".join(json.dumps({"id": i, "title": f"Title {i}", "text": f"Of {i}. {BODY}"}) for i in ids))


def gone(index: Path, ids: Sequence[str], uploads: Path | None = None) -> Gone:
    return delete(Settings(index_dir=index), ids, models=HashEmbedder.name, uploads=uploads)


def back(index: Path, ids: Sequence[str]) -> list[str]:
    return sorted(restore(Settings(index_dir=index), ids, models=HashEmbedder.name))


def held(index: Path) -> dict[str, str]:
    with opened(index) as store:
        return {a.id: Path(a.path).name for a in store.articles(versions=True)}


def test_what_is_deleted_stays_out_until_it_is_restored(index: Path, work: Path) -> None:
    run(index, work)
    storm = next(i for i, name in held(index).items() if name == "storm.txt")
    assert gone(index, [storm, "r1", "nobody"]) == (2, 2, 0)
    assert held(index) == {"r2": "rows.jsonl"}
    report = run(index, work, prune=True)  # as they are
    assert (report.added, report.unchanged, report.removed, report.deleted) == (0, 1, 0, 0)
    rows(work / "rows.jsonl", "r3", "r1", "r2")  # read again, and moved
    (work / "storm.txt").rename(work / "gale.txt")
    report = run(index, work, prune=True)
    assert (report.added, report.unchanged, report.deleted) == (1, 1, 2)
    with opened(index) as store:
        assert {i: (told.title, [Path(f).name for f in told.files]) for i, told in store.deleted().items()} == {
            "r1": ("Title r1", ["rows.jsonl"]),
            storm: ("Storm sinks two boats", ["gale.txt"]),
        }
    assert back(index, ["r1", "nobody"]) == ["r1"]
    report = run(index, work)
    assert (report.added, report.unchanged) == (1, 2)
    assert sorted(held(index)) == ["r1", "r2", "r3"]
    assert back(index, [storm]) == [storm]
    report = run(index, work)
    assert (report.added, report.unchanged) == (1, 3)
    assert held(index)[storm] == "gale.txt"


def test_a_restored_article_comes_with_its_earlier_file(index: Path, work: Path) -> None:
    run(index, work)
    (storm,) = (i for i, name in held(index).items() if name == "storm.txt")
    gone(index, [storm])
    back(index, [storm])
    assert run(index, work).added == 1
    assert held(index)[storm] == "storm.txt"


def test_a_file_of_the_programs_own_goes_with_its_last_article(index: Path, work: Path) -> None:
    run(index, work)
    gone(index, ["r1"], work)
    assert (work / "rows.jsonl").exists()
    gone(index, ["r2"], work)
    assert not (work / "rows.jsonl").exists()
    with opened(index) as store:
        assert list(store.deleted()) == ["r1"]
        assert [Path(path).name for path in store.files()] == ["storm.txt"]
    rows(work / "rows.jsonl", "r2")  # uploaded again
    assert run(index, work).added == 1


def test_nothing_is_made_where_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        gone(tmp_path / "nowhere", ["r1"])
    assert not (tmp_path / "nowhere").exists()


def only(folder: Path, index: Path) -> str:
    """Return the id of the article whose file has this name in the index."""
    return next(i for i, name in held(index).items() if name == folder.name)


@pytest.mark.parametrize("mine", ["a.txt", "b.txt"])
@pytest.mark.parametrize("then", ["", "moved", "lost"])
def test_a_copy_in_another_file_is_not_what_was_deleted(index: Path, tmp_path: Path, mine: str, then: str) -> None:
    work = tmp_path / "copies"
    work.mkdir()
    for name in ("a.txt", "b.txt", "z.txt"):
        (work / name).write_text(article_text("Storm sinks two boats" if name != "z.txt" else "Trams return"))
    run(index, work)
    gone(index, [only(work / mine, index)])
    if then == "moved":
        (work / mine).rename(work / "e.txt")
    elif then:
        (work / mine).unlink()
    other = "a.txt" if mine == "b.txt" else "b.txt"
    run(index, work, prune=True)
    assert sorted(held(index).values()) == [other, "z.txt"]
    anew = tmp_path / "anew"  # as a rebuild does it
    store = StoreWriter.open(Settings(index_dir=anew), models=HashEmbedder.name)
    store.remember_deleted(remembered(index)[0])
    store.close()
    run(anew, work)
    assert sorted(held(anew).values()) == [other, "z.txt"]


PAGE = '<html><head><title>Gale</title><meta property="og:url" content="https://a.example/1"></head><body><article><h1>Gale</h1>{}'


@pytest.mark.parametrize(
    ("before", "after", "comes"),
    [
        ({"1.html": PAGE.format(f"<p>{BODY}</p>")}, {"1.html": PAGE.format(f"<p>{BODY} More.</p>")}, False),  # fetched again
        ({"1.txt": article_text("Gale")}, {"1.txt": article_text("Gale") + " More."}, True),  # edited
        ({"1.json": {"id": "1", "title": "Gale", "text": BODY}}, {"2.json": {"id": "1", "title": "Frost", "text": BODY}}, True),
        ({"1.json": {"id": "1", "title": "Gale", "text": BODY}}, {"2.json": {"id": "1", "title": "Gale", "text": BODY}}, False),
        ({"1.json": {"id": "1", "title": "Gale", "text": BODY}}, {"1.json": {"id": "1", "title": "Gales", "text": BODY}}, False),
    ],
    ids=["page", "text", "another of the id", "the same export", "changed record"],
)
def test_by_what_an_article_is_known(index: Path, tmp_path: Path, before: dict[str, object], after: dict[str, object], comes: bool) -> None:
    work = tmp_path / "files"
    work.mkdir()
    (work / "other.txt").write_text(article_text("Trams return"))
    for n, files in enumerate((before, after)):
        for name, content in files.items():
            (work / name).write_text(content if isinstance(content, str) else json.dumps(content))
        report = run(index, work)
        if not n:
            gone(index, [i for i, name in held(index).items() if name in before])
    assert (report.added, report.deleted) == (int(comes), int(not comes))


def test_it_says_what_cannot_be_restored(index: Path, work: Path) -> None:
    for n in (1, 2):
        rows(work / "gone.jsonl", "g1")
        told = {"id": "v", "title": "Gale", "text": f"{BODY} {n}", "updated": f"2024-03-0{n}"}
        (work / "versions.json").write_text(json.dumps(told))
        run(index, work)
    (work / "gone.jsonl").unlink()
    assert gone(index, ["g1", "r1", "v"]) == (3, 2, 1)
    assert back(index, ["g1"]) == []


@pytest.mark.parametrize("uploads", [True, False], ids=["on the page", "by the command"])
def test_an_upload_of_an_index_that_was_moved_is_known(index: Path, work: Path, *, uploads: bool) -> None:
    from ingest.rebuild import rebuild

    kept = index / "uploads"
    kept.mkdir(parents=True)
    rows(kept / "sent.jsonl", "u1")
    run(index, work, kept)
    index.rename(moved := index.with_name("moved"))
    gone(moved, ["u1"], moved / "uploads" if uploads else None)
    assert (moved / "uploads" / "sent.jsonl").exists() != uploads
    settings = Settings(index_dir=moved)
    assert (rebuild(settings, [work]).added, "u1" in held_by(settings)) == (3, False)
    if not uploads:
        assert list(restore(settings, ["u1"])) == ["u1"]


def held_by(settings: Settings) -> set[str]:
    _, files = remembered(settings.index_dir)
    return {i for _, ids in files.values() for i in ids}


def ends(at: str) -> Callable[..., None]:
    """Return what ends a deletion at a step; of the two that write the ledger at the second, by which all is done but to say so."""
    set_files = StoreWriter.set_files

    def end(*given: Any, **_: object) -> None:
        if at == "set_files" and all(told and told[0] == READING for told in given[1].values()):
            set_files(*given)
        else:
            raise KeyboardInterrupt

    return end


@pytest.mark.parametrize(("at", "left"), [("remove", {"r1", "r2"}), ("set_files", set())])
def test_a_deletion_that_is_ended_is_completed(index: Path, work: Path, monkeypatch: pytest.MonkeyPatch, at: str, left: set[str]) -> None:
    run(index, work)
    with monkeypatch.context() as patched:
        patched.setattr(StoreWriter, at, ends(at))
        with pytest.raises(KeyboardInterrupt):
            gone(index, ["r1", "r2"])
    run(index, work)
    assert {i for i in held(index) if i in {"r1", "r2"}} == left
    assert held_by(Settings(index_dir=index)) == set(held(index))


@pytest.mark.parametrize("at", ["remove", "set_files", "unlink", "forget_deleted"])
def test_a_deletion_of_an_upload_that_is_ended_leaves_nothing_wrong(
    index: Path, work: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    from ingest.upkeep.doctor import examine
    from ui.page.desk.changes import unread_uploads

    uploads = index / "uploads"
    uploads.mkdir(parents=True)
    rows(uploads / "sent.jsonl", "u1")
    run(index, work, uploads)
    with monkeypatch.context() as patched:
        patched.setattr(Path if at == "unlink" else StoreWriter, at, ends(at))
        with pytest.raises(KeyboardInterrupt):
            gone(index, ["u1"], uploads)
    run(index, work, *unread_uploads(Settings(index_dir=index), uploads))  # as the page does at its start
    assert ("u1" in held(index)) == (at == "remove")
    assert [finding.fault for finding in examine(Settings(index_dir=index)) if finding.part == "articles.db"] == [""]
    if at == "remove":
        gone(index, ["u1"], uploads)
        rows(uploads / "sent.jsonl", "u1")
        assert run(index, uploads).added == 1  # given again


def test_an_upload_that_is_deleted_forgets_no_other_of_its_id(index: Path, work: Path) -> None:
    run(index, work)
    gone(index, ["r1"])
    uploads = index / "uploads"
    uploads.mkdir()
    (uploads / "sent.jsonl").write_text(json.dumps({"id": "r1", "title": "Frost", "text": f"Of frost. {BODY}"}))
    run(index, uploads)
    assert "r1" in held(index)
    gone(index, ["r1"], uploads)
    with opened(index) as store:
        assert store.deleted()["r1"].title == "Title r1"
    (work / "rows.jsonl").touch()
    run(index, work)
    assert "r1" not in held(index)
