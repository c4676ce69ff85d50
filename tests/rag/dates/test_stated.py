"""Dates as texts state them: their parts, completed by the day of publication."""

import pytest

from rag.dates.stated import Date, date_stated, dates, same_date


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("31 October 2023", [(2023, 10, 31, -1)]),
        ("Oct. 31, 2023", [(2023, 10, 31, -1)]),
        ("between October 17 and 30", [(0, 10, 17, -1), (0, 10, 30, -1)]),
        ("in March 2024", [(2024, 3, 0, -1)]),
        ("on Tuesday", [(0, 0, 0, 1)]),
        ("the 2018-19 season", [(2018, 0, 0, -1), (2019, 0, 0, -1)]),
        ("2023-10-31", [(2023, 10, 31, -1)]),
        ("in May", [(0, 5, 0, -1)]),
        ("he may march", []),
        ("2000 troops", []),
    ],
)
def test_dates(text: str, parts: list[tuple[int, int, int, int]]) -> None:
    assert [(d.year, d.month, d.day, d.weekday) for d in dates(text)] == parts


def test_a_date_is_completed_by_the_day_of_publication() -> None:
    claim = dates("31 October 2023")[0]
    assert date_stated(claim, dates("on Tuesday"), ["2023-10-31T12:22+02:00"])
    assert date_stated(claim, dates("October 31"), ["2023-11-02"])
    assert not date_stated(claim, dates("October 31"), ["2022-11-02"])
    assert not date_stated(claim, dates("October 30"), ["2023-11-02"])
    assert date_stated(dates("December")[0], dates("in December 2022"), [])
    assert not date_stated(dates("December 2022")[0], dates("in December"), [])


def test_a_decade_holds_its_years() -> None:
    assert same_date(dates("in the 1990s")[0], dates("in 1994")[0])
    assert not same_date(dates("in the 1990s")[0], dates("in 2004")[0])
    assert not same_date(Date("", 0, 0, year=2023), Date("", 0, 0, month=10))
