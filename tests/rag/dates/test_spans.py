"""What questions take from spans beyond their days: notes, edges, and a day mentioned before."""

from datetime import date

import pytest

from rag.dates.rule import TimeContext
from rag.dates.spans import find_times, in_year, to_nearest_year

WEDNESDAY = date(2024, 2, 14)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("3/4/2023", ["read month first: 2023-03-04"]),
        ("3/12/2023", ["read month first: 2023-03-12"]),
        ("3/13/2023", [""]),
        ("13/3/2023", [""]),
        ("3/3/2023", [""]),
        ("3.4.2023", [""]),
        ("from 3/4/2023 to 13/5/2023", ["read month first: 2023-03-04"]),
        ("from 13/4/2023 to 3/5/2023", []),  # ends before it begins
        ("from 13/3/2023 to 4/5/2023", ["read month first: 2023-04-05"]),
    ],
)
def test_notes(text: str, notes: list[str]) -> None:
    found = [s.note for s in find_times(TimeContext(text, WEDNESDAY))]
    assert found == (notes or ["", "read month first: 2023-03-05"])


def test_what_hangs_counts_from_the_day_given_else_from_the_first_of_the_text() -> None:
    def days(text: str, anchor: date | None = None, loose: bool = False) -> list[date]:
        return [s.start for s in find_times(TimeContext(text, WEDNESDAY, anchor, loose)) if s.precision]

    assert days("two days earlier") == []
    assert days("two days earlier", loose=True) == [date(2024, 2, 12)]
    assert days("two days earlier", date(2020, 5, 5), loose=True) == [date(2020, 5, 3)]
    assert days("that Tuesday, on 1 May 2022", date(2020, 5, 5)) == [date(2020, 5, 5), date(2022, 5, 1)]
    assert days("that Monday, on 1 May 2022") == [date(2022, 5, 2), date(2022, 5, 1)]


def test_a_coming_day_is_only_near_where_it_is_asked_for() -> None:
    for text, years in (("6 March", [2023, 2024]), ("He died on 14 February", [2024, 2024]), ("They met by 13 February", [2024, 2024])):
        assert [find_times(TimeContext(text, WEDNESDAY, near=near))[0].start.year for near in (False, True)] == years


def test_years_of_spans_without_one() -> None:
    (span,) = find_times(TimeContext("5 to 7 May", WEDNESDAY))
    assert span.yearless
    assert not find_times(TimeContext("in May of last year", WEDNESDAY))[0].yearless
    assert (in_year(span, 2020).start, in_year(span, 2020).end) == (date(2020, 5, 5), date(2020, 5, 7))
    assert to_nearest_year(span, date(2020, 12, 1)).start == date(2021, 5, 5)
    assert to_nearest_year(span, date(2020, 10, 1)).start == date(2020, 5, 5)
    assert [s.edge for s in find_times(TimeContext("the Start of 2020, early May 2020, 2020", WEDNESDAY))] == ["start", "early", ""]
