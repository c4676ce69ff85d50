"""The index: what goes in comes out, what is half-written is not there."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.passages import split
from rag.errors import DatelineError, IndexMismatch, IndexMissing
from rag.index.columns import NEVER, day_number
from rag.index.store import Store
from rag.index.writing import StoreWriter
from rag.settings import Settings
from tests.kits.news import ARTICLES, BRIDGE, CHOIR, FERRY, ORCHARD, add, index, static


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StoreWriter]:
    with index(tmp_path / "index") as opened:
        yield opened


def vectors(store: Store) -> set[str]:
    """Return the ids that Chroma holds."""
    return set(store._collection.get(include=[])["ids"])


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
    assert table.article_ids == sorted(a.id for a in ARTICLES)
    for i, article, start, end in zip(table.ids, table.article_ids, table.starts, table.ends, strict=True):
        assert store.article(article).text[start:end] == next(p.text for p in split(store.article(article)) if p.id == i)
    assert table.days.tolist() == [day_number(store.article(a).dated) for a in table.article_ids]


def test_nearest_gives_the_cosine_best_first(store: StoreWriter) -> None:
    found = store.nearest(static().embed([FERRY.text])[0], 3)
    assert next(iter(found)) == "ferry#0"
    assert found["ferry#0"] == pytest.approx(1, abs=1e-4)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert len(found) == 3
    assert len(store.nearest(static().embed(["x"])[0], 500)) == len(ARTICLES)


def test_nearest_obeys_the_filter(store: StoreWriter) -> None:
    asked = static().embed([FERRY.text])[0]
    assert {i[:-2] for i in store.nearest(asked, 9, {"outlet": {"$in": ["Varnholm Radio"]}})} == {"library", "choir"}
    assert {i[:-2] for i in store.nearest(asked, 9, {"day": {"$gte": 20240602}})} == {"orchard", "library"}


def test_an_article_of_the_same_id_is_replaced(store: StoreWriter) -> None:
    long = replace(FERRY, text=" ".join(f"The ferry of line {n} left the harbour in fog and came back late at night." for n in range(60)))
    add(store, [long], "2")
    assert store.article("ferry") == long
    assert store.known()["ferry"] == "2"
    assert store.counts()["articles"] == 6
    assert len(split(long)) > 1
    add(store, [FERRY], "3")
    assert vectors(store) == set(store.table().ids)
    assert store.counts()["passages"] == 6


def test_what_is_removed_is_gone_everywhere(store: StoreWriter) -> None:
    store.remove(["ferry", "nobody"])
    assert "ferry" not in store.known()
    assert "ferry" not in {a.id for a in store.articles()}
    assert vectors(store) == set(store.table().ids) == {f"{a.id}#0" for a in ARTICLES if a != FERRY}
    assert "ferry#0" not in store.nearest(static().embed([FERRY.text])[0], 9)


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
    passages = split(bare)
    store.add([(bare, "1", passages, np.zeros((len(passages), static().dim), np.float32))])
    assert store.bare(["bare", "choir"]) == {"bare": {"bare#0"}}
    assert "bare#0" in store.table().rows
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
    assert vectors(store) == set(table.ids)
    assert {a: int(until) for a, until in zip(table.article_ids, table.untils, strict=True) if until != NEVER} == {EARLIER.id: 20240309}


def test_an_earlier_version_goes_with_its_article(store: StoreWriter) -> None:
    add(store, [EARLIER, replace(EARLIER, id="ferry@2024-03-07")])
    store.remove([EARLIER.id])
    assert store.counts()["versions"] == 1
    store.remove(["ferry"])
    assert store.counts()["versions"] == 0
    assert vectors(store) == set(store.table().ids) == {f"{a.id}#0" for a in ARTICLES if a != FERRY}


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


def test_an_index_made_before_there_were_versions_is_read(store: StoreWriter) -> None:
    with sqlite3.connect(store.folder / "articles.db") as db:
        db.execute("DROP INDEX versions_of")
        for column in ("version_of", "superseded", "agency", "incomplete", "found"):
            db.execute(f"ALTER TABLE articles DROP COLUMN {column}")
    db.close()
    reader = Store.open(Settings(index_dir=store.folder), models=static().name)
    assert reader.articles() == sorted(ARTICLES, key=lambda a: a.id)
    assert reader.counts()["versions"] == 0
    assert not reader.table().versioned
    reader.close()
    marked = replace(NEWER, agency="Reuters", incomplete=True, found="published")
    add(store, [EARLIER, marked])
    assert store.counts()["versions"] == 1
    assert store.article("ferry") == marked


class Killed(BaseException):
    """Stands for a process that ends here."""


def test_what_a_killed_run_left_is_invisible_and_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(index_dir=tmp_path / "index")
    with index(settings.index_dir, [FERRY]) as store:
        write = store._write_vectors

        def half(batch: object) -> None:
            write(batch)  # type: ignore[arg-type]
            raise Killed

        monkeypatch.setattr(store, "_write_vectors", half)
        with pytest.raises(Killed):
            add(store, [BRIDGE, ORCHARD])
    reader = Store.open(settings, models=static().name)
    assert list(reader.known()) == ["ferry"] == [a.id for a in reader.articles()]
    assert reader.counts()["passages"] == 1
    assert list(reader.nearest(static().embed([BRIDGE.text])[0], 9)) in ([], ["ferry#0"])
    assert "bridge#0" in vectors(reader)
    reader.close()
    writer = StoreWriter.open(settings, models=static().name)
    assert vectors(writer) == {"ferry#0"}
    assert writer._db.execute("SELECT COUNT(*) FROM passages").fetchone() == (1,)
    add(writer, [BRIDGE, ORCHARD])
    assert vectors(writer) == {"ferry#0", "bridge#0", "orchard#0"}
    writer.close()


def test_a_missing_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"No index at .*nowhere.*dateline ingest"):
        Store.open(Settings(index_dir=tmp_path / "nowhere"))
    assert not (tmp_path / "nowhere").exists()


def test_an_index_of_other_models_says_how_to_rebuild(store: StoreWriter) -> None:
    for kind in (Store, StoreWriter):
        with pytest.raises(IndexMismatch, match=f"{static().name}.*another-model.*--rebuild"):
            kind.open(Settings(index_dir=store.folder), models="another-model")
    assert store.counts()["articles"] == 6


def test_a_broken_database_says_how_to_rebuild(tmp_path: Path) -> None:
    (tmp_path / "articles.db").write_bytes(b"no database at all, only some bytes " * 40)
    with pytest.raises(DatelineError, match=r"articles\.db cannot be read .*--rebuild"):
        Store.open(Settings(index_dir=tmp_path))


def test_a_database_without_tables_says_what_to_do(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "articles.db").close()
    (tmp_path / "articles.db").touch()
    with pytest.raises(DatelineError, match="dateline ingest"):
        Store.open(Settings(index_dir=tmp_path))


def test_a_failed_write_leaves_the_old_article_or_none(store: StoreWriter) -> None:
    passages = split(FERRY)
    with pytest.raises(ValueError, match="zip"):
        store.add([(replace(FERRY, text="new"), "2", passages, np.zeros((5, static().dim), np.float32))])
    assert all(a in ARTICLES for a in store.articles())
