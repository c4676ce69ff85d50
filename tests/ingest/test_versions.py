"""An article that comes again, changed and of a later day, keeps its earlier state for questions about the days before."""

import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.deletion import delete
from ingest.sync import update
from ingest.versions import earlier, is_update, pair_articles
from rag.index.filters import mask
from rag.records import Article, Filters
from rag.settings import Settings
from tests.kits.ingest import BODY, HashEmbedder, article_text, opened, run, snapshot

TOLL = "Two boats sank off the harbour. Officials said {} were missing. "
OLD = Article("r1", "Boats sink", "Nine were missing.", published="2024-03-01")
NEW = replace(OLD, text="Two were missing.", updated="2024-03-05T10:00")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def record(missing: str, **more: str) -> dict[str, str]:
    return {"id": "r1", "title": "Boats sink", "text": TOLL.format(missing) + BODY, "published": "2024-03-01"} | more


def rows(path: Path, *records: dict[str, str]) -> Path:
    path.write_text("\n".join(map(json.dumps, records)))
    return path


def page(path: Path, missing: str, date: str, title: str = "Boats sink") -> Path:
    path.write_text(article_text(title, TOLL.format(missing) + BODY, date))
    return path


def versions(index: Path) -> list[tuple[str, str, str]]:
    """Return (how many are missing, day, when superseded) of every state that the index holds, in order of time."""
    with opened(index) as store:
        found = sorted(store.articles(versions=True), key=lambda a: a.dated)
        ids = {a.id for a in store.articles()}
        assert all(a.version_of in ids if a.superseded else not a.version_of for a in found)
        return [(a.text.partition("said ")[2].split()[0], a.dated[:10], a.superseded[:10]) for a in found]


def test_an_update_keeps_the_earlier_version(index: Path, tmp_path: Path) -> None:
    file = rows(tmp_path / "a.jsonl", record("nine"))
    run(index, file)
    for n, (missing, day) in enumerate((("five", "2024-03-05T12:00"), ("two", "2024-03-09")), start=1):
        rows(file, record(missing, updated=day))
        report = run(index, file)
        assert (report.added, report.changed, report.removed) == (0, 1, 0)
        with opened(index) as store:
            assert (store.counts()["articles"], store.counts()["versions"]) == (1, n)
    assert versions(index) == [("nine", "2024-03-01", "2024-03-05"), ("five", "2024-03-05", "2024-03-09"), ("two", "2024-03-09", "")]
    before = snapshot(index)
    assert run(index, file).unchanged == 1
    assert snapshot(index) == before


def test_a_later_published_is_an_update_too(index: Path, tmp_path: Path) -> None:
    file = rows(tmp_path / "a.jsonl", record("nine"))
    run(index, file)
    run(index, rows(file, record("two", published="2024-03-02")))
    assert versions(index) == [("nine", "2024-03-01", "2024-03-02"), ("two", "2024-03-02", "")]


@pytest.mark.parametrize(
    ("again", "kept"),
    [
        (NEW, True),
        (replace(NEW, updated="2024-03-01T23:59"), False),  # as_of asks for days: on this one the newer text counts
        (replace(NEW, updated=""), False),  # a silent fix
        (replace(NEW, published="", updated=""), False),
        (replace(NEW, published="2024-02-01", updated=""), False),
        (replace(OLD, updated="2024-03-05"), True),  # says the same, and said it before
        (replace(OLD, published="2024-03-05"), False),  # the day was stated wrongly
        (replace(OLD, title="Boats sink off the harbour", updated="2024-03-05"), True),
    ],
)
def test_what_an_update_is(again: Article, kept: bool) -> None:
    assert is_update(OLD, again) is kept
    assert not is_update(replace(OLD, published=""), again), "nobody knows which of the two is later"


def test_a_version_is_the_old_article_with_an_id_of_its_own() -> None:
    assert earlier(OLD, NEW) == replace(OLD, id="r1@2024-03-01", version_of="r1", superseded="2024-03-05T10:00")


def test_a_silent_fix_replaces(index: Path, tmp_path: Path) -> None:
    file = rows(tmp_path / "a.jsonl", record("nine"))
    run(index, file)
    run(index, rows(file, record("eight")))
    assert versions(index) == [("eight", "2024-03-01", "")]
    run(index, rows(file, record("two", updated="2024-03-05")))
    run(index, rows(file, record("three", updated="2024-03-05")))
    assert versions(index) == [("eight", "2024-03-01", "2024-03-05"), ("three", "2024-03-05", "")]


