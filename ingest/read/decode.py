"""Decode the bytes of a file: by its mark, as UTF-8, by the label it states (as browsers read labels), as Windows-1252 where that reads."""

import codecs
import re
from functools import lru_cache
from typing import Final

from ingest.read.failures import ReadError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_SAMPLE: Final = 65536  # bytes from which it is told whether they are text
_ODD_SHARE: Final = 0.1  # of characters outside ASCII, above which Western text is not what this is
_CYRILLIC_SHARE: Final = 0.4  # of Russian, Ukrainian and Bulgarian letters that are one of the ten most frequent; of a wrong reading .2
_UNREAD_SHARE: Final = 0.01  # of characters that a label's encoding has no meaning for; above it the label is wrong
_BETWEEN: Final = re.compile(
    r"[^\W\d_][\xa0-\xffŠšŽžŒœŸƒ]|[\xa0-\xffŠšŽžŒœŸƒ][^\W\d_]|(?<![\xa1-\xff])[‘’“”–—…€•™‹›„‚†]|[£§°©]\s?\d|\d\s?[°ºª%½¼¾²³£]|(?<=\s)[£§©«»](?=\s)"
)
_MIXED: Final = re.compile(r"[\xc0-\xff’]{4}")  # letters outside ASCII side by side, as no Western word has them
_C1: Final = {n: character for n in range(0x80, 0xA0) if (character := bytes([n]).decode("cp1252", "ignore"))}
_REFERENCE: Final = re.compile(r"&#(?:0*(1[2-5]\d)|[xX]0*([89][0-9a-fA-F]));")
_LABEL: Final = re.compile(
    rb"""<\?xml[^>]{1,200}?encoding\s*=\s*["']([\w.:+-]+)|<meta\b[^>]*?[\s;"']charset\s*=\s*["']?\s*([\w.:+-]+)""", re.IGNORECASE
)
_HEAD: Final = 4096  # bytes of a page in which its label stands; browsers look at the first 1024
_NO_LABEL: Final = frozenset({"utf-8", "utf-16le", "utf-16be", "x-user-defined", "replacement"})  # say nothing beyond the bytes
_MULTIBYTE: Final = frozenset({"gbk", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "iso-2022-jp"})
_FREQUENT: Final = frozenset("оеаинтсрвл")


def is_binary(content: bytes) -> bool:
    """Whether these bytes are no text in any encoding that is read here."""
    if content.startswith(tuple(mark for mark, _ in _MARKS)) or _utf16(content):
        return False
    sample = content[:_SAMPLE]
    control = sum(sample.count(bytes([c])) for c in (*range(9), 11, *range(14, 27), *range(28, 32), 127))
    return b"\0" in sample or control > len(sample) * 0.02


def is_wide(content: bytes) -> bool:
    """Whether these bytes begin a text whose every character takes two bytes or four."""
    return content.startswith(tuple(mark for mark, name in _MARKS if name != "utf-8-sig")) or bool(_utf16(content[: len(content) & ~1]))


def decode(content: bytes, label: str = "") -> str:
    """Return the text of ``content``, C1 control characters as the Windows characters that they stand for.

    :param label: the name of the encoding that the file, or who sent it, states; read as the WHATWG standard reads it, so that
        "iso-8859-1" means Windows-1252. It is followed unless the bytes show that it is wrong.
    :raises ReadError: when it is neither Unicode, nor what it says, nor plausibly Windows-1252 or Cyrillic.
    """
    mark = next((name for start, name in _MARKS if content.startswith(start)), "") or _utf16(content)
    try:
        unicode = content.decode("iso-2022-jp" if _is_escaped(content, label) else mark or "utf-8")
        return _mended(unicode) if b"\xc2" in content or mark else unicode  # in UTF-8 all C1 controls begin with this byte
    except UnicodeDecodeError as err:
        text = None if mark else _patched(content) or _by_label(content, label) or _western(content) or _cyrillic(content)
        if text is None:
            named = (mark or "utf-8").upper().removesuffix("-SIG")
            raise ReadError(f"wrong encoding: byte {err.start:,} is not {named}. Save it as UTF-8") from err
        return _mended(text)


def decode_page(content: bytes) -> str:
    """Return the markup of a web page by the label in it, with character references to C1 controls as browsers read them.

    :raises ReadError: as :func:`decode`.
    """
    markup = decode(content, stated_label(content))
    return _REFERENCE.sub(lambda m: _C1.get(int(m[1]) if m[1] else int(m[2], 16), m[0]), markup)


