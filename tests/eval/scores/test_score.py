"""The metrics of a case, each worked by hand on small outcomes."""

import pytest

from eval.scores.outcome import Outcome
from eval.scores.score import LOWER, METRICS, means, score_case
from eval.suites.cases import Case

PARTS = frozenset({"answer"})
COST = Case("cost", "What did it cost?", answers=("41 million",), wrong=("52 million",))
BOTH = Case("both", "How many in each?", all_of=(("2,500",), ("900",)), wrong=("1,200",))
SIDES = Case("sides", "How many died?", sides=(("12",), ("14",)))
NONE = Case("none", "Who paid?", unanswerable=True)


def said(first: str, *more: str, status: str = "answered", short: str = "") -> Outcome:
    """Make the outcome of an answer in these sentences."""
    return Outcome("x", status=status, text=" ".join([first, *more]), first=first, short=short)


DECLINED = said("The articles do not say.", status="declined")


def value(name: str, case: Case, outcome: Outcome) -> float | None:
    """Return one metric of one case."""
    return score_case(case, outcome, PARTS)[name]


@pytest.mark.parametrize(
    ("case", "outcome", "expected"),
    [
        (COST, said("It cost 41 million euros."), 1.0),
        (COST, said("It opened on Monday.", "It cost 41 million."), 0.0),  # only in the second
        (COST, said("It cost 41 million, or 52 million."), 0.0),  # and a wrong one
        (COST, said("It cost 41 million.", "Others say 52 million."), 1.0),  # the wrong one comes later
        (COST, DECLINED, 0.0),
        (COST, said("It cost 41 million.", status="declined"), 0.0),  # the words of a decline give nothing
        (BOTH, said("There are 2,500 in one and 900 in the other."), 1.0),
        (BOTH, said("There are 2,500 in one.", "There are 900 in the other."), 0.0),
        (SIDES, said("12 died, or 14."), 1.0),
        (SIDES, said("12 died.", "14 died.", status="disputed"), 0.0),  # the mark is no sentence
        (NONE, DECLINED, None),
    ],
)
def test_first_right(case: Case, outcome: Outcome, expected: float | None) -> None:
    assert value("first_right", case, outcome) == expected


@pytest.mark.parametrize(
    ("case", "outcome", "expected"),
    [
        (COST, said("It cost 41 million."), 0.0),
        (COST, said("It opened on Monday."), 1.0),
        (COST, said("It cost 41 million.", "Others say 52 million."), 1.0),
        (COST, DECLINED, 0.0),  # nothing is shown
        (SIDES, said("12 died."), 1.0),
        (SIDES, said("12 died.", status="disputed"), 0.0),
        (NONE, DECLINED, 0.0),
        (NONE, said("Oulu paid."), 1.0),
        (NONE, said("Oulu paid.", status="disputed"), 1.0),
        (Case("talk", "And then?", standalone="And after Monday?"), said("It rained."), None),  # nothing to be right about
    ],
)
def test_wrong_shown(case: Case, outcome: Outcome, expected: float | None) -> None:
    assert value("wrong_shown", case, outcome) == expected
    right = value("right", case, outcome)
    assert value("right_answerable", case, outcome) == (None if case.unanswerable else right)


@pytest.mark.parametrize(
    ("case", "outcome", "exact", "f1"),
    [
        (COST, said("It cost 41 million euros.", short="41 million"), 1.0, 1.0),
        (COST, said("It cost it.", short="The 41 million."), 1.0, 1.0),  # articles and marks apart
        (COST, said("It cost it.", short="41 million euros"), 0.0, 0.8),  # 2 of 3 words, 2 of 2
        (COST, said("It cost 41 million."), 0.0, 0.0),  # an answer is wanted, so none in a line is wrong
        (COST, said("No.", short="41 million", status="declined"), 0.0, 0.0),
        (Case("either", "Who?", all_of=(("Laine", "Aino Laine"),)), said("She.", short="Aino Laine"), 1.0, 1.0),
        (BOTH, said("2,500 and 900.", short="2,500"), None, None),  # several values are wanted
        (SIDES, said("12 or 14.", short="12"), None, None),
        (Case("fake", "Who?", answers=("Ann",), sides=(("Ann",), ("Bo",))), said("Ann.", short="Ann"), None, None),
        (NONE, said("Oulu.", short="Oulu"), None, None),
    ],
)
def test_short(case: Case, outcome: Outcome, exact: float | None, f1: float | None) -> None:
    assert value("short_exact", case, outcome) == exact
    assert value("short_f1", case, outcome) == (f1 if f1 is None else pytest.approx(f1))


def test_words() -> None:
    assert value("words", COST, said("It cost 41 million [1] [2].", "Bo - who paid - left.")) == 8.0  # dashes and markers are no words
    assert value("words", NONE, said("Oulu paid.")) == 2.0  # also where nothing should be said
    assert value("words", COST, DECLINED) is None
    outcomes = [said("It did."), said("It did so on Monday."), DECLINED, Outcome("x", error="broken")]
    rows = [score_case(COST, o, PARTS) for o in outcomes]
    mean = means(rows, [bool(o.error) for o in outcomes])["words"]
    assert (mean.value, mean.n, mean.out, mean.failed) == (3.5, 2, 2, 0)
    assert mean.low == 2.0
    assert mean.high == 5.0


def test_a_failed_case_has_the_worst_value() -> None:
    row = score_case(COST, Outcome("x", error="broken"), PARTS)
    worst = {"right": 0.0, "right_answerable": 0.0, "first_right": 0.0, "wrong_shown": 1.0, "short_exact": 0.0, "short_f1": 0.0}
    assert {name: row[name] for name in worst} == worst
    assert row["words"] is None  # there is no worst number of words
    assert {"wrong_shown", "false_refusal"} <= LOWER
    assert not {"right_answerable", "first_right", "words", "refused", "short_exact"} & LOWER


def test_each_metric_is_named_once() -> None:
    names = [metric.name for metric in METRICS]
    assert len(names) == len(set(names))
