"""The judge between the model's words and the quotes': what is gathered, that it goes on after a stop, and what a fit learns."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from eval.fit.choice import ask, fit, main, read_rows, weights
from eval.fit.choice.ask import gather_rows
from eval.fit.choice.weights import best_threshold, fit_weights, shown_right, values_of
from eval.suites.cases import Case, Suite
from eval.systems.dateline import System
from rag.answer import judge
from rag.assistant import Assistant
from rag.errors import CaseError
from rag.search import decide
from rag.search.retrieve import Retriever
from rag.settings import Settings
from tests.kits.llm import Scripted
from tests.kits.news import index, static

RESCUED = "How many people were rescued, according to coast guard captain Ilse Brandt?"  # so plain that any ranker finds it
SAID = "Coast guard captain Ilse Brandt said that 31 people were rescued."
CASES = (Case("q1", RESCUED, answers=("31",)), Case("q2", RESCUED, answers=("977",)))
SURE = {"intercept": 9.0, "threshold": 0.5, "terms": {}}
SUITE = Suite("talk", Path(), "questions", "d", CASES)


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Give a function that makes a system whose model says given words."""
    monkeypatch.setattr(decide, "threshold", lambda: 0.0)
    monkeypatch.setattr(judge, "weights", lambda: {"intercept": 9.0, "threshold": 0.5, "terms": {}, "doubt": SURE})
    with index(tmp_path / "index") as store:
        settings = Settings(index_dir=store.folder, models_dir=tmp_path / "models")

        def make(words: str, *, fails: bool = False) -> System:
            llm = Scripted(pieces=[words], fails=fails)
            return System(Assistant(store, Retriever(store, static(), None), settings, lambda: llm), "d")

        yield make


def test_a_row_holds_both_answers_scores_and_what_the_judge_would_be_told(system: Any) -> None:
    first, second = gather_rows(system(f"{SAID} Otto Quist drowned."), SUITE, CASES, 250)
    assert {name: first[name] for name in ("id", "suite", "tokens", "status", "model", "shown", "unanswerable")} == {
        "id": "q1", "suite": "talk", "tokens": 250, "status": "answered", "model": "scripted", "shown": True, "unanswerable": False,
    }  # fmt: skip
    assert (first["quotes_right"], first["model_right"]) == (1.0, 1.0)
    assert (second["quotes_right"], second["model_right"]) == (0.0, 0.0)
    assert [support for _, support, _ in first["written"]] == ["supported", "unsupported"]
    told = values_of(json.loads(json.dumps(first)))
    assert list(told) == list(judge.SIGNALS)
    assert (told["new_words"], told["cited_best"], told["yesno"]) == (0.0, 1.0, 0.0)


def test_a_row_gives_the_signals_that_the_program_would_see(system: Any) -> None:
    seen: list[Any] = []
    made = system(SAID)
    recorded = ask.Recorder(made.assistant)

    def watched(reading: Any, request: Any, written: Any) -> Any:
        seen.append((reading, written))
        return recorded(reading, request, written)

    made.assistant.whose_words = watched
    made.assistant.ask(RESCUED)
    reading, written = seen[0]
    assert values_of(recorded.seen) == pytest.approx(judge.signals(RESCUED, reading.quotes, recorded.seen["opening"], written))


