"""The rank of the sentence with the answer, worked by hand."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.bench import sentences
from eval.bench.sentences import Placed, chosen_questions, fitted_ids, one_outlet_per_article, rank_answers, table_lines
from eval.suites.cases import Case, Suite
from eval.suites.read import read_suite
from rag.errors import CaseError

CASES = (
    Case("q1", "Who leads Oulu?", answers=("Aino Laine",), relevant=("a",)),
    Case("q2", "What did it cost?", answers=("41 million",), relevant=("b",)),
    Case("q3", "Who left?", unanswerable=True),
    Case("q4", "When?", answers=("Monday",), relevant=("a", "b")),
)
SUITE = Suite("tiny", Path("tiny"), "questions", "d" * 64, CASES)


def test_only_questions_with_one_article_are_asked() -> None:
    assert [case.id for case in chosen_questions(SUITE, 0)] == ["q1", "q2"]
    assert len(chosen_questions(SUITE, 1)) == 1
    with pytest.raises(CaseError, match="no questions with an answer"):
        chosen_questions(Suite("none", Path("none"), "questions", "d" * 64, CASES[2:3]), 0)


def test_ranks() -> None:
    def orders(case: Case) -> tuple[Sequence[str], Sequence[str]]:
        texts = ["It rained.", "Aino Laine leads Oulu.", "It cost 41 million euros."]
        return texts, texts[::-1] if case.id == "q1" else texts[:2]

    assert list(rank_answers(CASES[:2], orders)) == [Placed("q1", (2, 2)), Placed("q2", (3, 0))]


def test_table() -> None:
    # Dateline first in 1 of 2 and among two in both; MiniLM never, then once; of the questions not fitted on only q2 is left
    lines = table_lines([Placed("q1", (1, 2)), Placed("q2", (2, 0))], {"q1"})
    assert [line.split()[-1] for line in lines[1:]] == ["2", "2", "1", "1"]
    assert lines[1].split("ranked first")[1].split()[:1] == ["0.500"]
    assert lines[2].split("first two")[1].split()[0] == "1.000"
    assert "0.500 [0.00, 1.00]" in lines[2]
    assert lines[3].startswith("not fitted on")
    assert lines[3].split("ranked first")[1].split()[0] == "0.000"
    assert len(table_lines([Placed("q1", (1, 2))], {"q1"})) == 3  # no question is left that was not fitted on


def test_what_the_ranker_was_fitted_on_is_known() -> None:
    many = Suite("xquad", Path("xquad"), "questions", "d" * 64, tuple(Case(f"x{n}", "?", answers=("a",)) for n in range(400)))
    assert len(fitted_ids(many)) == 300
    assert fitted_ids(SUITE) == set()


def test_every_article_gets_an_outlet_in_a_copy(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    row = {"id": "a", "title": "Oulu", "date": "", "source": "wiki", "url": "", "text": "Aino Laine leads Oulu."}
    (folder / "corpus.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    question = {"id": "q1", "question": "Who leads Oulu?", "answers": ["Aino Laine"], "relevant_ids": ["a"]}
    (folder / "questions.jsonl").write_text(json.dumps(question) + "\n", encoding="utf-8")
    before = (folder / "corpus.jsonl").read_bytes()
    copy = one_outlet_per_article(read_suite(folder), tmp_path / "cache")
    assert copy.corpus is not None
    assert json.loads(copy.corpus.read_text(encoding="utf-8")) == {**row, "source": "a"}
    assert (folder / "corpus.jsonl").read_bytes() == before
    with pytest.raises(CaseError, match=r"no corpus\.jsonl"):
        one_outlet_per_article(SUITE, tmp_path)


def test_an_unknown_suite_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert sentences.main(["nothing"]) == 2
    assert capsys.readouterr().err.startswith("error: No suite nothing")
