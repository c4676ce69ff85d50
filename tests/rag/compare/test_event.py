"""What a question asks to be counted as one event, and which figure of a report is likely that count."""

import pytest

from rag.compare.event import figures, read_event
from rag.compare.signals import ACTS, BACK, COMMON, acts_in
from rag.compare.statements import said_in
from rag.records import Article, Quote

ASKED = "How many civilians were killed in the air strikes on Marl on 7 May 2024?"


@pytest.mark.parametrize(
    ("question", "what", "group", "places"),
    [
        (ASKED, "killed", "civilian", ("Marl",)),
        ("How many Red Helm rescuers were killed in the shelling of Marl on 7 May 2024?", "killed", "", ("Marl",)),
        ("How many people were injured in the crash near Genport?", "wounded", "", ("Genport",)),
    ],
)
def test_the_event_asked_about(question: str, what: str, group: str, places: tuple[str, ...]) -> None:
    event = read_event(question)
    assert event
    assert (event.what, event.group, event.places) == (what, group, places)


@pytest.mark.parametrize("question", ["How many people were killed?", "How many drones hit Marl?", "Who was killed in Marl?"])
def test_no_event_is_asked_about(question: str) -> None:
    assert read_event(question) is None


def likely(text: str, question: str = ASKED) -> dict[str, float]:
    event = read_event(question)
    assert event
    article = Article("a", "Air strikes on Marl", text, "Post", published="2024-05-07")
    return {f.quantity.text: f.chance for f in figures(event, said_in([Quote(1, text, 0, len(text), article)], question))}


TEXT = (
    "Air strikes on Marl killed 23 civilians on Tuesday, including nine children, rescuers said. "
    "The rescuers said 23 civilians were killed. Elsewhere, a car bomb in Genport killed 14 people on Sunday. "
    "The war has killed more than 300000 people since 2011. A man of 62 years saw it."
)


def test_the_count_of_the_event_is_likelier_than_parts_and_other_events() -> None:
    found = likely(TEXT)
    assert found["23"] > 0.5
    assert all(found[other] < 0.3 for other in found if other != "23")
    assert not any("62" in text for text in found)


def test_a_report_that_says_nothing_of_the_act_counts_another_event() -> None:
    text = "Medics said 30 people were killed in Genport."
    event = read_event("How many people were killed in the Marl blast?")
    assert event
    (figure,) = figures(event, said_in([Quote(1, text, 0, len(text), Article("b", "Report", text, "Post", published="2024-05-07"))]))
    assert figure.chance == 0.0


def test_acts_are_told_apart() -> None:
    assert acts_in("Jets carried out air raids on Marl.") == {"air"}
    assert acts_in("A suicide bomber struck.") == {"bomb"}
    assert acts_in("It was a quiet day.") == frozenset()
    assert len(ACTS) == 12
    assert (BACK, COMMON) == (3, 0.1)
