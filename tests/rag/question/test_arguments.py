"""What a caller gives is read or refused in one line that names the argument; nothing of another type gets further."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from rag.errors import InputError
from rag.language.control import CONTROL
from rag.question.arguments import (
    LONGEST_OUTLET,
    LONGEST_QUESTION,
    MOST_OUTLETS,
    read_filters,
    read_flag,
    read_number,
    read_outlets,
    read_question,
    shown,
)
from rag.question.carried import read_history
from rag.records import Filters
from tests.kits.oddities import DAYS, TEXTS, wrong_types

NAMES = [type(value).__name__ + str(n) for n, value in enumerate(wrong_types())]


def said_of(call: Any) -> tuple[Any, str]:
    """Return what a call gives, or the line with which it refuses."""
    try:
        return call(), ""
    except InputError as err:
        return None, str(err)


def refused(call: Any, name: str) -> None:
    """Fail unless a call is refused in one line that names the argument."""
    with pytest.raises(InputError) as err:
        call()
    said = str(err.value)
    assert name in said
    assert len(said) < 400
    assert "\n" not in said
    assert not CONTROL.search(said)


@pytest.mark.parametrize("n", range(len(NAMES)), ids=NAMES)
def test_wrong_types_are_refused_by_name(n: int) -> None:
    value = wrong_types()[n]
    refused(lambda: read_question(value, "topic"), "topic")
    refused(lambda: read_flag(value, "llm"), "llm") if type(value) is not bool else None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        refused(lambda: read_number(value, "k"), "k")
    if value is not None:
        for name in ("as_of", "after", "before"):
            refused(lambda name=name: read_filters(**{name: value}), name)  # type: ignore[misc]
        if value not in ([], ["Who won?"], (), set(), {"a"}):
            refused(lambda: read_outlets(value), "outlets")
    if value not in ([], (), ["Who won?"]):
        refused(lambda: read_history(value), "history")


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_odd_texts_are_read_or_refused(text: str) -> None:
    question, said = said_of(lambda: read_question(text))
    assert len(said) < 400
    assert not CONTROL.search(said + (question or ""))
    assert said or (0 < len(question) <= LONGEST_QUESTION and question == " ".join(question.split()))


@pytest.mark.parametrize("day", DAYS, ids=lambda day: ascii(day[:20]))
def test_odd_days_are_read_or_refused(day: str) -> None:
    found, said = said_of(lambda: read_filters(as_of=day, after=day))
    assert len(said) < 400
    assert not CONTROL.search(said)
    assert said or [len(found.as_of), len(found.after)] in ([10, 10], [0, 0])


@given(st.text(st.characters(codec=None), max_size=60))
@examples(max_examples=50)
def test_no_control_character_is_let_in(text: str) -> None:
    for read in (lambda: read_question(text), lambda: "".join(read_outlets([text])), lambda: read_history([text])[0].question):
        found, said = said_of(read)
        assert not CONTROL.search(said + (found or ""))


def test_the_limits() -> None:
    assert (LONGEST_QUESTION, LONGEST_OUTLET, MOST_OUTLETS) == (2000, 500, 10_000)
    assert read_question("a" * LONGEST_QUESTION)
    refused(lambda: read_question("a" * (LONGEST_QUESTION + 1)), "question")
    assert read_outlets(["a" * LONGEST_OUTLET] * MOST_OUTLETS)
    refused(lambda: read_outlets("a" * (LONGEST_OUTLET + 1)), "outlet")
    refused(lambda: read_outlets(["a"] * (MOST_OUTLETS + 1)), "outlets")
    assert read_filters(as_of="2024-05-01" + " " * 200).as_of == "2024-05-01"
    refused(lambda: read_filters(as_of="2024-05-01 or so " * 9), "date")


def test_numbers_and_flags_of_other_libraries_count() -> None:
    assert read_number(np.int64(3), "k") == 3
    assert read_number(10**400, "k") == 10**400
    assert read_number(-5, "k", least=None) == -5
    refused(lambda: read_number(0, "k"), "k")
    refused(lambda: read_number(-(10**5000), "k"), "k")
    assert read_flag(np.bool_(True), "llm") is True


def test_none_and_nothing_filter_nothing() -> None:
    assert read_filters() == read_filters(as_of=None, after="", before=" \x1b", outlets=None) == Filters()
    assert read_outlets("The\x00 Post") == read_outlets({"The Post"}) == ("The Post",)
    assert read_filters(outlets=["A", "B"]).outlets == ("A", "B")
    for blank in ([""], ["\u200b"], " ", ["", " \x1b"]):
        assert read_outlets(blank) == ()
    assert read_outlets(["A", ""]) == ("A", ""), "and the articles that state no outlet"


def test_a_value_is_named_short() -> None:
    assert shown("x" * 61) == f"{'x' * 60!r}..."
    assert [shown("a\x1b"), shown(None), shown(3.5), shown(b"x")] == [r"'a\x1b'", "NoneType", "3.5", "bytes"]
