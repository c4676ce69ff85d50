"""The harness of odd questions can tell a bad outcome from a good one, and a slice of it goes well."""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rag.assistant import Assistant
from rag.errors import InputError
from rag.records import Answer, Quote
from rag.search import decide
from rag.search.retrieve import Retriever
from rag.settings import Settings
from tests import odd_questions
from tests.kits.news import FERRY, index, static
from tests.odd_questions import DOORS, Doors, Wrong, commands, judge_answer, run

EACH = 4  # questions of a door; the thousands are for make odd
HEAVY = {"retriever", "engine", "api"}  # these import LlamaIndex or Gradio, which takes seconds
PARAMS = [pytest.param(n, id=door.__name__, marks=[pytest.mark.models] * (door.__name__ in HEAVY)) for n, door in enumerate(DOORS)]


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    from ui.page.desk.desk import Desk

    with index(tmp_path_factory.mktemp("odd") / "index") as store:
        settings = Settings(index_dir=store.folder)
        assistant = Assistant(store, Retriever(store, static(), None), settings)
        yield Doors(assistant, Desk(assistant, settings), store.folder)


@pytest.mark.parametrize("door", PARAMS)
def test_odd_questions_end_in_an_answer_or_a_line(doors: Doors, door: int, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setattr(decide, "threshold", lambda: 0.0)
    wrong = [(n, found[1], found[2]) for n in range(door, EACH * len(DOORS), len(DOORS)) if (found := run(doors, n))[1]]
    assert wrong == []


@pytest.mark.parametrize(
    "err", [ValueError("x"), InputError("a\nb"), InputError("a\x1b"), InputError("a" * 2000), Wrong("x"), SystemExit(3)]
)
def test_a_bad_outcome_is_seen(doors: Doors, err: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def bad(_doors: Doors, _rng: random.Random) -> Any:
        def fail() -> None:
            raise err

        return {}, fail

    monkeypatch.setattr(odd_questions, "DOORS", (bad,))
    assert run(doors, 0)[1]


def test_a_slow_question_is_seen(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    def work() -> None:
        began = time.process_time()
        while time.process_time() < began + 0.02:  # where the clock of work ticks a hundred times a second, less is nothing
            pass

    monkeypatch.setattr(odd_questions, "DOORS", (lambda _doors, _rng: ({}, work),))
    monkeypatch.setattr(odd_questions, "SECONDS", 1e-6)
    assert "s of work" in run(doors, 0)[1]


def test_an_answer_that_is_not_whole_is_seen() -> None:
    good = Answer("Who?", "answered", quotes=(Quote(1, FERRY.text[:9], 0, 9, FERRY),))
    judge_answer(good)
    for bad in (replace(good, quotes=(Quote(1, "x", 0, 9, FERRY),)), replace(good, question="\x1b"), replace(good, notes=("a\nb",))):
        with pytest.raises(Wrong):
            judge_answer(bad)
    assert commands("a\tb\nc \x1b\u202e\ud800") == ["\x1b", "\u202e", "\ud800"]


def test_a_number_always_asks_the_same(doors: Doors) -> None:
    first, again = (repr([DOORS[n % len(DOORS)](doors, random.Random(n))[0] for n in range(6)]) for _ in range(2))
    assert first.partition(" at 0x")[0] == again.partition(" at 0x")[0]
