"""BM25 beside the store: the right passages, and never those of an older index."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rag.index.keywords import READING, Keywords
from rag.index.store import Store
from rag.language.text import stem, stems
from tests.kits.news import ARTICLES, BRIDGE, CHOIR, add, index


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with index(tmp_path / "index") as opened:
        yield opened


def best(store: Store, question: str) -> str:
    """Return the article of the best passage."""
    table = store.table()
    return table.article_ids[int(Keywords.open(store.folder / "keywords").scores(stems(question), len(table.ids)).argmax())]


@pytest.mark.parametrize(
    ("question", "article"),
    [("plum harvest", "orchard"), ("What will the new bridge cost?", "bridge"), ("inquiry judge", "inquiry"), ("a choir without", "choir")],
)
def test_the_passage_with_the_words_is_best(store: Store, question: str, article: str) -> None:
    assert best(store, question) == article


def test_words_that_occur_nowhere_score_nothing(store: Store) -> None:
    scores = Keywords.open(store.folder / "keywords").scores(stems("zeppelin quagmire"), len(ARTICLES))
    assert scores.shape == (len(ARTICLES),)
    assert not scores.any()
    assert not Keywords.open(store.folder / "keywords").scores([], len(ARTICLES)).any()


def test_the_rarer_a_stem_the_more_it_weighs(store: Store) -> None:
    keywords = Keywords.open(store.folder / "keywords")
    town, ferry, nowhere = (keywords.rarity(stem(w)) for w in ("varnholm", "ferry", "zeppelin"))
    assert 0 < town < ferry == nowhere == pytest.approx(1)


def test_a_saved_index_is_read_back_the_same(store: Store) -> None:
    built = Keywords.open(store.folder / "keywords")
    loaded = Keywords.open(store.folder / "keywords")
    assert loaded.generation == built.generation == store.generation
    asked = stems("the Kestrel ferry at Varnholm")
    size = len(store.table().ids)
    assert np.array_equal(loaded.scores(asked, size), built.scores(asked, size))
    assert loaded.rarity("ferry") == built.rarity("ferry")


def test_a_changed_store_makes_it_new(store: Store) -> None:
    assert best(store, "leaks") == "choir"
    store.remove([CHOIR.id])
    assert not Keywords.open(store.folder / "keywords").scores(stems("leaks"), len(ARTICLES) - 1).any()
    add(store, [CHOIR])
    assert best(store, "leaks") == "choir"
    assert not [p.name for p in store.folder.glob(".bm25-*")]


def test_a_broken_saved_index_is_built_again(store: Store) -> None:
    Keywords.open(store.folder / "keywords")
    (store.folder / "bm25" / "generation.json").write_text("{")
    assert best(store, "bridge cost") == BRIDGE.id


def test_an_empty_store_is_no_error(tmp_path: Path) -> None:
    with index(tmp_path / "empty", ()) as store:
        for _ in range(2):  # built, then loaded
            keywords = Keywords.open(store.folder / "keywords")
            assert keywords.scores(["ferry"], 0).shape == (0,)
            assert 0 <= keywords.rarity("ferry") <= 1


def test_an_index_of_another_reading_of_words_is_built_anew(tmp_path: Path) -> None:
    with index(tmp_path / "index") as store:
        Keywords.open(store.folder / "keywords")
        file = tmp_path / "index" / "bm25" / "generation.json"
        current = file.read_text()
        for other in (
            json.dumps(store.generation),
            json.dumps([store.generation, READING - 1]),
        ):  # as it was saved before, and by an older one
            file.write_text(other)
            assert Keywords.open(store.folder / "keywords").generation == store.generation
            assert file.read_text() == current


def test_the_passages_that_hold_a_stem(store: Store) -> None:
    keywords, table = Keywords.open(store.folder / "keywords"), store.table()
    held = {s: [table.article_ids[row] for row in keywords.rows(s)] for s in ("kestrel", "bridg", "zeppelin")}
    assert held == {"kestrel": ["ferry", "inquiry"], "bridg": ["bridge"], "zeppelin": []}
    assert "kestrel" in keywords.stems
    assert "zeppelin" not in keywords.stems
    empty = Keywords(None, 1)
    assert (list(empty.stems), empty.rows("kestrel").size) == ([], 0)
