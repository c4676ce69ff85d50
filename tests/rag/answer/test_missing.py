"""What a claim states and its quotes do not: a table of small cases for each kind of fact, with near misses."""

import numpy as np
import pytest

from rag.answer.forms import text_forms
from rag.answer.missing import Missing, Source, missing
from rag.answer.support import cover
from rag.language import meaning
from rag.language.meaning import LIGHT, opposites, sense
from rag.language.text import stem
from rag.language.wording import HEDGES


def sources(*texts: str, beside: str = "", published: str = "2024-05-14") -> list[Source]:
    return [Source(t, np.zeros(1, np.float32), np.zeros((0, 1), np.float32), (published,), beside) for t in texts]


def lost(claim: str, *texts: str, beside: str = "") -> Missing:
    return missing(claim, sources(*texts, beside=beside))


@pytest.mark.parametrize(
    ("field", "quote", "held", "not_held"),
    [
        ("numbers", "The fire killed 27 people.", "27 people were killed in the fire.", "28 people were killed in the fire."),
        ("numbers", "Twelve people died, not 14 as first reported.", "Twelve people died.", "Fourteen people died."),
        ("numbers", "Twelve people died; it had earlier been put at 14.", "Twelve people died.", "14 people died."),
        ("numbers", "Cases fell from 60 to 45.", "Cases fell to 45.", "There are 60 cases."),
        ("numbers", "Cases fell to 45 from 60.", "Cases fell to 45.", "Cases fell to 60."),
        ("numbers", "Nine of the 15 judges voted for the ban.", "Nine of the 15 judges voted for it.", "Fifteen judges voted for the ban."),
        ("numbers", "Exports fell by 20%.", "Exports fell 20%.", "Exports fell to 20%."),
        ("numbers", "Exports fell to 20%.", "Exports fell to 20%.", "Exports fell by 20%."),
        ("numbers", "It was minus 12 degrees.", "It was -12 degrees.", "It was 12 degrees."),
        ("numbers", "It was 3 degrees below zero.", "It was minus 3 degrees.", "It was 3 degrees."),
        ("numbers", "The road is 40 kilometres long.", "The road is 40 km long.", "The road is 40 miles long."),
        ("numbers", "The grant is worth £2 million.", "The grant is worth 2 million pounds.", "The grant is worth 2 million euros."),
        ("numbers", "Ten percent of voters had no card.", "10% of voters had no card.", "Ten voters had no card."),
        ("numbers", "A drone hit the depot.", "One drone hit the depot.", "Two drones hit the depot."),
        ("dates", "The vote was moved from 5 May to 19 May.", "The vote was moved to 19 May.", "The vote was moved to 5 May."),
        ("dates", "She resigned on Wednesday, not on Tuesday.", "She resigned on Wednesday.", "She resigned on Tuesday."),
        ("dates", "It burned down on Tuesday.", "It burned down on 14 May 2024.", "It burned down on 13 May 2024."),
        ("names", "The ship sank off Port Maren.", "Off Port Maren the ship sank.", "Off Port Alba the ship sank."),
        ("names", "Peter Marsh and Ilse Brandt were saved.", "Ilse Brandt was saved.", "Peter Brandt was saved."),
        ("names", "The deputy praised captain Sam Pell.", "Captain Sam Pell was praised.", "Captain Sam Peel was praised."),
        ("swapped", "The ship left Tolmin for Arvika.", "The ship left Tolmin.", "The ship left Arvika for Tolmin."),
        ("swapped", "Anders Vik beat Luca Moretti.", "Luca Moretti was beaten by Anders Vik.", "Anders Vik was beaten by Luca Moretti."),
        ("swapped", "The club has 86 players and 12 coaches.", "The club has 12 coaches.", "The club has 86 coaches."),
        (
            "swapped",
            "It employs 950 people in Oslo and 400 in Bergen.",
            "It employs 400 people in Bergen.",
            "It employs 950 people in Bergen.",
        ),
        ("swapped", "He was born in 1950 and died in 2019.", "He died in 2019.", "He died in 1950."),
        ("swapped", "Bread prices rose 12%.", "Bread prices went up by 12%.", "Bread prices fell 12%."),
        ("swapped", "Tea output is up and coffee output is down.", "Coffee output is down.", "Coffee output is up."),
        ("opposed", "The water is not safe to drink.", "The water isn't safe to drink.", "The water is safe to drink."),
        ("opposed", "The road is open.", "The road is open.", "The road is not open."),
        ("opposed", "The court rejected the appeal.", "The appeal was rejected.", "The appeal was not rejected by the court."),
        (
            "opposed",
            "Neither the crew nor the pilot was hurt.",
            "Neither the crew nor the pilot was hurt.",
            "The crew and the pilot were hurt.",
        ),
        ("speakers", "The mayor said the quay is safe.", "The quay is safe, the mayor said.", "The quay is safe, the union said."),
        ("speakers", '"It is safe," said Hanna Falk.', "Hanna Falk said it is safe.", "The mayor said it is safe."),
        ("speakers", "Ann Orr, the mayor, said the quay is safe.", "The mayor said the quay is safe.", "The owner said the quay is safe."),
        ("speakers", "The quay is safe, according to the owner.", "The owner said the quay is safe.", "The mayor said the quay is safe."),
        ("speakers", "The ministry has ordered 16 helicopters.", "Sixteen helicopters have been ordered.", ""),
        ("speakers", "The minister flew to Ghent for talks on the quay.", "The minister went to Ghent for talks about the quay.", ""),
        ("opposed", "Voters rejected the merger.", "The merger was turned down by voters.", ""),
        ("opposed", "Officers have yet to find the bear.", "Officers have not found the bear.", "Officers have found the bear."),
        ("hedges", "The quay may close in June.", "The quay may close in June.", "The quay will close in June."),
        ("hedges", "The quay will close on 2 May.", "The quay closes on 2 May.", ""),
        ("hedges", "The mayor said the quay would close.", "The quay will close.", ""),
        (
            "clauses",
            "The theatre closed for repairs.",
            "For repairs the theatre closed.",
            "The theatre closed and its director was sacked.",
        ),
        ("clauses", "The river burst its banks.", "The river burst its banks.", "The river burst its banks, leaving families homeless."),
        ("clauses", "The opera house reopened.", "The opera house reopened.", "The opera house reopened to rave reviews."),
        (
            "clauses",
            "Officers seized 400 parrots.",
            "Officers seized 400 parrots.",
            "Officers seized 400 parrots that were hidden in barrels.",
        ),
        (
            "speakers",
            '"We will appeal," the lawyer, Dirk Maas, said outside.',
            "Dirk Maas said they will appeal.",
            "The owner said they will appeal.",
        ),
        (
            "speakers",
            "The airline blamed fog; the union blamed a lack of crews.",
            "The union blamed a lack of crews.",
            "The airline blamed a lack of crews.",
        ),
        ("swapped", "The town's population doubled.", "The population of the town doubled.", "The town's population halved."),
        ("clauses", "The actress bought a house.", "The actress bought a house.", "The actress, who recently divorced, bought a house."),
    ],
)
def test_what_is_missing(field: str, quote: str, held: str, not_held: str) -> None:
    assert not lost(held, quote), lost(held, quote)
    if not_held:
        assert getattr(lost(not_held, quote), field), lost(not_held, quote)


