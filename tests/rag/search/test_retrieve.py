"""Questions find passages, and never one that a filter leaves out."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.index.columns import day_number
from rag.index.filters import mask
from rag.question.request import Focus
from rag.records import Article, Filters, Passage
from rag.search.recency import around, staleness
from rag.search.retrieve import POOL, Found, Retriever, evidence, headline_span, names_outlet
from tests.kits.news import ARTICLES, CHOIR, FERRY, ORCHARD, add, index, static

DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(date.isoformat)
WORDS = st.sampled_from(["the Kestrel ferry", "Varnholm", "million crowns of aid", "choir hall", "zeppelin", "Who said what?"])


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    with index(tmp_path_factory.mktemp("retrieve") / "index") as store:
        yield Retriever(store, static(), None)


def ids(found: list[Found]) -> set[str]:
    return {f.article.id for f in found}


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("How many people were rescued from the Kestrel?", "ferry"),
        ("What does the bridge cost?", "bridge"),
        ("What did the growers ask for?", "orchard"),
    ],
)
def test_the_article_that_answers_is_first(retriever: Retriever, question: str, article: str) -> None:
    assert retriever.search(question)[0].article.id == article


def test_found_passages_are_verbatim_and_in_order(retriever: Retriever) -> None:
    found = retriever.search("the Kestrel")
    assert len(found) == len(ARTICLES)
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)
    for f in found:
        assert f.article.text[f.passage.start : f.passage.end] == f.passage.text
        assert f.spans
        assert all(f.passage.start <= a < b <= f.passage.end for a, b in f.spans)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {a.id for a in ARTICLES}),
        (Filters(before="2024-05-20"), {"ferry", "inquiry", "bridge"}),  # the minute of the day does not matter
        (Filters(before="2024-05-19"), {"ferry", "inquiry"}),
        (Filters(before="2024-08-16"), {"ferry", "inquiry", "bridge", "orchard"}),  # the library's text is of the 17th
        (Filters(after="2024-06-02"), {"orchard", "library"}),
        (Filters(after="2024-04-12", before="2024-05-20"), {"inquiry", "bridge"}),
        (Filters(outlets=("Varnholm Radio",)), {"library", "choir"}),
        (Filters(after="2024-01-01", outlets=("Varnholm Radio", "Harbour Post")), {"ferry", "bridge", "library"}),
        (Filters(before="2023-01-01"), set()),
        (Filters(outlets=("Nobody",)), set()),
    ],
)
def test_filters(retriever: Retriever, filters: Filters, expected: set[str]) -> None:
    assert ids(retriever.search("Varnholm Kestrel choir", filters)) == expected
    assert mask(filters, retriever.store.table()).any() == bool(expected)


@settings(max_examples=40, deadline=None)
@given(before=DAYS, after=st.one_of(st.just(""), DAYS), question=WORDS)
def test_nothing_outside_the_days_is_retrieved(retriever: Retriever, before: str, after: str, question: str) -> None:
    filters = Filters(after=after, before=before)
    found = retriever.search(question, filters)
    assert ids(found) == {a.id for a in ARTICLES if a.dated and after <= a.dated[:10] <= before}


@settings(max_examples=15, deadline=None)
@given(days=st.lists(st.one_of(st.just(""), DAYS), min_size=1, max_size=5), until=DAYS)
def test_nothing_later_is_retrieved_whenever_articles_were_out(
    tmp_path_factory: pytest.TempPathFactory, days: list[str], until: str
) -> None:
    articles = [replace(CHOIR, id=f"a{n}", published=day, updated=days[n - 1]) for n, day in enumerate(days)]
    with index(tmp_path_factory.mktemp("days") / "index", articles) as store:
        found = Retriever(store, static(), None).search("the choir", Filters(before=until))
        assert ids(found) == {a.id for a in articles if a.dated and a.published <= until and a.updated <= until}
        kept = mask(Filters(before=until), table := store.table())
        assert {table.article_of(row) for row in store.nearest(static().embed(["the choir"])[0], 9, kept)} == ids(found)


SANK = ("31 people were rescued", "33 people were rescued", "All 34 people were rescued")
DATED = ("2024-03-06", "2024-03-09T10:00+01:00", "2024-03-12")


def states() -> list[Article]:
    """Return an article with two earlier versions, the newest first."""
    made = [replace(FERRY, text=f"The ferry Kestrel sank off Varnholm. {text}.", updated=d) for text, d in zip(SANK, DATED, strict=True)]
    olds = zip(made, DATED[1:], strict=False)
    return [made[2], *(replace(a, id=f"ferry@{n}", version_of="ferry", superseded=until) for n, (a, until) in enumerate(olds))]


@pytest.fixture(scope="module")
def versioned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    with index(tmp_path_factory.mktemp("versions") / "index", [*states(), CHOIR, ORCHARD]) as store:
        yield Retriever(store, static(), None)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"ferry", "choir", "orchard"}),
        (Filters(before="2024-03-05"), set()),
        (Filters(before="2024-03-06"), {"ferry@0"}),
        (Filters(before="2024-03-08"), {"ferry@0"}),
        (Filters(before="2024-03-09"), {"ferry@1"}),
        (Filters(before="2024-03-12"), {"ferry"}),
        (Filters(before="2024-12-31"), {"ferry", "orchard"}),
        (Filters(after="2024-03-07"), {"ferry", "orchard"}),
        (Filters(after="2024-03-07", before="2024-03-08"), set()),
        (Filters(after="2024-03-07", before="2024-03-11"), {"ferry@1"}),
        (Filters(outlets=("Harbour Post",)), {"ferry"}),
        (Filters(before="2024-03-11", outlets=("Harbour Post",)), {"ferry@1"}),
    ],
)
def test_the_version_of_the_day_is_read(versioned: Retriever, filters: Filters, expected: set[str]) -> None:
    found = versioned.search("How many were rescued from the Kestrel?", filters)
    assert ids(found) == expected
    for f in found:
        assert f.article.text[f.passage.start : f.passage.end] == f.passage.text
    kept = mask(filters, table := versioned.store.table())
    near = versioned.store.nearest(static().embed(["Kestrel"])[0], 9, kept)
    assert {table.article_of(row) for row in near} == expected, "no place is taken by what may not be read"


def test_earlier_versions_take_no_place_of_what_counts(tmp_path: Path) -> None:
    boat = replace(FERRY, id="boat", title="", text="A boat had an accident.")
    # No two texts the same: what HNSW finds among many equal vectors is a matter of chance.
    old = replace(boat, version_of="boat", superseded="2024-03-09")
    olds = [replace(old, id=f"boat@{n}", text=f"A boat had an accident at pier {n}.") for n in range(2 * POOL)]
    others = [replace(CHOIR, id=f"f{n:02}", title="", text=f"{CHOIR.text} Row {n} is empty.") for n in range(POOL + 5)]
    with index(tmp_path / "index", [boat, *olds, *others, replace(boat, id="zzz", text="The vessel crashed at sea.")]) as store:
        assert {"boat", "zzz"} <= ids(Retriever(store, static(), None).search("boat accident"))


@settings(max_examples=15, deadline=None)
@given(until=DAYS)
def test_one_version_at_most_counts_on_a_day(versioned: Retriever, until: str) -> None:
    found = [f.article for f in versioned.search("the Kestrel", Filters(before=until)) if f.article.title == FERRY.title]
    assert [a.dated[:10] for a in found] == [day[:10] for day in DATED if day[:10] <= until][-1:]


@pytest.mark.parametrize(
    ("dated", "days"),
    [("2024-03-10", 0), ("2024-03-12T09:00", 0), ("2024-03-14", 0), ("2024-03-07", 3), ("2024-03-24", 10), ("", 365)],
)
def test_staleness_is_the_days_from_the_focus(dated: str, days: int) -> None:
    assert staleness(dated, Focus("2024-03-10", "2024-03-14", 0.5)) == pytest.approx(0.5 * math.log(1 + days))
    assert staleness(dated, Focus()) == 0


def test_the_nearer_to_the_focus_the_better(tmp_path: Path) -> None:
    days = [(date(2024, 1, 1) + timedelta(days=60 * n)).isoformat() for n in range(4)]
    with index(tmp_path / "index", [replace(CHOIR, id=f"a{n}", published=d) for n, d in enumerate(days)]) as store:
        found = Retriever(store, static(), None).search("the choir's hall", focus=Focus(days[3], days[3], 1.0))
        assert [f.article.id for f in found] == ["a3", "a2", "a1", "a0"]


def test_what_is_from_about_the_days_that_count_is_among_many_that_fit_as_well(tmp_path: Path) -> None:
    many = [
        Article(f"old{n}", "The harbour bridge opens", "The harbour bridge opens, the mayor said.", published="2009-05-04")
        for n in range(2 * POOL + 2)
    ]
    near = Article("near", "Traffic", "It opens at last, after years: the bridge over to Calden. Few came.", published="2024-05-01")
    with index(tmp_path / "index", (*many, near)) as store:
        retriever = Retriever(store, static(), None)
        question = "When does the harbour bridge open, the mayor said?"
        assert "near" not in ids(retriever.search(question))
        assert "near" in ids(retriever.search(question, focus=Focus("2024-05-20", "2024-05-20", 0.5)))
        assert "near" not in ids(retriever.search(question, Filters(before="2020-01-01"), Focus("2024-05-20", "2024-05-20", 0.5)))


def test_the_days_around_those_that_count(tmp_path: Path) -> None:
    days = [date(2024, 3, 1) + timedelta(n) for n in (-32, -31, 0, 4, 4 + 31, 4 + 32)]
    days += [date(1999, 1, 1)] * 4
    articles = [Article(f"a{n}", "Post", "A post stands.", published=day.isoformat()) for n, day in enumerate(days)]
    with index(tmp_path / "index", (*articles, CHOIR)) as store:
        table = store.table()

        def kept(focus: Focus, filters: Filters = Filters()) -> set[str] | None:  # noqa: B008
            rows = around(focus, mask(filters, table), table)
            return None if rows is None else {table.article_of(row) for row in range(table.size) if rows[row]}

        assert kept(Focus("2024-03-01", "2024-03-05", 0.5)) == {"a1", "a2", "a3", "a4"}
        assert kept(Focus("2024-03-01T10:00+00:00", "2024-03-05", 1.0)) == {"a1", "a2", "a3", "a4"}
        assert kept(Focus("2024-03-01", "2024-03-05", 0.5), Filters(after="2024-02-01")) is None  # most are
        assert kept(Focus("0001-01-01", "0001-01-01", 1.0)) is None
        assert kept(Focus("2024-03-05", "9999-12-31", 1.0)) == {"a2", "a3", "a4", "a5"}
        assert kept(Focus("2024-03-01", "2024-03-05", 0.0)) is kept(Focus()) is kept(Focus("2011-01-01", "2011-01-01", 1.0)) is None


def test_a_changed_store_is_seen(tmp_path: Path) -> None:
    with index(tmp_path / "index", [FERRY]) as store:
        retriever = Retriever(store, static(), None)
        assert ids(retriever.search("choir")) == {"ferry"}
        add(store, [CHOIR])
        assert ids(retriever.search("choir")) == {"ferry", "choir"}
        store.remove(["choir", "ferry"])
        assert retriever.search("choir") == []


def edited(name: str, outlet: str, day: str, old: str = "heavy fog", new: str = "thick fog") -> Article:
    return replace(FERRY, id=name, source=outlet, published=day, text=FERRY.text.replace(old, new))


LATER = edited("later", "Daily Ledger", "2024-03-08")
LAST = edited("last", "Varnholm Radio", "2024-03-09", "who came first", "who had come first")
NEWER = edited("newer", "Daily Ledger", "2024-03-10", "31 people", "33 people")
DENIED = edited("denied", "Daily Ledger", "2024-03-10", "was built in", "was not built in")
RESCUED = "How many people were rescued from the Kestrel?"


@pytest.fixture(scope="module")
def one_story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    articles = [LAST, LATER, FERRY, NEWER, DENIED, CHOIR]
    with index(tmp_path_factory.mktemp("story") / "index", articles) as store:
        store.set_stories({a.id: ("ferry", b"") for a in articles[:-1]})
        yield Retriever(store, static(), None)


@pytest.mark.parametrize(
    ("question", "filters", "expected"),
    [
        (RESCUED, Filters(), {"ferry", "newer", "denied", "choir"}),  # other figures and denials are news of their own
        (RESCUED, Filters(after="2024-03-07", before="2024-03-09"), {"later"}),
        (RESCUED, Filters(outlets=("Varnholm Radio",)), {"last", "choir"}),
        (f"{RESCUED[:-1]}, according to Varnholm Radio?", Filters(), {"last", "newer", "denied", "choir"}),
    ],
)
def test_of_copies_the_earliest_takes_the_place(one_story: Retriever, question: str, filters: Filters, expected: set[str]) -> None:
    found = one_story.search(question, filters)
    assert ids(found) == expected
    assert len(found) == len(expected)


def test_what_is_no_known_copy_keeps_its_place(tmp_path: Path) -> None:
    with index(tmp_path / "index", [FERRY, LATER]) as store:
        assert ids(Retriever(store, static(), None).search(RESCUED)) == {"ferry", "later"}


def test_an_empty_store_finds_nothing(tmp_path: Path) -> None:
    with index(tmp_path / "index", ()) as store:
        assert Retriever(store, static(), None).search("anything") == []


def test_a_question_without_known_words_is_no_error(retriever: Retriever) -> None:
    for question in ("?", "who is it", "ǂǂǂ", "zeppelin"):
        assert len(retriever.search(question)) == len(ARTICLES)


def test_the_same_question_finds_the_same(retriever: Retriever) -> None:
    first, second = ([(f.passage.id, f.score) for f in retriever.search("the Kestrel of Varnholm")] for _ in range(2))
    assert first == second


def test_the_day_of_a_stamp() -> None:
    assert day_number("2024-03-06T23:59+02:00") == 20240306
    assert day_number("") == 0


def passage(article: Article, n: int) -> Found:
    return Found(article, Passage(f"{article.id}#{n}", article.id, article.text[:9], 0, 9), ((0, 9),), {}, score=1 / (n + 1))


def test_evidence_takes_one_passage_an_article() -> None:
    found = [passage(FERRY, 0), passage(FERRY, 1), passage(CHOIR, 2), passage(FERRY, 3)]
    assert [e.passage.id for e in evidence(found, 5)] == ["ferry#0", "choir#2"]
    assert [e.passage.id for e in evidence(found, 5, per_article=2)] == ["ferry#0", "ferry#1", "choir#2"]
    assert [e.passage.id for e in evidence(found, 1)] == ["ferry#0"]
    assert evidence(found, 5)[0].score == found[0].score
    assert evidence([], 5) == []


@pytest.mark.parametrize(
    ("question", "outlet", "named"),
    [
        ("What did The Harbour Post say of the fares?", "Harbour Post", True),
        ("What did the Harbour Post say?", "The Harbour Post", True),
        ("Does the CNBC article say so?", "Cnbc | World Business News Leader", True),
        ("What time did it sail?", "Time", False),
        ("Who wrote for Timeless?", "Time", False),
        ("Who sank the Orla?", "", False),
    ],
)
def test_an_outlet_is_named_by_its_own_words(question: str, outlet: str, named: bool) -> None:
    assert names_outlet(question, outlet) is named


def test_the_newest_is_the_newest_report_of_the_matter(tmp_path: Path) -> None:
    """News of something else does not make the latest report of this old, and an undated one is not the latest."""
    text = "Drones hit the harbour of Varnholm and {} people were hurt, the coast guard said."
    days = {"first": "2020-01-05", "latest": "2021-06-01", "undated": ""}
    reports = [Article(k, "Drones hit Varnholm harbour", text.format(n), "Post", published=d) for n, (k, d) in enumerate(days.items(), 3)]
    other = Article("other", "Plums are cheap", "The price of plums fell again in the Linden valley.", "Post", published="2025-12-25")
    with index(tmp_path / "index", [*reports, other]) as store:
        focus = Focus("2025-12-25", "2025-12-25", 1.0, newest=True)
        found = Retriever(store, static(), None).search("How many people were hurt in the harbour of Varnholm?", focus=focus)
        ages = {f.article.id: f.signals["age"] for f in found}
    assert found[0].article.id == "latest"
    assert ages["latest"] == 0
    assert ages["undated"] >= ages["first"] > 0


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Olm fires 40", "Olm fires 40"),
        ("Olm fires 40 - The Post", "Olm fires 40"),
        ("Olm fires 40 | Opinion | The Post", "Olm fires 40"),
        ("Did Olm fire its clerks? What to know", "What to know"),
        ("“Who is next?” Olm asks", "Olm asks"),
        ("Who won? Who lost? Olm did - The Post", "Olm did"),
        ("Did Olm fire its clerks?", "Did Olm fire its clerks?"),
        ("Did Olm fire its clerks? - The Post", "Did Olm fire its clerks?"),
        ("", ""),
    ],
)
def test_a_headline_is_what_a_title_states(title: str, headline: str) -> None:
    assert title[slice(*headline_span(Article("a", title, "")))] == headline


def test_articles_of_a_topic_are_those_with_its_words_first_and_within_the_filters(retriever: Retriever) -> None:
    found = [a.id for a in retriever.articles("the Kestrel")]
    assert set(found[:2]) == {"ferry", "inquiry"}
    assert sorted(found) == sorted(a.id for a in ARTICLES)  # the others are near by their vectors, and last
    assert [a.id for a in retriever.articles("the Kestrel", most=1)] == found[:1]
    assert {a.id for a in retriever.articles("the Kestrel", Filters(as_of="2024-04-11"))} == {"ferry"}
    assert {a.id for a in retriever.articles("the Kestrel", Filters(outlets=("Varnholm Radio",)))} == {"library", "choir"}
    assert retriever.articles("the Kestrel", Filters(before="2023-01-01")) == []


def test_many_articles_on_a_topic_are_all_found(tmp_path: Path) -> None:
    many = [replace(FERRY, id=f"ferry{n}", text=f"{FERRY.text} Report {n}.") for n in range(POOL + 5)]
    with index(tmp_path / "index", [*many, ORCHARD]) as store:
        assert len({a.id for a in Retriever(store, static(), None).articles("the Kestrel") if a.id.startswith("ferry")}) == POOL + 5


def test_equal_scores_are_in_order_of_id_whenever_articles_came(tmp_path: Path) -> None:
    """Of many texts alike, those that are read are the same, and in the same order."""
    same = [replace(CHOIR, id=f"a{n:03}") for n in range(2 * POOL + 30)]
    found = []
    for name, articles in (("up", same), ("down", same[::-1])):
        with index(tmp_path / name, articles) as store:
            retriever = Retriever(store, static(), None)
            found.append(([f.passage.id for f in retriever.search("a hall for the choir")], [a.id for a in retriever.articles("choir")]))
    assert found[0] == found[1]
    assert found[0][0] == [f"a{n:03}#0" for n in range(POOL)]
