"""A quote that states only the event is followed by the sentence beside it that says why or how."""

import pytest

from rag.records import Article, Quote
from rag.search.reason import SHARED, reason_beside

WHY, HOW = "Why did the port of Marl close?", "How did the thieves open the Marl vault?"


def quote(before: str, said: str, after: str, *, headline: bool = False) -> Quote:
    text = " ".join(part for part in (before, "" if headline else said, after) if part)
    start = 0 if headline else text.index(said)
    return Quote(3, said, start, start + len(said), Article("a", said if headline else "", text), 0.5, headline, (start, start + 3))


@pytest.mark.parametrize(
    ("question", "beside"),
    [
        (WHY, "The Marl port lay still because ice had formed on the locks."),
        (WHY, "The Marl port lay still due to ice on the locks."),
        (WHY, "The Marl port lay still owing to ice on the locks."),
        (WHY, "The Marl port lay still so that divers could work."),
        (WHY, "The Marl port lay still in order to save the locks."),
        (WHY, "The Marl port lay still as a result of the frost."),
        (WHY, "The owner of the Marl port cited the frost."),
        (WHY, "The owner of the Marl port cites the frost."),
        (WHY, "The owner shut the Marl port, citing the frost."),
        (WHY, "The owner of the Marl port pointed to the frost."),
        (WHY, "The owner of the Marl port points to the frost."),
        (WHY, "The owner shut the Marl port, pointing to the frost."),
        (WHY, "The owner of the Marl port blamed the frost."),
        (WHY, "The owner of the Marl port blames the frost."),
        (WHY, "The owner shut the Marl port, blaming the frost."),
        (WHY, "The trouble at the Marl port was caused by frost."),
        (WHY, "The frost was the reason, the Marl port said."),
        (WHY, "The frost and the strike were the reasons, the Marl port said."),
        (WHY, "The step at the Marl port was prompted by frost."),
        (WHY, "The trouble at the Marl port stemmed from frost."),
        (WHY, "The Marl port has troubles stemming from frost."),
        (WHY, "The Marl port lay still over concerns of divers."),
        (WHY, "The Marl port lay still over fears of ice."),
        (WHY, "The Marl port lay still over allegations of theft."),
        (WHY, "The Marl port lay still over claims of theft."),
        (HOW, "They got into the Marl vault by cutting a hole."),
        (HOW, "They got into the Marl vault by quietly cutting a hole."),
        (HOW, "They cut the Marl vault using a saw."),
        (HOW, "They got into the Marl vault by means of a saw."),
        (HOW, "They got into the Marl vault with the help of a guard."),
        (HOW, "They got into the Marl vault via a tunnel."),
    ],
)
def test_the_sentence_beside(question: str, beside: str) -> None:
    first = "The Marl port closed on Monday." if question is WHY else "The Marl vault was opened on Monday."
    for found in (quote("", first, beside), quote(beside, first, "It snowed.")):
        reason = reason_beside(question, found)
        assert reason is not None
        assert reason.text == beside == reason.article.text[reason.start : reason.end]
        assert (reason.n, reason.score, reason.answer) == (3, 0.5, (0, 0))


BECAUSE = "The Marl port lay still because of ice."


@pytest.mark.parametrize(
    ("question", "said", "after"),
    [
        ("When did the port of Marl close?", "The Marl port closed on Monday.", BECAUSE),
        (WHY, "The Marl port closed on Monday because of ice.", BECAUSE),
        (WHY, "The Marl port closed on Monday.", "The Marl port opened to ships as before after Easter."),
        (WHY, "The Marl port closed on Monday.", "It snowed because of the wind in Marl."),  # one word of the question
        (WHY, "The Marl port closed on Monday.", "Did the Marl port close because of ice?"),
        (WHY, "The Marl port closed on Monday.", "It snowed all day. The Marl port lay still because of ice."),  # too far
        (HOW, "The Marl vault was opened on Monday.", "The Marl vault was once used as a cellar."),
        (HOW, "The Marl vault was opened on Monday.", "The Marl vault stood open because of a flaw."),
    ],
)
def test_nothing_beside(question: str, said: str, after: str) -> None:
    assert reason_beside(question, quote("", said, after)) is None
    assert SHARED == 2


def test_what_follows_comes_before_what_stands_ahead() -> None:
    found = reason_beside(WHY, quote("The Marl port blamed the frost.", "The Marl port closed on Monday.", BECAUSE))
    assert found is not None
    assert found.text == BECAUSE


def test_under_a_headline_stands_the_first_sentence() -> None:
    found = reason_beside(WHY, quote("", "Marl port closes", f"{BECAUSE} The Marl port blamed the frost.", headline=True))
    assert found is not None
    assert (found.text, found.start, found.headline) == (BECAUSE, 0, False)