def test_a_fact_of_another_quote_is_scattered_unless_the_clauses_own_can_mean_it() -> None:
    two = ("The ferry sank off Port Maren.", "Survivors were taken to Port Alba.")
    assert lost("The ferry sank off Port Alba.", *two).scattered == ["Port Alba"]
    assert not lost("The ferry sank off Port Maren, and survivors were taken to Port Alba.", *two)
    assert not lost("Davor Kolar scored twice in the final.", "He scored twice in the final.", "Davor Kolar plays for the club.")
    assert lost("Davor Kolar scored twice in a final.", "A reserve scored twice in a final.", "Davor Kolar plays.").scattered == [
        "Davor Kolar"
    ]


def test_headline_and_outlet_count_as_the_quotes_own() -> None:
    assert not lost("The ferry Kestrel sank.", "The ferry sank.", beside="Kestrel lost off Varnholm\nHarbour Post")
    assert lost("The ferry Merlin sank.", "The ferry sank.", beside="Kestrel lost off Varnholm\nHarbour Post").names == ["Merlin"]


def test_nothing_is_held_by_no_quote() -> None:
    assert lost("It rained.").names == ["It rained."]
    assert not Missing()
    assert [Missing(**{f: ["x"]}).wrong for f in ("numbers", "dates", "names", "opposed", "swapped", "speakers")] == [True] * 6  # type: ignore[arg-type]
    assert [bool(Missing(**{f: ["x"]})) for f in ("parts", "scattered", "clauses", "hedges")] == [True] * 4  # type: ignore[arg-type]
    assert not Missing(parts=["x"], scattered=["x"], clauses=["x"], hedges=["x"]).wrong


