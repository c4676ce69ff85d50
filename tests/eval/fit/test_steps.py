"""Every weight file states its provenance and was not fitted on the seeds; fitting names the libraries it lacks."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from eval.fit import steps
from eval.fit.train_reader import ASKED_STEPS, STEPS
from rag.errors import CaseError
from rag.models.reader import WEIGHTS_FILE


def weight_file(tmp_path: Path, row: object) -> Path:
    """Write a weight file."""
    file = tmp_path / "w.json"
    file.write_text(json.dumps(row), encoding="utf-8")
    return file


def test_provenance(tmp_path: Path) -> None:
    file = weight_file(tmp_path, {"provenance": {"script": "python -m eval.tune_x", "data": "WiCE"}})
    assert steps.provenance_line(file) == "w.json: python -m eval.tune_x, on WiCE"


@pytest.mark.parametrize(("row", "message"), [({}, "does not say how it was made"), ([1], "does not say how it was made")])
def test_a_file_without_provenance_is_refused(tmp_path: Path, row: object, message: str) -> None:
    with pytest.raises(CaseError, match=message):
        steps.provenance_line(weight_file(tmp_path, row))


def test_the_seeds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="fitted on the seeds"):
        steps.provenance_line(weight_file(tmp_path, {"made_by": "python -m eval.fit select", "questions": {"rgb": 3, "seeds": 5}}))


def test_steps() -> None:
    assert [step.name for step in steps.chosen_steps(["verify"])] == ["verify"]
    with pytest.raises(CaseError, match="no step colour"):
        steps.chosen_steps(["colour"])


def test_a_missing_library_is_named_with_the_command() -> None:
    with pytest.raises(CaseError, match=r'^no_such_library cannot be imported.* pip install -e "\.\[fit\]"$'):
        steps.check_libraries(["json", "no_such_library"])


def test_shipped_weights_say_how_they_were_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert steps.main(["--check"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 8


def test_the_reader_says_how_it_was_made() -> None:
    about = json.loads(str(np.load(WEIGHTS_FILE)["about"]))
    assert about["made_by"] == "python -m eval.fit.train_reader, then --asked"
    assert "SQuADShifts" in about["data"]
    assert "SQuAD 2.0" in about["data"]
    assert "seeds" not in about["data"]
    assert (about["start"], about["steps"]) == ("all-mpnet-base-v2", [STEPS, ASKED_STEPS])


def test_a_step_that_fails_ends_the_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(steps, "check_libraries", lambda: None)
    monkeypatch.setattr(steps, "BENCH", Path(__file__).parent)
    ran: list[str] = []

    def step(module: str) -> SimpleNamespace:
        return SimpleNamespace(main=lambda _: (ran.append(module), 2)[1])

    monkeypatch.setattr(steps, "import_module", step)
    assert steps.main(["select", "verify"]) == 2
    assert ran == ["eval.fit.ranking"]
    assert "select failed" in capsys.readouterr().err
