"""Which names and words of a conversation can be carried into a follow-up, and what is known of each when it is weighed."""

import json
from math import log

import pytest

from rag.question.carried import LEANS, READ, SHORT, WEIGHTS, Exchange, Phrase, lacking, likely, phrases, read_history, topic_of, weighed
from rag.question.carried import has_heading as headed
from rag.question.followup import standalone
from rag.records import Answer, Sentence, Short


def found(*turns: str | Exchange) -> dict[str, Phrase]:
    """Return the phrases of a conversation by their text."""
    return {p.text: p for p in phrases(read_history(turns))}


def test_turns() -> None:
    said = (Sentence("Dana Holt was sworn in.", "supported", (1,)), Sentence("She is 40.", "supported", (2,)))
    answers = [Answer("Who leads Oulu?", "answered", said, short=Short("Dana Holt", 1)), Answer("Why?", "declined", said)]
    assert read_history(["When?", *answers, Exchange("How?", "So.")]) == [
        Exchange("When?"),
        Exchange("Who leads Oulu?", "Dana Holt was sworn in. She is 40.", "Dana Holt"),
        Exchange("Why?"),
        Exchange("How?", "So."),
    ]


def test_a_long_conversation_is_read_at_its_start_and_end() -> None:
    kept = [turn.question for turn in read_history([str(n) for n in range(30)])]
    assert kept == ["0", *(str(n) for n in range(18, 30))]
    assert [turn.question for turn in read_history([str(n) for n in range(13)])] == [str(n) for n in range(13)]
    assert standalone("And in Oulu?", ["Who fell in Marl?", *["And in Bay?"] * 5000]) == "Who fell in Oulu?"


@pytest.mark.parametrize(
    ("turns", "text", "kind", "at"),
    [
        (["Who is Ann Lee?"], "Ann Lee", "name", [(0, "question", 0)]),
        (["Who is Ann Lee?", "Where is Oulu?"], "Ann Lee", "name", [(1, "question", 0)]),
        (["Did Bo Chen meet Ann Lee?"], "Ann Lee", "name", [(0, "question", 1)]),
        (["Who is Ann Lee?", "Did Lee sing?"], "Ann Lee", "name", [(1, "question", 0), (0, "question", 0)]),  # a name in part
        (["Did Lee sing?", "Who is Ann Lee?"], "Ann Lee", "name", [(1, "question", 0), (0, "question", 0)]),
        (["Ann Lee: Early life"], "Ann Lee", "name", [(0, "heading", 0)]),
        (["Ann Lee (singer): Early life"], "Ann Lee", "name", [(0, "heading", 0)]),
        (["Ann Lee, Duchess of Oulu: Early life"], "Ann Lee", "name", [(0, "heading", 0)]),
        (["Oulu: first songs"], "first songs", "words", [(0, "section", 0)]),
        (["Why?", "Oulu: first songs"], "first songs", "words", [(0, "question", 0)]),  # only a first turn is a heading
        (["Did Bo Chen win Super Bowl 60?"], "Super Bowl 60", "name", [(0, "question", 1)]),
        (["Did Ann Lee see a long river?"], "long river", "words", [(0, "question", 1)]),
        (["When was the ferry lost in Oulu?"], "the ferry lost in Oulu", "topic", [(0, "question", 0)]),
        ([Exchange("Who?", "It was Bo Chen.")], "Bo Chen", "name", [(0, "short", 0)]),
        ([Exchange("Who?", "It was late when the door fell on Bo Chen.")], "Bo Chen", "name", [(0, "answer", 0)]),
        ([Exchange("Who?", "It was so.", "Bo Chen")], "Bo Chen", "name", [(0, "short", 0)]),
        ([Exchange("Who?", "It was so.", "red paint")], "red paint", "words", [(0, "short", 0), ]),
    ],
)  # fmt: skip
def test_where_a_phrase_stands(turns: list[str | Exchange], text: str, kind: str, at: list[tuple[int, str, int]]) -> None:
    phrase = found(*turns)[text]
    assert (phrase.kind, phrase.at) == (kind, at)


