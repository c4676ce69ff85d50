"""A reply that comes in pieces is mended as the whole would be."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.control import CONTROL, cleaned
from rag.llm.mend import mended


@pytest.mark.parametrize(
    ("pieces", "whole"),
    [
        (["A \ud83c", "\udf88 rose"], ["A ", "🎈 rose"]),
        (["\ud83c", "\ud83c", "\udf88"], ["\ufffd", "🎈"]),
        (["end \ud83c"], ["end ", "\ufffd"]),
        (["\udbff", "x"], ["\ufffdx"]),
        (["\ud800", "\udc00"], ["\U00010000"]),
        (["\x00", "", "ok"], ["ok"]),
        (["one\r", "\ntwo\r"], ["one", "\ntwo", "\n"]),
        ([], []),
    ],
)
def test_half_a_character_waits_for_its_other_half(pieces: list[str], whole: list[str]) -> None:
    assert list(mended(pieces)) == whole


@given(st.lists(st.text(st.characters(codec=None) | st.sampled_from("\r\n\ud83c\udf88\x1b"), max_size=6), max_size=6))
def test_whatever_comes_is_valid_and_the_same_whole_or_in_pieces(pieces: list[str]) -> None:
    whole = cleaned("".join(pieces))
    assert "".join(mended(pieces)) == whole == cleaned(whole)
    json.dumps(whole, ensure_ascii=False).encode("utf-8")
    assert not CONTROL.search(whole)
