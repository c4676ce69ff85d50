"""The facts of a text as it uses them: which still hold, in which unit, and what is no fact."""

import pytest

from rag.answer.forms import text_forms


def facts(text: str) -> list[tuple[str, bool]]:
    return [(f.text, f.old) for f in text_forms(text, "2024-05-14").said]


@pytest.mark.parametrize(
    "verb",
    "rose fell raised doubled cut higher lower changed moved swung edged postponed delayed rescheduled corrected revised put pushed "
    "shifted switched deferred bring brought".split(),
)
def test_a_change_leaves_what_it_comes_from(verb: str) -> None:
    assert facts(f"It was {verb} from 60 to 45.") == [("60", True), ("45", False)]


@pytest.mark.parametrize("verb", ["postponed", "moved", "put off", "brought forward"])
def test_a_change_leaves_the_day_it_comes_from(verb: str) -> None:
    assert facts(f"The vote was {verb} from 5 May to 19 May.") == [("5 May", True), ("19 May", False)]
    assert facts(f"The vote was {verb} from about the 5 May.")[0] == ("5 May", True)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "not 14",
            "rather than 14",
            "instead of 14",
            "not on the 14",
            "not in an 14",
            "not about some 14",
            "not around a 14",
            "not at 14",
        ),
        *(f"It was {w} put at 14." for w in ("first", "initially", "earlier", "previously", "originally")),
        *("the previous 14", "not $14", f"first {'x' * 55} at 14"),
        *(f"It was 14 as {w} reported." for w in ("first", "earlier", "previously", "initially", "originally")),
        *("14 that was earlier given", "14 as were first said", "14 that had been previously given", f"14 {'x' * 23} as first given"),
        *(f"Nine of {w}14" for w in ("", "the ", "its ", "their ", "all ", "all the ")),
        "Nine out of the 14",
        *(f"It moved from {w}14" for w in ("", "about ", "around ", "some ", "an ", "a ", "the ", "nearly ", "almost ", "about the ", "$")),
        "It moved from 14 yesterday",
        "It moved x x x x x x x x from 14",
    ],
)
def test_what_no_longer_holds_or_is_not_said_of_it(text: str) -> None:
    assert facts(text)[-1] in {("14", True), ("$14", True)}


@pytest.mark.parametrize(
    "text",
    [
        *("14", "It was earlier. Now 14", "first, 14", "first; 14", f"first {'x' * 56} at 14", "not many: 14", "knot 14"),
        *("14 as he said", f"14 {'x' * 24} as first given", "14, as first given", "nine and 14", "nine of some 14", "off the 14"),
        *("He walked from 14", "It was kept from 14", "It moved x x x x x x x x x from 14", "It moved to 14", "It moved from there to 14"),
        *(
            f"It rose from 14 {w}"
            for w in ("last year", "a year ago", "the year before", "a month ago", "the month before", "in all", "on it")
        ),
        f"It moved from 14 {'x' * 23} in all",
    ],
)
def test_what_still_holds(text: str) -> None:
    assert facts(text)[-1] == ("14", False)


def test_a_year_too_far_behind_a_figure_does_not_date_it() -> None:
    assert facts(f"It moved from 14 {'x' * 25} in all") == [("14", True)]


@pytest.mark.parametrize(
    "text", ["as first reported", "the first said", "the first put", "as first given", "at first", "No", "None", "Neither", "Nor"]
)
def test_what_is_no_fact(text: str) -> None:
    assert facts(text) == []


def test_an_ordinal_before_a_noun_is_a_fact_and_a_name_inside_a_number_is_none() -> None:
    assert facts("The first goal came.") == [("first", False)]
    assert [f.kind for f in text_forms("Twelve crews saw Oslo on 3 May 2024.").said] == ["number", "date", "name"]


MEASURES = (
    "kilometre mile metre centimetre tonne kilogram gram litre barrel gallon hectare acre minute hour day week month year degree "
    "megawatt gigawatt knot ounce franc peso crown rouble"
).split()


@pytest.mark.parametrize("word", MEASURES)
def test_a_measure_is_the_unit_of_its_figure(word: str) -> None:
    assert [f.unit for f in text_forms(f"It was 5 {word}s, or a 6 {word} lot.").said] == [word, word]


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        *(
            ("square miles", "square"),
            ("cubic metres", "cubic"),
            ("feet", "foot"),
            ("seconds", "second"),
            ("inches", "inch"),
            ("km", "kilometre"),
        ),
        *(("pounds", "£"), ("krona", "crown"), ("kronor", "crown"), ("krone", "crown"), ("kroner", "crown"), ("rubles", "rouble")),
        *(("yen", "¥"), ("dollars", "$"), ("percent", "%"), ("horses", ""), ("", "")),
    ],
)
def test_units_by_other_names(written: str, unit: str) -> None:
    assert text_forms(f"It was 5 {written}").said[0].unit == unit