@pytest.mark.parametrize(
    ("turns", "texts"),
    [
        (["Did Ann Lee meet Bo Lee?"], {"Ann Lee", "Bo Lee", "meet"}),  # neither is the other in part
        (["Who really closed a river?"], {"river"}),  # no adverb, no verb in -ed
        (["Ann Lee sees a red, long river?"], {"Ann Lee", "sees", "red", "long river"}),  # a comma divides
        (["Is it?"], set()),
        ([Exchange("Why?", "Ann Lee did. Bo Chen did. Cy Dean did.")], {"Ann Lee", "Bo Chen"}),  # its first two sentences
    ],
)
def test_phrases(turns: list[str | Exchange], texts: set[str]) -> None:
    assert set(found(*turns)) == texts


def test_lengths() -> None:
    assert (SHORT, READ) == (6, 2)
    assert found(Exchange("Who?", "The door fell on Bo Chen."))["Bo Chen"].at[0][1] == "short"
    assert found(Exchange("Who?", "The old door fell on Bo Chen."))["Bo Chen"].at[0][1] == "answer"


@pytest.mark.parametrize("before", ["in", "at", "near", "from", "to", "on", "in the"])
def test_places(before: str) -> None:
    assert found(f"Who lives {before} Marl Bay?")["Marl Bay"].placed
    assert not found("Who likes Marl Bay?")["Marl Bay"].placed
    assert found("Who likes Marl Bay?", f"Who lives {before} Marl Bay?")["Marl Bay"].placed


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("When was the ferry lost in Oulu?", "the ferry lost in Oulu"),
        ("Where have there been strikes?", "the strikes"),
        ("How many people died when the ferry capsized off Oulu?", "the ferry capsized off Oulu"),
        ("Who was hurt after a bridge fell?", "a bridge fell"),
        ("Who was hurt before the bridge fell?", "the bridge fell"),
        ("Who was hurt since the bridge fell?", "the bridge fell"),
        ("Who was hurt as the bridge fell?", "the bridge fell"),
        ("What happened when it fell?", ""),
        ("How strong was the storm?", "the storm"),
        ("How many are there?", ""),
        ("What did Ann Lee say?", ""),  # a name
        *((f"When was {word} ferry lost?", "") for word in "any its his her their those these this that what which my your".split()),
        *((f"When was the ferry {word} liked lost?", "") for word in "it they them how who i you we me".split()),
        ("When was the ferry lost (Oulu)?", "the ferry lost"),
        ("When was the red ferry lost near Oulu?", "the red ferry lost near Oulu"),
        ("When was the old red ferry lost near Oulu?", ""),  # six words
    ],
)
def test_topics(question: str, topic: str) -> None:
    assert topic_of(question) == topic


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("Where did he sing?", "person"), ("Is her son rich?", "person"), ("Are they rich?", "they"), ("Was its end near?", "it"),
        ("Who said that?", "this"), ("Who lives there?", "there"), ("What happened then?", "there"), ("What else happened?", "else"),
        ("Who was the next mayor?", "else"), ("Was the song long?", "the"), ("Is there a song?", "none"), ("Who sang?", "none"),
    ],
)  # fmt: skip
def test_what_a_question_leans_on(question: str, leans: str) -> None:
    keys = next(keys for _, keys in weighed(question, read_history(["Who is Ann Lee?"])))
    assert f"name.question.0 only {leans}" in keys
    assert next((name for name, pattern in LEANS.items() if pattern.search(question)), "none") == leans


def keys_of(text: str, question: str, *turns: str | Exchange) -> set[str]:
    """Return the keys of one phrase."""
    return next(keys for phrase, keys in weighed(question, read_history(turns)) if phrase.text == text)


