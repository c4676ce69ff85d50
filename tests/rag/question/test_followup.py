"""Follow-up questions in words that need no history."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.question.carried import Exchange, Phrase, stems_of
from rag.question.followup import CARRY, CLOSE, FILL, _added, _alike, read_followup, standalone
from rag.records import Answer, Sentence, Short

TROOPS = "How many American troops are in Iraq?"
FERRY = "How many people died when the ferry capsized off Tarnholm?"
TEAM = Exchange("Who won the cup in Oulu?", "Acme United beat Marl Rovers in the final.", "Acme United")
PORT = Exchange("Which company bought the port of Marl?", "Delta Ports bought it.", "Delta Ports")
MAYOR = Exchange("Who replaced Ann Lee as mayor of Oulu?", "Dana Holt was sworn in on Monday.", "Dana Holt")
CRASH = Exchange("Where did the plane crash?", "The plane crashed near Ahmedabad on 12 June 2025.", "Ahmedabad")


@pytest.mark.parametrize(
    ("history", "question", "wording"),
    [
        ([TROOPS], "And in Syria?", "How many American troops are in Syria?"),
        ([TROOPS, "And in Syria?"], "And in Jordan?", "How many American troops are in Jordan?"),
        (["What did Ann Lee demand?"], "And Bo Chen?", "What did Bo Chen demand?"),
        (["What did Google announce?"], "And Apple?", "What did Apple announce?"),
        (["What did Google announce?"], "What about Apple?", "What did Apple announce?"),
        (["How many people have been killed in Oulu?"], "And wounded?", "How many people have been wounded in Oulu?"),
        (["How many people died near Oulu?"], "And in Silden?", "How many people died near Silden?"),  # a name in -en is no participle
        # a place in the place of a place: the event keeps its verb and object, and loses the year that was the other's
        (["How many planes were shot down over Berlin in May?"], "And in Dresden?", "How many planes were shot down over Dresden in May?"),
        (["How many died in the Turkey earthquake of 2023?"], "And in Haiti?", "How many died in the Haiti earthquake?"),
        (["How many died in Turkey in 2023?"], "And in Haiti?", "How many died in Haiti in 2023?"),
        (["What did fuel cost in Oulu on 6 May 2026?"], "And in Marl?", "What did fuel cost in Marl on 6 May 2026?"),
        (["Who won best film at the 2026 Oscars?"], "And at the BAFTAs?", "Who won best film at the 2026 BAFTAs?"),
        (["Who won best film at the 2026 Oscars?"], "And at the 2025 BAFTAs?", "Who won best film at the 2025 BAFTAs?"),
        (["How strong was storm Adela?", "How many people died?"], "And in Silden?", "How many people died in Silden (storm Adela)?"),
        (["Did Hana Odell resign?"], "And her deputy?", "Did Hana Odell's deputy resign?"),
        (["How old is David Lane?"], "the cyclist", "How old is David Lane, the cyclist?"),
        (["Who won the cup?"], "no, in 2025", "Who won the cup, in 2025?"),
        # asked again
        (["Was Oulu flooded in May?"], "Why?", "Why was Oulu flooded in May?"),
        (["Did Hana Odell resign?"], "Why not?", "Why did Hana Odell not resign?"),
        (["Who closed the port?"], "When?", "Who closed the port, and when?"),
        (["Who closed the port?"], "Why not?", "Who closed the port, and why not?"),
        # a person named before
        (["Who is Ann Lee?"], "Where was she born?", "Where was Ann Lee born?"),
        (["Who is Ann Lee?"], "What is her age?", "What is Ann Lee's age?"),
        (["Who is Ann Lee?", "Where was she born?"], "Who is her husband?", "Who is Ann Lee's husband?"),
        (["What did Ann Lee say in Oulu?"], "How old is she?", "How old is Ann Lee?"),
        # the one asked for, not the one named
        (["Who replaced Ann Lee as mayor of Oulu?"], "How old is she?", "How old is the person who replaced Ann Lee as mayor of Oulu?"),
        ([MAYOR], "How old is she?", "How old is Dana Holt?"),
        (["Who is known as the Fen Queen?"], "How old is she?", "How old is the person who is known as the Fen Queen?"),
        (["Who is the mayor of Oulu?"], "How old is he?", "How old is the mayor of Oulu?"),
        ([TEAM], "Who coaches them?", "Who coaches Acme United?"),
        ([PORT], "Where does it trade?", "Where does Delta Ports trade (Marl)?"),
        (["Who did Ann Lee marry?"], "How old is he?", "How old is Ann Lee?"),  # falls short: the one married is not known
        # things
        (["When was the ferry lost in Oulu?"], "Who owned it?", "Who owned the ferry lost in Oulu?"),
        (["When did Acme Steel sell the ferry?"], "Does it still own a dock?", "Does Acme Steel still own a dock?"),
        (["Where have there been strikes?"], "Did they end?", "Did the strikes end?"),
        (["Acme Steel: history"], "Who owns it?", "Who owns Acme Steel?"),
        ([CRASH], "How many people live there?", "How many people live near Ahmedabad?"),
        ([CRASH], "Who won in Oulu that year?", "Who won in Oulu in 2025?"),
        (["When was the ferry sold in Oulu?"], "How much did it cost?", "How much did it cost (the ferry sold in Oulu)?"),
        # what is counted
        (["How many people were hurt in Oulu?"], "How many were killed?", "How many people were killed (Oulu)?"),
        (["How many guards did Marl Bank hire?"], "How many were wounded?", "How many guards were wounded (Marl Bank)?"),
        (["How many American guards were shot?"], "How many were rescued?", "How many American guards were rescued?"),
        (["How many guards were shot at Oulu?"], "When was that?", "When was that (the guards shot at Oulu)?"),
        (["When were the guards shot?"], "Who did it?", "Who did it (the guards shot)?"),
        # what the talk is about, where a few words leave it out
        ([FERRY], "Who was charged?", "Who was charged (the ferry capsized off Tarnholm)?"),
        ([FERRY], "How many were rescued?", "How many people were rescued (the ferry capsized off Tarnholm)?"),
        (["Who won the Harborough by-election?"], "What was the turnout?", "What was the turnout (the Harborough by-election)?"),
        (["Who won Super Bowl 60?"], "What was the score?", "What was the score (Super Bowl 60)?"),
        (["How strong was Hurricane Melissa?"], "How many people died?", "How many people died (Hurricane Melissa)?"),
        ([Exchange("Which storm hit Cebu?", "Typhoon Tino struck.", "Typhoon Tino")], "How many died?", "How many died (Typhoon Tino)?"),
    ],
)
def test_leaning_questions(history: list[str | Exchange], question: str, wording: str) -> None:
    assert standalone(question, history) == wording


@pytest.mark.parametrize(
    "question",
    [
        "Who leads the Badr organization?",
        "When was the new trade agreement with neighbours formally signed?",
        "And who won the Nobel Peace Prize in 2025?",
        "How much is Netflix paying for Warner Bros.?",
        "Did Ann Lee say that she would resign?",  # the pronoun's name stands before it
        "Will it rain tomorrow?",
        "are you sure?",
        "thanks",
    ],
)
def test_what_stands_alone_is_left_alone(question: str) -> None:
    assert standalone(question, [TROOPS]) == question


def test_answers_give_their_names_and_declines_nothing() -> None:
    short = Short("Dana Holt", 1)
    said = Answer(MAYOR.question, "answered", (Sentence(MAYOR.answer, "supported", (1,)),), short=short)
    assert standalone("How old is she?", [said]) == "How old is Dana Holt?"
    declined = Answer(MAYOR.question, "declined", (Sentence("Bo Chen is not in it.", "supported"),))
    assert standalone("How old is she?", [declined]) == "How old is the person who replaced Ann Lee as mayor of Oulu?"


@pytest.mark.parametrize(
    ("history", "question", "names"),
    [
        ("What did Ann Lee and Bo Chen say?", "How old is he?", ("Ann Lee", "Bo Chen")),
        ("Did Ann Lee or Bo Chen win?", "Where was she born?", ("Ann Lee", "Bo Chen")),
        ("What did Ann Lee say in Oulu?", "How old is he?", ()),  # a place
        ("Who is Ann Lee?", "How old is he?", ()),
        ("What did Ann Lee and Bo Chen say?", "Were they elected?", ()),
    ],
)
def test_two_persons_who_fit_alike_are_asked_about(history: str, question: str, names: tuple[str, ...]) -> None:
    read = read_followup(question, [history])
    assert read.between == names
    assert len(read.choices) == len(names)
    if names:
        assert read.question == question
        assert all(name in choice for name, choice in zip(names, read.choices, strict=True))


def phrase(text: str, odds: float, at: tuple[int, str, int] = (0, "question", 0)) -> Phrase:
    """Return a name with its log-odds."""
    return Phrase(text, "name", stems_of(text), at=[at], odds=odds)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (phrase("Ann Lee", 2.0), phrase("Bo Chen", 1.11), ["Ann Lee", "Bo Chen"]),
        (phrase("Ann Lee", 2.0), phrase("Bo Chen", 1.09), ["Ann Lee"]),
        (phrase("Ann Lee", 0.0), phrase("Bo Chen", -0.95), ["Ann Lee"]),
        (phrase("Ann Lee", -0.01), phrase("Bo Chen", -0.6), []),
        (phrase("Ann Lee", 2.0), phrase("Chen", 2.0), ["Ann Lee"]),
        (phrase("Ann", 2.0), phrase("Chen", 2.0), ["Ann"]),
        (phrase("Ann Lee", 2.0), phrase("Bo Chen", 2.0, (1, "question", 0)), ["Ann Lee"]),
        (phrase("Ann Lee", 2.0), phrase("Bo Chen", 2.0, (0, "answer", 0)), ["Ann Lee"]),
    ],
)
def test_persons_alike(first: Phrase, second: Phrase, found: list[str]) -> None:
    assert _alike([first, second]) == found


@pytest.mark.parametrize(
    ("question", "odds", "wording"),
    [
        ("Who paid?", 0.81, "Who paid (Ann Lee)?"),  # odds of 0.80 are a probability of 0.69
        ("Who paid?", 0.79, "Who paid?"),
        ("Who paid Lee?", 2.0, "Who paid Lee (Ann Lee)?"),
        ("Who paid Ann Lee?", 2.0, "Who paid Ann Lee?"),
        ("who paid", 2.0, "who paid (Ann Lee)?"),
        ("Say who paid.", 2.0, "Say who paid (Ann Lee)."),
        ("Who paid large sums towards public roads?", 2.0, "Who paid large sums towards public roads?"),  # six words stand alone
        ("Who paid large sums towards roads?", 2.0, "Who paid large sums towards roads (Ann Lee)?"),
        ("Who paid them large sums towards public roads?", 2.0, "Who paid them large sums towards public roads (Ann Lee)?"),
    ],
)
def test_what_is_added(question: str, odds: float, wording: str) -> None:
    assert _added(question, question, [phrase("Ann Lee", odds)]) == wording
    assert (FILL, CARRY, CLOSE) == (0.5, 0.69, 0.9)


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=80))
def test_without_history_nothing_changes(question: str) -> None:
    assert standalone(question, []) == question


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_any_text_is_taken(question: str, history: list[str]) -> None:
    assert isinstance(standalone(question, history), str)
