"""Facts exchanged: what a quote says of one place, person or figure, the claim says of another."""

import pytest

from rag.answer.forms import text_forms
from rag.answer.missing import Held
from rag.answer.swapped import PREPOSITIONS, _fits, _leads, _near, swapped


def turned(claim: str, text: str, fact: str) -> bool:
    """Whether ``fact`` of the claim is one that the text says of something else."""
    stated, source = text_forms(claim, "2024-05-14"), text_forms(text, "2024-05-14")
    found = next(f for f in stated.said if f.text == fact)
    clause = next(c for c in stated.clauses if c.first <= found.first < c.last)
    own, rivals = Held(source, text_forms(""), ("2024-05-14",)).places(found)
    return swapped(stated, clause, found, own, rivals, source)


SHIP = "The ship left Tolmin for Arvika."
TEAM = "The club has 86 players and 12 coaches."
JOBS = "The mill employs 950 people in Oslo and 400 in Bergen."
MATCH = "Anders Vik beat Luca Moretti in Oslo."
YEARS = "The poet was born in 1950 and died in 2019."
LISTED = "Storms flooded Tolmin, Arvika and Varnholm."


@pytest.mark.parametrize(
    ("claim", "text", "fact", "expected"),
    [
        ("The ship left Tolmin.", SHIP, "Tolmin", False),
        ("The ship left for Arvika.", SHIP, "Arvika", False),
        ("The ship left Arvika for Tolmin.", SHIP, "Tolmin", True),  # one of two exchanged facts is enough
        ("The club has 12 coaches.", TEAM, "12", False),
        ("The club has 86 coaches.", TEAM, "86", True),
        ("The club has 12 players.", TEAM, "12", True),
        ("It employs 400 people in Bergen.", JOBS, "400", False),
        ("It employs 950 people in Bergen.", JOBS, "950", True),
        ("The mill employs 400 people in Oslo.", JOBS, "Oslo", True),
        ("Luca Moretti beat Anders Vik.", MATCH, "Luca Moretti", True),
        ("Luca Moretti was beaten by Anders Vik.", MATCH, "Anders Vik", False),
        ("Anders Vik was beaten by Luca Moretti.", MATCH, "Anders Vik", True),
        ("In Oslo, Luca Moretti was beaten.", MATCH, "Oslo", False),
        ("The poet died in 2019.", YEARS, "2019", False),
        ("The poet died in 1950.", YEARS, "1950", True),
        ("The poet was born in 2019.", YEARS, "2019", True),
        ("Storms flooded Arvika.", LISTED, "Arvika", False),  # what is said of a list is said of each
        ("Storms flooded Varnholm and Tolmin.", LISTED, "Varnholm", False),
        ("The firm closed five shops.", "Of its 12 shops the firm closed five.", "five", False),  # the noun is left out
        ("The bank opens on 1 May and closes on 9 May.", "The bank opens on 1 May and closes on 9 May.", "9 May", False),
        ("The bank closes on 1 May.", "The bank opens on 1 May and closes on 9 May.", "1 May", True),
        ("Ilse Brandt sang.", "Ilse Brandt sang.", "Ilse Brandt", False),  # no rival
    ],
)
def test_what_is_said_of_another(claim: str, text: str, fact: str, expected: bool) -> None:
    assert turned(claim, text, fact) is expected


@pytest.mark.parametrize("word", sorted(set("from to off near between into against for of on with in at by".split())))
def test_the_preposition_before_a_fact_tells_it_from_its_rival(word: str) -> None:
    assert word in PREPOSITIONS
    other = "amid" if word != "amid" else ""
    assert not turned(f"Boats went {word} Arvika.", f"Boats went {word} Arvika {other} Tolmin.", "Arvika")
    assert turned(f"Boats went {word} Arvika.", f"Boats went {word} Tolmin {other} Arvika.", "Arvika")


def test_there_are_no_other_prepositions() -> None:
    assert len(PREPOSITIONS) == 14


@pytest.mark.parametrize(("between", "expected"), [(2, True), (6, True), (7, False)])
def test_a_word_far_from_a_fact_says_nothing_of_it(between: int, expected: bool) -> None:
    gap = "the " * between
    assert turned(f"Divers {gap}Arvika.", "Divers Tolmin, cooks, and the horses saw, Arvika.", "Arvika") is expected
    assert turned(f"Arvika {gap}divers.", "Arvika, saw horses, cooks, and Tolmin divers.", "Arvika") is expected


@pytest.mark.parametrize(
    ("place", "own", "rival", "expected"),
    [
        (9, 0.0, 0.26, True),  # a quarter at least
        (9, 0.0, 0.25, False),
        (0, 0.0, 0.52, True),  # half as much before both facts
        (0, 0.0, 0.50, False),
        (3, 0.0, 0.26, True),
    ],
)
def test_how_much_must_speak_for_a_rival(place: int, own: float, rival: float, expected: bool) -> None:
    one, two = (f for f in text_forms("It is Tolmin, Arvika it is.").said)
    assert _leads([(place, [own, rival])], 0, 1, one, two) is expected


@pytest.mark.parametrize(("lead", "expected"), [(0.61, True), (0.6, False)])
def test_a_rival_needs_half_as_much_again_as_the_fact(lead: float, expected: bool) -> None:
    one, two = (f for f in text_forms("It is Tolmin, Arvika it is.").said)
    assert _leads([(9, [0.4, 0.0]), (9, [0.0, lead])], 0, 1, one, two) is expected


@pytest.mark.parametrize(
    ("place", "before", "verb", "near"),
    [
        (1, True, False, 1.0),  # boats
        (0, True, False, 1 / 1.2),  # red, a word further
        (2, True, False, 0.0),  # the fact itself
        (3, False, False, 1.0),
        (3, True, False, 0.6),  # on the other side
        (3, True, True, 0.0),  # a verb there
        (4, False, False, 1 / 2.7),  # behind a comma
    ],
)
def test_how_near_a_word_stands(place: int, before: bool, verb: bool, near: float) -> None:
    source = text_forms("Red boats Tolmin sank, cooks sang.")
    fact = next(f for f in source.said if f.text == "Tolmin")
    assert _near(place, fact, source, before, verb) == pytest.approx(near)


def test_what_a_preposition_and_a_distant_word_count() -> None:
    stated, source = text_forms("Divers the the in Tolmin."), text_forms("Divers in Tolmin.")
    fact, own = stated.said[-1], source.said[-1]
    found = list(_fits(stated, stated.clauses[0], fact, [own], source, 1, word=False))
    assert [place for place, _ in found] == [0, 3]
    assert found[0][1] == [pytest.approx(1 / 1.3 / 1.2)]  # three words between in the claim, one in the source
    assert found[1][1] == [0.5]
