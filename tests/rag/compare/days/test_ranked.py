"""Which days matter: what each signal counts, how they are weighed, and how many days are told."""

import json
from math import log1p
from pathlib import Path

import pytest

from rag.compare.days.ranked import LEAD, SIGNALS, Fitted, chosen, fitted, how_many, measure, rank_days, told_days
from rag.compare.days.topic import Topic
from rag.compare.timeline import read_lines, whole
from rag.records import Article

FLOODS = Topic("the floods")


def signals(*articles: tuple[str, str], stories: dict[str, str] | None = None) -> dict[str, dict[str, float]]:
    """Return first day -> signal -> value; an article is its day and its text, and named a1, a2 ..."""
    found = [Article(f"a{n}", "", text, published=day) for n, (day, text) in enumerate(articles, 1)]
    _, values = measure(FLOODS, read_lines(FLOODS, whole(found)), stories or {})
    return {key[0]: dict(zip(SIGNALS, row, strict=True)) for key, row in values.items()}


def test_a_day_that_more_reports_tell_is_told_more_and_copies_count_once() -> None:
    articles = [
        ("2024-05-05", "Floods came on 3 May 2024."),
        ("2024-05-05", "Floods came on 3 May 2024."),
        ("2024-05-05", "Floods came on 2 May 2024."),
    ]
    found = signals(*articles)
    assert found["2024-05-03"]["told"] == 1
    assert 0 < found["2024-05-02"]["told"] < 1
    copied = signals(*articles, stories={"a2": "a1"})
    assert copied["2024-05-02"]["told"] > found["2024-05-02"]["told"]


def test_reports_of_the_day_and_of_the_next_count_by_how_much_of_the_topic_their_lead_has() -> None:
    found = signals(
        ("2024-05-03", "Floods came today. Floods came on 1 May 2024."),
        ("2024-05-04", "Floods again."),
        ("2024-05-03", "Floods rose."),
        ("2024-05-02", "Bread is dear. " * LEAD + "Floods came."),  # its lead tells of something else
        ("2024-05-01", "Bread is dear. " * (LEAD - 1) + "Floods came."),
    )
    assert found["2024-05-03"] | {"told": 0} == {"told": 0, "published": 1, "next": 1}
    assert (found["2024-05-01"]["published"], found["2024-05-01"]["next"]) == (log1p(1) / log1p(2), 0)


def test_a_span_has_no_reports_of_its_day() -> None:
    found = signals(("2024-05-02", "Floods came between 2 and 4 May 2024."))
    assert (found["2024-05-02"]["told"], found["2024-05-02"]["published"]) == (1, 0)


def test_days_are_ranked_by_their_weighed_signals_and_equal_ones_stay() -> None:
    one, two, three = (("1", "1", "day"), ("2", "2", "day"), ("3", "3", "day"))
    assert rank_days({one: (1, 0), two: (0, 1), three: (1, 0)}, (1, 2)) == [(two, 2), (one, 1), (three, 1)]


@pytest.mark.parametrize(
    ("scores", "border", "fewest", "number"),
    [([10, 5, 4.9], 0.5, 0, 2), ([10, 5, 4.9], 0.5, 3, 3), ([10, 5], 0.5, 3, 2), ([10, 5, 4.9], 0.4, 1, 3), ([], 0.5, 3, 0)],
)
def test_how_many_days_are_told(scores: list[float], border: float, fewest: int, number: int) -> None:
    assert how_many(scores, border, fewest) == number


def test_days_are_told_by_the_model_given() -> None:
    articles = [
        Article("a", "", "Floods came on 3 May 2024.", published="2024-05-05"),
        Article("b", "", "Floods came on 3 May 2024.", published="2024-05-05"),
        Article("c", "", "Floods came on 1 May 2024.", published="2024-05-02"),
    ]
    lines = read_lines(FLOODS, whole(articles))
    by_reports, by_next = Fitted((1, 0, 0), 0.9, 1), Fitted((0, 0, 1), 0.9, 1)
    for model, first in ((by_reports, "2024-05-03"), (by_next, "2024-05-01")):
        days = told_days(FLOODS, lines, model=model)
        assert [d.key[0] for d in chosen(days, model)] == [first]
        assert len(days) == 2
    assert [line.quote.article.id for line in told_days(FLOODS, lines, model=by_reports)[0].lines] == ["a", "b"]


def test_what_is_fitted_is_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "timeline.json"
    file.write_text(json.dumps({"weights": {"next": 3, "told": 1, "published": 2}, "border": 0.3, "fewest": 7}), encoding="utf-8")
    assert fitted(file) == Fitted((1, 2, 3), 0.3, 7)
    shipped = fitted()
    assert all(weight > 0 for weight in shipped.weights)
    assert 0 < shipped.border < 1
