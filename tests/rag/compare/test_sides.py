"""Who differs with whom on one event: sayers, not articles; a part, a bound, an update and another event are no difference."""

import pytest

from rag.compare.compare import Comparison, compare
from rag.compare.event import Figure, read_event
from rag.compare.quantities import quantities
from rag.compare.sides import BESIDE, NEAR, SURE, TAKES, set_apart
from rag.compare.statements import said_in
from tests.kits.compare import quote

ASKED = "How many people were killed in the blast in Marl on 7 May 2024?"
DAY, NEXT, LATER = "2024-05-07", "2024-05-08", "2024-05-10"


def told(*rows: tuple[str, str, str], asked: str = ASKED) -> Comparison:
    """Compare reports given as (outlet, day, text)."""
    return compare(asked, [quote(n, text, published=day, source=source) for n, (source, day, text) in enumerate(rows, 1)])


POLICE = ("Post", DAY, "Police said 12 people were killed in the blast in Marl on Tuesday.")


@pytest.mark.parametrize(
    ("other", "differ"),
    [
        (("Echo", DAY, "Medics said 30 people were killed in the blast in Marl on Tuesday."), True),
        (("Echo", DAY, "Police said 30 people were killed in the blast in Marl on Tuesday."), False),  # one sayer
        (("Echo", DAY, "Medics said nine children were killed in the blast in Marl on Tuesday."), False),  # a part
        (("Echo", DAY, "Medics said at least 11 people were killed in the blast in Marl on Tuesday."), False),  # a bound that holds
        (("Echo", DAY, "Medics said at least 10 people were killed in the blast in Marl on Tuesday."), True),
        (("Echo", LATER, "Medics said 30 people were killed in the blast in Marl on Tuesday."), False),  # days later: an update
        (("Echo", NEXT, "The blast in Marl on Tuesday killed 30 people."), False),  # nobody named, a day later
        (("Echo", DAY, "Medics said 30 people were wounded in the blast in Marl on Tuesday."), False),
        (("Echo", DAY, "A fire at a mill in Genport killed 30 people on Monday, medics said."), False),  # another town and day
        (("Echo", DAY, "The ship cost 30 million crowns, and another people wanted in Marl would cost 25."), False),
    ],
)
def test_who_differs(other: tuple[str, str, str], differ: bool) -> None:
    assert told(POLICE, other).disputed is differ
    assert told(other, POLICE).disputed is differ


def test_two_sayers_inside_one_report_are_two_sides() -> None:
    text = "Police said 12 people were killed in the blast in Marl on Tuesday. Medics said 30 people were killed in the blast in Marl."
    (difference,) = told(("Post", DAY, text)).differences
    assert {v.attribution.lower() for side in difference.sides for v in side} == {"police", "medics"}
    assert {v.place for side in difference.sides for v in side} == {"Marl"}


def test_the_headline_stands_where_the_outlet_is_not_stated() -> None:
    quotes = [
        quote(1, POLICE[2], published=DAY, source="", title="Blast in Marl"),
        quote(2, "Medics said 30 people were killed in the blast in Marl on Tuesday.", published=DAY, source="Echo"),
    ]
    (difference,) = compare(ASKED, quotes).differences
    assert {v.outlet for side in difference.sides for v in side} == {"Blast in Marl", "Echo"}


def test_a_raised_toll_is_a_series_oldest_first() -> None:
    got = told(("Echo", LATER, "Police said 30 people were killed in the blast in Marl on Tuesday."), POLICE)
    assert [(v.text, v.end) for v in got.series] == [("12", DAY), ("30", LATER)]
    assert not got.disputed


def test_categories_of_a_storm_are_no_series() -> None:
    asked = "How many people were killed by the storm in Marl on 7 May 2024?"
    got = told(
        ("Post", DAY, "The storm reached Marl at category 3 on Tuesday, and people feared it would kill."),
        ("Echo", NEXT, "The storm in Marl was of category 4 when it killed."),
        asked=asked,
    )
    assert not got.series
    assert not got.disputed


def test_a_date_in_a_headline_is_no_toll() -> None:
    event = read_event(ASKED)
    assert event
    got = told(
        ("Post", DAY, "07-05-2024 Blast in Marl kills 12 people."), ("Echo", DAY, "Police said 12 people were killed in the blast in Marl.")
    )
    assert not got.disputed
    assert not got.series


@pytest.mark.parametrize(("chance", "differ"), [(SURE, True), (SURE - 0.01, False)])
def test_a_side_needs_a_likely_figure(chance: float, differ: bool) -> None:
    event = read_event(ASKED)
    assert event
    texts = [POLICE[2], "Medics said 30 people were killed in the blast in Marl on Tuesday."]
    quotes = [quote(n, text, published=DAY, source=f"Outlet {n}") for n, text in enumerate(texts, 1)]
    one, two = (q for s in said_in(quotes) for q in quantities(s))
    assert bool(set_apart(event, [Figure(one, 0, 0.9), Figure(two, 0, chance)]).sides) is differ


def test_the_borders() -> None:
    assert (SURE, TAKES, BESIDE, NEAR) == (0.5, 0.3, 0.2, 0.15)
