"""The parts that texts state, what is resolved without a day of publication, the fixed set, and what must hold for any text."""

import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.dates.calendar import iso_day
from rag.dates.reader import LONGEST, Date, calendar_date, date_stated, read_dates, same_date

SET = Path(__file__).parents[3] / "eval" / "sets" / "events.jsonl"
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))
PIECES = st.sampled_from(
    "On|in|the|early hours of|Tuesday|two|days|earlier|later|a|week|after|before|raid|last|month|October|17|to|30|since|2023|overnight|"
    "said|will|next|day|that|same|,|by|year|ago|between|and|weekend|every|Mondays|2018-19|31/10/2023|June|May|the 1990s|9/11".split("|")
)


def stated(text: str, published: str = "") -> list[str]:
    """What a text states, as "words: y2023 m10 d31 w1"."""
    found = [d for d in read_dates(text, published) if d.stated]
    assert all(d.text == text[d.start : d.end] for d in found)
    parts = ([f"y{d.year}"] * bool(d.year) + [f"m{d.month}"] * bool(d.month) + [f"d{d.day}"] * bool(d.day) for d in found)
    return [
        " ".join([f"{d.text}:", *p, *[f"w{d.weekday}"] * (d.weekday >= 0), *["10"] * d.decade]) for d, p in zip(found, parts, strict=True)
    ]


STATED = {
    "It fell on 31 October 2023.": "31 October 2023: y2023 m10 d31",
    "It fell on Oct. 31, 2023.": "Oct. 31, 2023: y2023 m10 d31",
    "It fell on Tuesday, October 31st.": "Tuesday, October 31st: m10 d31 w1",
    "It fell on Tues 31 Oct 2023": "Tues 31 Oct 2023: y2023 m10 d31 w1",
    "Sent 2023-10-31T12:22+02:00.": "2023-10-31: y2023 m10 d31",
    "Dated 3/4/2023 and 3.4.2023.": "3/4/2023: y2023 m3 d4; 3.4.2023: y2023 m4 d3",
    "between October 17 and 30": "October 17 and 30: m10 d17; October 17 and 30: m10 d30",
    "between 17 and 30 October 2023": "17 and 30 October 2023: y2023 m10 d17; 17 and 30 October 2023: y2023 m10 d30",
    "from 17 October to 3 November 2022": "17 October: m10 d17; 3 November 2022: y2022 m11 d3",
    "in March 2024": "March 2024: y2024 m3",
    "in March '24": "March '24: y2024 m3",
    "in early May": "May: m5",
    "Last May it fell.": "May: m5",
    "October delivery": "October: m10",
    "an oct delivery, the Oct delivery, A march": "",
    "on Tuesday, last Friday": "Tuesday: w1; Friday: w4",
    "Mondays, every Saturday, a Sunday": "Mondays: w0; Saturday: w5; Sunday: w6",
    "the fourth Thursday of November, the first Friday": "Thursday: w3; November: m11; Friday: w4",
    "That Wednesday it rained.": "Wednesday: w2",
    "the Tuesday anniversary of May 5": "Tuesday: w1; May 5: m5 d5",
    "the 2018-19 season": "2018-19: y2018; 2018-19: y2019",
    "the 2018/19 and 2018–2020 seasons": "2018/19: y2018; 2018/19: y2019; 2018–2020: y2018; 2018–2020: y2020",
    "from 1970 to 2013 suggests": "1970 to 2013: y1970; 1970 to 2013: y2013",
    "(2014), 1 Year Ago: 2013": "2014: y2014; 2013: y2013",
    "the 1976 Olympics": "1976: y1976",
    "2010 was the year; 2012 has its 2013 towards": "2010: y2010; 2012: y2012; 2013: y2013",
    "In 1777, in 1500": "1777: y1777; 1500: y1500",
    "In 1499": "",
    "In the 1990s and the '80s": "1990s: y1990 10; '80s: y1980 10",
    "In the late 1700s": "1700s: y1700 10",
    "in the second quarter of 2023": "2023: y2023",
    "in the summer of 2023": "2023: y2023",
    "by the 5th he was gone": "5th: d5",
    "On Christmas Day 2021, at New Year's Eve, on 9/11": "Christmas Day 2021: y2021 m12 d25; New Year's Eve: m12 d31; 9/11: y2001 m9 d11",
    "After the October 7 attacks": "October 7: y2023 m10 d7",
    "two days after Tuesday": "Tuesday: w1",
    "On 31 June": "June: m6",
    "yesterday, last week, two days ago, this summer": "",
    "he may march, he may not, and may fall; Theresa May": "",
    "2000 troops, 1500 armed soldiers, 2019 other cars": "",
    "from 1500-2000 troops": "1500-2000: y1500; 1500-2000: y2000",
    "1500-2000 troops, 1500 to 2000 big shops, 2020-19": "2020: y2020",
    "in 2000 homes, the 2016 elections, fiscal 2016 sales, during 2016 elections, since 2016 elections": (
        "2000: y2000; 2016: y2016; 2016: y2016; 2016: y2016; 2016: y2016"
    ),
    "2016 elections": "",
    "Mon. 5, at 10:30, 20.15": "",
    "the 2018-19 seasons": "2018-19: y2018; 2018-19: y2019",
    "the '00s, the 1900s": "1900s: y1900 10",
    "data from 1998 and 2006 studies": "1998: y1998; 2006: y2006",
}


