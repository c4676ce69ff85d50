"""What the ranker is fitted on: which sentences state the answer, and which questions belong to one matter."""

from typing import Any

import numpy as np
import pytest

from eval.fit import ranking
from eval.fit.ranking import answer_labels, matters
from eval.suites.cases import Case


class _Seen:
    """What was found for a question, as far as labels need it: sentences by article."""

    def __init__(self, case: Case, said: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
        self.case = case
        self.places = [type("Place", (), {"passage": n}) for n in range(len(said))]
        self.found = [type("Found", (), {"article": type("Article", (), {"id": article}), "text": text}) for article, text in said]
        monkeypatch.setattr(ranking.select, "words_at", lambda found, place: found[place.passage].text)


@pytest.mark.parametrize(
    ("case", "said", "labels"),
    [
        (Case("q", "?", answers=("17",), relevant=("a",)), [("a", "17 died"), ("b", "17 died"), ("a", "Fog lay.")], [1, -1, 0]),
        (Case("q", "?", all_of=(("17",), ("Orla",)), relevant=("a",)), [("a", "17 died"), ("a", "17 died on the Orla")], [0, 1]),
        (Case("q", "?", all_of=(("17",), ("Orla",)), relevant=("a",)), [("a", "17 died"), ("a", "The Orla sank")], [1, 1]),
        (Case("q", "?", answers=("17",), wrong=("18",), relevant=("a",)), [("a", "17 or 18 died"), ("a", "17 died")], [0, 1]),
        (Case("q", "?", unanswerable=True), [("a", "17 died")], [0]),
        (Case("q", "?", answers=("17",), relevant=("a",)), [], []),
    ],
)
def test_labels(case: Case, said: list[tuple[str, str]], labels: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: Any = _Seen(case, said, monkeypatch)
    assert answer_labels(seen) == labels


def test_questions_that_share_an_article_are_one_matter() -> None:
    cases = [Case("a", "?", relevant=("1",)), Case("b", "?", relevant=("2",)), Case("c", "?", relevant=("1", "3")), Case("d", "?")]
    cases += [Case("e", "?", relevant=("3", "4")), Case("b~", "?", unanswerable=True)]
    names = matters(cases)
    assert names[0] == names[2] == names[4]
    assert names[1] == names[5]
    assert len(set(names)) == 3


def _curve(slope: float, offset: float, n: int = 400) -> tuple[Any, Any]:
    """Return predictions spread over 0 to 1 and how often each was right, by a logistic curve over their logit."""
    predicted = (np.arange(n) + 0.5) / n
    chance = 1 / (1 + np.exp(-(slope * np.log(predicted / (1 - predicted)) + offset)))
    return predicted, (np.random.default_rng(0).random(n) < chance).astype(float)


@pytest.mark.parametrize(("offset", "wrong", "low", "high"), [(0.0, 1.0, 0.44, 0.56), (-2.0, 1.0, 0.8, 0.93), (0.0, 3.0, 0.7, 0.8)])
def test_an_answer_is_shown_from_where_it_is_worth_it(offset: float, wrong: float, low: float, high: float, monkeypatch: Any) -> None:
    monkeypatch.setattr(ranking, "WRONG", wrong)
    predicted, right = _curve(1.0, offset)
    names, real = ["natural-dev"] * len(right), np.ones(len(right), bool)
    assert low < ranking.best_threshold(predicted, right, real, names) < high


def test_only_real_news_questions_set_the_threshold() -> None:
    predicted, right = _curve(1.0, 0.0)
    names = ["clarknews"] * len(right) + ["xquad"] * len(right) + ["clarknews"] * len(right)
    real = np.array([True] * 2 * len(right) + [False] * len(right))
    both = np.concatenate([predicted] * 3), np.concatenate([right, 0 * right, 0 * right])
    alone = ranking.best_threshold(predicted, right, np.ones(len(right), bool), ["clarknews"] * len(right))
    assert ranking.best_threshold(*both, real, names) == alone
