"""Between the model's words, the quotes' and a decline decides what stands where, by fitted weights."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.judge import DOUBT, SIGNALS, choose, doubt_signals, likelihood, signals, weights
from rag.records import Article, Quote, Sentence

OUSTED = "The council dismissed treasurer Karl Voss on Monday after an audit."
NAMED = "Deputy Lena Orth was named treasurer of Dorn on Tuesday."
VOTE = "Voss had been treasurer of Dorn since 2015."
FAR = "Lena Orth studied law in Halle."
ARTICLE = Article("a", "Dorn names Orth treasurer", f"{OUSTED} {NAMED} {VOTE} {FAR}", "Daily Ledger", published="2024-05-03")
ASKED = "Who replaced Voss as treasurer of Dorn?"


def quote(n: int, text: str, score: float, value: str = "") -> Quote:
    """Return a quote in whose text the reader takes ``value`` for the answer."""
    start = ARTICLE.text.index(text)
    at = ARTICLE.text.index(value, start) if value else 0
    return Quote(n, text, start, start + len(text), ARTICLE, score, answer=(at, at + len(value)))


QUOTES = (quote(1, OUSTED, 0.8, "Karl Voss"), quote(2, NAMED, 0.4, "Lena Orth"), quote(3, VOTE, 0.2, "Voss"))
EXTRA = quote(4, FAR, 0.0, "Lena Orth")
HERS = Sentence("Lena Orth was named treasurer.", "supported", (2,))


def values(
    *written: Sentence, question: str = ASKED, opening: tuple[int, ...] = (1,), quotes: tuple[Quote, ...] = QUOTES
) -> dict[str, float]:
    found = signals(question, quotes, opening, written)
    assert list(found) == list(SIGNALS)
    return found


def test_a_successor_that_another_quote_names() -> None:
    """The best quote tells of the dismissal, the second of the successor, whom the model names."""
    expected = {"said_mass": 0.4 / 1.4, "new_words": 3 / 4, "cited_best": 0.0, "many": 0.0, "yesno": 0.0}
    assert values(HERS) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("written", "signal", "value"),
    [
        ((Sentence("Karl Voss was dismissed.", "supported", (1,)),), "said_mass", 1.0 / 1.4),  # Voss alone is what the third quote answers
        ((Sentence("Voss was dismissed.", "supported", (1,)),), "said_mass", 0.2 / 1.4),  # one of two words is not Karl Voss
        ((Sentence("Voss was dismissed.", "unsupported"),), "said_mass", 0.0),
        ((Sentence("Voss was dismissed.", "supported", (1,)),), "cited_best", 1.0),
        ((Sentence("Voss was dismissed.", "supported", (1,)), HERS), "cited_best", 1.0),
        ((HERS,), "cited_best", 0.0),
        ((HERS, Sentence("She likes chess.", "unsupported")), "new_words", 3 / 4),
        ((Sentence("Voss was treasurer of Dorn.", "supported", (1,)),), "new_words", 0.0),
        ((), "new_words", 0.0),
    ],
)
def test_what_the_model_writes(written: tuple[Sentence, ...], signal: str, value: float) -> None:
    assert values(*written)[signal] == pytest.approx(value)


def test_a_quote_that_was_not_chosen_does_not_count() -> None:
    said = Sentence("Lena Orth studied law.", "supported", (4,))
    assert values(said, quotes=(*QUOTES, EXTRA))["said_mass"] == pytest.approx(0.4 / 1.4)


def test_a_quote_in_which_no_answer_was_found() -> None:
    assert values(HERS, quotes=(quote(1, OUSTED, 0.8), QUOTES[1]))["said_mass"] == pytest.approx(0.4 / 1.2)


def test_the_answer_in_a_headline_is_read_in_the_title() -> None:
    head = Quote(1, "Dorn names Orth treasurer", 0, 25, ARTICLE, 0.9, headline=True, answer=(11, 15))
    assert values(HERS, quotes=(head,))["said_mass"] == 1.0


@pytest.mark.parametrize(
    ("question", "many", "yesno"),
    [("How many clerks left?", 0, 0), ("Did Orth leave?", 0, 1), ("Which treasurers left?", 1, 0), ("Why did Voss go?", 0, 0)],
)
def test_the_kind_of_question(question: str, many: float, yesno: float) -> None:
    found = values(HERS, question=question)
    assert (found["many"], found["yesno"]) == (many, yesno)


def test_the_quotes_answer_may_have_two_sentences() -> None:
    assert values(HERS, opening=(1, 2))["new_words"] == 0.0  # all of it stands in the quotes' answer


def test_nothing_chosen_divides_by_nothing() -> None:
    assert all(map(math.isfinite, values(HERS, opening=(4,), quotes=(EXTRA,)).values()))
    assert all(map(math.isfinite, signals("", [EXTRA], (4,), []).values()))


SPEC: dict[str, Any] = {
    "intercept": 0.5,
    "threshold": 0.6,
    "terms": {"said_mass": {"mean": 0.5, "scale": 0.25, "weight": 1.0}, "new_words": {"mean": 0.0, "scale": 1.0, "weight": -4.0}},
    "doubt": {
        "intercept": 0.0,
        "threshold": 0.5,
        "terms": {"confidence": {"mean": 0.0, "scale": 1.0, "weight": 1.0}, "said_mass": {"mean": 0.5, "scale": 0.5, "weight": 1.0}},
    },
}


@pytest.mark.parametrize(
    ("said_mass", "new_words", "chance"), [(0.5, 0.0, 0.6225), (1.0, 0.0, 0.9241), (0.0, 0.0, 0.1824), (0.5, 0.5, 0.1824)]
)
def test_the_weights_make_a_probability(said_mass: float, new_words: float, chance: float) -> None:
    given_ = dict.fromkeys(SIGNALS, 9.0) | {"said_mass": said_mass, "new_words": new_words}
    assert likelihood(given_, SPEC) == pytest.approx(chance, abs=1e-4)
    assert choose(given_, 0.99, SPEC) == ("model" if chance >= 0.6 else "quotes")
    assert choose(given_, 0.99, {**SPEC, "threshold": likelihood(given_, SPEC)}) == "model"


@pytest.mark.parametrize(
    ("mass", "confidence", "shown"),
    [(1, 0.3, "model"), (1, 0.2, "neither"), (0, 0.8, "quotes"), (0, 0.7, "neither"), (None, 0.8, "quotes"), (None, 0.7, "neither")],
)
def test_what_is_likelier_wrong_than_right_is_not_shown(mass: float | None, confidence: float, shown: str) -> None:
    """By the weights above a model that says what the quotes do is worth e^2 of the odds; None: none of its words is supported."""
    given_ = {} if mass is None else dict.fromkeys(SIGNALS, 0.0) | {"said_mass": mass}
    assert choose(given_, confidence, SPEC) == shown
    sure = {**SPEC, "doubt": {**SPEC["doubt"], "threshold": 0.0}}
    assert choose(given_, confidence, sure) in {"model", "quotes"}


def test_the_doubt_reads_confidence_as_odds_and_what_both_readers_say() -> None:
    found = doubt_signals({"said_mass": 0.7, "new_words": 0.1, "cited_best": 1.0, "many": 1.0, "yesno": 0.0}, 0.75)
    assert found == {"confidence": pytest.approx(math.log(3)), "said_mass": 0.7, "new_words": 0.1, "cited_best": 1.0}
    assert list(found) == list(DOUBT)
    assert doubt_signals({}, 0.5) == dict.fromkeys(DOUBT, 0.0)
    assert doubt_signals({}, 0.0)["confidence"] == pytest.approx(-math.log(999))
    assert doubt_signals({}, 1.0)["confidence"] == pytest.approx(math.log(999))


def test_the_shipped_doubt_trusts_two_readers_who_agree() -> None:
    """By the shipped weights, at a confidence of .5: the model says what the quotes do, another thing, nothing that holds."""
    agree = {"said_mass": 0.8, "new_words": 0.0, "cited_best": 1.0, "many": 0.0, "yesno": 0.0}
    differ = {"said_mass": 0.0, "new_words": 0.8, "cited_best": 0.0, "many": 0.0, "yesno": 0.0}
    assert choose(agree, 0.5) in {"model", "quotes"}
    assert (choose(differ, 0.5), choose({}, 0.5)) == ("neither", "quotes")
    assert weights()["doubt"]["threshold"] == 0.5


@given(st.floats(-1e9, 1e9))
def test_any_value_gives_a_probability(value: float) -> None:
    assert 0 < likelihood(dict.fromkeys(SIGNALS, value), SPEC) < 1


def test_weights_are_read_from_their_file(tmp_path: Path) -> None:
    file = tmp_path / "judge.json"
    file.write_text(json.dumps(SPEC))
    assert weights(file) == SPEC
