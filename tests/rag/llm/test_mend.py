"""Whatever text there is, what goes to a model and comes from it is valid Unicode without control characters."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.llm.mend import mend, mended


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Rain fell.", "Rain fell."),
        ("Żółw é 🎈", "Żółw é 🎈"),
        ("\ud83c\udf88 rose", "🎈 rose"),  # two halves
        ("\ud83c rose", "\ufffd rose"),
        ("\udf88 rose \ud83c", "\ufffd rose \ufffd"),
        ("a\x00b\x1b[31mc\x7fd\x9be", "ab[31mcde"),
        ("a\tb\nc\r\nd", "a\tb\nc\r\nd"),
        ("a\x1fb\x20c\x7e", "ab c~"),
        ("a\x85b\xa0c", "a\x85b\xa0c"),  # a line end and a space of their own
        ("a\x84b\x9fc\x80d", "abcd"),
        ("a\ufffeb\uffffc\ufdd0d\ufdefe", "abcde"),
        ("\ufdcf\ufdf0\ufffd", "\ufdcf\ufdf0\ufffd"),
        ("", ""),
    ],
)
def test_mended_text(text: str, whole: str) -> None:
    assert mend(text) == whole


@pytest.mark.parametrize(
    ("pieces", "whole"),
    [
        (["A \ud83c", "\udf88 rose"], ["A ", "🎈 rose"]),
        (["\ud83c", "\ud83c", "\udf88"], ["\ufffd", "🎈"]),
        (["end \ud83c"], ["end ", "\ufffd"]),
        (["\udbff", "x"], ["\ufffdx"]),
        (["\ud800", "\udc00"], ["\U00010000"]),
        (["\x00", "", "ok"], ["ok"]),
        ([], []),
    ],
)
def test_half_a_character_waits_for_its_other_half(pieces: list[str], whole: list[str]) -> None:
    assert list(mended(pieces)) == whole


@given(st.lists(st.text(st.characters(codec=None), max_size=6), max_size=6))
def test_whatever_comes_is_valid_and_the_same_whole_or_in_pieces(pieces: list[str]) -> None:
    whole = mend("".join(pieces))
    assert "".join(mended(pieces)) == whole == mend(whole)
    whole.encode("utf-8")
    json.dumps(whole, ensure_ascii=False).encode("utf-8")
    assert not {c for c in whole if unicodedata.category(c) in {"Cc", "Cs"}} - set("\t\n\r\x85")
