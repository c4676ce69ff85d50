"""Numbers as intervals: forms, bounds, units, roundings, and what is no number."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rag.language.numbers import Number, compatible, lets_write, numbers, rounds_to


def one(text: str) -> Number:
    found = numbers(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "bound", "unit", "noun"),
    [
        ("23 attacks", 23, "", "", "attack"),
        ("at least 12 soldiers", 12, ">=", "", "soldi"),
        ("more than 140 times", 140, ">", "", "tim"),
        ("roughly 2,500 troops", 2500, "~", "", "troop"),
        ("1.2 million dollars", 1.2e6, "", "$", ""),
        ("$3.5bn", 3.5e9, "", "$", ""),
        ("45 per cent of voters", 45, "", "%", "vot"),
        ("two-thirds of members", 2 / 3, "", "", "memb"),
        ("half a million people", 5e5, "", "", "peopl"),
        ("two hundred and fifty thousand people", 250_000, "", "", "peopl"),
        ("a dozen cars", 12, "~", "", "car"),
        ("the third attack", 3, "", "th", "attack"),
        ("at 12:22 pm", 12 * 60 + 22, "", "clock", ""),
        ("up to 60 rockets", 60, "<=", "", "rocket"),
        ("80,000 or more", 80_000, ">=", "", ""),
        ("nearly 1,000 ships", 1000, "~<", "", "ship"),
        ("twenty-three drones", 23, "", "", "dron"),
    ],
)
def test_number(text: str, value: float, bound: str, unit: str, noun: str) -> None:
    n = one(text)
    assert math.isclose(n.value, value)
    assert (n.bound, n.unit, n.noun) == (bound, unit, noun)


@pytest.mark.parametrize("text", ["F-16 jets", "COVID-19 cases", "one of them", "no one came", "G7 leaders", "a man"])
def test_what_is_no_number(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("at least 12 people", "a dozen people", True),
        ("2,500 troops", "roughly 2,500 troops", True),
        ("23 attacks", "92 attacks", False),
        ("1.2 million people", "1,213,000 people", True),
        ("about 2,500", "2,310", True),
        ("100 men", "104 men", False),
        ("45%", "45 soldiers", True),  # a unit may be left unsaid: "45 of voters"
        ("45%", "$45", False),
        ("the third attack", "three attacks", False),
        ("at least 12 dead", "92 dead", False),
        ("12:22 pm", "12:22", True),
    ],
)
def test_compatible(a: str, b: str, same: bool) -> None:
    assert compatible(one(a), one(b)) is same
    assert compatible(one(b), one(a)) is same


def test_a_true_bound_is_stated_and_a_sharper_figure_is_not() -> None:
    assert lets_write(one("more than 100 attacks"), one("140 attacks"))
    assert not lets_write(one("140 attacks"), one("dozens of attacks"))
    assert not lets_write(one("more than 100 people"), one("76 people"))


@settings(deadline=None, max_examples=60)  # a busy machine is no failure
@given(st.integers(0, 10**9))
def test_a_number_written_with_commas_or_plain_is_one(value: int) -> None:
    assert compatible(one(f"{value:,} people"), one(f"{value:,} people"))
    assert one(f"{value:,} people").value == value


@settings(deadline=None, max_examples=60)  # a busy machine is no failure
@given(st.floats(100, 1e9), st.integers(2, 4))
def test_rounding_is_recognised(value: float, digits: int) -> None:
    place = digits - 1 - math.floor(math.log10(value))
    exact, rounded = (Number("", 0, 0, v, v, v) for v in (value, round(value, place)))
    assume(str(int(rounded.value)).rstrip("0")[1:])  # 999.6 rounds to 1000, which is one digit again
    assert rounds_to(exact, rounded)
