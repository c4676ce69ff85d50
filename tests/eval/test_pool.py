"""Suites scored together: means over all questions, each asked of its own index, nothing mixed up."""

from dataclasses import replace
from pathlib import Path

import pytest

from eval.cache import AnswerCache
from eval.options import Options
from eval.pool import check_suites, pooled
from eval.reports import results
from eval.run import Run, run_cases
from eval.suites.cases import Case, Suite
from rag.errors import CaseError
from tests.eval.test_run import CASES, SUITE, Words

OTHER = Suite(
    "other",
    Path("other"),
    "questions",
    "o" * 64,
    (
        Case("o1", "Who walked out over pay at the port of Kemi?", answers=("Workers",), relevant=("port",), kind="who"),
        Case("o2", "How much did the bridge in Oulu cost?", answers=("7 million",), relevant=("bridge",), kind="number"),
        Case("o3", "left out", answers=("x",), scored=False),
    ),
)


def go(tmp_path: Path, suite: Suite, answerer: Words | None = None) -> Run:
    """Run one suite."""
    return run_cases(suite, answerer or Words(), Options(), digest=suite.name, cache=AnswerCache(tmp_path))


def test_means_are_over_the_questions_of_both(tmp_path: Path) -> None:
    both = pooled([go(tmp_path, SUITE), go(tmp_path, OTHER)])
    assert [case.id for case in both.cases] == ["q1", "q2", "q3", "q4", "o1", "o2"]
    # right: q1, q2, o1; wrong: o2, which wants another price
    assert (both.means["contains"].value, both.means["contains"].n, both.means["contains"].out) == (0.75, 4, 2)
    assert both.means["refusal_balanced_accuracy"].n == 6
    assert both.by_kind["number"]["contains"].value == 0.5  # q1 and o2
    assert (both.suite.name, both.left_out, both.complete) == ("tiny+other", 2, True)


def test_files_repeat_and_a_baseline_is_met_by_id(tmp_path: Path) -> None:
    both = pooled([go(tmp_path, SUITE), go(tmp_path, OTHER)])
    results.write_run(both, tmp_path / "a")
    results.write_run(pooled([go(tmp_path, SUITE), go(tmp_path, OTHER)]), tmp_path / "b")
    assert (tmp_path / "a" / "summary.json").read_bytes() == (tmp_path / "b" / "summary.json").read_bytes()
    found = results.summary(both, {"before": results.read_scores(tmp_path / "a")})
    assert found["against"]["before"]["metrics"]["right"]["n"] == 6


def test_a_stopped_part_stops_the_whole(tmp_path: Path) -> None:
    stopped = go(tmp_path, OTHER, Words(stop_at=OTHER.cases[1].question))
    both = pooled([go(tmp_path, SUITE), stopped])
    assert (both.complete, len(both.cases)) == (False, 5)


def test_what_cannot_be_pooled() -> None:
    with pytest.raises(CaseError, match="'tiny' was already used at tiny"):
        check_suites([SUITE, SUITE])
    wordings = Suite("talk", Path("talk"), "wordings", "w" * 64, (Case("f1", "And?", history=("Why?",), standalone="Why?"),))
    with pytest.raises(CaseError, match="tiny, talk cannot be pooled"):
        check_suites([SUITE, wordings])


def test_a_question_of_two_suites_is_two_cases(tmp_path: Path) -> None:
    again = replace(SUITE, name="again", cases=(replace(CASES[0], answers=("7 million",)),))
    both = pooled([go(tmp_path, SUITE), go(tmp_path, again)])
    assert [case.id for case in both.cases] == ["tiny/q1", "q2", "q3", "q4", "again/q1"]
    assert [outcome.id for outcome in both.outcomes] == [case.id for case in both.cases]
    assert [row["contains"] for row in both.scores] == [1.0, 1.0, None, None, 0.0]
