"""What contradicts: the same thing told and denied, or told by its opposite; one word in common is not the same thing."""

import pytest

from rag.compare.denials import contradict
from rag.compare.statements import said_in
from tests.kits.compare import quote


def opposed(question: str, one: str, two: str) -> bool:
    a, b = said_in([quote(n, t, published="2024-05-06", source=s) for n, t, s in ((1, one, "Post"), (2, two, "Wire"))], question)
    return contradict(a, b) is not None


@pytest.mark.parametrize(
    ("question", "one", "two"),
    [
        (
            "Has Minister Pavel Orlan resigned?",
            "Minister Pavel Orlan has resigned.",
            "Minister Pavel Orlan has not resigned, his office said.",
        ),
        ("Did the firm pay the ransom?", "The firm Arvel paid the ransom.", "Arvel denied that it had paid the ransom."),
        ("Did the Genport talks succeed?", "The talks in Genport succeeded.", "The talks in Genport failed."),
    ],
)
def test_a_thing_told_and_denied_contradicts(question: str, one: str, two: str) -> None:
    assert opposed(question, one, two)
    assert opposed(question, two, one)


@pytest.mark.parametrize(
    ("question", "one", "two"),
    [
        (  # it is the authorizing that is denied
            "Who sued over the tariffs?",
            "The suit of Arvel argues that the use of emergency powers to impose tariffs is unlawful.",
            "The suit argues that the use of powers to impose tariffs is unlawful because the act does not authorize tariffs.",
        ),
        (  # names, and one other word
            "Who is on the list of Pavel Orlan?",
            "Pavel Orlan has a long list of friends in Genport.",
            "Pavel Orlan did not list his houses in Genport.",
        ),
        ("Did the students like it?", "The students liked the video posted today.", "The students did not watch the video posted today."),
        ("Who won in Genport?", "Mara Lind was elected in Genport City, her victory.", "Genport City saw Mara Lind defeated."),
        ("Has the minister resigned?", "Has Minister Pavel Orlan resigned?", "Minister Pavel Orlan has not resigned."),  # asked, not told
    ],
)
def test_a_word_in_common_is_no_contradiction(question: str, one: str, two: str) -> None:
    assert not opposed(question, one, two)
    assert not opposed(question, two, one)
