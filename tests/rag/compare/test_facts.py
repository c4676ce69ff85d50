"""Numbers, dates, names and negations are found and compared in normal forms."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rag.compare.facts import facts
from rag.dates.stated import Date, date_stated, dates, same_date
from rag.language.names import name_missing, names, same_name, same_word
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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The U.S. military said Ain al-Asad was hit.", ["U.S.", "Ain al-Asad"]),
        (
            "Officials said President Joe Biden's visit to the United Arab Emirates is off.",
            ["President Joe Biden's", "United Arab Emirates"],
        ),
        ("Researchers in Baltimore and New York agree.", ["Baltimore", "New York"]),
        ("On Monday, the University of Michigan closed.", ["University of Michigan"]),
        ("there is nothing here", []),
    ],
)
def test_names(text: str, found: list[str]) -> None:
    assert [n.text for n in facts(text).names] == found


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("mohammed", "muhammad", True),
        ("asad", "assad", True),
        ("zelensky", "zelenskyy", True),
        ("iraq", "iraqi", True),
        ("lebanon", "lebanese", True),
        ("canada", "canadian", True),
        ("iran", "iraq", False),
        ("austria", "australia", False),
        ("niger", "nigeria", False),
        ("johnson", "johnston", False),
        ("hansen", "hanson", False),
        ("maria", "mario", False),
    ],
)
def test_same_word(a: str, b: str, same: bool) -> None:
    assert same_word(a, b) is same
    assert same_word(b, a) is same


def test_names_are_one_by_part_initials_and_custom() -> None:
    assert same_name(names("met Joe Biden")[0], names("met Biden")[0])
    assert same_name(names("the IRGC")[0], names("the Islamic Revolutionary Guard Corps")[0])
    assert same_name(names("the United States")[0], names("the U.S.")[0])
    assert not same_name(names("met Joe Biden")[0], names("met Hunter Biden")[0])


def test_missing_words_of_a_name_are_told() -> None:
    name = names("met Joe Biden")[0]
    assert name_missing(name, frozenset({"biden"}), []) == ("joe",)
    assert name_missing(name, frozenset({"biden", "joe"}), []) == ()


def test_negation_reaches_its_own_clause() -> None:
    assert "casualty" in facts("There were no casualties, and two drones fell.").negated
    assert "dron" not in facts("There were no casualties, and two drones fell.").negated
    assert "attack" in facts("He denied that the group attacked it.").negated
    assert facts("Not only Iran but Russia came.").negations == 0


@settings(deadline=None, max_examples=60)  # a busy machine is no failure
@given(st.text(max_size=200))
def test_any_text_is_read_and_every_fact_stands_where_it_says(text: str) -> None:
    found = facts(text)
    spans = [(f.start, f.end, f.text) for group in (found.numbers, found.dates, found.names) for f in group]
    assert all(text[start:end] == shown for start, end, shown in spans)