def test_a_day_that_was_stated_wrongly_moves_the_end_of_what_was_before(index: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    for again in (record("nine"), record("two", published="2024-03-05"), record("two", published="2024-03-07")):
        run(index, rows(file, again))
    assert versions(index) == [("nine", "2024-03-01", "2024-03-07"), ("two", "2024-03-07", "")]


def test_an_older_state_that_comes_again_takes_the_place_of_the_newer(index: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    for again in (record("nine"), record("two", updated="2024-03-05"), record("nine"), record("two", updated="2024-03-05")):
        run(index, rows(file, again))
    assert versions(index) == [("nine", "2024-03-01", "2024-03-05"), ("two", "2024-03-05", "")]


def test_a_file_with_a_later_date_keeps_its_earlier_version(index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    file = page(folder / "boats.txt", "nine", "1 March 2024")
    run(index, folder)
    for missing, day in (("five", "5 March 2024"), ("two", "9 March 2024")):
        page(file, missing, f"Updated {day}", title=f"Boats sink, {missing} missing")
        report = run(index, folder)
        assert (report.added, report.changed, report.removed) == (0, 1, 0)
    assert versions(index) == [("nine", "2024-03-01", "2024-03-05"), ("five", "2024-03-05", "2024-03-09"), ("two", "2024-03-09", "")]
    before = snapshot(index)
    run(index, folder, prune=True)
    assert snapshot(index) == before
    file.unlink()
    (folder / "boats.jpg").touch()  # an empty folder would be taken for a disk that is not mounted
    assert run(index, folder, prune=True).removed == 1
    assert versions(index) == []
    with opened(index) as store:
        assert not store.table().whole.any()


def test_a_file_that_goes_back_drops_the_newer_state(index: Path, tmp_path: Path) -> None:
    file = tmp_path / "boats.txt"
    for missing, day in (("nine", "1 March 2024"), ("two", "5 March 2024"), ("nine", "1 March 2024")):
        run(index, page(file, missing, day))
    assert versions(index) == [("nine", "2024-03-01", "")]


def test_another_article_in_the_same_file_is_no_update(index: Path, tmp_path: Path) -> None:
    file = page(tmp_path / "latest.txt", "nine", "1 March 2024")
    run(index, file)
    file.write_text(article_text("Plum harvest", "Farmers in the valley lost their plums to late frost, a union said.", "5 March 2024"))
    run(index, file)
    with opened(index) as store:
        assert ["plums" in a.text for a in store.articles(versions=True)] == [True]


@settings(max_examples=8, deadline=None)
@given(as_record=st.booleans(), history=st.lists(st.tuples(st.sampled_from(["nine", "five", "two"]), st.integers(1, 6)), max_size=6))
def test_on_each_day_the_last_state_of_it_counts(
    tmp_path_factory: pytest.TempPathFactory, as_record: bool, history: list[tuple[str, int]]
) -> None:
    with tempfile.TemporaryDirectory(dir=tmp_path_factory.getbasetemp()) as name:
        index, file = Path(name) / "index", Path(name) / ("a.jsonl" if as_record else "a.txt")
        states: list[tuple[str, int]] = []  # in order of time; the last is the newest
        for missing, day in history:
            again = rows(file, record(missing, published=f"2024-03-0{day}")) if as_record else page(file, missing, f"{day} March 2024")
            run(index, again)
            updated = states and day > states[-1][1] and missing != states[-1][0]
            states = [s for s in (states if updated else states[:-1]) if s[1] < day] + [(missing, day)]
        if states:
            assert [(m, int(d[-1])) for m, d, _ in versions(index)] == states
            assert [u for *_, u in versions(index)] == [*(f"2024-03-0{day}" for _, day in states[1:]), ""]
            with opened(index) as store:
                table = store.table()
                for day in range(1, 8):
                    kept = mask(Filters(before=f"2024-03-0{day}"), table)
                    read = {store.article(table.article_of(row)).dated for row in np.flatnonzero(kept)}
                    assert read == {f"2024-03-0{d}" for _, d in [s for s in states if s[1] <= day][-1:]}


def article(name: str, **more: str) -> Article:
    return Article(name, **{"title": name, "text": f"The {name} was seen on Monday by {name} and by many others.", "url": ""} | more)


def test_articles_of_a_file_are_paired_by_address_then_headline_then_text() -> None:
    olds = [article("a", url="https://x.example/1"), article("b"), article("c")]
    news = [article("d"), article("e", title="b"), article("f", url="https://x.example/1")]
    assert [(old.id, new.id) for old, new in pair_articles(olds, news)] == [("a", "f"), ("b", "e")]
    assert pair_articles([article("a")], [article("b", text=BODY)]) == []
    same = article("b", text=article("a").text + " More is known.")
    assert pair_articles([article("a")], [same]) == [(article("a"), same)]
    two = [article("a", title="t"), article("b", title="t")]
    assert pair_articles(two, [article("c", title="t")]) == [(two[0], article("c", title="t"))]


def test_versions_are_no_copies(index: Path, tmp_path: Path) -> None:
    file, other = rows(tmp_path / "a.jsonl", record("nine")), rows(tmp_path / "b.jsonl", record("nine", id="copy", published="2024-03-02"))
    run(index, file, other)
    run(index, rows(file, record("two", updated="2024-03-05")), other)
    with opened(index) as store:
        assert set(store.signatures()) == {"r1", "copy"}
        assert store.copies("copy") == ["copy", "r1"]
        table = store.table()
        bare = {table.article_of(row) for row in np.flatnonzero(table.whole & (table.scales == 0))}
        assert bare <= {"r1"}, "what counts stands on what counts"
    off = Settings(index_dir=index, copies=False)
    update(off, [file, other], embedder=HashEmbedder())
    with opened(index) as store:
        assert store.counts()["versions"] == 1


def test_an_id_that_is_taken_is_left_alone(index: Path, tmp_path: Path) -> None:
    taken = record("three", id="r1@2024-03-01", title="Another")
    file = rows(tmp_path / "a.jsonl", record("nine"), taken)
    run(index, file)
    run(index, rows(file, record("two", updated="2024-03-05"), taken))
    assert [missing for missing, *_ in versions(index)] == ["three", "two"]


def test_deleting_takes_versions_along(index: Path, tmp_path: Path) -> None:
    file = rows(tmp_path / "a.jsonl", record("nine"), record("one", id="r2"))
    run(index, file)
    run(index, rows(file, record("two", updated="2024-03-05"), record("one", id="r2")))
    delete(Settings(index_dir=index), ["r1"], models=HashEmbedder.name)
    assert versions(index) == [("one", "2024-03-01", "")]


# --- at the edge of each rule


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("2024-03-01T10:00", "2024-03-01T23:59", False), ("2024-03-01T23:59", "2024-03-02", True),
        ("2024-03-01", "2024-03-01T00:01", False),
        ("2024-03-02", "2024-03-01T23:59", False), ("2024-03-31T10:00", "2024-04-01", True),
    ],
)  # fmt: skip
def test_versions_are_of_different_days(old: str, new: str, kept: bool) -> None:
    assert is_update(replace(OLD, published=old), replace(OLD, text="Two.", published=new)) is kept


def test_an_id_of_a_version_is_of_its_day() -> None:
    assert earlier(replace(OLD, published="2024-03-01T10:00"), NEW).id == "r1@2024-03-01"


def telling(*numbers: int) -> str:
    return " ".join(f"word{n}" for n in numbers)


@pytest.mark.parametrize(("kept", "paired"), [(6, True), (5, False)])
def test_a_file_of_one_article_keeps_it_by_half_of_its_text(kept: int, paired: bool) -> None:
    """Else an updated page without a headline loses its earlier state, or another page in its place gets one that it never had."""
    old, new = article("a", text=telling(*range(10))), article("b", text=telling(*range(kept), *range(20, 30 - kept)))
    assert bool(pair_articles([old], [new])) is paired
    assert pair_articles([old, article("c", text="x")], [new]) == pair_articles([old], [new, article("c", text="x")]) == []


def test_articles_without_address_or_headline_are_not_paired_by_having_none() -> None:
    olds = [article("a", title="", text="One two."), article("b", title="", text="Three four.")]
    assert pair_articles(olds, [article("c", title="", text="Five six.")]) == []


def test_each_article_is_paired_once() -> None:
    old, new = article("a", url="https://x.example/1", title="t"), article("b", url="https://x.example/1", title="t")
    assert pair_articles([old], [new]) == [(old, new)]
    assert pair_articles([old, article("c", title="t")], [new]) == [(old, new)]
    assert pair_articles([old], [new, article("c", title="t")]) == [(old, new)]


def test_a_newer_text_under_another_id_ends_the_old_one_on_its_day(index: Path, tmp_path: Path) -> None:
    """Several articles in one file, each with its headline: the one that changed keeps its state, the others stay as they are."""
    folder = tmp_path / "work"
    folder.mkdir()

    def write(missing: str, day: str) -> None:
        first, second = record(missing, published=day), record("one", id="r2", title="Harvest", url="https://x.example/2")
        for row in (first, second):
            del row["id"]
        rows(folder / "a.jsonl", first, second)

    write("nine", "2024-03-01")
    run(index, folder)
    write("two", "2024-03-05")
    report = run(index, folder)
    assert (report.added, report.changed, report.unchanged, report.removed) == (0, 1, 1, 0)
    assert sorted(versions(index)) == [("nine", "2024-03-01", "2024-03-05"), ("one", "2024-03-01", ""), ("two", "2024-03-05", "")]


def test_many_articles_are_paired_in_time() -> None:
    olds = [article(f"o{n}", title=f"t{n}", url="") for n in range(20_000)]
    news = [article(f"n{n}", title=f"t{n}", url="") for n in range(20_000)]
    started = time.process_time()
    assert [(old.id, new.id) for old, new in pair_articles(olds, news)] == [(f"o{n}", f"n{n}") for n in range(20_000)]
    assert time.process_time() - started < 3
