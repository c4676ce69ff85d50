"""Times of records: which are read, which stay unread, and the order of day and month by the file."""

from pathlib import Path
from typing import Any

import pytest

from ingest.article.stamps import read_stamp
from ingest.read.failures import Failure, Fields, Note
from ingest.read.files import read_file
from ingest.read.limits import Limits
from ingest.read.records.order import Order, json_dates, shown_orders
from ingest.read.records.times import stamp
from tests.kits.ingest import Write


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2024-03-05", "2024-03-05"), ("2024-03-05T21:15:00Z", "2024-03-05T21:15+00:00"), ("2024-03-05 21:15:00.123", "2024-03-05T21:15"),
        (1709673300, "2024-03-05T21:15+00:00"), (1709673300.5, "2024-03-05T21:15+00:00"), (1709673300000, "2024-03-05T21:15+00:00"),
        ("1709673300", "2024-03-05T21:15+00:00"), ("1709673300.0", "2024-03-05T21:15+00:00"), (1709673300000000, "2024-03-05T21:15+00:00"),
        (1709596800, "2024-03-05"), ("20240305T211500Z", "2024-03-05T21:15+00:00"), ("20240305", "2024-03-05"), (20240305, "2024-03-05"),
        ("20240305211500", "2024-03-05T21:15"), ("20240305T211500+0200", "2024-03-05T21:15+02:00"), ("20241305", ""),
        ("Tue, 05 Mar 2024 21:15:00 GMT", "2024-03-05T21:15+00:00"), ("Tue, 05 Mar 2024 21:15:00 +0200", "2024-03-05T21:15+02:00"),
        ("Tue Mar 05 21:15:00 +0000 2024", "2024-03-05T21:15+00:00"), ("Tue Mar  5 21:15:00 2024", "2024-03-05T21:15"),
        ("Tue, 05 Mar 2024 21:15:00 WIB", "2024-03-05T21:15"), ("5 Mar 2024 31:15 PM", ""),
        ("Mar 5, 2024", "2024-03-05"), ("05-Mar-24", "2024-03-05"), ("05-Mar-71", "1971-03-05"), ("2024/03/05 21:15", "2024-03-05T21:15"),
        ("/Date(1709673300000)/", "2024-03-05T21:15+00:00"), ("2024-03-05T21:15:00+01:00[Europe/Paris]", "2024-03-05T21:15+01:00"),
        ([2024, 3, 5, 21, 15], "2024-03-05T21:15"), ([2024, 3, 5], "2024-03-05"), ([2024, 3], ""), (["2024-03-05"], "2024-03-05"),
        ({"$date": "2024-03-05T21:15:00Z"}, "2024-03-05T21:15+00:00"), ({"date": "2024-03-05 21:15:00.000000", "timezone": "UTC"},
         "2024-03-05T21:15"),
        ({"_seconds": 1709673300, "_nanoseconds": 0}, "2024-03-05T21:15+00:00"),
        ("25/04/2024", "2024-04-25"), ("04/25/2024 9:15 PM", "2024-04-25T21:15"), ("04/04/2024", "2024-04-04"), ("03/04/2024", ""),
        ("31/31/2024", ""),
        ("25/04/24", ""), ("0000-00-00 00:00:00", ""), ("0001-01-01T00:00:00", ""), ("1970-01-01T00:00:00Z", ""), (0, ""), (99_999_999, ""),
        ("1970-01-01", ""), ("1899-12-30", ""), (631_151_999, ""), (631_152_001, "1990-01-01T00:00+00:00"), (99_999_999_999, ""), (4e9, ""),
        (True, ""), (1e30, ""), (2024, ""), ("2024", ""), ("yes", ""), ("today", ""), (None, ""),
        ("9" * 5000, ""),
    ],
)  # fmt: skip
def test_a_time(value: Any, iso: str) -> None:
    assert read_stamp(stamp(value, lambda _: None)) == iso


