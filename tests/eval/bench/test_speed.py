"""Speed and memory of programs that are known to wait, to hold memory or to fail."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.bench import speed
from eval.bench.speed import Ended, chosen_cases, cold_figures, ingest_figures, measure_speed, quote_times, run_program
from eval.suites.cases import Case, Suite
from rag.errors import CaseError


def python(code: str) -> Ended:
    """Run some Python in a new process."""
    return run_program([sys.executable, "-S", "-c", code])


def test_a_program_is_timed_to_its_first_output_and_its_end() -> None:
    ended = python("import time; print('quotes'); time.sleep(0.5); print('answer')")
    assert ended.output == "quotes\nanswer\n"
    assert ended.seconds - ended.first_s > 0.4
    assert python("import sys; sys.exit('no')").output == "no\n"
    assert python("raise SystemExit(3)").code == 3


def test_its_memory_is_measured() -> None:
    assert python("held = b'x' * 300_000_000").peak_mb > 300


def test_a_command_that_fails_is_reported() -> None:
    with pytest.raises(CaseError, match=r"(?s)dateline nonsense failed \(2\): .*No such command"):
        speed.run_dateline("nonsense")


def test_lines() -> None:
    lines = [str(f) for f in ingest_figures(Ended(0.1, 40.0, 512.4, "", 0), 1628)]
    assert lines[0].split() == ["ingest,", "articles/s", "40.7", "n", "1628"]
    assert lines[1].split()[-3:] == ["512", "n", "1628"]
    first, memory = cold_figures([Ended(s, 9.0, m, "", 0) for s, m in ((3.0, 400.0), (2.0, 450.0), (7.0, 300.0))])
    assert (first.value, memory.value, first.n) == ("3.0 / 7.0", "450", 3)


def test_the_clock_stops_at_the_quotes() -> None:
    days = []

    def stream(question: str, **given: object) -> Iterator[str]:
        days.append(given["as_of"])
        yield "quotes"
        raise AssertionError("the answer is not waited for")

    cases = [Case("q1", "Who?", as_of="2024-01-31"), Case("q2", "When?")]
    assert len(list(quote_times(SimpleNamespace(stream=stream), cases))) == 2  # type: ignore[arg-type]
    assert days == ["2024-01-31", ""]


def test_questions_that_count_are_chosen() -> None:
    cases = tuple(Case(f"q{n}", "?", answers=("a",), scored=n < 5) for n in range(9))
    suite = Suite("tiny", Path("tiny"), "questions", "d" * 64, cases)
    assert len(chosen_cases(suite, 3)) == 3
    assert [case.id for case in chosen_cases(suite, 50)] == ["q0", "q1", "q2", "q3", "q4"]
    with pytest.raises(CaseError, match=r"no corpus\.jsonl"):
        next(measure_speed(suite, None, Path("index"), 1, 0))
