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
        "What do the articles say about casualties in Marl?",
        "Tell me about the damage at the Marl bridge",
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


@pytest.mark.parametrize("lead", "please;can you;could you;would you please;I want you to;we need;I would like;will you now".split(";"))
def test_politely(lead: str) -> None:
    assert read_brief(f"{lead} summarise the Marl strike") is not None
    assert read_brief(f"{lead}, a timeline of the Marl strike") is not None


@pytest.mark.parametrize("form", "brief briefing timeline time-line overview recap summary rundown run-down chronology".split())
@pytest.mark.parametrize(
    "verb", "Give me a;Write a short;Get me the;Show us a full;Send me your;Make a quick;Prepare an;A brief".split(";")
)
def test_every_form(verb: str, form: str) -> None:
    for joined in ("on", "of", "about"):
        assert read_brief(f"{verb} {form} {joined} the Marl strike") is not None


@pytest.mark.parametrize("verb", "summarise summarize recap outline".split())
@pytest.mark.parametrize("told", "story news coverage reports articles events history course".split())
def test_what_is_told_is_no_part_of_the_matter(verb: str, told: str) -> None:
    brief = read_brief(f"{verb} for us all the {told} on the Marl strike")
    assert brief is not None
    assert brief.topic == "Marl strike"


@pytest.mark.parametrize("press", "articles reports papers newspapers outlets stories archive coverage news press media".split())
@pytest.mark.parametrize(
    "asks", "do {} say;does the {} say;did all {} report;have these {} said;has the {} reported;do the {} tell us".split(";")
)
def test_what_the_press_says(press: str, asks: str) -> None:
    for joined in ("about", "on", "of"):
        assert read_brief(f"What {asks.format(press)} {joined} the Marl strike?") is not None


@pytest.mark.parametrize(
    "question",
    [
        *(f"What {verb} the story {joined} the Marl bridge?" for verb in ("is", "was") for joined in "with of on about behind".split()),
        *(f"What {verb} {doing} Marl?" for verb in ("is", "was", "has been") for doing in ("happening in", "going on at", "happening to")),
        *(
            f"What {verb} happened {joined} the Marl bridge?"
            for verb in ("has", "had")
            for joined in "to at in on during near aboard".split()
        ),
        *(
            f"How {verb} the Marl strike {how}?"
            for verb in ("did", "has")
            for how in "unfold develop evolve unfolded developed evolved".split()
        ),
        *(f"How have the Marl talks {how}?" for how in ("play out", "played out")),
        "Tell us more about Marl",
        "Tell me all about Marl",
        "What’s the whole story of Marl?",
        "Bring us up to speed on Marl",
        "Update us on Marl",
    ],
)
def test_other_words_for_it(question: str) -> None:
    assert read_brief(question) is not None


@pytest.mark.parametrize(
    "end", "story;saga;news;so far;to date;please;for me;in three sentences;in a few sentences;story so far".split(";")
)
def test_what_follows_the_matter(end: str) -> None:
    brief = read_brief(f"Summarise the Marl strike {end}")
    assert brief is not None
    assert brief.topic == "Marl strike"


OF_ANY = "say said happened case affair matter situation thing things week month year today news articles reports papers stories headlines"


@pytest.mark.parametrize("word", OF_ANY.split())
def test_words_of_any_matter_are_none(word: str) -> None:
    assert read_brief(f"Tell me about {word}") is None
