"""Words that change what a statement claims: hedges, limits, pointers back, opposites."""

import pytest

from rag.language.wording import BACKWARD, HEDGES, LIMIT

HEDGED = (
    "may might could would possibly perhaps maybe likely probably reportedly allegedly alleged suspected believed thought feared expected "
    "expects plans planned planning proposed considering threatened hopes hoped if unless potentially apparently presumably rumoured"
).split()


def test_hedges() -> None:
    assert sorted(HEDGES) == sorted(HEDGED)
    assert not HEDGES & {"will", "can", "claimed", "once", "former", "nearly"}


@pytest.mark.parametrize("word", "all every only always most first last largest biggest best highest sole entire both never All".split())
def test_a_limit(word: str) -> None:
    assert LIMIT.findall(f"It was {word} there") == [word]


@pytest.mark.parametrize("word", ["almost", "firstly", "lasting", "some", "smallest", "call"])
def test_no_limit(word: str) -> None:
    assert LIMIT.findall(word) == []


THINGS = "band film song album company group series game episode show book team school".split()


@pytest.mark.parametrize(
    "text",
    [
        *(f"{word} sank." for word in "He she it they his her their its this that these those".split()),
        *(f"The {word} closed." for word in THINGS),
        *(f"Boats sank in the {word} year." for word in ("same", "following", "next", "previous")),
        *(f"Boats sank that next {word}." for word in ("year", "month", "day", "week", "season")),
        *(f"Boats sank that {word}." for word in ("year", "month", "day", "week", "season")),
        *("Boats sank with the latter.", "Boats sank with the former."),
    ],
)
def test_a_sentence_that_points_back(text: str) -> None:
    assert BACKWARD.search(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Boats sank with it.", "Italy sank boats.", "Hers sank.", "The bands played.", "Boats met the band.", "The quay closed."),
        *(
            "Boats sank in the first year.",
            "Boats sank the same way.",
            "Boats sank that night.",
            "Boats sank the year.",
            "A former mayor sank.",
        ),
    ],
)
def test_a_sentence_that_stands_alone(text: str) -> None:
    assert not BACKWARD.search(text)
