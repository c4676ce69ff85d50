"""How new the archive is, is told where the question is of now, of an outlet or of a later day; else it is only a field."""

from dataclasses import replace

import pytest

from rag.question.archive import AboutArchive
from rag.question.fresh import MOST, freshness_notes
from rag.question.request import ANY_DAY, Request
from rag.records import EVERYTHING, Filters, Freshness, OutletFreshness, Window

OLD = Freshness("2019-06-20")
QUIET = OutletFreshness("Reuters", "2019-03-03", 109, gap=True)
BUSY = OutletFreshness("Post", "2019-06-19", 1)
ANY_TIME = Window()
SILENT = "Nothing from Reuters since 3 March 2019; the newest article of all is of 20 June 2019."
LATE = Freshness("2019-06-20", 43, gap=True)


def notes(fresh: Freshness, window: Window = ANY_TIME, filters: Filters = EVERYTHING, **more: object) -> list[str]:
    return freshness_notes(replace(Request("Who won?", window, filters, ANY_DAY), **more), fresh)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fresh", "window", "said"),
    [
        (OLD, Window(), []),  # an old archive is no news
        (OLD, Window(event_after="2019-05-01", event_before="2019-05-02"), []),
        (OLD, Window(latest=True), ["The newest article is of 20 June 2019."]),
        (Freshness(), Window(latest=True), []),
        (replace(OLD, outlets=(BUSY,)), Window(), ["The newest article from Post is of 19 June 2019."]),
        (replace(OLD, outlets=(BUSY,)), Window(latest=True), ["The newest article from Post is of 19 June 2019."]),
        (replace(OLD, outlets=(BUSY,)), Window(event_before="2019-05-02"), []),
        (replace(OLD, outlets=(QUIET,)), Window(), [SILENT]),
        (replace(OLD, outlets=(QUIET,)), Window(event_before="2019-05-02"), [SILENT]),
        (replace(OLD, outlets=(OutletFreshness("Blog"),)), Window(), []),
        (LATE, Window(), ["The newest article is of 20 June 2019, 43 days before the day asked about."]),
        (LATE, Window(latest=True), ["The newest article is of 20 June 2019, 43 days before the day asked about."]),
        (replace(LATE, gap=False), Window(), []),
    ],
)
def test_when_it_is_said(fresh: Freshness, window: Window, said: list[str]) -> None:
    assert notes(fresh, window) == said


def test_it_is_at_most_three_lines() -> None:
    many = replace(LATE, outlets=(QUIET, BUSY, QUIET, BUSY))
    assert MOST == 3
    assert len(notes(many)) == len(notes(replace(many, gap=False))) == 3
    assert "the day asked about" in notes(many)[-1]


def test_where_something_else_is_said_it_is_not() -> None:
    assert notes(replace(OLD, outlets=(QUIET,)), filters=Filters(before="2019-04-01")) == []
    assert notes(OLD, Window(latest=True), choices=("Who?",)) == []
    about = AboutArchive("newest", "")
    assert notes(replace(OLD, outlets=(BUSY,)), Window(latest=True), archive=about) == []
    assert notes(replace(OLD, outlets=(QUIET,)), archive=about) == [SILENT]