@pytest.mark.parametrize("published", ["", "2024-02-14"])
@pytest.mark.parametrize(("text", "parts"), STATED.items())
def test_parts(text: str, parts: str, published: str) -> None:
    """The day of publication changes what is meant and not what is stated."""
    assert stated(text, published) == (parts.split("; ") if parts else [])


UNDATED = {  # what states its year, or hangs on such a day
    "It burned on Tuesday, on 5 May and last week.": "",
    "It burned on 5 May 2023.": "2023-05-05",
    "It burned from 5 May to 7 June 2023.": "2023-05-05..2023-06-07",
    "It burned from 5 May 2023 to 7 June.": "2023-05-05..2023-06-07",
    "It burned in March vs. May 2023.": "2023-03-01..2023-03-31 2023-05-01..2023-05-31",
    "It burned on 5 May 2023, and two days later again.": "2023-05-05 2023-05-07",
    "It burned on 5 May 2023, and that Monday again.": "2023-05-05 2023-05-08",
    "It burned on 5 May 2023, and the following Monday again.": "2023-05-05 2023-05-08",
    "It burned on 5 May 2023, and the Monday after that.": "2023-05-05 2023-05-08",
    "It burned on 5 May 2023, and the next day, and that summer.": "2023-05-05 2023-05-06 2023-06-01..2023-08-31",
    "It burned on 5 May, and two days later again, two days earlier.": "",
    "It burns since 5 May 2023.": "2023-05-05",
    "In Q3 2023, and summer 2022": "2023-07-01..2023-09-30 2022-06-01..2022-08-31",
    "In the 1990s": "1990-01-01..1999-12-31",
    "It burned from 5 May to 7 June.": "",
    "It burned overnight, in the past week, last weekend, last summer, on the 5th, this month, two days ago.": "",
    "It burned the same day, the previous week, that summer, that Monday.": "",
}


@pytest.mark.parametrize(("text", "days"), UNDATED.items())
@pytest.mark.parametrize("published", ["", "2023", "soon"])
def test_without_a_day_of_publication(text: str, days: str, published: str) -> None:
    found = [d for d in read_dates(text, published) if d.precision]
    assert " ".join(d.first if d.first == d.last else f"{d.first}..{d.last}" for d in found) == days


def test_a_day_of_no_parts() -> None:
    (day,) = read_dates("It fell yesterday.", "2024-02-14")
    assert day == Date("yesterday", 8, 17, 0, 0, 0, -1, False, "yesterday", 8, "2024-02-13", "2024-02-13", "day")


def test_the_first_end_of_a_span_has_its_days() -> None:
    one, two = read_dates("It rained from 5 to 7 May 2023.")
    assert (one.day, one.first, one.last, one.precision) == (5, "2023-05-05", "2023-05-07", "range")
    assert (two.day, two.first, two.last, two.precision) == (7, "2023-05-07", "2023-05-07", "")
    assert one.phrase == two.phrase == "5 to 7 May 2023"
    assert one.phrase_start == two.phrase_start == 15


def test_fixed_set() -> None:
    rows = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()[1:]]
    wrong = []
    for row in rows:
        found = [[d.first, d.last, d.precision] for d in read_dates(row["sentence"], row["published"]) if d.precision]
        if found != row["dates"]:
            wrong.append(f"{row['id']} {row['sentence']}: {found}, not {row['dates']}")
    assert len(rows) >= 150
    assert len(wrong) <= 0.02 * len(rows), "\n".join(wrong)


