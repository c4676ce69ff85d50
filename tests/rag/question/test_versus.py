"""Questions that compare two are asked of each."""

import pytest

from rag.question.versus import read_versus

CASES = [
    ("Which of Saturn and Jupiter has more moons?", "Saturn", "Jupiter", "Saturn has how many moons?", True),
    ("Which of the two, Marl or Tovik, is larger?", "Marl", "Tovik", "Marl is how large?", True),
    ("Which is smaller, Marl or Tovik?", "Marl", "Tovik", "Marl is how large?", False),
    (
        "Which outbreak killed more people, the one from organic carrots or the one from pasta meals?",
        "the one from organic carrots",
        "the one from pasta meals",
        "The outbreak from organic carrots killed how many people?",
        True,
    ),
    (
        "Who got the longer prison term over the death of Ann Lee, Bo Ekman or Ilse Brandt?",
        "Bo Ekman",
        "Ilse Brandt",
        "Bo Ekman got how long prison term over the death of Ann Lee?",
        True,
    ),
    ("Who has more seats, the Greens or the Reds?", "the Greens", "the Reds", "The Greens has how many seats?", True),
    ("Who raised more, Brevia or Calden?", "Brevia", "Calden", "Brevia raised how much?", True),
    ("Who raised less money, Brevia or Calden?", "Brevia", "Calden", "Brevia raised how much money?", False),
    ("Which was deadlier, the Marl fire or the Olm fire?", "the Marl fire", "the Olm fire", "How many people died in the Marl fire?", True),
    (
        "Which was deadlier, the one in Marl or the forest fire of May 2024?",
        "the one in Marl",
        "the forest fire of May 2024",
        "How many people died in the forest fire in Marl?",
        True,
    ),
    ("Which film won more BAFTAs in 2026, Tern or Gull?", "Tern", "Gull", "Tern won how many BAFTAs in 2026?", True),
    ("Which came first, the Marl strike or the Olm vote?", "the Marl strike", "the Olm vote", "When was the Marl strike?", False),
    ("Which happened later, the Marl strike or the Olm vote?", "the Marl strike", "the Olm vote", "When was the Marl strike?", True),
    ("Which opened earlier, the bridge or the tunnel?", "the bridge", "the tunnel", "When was it that the bridge opened?", False),
    ("Which is cheaper, the bridge or the tunnel?", "the bridge", "the tunnel", "The bridge is how much?", False),
    (
        "By the 2025 count, does Saturn or Jupiter have more moons?",
        "Saturn",
        "Jupiter",
        "By the 2025 count, how many moons does Saturn have?",
        True,
    ),
    (
        "Had the Lions or the Cowboys won more often on Thanksgiving?",
        "the Lions",
        "the Cowboys",
        "How often had the Lions won on Thanksgiving?",
        True,
    ),
    ("Is the bridge or the tunnel longer?", "the bridge", "the tunnel", "How long is the bridge?", True),
    ("Is either Ann Lee or Bo Ekman older?", "Ann Lee", "Bo Ekman", "How old is Ann Lee?", True),
    ("Did Brevia or Calden sign the accord first?", "Brevia", "Calden", "When did Brevia sign the accord?", False),
    ("Did Brevia or Calden raise more money in 2024?", "Brevia", "Calden", "How much money did Brevia raise in 2024?", True),
]
CLAIMS = [
    ("Did Brevia raise more than Calden?", "Brevia", "Calden", "How much did Brevia raise?", "How much did Calden raise?", True),
    (
        "Did Brevia lose fewer soldiers than Calden did?",
        "Brevia",
        "Calden",
        "How many soldiers did Brevia lose?",
        "How many soldiers did Calden lose?",
        False,
    ),
    (
        "Is the Marl bridge longer than the Olm bridge?",
        "the Marl bridge",
        "the Olm bridge",
        "How long is the Marl bridge?",
        "How long is the Olm bridge?",
        True,
    ),
    (
        "Was the toll in Marl higher than in Tovik?",
        "Marl",
        "Tovik",
        "How high was the toll in Marl?",
        "How high was the toll in Tovik?",
        True,
    ),
    (
        "Was the toll in Marl lower than that in Tovik?",
        "Marl",
        "Tovik",
        "How high was the toll in Marl?",
        "How high was the toll in Tovik?",
        False,
    ),
    (
        "Were there more deaths in Marl than in Tovik?",
        "Marl",
        "Tovik",
        "How many deaths were there in Marl?",
        "How many deaths were there in Tovik?",
        True,
    ),
    ("Is Ann Lee younger than Bo Ekman?", "Ann Lee", "Bo Ekman", "How old is Ann Lee?", "How old is Bo Ekman?", False),
    (
        "Did the bridge cost more than the tunnel?",
        "the bridge",
        "the tunnel",
        "How much did the bridge cost?",
        "How much did the tunnel cost?",
        True,
    ),
]


@pytest.mark.parametrize(("question", "one", "two", "part", "greater"), CASES)
def test_which_of_two(question: str, one: str, two: str, part: str, greater: bool) -> None:
    found = read_versus(question)
    assert found is not None
    assert (found.sides, found.parts[0], found.greater, found.claim) == ((one, two), part, greater, False)
    assert found.days == part.startswith("When")


@pytest.mark.parametrize(("question", "one", "two", "first", "second", "greater"), CLAIMS)
def test_whether_one_beats_the_other(question: str, one: str, two: str, first: str, second: str, greater: bool) -> None:
    found = read_versus(question)
    assert found is not None
    assert (found.sides, found.parts, found.greater, found.claim, found.days) == ((one, two), (first, second), greater, True, False)


@pytest.mark.parametrize(
    "question",
    [
        "Who won more than 60 seats?",
        "Were more than 20 people killed in Marl?",
        "Did more people die in Marl?",
        "Which party won the most seats?",
        "Who signed first?",
        "Did Brevia sell it for less than $400 in Marl?",
        "Is Marl larger than Tovik, and does Brevia say so?",
        "Is it true that the port is larger than ever?",
        "Did Ann Lee resign later than planned?",
        "Was the vote on Monday or Tuesday?",
        "Did Brevia sign or leave?",
        "Which team has more wins, Marl or Marl?",
        "Why is Marl larger than Tovik?",
        "How much more did Brevia raise than Calden?",
        "",
    ],
)
def test_no_comparison_of_two(question: str) -> None:
    assert read_versus(question) is None
