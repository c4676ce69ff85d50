"""Questions that need several articles are taken apart; others stay whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.question.subquestions import MOST, subquestions


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (
            "How many soldiers are there in Marland and how many in Tovia?",
            ("How many soldiers are there in Marland?", "How many soldiers are there in Tovia?"),
        ),
        (
            "Who led the Marl strike, and when did it end?",
            ("Who led the Marl strike?", "When did it end (Marl)?"),
        ),
        (
            "What did the army say about Marl? And what did the Red Front say?",
            ("What did the army say about Marl?", "What did the Red Front say?"),
        ),
        (
            "How many people have been killed and how many wounded in Marl?",
            ("How many people have been killed (Marl)?", "How many wounded in Marl?"),
        ),
        ("Did Marland and Tovia both sign the treaty?", ("Did Marland both sign the treaty?", "Did Tovia both sign the treaty?")),
        (
            "How do the Harbour Post and the Daily Ledger differ on the cost of the bridge?",
            ("How do the Harbour Post differ on the cost of the bridge?", "How do the Daily Ledger differ on the cost of the bridge?"),
        ),
        (
            "Does the Harbour Post call the bridge dear, while the Daily Ledger praises its price?",
            ("Does the Harbour Post call the bridge dear?", "the Daily Ledger praises its price?"),
        ),
        (
            "Between the Harbour Post report on the bridge of 3 May and "
            "the Daily Ledger report on the ferry of 9 May, was the tone the same?",
            ("the Harbour Post report on the bridge of 3 May?", "the Daily Ledger report on the ferry of 9 May?"),
        ),
    ],
)
def test_several(question: str, wanted: tuple[str, ...]) -> None:
    assert subquestions(question) == wanted


@pytest.mark.parametrize(
    "question",
    [
        "Who is the mayor of Marl?",
        "How many attacks have there been on US and coalition forces in Iraq and Syria?",
        "What did Anna Holt and Karl Brenner say?",
        "Who said that and why it matters is clear?",
        "What happened between 17 and 30 October?",
        "When did the war between Marland and Tovia begin?",
        "Which two groups does the minister blame for most of the attacks?",
        "What did he do while he was in office?",
        "Which article of the constitution is the report on?",
        "What does the article say?",
        "Who won gold in both the Summer and Winter Olympics?",
        "Was the toll in Marl higher than in Tovik?",  # a comparison
        "Why did Anna Holt return to Marl from the Red Front earlier than planned?",
        "",
        "?",
    ],
)
def test_one(question: str) -> None:
    assert subquestions(question) == ()


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from("Who what and how many while than both Marl Tovia in the report , ; ? differ Daily Ledger".split()), max_size=20
    ).map(" ".join)
)
def test_any_text(question: str) -> None:
    found = subquestions(question)
    assert len(found) == 0 or 2 <= len(found) <= MOST
    assert len(set(found)) == len(found)
    assert all(p.endswith("?") and p.strip("?") for p in found)


def test_a_question_word_alone_is_no_part() -> None:
    assert subquestions("When and where did Ann Lee open the Marl bridge?") == ()
