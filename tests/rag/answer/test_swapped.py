"""Facts exchanged: what a quote says of one place, person or figure, the claim says of another."""

import pytest

from rag.answer.forms import text_forms
from rag.answer.missing import Held
from rag.answer.swapped import PREPOSITIONS, swapped


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
