"""The command line on suites that need no model files: files, resume, pooling, and what it says of bad input."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from eval.__main__ import main
from eval.cache import AnswerCache
from eval.commands import with_corpus
from eval.suites.read import read_suite
from rag.errors import CaseError
from rag.settings import CACHE
from tests.conftest import ROOT

MODELS = os.environ.get("DATELINE_MODELS_DIR") or CACHE / "models"
Run = Callable[..., CompletedProcess[str]]
TURNS = (
    {"id": "w1", "history": ["Who is Aino Laine?"], "question": "How old is she?", "standalone": "How old is Aino Laine?"},
    {"id": "w2", "history": ["Where is Oulu?"], "question": "Who leads Oulu?", "standalone": "Who leads Oulu?"},
)


def suite(folder: Path, *rows: dict[str, object]) -> str:
    """Write a folder of follow-up wordings."""
    folder.mkdir()
    (folder / "turns.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(folder)


def started(home: Path, *given: str) -> CompletedProcess[str]:
    """Run ``python -m eval`` in an empty home."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    return subprocess.run([sys.executable, "-m", "eval", *given], capture_output=True, text=True, cwd=home, env=env, check=False)


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs the command line here, as in an empty home: a process takes most of a second to start."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("DATELINE_MODELS_DIR", str(home / "no models"))
    monkeypatch.setattr(AnswerCache.__init__, "__defaults__", (home / "answers",))

    def run(*given: str) -> CompletedProcess[str]:
        try:
            code = main(given)
        except SystemExit as end:
            code = int(end.code or 0)
        return CompletedProcess(given, code, *capsys.readouterr())

    return run


def summary(folder: Path) -> dict[str, object]:
    """Read a run's summary."""
    found: dict[str, object] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return found


def test_one_suite_and_its_resume(home: Path, run: Run) -> None:
    talk = suite(home / "talk", *TURNS)
    refused = run(talk, "--resume")
    assert refused.returncode == 2
    assert "holds no run to go on with" in refused.stderr
    done = started(home, talk, "--no-llm")
    assert (done.returncode, done.stderr) == (0, "")
    assert {p.name for p in (home / "runs" / "talk-no-llm").iterdir()} == {
        "report.html", "results.jsonl", "run.json", "summary.json", "timings.jsonl",
    }  # fmt: skip
    assert run(talk, "--no-llm", "--resume").returncode == 0
    other = run(talk, "--no-llm", "--resume", "--limit", "1", "--out", "runs/talk-no-llm")
    assert "its options changed" in other.stderr


def test_several_suites(home: Path, run: Run) -> None:
    one, two = suite(home / "one", TURNS[0]), suite(home / "two", TURNS[1])
    table = run(one, two, "--no-llm")
    assert table.returncode == 0
    assert "wording_recall" in table.stdout
    assert "one: 1 cases" in table.stdout
    pooled = run(one, two, "--no-llm", "--pool", "--out", "both", "--resume")  # nothing to resume yet, as after a stop in the first
    assert pooled.returncode == 0, pooled.stderr
    assert (summary(home / "both")["n"], summary(home / "both")["suite"]) == (2, "one+two")
    assert run(one, two, "--no-llm", "--pool", "--out", "both", "--resume", "--limit", "1").returncode == 2
    assert run(one, "--pool").returncode == 2
    broken = run(one, "nothing", "--no-llm")
    assert broken.returncode == 2
    assert "No suite nothing" in broken.stdout
    assert "one: 1 cases" in broken.stdout


def test_all_leaves_out_what_it_cannot_read_and_says_so(home: Path, run: Run) -> None:
    (home / "sets" / "other").mkdir(parents=True)
    suite(home / "sets" / "talk", *TURNS)
    done = run("--all", "--sets", "sets", "--no-llm")
    assert done.returncode == 0
    assert "sets/other holds neither questions.jsonl nor pairs.jsonl" in done.stderr
    assert "talk: 2 cases" in done.stdout


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ((), "name a suite"),
        (("nothing",), "No suite nothing"),
        (("seeds", "--limit", "-1"), "0 or more"),
        (("seeds", "--kind", "colour"), "no cases of kind colour"),
        (("seeds", "--baseline", "nowhere"), "Make a run first"),
        (("--all", "--sets", "nowhere"), "is no folder of sets"),
        (("--from-feedback", "none.jsonl"), "none.jsonl"),
    ],
)
def test_bad_input_is_one_line_and_leaves_no_run(given: tuple[str, ...], says: str, home: Path, run: Run) -> None:
    done = run(*given)
    assert done.returncode == 2
    assert says in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert not (home / "runs").exists()


@pytest.mark.models
def test_ctrl_c_says_how_to_go_on(home: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "DATELINE_MODELS_DIR": str(MODELS)}
    command = [sys.executable, "-m", "eval", "seeds", "--no-llm", "--out", "out"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=home, env=env) as process:
        answers, patience = home.parent / "home" / ".cache" / "dateline" / "eval" / "answers", time.monotonic() + 120
        while not any(answers.glob("*/*.json")) and process.poll() is None and time.monotonic() < patience:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "go on: python -m eval seeds --no-llm --out out --resume" in out
    assert 0 < int(str(summary(home / "out")["n"])) < 100


def test_a_suite_is_asked_of_other_articles(tmp_path: Path) -> None:
    other = tmp_path / "retold"
    other.mkdir()
    (other / "a.txt").write_text("The ferry Orla sank.", encoding="utf-8")
    seeds = read_suite("seeds")
    asked = with_corpus(seeds, other)
    assert (asked.name, asked.corpus, asked.cases) == ("seeds-retold", other, seeds.cases)
    assert asked.digest != seeds.digest
    with pytest.raises(CaseError, match="no such folder"):
        with_corpus(seeds, tmp_path / "none")


def test_a_set_of_timelines_is_measured_by_its_own_command(home: Path, run: Run) -> None:
    folder = home / "printed"
    folder.mkdir()
    (folder / "timelines.jsonl").write_text('{"id": "a-1", "category": "x", "topic": "x", "entries": [{"date": "May"}]}', encoding="utf-8")
    (folder / "corpus.jsonl").write_text("", encoding="utf-8")
    found = run(str(folder))
    assert found.returncode == 2
    assert "timelines.jsonl:1: date='May' is not a day" in found.stderr
