"""Days as ISO states them."""

from datetime import date

from rag.dates.calendar import iso_day


def test_day() -> None:
    assert iso_day("2023-10-31T12:22+02:00") == date(2023, 10, 31)
    assert [iso_day(text) for text in ("", "2023-10", "2023-02-30", "Tuesday", "31 Oct 2023")] == [None] * 5
