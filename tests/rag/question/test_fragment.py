"""Fragments: which follow-ups are one, and each word of the lists that tell them."""

import pytest

from rag.question.fragment import AUX, LEAD, PLACE, WHY, complete_fragment, is_fragment

LEADS = "and|but|so|ok|okay|no|then|or|what about|how about|and what about|or how about".split("|")
AUXILIARIES = (
    "is|are|was|were|has been|have been|had been|has|have|had|do|does|did|can|could|will|would|should|may|might"
).split("|")  # fmt: skip


@pytest.mark.parametrize("lead", LEADS)
def test_what_leads_on(lead: str) -> None:
    assert LEAD.sub("", f"{lead.capitalize()}, Oulu?") == "Oulu?"
    assert LEAD.sub("", f"{lead}x Oulu?").endswith(f"{lead.split()[-1]}x Oulu?")


@pytest.mark.parametrize(
    ("question", "bare", "fragment"),
    [
        ("And Oulu?", "Oulu?", True),
        ("Oulu?", "Oulu?", True),
        ("Oulu", "Oulu", False),
        ("the old mayor", "the old mayor", True),
        ("an old mayor", "an old mayor", True),
        ("his wife", "his wife", True),
        ("in Oulu", "in Oulu", True),
        ("thanks a lot", "thanks a lot", False),
        ("And the old red ferry?", "the old red ferry?", True),
        ("And the old red car ferry?", "the old red car ferry?", False),  # four content words
        ("And it?", "it?", False),
        ("And I slept?", "I slept?", False),
        ("And wasn't Oulu?", "wasn't Oulu?", False),
    ],
)
def test_fragments(question: str, bare: str, fragment: bool) -> None:
    assert is_fragment(question, bare) is fragment


@pytest.mark.parametrize("word", [*"who whom whose what which when where why how tell name give".split(), *AUXILIARIES])
def test_a_question_is_no_fragment(word: str) -> None:
    assert not is_fragment(f"And {word} Oulu?", f"{word} Oulu?")
    assert is_fragment(f"And {word}x Oulu?", f"{word}x Oulu?") or " " in word


@pytest.mark.parametrize("word", ["I", "we", "you", "he", "she", "it", "they", *AUXILIARIES, "isn't"])
def test_a_clause_is_no_fragment(word: str) -> None:
    assert not is_fragment(f"And Oulu {word}?", f"Oulu {word}?")


@pytest.mark.parametrize("word", "the a an his her its their in on at".split())
def test_what_begins_a_fragment_without_a_question_mark(word: str) -> None:
    assert is_fragment(f"{word} mayor", f"{word} mayor")
    assert not is_fragment(f"{word}x mayor", f"{word}x mayor")


@pytest.mark.parametrize("word", ["why", "how come", "when", "where", "with what", "by whom", "how"])
def test_question_words_alone(word: str) -> None:
    assert WHY.match(f"And {word}?")
    assert WHY.match(f"{word} not")
    assert not WHY.match(f"{word} now?")


@pytest.mark.parametrize("word", "in at on from near to over off across outside".split())
def test_places(word: str) -> None:
    assert complete_fragment("in Oulu?", f"What fell {word} Marl Bay?", named=True) == f"What fell {word} Oulu?"
    assert PLACE.search(f"What fell {word}x Marl?") is None


@pytest.mark.parametrize(
    ("fragment", "last", "wording"),
    [
        ("near Oulu?", "What fell in Marl?", "What fell near Oulu?"),
        ("at Oulu?", "What fell off Marl?", "What fell off Oulu?"),
        ("in Oulu?", "What fell?", "What fell in Oulu?"),
        ("in Oulu?", "What fell in May?", "What fell in May in Oulu?"),  # a month is no place
        ("in Oulu?", "What fell (the red tower)?", "What fell in Oulu (the red tower)?"),
        ("in Oulu?", "Who died in the Marl fire of 2019?", "Who died in the Oulu fire?"),
        ("in Oulu?", "Who died in the Marl fire in 2019?", "Who died in the Oulu fire?"),
        ("in Oulu?", "Who died in the Marl fire?", "Who died in the Oulu fire?"),
        ("in Oulu?", "Who died in the Marl in 2019?", "Who died in Oulu in 2019?"),
        ("in Oulu?", "Who died in Marl fires of 2019?", "Who died in Oulu fires of 2019?"),
        ("from Oulu?", "Who came in Marl from Bay?", "Who came in Marl from Oulu?"),  # the same preposition
        ("her aide?", "Did Ann Lee resign?", "Did Ann Lee's aide resign?"),
        ("his aide?", "Did Ann Lee resign?", "Did Ann Lee's aide resign?"),
        ("its chief?", "Did the firm resign?", "Did the firm's chief resign?"),
        ("their chiefs?", "Did the firms resign?", "Did the firms' chiefs resign?"),
        ("hurting?", "Who is being shot?", "Who is hurting shot?"),
        ("taken?", "How many children were driven out?", "How many children were taken out?"),
        ("freed?", "How many were jailed?", "How many were freed?"),
        ("Reed?", "How many were jailed?", "How many were jailed, Reed?"),  # a name
        ("children?", "Who was shot?", "Who was shot, children?"),
    ],
)
def test_what_a_fragment_takes_the_place_of(fragment: str, last: str, wording: str) -> None:
    assert complete_fragment(fragment, last, named=False) == wording


@pytest.mark.parametrize("word", "and or in on at of for by to from with when since after before during".split())
def test_no_event_behind_a_place(word: str) -> None:
    last = f"Who sang in the Marl {word} fire?"
    assert complete_fragment("in Oulu?", last, named=True) == f"Who sang in Oulu {word} fire?"


def test_auxiliaries() -> None:
    assert AUX == f"(?:{'|'.join(AUXILIARIES)})"
