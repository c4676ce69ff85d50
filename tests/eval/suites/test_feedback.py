"""Judgements given on the page are stored in full and become eval cases."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.suites.cases import make_case
from eval.suites.feedback import cases_from_feedback, suite_rows
from eval.suites.read import OURS
from rag.errors import CaseError
from rag.records import Filters
from tests.kits.page import Reporter
from ui.page.desk.feedback import entry, keep_feedback
from ui.page.desk.turn import Form, Turn

COUNT = "How many ferry delays at Port Maren have been counted?"


def judged(folder: Path, question: str, good: bool, **more: Any) -> Path:
    """Store one judgement of the small newsroom's answer."""
    answer = Reporter().ask(question)
    row = entry(Turn(question, form=Form(Filters(as_of=more.pop("as_of", "")))), answer, good, **more)
    keep_feedback(folder / "feedback.jsonl", row)
    return folder / "feedback.jsonl"


def test_keeps_question_answer_and_reason(tmp_path: Path) -> None:
    path = judged(tmp_path, COUNT, False, reasons=("Wrong", "no such reason"), comment=" too low ", right="over 150")
    row = json.loads(path.read_text())
    assert (row["question"], row["good"], row["reasons"], row["comment"], row["right"]) == (COUNT, False, ["Wrong"], "too low", "over 150")
    assert row["answer"]["citations"][0]["quote"].startswith("More than 140")


def test_a_good_answer_wants_its_number_again(tmp_path: Path) -> None:
    (case,) = cases_from_feedback(judged(tmp_path, COUNT, True))
    assert any("140" in form for group in case.all_of for form in group)
    assert case.relevant[0] == "a3"


def test_declines_and_corrections(tmp_path: Path) -> None:
    judged(tmp_path, "Who designed the opera house of Port Maren harbour district?", True)
    judged(tmp_path, COUNT, False, right="151", as_of="2024-02-01")
    path = judged(tmp_path, "How many ferry delays?", False, reasons=("Should have declined",))
    decline, corrected, should = cases_from_feedback(path)
    assert decline.unanswerable
    assert (corrected.answers, corrected.as_of) == (("151",), "2024-02-01")
    assert should.unanswerable


def test_the_last_judgement_counts_and_silence_is_left_out(tmp_path: Path) -> None:
    judged(tmp_path, COUNT, False, right="23")
    judged(tmp_path, COUNT, False, right="more than 140")
    path = judged(tmp_path, "How many ferry delays?", False, reasons=("Wrong",))
    (case,) = cases_from_feedback(path)
    assert case.answers == ("more than 140",)


def test_rows_are_lines_of_a_suite(tmp_path: Path) -> None:
    judged(tmp_path, COUNT, True)
    cases = cases_from_feedback(judged(tmp_path, COUNT, False, right="151", as_of="2024-02-01"))
    again = tuple(make_case(row, OURS, "x") for row in suite_rows(cases))
    assert again == cases


@pytest.mark.parametrize("line", ["{", "[]", '{"question": "x"}', '{"question": 3}', '{"good": true, "answer": {}}',
                                  '{"question": "x", "good": true, "answer": {}, "filters": {"as_of": "soon"}}'])  # fmt: skip
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "f.jsonl").write_text(line + "\n")
    with pytest.raises(CaseError, match=r"f.jsonl:1"):
        cases_from_feedback(tmp_path / "f.jsonl")


def test_entry_survives_a_search_wording(tmp_path: Path) -> None:
    turn = replace(Turn("And there?"), searched=COUNT)
    keep_feedback(tmp_path / "f.jsonl", entry(turn, Reporter().ask(COUNT), True))
    assert cases_from_feedback(tmp_path / "f.jsonl")[0].question == COUNT