@pytest.mark.parametrize(
    ("dates", "column", "date", "day_first"),
    [
        ([("a", "25/04/2024")], "a", "03/04/2024", True), ([("a", "04/25/2024")], "a", "03/04/2024", False), ([], "a", "03/04/2024", None),
        ([("a", "25/04/2024"), ("a", "04/25/2024")], "a", "03/04/2024", None),
        ([("b", "04/25/2024")], "a", "03/04/2024", False), ([("a", "25/04/2024"), ("b", "04/25/2024")], "a", "03/04/2024", True),
        ([("b", "25/04/2024"), ("c", "04/25/2024")], "a", "03/04/2024", None),
        ([("Pub date", "25.04.2024")], "pub_date", "03/04/2024", True),
        ([], "a", "03.04.2024", True), ([("a", "04.25.2024")], "a", "03.04.2024", False), ([("a", "25/04/24")], "a", "03/04/24", None),
        ([("a", "13/14/2024"), ("a", "32/12/2024"), ("a", "1 May 2024")], "a", "03/04/2024", None),
        ([("a", "Fri, 25/04/2024")], "a", "03/04/2024", True),
    ],
)  # fmt: skip
def test_the_order_of_day_and_month(dates: list[tuple[str, str]], column: str, date: str, day_first: bool | None) -> None:
    assert Order("", lambda: dates).day_first(column, date) is day_first


def test_what_the_user_says_counts_where_the_file_says_nothing() -> None:
    assert Order("month-first", list).day_first("a", "03/04/2024") is False
    assert Order("day-first", list).day_first("a", "03/04/24") is True
    assert Order("month-first", lambda: [("a", "25/04/2024")]).day_first("a", "03/04/2024") is True


def test_dates_are_found_in_json_without_reading_it() -> None:
    text = '{"date": "25/04/2024", "a": {"b" : "Fri, 04/25/2024 10:00"}, "text": "on 25/04/2024", "n": "1/2/24"}'
    assert shown_orders(json_dates([text])) == {"date": {True}, "b": {False}}


CSV = "title,date,text\n" + "".join(f"T,{day},The ferry ran aground.\n" for day in ("03/04/2024", "%s", "12/04/2024"))
LINES = "".join(f'{{"title": "T", "date": "{day}", "text": "Aground."}}\n' for day in ("03/04/2024", "%s", "12/04/2024"))


def days(path: Path, limits: Limits = Limits()) -> list[str]:  # noqa: B008 - it does not change
    """Return the day of each article, then the notes on the file."""
    found = [f for f in read_file(path, limits) if not isinstance(f, Fields | Failure)]
    return [f.reason if isinstance(f, Note) else f.fields.get("published", "") for f in found]


@pytest.mark.parametrize(("name", "content"), [("a.csv", CSV), ("a.jsonl", LINES), ("a.json", f"[{','.join(LINES.splitlines())}]")])
@pytest.mark.parametrize(
    ("shows", "found"),
    [("25/04/2024", ["2024-04-03", "2024-04-25", "2024-04-12"]), ("04/25/2024", ["2024-03-04", "2024-04-25", "2024-12-04"])],
)
def test_one_date_tells_the_order_of_all_of_them(write: Write, name: str, content: str, shows: str, found: list[str]) -> None:
    assert days(write(name, content % shows)) == found


def test_what_stays_open_is_noted_once_and_is_no_failure(write: Write) -> None:
    path = write("a.jsonl", LINES % "05/05/2024")
    note = "2 dates like 03/04/2024 could be read in two ways: left undated. Say --day-first or --month-first"
    assert days(path) == ["", "2024-05-05", "", note]
    assert days(path, Limits(day_order="day-first")) == ["2024-04-03", "2024-05-05", "2024-04-12"]
    assert not [f for f in read_file(path) if isinstance(f, Failure)]


@pytest.mark.parametrize(
    ("dates", "note"),
    [
        (("yesterday", "45356", ""), "2 dates like yesterday cannot be read: left undated"),
        (("2024-03-05", "0000-00-00", "null"), ""),
        (("03/04/24 10:00", "Spring"), "1 date, 03/04/24, could be read in two ways: left undated. Say --day-first or --month-first; "
         "1 date, Spring, cannot be read: left undated"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_noted(write: Write, dates: tuple[str, ...], note: str) -> None:
    rows = "".join(f"T,{date},The ferry ran aground.\n" for date in dates)
    assert [f for f in days(write("a.csv", f"title,date,text\n{rows}")) if "dated" in f] == [note] * bool(note)
