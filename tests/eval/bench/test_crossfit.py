"""Asking a set of programs that were not fitted on it: the copy, its part, the pooled figures."""

import json
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from eval.bench import crossfit
from eval.bench.crossfit import ask_part, copy_program, fit_without, lines, part_of
from eval.suites.cases import BENCH, ROOT
from rag.errors import CaseError

SUITE = '{"corpus": "x"}\n{"id": "a", "question": "?"}\n\n{"id": "b", "question": "?"}\n'


def test_a_part_keeps_the_corpus_and_its_own_cases() -> None:
    assert part_of(SUITE, {"b"}) == '{"corpus": "x"}\n{"id": "b", "question": "?"}\n'


def test_the_copy_is_whole_and_has_weights_of_its_own(tmp_path: Path) -> None:
    tree = copy_program(tmp_path)
    for name in ("rag/models/weights/ranker.json", "eval/bench/crossfit.py", "ingest/sync.py", "pyproject.toml"):
        assert (tree / name).read_bytes() == (ROOT / name).read_bytes()
        assert not (tree / name).is_symlink()
    assert (tree.parent / "shared").resolve() == BENCH.parent.resolve()


@pytest.mark.parametrize("llm", [False, True])
def test_each_part_is_fitted_then_asked_in_its_copy(monkeypatch: pytest.MonkeyPatch, llm: bool) -> None:
    run: list[tuple[list[str], str]] = []

    def recorded(command: list[str], cwd: Path, env: dict[str, str], **_: Any) -> subprocess.CompletedProcess[str]:
        run.append((command[2:], env["PYTHONPATH"]))
        assert env["PYTHONPATH"] == str(cwd)
        if "--out" in command:
            (cwd.parent / "run").mkdir()
            (cwd.parent / "run" / "results.jsonl").write_text(json.dumps({"id": "a"}) + "\n")
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(crossfit.subprocess, "run", recorded)
    assert list(ask_part("natural-dev", 2, llm=llm)) == [{"id": "a"}]
    assert [command[:4] for command, _ in run] == [["eval.bench.crossfit", "natural-dev", "--part", "2"], ["eval", *run[1][0][1:4]]]
    assert run[0][1] == run[1][1] != str(ROOT)
    assert ("--llm" in run[0][0], "--no-llm" in run[1][0]) == (llm, not llm)


def test_the_judge_of_a_models_words_is_fitted_without_the_part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    suite, weights = tmp_path / "natural-dev.jsonl", tmp_path / "judge.json"
    suite.write_text(SUITE)
    seen = {("natural-dev", True): [SimpleNamespace(case=SimpleNamespace(id=name)) for name in "ab"]}
    fitted: list[Any] = []
    monkeypatch.setattr(crossfit, "ROOT", tmp_path)
    monkeypatch.setattr(crossfit.judge, "FITTED", weights)
    monkeypatch.setattr(crossfit.ranking, "gather_all", lambda: (seen, {}))
    monkeypatch.setattr(crossfit.ranking, "folds", lambda _: [([0], [1])])
    monkeypatch.setattr(crossfit.ranking, "fit_both", lambda rows, *_: fitted.append([s.case.id for s in rows["natural-dev", True]]))
    monkeypatch.setattr(crossfit.choice, "read_rows", lambda _: [{"id": name} for name in "abc"])
    monkeypatch.setattr(crossfit.choice, "fit", lambda rows: {"fitted on": [row["id"] for row in rows]})
    fit_without(suite, 0)
    assert not weights.exists()
    fit_without(suite, 0, llm=True)
    assert fitted == [["a"], ["a"]]
    assert json.loads(weights.read_text()) == {"fitted on": ["a", "c"]}
    assert (tmp_path / "part.jsonl").read_text() == part_of(SUITE, {"b"})


def test_a_fit_that_fails_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crossfit.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 2, "", "error: no lightgbm"))
    with pytest.raises(CaseError, match="no lightgbm"):
        list(ask_part("natural-dev", 0))


def _row(**scores: float) -> dict[str, Any]:
    return {"scores": scores, "outcome": {"error": ""}}


def test_figures_are_pooled_over_the_questions() -> None:
    shown = lines([_row(right=1.0, wrong_shown=0.0), _row(right=0.0, wrong_shown=1.0), _row(right=1.0, wrong_shown=0.0, refused=1.0)])
    figures = {line.split()[0]: line.split()[1] for line in shown[1:]}
    assert figures == {"right": "0.667", "wrong_shown": "0.333", "refused": "1.000"}
    assert next(line for line in shown if line.startswith("refused")).split()[4] == "1"


def test_without_the_sets_nothing_is_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(crossfit, "BENCH", tmp_path)
    monkeypatch.setattr(crossfit, "check_libraries", lambda: None)
    assert crossfit.main([]) == 0
    assert "SKIPPED" in capsys.readouterr().out


def test_a_set_that_is_not_fitted_on_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "natural-dev").mkdir()
    (tmp_path / "natural-dev" / "natural-dev.jsonl").write_text(SUITE)
    monkeypatch.setattr(crossfit, "BENCH", tmp_path)
    monkeypatch.setattr(crossfit, "check_libraries", lambda: None)
    assert crossfit.main(["xquad"]) == 2
    assert "fitted on: natural-dev" in capsys.readouterr().err
