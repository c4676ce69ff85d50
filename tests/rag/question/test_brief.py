"""Which questions want the course of a matter, and which matter it is."""

import pytest

from rag.language.text import stem
from rag.question.brief import read_brief


@pytest.mark.parametrize(
    ("question", "topic", "event"),
    [
        ("Summarise the Kestrel story", "Kestrel", False),
        ("Summarize the Marl strike.", "Marl strike", False),
        ("Please sum up the news on the Marl strike", "Marl strike", False),
        ("Recap the Lowick fire", "Lowick fire", False),
        ("Could you summarise for me the story of Anna Holt?", "Anna Holt", False),
        ("Give me a timeline of the ferry inquiry", "ferry inquiry", False),
        ("give me a quick overview of the Velden accord so far", "Velden accord", False),
        ("Write a short brief on the Lowick fire, please", "Lowick fire", False),
        ("A recap of the Marl strike", "Marl strike", False),
        ("Timeline of the Marl strike", "Marl strike", False),
        ("Catch me up on the Kestrel", "Kestrel", False),
        ("Bring me up to date on the Kestrel inquiry", "Kestrel inquiry", False),
        ("Get me up to speed on the Kestrel", "Kestrel", False),
        ("Fill us in on the Marl strike", "Marl strike", False),
        ("Brief me on the Marl strike", "Marl strike", False),
        ("Tell me about Anna Holt", "Anna Holt", False),
        ("Tell me everything about the Lowick fire", "Lowick fire", False),
        ("What do the articles say about the Velden accord?", "Velden accord", False),
        ("What have the papers written about Anna Holt?", "Anna Holt", False),
        ("What's the story with the Marl bridge?", "Marl bridge", False),
        ("What is happening with the Marl bridge?", "Marl bridge", False),
        ("What has been going on in Marl?", "Marl", False),
        ("What happened with the Marl strike this week?", "Marl strike this week", False),
        ("Summarise what Anna Holt said this week", "Anna Holt said this week", False),
        ("How did the Marl strike unfold?", "Marl strike", False),
        ("How has the Kestrel inquiry developed?", "Kestrel inquiry", False),
        ("What happened at Ness airport on 3 May?", "Ness airport on 3 May", True),
        ("What happened to the ferry Kestrel?", "ferry Kestrel", True),
        ("What has happened in Lowick?", "Lowick", True),
        ("Tell me what happened aboard the Kestrel", "Kestrel", True),
    ],
)
def test_a_brief_is_wanted(question: str, topic: str, event: bool) -> None:
    brief = read_brief(question)
    assert brief is not None
    assert (brief.topic, brief.event) == (topic, event)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the Marl strike vote?",
        "When did the ferry sink?",
        "What happened?",
        "What happened on Tuesday?",
        "What happened on 3 May 2024?",
        "What happened between 17 and 30 October?",
        "How did the ferry sink?",
        "How did Holt develop the plan?",
        "What did the minister say about Marl?",
        "What does Holt say about the accord?",
        "Did Holt brief the press on the fire?",
        "Who gave a summary of the accord?",
        "What is the latest on the fire?",
        "Tell me who won the vote",
        "Tell me the date of the vote",
        "Summarise the news",
        "Summarise the articles this week",
        "Give me a number",
        "",
    ],
)
def test_no_brief_is_wanted(question: str) -> None:
    assert read_brief(question) is None


@pytest.mark.parametrize(
    ("question", "names", "words"),
    [
        ("Summarise the Marl strike story", ["marl"], "strike"),
        ("What happened with the Lowick fire on 3 May 2024?", ["lowick"], "fire"),
        ("What happened at Ness airport this week?", ["ness"], "airport"),
        ("Tell me about Anna Holt and the Velden accord", ["anna holt", "velden"], "accord"),
        ("Recap the winter storm", [], "winter storm"),
        ("Summarise what Anna Holt said about the case", ["anna holt"], ""),
    ],
)
def test_the_matter(question: str, names: list[str], words: str) -> None:
    brief = read_brief(question)
    assert brief is not None
    assert brief.names == tuple(frozenset(n.split()) for n in names)
    assert brief.stems == frozenset(map(stem, words.split()))


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("Recap Super Bowl 60", "60"),
        ("What happened with Crew-11?", "11"),
        ("Give me an overview of the 2026 Olm Games", "2026"),
        ("What happened at Ness airport on 3 May 2024?", "2024"),
        ("What happened at Ness airport on 3 May?", ""),
    ],
)
def test_its_figures(question: str, figures: str) -> None:
    brief = read_brief(question)
    assert brief is not None
    assert brief.figures == set(figures.split())
    assert not brief.stems & brief.figures
