"""The index: what goes in comes out, what is half-written is not there."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.passages import split
from rag.errors import DatelineError, IndexDamaged, IndexMismatch, IndexMissing
from rag.index.columns import NEVER, day_number
from rag.index.filters import mask
from rag.index.keywords import Keywords
from rag.index.nearest import Nearest
from rag.index.store import Store
from rag.index.writing import StoreWriter
from rag.records import EVERYTHING, Article, Filters, Passage
from rag.settings import Settings
from tests.kits.ingest import in_chroma, in_order
from tests.kits.news import ARTICLES, BRIDGE, CHOIR, FERRY, ORCHARD, add, index, static


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StoreWriter]:
    with index(tmp_path / "index") as opened:
        yield opened


def vectors(store: Store) -> set[str]:
    """Return the ids that Chroma holds."""
    table = store.table()
    return {table.id_of(row) if table.holds(row) else f"gone {row}" for row in in_chroma(store)}


def passages(store: Store) -> list[str]:
    """Return the ids of all passages."""
    table = store.table()
    return [table.id_of(row) for row in in_order(table)]


def near(store: Store, words: str, k: int, filters: Filters = EVERYTHING) -> dict[str, float]:
    """Return the passages nearest to some words."""
    table = store.table()
    return {table.id_of(row): cosine for row, cosine in store.nearest(static().embed([words])[0], k, mask(filters, table)).items()}


def test_articles_come_back_as_they_went_in(store: StoreWriter) -> None:
    assert store.articles() == sorted(ARTICLES, key=lambda a: a.id)
    assert store.articles(["orchard", "nobody", "ferry", "orchard"]) == [ORCHARD, FERRY]
    assert store.article("ferry") == FERRY
    assert store.articles(["ferry"], light=True) == [replace(FERRY, text="")]
    with pytest.raises(KeyError):
        store.article("nobody")


def test_counts(store: StoreWriter) -> None:
    counted = store.counts()
    assert counted == {
        "articles": 6, "passages": 6, "outlets": 3, "undated": 1, "oldest": "2024-03-06", "newest": "2024-08-17", "versions": 0,
    }  # fmt: skip
    assert store.outlets() == [("Daily Ledger", 2), ("Harbour Post", 2), ("Varnholm Radio", 2)]


def test_passages_are_slices_in_a_fixed_order(store: StoreWriter) -> None:
    table = store.table()
    rows = in_order(table)
    assert [table.article_of(row) for row in rows] == sorted(a.id for a in ARTICLES)
    for row in rows:
        article = store.article(table.article_of(row))
        assert article.text[slice(*table.span_of(row))] == next(p.text for p in split(article) if p.id == table.id_of(row))
        assert table.outlets[table.codes[table.articles[row]]] == article.source
        assert table.days[table.articles[row]] == day_number(article.dated)


def test_nearest_gives_the_cosine_best_first(store: StoreWriter) -> None:
    found = near(store, FERRY.text, 3)
    assert next(iter(found)) == "ferry#0"
    assert found["ferry#0"] == pytest.approx(1, abs=1e-4)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert len(found) == 3
    assert len(near(store, "x", 500)) == len(ARTICLES)


def test_nearest_obeys_the_filter(store: StoreWriter) -> None:
    assert {i[:-2] for i in near(store, FERRY.text, 9, Filters(outlets=("Varnholm Radio",)))} == {"library", "choir"}
    assert {i[:-2] for i in near(store, FERRY.text, 9, Filters(after="2024-06-02"))} == {"orchard", "library"}


def test_an_article_of_the_same_id_is_replaced(store: StoreWriter) -> None:
    long = replace(FERRY, text=" ".join(f"The ferry of line {n} left the harbour in fog and came back late at night." for n in range(60)))
    add(store, [long], "2")
    assert store.article("ferry") == long
    assert store.known()["ferry"] == "2"
    assert store.counts()["articles"] == 6
    assert len(split(long)) > 1
    add(store, [FERRY], "3")
    assert vectors(store) == set(passages(store))
    assert store.counts()["passages"] == 6


def test_what_is_removed_is_gone_everywhere(store: StoreWriter) -> None:
    store.remove(["ferry", "nobody"])
    store.publish()
    assert "ferry" not in store.known()
    assert "ferry" not in {a.id for a in store.articles()}
    assert vectors(store) == set(passages(store)) == {f"{a.id}#0" for a in ARTICLES if a != FERRY}
    assert "ferry#0" not in near(store, FERRY.text, 9)


def test_readers_are_told_of_stories_that_are_other_ones_only(store: StoreWriter) -> None:
    generation = store.generation

    def follow(stories: dict[str, str]) -> tuple[int, str, str]:
        store.set_stories({i: (story, b"signed") for i, story in stories.items()})
        table = store.table()
        ferry, bridge = (table.article_ids[table.stories[table.article_ids.index(i)]] for i in ("ferry", "bridge"))
        return store.generation - generation, ferry, bridge

    assert follow({"ferry": "", "bridge": "bridge"}) == (0, "ferry", "bridge")
    assert follow({"ferry": "ferry", "bridge": "ferry", "nobody": "ferry"}) == (1, "ferry", "ferry")
    assert follow({"ferry": "ferry", "bridge": "ferry"}) == (1, "ferry", "ferry")
    assert follow({"bridge": ""}) == (2, "ferry", "bridge")


def test_the_generation_grows_with_what_can_be_found_only(store: StoreWriter) -> None:
    start = store.generation
    store.set_file("a.txt", "00", ["ferry"])
    store.add([])
    store.remove([])
    assert store.generation == start
    table = store.table()
    assert store.table() is table
    add(store, [BRIDGE])
    after = store.generation
    assert after > start
    assert store.table() is not table
    store.remove(["bridge"])
    assert store.generation > after


def test_a_passage_without_a_vector_is_kept_but_not_near_anything(store: StoreWriter) -> None:
    bare = replace(CHOIR, id="bare")
    store.add([(bare, "1", split(bare), np.zeros((len(split(bare)), static().dim), np.float32))])
    store.publish()
    assert store.bare(["bare", "choir"]) == {"bare": {"bare#0"}}
    assert "bare#0" in passages(store)
    assert "bare#0" not in near(store, CHOIR.text, 9)
    assert "bare#0" not in vectors(store)


def test_the_ledger_of_files(store: StoreWriter) -> None:
    store.set_file("b.txt", "11", ["ferry", "bridge"])
    store.set_file("a.txt", "00", [])
    store.set_file("b.txt", "22", ["ferry"])
    assert store.files() == {"a.txt": ("00", ()), "b.txt": ("22", ("ferry",))}
    store.drop_file("a.txt")
    assert list(store.files()) == ["b.txt"]
    store.set_paths({"ferry": "else.txt"})
    assert store.article("ferry").path == "else.txt"


EARLIER = replace(FERRY, id="ferry@2024-03-06", version_of="ferry", superseded="2024-03-09")
NEWER = replace(FERRY, text="The ferry Kestrel sank off Varnholm on Tuesday night. All 34 people were rescued.", updated="2024-03-09")


def test_an_earlier_version_is_an_article_that_does_not_count(store: StoreWriter) -> None:
    before = store.counts() | {"versions": 1, "oldest": "2024-03-09"}
    settled = store.unsettled()
    add(store, [EARLIER])
    add(store, [NEWER])
    assert store.article(EARLIER.id) == EARLIER
    assert store.articles([EARLIER.id, "ferry"]) == [EARLIER, NEWER]
    assert [a.id for a in store.articles(versions=True) if a.title == FERRY.title] == ["ferry", EARLIER.id]
    assert store.counts() == before
    assert EARLIER.id not in {a.id for a in store.articles()} | store.known().keys() | store.signatures().keys()
    assert store.unsettled() == settled
    assert store.outlets() == [("Daily Ledger", 2), ("Harbour Post", 2), ("Varnholm Radio", 2)]
    table = store.table()
    assert table.versioned
    assert vectors(store) == set(passages(store))
    ended = np.flatnonzero(table.current & (table.untils != NEVER))
    assert {table.article_ids[n]: int(table.untils[n]) for n in ended} == {EARLIER.id: 20240309}


def test_an_earlier_version_goes_with_its_article(store: StoreWriter) -> None:
    add(store, [EARLIER, replace(EARLIER, id="ferry@2024-03-07")])
    store.remove([EARLIER.id])
    assert store.counts()["versions"] == 1
    store.remove(["ferry"])
    store.publish()
    assert store.counts()["versions"] == 0
    assert vectors(store) == set(passages(store)) == {f"{a.id}#0" for a in ARTICLES if a != FERRY}


def test_an_earlier_version_follows_an_article_that_changes_its_id(store: StoreWriter) -> None:
    add(store, [EARLIER, replace(NEWER, id="kestrel")])
    store.set_newest({"ferry": store.article("kestrel")})
    store.remove(["ferry"])
    assert store.article(EARLIER.id).version_of == "kestrel"


def test_an_earlier_version_ends_when_its_article_is_put_before_it(store: StoreWriter) -> None:
    """Two versions never count on one day: a day that was stated wrongly, and is corrected, ends the earlier ones."""
    add(store, [EARLIER, NEWER])
    add(store, [replace(NEWER, updated="2024-03-08")])
    assert store.article(EARLIER.id).superseded == "2024-03-08"
    add(store, [replace(NEWER, published="", updated="")])
    assert store.article(EARLIER.id).superseded == "2024-03-08"
    add(store, [FERRY])
    assert store.counts()["versions"] == 0


class Killed(BaseException):
    """Stands for a process that ends here."""


def test_what_a_killed_run_did_not_come_to_is_done_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(index_dir=tmp_path / "index")
    with index(settings.index_dir, [FERRY]) as store:
        monkeypatch.setattr(store, "publish", lambda: None)  # also as it is closed
        store.remove(["ferry"])
        add(store, [BRIDGE, ORCHARD])
    reader = Store.open(settings, models=static().name)
    assert sorted(reader.known()) == ["bridge", "orchard"]
    assert passages(reader) == ["bridge#0", "orchard#0"] == sorted(near(reader, BRIDGE.text, 9))
    reader.close()
    writer = StoreWriter.open(settings, models=static().name)
    writer.publish()
    assert vectors(writer) == {"bridge#0", "orchard#0"}
    held = Keywords.open(writer.folder / "keywords")
    assert [[writer.table().id_of(row) for row in held.rows(s).tolist()] for s in ("bridg", "kestrel")] == [["bridge#0"], []]
    writer.close()


def test_what_is_lost_beside_the_articles_is_put_back(tmp_path: Path) -> None:
    settings = Settings(index_dir=tmp_path / "index")
    with index(settings.index_dir):
        pass
    for part in ("chroma", "keywords"):
        shutil.rmtree(settings.index_dir / part)
    code = """
