"""Which bytes are text, and in which encoding: a wrong guess indexes noise, or leaves a readable file out."""

import pytest

from ingest.read.decode import decode, decode_page, is_binary, is_wide, stated_label
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


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_says_what_it_is(encoding: str) -> None:
    text = "Буря, the storm"
    content = ("\ufeff" * (encoding[-2:] in {"le", "be"}) + text).encode(encoding)
    assert not is_binary(content)
    assert decode(content) == text
    assert is_wide(content) is (encoding != "utf-8-sig")
    assert not is_wide(text.encode())


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
        ("it sank 7–8 men" + " " * 20, True),  # dashes and quotes have the same place in every Windows codepage
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


SAID = "Ms O’Hara said: “We were told nothing… not a word.” The mill – closed since 2019 – cost the town €3 million, she said."
RUSSIAN = "Губернатор сообщила во вторник, что мост через реку закрыт для грузовиков до весны. Ремонт обойдётся в 12 млн крон."


@pytest.mark.parametrize("label", ["iso-8859-1", "latin1", "ISO_8859-1:1987", "us-ascii", "ascii", "windows-1252", " cp1252 ", "l1"])
def test_labels_of_latin_1_mean_windows_1252(label: str) -> None:
    assert decode(SAID.encode("cp1252"), label) == SAID


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("朱镕基 in 深圳", "gbk", "gb2312"), ("朱镕基", "gb18030", "gbk"),
        ("東京の株価", "cp932", "shift_jis"), ("東京", "euc-jp", "euc-jp"),
        ("서울에서", "cp949", "ks_c_5601-1987"), ("香港嘅", "big5hkscs", "big5"), (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        ("Łódź w maju", "iso-8859-2", "iso-8859-2"), ("Αθήνα σήμερα", "iso-8859-7", "greek"), ("İstanbul’da", "cp1254", "iso-8859-9"),
        ("café “noir”", "mac-roman", "macintosh"), ("東京", "iso-2022-jp", "iso-2022-jp"),
    ],
)  # fmt: skip
def test_a_right_label_is_followed(text: str, codec: str, label: str) -> None:
    assert decode(f"The report. {text} ".encode(codec), label) == f"The report. {text} "


@pytest.mark.parametrize(
    "label", ["", "undefined", "none", "utf8mb4", "x-user-defined", "utf-16", "iso-2022-kr", "idna", "rot13", "zip", "\x00", "é"]
)
def test_labels_without_a_meaning_change_nothing(label: str) -> None:
    assert decode(SAID.encode(), label) == SAID
    assert decode(SAID.encode("cp1252"), label) == SAID


@pytest.mark.parametrize("label", ["windows-1252", "iso-8859-1", "windows-1251", "gb2312", "shift_jis", "koi8-r", "euc-kr", "macintosh"])
@pytest.mark.parametrize("text", [SAID, RUSSIAN, "深圳 and 朱镕基 opened the fair"])
def test_utf_8_under_a_wrong_label_is_seen(label: str, text: str) -> None:
    assert decode(text.encode(), label) == text


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (SAID, "cp1252", "utf-8"), (RUSSIAN, "cp1251", "iso-8859-1"), (RUSSIAN, "koi8-r", "windows-1252"), (RUSSIAN, "cp1251", "utf-8"),
        (SAID, "cp1252", "gb2312"), (SAID, "cp1252", "shift_jis"), (SAID, "cp1252", "euc-jp"), (SAID * 3, "cp1252", "koi8-r"),
    ],
)  # fmt: skip
def test_a_wrong_label_is_told_from_a_right_one(text: str, codec: str, label: str) -> None:
    assert decode(text.encode(codec), label) == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SAID, "Plain words\nin two lines", RUSSIAN + "\n" + RUSSIAN])
def test_utf_16_without_its_mark_is_seen(text: str, codec: str) -> None:
    content = text.encode(codec)
    assert not is_binary(content)
    assert decode(content) == text


