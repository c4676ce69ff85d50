"""What a question wants, the names in a text, and one column a signal."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.text import stems
from rag.models.encoders import Vectors
from rag.question.asked import WANTS, read_asked
from rag.search.signals import SIGNALS, Candidate, Question, read_question, sentence_signals
from rag.sources.statement import read_sentence

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
    assert read_asked(question).kind == kind


@given(st.text(max_size=100))
def test_any_question_wants_something(question: str) -> None:
    assert read_asked(question).kind in WANTS


def question(text: str, period: tuple[str, str] = ("", "")) -> Question:
    return read_question(text, lambda s: 2.0 if s == stems("ferry")[0] else 1.0, ZERO, ZERO, np.zeros((0, 4), np.float32), period)


def row(asked: Question, text: str, title: str = "", *, dated: str = "", answer: str = "", headline: bool = False) -> dict[str, float]:
    """Return the signals of one sentence by name."""
    own = read_sentence(text, dated)
    span = (text.index(answer), text.index(answer) + len(answer)) if answer else (0, 0)
    candidate = Candidate(own, (own,), read_sentence(title), 0, 0, 1.0, 0, answer=span, headline=headline)
    rows = sentence_signals(asked, [candidate], ZERO[None, :], ZERO[None, :], [np.zeros((0, 4), np.float32)])
    assert rows.shape == (1, len(SIGNALS))
    return dict(zip(SIGNALS, rows[0].tolist(), strict=True))


def test_a_question_is_read_once() -> None:
    asked = question("Who sank the ferry, the ferry Kestrel of 1987?")
    assert asked.stems == tuple(dict.fromkeys(stems("sank ferry kestrel 1987")))
    assert dict(zip(asked.stems, asked.weights, strict=True))[stems("ferry")[0]] == 2.0
    assert asked.numbers == {"1987"}
    assert asked.names == {"kestrel"}
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
    said = [read_sentence(t) for t in texts]
    some = [Candidate(s, (s,), read_sentence(""), 0.5, n, 1.0 - n, n) for n, s in enumerate(said)]
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


@pytest.mark.parametrize(
    ("asked", "text", "answer", "fit"),
    [
        ("How many people were rescued?", "Some 31 people left the ferry.", "31 people", 1),
        ("How many people were rescued?", "Some 31 people left the ferry.", "the ferry", 0),
        ("How many people were rescued?", "Some 31 people left the ferry.", "", 0),
        ("When did the ferry sink?", "The ferry sank on 7 June off Varnholm.", "7 June", 1),
        ("When did the ferry sink?", "The ferry sank on 7 June off Varnholm.", "Varnholm", 0),
        ("Who was the captain?", "Captain Ilse Brandt left last.", "Ilse Brandt", 1),
        ("Who was the captain?", "The captain left last.", "The captain", 0),
        ("Who is Ilse Brandt?", "Ilse Brandt left last.", "Ilse Brandt", 0),  # the question names her itself
        ("Why did the ferry sink?", "It hit a rock.", "hit a rock", 1),
        ("Why did the ferry sink?", "It hit a rock.", "", 0),
    ],
)
def test_an_answer_of_the_kind_that_is_wanted(asked: str, text: str, answer: str, fit: int) -> None:
    assert row(question(asked), text, answer=answer)["fits"] == fit


def test_an_answer_says_something_new() -> None:
    assert row(question("Who sank the ferry?"), "The ferry sank.", answer="ferry sank")["answer_new"] == 0
    assert row(question("Who sank the ferry?"), "A storm sank it.", answer="storm sank")["answer_new"] == 0.5
    assert row(question("Who sank the ferry?"), "A storm sank it.")["answer_new"] == 0
    assert row(question("Who sank the ferry?"), "A storm sank it.", answer="A storm sank it.")["answer_words"] == 4
    assert row(question("Who sank the ferry?"), "word " * 20, answer="word " * 20)["answer_words"] == 12


@pytest.mark.parametrize(
    ("text", "period", "held"),
    [
        ("34 people died on 25 January 2026.", ("2025-01-01", "2025-01-31"), -1),
        ("12 people died on 21 January 2025.", ("2025-01-01", "2025-01-31"), 1),
        ("12 people died on Tuesday.", ("2025-01-01", "2025-01-31"), 1),
        ("12 people died on 21 January 2025.", ("2025-01-21", ""), 1),
        ("12 people died on 22 January 2025.", ("2025-01-21", ""), -1),
        ("12 people died.", ("2025-01-01", "2025-01-31"), 0),
        ("12 people died on 21 January 2025.", ("", ""), 0),
    ],
)
def test_the_days_of_a_sentence_against_those_asked_for(text: str, period: tuple[str, str], held: int) -> None:
    assert row(question("How many died?", period), text, dated="2025-01-22")["period_said"] == held


@pytest.mark.parametrize(("dated", "before"), [("2025-01-31", 1), ("2025-02-01", 0), ("", 0)])
def test_a_report_from_before_the_event(dated: str, before: int) -> None:
    assert row(question("Who won?", ("2025-02-01", "")), "The Tern plays.", dated=dated)["before_event"] == before


def test_names_of_the_question_that_are_nowhere_near() -> None:
    asked = question("How many died at Astroworld in the ferry Kestrel?")
    found = row(asked, "30 people died at the Maha Kumbh.")
    assert (found["names_lost"], found["name_lost"]) == (2, 1)
    assert row(asked, "30 people died at Astroworld.", title="Ferry Kestrel lost")["names_lost"] == 0
    assert row(question("Who sank the Kestrel in 1987?"), "It sank in 1988.")["numbers_lost"] == 1
    assert row(question("Who sank the Kestrel in 1987?"), "It sank.", dated="1987-05-05")["numbers_lost"] == 0


def test_tense_negation_and_kind() -> None:
    found = row(question("Who did not win?"), "The Tern will never win.", headline=True)
    assert [found[s] for s in ("ahead", "asked_past", "negations", "asked_negations", "headline", "heading")] == [1, 1, 1, 1, 1, 0]
    assert row(question("Who wins?"), "Photo: Ann Lee")["heading"] == 1


def test_what_is_asked_for_is_only_planned_or_denied() -> None:
    asked = question("When did Norvane close the plant?")
    planned = row(asked, "Norvane plans to close the plant.")
    assert (planned["planned"], planned["denied"]) == (1, 0)
    denied = row(asked, "Norvane did not close the plant.")
    assert (denied["planned"], denied["denied"]) == (0, 2)
    done = row(asked, "Norvane closed the plant and plans to sell vans.")
    assert (done["planned"], done["denied"]) == (0, 0)
    assert row(question("What does Norvane plan to close?"), "Norvane plans to close it.")["planned"] == 0


@pytest.mark.parametrize(("heading", "like"), [(np.array([0.6, 0.8], np.float32), 0.8), (None, 0.0)])
def test_likeness_of_the_headline_to_the_question(heading: Vectors | None, like: float) -> None:
    asked = replace(question("Who won?"), mini=np.array([0, 1], np.float32))
    own = read_sentence("The Tern won.")
    candidate = Candidate(own, (own,), read_sentence("Cup final"), 0, 0, 1.0, 0, heading=heading)
    rows = sentence_signals(asked, [candidate], ZERO[None, :], np.zeros((1, 2), np.float32), [np.zeros((0, 4), np.float32)])
    assert rows[0, SIGNALS.index("mini_title")] == pytest.approx(like)
