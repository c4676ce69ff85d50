"""Dates that people type: read as they are meant, or refused with examples."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.dates.calendar import iso_day
from rag.dates.typed import parse_day
from rag.errors import InputError

WEDNESDAY = date(2024, 2, 14)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-11-01", "2023-11-01", "2023-11-01"),
        ("2023-11-01T10:20:00+02:00", "2023-11-01", "2023-11-01"),
        ("1 Nov 2023", "2023-11-01", "2023-11-01"),
        ("November 1st, 2023", "2023-11-01", "2023-11-01"),
        (" Tue 31 Oct 2023 ", "2023-10-31", "2023-10-31"),
        ("yesterday", "2024-02-13", "2024-02-13"),
        ("today", "2024-02-14", "2024-02-14"),
        ("Nov 2023", "2023-11-01", "2023-11-30"),
        ("2023-11", "2023-11-01", "2023-11-30"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("last week", "2024-02-05", "2024-02-11"),
        ("end of October 2023", "2023-10-21", "2023-10-31"),
        ("two weeks ago", "2024-01-29", "2024-02-04"),
        ("Tuesday", "2024-02-13", "2024-02-13"),
        ("29 Feb", "2020-02-29", "2020-02-29"),
    ],
)
def test_parse_day(text: str, first: str, last: str) -> None:
    assert (parse_day(text, WEDNESDAY), parse_day(text, WEDNESDAY, end=True)) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "soon", "2023-02-30", "31 Feb 2023", "2023-13", "0000", "1 Nov 2023 and 3 Nov 2023 x", "-- 5", "\0", "٣"]
)
def test_parse_day_refuses_with_examples(text: str) -> None:
    with pytest.raises(InputError, match="2023-11-01"):
        parse_day(text, WEDNESDAY)


@given(st.text(max_size=40), DAYS, st.booleans())
def test_parse_day_gives_a_day_or_says_why_not(text: str, asked: date, end: bool) -> None:
    try:
        found = parse_day(text, asked, end=end)
    except InputError:
        return
    assert iso_day(found)
    assert parse_day(found, asked, end=end) == found