def test_what_leaves_no_choice_has_no_scores(system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = gather_rows(system("Otto Quist drowned 977 sailors."), SUITE, CASES[:1], 250)
    assert "model_right" not in row
    monkeypatch.setattr(decide, "threshold", lambda: 1.1)
    (row,) = gather_rows(system(SAID), SUITE, CASES[:1], 250)
    assert (row["status"], "model_right" in row) == ("declined", False)


def test_a_model_that_finds_none_is_kept_with_what_the_quotes_were_worth(system: Any) -> None:
    (row,) = gather_rows(system("NOT STATED"), SUITE, CASES[:1], 1500)
    assert (row["found_none"], row["quotes_right"], "model_right" in row) == (True, 1.0, False)
    sure, unsure = {**row, "confidence": 0.95}, {**row, "confidence": 0.5}
    assert weights.found_none_table([sure, unsure, {**unsure, "quotes_right": 0.0}, {**sure, "found_none": False}, {"id": "x"}]) == [
        "found none at confidence 0.5 to 0.6: quotes right in 1 of 2",
        "found none at confidence 0.9 to 1.0: quotes right in 1 of 1",
    ]


def test_a_question_at_which_the_model_failed_is_asked_again(system: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert list(gather_rows(system(SAID, fails=True), SUITE, CASES, 250)) == []
    assert "q1: The language model gave no usable reply" in capsys.readouterr().err


def test_gathering_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []
    deadlines: list[float] = []

    class Opened:
        def __init__(self, suite: Suite, options: Any, *, settings: Settings) -> None:
            deadlines.append(settings.deadline_s)

        def __enter__(self) -> System:
            return cast(System, object.__new__(System))

        def __exit__(self, *_: object) -> None:
            pass

    def rows(_: System, suite: Suite, cases: Any, tokens: int) -> Iterator[dict[str, Any]]:
        for case in cases:
            asked.append((case.id, tokens))
            yield {"suite": suite.name, "id": case.id, "tokens": tokens}

    deadlines: list[float] = []
    monkeypatch.setattr(
        ask, "open_system", lambda s, o, *, settings: (deadlines.append(settings.deadline_s), Opened(s, o, settings=settings))[1]
    )
    monkeypatch.setattr(ask, "gather_rows", rows)
    monkeypatch.setattr(ask, "read_suite", lambda name: SUITE)
    file = tmp_path / "judge" / "rows.jsonl"

    def go(limit: int) -> int:
        return ask.gather(["talk"], [250, 1500], file, limit=limit, settings=Settings())

    assert go(1) == 1
    with file.open("a") as out:
        out.write('{"suite": "talk", "id": "q2", "tok')  # killed in the middle of a line
    assert go(2) == 2
    assert go(0) == 1
    assert go(0) == 0
    assert asked == [("q1", 250), ("q2", 250), ("q1", 1500), ("q2", 1500)]
    assert [(r["id"], r["tokens"]) for r in read_rows(file)] == [("q1", 250), ("q2", 250), ("q1", 1500), ("q2", 1500)]
    assert set(deadlines) == {3600.0}  # nothing is lost to a slow machine


def made_row(n: int, *, names: bool, model: float, quotes: float) -> dict[str, Any]:
    """Return a row whose model names (or does not) what a quote answers."""
    text = "Lena Orth was named treasurer of Dorn on Tuesday."
    told = [{"n": 1, "text": text, "score": 0.5 + n / 1000, "answer": [0, 9], "headline": False}]
    words = "Lena Orth was named." if names else "A treasurer was named."
    row = {"id": f"q{n}", "suite": "made", "tokens": 250, "model": "m", "confidence": 0.8}
    row |= {"question": "Who was named?", "quotes": told, "opening": [1], "written": [[words, "supported", [1]]], "shown": False}
    return row | {"model_right": model, "quotes_right": quotes}


ROWS = [made_row(n, names=n % 2 == 0, model=float(n % 2 == 0), quotes=float(n % 2)) for n in range(60)]
WRONG = [made_row(200 + n, names=True, model=0.0, quotes=0.0) for n in range(10)]


def test_a_fit_learns_what_tells() -> None:
    ties = [made_row(100 + n, names=True, model=1.0, quotes=1.0) for n in range(5)]
    fitted = fit([*ROWS, *ties, *WRONG, {"id": "declined", "suite": "made", "tokens": 250}])
    assert fitted["terms"]["said_mass"]["weight"] > 0
    reached = fitted["provenance"]["right"]
    assert reached["questions"] == 75
    assert reached["judge, left out"] == reached["either"] == round(65 / 75, 3)
    assert reached["quotes"] == reached["as decided when asked"] == round(35 / 75, 3)
    assert reached["model"] == round(35 / 75, 3)
    assert fitted["provenance"]["doubt"]["wrong"]["without it"] == 10
    for row in ROWS:
        assert judge.choose(values_of(row), 0.8, fitted) == ("model" if row["model_right"] else "quotes")


def test_the_doubt_learns_where_neither_is_right() -> None:
    """The model says what a quote answers where the answer is right; where it says nothing of the kind both are wrong."""
    told = [{**row, "model_right": float(n % 2 == 0), "quotes_right": float(n % 2 == 0)} for n, row in enumerate(ROWS)]
    silent = [{"id": f"s{n}", "suite": "made", "tokens": 250, "quotes_right": 1.0, "confidence": 0.8} for n in range(5)]
    shown = {("made", row["id"], 250): row["model_right"] for row in told}
    fitted, reached = weights.fit_doubt([*told, *silent], shown)
    assert fitted["threshold"] == weights.DOUBT == 0.5
    assert fitted["terms"]["said_mass"]["weight"] > 0
    assert reached["questions"] == 65
    assert reached["right"] == {"without it": 35, "still shown, out of fold": pytest.approx(33, abs=2)}
    assert reached["wrong"]["without it"] == 30
    assert reached["wrong"]["still shown, out of fold"] <= 2
    for row in told:
        found = judge.likelihood(judge.doubt_signals(values_of(row), 0.8), fitted)
        assert (found >= 0.5) is bool(row["model_right"])


def test_too_few_that_tell_are_refused() -> None:
    with pytest.raises(CaseError, match="30 questions on which only the model is right and 4 on which"):
        fit([r for r in ROWS if r["model_right"]] + [r for r in ROWS if r["quotes_right"]][:4])
    with pytest.raises(CaseError, match=r"eval\.fit\.choice gather"):
        fit([])
    with pytest.raises(CaseError, match="60 answers shown are right and 0 wrong, of too few questions"):
        fit(ROWS)
    with pytest.raises(CaseError, match="60 answers shown are right and 10 wrong, of too few questions"):
        fit([*ROWS, *({**row, "id": "one"} for row in WRONG)])


def test_which_answer_is_shown() -> None:
    model, quotes = np.array([1.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0])
    assert shown_right(np.array([0.6, 0.4, 0.1]), model, quotes, 0.5) == 1.0
    assert shown_right(np.array([0.5, 0.5, 0.1]), model, quotes, 0.5) == pytest.approx(2 / 3)
    assert best_threshold(np.array([0.9, 0.1, 0.5]), model, quotes) == 0.5
    assert best_threshold(np.array([0.65, 0.6, 0.5]), model, quotes) == 0.61


def test_what_both_have_right_hardly_counts() -> None:
    assert weights.TIE == 0.1
    table = np.zeros((30, len(judge.SIGNALS)))
    table[:, 0] = [1, 0] * 15
    tied = fit_weights(table, np.ones(30), np.ones(30), 1.0)
    assert tied["terms"][judge.SIGNALS[0]]["weight"] == pytest.approx(0.0, abs=1e-3)
    assert tied["intercept"] == pytest.approx(0.0, abs=1e-3)
    assert list(tied["terms"]) == [judge.SIGNALS[0]]  # what is always the same tells nothing


def test_the_command_writes_weights_or_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows, out = tmp_path / "rows.jsonl", tmp_path / "judge.json"
    assert main(["fit", "--rows", str(rows), "--out", str(out)]) == 2
    assert "too few to fit" in capsys.readouterr().err
    assert not out.exists()
    rows.write_text("\n".join(map(json.dumps, ROWS + WRONG)), encoding="utf-8")
    assert main(["--rows", str(rows), "--out", str(out)]) == 0
    fitted = judge.weights(out)
    assert fitted["provenance"]["script"] == "python -m eval.fit.choice fit"
    assert set(fitted["terms"]) <= set(judge.SIGNALS)
    assert "seeds" not in fitted["provenance"]["data"]
