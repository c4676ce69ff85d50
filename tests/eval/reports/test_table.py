"""The terminal's tables name every metric whole, however narrow the terminal."""

import io
from typing import Any

import pytest
from rich.console import Console

from eval.reports import table
from tests.eval.reports.test_report import SUMMARY, TIMES

MEAN = {"value": 0.5, "low": 0.1, "high": 0.9, "n": 2, "out": 1, "failed": 0}


def summary_with(**means: dict[str, float]) -> dict[str, Any]:
    """Make a summary with these means."""
    return {**SUMMARY, "means": means}


def printed(width: int, *runs: dict[str, Any]) -> str:
    """Print the overview of ``runs``, or the one run, on a terminal of that width."""
    screen = Console(file=io.StringIO(), width=width)
    if len(runs) > 1:
        table.overview(screen, [(run, TIMES) for run in runs])
    else:
        table.print_run(screen, runs[0], TIMES)
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()


@pytest.mark.parametrize("width", [80, 140])
def test_one_run(width: int) -> None:
    text = printed(width, summary_with(refusal_balanced_accuracy=MEAN, quotes_contain_lenient=MEAN))
    for part in ("refusal_balanced_accuracy", "quotes_contain_lenient", "0.500 [0.10, 0.90]", "search 10/20", "peak memory 100 MB"):
        assert part in text
    assert "Answers written by: qwen 3, quotes 1" in printed(width, {**SUMMARY, "writers": {"qwen": 3, "quotes": 1}})


def test_several_runs_in_one_table() -> None:
    text = printed(80, {**summary_with(right=MEAN, token_f1=MEAN), "suite": "first"}, {**summary_with(checker_f1=MEAN), "suite": "second"})
    lines = {tuple(cell.strip() for cell in line.strip("│").split("│")) for line in text.splitlines() if line.startswith("│")}
    assert ("first", "right", "0.500 [0.10, 0.90]", "2", "1", "0") in lines
    assert ("", "right, who", "0.500 [0.10, 0.90]", "1", "0", "0") in lines
    assert ("second", "checker_f1", "0.500 [0.10, 0.90]", "2", "1", "0") in lines
    assert "token_f1" not in text
    assert text.count("search 10/20; peak memory 100 MB") == 2


def test_a_model_that_failed_is_reported() -> None:
    assert "4 answered without the LLM because it failed" in table.title({**SUMMARY, "degraded": 4})