def stated_label(page: bytes) -> str:
    """Return the encoding that a page states in its XML declaration or a <meta> element, empty if it states none."""
    found = _LABEL.search(re.sub(rb"<!--.*?-->", b"", page[:_HEAD], flags=re.DOTALL))
    return (found[1] or found[2]).decode("ascii", "ignore") if found else ""


@lru_cache(maxsize=64)
def _encoding(label: str) -> tuple[str, codecs.CodecInfo] | None:
    """Return the standard's name of a label and the codec for it; None for a label that says nothing."""
    import webencodings

    found = webencodings.lookup(label) if label.isascii() else None
    if found is None or found.name in _NO_LABEL:
        return None
    return found.name, codecs.lookup("gb18030") if found.name == "gbk" else found.codec_info  # as the standard decodes it


def _is_escaped(content: bytes, label: str) -> bool:
    """Whether this is Japanese in seven bits, which is UTF-8 by its bytes alone."""
    found = _encoding(label) if b"\x1b$" in content else None
    return found is not None and found[0] == "iso-2022-jp"


def _by_label(content: bytes, label: str) -> str | None:
    """Read what is not UTF-8 by its label; None if the label says nothing or its encoding gives no words."""
    if (found := _encoding(label)) is None:
        return None
    name, codec = found
    text, _ = codec.decode(content, "replace")
    if text.count("\ufffd") > len(text) * _UNREAD_SHARE:
        return None
    if name == "windows-1252" and _MIXED.search(text) and (other := _cyrillic(content)):
        return other
    if name in _MULTIBYTE or _is_cyrillic_label(name):  # where Western text in them would read as well, it is Western text
        return None if (western := _western(content)) and _is_stray(text, western) else text
    return text


def _is_cyrillic_label(name: str) -> bool:
    return name in {"windows-1251", "koi8-r", "koi8-u", "iso-8859-5", "ibm866", "x-mac-cyrillic"}


def _is_stray(text: str, western: str) -> bool:
    """Whether the characters outside ASCII stand one by one among Western letters: so accents and quotes do, and words do not."""
    runs = re.findall(r"[^\x00-\x7f]+", text)
    return len(runs) > 0 and sum(len(run) <= 1 for run in runs) >= len(runs) * 0.8 and len(western) > 0


def _utf16(content: bytes) -> str:
    """Return the byte order of UTF-16 without its mark, empty if it is not that: the zeros of its spaces and letters are on one side."""
    sample = content[: _SAMPLE - _SAMPLE % 2]
    if b"\0" not in sample or len(content) % 2:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    side = "utf-16-le" if not even else "utf-16-be" if not odd else ""
    try:
        text = sample.decode(side) if side else ""
    except UnicodeDecodeError:
        return ""
    spaces = sum(text.count(c) for c in " \n\r\t")
    control = sum(1 for c in text if c < " " and c not in "\n\r\t\f")
    return side if text and not control and (spaces or len(text) < 20) else ""


def _western(content: bytes) -> str | None:
    """Read Windows-1252 if most of it is ASCII and what is not stands where accents, dashes and curly quotes stand.

    Text with the line ends of old Macs is read in their own encoding.
    """
    is_mac = b"\r" in content and b"\n" not in content
    try:
        text = content.decode("mac-roman" if is_mac else "cp1252")
    except UnicodeDecodeError:  # five bytes have no meaning there
        return None
    odd = sum(1 for c in text if c > "\x7f")
    return text if odd <= len(text) * _ODD_SHARE and len(_BETWEEN.findall(text)) >= odd * 0.5 else None


def _cyrillic(content: bytes) -> str | None:
    """Read Windows-1251 or KOI8-R if the letters are as frequent as in Cyrillic text."""
    for codec in ("cp1251", "koi8-r"):
        text = content.decode(codec, "replace")
        letters = [c for c in text if "\u0400" <= c <= "\u04ff"]
        if len(letters) >= 20 and sum(c in _FREQUENT for c in letters) >= len(letters) * _CYRILLIC_SHARE:
            return text
    return None


def _patched(content: bytes) -> str | None:
    """Read UTF-8 into which bytes of Windows-1252 were pasted, or whose last character was cut, if most that is not ASCII is UTF-8."""
    text = re.sub("[\udcc2-\udcf4][\udc80-\udcbf]{0,2}\\Z", "", content.decode("utf-8", "surrogateescape"))
    broken = sum(1 for c in text if "\udc80" <= c <= "\udcff")
    if broken * 2 > sum(1 for c in text if c > "\x7f") - broken:
        return None
    return re.sub("[\udc80-\udcff]+", lambda run: run[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace"), text)


def _mended(text: str) -> str:
    """Return text with C1 controls, which nobody writes, as the characters of Windows-1252 at their places."""
    return text.translate(_C1) if re.search("[\x80-\x9f]", text) else text
