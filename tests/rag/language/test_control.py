"""One place says which characters command, hide or break text, and whatever the text, none is left of it."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.control import CONTROL, cleaned, is_control, written_out

ANY = st.text(
    st.characters(codec=None) | st.sampled_from("\x00\x1b\r\n\t\x85\x9b\u202e\u2066\u200b\ufeff\ud83c\udf88\U000e0041"), max_size=30
)
BAD = "\x00\x08\x0b\x0c\r\x0e\x1b\x1f\x7f\x80\x9b\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202e"
WORSE = "\u2060\u2064\u2066\u2069\u206f\ufdd0\ufdef\ufeff\ufff9\ufffb\ufffe\uffff"
BROKEN = "\ud800\udbff\udc00\udfff\U0001fffe\U0010ffff\U000e0001\U000e0020\U000e007f"
GOOD = "\t\n aZ0~\xa0\xad\u0301\u061b\u200c\u200d\u2027\u202f\u205f\u2070\ufdcf\ufdf0\ufe0f\ufffc\ufffd\ud7ff\ue000🎈\U000e0100"


@pytest.mark.parametrize("char", BAD + WORSE + BROKEN, ids=ascii)
def test_what_commands_hides_or_breaks(char: str) -> None:
    assert is_control(char)


@pytest.mark.parametrize("char", GOOD, ids=ascii)
def test_what_is_read(char: str) -> None:
    assert not is_control(char)
    assert cleaned(f"a{char}b") == written_out(f"a{char}b") == f"a{char}b"


def test_every_control_character_is_one_but_tab_and_line_feed() -> None:
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    commanding = {c for c in map(chr, range(0x10000)) if unicodedata.category(c) in {"Cc", "Cs"} or unicodedata.bidirectional(c) in turning}
    assert {c for c in commanding if not is_control(c)} == {"\t", "\n"}


@pytest.mark.parametrize(
    ("text", "clean", "seen"),
    [
        ("Żółw é 🎈", "Żółw é 🎈", "Żółw é 🎈"),
        ("\ud83c\udf88 rose", "🎈 rose", r"\ud83c\udf88 rose"),
        ("\udf88 rose \ud83c", "\ufffd rose \ufffd", r"\udf88 rose \ud83c"),
        ("a\x00b\x1b[31mc\x9be", "ab[31mce", r"a\x00b\x1b[31mc\x9be"),
        ("a\r\nb\rc\x85d\u2028e\x0cf", "a\nb\nc\nd\ne\nf", "a\\x0d\nb\\x0dc\\x85d\\u2028e\\x0cf"),
        ("gnp\u202eexe\u200b\U000e0041", "gnpexe", r"gnp\u202eexe\u200b\U000e0041"),
    ],
)
def test_dropped_or_written_out(text: str, clean: str, seen: str) -> None:
    assert (cleaned(text), written_out(text)) == (clean, seen)


@given(ANY)
def test_nothing_of_it_is_left(text: str) -> None:
    for left in (cleaned(text), written_out(text), written_out(text, lambda char: json.dumps(char)[1:-1])):
        assert not CONTROL.search(left)
        left.encode("utf-8")
    assert cleaned(cleaned(text)) == cleaned(text)
