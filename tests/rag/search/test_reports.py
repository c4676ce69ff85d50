"""All passages that name the place of an event and came out within days of it are read, within the filters."""

from collections.abc import Iterator

import pytest

from rag.records import EVERYTHING, Article, Filters
from rag.search.reports import AFTER, MOST, reports_of
from rag.search.retrieve import Retriever
from tests.kits.news import add, index, static

ASKED = "Did the strike on Varnholm on 3 May 2024 cause damage?"
DAY = ("2024-05-03", "2024-05-03")
DAYS = {"eve": "2024-05-02", "day": "2024-05-03", "late": "2024-05-17", "undated": "", "before": "2024-05-01", "after": "2024-05-18"}
TOLD = [Article(i, "Report", f"The roof of the hall in Varnholm burned, {i} said.", "Post", published=day) for i, day in DAYS.items()]
OTHER = Article("other", "Report", "The roof of the hall in Rauma burned.", "Post", published="2024-05-03")


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    with index(tmp_path_factory.mktemp("reports") / "index") as store:
        add(store, [*TOLD, OTHER])
        yield Retriever(store, static(), None)


def named(retriever: Retriever, filters: Filters = EVERYTHING, period: tuple[str, str] = DAY, asked: str = ASKED) -> set[str]:
    return {r.article.id for r in reports_of(asked, retriever, filters, period)}


def test_reports_of_the_place_within_days_are_read(retriever: Retriever) -> None:
    found = named(retriever)
    assert found >= {"eve", "day", "late", "undated"}
    assert not found & {"before", "after", "other"}
    assert AFTER == 14
    assert MOST == 40


def test_a_filter_leaves_reports_out(retriever: Retriever) -> None:
    assert named(retriever, Filters(before="2024-05-03")) & set(DAYS) == {"eve", "day"}


def test_without_a_day_or_a_name_nothing_is_read(retriever: Retriever) -> None:
    assert not named(retriever, period=("", ""))
    assert not named(retriever, asked="Did the strike cause damage?")


def test_what_is_known_is_not_read_again(retriever: Retriever) -> None:
    table = retriever.store.table()
    known = {table.id_of(row) for row in range(table.size) if table.article_of(row) == "day"}
    found = {r.article.id for r in reports_of(ASKED, retriever, Filters(), DAY, known)}
    assert "day" not in found
    assert "eve" in found
