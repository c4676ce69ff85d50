"""Which words carry no weight, which mark a whole clause, and how a meaning is found."""

import pytest

from rag.answer.check import Checker
from rag.answer.forms import text_forms
from rag.language.meaning import opposites, sense

LIGHT = (
    "say said says tell told report reported announce announced according add added put also new several many some people person other "
    "others there now currently today yesterday still however around about total number make made become became take took taken amount go "
    "went gone going place time part stand stood early earlier later recent recently so far cause leave leaves left leaving not no never "
    "nor neither without across out up down over after before one"
).split()
AUXILIARY = "he she it they we i there who will would was were is are has had have been be could can may might did do does not no".split()


@pytest.mark.parametrize("word", LIGHT)
def test_a_light_word_needs_no_source(word: str) -> None:
    assert text_forms(f"The quay {word} closed").clauses[0].content == {"quay", "close"}


@pytest.mark.parametrize("word", "boats mayor night suddenly asked twice".split())
def test_any_other_word_needs_one(word: str) -> None:
    assert len(text_forms(f"The quay {word} closed").clauses[0].content) == 3


@pytest.mark.parametrize(("word", "whole"), [*((w, True) for w in AUXILIARY), ("off", False), ("boats", False), ("the", False)])
def test_an_auxiliary_or_pronoun_makes_a_fragment_a_clause(word: str, whole: bool) -> None:
    assert Checker((), None)._is_fragment(f"boats {word}") is not whole


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        *(
            ("supplied", "supply"),
            ("supplying", "supply"),
            ("closes", "close"),
            ("shut", "close"),
            ("xyzzied", "xyzzy"),
            ("xyzzies", "xyzzy"),
        ),
        ("quays", "quay"),
    ],
)
def test_a_word_means_its_stem_or_the_first_of_its_line(word: str, meaning: str) -> None:
    assert sense(word) == meaning


@pytest.mark.parametrize(("one", "two"), [("rise", "fall"), ("open", "close"), ("win", "loss")])
def test_opposites(one: str, two: str) -> None:
    assert two in opposites(one)
    assert one in opposites(two)
    assert one not in opposites(one)


def test_most_words_have_no_opposite() -> None:
    assert opposites("quay") == set()