LINES = meaning.lines()


@pytest.mark.parametrize("line", LINES)
def test_the_words_of_a_line_mean_the_same_and_its_sides_the_opposite(line: str) -> None:
    sides = [side.split() for side in line.removeprefix("= ").split("|")]
    exact = meaning._senses()[0]
    for side in sides:
        assert all(sense(w) == exact[w] for w in side)
    if len(sides) == 2:
        assert sense(sides[1][0]) in opposites(sense(sides[0][0]))
        assert sense(sides[0][0]) in opposites(sense(sides[1][0]))


@pytest.mark.parametrize("word", sorted(HEDGES - {"if", "unless"}))
def test_a_hedge_that_a_claim_drops_is_noted(word: str) -> None:
    assert word in lost("The quay is closed for repairs.", f"The quay {word} is closed for repairs.").hedges


@pytest.mark.parametrize("word", ["said", "says", "announced", "warned", "estimated", "insisted", "argued"])
def test_a_word_of_saying_gives_its_speaker(word: str) -> None:
    assert text_forms(f"The miller {word} that the quay is closed.").speakers == ((2, frozenset({sense("miller")})),)


def test_light_words_need_no_support() -> None:
    for word in LIGHT:
        assert stem(word) in LIGHT or word in LIGHT
    assert not lost("Several people said the quay also now closed.", "The quay closed.").clauses


@pytest.mark.parametrize(
    ("claim", "texts", "chosen"),
    [
        ("The ferry sank off Port Maren.", ["The mayor spoke.", "The ferry sank off Port Maren."], [1]),
        ("The ferry sank on Monday, and the mayor resigned.", ["The mayor resigned.", "The ferry sank on Monday."], [1, 0]),
        ("The ferry sank.", ["The ferry sank.", "The ferry sank."], [0]),
        ("The ferry sank and divers came.", ["The ferry sank.", "Divers dived."], [0]),  # one word is no reason
        ("The ferry sank with 40 aboard.", ["The ferry sank.", "It had 40 aboard."], [1, 0]),  # a fact is
    ],
)
def test_the_fewest_sources_that_cover_a_claim(claim: str, texts: list[str], chosen: list[int]) -> None:
    assert cover(claim, sources(*texts), [0.0] * len(texts)) == chosen


def test_nearness_decides_between_equals() -> None:
    assert cover("The ferry sank.", sources("The ferry sank.", "The ferry sank."), [0.1, 0.2]) == [1]
    assert cover("The ferry sank.", [], []) == []


@pytest.mark.parametrize(("one", "two"), [("supplied", "supplying"), ("denies", "denied"), ("sank", "sunk"), ("rose", "climbs")])
def test_forms_of_a_word_mean_the_same(one: str, two: str) -> None:
    assert sense(one) == sense(two)


@pytest.mark.parametrize(
    ("explained", "quote", "held", "not_held"),
    [
        ("The Department of Defense, known as the Pentagon, met.", "The Department of Defense closed the base.", "Pentagon", "Kremlin"),
        ("The Department of Defense, known as the Pentagon, met.", "The Pentagon closed the base.", "Department of Defense", "Kremlin"),
    ],
)
def test_a_name_that_a_quote_gives_for_another_stands_for_it(explained: str, quote: str, held: str, not_held: str) -> None:
    assert not lost(f"The {held} closed the base.", quote, explained)
    assert lost(f"The {held} closed the base.", quote)
    assert lost(f"The {not_held} closed the base.", quote, explained).wrong
