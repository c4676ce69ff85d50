"""A plan or a denial is no answer to when, who or how much of something that happened."""

import pytest

from rag.answer.short import short_answer
from rag.records import Article, Quote
from rag.search.unreal import NOTES, answering, unreal

PLAN = "Carmaker Norvane plans to close its Melk plant by the end of 2026."
DENIAL = "Minister Odile Hart said that she would not resign over the affair."


def quote(text: str, answer: str = "") -> Quote:
    """Return a quote of an article of that text, with the words that the reader takes for the answer."""
    at = text.find(answer) if answer else 0
    return Quote(1, text, 0, len(text), Article("a", "", text, "Ledger", published="2025-02-10"), 0.9, False, (at, at + len(answer)))


@pytest.mark.parametrize(
    ("question", "text", "kind"),
    [
        ("When did Norvane close the Melk plant?", PLAN, "planned"),
        ("Why was the Melk plant closed?", PLAN, "planned"),
        ("When will Norvane close the Melk plant?", PLAN, ""),
        ("Has Norvane closed the Melk plant?", PLAN, ""),  # the plan answers whether
        ("What did Norvane plan to close?", PLAN, ""),
        ("When did Norvane close the Melk plant?", "Norvane closed its Melk plant in May 2024.", ""),
        (
            "When did Norvane close the Melk plant?",
            "Norvane closed Melk in May and plans to close Linz in June.",
            "",
        ),  # both: it cannot be told
        ("When did Odile Hart resign?", DENIAL, "denied"),
        ("Did Odile Hart resign?", DENIAL, ""),
        ("Why did Odile Hart not resign?", DENIAL, ""),
        ("When did Odile Hart speak?", DENIAL, ""),
        ("Who said that she would not resign?", DENIAL, ""),
        ("How much did Will Smith earn?", "Will Smith earned 4 million.", ""),  # a name is no verb
    ],
)
def test_what_is_presupposed_is_taken_back(question: str, text: str, kind: str) -> None:
    assert unreal(question, quote(text)) == kind


def test_the_line_is_then_the_sentence() -> None:
    short = short_answer("When did Norvane close the Melk plant?", quote(PLAN, "2026"))
    assert short is not None
    assert (short.text, short.day) == (PLAN, "")
    done = short_answer("When will Norvane close the Melk plant?", quote(PLAN, "2026"))
    assert done is not None
    assert done.text == "2026"


def test_the_sentence_with_the_answer_counts() -> None:
    both = f"Melk closed in May 2024. {PLAN}"
    assert answering(quote(both, "May 2024")).text == "Melk closed in May 2024."
    assert answering(quote(both, "2026")).text == PLAN
    assert unreal("When did Melk close?", quote(both, "May 2024")) == ""
    assert unreal("When did Melk close?", quote(both, "2026")) == "planned"


def test_each_kind_is_said() -> None:
    assert set(NOTES) == {"planned", "denied"}
