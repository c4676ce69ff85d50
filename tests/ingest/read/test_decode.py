"""Which bytes are text, and in which encoding: a wrong guess indexes noise, or leaves a readable file out."""

import pytest

from ingest.read.decode import decode, is_binary
from ingest.read.failures import ReadError


@pytest.mark.parametrize("byte", [*range(1, 9), 11, *range(14, 27), *range(28, 32), 127])
def test_many_control_bytes_are_no_text(byte: int) -> None:
    """Two in a hundred are allowed: a text with a few odd bytes is still a text."""
    assert not is_binary(bytes([byte]) * 2 + b"a" * 98)
    assert is_binary(bytes([byte]) * 3 + b"a" * 97)


@pytest.mark.parametrize("byte", [*b"\t\n\f\r", 27, 32, 65, 128, 255])
def test_other_bytes_are_no_control_bytes(byte: int) -> None:
    assert not is_binary(bytes([byte]) * 100)


def test_a_zero_byte_in_the_first_64_kilobytes_is_no_text() -> None:
    assert is_binary(b"a" * 65535 + b"\0")
    assert not is_binary(b"a" * 65536 + b"\0")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_says_what_it_is(encoding: str) -> None:
    text = "Буря, the storm"
    content = ("\ufeff" * (encoding[-2:] in {"le", "be"}) + text).encode(encoding)
    assert not is_binary(content)
    assert decode(content) == text


def test_broken_text_is_named_by_its_encoding() -> None:
    with pytest.raises(ReadError, match="is not UTF-8"):
        decode(b"\xef\xbb\xbfa\xff\xfe")
    with pytest.raises(ReadError, match="is not UTF-16"):
        decode(b"\xff\xfe\x00\xd8")
    with pytest.raises(ReadError, match="byte 2 is not UTF-8"):
        decode(b"ab\x81")  # a byte without a meaning in Windows-1252


@pytest.mark.parametrize(
    ("text", "is_western"),
    [
        ("aé" * 10 + "a" * 80, True), ("aé" * 11 + "a" * 79, False),  # a tenth of it at most
        ("boats” 1" + " " * 20, True), ("1 “boats" + " " * 20, True), ("it sank – late" + " " * 20, True),
        ("it sank 7–8 men" + " " * 20, False),
        ("€ 5 of it" + " " * 20, True), ("£5 of it" + " " * 20, True), ("5 € of it" + " " * 20, True), ("5° of it" + " " * 20, True),
        ("1é1 aé" + " " * 30, True), ("1é1 1é1 aé" + " " * 30, False),  # half of them at least stand where such letters stand
        ("1 é 1" + " " * 30, False),
    ],
)  # fmt: skip
def test_windows_text_is_told_from_another_alphabet(text: str, is_western: bool) -> None:
    content = text.encode("cp1252")
    if is_western:
        assert decode(content) == text
    else:
        with pytest.raises(ReadError, match="wrong encoding"):
            decode(content)
