"""Between the model's words and the quotes' decides what stands where, by fitted weights."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.judge import SIGNALS, likelihood, prefers_model, signals, weights
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
    found = values(HERS)
    expected = {
        "value_said": 0.0, "value_none": 0.0, "value_rivals": 0.8 / 1.4, "said_mass": 0.4 / 1.4, "said_quotes": 1 / 3,
        "cited_score": 0.5, "cited_best": 0.0, "cited_value": 1.0, "cited_new": 0.0, "one_quote": 1.0, "best_quote": 1 / 4,
        "new_words": 3 / 4, "length": math.log1p(5), "length_quotes": math.log1p(11), "sentences": 1.0, "unsupported": 0.0,
        "partial": 0.0, "verdict": 0.0, "score_best": 0.8, "score_second": 0.5, "headline": 0.0, "opening": 1.0, "many": 0.0,
        "wants_who": 1.0, "wants_count": 0.0,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == pytest.approx(expected)


@pytest.mark.parametrize(
    ("change", "signal", "value"),
    [
        ((Sentence("Karl Voss was dismissed.", "supported", (1,)),), "value_said", 1.0),
        ((Sentence("Voss was dismissed.", "supported", (1,)),), "value_said", 0.5),
        ((Sentence("Voss was dismissed.", "supported", (1,)),), "cited_best", 1.0),
        ((Sentence("Voss was dismissed.", "supported", (1,)),), "cited_score", 1.0),
        ((Sentence("Voss was dismissed.", "supported", (1,)),), "said_mass", 0.2 / 1.4),  # one of two words is not Karl Voss
        ((Sentence("Orth was named.", "supported", (2,)),), "cited_value", 0.5),
        ((Sentence("Somebody was named.", "supported", (2,)),), "cited_value", 0.0),
        ((HERS, Sentence("She is 40.", "unsupported")), "unsupported", 0.5),
        ((HERS, Sentence("She is 40.", "unsupported")), "sentences", 1.0),
        ((HERS, Sentence("She is 40.", "partial", (2,))), "partial", 0.5),
        ((Sentence("She is 40.", "unsupported"),), "length", 0.0),
        ((Sentence("She is 40.", "unsupported"),), "partial", 0.0),
        ((), "unsupported", 0.0),
        ((Sentence("Yes, Orth was named.", "partial", (2,)),), "verdict", 1.0),
        ((Sentence("No.", "partial", (2,)),), "verdict", 1.0),
        ((Sentence("Yesterday Orth was named.", "partial", (2,)),), "verdict", 0.0),
        ((Sentence("Orth said no.", "partial", (2,)),), "verdict", 0.0),
    ],
)
def test_what_the_model_writes(change: tuple[Sentence, ...], signal: str, value: float) -> None:
    assert values(*change)[signal] == pytest.approx(value)


def test_what_was_not_chosen_counts_apart() -> None:
    said = Sentence("Lena Orth studied law.", "supported", (2, 4))
    found = values(said, quotes=(*QUOTES, EXTRA))
    assert found["cited_new"] == 0.5
    assert found["said_quotes"] == pytest.approx(1 / 3)  # of the chosen
    assert values(Sentence("Lena Orth studied law.", "supported", (4,)), quotes=(*QUOTES, EXTRA))["cited_score"] == 0.0


def test_a_quote_in_which_no_answer_was_found() -> None:
    found = values(HERS, quotes=(quote(1, OUSTED, 0.8), QUOTES[1]))
    assert (found["value_none"], found["value_said"], found["value_rivals"]) == (1.0, 0.0, 0.0)


def test_the_answer_in_a_headline_is_read_in_the_title() -> None:
    head = Quote(1, "Dorn names Orth treasurer", 0, 25, ARTICLE, 0.9, headline=True, answer=(11, 15))
    found = values(HERS, quotes=(head, QUOTES[1]))
    assert (found["headline"], found["value_said"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("question", "on"),
    [
        ("How many clerks left?", "wants_count"),
        ("Did Orth leave?", "wants_yesno"),
        ("Why did Voss go?", "wants_why"),
        ("When did he go?", "wants_when"),
    ],
)
def test_the_kind_of_question(question: str, on: str) -> None:
    found = values(HERS, question=question)
    assert {name for name, value in found.items() if name.startswith("wants_") and value} == {on}
    assert found["many"] == 0.0
    assert values(HERS, question="Which treasurers left?")["many"] == 1.0


def test_the_quotes_answer_may_have_two_sentences() -> None:
    found = values(HERS, opening=(1, 2))
    assert found["opening"] == 2.0
    assert found["length_quotes"] == pytest.approx(math.log1p(21))
    assert found["new_words"] == 0.0  # all of it stands in the quotes' answer


def test_nothing_chosen_divides_by_nothing() -> None:
    assert all(map(math.isfinite, values(HERS, opening=(4,), quotes=(EXTRA, QUOTES[1])).values()))
    assert all(map(math.isfinite, signals("", [EXTRA], (4,), []).values()))


SPEC: dict[str, Any] = {
    "intercept": 0.5,
    "threshold": 0.6,
    "terms": {"cited_value": {"mean": 0.5, "scale": 0.25, "weight": 1.0}, "unsupported": {"mean": 0.0, "scale": 1.0, "weight": -4.0}},
}


@pytest.mark.parametrize(
    ("cited_value", "unsupported", "chance"), [(0.5, 0.0, 0.6225), (1.0, 0.0, 0.9241), (0.0, 0.0, 0.1824), (0.5, 0.5, 0.1824)]
)
def test_the_weights_make_a_probability(cited_value: float, unsupported: float, chance: float) -> None:
    given_ = dict.fromkeys(SIGNALS, 9.0) | {"cited_value": cited_value, "unsupported": unsupported}
    assert likelihood(given_, SPEC) == pytest.approx(chance, abs=1e-4)
    assert prefers_model(given_, SPEC) is (chance >= 0.6)
    assert prefers_model(given_, {**SPEC, "threshold": likelihood(given_, SPEC)})


@given(st.floats(-1e9, 1e9))
def test_any_value_gives_a_probability(value: float) -> None:
    assert 0 < likelihood(dict.fromkeys(SIGNALS, value), SPEC) < 1


def test_weights_are_read_from_their_file(tmp_path: Path) -> None:
    file = tmp_path / "judge.json"
    file.write_text(json.dumps(SPEC))
    assert weights(file) == SPEC
