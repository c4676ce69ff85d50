"""Follow-up questions in words that need no history."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.question.followup import standalone

TROOPS = "How many American troops are in Iraq?"


@pytest.mark.parametrize(
    ("history", "question", "wording"),
    [
        ([TROOPS], "And in Syria?", "How many American troops are in Syria?"),
        ([TROOPS, "And in Syria?"], "And in Jordan?", "How many American troops are in Jordan?"),
        (["What did Ann Lee demand?"], "And Bo Chen?", "What did Bo Chen demand?"),
        (["How many people have been killed in Oulu?"], "And wounded?", "How many people have been wounded in Oulu?"),
        (["Who is Ann Lee?"], "Where was she born?", "Where was Ann Lee born?"),
        (["Who is Ann Lee?"], "What is her age?", "What is Ann Lee's age?"),
        (["Who is Ann Lee?", "Where was she born?"], "Who is her husband?", "Who is Ann Lee's husband?"),
        (["Was Oulu flooded in May?"], "Why?", "Why was Oulu flooded in May?"),
        (
            ["How many people have been killed in Oulu?"],
            "How many of them were children?",
            "How many of the people killed in Oulu were children?",
        ),
        (["Were shots fired at the embassy in Oulu?"], "Who said that?", "Who said the shots fired at the embassy in Oulu?"),
        # what "it" and "they" stand for: the subject of the question before, with what is asked of it unless it is a name
        (["When was the ferry lost in Oulu?"], "Who owned it?", "Who owned the ferry lost in Oulu?"),
        (["When did Acme Steel sell the ferry?"], "Does it still own a dock?", "Does Acme Steel still own a dock?"),
        (["Where have there been strikes?"], "Did they end?", "Did the strikes end?"),
        (["Did I ask of Acme Steel?"], "Does it own a dock?", "Does Acme Steel own a dock?"),
        (["The ferry was lost near Oulu."], "Who owned it?", "Who owned The ferry?"),
        (["Acme Steel: history"], "Who owns it?", "Who owns Acme Steel?"),
        (["How many people were hurt in Oulu?"], "How many were killed?", "How many people were killed?"),
        (["Were people hurt in Oulu?"], "How many were killed?", "How many were killed?"),  # near miss: nothing was counted
        (["When did Acme Steel fail?"], "Who closed this plant?", "Who closed this plant (Acme Steel)?"),
        # a capital within a question is a name, one that opens it may be an ordinary word
        (["What did Google announce?"], "And Apple?", "What did Apple announce?"),
        (["What did Google announce?"], "What about Apple?", "What did Apple announce?"),
        (["How many people were killed?"], "Wounded?", "How many people were Wounded?"),
    ],
)
def test_leaning_questions(history: list[str], question: str, wording: str) -> None:
    assert standalone(question, history) == wording


@pytest.mark.parametrize(
    "question",
    [
        "Who leads the Badr organization?",
        "When was the coalition formed?",
        "Did Ann Lee say that she would resign?",  # the pronoun's name stands before it
        "Will it rain tomorrow?",
    ],
)
def test_what_stands_alone_is_left_alone(question: str) -> None:
    assert standalone(question, [TROOPS]) == question


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=80))
def test_without_history_nothing_changes(question: str) -> None:
    assert standalone(question, []) == question


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_any_text_is_taken(question: str, history: list[str]) -> None:
    assert isinstance(standalone(question, history), str)
