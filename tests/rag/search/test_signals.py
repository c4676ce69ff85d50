"""What a question wants, the names in a text, and one column a signal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.text import stems
from rag.question.asked import WANTS, wants
from rag.search.signals import SIGNALS, Candidate, Question, read_question, sentence_signals, starts_with_pronoun

ZERO = np.zeros(4, np.float32)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many people were rescued?", "count"),
        ("What percentage of plums was lost?", "count"),
        ("When did the ferry sink?", "when"),
        ("In which year was the Kestrel built?", "when"),
        ("Who opened the inquiry?", "who"),
        ("Which company owned the ferry?", "who"),
        ("Where is the bridge?", "where"),
        ("In what country does she live?", "where"),
        ("Why did the ferry sink?", "why"),
        ("How did the ferry sink?", "how"),
        ("Which hall was chosen?", "which"),
        ("What did the judge say?", "what"),
        ("Was the hull repaired?", "yesno"),
        ("the ferry", "what"),
        ("", "what"),
    ],
)
def test_the_kind_of_answer(question: str, kind: str) -> None:
    assert wants(question) == kind


@given(st.text(max_size=100))
def test_any_question_wants_something(question: str) -> None:
    assert wants(question) in WANTS


@pytest.mark.parametrize(("text", "expected"), [("She left.", True), ("“They won,” he said.", True), ("Shelly left.", False), ("", False)])
def test_a_leading_pronoun(text: str, expected: bool) -> None:
    assert starts_with_pronoun(text) is expected


def question(text: str) -> Question:
    return read_question(text, lambda s: 2.0 if s == stems("ferry")[0] else 1.0, ZERO, ZERO, np.zeros((0, 4), np.float32))


def row(asked: Question, text: str, title: str = "", **place: int) -> dict[str, float]:
    """Return the signals of one sentence by name."""
    own = tuple(stems(text))
    candidate = Candidate(text, own, frozenset(own), frozenset(stems(title)), place.get("article", 0), place.get("passage", 0), 1.0, 0)
    rows = sentence_signals(asked, [candidate], ZERO[None, :], ZERO[None, :], [np.zeros((0, 4), np.float32)])
    assert rows.shape == (1, len(SIGNALS))
    return dict(zip(SIGNALS, rows[0].tolist(), strict=True))


def test_a_question_is_read_once() -> None:
    asked = question("Who sank the ferry, the ferry Kestrel of 1987?")
    assert asked.stems == tuple(dict.fromkeys(stems("sank ferry kestrel 1987")))
    assert dict(zip(asked.stems, asked.weights, strict=True))[stems("ferry")[0]] == 2.0
    assert asked.numbers == {"1987"}
    assert asked.names == set(stems("Kestrel"))
    assert asked.wants == "who"


def test_columns_by_hand() -> None:
    found = row(question("When did the ferry sink?"), "The ferry left on 7 June with 31 people.")
    assert found["cover"] == pytest.approx(2 / 3)
    assert found["cover_plain"] == pytest.approx(1 / 2)
    assert found["missing_top"] == 1
    assert found["has_date"] == found["has_number"] == found["wants_when"] == 1
    assert found["new_numbers"] == 2
    assert found["has_money"] == found["pronoun"] == found["question_mark"] == found["wants_who"] == 0
    assert found["words"] == 9
    assert found["first"] == 1
    assert found["asked_words"] == 2


def test_the_headline_makes_up_for_a_missing_word() -> None:
    found = row(question("When did the ferry sink?"), "It happened at night.", title="Ferry sinks")
    assert found["cover"] == 0
    assert found["cover_title"] == pytest.approx(1)
    assert found["missing_top"] == 0
    assert found["pronoun"] == 1


def test_ranks_count_from_the_best() -> None:
    texts = ["Nothing of the kind.", "The ferry sank.", "The ferry."]
    some = [Candidate(t, tuple(stems(t)), frozenset(stems(t)), frozenset(), 0.5, n, 1.0 - n, n) for n, t in enumerate(texts)]
    mini = np.eye(3, 4, dtype=np.float32)
    asked = question("When was it that the ferry sank?")
    rows = sentence_signals(asked, some, np.zeros((3, 4), np.float32), mini, [mini[n : n + 1] for n in range(3)])
    assert rows[:, SIGNALS.index("cover_rank")].tolist() == [2, 0, 1]
    assert rows[:, SIGNALS.index("passage_gap")].tolist() == [0, 1, 2]
    assert np.isfinite(rows).all()


def test_no_candidates_no_rows() -> None:
    assert sentence_signals(question("x"), [], ZERO[None, :0], ZERO[None, :0], []).shape == (0, len(SIGNALS))


@given(st.text(max_size=60), st.text(max_size=60))
def test_every_signal_is_a_number(asked: str, text: str) -> None:
    assert all(np.isfinite(v) for v in row(question(asked), text).values())
