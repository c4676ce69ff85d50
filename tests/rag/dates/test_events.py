"""Dates told of in sentences: the fixed set and what must hold for any sentence."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.dates.calendar import iso_day
from rag.dates.events import EventDate, event_dates

SET = Path(__file__).parents[3] / "eval" / "sets" / "events.jsonl"
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))
PIECES = st.sampled_from(
    "On|in|the|early hours of|Tuesday|two|days|earlier|later|a|week|after|before|raid|last|month|October|17|to|30|since|2023|overnight|"
    "said|will|next|day|that|same|,|by|year|ago|between|and|weekend".split("|")
)


def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()[1:]]


def test_fixed_set() -> None:
    wrong = []
    for row in rows():
        found = [[e.start, e.end, e.precision] for e in event_dates(row["sentence"], row["published"])]
        if found != row["dates"]:
            wrong.append(f"{row['id']} {row['sentence']}: {found}, not {row['dates']}")
    score = 1 - len(wrong) / len(rows())
    assert len(rows()) >= 150
    assert score >= 0.90, "\n".join([f"{score:.3f}", *wrong])


def test_without_a_publication_day_only_stated_years_count() -> None:
    assert event_dates("It burned on Tuesday, on 5 May and last week.", "") == []
    assert event_dates("It burned on 5 May 2023.", "") == [EventDate("2023-05-05", "2023-05-05", "5 May 2023", "day")]


def test_the_phrase_stands_in_the_sentence() -> None:
    (found,) = event_dates("A drone hit the base in the early hours of Tuesday.", "2023-10-31")
    assert found == EventDate("2023-10-31", "2023-10-31", "the early hours of Tuesday", "day")


@pytest.mark.parametrize(
    "sentence", ["In recent weeks it grew.", "Several days later it fell.", "The same day, it closed.", "Two days later it ended."]
)
def test_nothing_is_guessed(sentence: str) -> None:
    assert event_dates(sentence, "2024-02-14") == []


@given(st.lists(PIECES, max_size=14).map(" ".join), DAYS)
def test_any_sentence(sentence: str, published: date) -> None:
    for found in event_dates(sentence, published.isoformat()):
        first, last = iso_day(found.start), iso_day(found.end)
        assert first
        assert last
        assert first <= last
        assert found.phrase in sentence
        assert (found.precision != "day") or first == last
    assert event_dates(sentence, published.isoformat()) == event_dates(sentence, published.isoformat())


@given(st.text(max_size=200), st.sampled_from(["", "2024-02-14", "0001-01-01", "9999-12-31", "2024-02", "rubbish"]))
def test_no_text_breaks_it(sentence: str, published: str) -> None:
    event_dates(sentence, published)