import sys; from pathlib import Path; from rag.index.writing import StoreWriter; from rag.settings import Settings
StoreWriter.open(Settings(index_dir=Path(sys.argv[1])), models=sys.argv[2]).close()
"""
    subprocess.run([sys.executable, "-c", code, str(settings.index_dir), static().name], check=True)
    with index(settings.index_dir, []) as store:
        assert vectors(store) == set(passages(store)) == {f"{a.id}#0" for a in ARTICLES}
        assert Keywords.open(store.folder / "keywords").size == len(ARTICLES)


def test_an_open_table_stays_as_it_is(store: StoreWriter) -> None:
    """A question goes on with what it has read, whatever is written meanwhile."""
    table = store.table()
    before = [table.id_of(row) for row in np.flatnonzero(table.whole)], table.vectors.tobytes(), table.days.tobytes()
    for n in range(40):
        add(store, [replace(FERRY, id=f"more{n}"), replace(BRIDGE, published=f"2024-05-{n % 28 + 1:02}")])
    store.remove(["ferry"])
    assert store.counts()["articles"] == 45
    assert before == ([table.id_of(row) for row in np.flatnonzero(table.whole)], table.vectors.tobytes(), table.days.tobytes())


def test_many_passages_are_found_as_few_are(store: StoreWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    add(
        store,
        [replace(a, id=f"{a.id}{n}", text=f"{a.text} It was number {n} of {n * 7} on the list.") for n in range(30) for a in ARTICLES],
    )
    exact = near(store, FERRY.text, 12)
    monkeypatch.setattr("rag.index.nearest.FEW", 0)
    asked = []
    real = Nearest._from_chroma
    monkeypatch.setattr(Nearest, "_from_chroma", lambda *given: asked.append(real(*given)) or asked[-1])
    assert near(store, FERRY.text, 12) == exact
    assert asked
    assert asked[-1] is not None
    narrow = Filters(outlets=("Varnholm Radio",))
    asked.clear()
    found = near(store, CHOIR.text, 3, narrow)
    assert next(iter(found)) == "choir#0"
    assert all(i.startswith("choir") for i in found)
    assert not asked, "Chroma does not know the filter"
    monkeypatch.setattr("rag.index.nearest.MORE", 1)
    wide = Filters(outlets=("Varnholm Radio", "Daily Ledger"))
    assert len(near(store, FERRY.text, 12, wide)) == 12, "where what is nearest may not be read"
    assert asked
    monkeypatch.setattr(Nearest, "_from_chroma", lambda *given: None)  # as where Chroma cannot be asked
    assert list(near(store, FERRY.text, 3)) == list(exact)[:3]


def test_a_missing_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"No index at .*nowhere.*dateline ingest"):
        Store.open(Settings(index_dir=tmp_path / "nowhere"))
    assert not (tmp_path / "nowhere").exists()


def test_an_index_of_other_models_says_how_to_rebuild(store: StoreWriter) -> None:
    for kind in (Store, StoreWriter):
        with pytest.raises(IndexMismatch, match=f"{static().name}.*another-model.*--rebuild"):
            kind.open(Settings(index_dir=store.folder), models="another-model")
    assert store.counts()["articles"] == 6


def test_a_broken_database_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "articles.db").write_bytes(b"no database at all, only some bytes " * 40)
    with pytest.raises(DatelineError, match=r"is damaged .*articles\.db.*dateline doctor"):
        Store.open(Settings(index_dir=tmp_path))


def test_a_database_without_tables_says_what_to_do(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "articles.db").close()
    (tmp_path / "articles.db").touch()
    with pytest.raises(DatelineError, match="dateline doctor"):
        Store.open(Settings(index_dir=tmp_path))


def test_a_failed_write_leaves_the_old_article_or_none(store: StoreWriter) -> None:
    passages = split(FERRY)
    with pytest.raises(ValueError, match="not each has a vector"):
        store.add([(replace(FERRY, text="new"), "2", passages, np.zeros((5, static().dim), np.float32))])
    assert all(a in ARTICLES for a in store.articles())


def test_no_write_looks_through_all_articles(tmp_path: Path) -> None:
    """The earlier versions of an article are found by their index."""
    writer = StoreWriter.open(Settings(index_dir=tmp_path))
    asked: list[str] = []
    writer._db.set_trace_callback(asked.append)
    article = Article("a", "Storm", "Two boats sank.", published="2024-05-03")
    for day in ("2024-05-03", "2024-05-04"):
        writer.add([(replace(article, published=day), "mark", [Passage("a#0", "a", article.text, 0, 15)], np.ones((1, 8), np.float32))])
    writer.set_newest({"b": article})
    writer.earlier(["a"])
    writer.remove(["a"])
    writer._db.set_trace_callback(None)
    plans = {q: [row[3] for row in writer._db.execute(f"EXPLAIN QUERY PLAN {q}")] for q in asked if "version_of" in q and "WHERE" in q}
    assert len(plans) > 4
    assert [q for q, plan in plans.items() if any(step.startswith("SCAN articles") for step in plan)] == []
    writer.close()


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE articles SET text = replace(text, '31', '13') WHERE id = 'ferry'",
        "UPDATE passages SET vectors = zeroblob(length(vectors)) WHERE n = (SELECT n FROM articles WHERE id = 'ferry')",
        "PRAGMA recursive_triggers = OFF; DROP TRIGGER passages_out; DELETE FROM passages WHERE n = 1",
        "DROP TRIGGER article_out; PRAGMA foreign_keys = OFF; DELETE FROM articles WHERE id = 'ferry'",
        "DROP TABLE passages",
    ],
)
def test_what_was_changed_on_the_disk_is_noticed(tmp_path: Path, harm: str) -> None:
    with index(tmp_path / "index"):
        pass
    db = sqlite3.connect(tmp_path / "index" / "articles.db", isolation_level=None)
    db.executescript(harm)
    db.close()
    store = Store.open(Settings(index_dir=tmp_path / "index"), models=static().name)
    with pytest.raises(IndexDamaged, match=r"dateline doctor"):
        read_all(store)
    store.close()


def read_all(store: Store) -> None:
    """Read the columns and every article, as questions do in part."""
    store.table()
    store.articles()


def test_a_reader_cannot_write(store: StoreWriter) -> None:
    reader = Store.open(Settings(index_dir=store.folder), models=static().name)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._db.execute("DELETE FROM articles")
    reader.close()


def test_a_mask_is_laid_over_the_table_that_it_is_of(store: StoreWriter) -> None:
    """An article that comes in the middle of a question is not in it."""
    table = store.table()
    keep = mask(EVERYTHING, table)
    add(store, [replace(FERRY, id="late")])
    found = store.nearest(static().embed([FERRY.text])[0], 9, keep, table)
    assert len(found) == len(ARTICLES)
    assert "late" not in {table.article_of(row) for row in found}


def test_an_index_emptied_of_all_articles_is_sound(tmp_path: Path) -> None:
    with index(tmp_path / "index", [FERRY]) as store:
        add(store, [BRIDGE])
        store.remove(["ferry", "bridge"])
    reader = Store.open(Settings(index_dir=tmp_path / "index"), models=static().name)
    assert (reader.counts()["articles"], near(reader, "ferry", 3)) == (0, {})
    with index(tmp_path / "index", [CHOIR]):
        assert list(near(reader, "choir", 3)) == ["choir#0"]
    reader.close()


def test_articles_that_lost_their_last_changes_lose_the_words_of_these(tmp_path: Path) -> None:
    """As after a cut of power, or with an older articles.db put back by hand: row numbers and generations are given again."""
    folder = tmp_path / "index"
    with index(folder, [FERRY]):
        pass
    shutil.copy(folder / "articles.db", tmp_path / "older.db")
    with index(folder, []) as store:
        add(store, [BRIDGE])
    for part in folder.glob("articles.db*"):
        part.unlink()
    shutil.copy(tmp_path / "older.db", folder / "articles.db")
    with index(folder, []) as store:
        add(store, [CHOIR])
    held = Keywords.open(folder / "keywords")
    with index(folder, []) as store:
        assert [[store.table().id_of(row) for row in held.rows(s).tolist()] for s in ("choir", "bridg")] == [["choir#0"], []]


def test_a_reader_sees_the_index_that_takes_the_place_of_its_own(tmp_path: Path) -> None:
    with index(tmp_path / "index", [FERRY, CHOIR]), index(tmp_path / "new", [BRIDGE, ORCHARD, FERRY]):
        pass
    reader = Store.open(Settings(index_dir=tmp_path / "index"), models=static().name)
    assert passages(reader) == ["choir#0", "ferry#0"]
    (tmp_path / "index").rename(tmp_path / "old")
    (tmp_path / "new").rename(tmp_path / "index")
    assert passages(reader) == ["bridge#0", "ferry#0", "orchard#0"] == sorted(near(reader, "bridge", 9))
    assert reader.article("orchard") == ORCHARD
    reader.close()


@pytest.mark.parametrize("asked", [2, 5, 64])
def test_some_of_many_articles_are_looked_up_one_by_one(store: StoreWriter, asked: int) -> None:
    columns = ", ".join(row[1] for row in store._db.execute("PRAGMA table_info(articles)"))
    same = columns.replace("n, id,", "NULL, id || '-' || x,")
    numbers = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t WHERE x < 5000)"
    store._db.execute(f"{numbers} INSERT INTO articles ({columns}) SELECT {same} FROM articles, t WHERE id = 'ferry'")
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    store._db.set_progress_handler(step, 10)
    try:
        assert len(store.known([f"ferry-{n}" for n in range(1, asked + 1)])) == asked
    finally:
        store._db.set_progress_handler(None, 0)
    assert steps < 50 * asked
