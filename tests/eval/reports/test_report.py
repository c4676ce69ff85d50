"""The report holds everything it shows, shows article text as text, and says where a wrong answer was lost."""

import re
from typing import Any

import pytest

from eval.reports import plots, report
from eval.scores.causes import cause, count_causes


def row(**changes: dict[str, Any]) -> dict[str, Any]:
    """Make a row of results.jsonl: answered, wrong, quotes without the answer."""
    base: dict[str, Any] = {
        "id": "q1",
        "case": {"question": "Who won?", "answers": ["Ann"], "kind": "who", "relevant": ["a1"]},
        "outcome": {
            "status": "answered", "text": "Bo won [1].", "error": "", "confidence": 0.7, "notes": [], "ranked": ["a2", "a1"],
            "quotes": [{"n": 1, "text": "Bo won, not Ann.", "cited": True, "source": "Echo", "published": "2024-05-06", "title": "Race"}],
        },
        "scores": {"right": 0.0, "contains": 0.0, "quotes_contain_lenient": 0.0, "hit@4": 1.0, "hit@10": 1.0},
    }  # fmt: skip
    for name, part in changes.items():
        base[name] = {**base[name], **part}
    return base


SUMMARY: dict[str, Any] = {
    "suite": "tiny", "suite_digest": "d" * 64, "system": "s" * 16, "complete": True, "n": 2, "failed": 0, "left_out": 3,
    "options": {"llm": False, "retrieval_only": False, "as_of": True},
    "means": {"right": {"value": 0.5, "low": 0.1, "high": 0.9, "n": 2, "out": 0, "failed": 0}},
    "by_kind": {k: {"right": {"value": 0.5, "low": 0.1, "high": 0.9, "n": 1, "out": 0, "failed": 0}} for k in ("who", "number")},
    "causes": {},
    "against": {},
}  # fmt: skip
TIMES = {"stages": {"search": {"p50": 10.0, "p95": 20.0, "n": 2}}, "peak_memory_mb": 100.0}


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"scores": {"right": 1.0}}, ""),
        ({"scores": {"right": None}}, ""),
        ({"outcome": {"error": "LLMError: no"}}, "failed"),
        ({"case": {"unanswerable": True}}, "answered"),
        ({"scores": {"quotes_contain_lenient": 1.0}, "outcome": {"status": "declined"}}, "declined"),
        ({"scores": {"quotes_contain_lenient": 1.0}}, "not written"),
        ({"scores": {"quotes_contain_lenient": 1.0, "contains": 1.0}}, "wrong beside right"),
        ({}, "not selected"),
        ({"scores": {"hit@4": 0.0}}, "ranked low"),
        ({"scores": {"hit@4": 0.0, "hit@10": 0.0}}, "not found"),
        ({"scores": {"hit@10": None}}, "no label"),
        ({"case": {"sides": [["1"], ["2"]]}}, "one side"),
    ],
)
def test_causes(changes: dict[str, Any], name: str) -> None:
    assert cause(row(**changes)) == name


def test_count() -> None:
    assert count_causes([row(), row(), row(scores={"right": 1.0}), row(outcome={"error": "x"})]) == {"not selected": 2, "failed": 1}


def test_the_page_asks_nobody_for_anything() -> None:
    page = report.report_html(SUMMARY, [row(), row(case={"unanswerable": True})], TIMES)
    outside = re.sub(r"<script>.*?</script>", "", page, count=1, flags=re.S)
    assert not re.search(r"(?:src|href)\s*=", outside)
    assert "url(" not in outside
    assert page.count("<div class=plot>") >= 3


def test_wrong_answers_are_shown_with_their_quotes() -> None:
    page = report.report_html(SUMMARY, [row()], TIMES)
    assert "1 wrong answers" in page
    assert "Bo won, not <mark>Ann</mark>." in page
    assert "a1 (rank 2)" in page
    assert "Echo, 2024-05-06, Race" in page
    assert "3 left out" in page


def test_article_text_is_data() -> None:
    hostile = {"n": 1, "text": "<script>alert(1)</script> Ann", "cited": False, "source": "<b>", "published": "", "title": "<img src=x>"}
    page = report.report_html(SUMMARY, [row(outcome={"quotes": [hostile], "text": "<i>x</i>"})], TIMES)
    assert "<script>alert" not in page
    assert "<img" not in page.split("</style>")[-1].split("wrong answers")[1]
    assert "&lt;i&gt;" in page


def test_marked() -> None:
    assert report.marked("It cost $41 million & more", ["41 million"]) == "It cost $<mark>41</mark> <mark>million</mark> &amp; more"


def test_words_that_tell_nothing_are_not_marked() -> None:
    assert report.marked("at least 12 at sea", ["at least 12"]) == "at <mark>least</mark> <mark>12</mark> at sea"
    assert report.marked("The Who", ["The Who"]) == "The <mark>Who</mark>"  # unless a form holds nothing else


def test_refusal_curve() -> None:
    rows = [
        row(outcome={"confidence": 0.9}),
        row(outcome={"confidence": 0.4}),
        row(case={"unanswerable": True}, outcome={"confidence": 0.3}),
    ]
    curve = {round(t, 2): values for t, *values in plots.refusal_curve(rows)}
    assert curve[0.0] == [0.0, 0.0, 0.5]
    assert curve[0.36] == [1.0, 0.0, 1.0]  # only the unanswerable one is under it
    assert curve[0.5] == [1.0, 0.5, 0.75]
    assert list(plots.refusal_curve(rows[:2])) == []