@pytest.mark.parametrize(
    ("claim", "source", "published", "is_stated"),
    [
        ("31 October 2023", "on Tuesday", "2023-10-31T12:22+02:00", True),
        ("31 October 2023", "yesterday", "2023-11-01", True),
        ("31 October 2023", "on October 31", "2023-11-02", True),
        ("31 October 2023", "nothing", "2023-10-31", True),  # the day of publication is stated beside it
        ("31 October 2023", "on October 31", "2022-11-02", False),
        ("31 October 2023", "on October 30", "2023-11-02", False),
        ("Tuesday", "on 31 October 2023", "", True),
        ("Monday", "on 31 October 2023", "", False),
        ("December", "in December 2022", "", True),
        ("December 2022", "in December", "", False),
        ("5 December", "in December", "", False),
        ("in 1994", "in the 1990s", "", True),
        ("in 2004", "in the 1990s", "", False),
        ("in October 2023", "last week", "2023-11-01", False),  # a range states no month
        ("December 2022", "in December", "2023-02-01", True),
        ("December 2021", "in early December", "2023-02-01", False),
        ("17 October 2022", "from October 17 to 30", "2023-02-01", True),
        ("30 October 2022", "from October 17 to 30", "2023-02-01", True),
        ("3 November 2022", "from 17 October to 3 November", "2023-02-01", True),
        ("18 October 2022", "from October 17 to 30", "2023-02-01", False),
        ("December 2020", "from 2018 to 2020", "2023-02-01", False),
        ("5 May 2022", "since 5 May", "2023-02-01", True),
    ],
)
def test_date_stated(claim: str, source: str, published: str, is_stated: bool) -> None:
    (wanted,) = read_dates(claim)
    assert date_stated(wanted, read_dates(source, published), [published] if published else []) is is_stated


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("in the 1990s", "in 1994", True),
        ("in the 1990s", "in 2004", False),
        ("in the 1990s", "in the 1990s", True),
        ("in the 1990s", "in May", False),
        ("in 2023", "in October", False),
        ("5 October", "October 2023", True),
        ("5 October", "6 October", False),
        ("Tuesday 5 May", "on Tuesday", True),
        ("Tuesday 5 May", "on Monday", False),
        ("yesterday", "yesterday", False),
    ],
)
def test_same_date(one: str, other: str, same: bool) -> None:
    a, b = read_dates(one, "2024-02-14")[0], read_dates(other, "2024-02-14")[0]
    assert same_date(a, b) is same_date(b, a) is same


def test_calendar_date() -> None:
    day = Date("2023-10-31", 0, 0, 2023, 10, 31, 1, False, "2023-10-31", 0, "2023-10-31", "2023-10-31", "day")
    assert calendar_date("2023-10-31T12:22") == day
    assert calendar_date("2023-10") is None


def test_the_beginning_of_a_long_text_is_read_and_soon() -> None:
    end = " 5 May 2023"
    assert read_dates("x" * (LONGEST - len(end)) + end)
    assert LONGEST == 4000
    assert read_dates("x" * (LONGEST - len(end)) + end)[0].year == 2023
    assert read_dates("x" * (LONGEST - len(end) + 1) + end) != read_dates("x" * (LONGEST - len(end)) + end)
    assert not read_dates("x" * LONGEST + end)
    for piece in ("5 May to ", "two days after ", "since the ", "1990 and ", "first week of ", "Monday, ", "last ", "in 2023 "):
        began = time.process_time()
        read_dates(piece * (LONGEST // len(piece)), "2024-02-14")
        assert time.process_time() - began < 1


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(PIECES, max_size=14).map(" ".join), DAYS)
def test_any_sentence(sentence: str, published: date) -> None:
    found = read_dates(sentence, published.isoformat())
    for d in found:
        first, last = iso_day(d.first), iso_day(d.last)
        assert d.stated or d.precision
        assert bool(first) == bool(last) >= bool(d.precision)
        assert not first or not last or first <= last
        assert (d.precision != "day") or first == last
        assert d.text == sentence[d.start : d.end]
        assert sentence[d.phrase_start :].startswith(d.phrase)
    assert [d.start for d in found] == sorted(d.start for d in found)
    parts = [(d.text, d.year, d.month, d.day, d.weekday) for d in read_dates(sentence) if d.stated]
    assert parts == [(d.text, d.year, d.month, d.day, d.weekday) for d in found if d.stated]


@given(st.text(max_size=200), st.sampled_from(["", "2024-02-14", "0001-01-01", "9999-12-31", "2024-02", "rubbish"]))
def test_no_text_breaks_it(sentence: str, published: str) -> None:
    read_dates(sentence, published)
