"""Date-F1 and agreement ROUGE: what matches, once, and how far apart."""

import pytest

from eval.scores.days import agreement_rouge, date_f1


@pytest.mark.parametrize(
    ("told", "gold", "exact", "near"),
    [
        (["2024-05-03"], ["2024-05-03"], 1, 1),
        (["2024-05-03"], ["2024-05-04"], 0, 1),
        (["2024-05-03"], ["2024-05-05"], 0, 0),
        (["2024-05-03", "2024-05-05"], ["2024-05-04"], 0, 2 / 3),  # matched once
        (["2024-05-31", "2024-06-02"], ["2024-06-01", "2024-06-03"], 0, 1),
        (["2024-05-03", "2024-05-04"], ["2024-05-04", "2024-05-05"], 1 / 2, 1 / 2),  # the same day first
        (["2024-05-03", "2024-05-03"], ["2024-05-03"], 1, 1),  # a day counts once
        ([], ["2024-05-03"], 0, 0),
    ],
)
def test_date_f1(told: list[str], gold: list[str], exact: float, near: float) -> None:
    assert date_f1(told, gold) == date_f1(gold, told) == pytest.approx(exact)
    assert date_f1(told, gold, 1) == date_f1(gold, told, 1) == pytest.approx(near)


def test_words_count_on_their_day() -> None:
    gold = {"2024-05-03": "Floods came fast", "2024-05-04": "They went"}
    assert agreement_rouge(gold, gold) == 1
    assert agreement_rouge({"2024-05-03": "floods came"}, gold) == pytest.approx(2 * 2 / 7)
    assert agreement_rouge({"2024-05-05": "Floods came fast"}, gold) == 0
    assert agreement_rouge({}, {}) == 0
