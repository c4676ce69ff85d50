"""Of a count that grows, the newest figure is the answer; of anything else the best quote."""

import pytest

from rag.compare.current import LIKELY, current
from rag.records import Article, Quote

ASKED = "How many people were killed in the Varnholm fire in 2025?"


def quote(text: str, answer: str, score: float, day: str = "2025-01-07", title: str = "Fire in Varnholm") -> Quote:
    """Return a quote with the words that the reader takes for the answer."""
    at = text.index(answer)
    return Quote(0, text, 0, len(text), Article(day + text, title, text, "Post", published=day), score, False, (at, at + len(answer)))


FIRST = quote("At least 24 people were killed in the Varnholm fire.", "24", 0.8)


@pytest.mark.parametrize(
    ("other", "place"),
    [
        (quote("The fire killed at least 28 people in Varnholm.", "28", 0.5, "2025-02-21"), 1),
        (quote("The fire killed at least 28 people in Varnholm.", "at least 28 people", 0.5, "2025-01-07"), 1),  # of the same day
        (quote("The fire killed at least 28 people in Varnholm.", "28", 0.5, "2025-01-06"), 0),  # an older report
        (quote("The fire killed 22 people in Varnholm.", "22", 0.5, "2025-02-21"), 0),  # a part of them
        (quote("The fire killed 28 people in Varnholm.", "28", LIKELY * 0.8 - 0.001, "2025-02-21"), 0),
        (quote("The fire killed 28 people in Varnholm.", "28", LIKELY * 0.8, "2025-02-21"), 1),
        (quote("The fire killed 28 people in Varnholm.", "Varnholm", 0.5, "2025-02-21"), 0),  # the reader takes another word
        (quote("Fire drove 2,800 people from Varnholm.", "2,800", 0.5, "2025-02-21"), 0),  # another count
        (quote("The fire killed 28 soldiers in Varnholm.", "28", 0.5, "2025-02-21"), 0),  # other people
        (quote("The fire killed dozens in Varnholm.", "dozens", 0.5, "2025-02-21"), 0),
        (quote("The toll was corrected from 28 killed people to fewer.", "28", 0.5, "2025-02-21"), 0),
        (quote("The fire killed 28 people in Varnholm.", "28", 0.5, "2026-03-21"), 0),  # of another year
        (quote("The fire of 2025 killed 28 people in Varnholm.", "28", 0.5, "2026-03-21"), 1),
        (quote("The fire killed 28 people in Varnholm.", "28", 0.5, "2026-03-21", "The fire of 2025"), 1),
        (quote("The fire killed 28 people in Varnholm.", "28", 0.5, ""), 0),
    ],
)
def test_a_later_higher_figure_stands(other: Quote, place: int) -> None:
    assert current(ASKED, [FIRST, other]) == place


def test_of_several_the_highest() -> None:
    later = [
        quote(f"The fire killed {n} people in Varnholm.", str(n), 0.6, f"2025-01-{day}") for n, day in ((25, "09"), (29, "12"), (27, "11"))
    ]
    assert current(ASKED, [FIRST, *later]) == 2
    same = [quote(f"The fire killed 29 people in Varnholm, {x}.", "29", 0.6, f"2025-01-{day}") for x, day in (("a", "09"), ("b", "12"))]
    assert current(ASKED, [FIRST, *same]) == 2  # the newest report of it


@pytest.mark.parametrize("asked", ["How much did the Varnholm fire cost?", "Who was killed in Varnholm?", "How many goals were scored?"])
def test_what_does_not_grow_stays(asked: str) -> None:
    assert current(asked, [FIRST, quote("The fire killed 28 people in Varnholm.", "28", 0.7, "2025-02-21")]) == 0


def test_without_a_figure_or_a_day_nothing_changes() -> None:
    later = quote("The fire killed 28 people in Varnholm.", "28", 0.7, "2025-02-21")
    assert current(ASKED, []) == 0
    assert current(ASKED, [quote("People were killed in the Varnholm fire.", "People", 0.8), later]) == 0
    assert current(ASKED, [quote(FIRST.text, "24", 0.8, ""), later]) == 0
