"""Articles are found by what they state and lack, newest first, without their texts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.index.listing import LACKS, SHORT, Wanted, find, lacking, lookup, number
from rag.index.store import Store
from rag.index.upkeep.broken import remembered
from rag.records import Article
from tests.kits.news import index

LONG = "The ferry sank off Varnholm. " + "x" * SHORT
HELD = [
    Article("0123456789abcdef", "Ferry sinks", LONG, "Harbour Post", "Ann Lee", "2024-03-05", path="/n/a.html"),
    Article("0123456789abcdef-12345678", "Ferry sinks", LONG, "Harbour Post", "Ann Lee", "2024-03-05", path="/n/b_c.html"),
    Article("r1", "100% of crews", LONG[:SHORT], "Évora Daily", published="2024-03-01", updated="2024-03-07", path="/n/all.zip/x/r.txt"),
    Article("r2", "", LONG[: SHORT - 1], path="/n/bxc.html", found="source"),
    Article("r3", "Cut", LONG, "Post", published="2024-02-01", path="/m/a.html", incomplete=True, found="published source"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with index(tmp_path_factory.mktemp("listing") / "index", HELD) as made:
        yield made


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Wanted(), ["r1", "0123456789abcdef", "0123456789abcdef-12345678", "r3", "r2"]),
        (Wanted(outlets=("post",)), ["0123456789abcdef", "0123456789abcdef-12345678", "r3"]),
        (Wanted(outlets=("évora", "nobody")), ["r1"]),
        (Wanted(after="2024-03-05"), ["r1", "0123456789abcdef", "0123456789abcdef-12345678"]),
        (Wanted(before="2024-03-05"), ["0123456789abcdef", "0123456789abcdef-12345678", "r3"]),
        (Wanted(after="2024-03-06", before="2024-03-07"), ["r1"]),
        (Wanted(lacks=("undated",)), ["r2"]),
        (Wanted(lacks=("no_outlet", "no_title", "short")), ["r2"]),
        (Wanted(lacks=("incomplete",)), ["r3"]),
        (Wanted(lacks=("found",)), ["r3"]),
        (Wanted(path="/n/all.zip"), ["r1"]),
        (Wanted(path="/n"), ["r1", "0123456789abcdef", "0123456789abcdef-12345678", "r2"]),
        (Wanted(path="a.html"), ["0123456789abcdef", "r3"]),
        (Wanted(path="b_c.html"), ["0123456789abcdef-12345678"]),  # no wildcard
        (Wanted(path="/n/al"), []),
        (Wanted(words="FERRY ann"), ["0123456789abcdef", "0123456789abcdef-12345678"]),
        (Wanted(words="varnholm crews"), ["r1"]),
        (Wanted(words="100%"), ["r1"]),
        (Wanted(words="_%_"), []),
    ],
)
def test_what_fits(store: Store, wanted: Wanted, ids: list[str]) -> None:
    found = find(store, wanted)
    assert [a.id for a in found] == ids
    assert {a.text for a in found} <= {""}
    assert [a.id for a in find(store, wanted, 2)] == ids[:2]
    assert number(store, wanted) == len(ids)


def test_what_is_lacking_is_counted(store: Store) -> None:
    assert lacking(store) == dict.fromkeys(LACKS, 1)
    assert lacking(store, ["r2"] * 501 + ["r3"]) == {**lacking(store, ["r2", "r3"]), "undated": 1} | {
        name: 1 + (name in {"undated", "no_outlet", "no_title", "short"}) for name in LACKS
    }
    assert lacking(store, ["r1"]) == lacking(store, []) == dict.fromkeys(LACKS, 0)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("0123456789abcdef", ["0123456789abcdef"]),
        ("0123", ["0123456789abcdef", "0123456789abcdef-12345678"]),
        ("0123456789abcdef-1…", ["0123456789abcdef-12345678"]),
        ("012", []),
        ("/n/all.zip/x/r.txt", ["r1"]),
        ("a.html", ["0123456789abcdef", "r3"]),
        ("", []),
    ],
)
def test_an_article_is_named_by_id_by_the_beginning_of_one_or_by_path(store: Store, name: str, ids: list[str]) -> None:
    assert [a.id for a in lookup(store, name)] == ids


def test_an_index_that_cannot_be_read_remembers_nothing(tmp_path: Path) -> None:
    (tmp_path / "articles.db").write_bytes(b"no database, but long enough to be looked at as one")
    assert remembered(tmp_path) == ({}, {})
