"""Fitting which days matter: what the editor told is learnt, the border with it, and a held-out topic is not seen."""

from collections.abc import Sequence

import pytest

from eval.fit.timeline import Example, best_border, fit, leave_one_out, make_example
from eval.suites.timelines import Gold
from rag.compare.days.ranked import SIGNALS, Fitted


def gold(name: str, days: Sequence[str] = (), rows: Sequence[dict[str, str]] = ()) -> Gold:
    return Gold(f"set-{name}", name, "the floods", tuple(days), (), tuple(rows))


def example(name: str, told: int = 4, days: int = 20) -> Example:
    """A topic whose days are told by the first signal; the second speaks against them, the third says nothing."""
    strength = {f"2024-05-{n + 1:02}": (1.0, 0.1, 0.5) if n < told else (0.2, 0.9, 0.5) for n in range(days)}
    return Example(gold(name, tuple(strength)[:told]), {(day, day, "day"): values for day, values in strength.items()})


def test_what_tells_the_days_of_the_editor_gets_the_weight() -> None:
    model = fit([example("a"), example("b", 5)])
    assert model.weights[0] > 1
    assert model.weights[1] == 0  # nothing speaks against a day
    assert model.weights[2] == pytest.approx(0, abs=0.01)
    assert model.fewest == 4
    assert 0.2 < model.border <= 1


@pytest.mark.parametrize("low", [0.2, 0.6])
def test_the_border_lies_between_what_was_told_and_what_was_not(low: float) -> None:
    rows = {(f"2024-05-{n + 1:02}",) * 2 + ("day",): (1.0 if n < 3 else low,) for n in range(9)}
    found = Example(gold("a", [key[0] for key in list(rows)[:3]]), rows)  # type: ignore[arg-type]
    assert low < best_border([found], (1.0,), 1) < 0.9


def test_a_topic_is_measured_by_what_was_fitted_on_the_others() -> None:
    examples = [example("a", 2), example("b", 4), example("c", 6)]
    models = leave_one_out(examples)
    assert {name: model.fewest for name, model in models.items()} == {"set-a": 4, "set-b": 2, "set-c": 2}
    assert models["set-a"] == fit(examples[1:])


def test_an_example_has_the_days_and_not_the_spans_that_the_articles_state() -> None:
    rows = [{"id": "a1", "text": "Floods came on 3 May 2024. Floods fell between 5 and 7 May 2024.", "date": "2024-05-09"}]
    made = make_example(gold("a", ["2024-05-03"], rows))
    assert list(made.signals) == [("2024-05-03", "2024-05-03", "day")]
    assert made.told.tolist() == [True]
    assert made.values.shape == (1, len(SIGNALS))
    assert isinstance(fit([made, example("b")]), Fitted)
