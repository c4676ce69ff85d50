"""A public set's own file becomes a suite that is read like any other."""

import json
from pathlib import Path

import pytest

from eval.bench.convert import convert, main
from eval.suites.read import read_suite
from rag.errors import CaseError


def test_squad(tmp_path: Path) -> None:
    asked = [{"id": "1", "question": "Who?", "answers": [{"text": "Ann"}, {"text": "Ann"}]}, {"id": "2", "question": "Why?", "answers": []}]
    raw = {"data": [{"title": "T", "paragraphs": [{"context": "Ann spoke.", "qas": asked}]}]}
    (tmp_path / "x.json").write_text(json.dumps(raw), encoding="utf-8")
    assert convert("squad", tmp_path / "x.json", tmp_path / "out") == {"corpus.jsonl": 1, "questions.jsonl": 2}
    first, second = read_suite(tmp_path / "out").cases
    assert (first.answers, len(first.relevant), second.unanswerable) == (("Ann",), 1, True)


def test_pairs(tmp_path: Path) -> None:
    (tmp_path / "w.jsonl").write_text(
        json.dumps({"meta": {"id": "d1"}, "claim": "c", "evidence": ["a"], "label": "supported"}), encoding="utf-8"
    )
    convert("wice", tmp_path / "w.jsonl", tmp_path / "w")
    assert read_suite(tmp_path / "w").pairs[0].supported
    votes = [{"response": "yes"}, {"response": "no"}, {"response": "no"}]
    (tmp_path / "q.jsonl").write_text(
        json.dumps({"article": "A b.", "summary_sentences": [{"sentence": "s", "responses": votes}]}), encoding="utf-8"
    )
    convert("qags", tmp_path / "q.jsonl", tmp_path / "q")
    assert not read_suite(tmp_path / "q").pairs[0].supported


def test_another_form_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CaseError, match="not of the form squad: KeyError 'data'"):
        convert("squad", tmp_path / "x.json", tmp_path / "out")
    assert main(["squad", str(tmp_path / "x.json"), str(tmp_path / "out")]) == 2
    assert "not of the form" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
