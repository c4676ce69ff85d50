"""What the reader learns from questions as people ask them: passages that answer, and those found that only look so."""

from random import Random
from types import SimpleNamespace as Row
from typing import Any

import pytest

from eval.fit.gather import ASKED
from eval.fit.reader_data import RIGHT, WRONG, asked_examples
from eval.suites.cases import BENCH, Case
from eval.suites.read import read_suite


def _found(article: str, text: str, read: float | None = None) -> Row:
    signals = {} if read is None else {"read": read}
    return Row(article=Row(id=article, source="Evening Post", dated="", title="Fog"), passage=Row(text=text), signals=signals)


def _examples(case: Case, *found: Row) -> list[tuple[str, str]]:
    """Return (passage without its heading, answer) of each example."""
    seen: Any = [Row(case=case, found=found)]
    made = asked_examples(seen, Random(1))
    return [(e.passage.removeprefix("Evening Post. Fog. "), e.passage[e.start : e.end] if e.start >= 0 else "") for e in made]


CASE = Case("q", "What sank?", all_of=(("the Orla", "Orla"), ("on Monday",)), relevant=("a", "b", "c", "d"))


def test_the_passages_that_state_most_of_the_answer_are_right() -> None:
    most = [_found(a, f"Off Marl{a} the Orla sank on Monday.") for a in "abc"]
    made = _examples(CASE, _found("d", "The Orla was built in 1987."), *most)
    assert made == [(f.passage.text, "the Orla") for f in most[:RIGHT]]


def test_what_fools_the_reader_most_is_wrong_and_one_of_the_others() -> None:
    fooling = [_found("x", f"The Kestrel sank in {year}.", read=float(year % 10)) for year in range(1981, 1987)]
    made = _examples(CASE, *fooling, _found("y", "Fog lay over the sound."))
    assert [text for text, _ in made[:WRONG]] == [f.passage.text for f in reversed(fooling[-WRONG:])]
    assert len(made) == WRONG + 1
    assert {answer for _, answer in made} == {""}


def test_an_article_that_is_not_known_to_answer_and_states_the_words_is_left_out() -> None:
    assert _examples(CASE, _found("x", "The Orla sank again.")) == []


def test_a_question_to_decline_has_only_wrong_passages() -> None:
    assert _examples(Case("q", "What sank?", unanswerable=True), _found("a", "The Orla sank.")) == [("The Orla sank.", "")]


def test_the_answer_is_a_word_of_its_own() -> None:
    case = Case("q", "How many?", all_of=(("7",),), relevant=("a",))
    (made,) = _examples(case, _found("a", "Of 17 boats 7 sank."))
    assert made[1] == "7"


def test_the_asked_questions_are_whole() -> None:
    if not BENCH.is_dir():
        pytest.skip("the public sets are not beside the project")
    cases = read_suite(ASKED).cases
    assert len(cases) == 1131
    assert sum(c.unanswerable for c in cases) == 213
    assert all(c.relevant and c.all_of for c in cases if not c.unanswerable)
