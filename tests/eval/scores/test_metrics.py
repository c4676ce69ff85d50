"""Every metric, worked by hand."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.scores import metrics as m
from eval.scores.match import found, normal_words, says

RANKED = ["x", "a", "y", "b"]


def test_ranking() -> None:
    assert m.hit_at(1, RANKED, ["a", "b"]) == 0.0
    assert m.hit_at(2, RANKED, ["a", "b"]) == 1.0
    assert m.recall_at(2, RANKED, ["a", "b"]) == 0.5  # one of two
    assert m.reciprocal_rank_at(10, RANKED, ["a", "b"]) == 0.5  # a is second
    assert m.reciprocal_rank_at(3, RANKED, ["b"]) == 0.0  # b is fourth
    # gains at ranks 2 and 4: 1/log2(3) + 1/log2(5) = 0.6309 + 0.4307; ideal 1 + 0.6309
    assert m.ndcg_at(10, RANKED, ["a", "b"]) == pytest.approx((0.63093 + 0.43068) / 1.63093, abs=1e-4)
    assert m.ndcg_at(1, RANKED, ["a"]) == 0.0


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("It rose to 1,538 dead [2].", "1538", True),
        ("It rose to 11,538 dead.", "1538", False),  # whole words only
        ("Twenty-five states sued.", "25", True),
        ("A dozen missiles fell.", "12 missiles", True),
        ("One of them left.", "1", False),  # "one" is mostly a pronoun
        ("It costs $5 million.", "5 million dollars", True),
        ("Mamdani's team won.", "Mamdani", True),
        ("The Artemis 2 mission is late.", "Artemis II", True),
        ("Malcolm X spoke.", "10", False),  # a single letter is a letter
        ("In Washington, D.C., today", "Washington DC", True),
        ("On Dec. 1, 2017, it came out", "December 1 2017", True),
        ("Canada and Mexico", "Mexico & Canada", False),
        ("Beşiktaş won", "Besiktas", True),
        ("There is no sign of it.", "no", False),  # only as the first word
        ("No, they differ.", "no", True),
        ("The Department of Government Efficiency said", "department of the government efficiency", True),
        ("Sources [12] say so", "12", False),  # a marker is not part of the text
    ],
)
def test_says(text: str, form: str, expected: bool) -> None:
    assert says(text, [form]) is expected
    assert m.contains(text, [form]) == float(expected)


def test_says_lenient() -> None:
    form = "Water leak that damaged hundreds of books"  # 7 words, 6 of them are 86%
    assert not says("Hundreds of books damaged by water leak", [form])
    assert says("Hundreds of books damaged by water leak", [form], lenient=True)
    assert not says("Books were damaged by water", [form], lenient=True)
    assert not says("Road rail", ["rail road"], lenient=True)  # two words must occur as they are


def test_a_form_inside_a_longer_hit_does_not_count() -> None:
    forms = ["Prime Minister", "Deputy Prime Minister"]
    assert found("The Deputy Prime Minister spoke", forms) == {"Deputy Prime Minister"}
    assert found("The Prime Minister met the Deputy Prime Minister", forms) == set(forms)


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=60))
def test_words_are_stable(text: str) -> None:
    assert normal_words(" ".join(normal_words(text))) == normal_words(" ".join(normal_words(" ".join(normal_words(text)))))


def test_groups() -> None:
    groups = [["4,284"], ["240"], ["740", "seven hundred forty"]]
    assert m.contains_all("4284, 240 and 740", groups) == 1.0
    assert m.contains_all("4,284 and 240", groups) == 0.0
    assert m.share_said("4,284 and 240", groups) == pytest.approx(2 / 3)
    assert m.strict_match("4,284, 240, 740", groups, ["900"]) == 1.0
    assert m.strict_match("4,284, 240, 740 or 900", groups, ["900"]) == 0.0


def test_squad() -> None:
    assert m.exact_match("The Denver Broncos!", ["denver broncos"]) == 1.0
    assert m.exact_match("Denver", ["denver broncos"]) == 0.0
    # given: denver broncos won (3), gold: denver broncos (2), common 2: P 2/3, R 1, F1 0.8
    assert m.token_f1("The Denver Broncos won", ["Carolina", "Denver Broncos"]) == pytest.approx(0.8)
    assert m.token_f1("", ["Denver"]) == 0.0


def test_outdated() -> None:
    assert m.says_outdated("Skea followed Lee", ["Skea"], ["Lee"]) == 1.0
    assert m.says_outdated("Skea leads it", ["Skea"], ["Lee"]) == 0.0
    assert m.says_outdated("the Deputy Prime Minister", ["Deputy Prime Minister"], ["Prime Minister"]) == 0.0


def test_choose() -> None:
    # "43 days" is half in the answer (2 * 0.5) and whole in the quote (1); "9 days" half in both
    assert m.choose(["9 days", "43 days"], "It lasted days", ["It ended after 43 days"]) == 1
    assert m.choose(["a cat", "a dog"], "", []) == 0


def test_citations() -> None:
    assert m.citation_precision(["a", "b", "c"], ["a"]) == pytest.approx(1 / 3)
    assert m.citation_precision([], ["a"]) == 0.0
    assert m.citation_recall(["a", "b"], ["a", "z"]) == 0.5


def test_classes() -> None:
    truth, predicted = [True, True, False, False, False], [True, False, True, False, False]
    assert m.precision_recall_f1(truth, predicted) == (0.5, 0.5, 0.5)
    assert m.precision_recall_f1(truth, [False] * 5) == (0.0, 0.0, 0.0)
    assert m.balanced_accuracy(truth, predicted) == pytest.approx((1 / 2 + 2 / 3) / 2)
    # pairs (True, False): 0.9 beats all three; 0.4 beats 0.1, ties 0.4, loses to 0.8: 3 + 1.5 of 6
    assert m.auc(truth, [0.9, 0.4, 0.8, 0.4, 0.1]) == pytest.approx(4.5 / 6)


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.tuples(st.booleans(), st.sampled_from([0.1, 0.2, 0.5, 0.9])), min_size=2))
def test_auc_is_the_share_of_ordered_pairs(rows: list[tuple[bool, float]]) -> None:
    high, low = [s for t, s in rows if t], [s for t, s in rows if not t]
    if high and low:
        pairs = [1.0 if h > n else 0.5 if h == n else 0.0 for h in high for n in low]
        assert m.auc([t for t, _ in rows], [s for _, s in rows]) == pytest.approx(math.fsum(pairs) / len(pairs))


def test_risk_coverage() -> None:
    # most confident first: right, wrong, right
    assert m.risk_coverage([0.2, 0.9, 0.5], [1.0, 1.0, 0.0]) == [(1 / 3, 0.0), (2 / 3, 0.5), (1.0, 1 / 3)]


def test_percentile() -> None:
    assert m.percentile([4, 1, 3, 2], 0.5) == 2
    assert m.percentile([4, 1, 3, 2], 0.95) == 4


def test_wording() -> None:
    question, alone = "Where do they play?", "Where do the Arizona Cardinals play this week?"
    # adds Arizona, Cardinals, week; the wording brings two of them and "football" beside
    assert m.wording_recall(question, alone, "Where do the Arizona Cardinals play football?") == pytest.approx(2 / 3)
    assert m.wording_noise(question, alone, "Where do the Arizona Cardinals play football?") == pytest.approx(1 / 3)
    assert m.wording_recall(alone, alone, alone) is None
    assert m.wording_noise(question, alone, question) == 0.0
