"""What a follow-up lacks is fitted on the phrases of conversations, weighted by the share of their words that the wording has."""

import json
from pathlib import Path

from eval.fit.followups import as_questions, main, training_rows
from eval.suites.cases import Case
from eval.suites.read import read_suite
from rag.question.carried import Exchange
from tests.eval.suites.test_cases import write_jsonl

TALK = ("Ann Lee: Life", "Who saw Bo Chen?")


def test_the_share_of_the_new_words_that_are_wanted() -> None:
    case = Case("C_1-3", "Did Ann sing?", history=TALK, standalone="Did Ann Lee and Chen sing?")
    rows = [(keys, share) for keys, share in training_rows([case]) if "name" in next(iter(sorted(keys)))]
    assert {share for keys, share in rows if "name.heading" in keys} == {1.0}
    assert {share for keys, share in rows if "name.question.0" in keys} == {0.5}


def test_a_conversation_is_read_four_times() -> None:
    first = Case("C_1-2", TALK[1], history=TALK[:1], standalone="Who saw Cy Dean?")
    then = Case("C_1-3", "When?", history=TALK, standalone="When?")
    other = Case("D_1-3", "When?", history=TALK, standalone="When?")
    names = [
        sum(key.startswith("when name") for keys, _ in training_rows(cases) for key in keys) for cases in ([first, then], [first, other])
    ]
    assert names == [8, 8]
    assert as_questions([Exchange("Ann Lee (singer): Life"), Exchange("Who?")]) == [
        Exchange("What is known about Ann Lee?"),
        Exchange("Who?"),
    ]
    assert as_questions([Exchange("Who?")]) == [Exchange("Who?")]


def test_the_file_is_fitted_on_half_and_says_so(tmp_path: Path) -> None:
    rows = [
        {"id": f"C_{n}-2", "history": ["Ann Lee: red house"], "question": "Was he ill?", "standalone": "Was Ann Lee ill?"}
        for n in range(30)
    ]
    write_jsonl(tmp_path / "followups" / "canard.jsonl", *rows)
    seen = sum(case.kind == "canard, fitted on" for case in read_suite(tmp_path / "followups").cases)
    assert main(["--bench", str(tmp_path / "followups"), "--out", str(tmp_path / "w.json")]) == 0
    row = json.loads((tmp_path / "w.json").read_text(encoding="utf-8"))
    assert f"{seen} questions" in row["provenance"]["data"]
    assert row["provenance"]["script"] == "python -m eval.fit followup"
    assert sum(value for key, value in row["weights"].items() if key.startswith("name")) > 0