def test_zeros_alone_are_no_utf_16() -> None:
    assert is_binary(b"\0a" * 8 + b"a\0" * 8)
    assert is_binary(b"\x01\0" * 40)
    assert is_binary(bytes(range(256)) * 4)


def test_utf_8_with_a_few_bytes_of_windows_keeps_both() -> None:
    mixed = SAID.encode() + " He said: “no”.".encode("cp1252") + RUSSIAN.encode()
    assert decode(mixed) == SAID + " He said: “no”." + RUSSIAN
    assert decode(SAID.encode() * 3 + b"cut \xe2\x80") == SAID * 3 + "cut "
    with pytest.raises(ReadError, match="wrong encoding"):
        decode(b"ab\x81")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("\x93We\x94 \x96 \x80 3\x85", "“We” – € 3…"), ("\x81 \x8d", "\x81 \x8d"), ("O\x92Hara", "O’Hara")],
)
def test_control_characters_in_place_of_quotes_are_mended(raw: str, shown: str) -> None:
    """Text that was read as Latin-1 and saved as UTF-8 has them: C1 controls are never meant."""
    assert decode(raw.encode()) == shown


def test_text_of_old_macs_is_read() -> None:
    text = "“We were told nothing… not a word.”\r\rThe mill – closed – cost the café €3, O’Hara said."
    assert decode(text.encode("mac-roman")) == text


@pytest.mark.parametrize(
    ("page", "label"),
    [
        (b'<meta charset="windows-1251">', "windows-1251"), (b"<META CHARSET = gbk >", "gbk"),
        (b"<meta charset='undefined'/>", "undefined"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=ISO_8859-1:1987">', "ISO_8859-1:1987"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><html>', "ISO-8859-1"), (b"<?xml version='1.0' encoding='x'?><meta charset=y>", "x"),
        (b"<p>charset=utf-8</p>", ""), (b"<!-- <meta charset=koi8-r> --><meta charset=big5>", "big5"),
        (b" " * 4096 + b"<meta charset=big5>", ""),
        (b'<meta name="description" content="x"><meta charset="euc-kr">', "euc-kr"), (b"<meta charset=>", ""), (b"", ""),
    ],
)  # fmt: skip
def test_the_label_that_a_page_states(page: bytes, label: str) -> None:
    assert stated_label(page) == label


def test_a_page_is_read_by_its_label_and_its_old_references_are_mended() -> None:
    page = f'<meta charset="iso-8859-1"><p>{SAID} &#147;No&#148; &#x92; &#8364; &#1470; &#38;'
    assert decode_page(page.encode("cp1252")).endswith(f"{SAID} “No” ’ &#8364; &#1470; &#38;")
    assert decode_page(b'<meta charset="undefined"><p>caf\xe9 in the rain') == '<meta charset="undefined"><p>café in the rain'


@pytest.mark.parametrize(("unread", "followed"), [(1, True), (2, False)])
def test_a_label_may_leave_one_character_in_a_hundred_unread(unread: int, followed: bool) -> None:
    greek = "Αθήνα ".encode("iso-8859-7") * 5 + b"\xff" * unread + b" " * (70 - unread)
    if followed:
        assert decode(greek, "iso-8859-7").startswith("Αθήνα")
    else:
        with pytest.raises(ReadError):
            decode(greek, "iso-8859-7")


@pytest.mark.parametrize(("frequent", "is_read"), [(8, True), (7, False)])
def test_cyrillic_text_is_told_by_its_frequent_letters(frequent: int, is_read: bool) -> None:
    content = ("о" * frequent + "щ" * (20 - frequent)).encode("cp1251")
    if is_read:
        assert decode(content).startswith("о")
        with pytest.raises(ReadError):
            decode(content[1:])  # nineteen letters say nothing
    else:
        with pytest.raises(ReadError):
            decode(content)


def test_a_label_is_looked_for_in_the_first_four_kilobytes() -> None:
    assert stated_label(b" " * 4076 + b"<meta charset=big5 >") == "big5"
    assert stated_label(b" " * 4090 + b"<meta charset=big5 >") == ""