@pytest.mark.parametrize(
    ("key", "question", "turns"),
    [
        ("name.heading", "Who sang?", ["Ann Lee: Life", "Who?"]),
        ("name.question.1", "Who sang?", ["Who is Ann Lee?", "Who?"]),
        ("name.question.3", "Who sang?", ["Who is Ann Lee?", "Who?", "Why?", "How?"]),
        ("name.question.3", "Who sang?", ["Who is Ann Lee?", "Who?", "Why?", "How?", "When?"]),
        ("name.question.0 new", "Who sang?", ["Who is Ann Lee?"]),
        ("name.question.0 part", "Did Lee sing?", ["Who is Ann Lee?"]),
        ("name part own", "Did Lee sing?", ["Who is Ann Lee?"]),
        ("name new bare", "Who sang?", ["Who is Ann Lee?"]),
        ("name.question place 1", "Who sang?", ["Did Bo Chen see Ann Lee?"]),
        ("name.question.0 n2", "Who sang?", ["Who is Ann Lee?", "Did Lee sing?"]),
        ("name words 2", "Who sang?", ["Who is Ann Lee?"]),
        ("who sang name", "Who sang?", ["Who is Ann Lee?"]),
        ("name.question.0 asks 1", "Who sang?", ["Who is Ann Lee?"]),
        ("name.question.0 asks 5", "Who sang six loud old songs twice daily?", ["Who is Ann Lee?"]),
        ("name.question.0 person", "Has he sung it?", ["Who is Ann Lee?"]),
        ("name.question.0 it", "Has he sung it?", ["Who is Ann Lee?"]),
        ("name.question.0 rivals 0", "Who sang?", ["Who is Ann Lee?"]),
        ("name.question.0 rivals 1", "Who sang?", ["Did Bo Chen see Ann Lee?"]),
        ("name.question.1 rivals 1", "Who sang?", ["Who is Ann Lee?", "Who is Bo Chen?"]),
        ("ordinary none none", "Who sang?", ["Who is Ann Lee?"]),
        ("placed False", "Who sang?", ["Who is Ann Lee?"]),
        ("placed True none", "Who sang?", ["Who lives near Ann Lee?"]),
        ("name.short to who", "Who sang?", [Exchange("Who won?", "It was Ann Lee.")]),
        ("name.short to who person", "Where is she?", [Exchange("Who won?", "It was Ann Lee.")]),
    ],
)
def test_keys(key: str, question: str, turns: list[str | Exchange]) -> None:
    assert key in keys_of("Ann Lee", question, *turns)


def test_what_a_question_has_is_not_lacking() -> None:
    assert [p.text for p in lacking("Did Ann Lee sing?", read_history(["Who is Ann Lee?", "Who is Bo Chen?"]))] == ["Bo Chen"]


def test_the_likeliest_comes_first_and_an_answer_before_its_question() -> None:
    found = lacking("How old is she?", read_history(["Ann Lee: Life", "Who lives in Marl?"]))
    assert found[0].text == "Ann Lee"
    assert [p.odds for p in found] == sorted((p.odds for p in found), reverse=True)
    assert Phrase("Ann", "name", frozenset(), at=[(1, "answer", 0), (0, "question", 0), (0, "answer", 2)]).last == (0, "answer", 2)
    assert likely(Phrase("Ann", "name", frozenset(), odds=log(3))) == pytest.approx(0.75)


@pytest.mark.parametrize(("first", "heading"), [("Ann Lee: Life", True), ("Ann Lee: Life?", False), ("Is Ann Lee here", False)])
def test_headings(first: str, heading: bool) -> None:
    assert headed(read_history([first, "Who?"])) is heading


def test_the_weights_are_small_and_say_how_they_were_made() -> None:
    row = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert "CANARD" in row["provenance"]["data"]
    assert WEIGHTS.stat().st_size < 40_000
    assert row["weights"]["name.heading person"] > 0
