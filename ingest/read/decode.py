"""Decode the bytes of a file: UTF-8 as a rule, UTF-16 by its byte order mark, Windows-1252 where the result reads as text."""

import codecs
import re

from ingest.read.failures import ReadError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ODD_SHARE = 0.1  # of characters outside ASCII, above which Western text is not what this is
_BETWEEN = re.compile(r"[^\W\d_][‘’“”–—…\xa0-\xff€]|[‘’“”–—…\xa0-\xff€][^\W\d_]|(?<=\s)[–—…€£•](?=\s)|[€£§°]\s?\d|\d\s?[€°ºª%]")


def is_binary(content: bytes) -> bool:
    """Whether these bytes are no text in any encoding that is read here."""
    if content.startswith(tuple(mark for mark, _ in _MARKS)):
        return False
    sample = content[:65536]
    control = sum(sample.count(bytes([c])) for c in (*range(9), 11, *range(14, 27), *range(28, 32), 127))
    return b"\0" in sample or control > len(sample) * 0.02


def decode(content: bytes) -> str:
    """Return the text of ``content``.

    :raises ReadError: when it is neither UTF-8, nor UTF-16 with its mark, nor plausibly Windows-1252.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as err:
        if encoding == "utf-8" and (text := _western(content)) is not None:
            return text
        raise ReadError(f"wrong encoding: byte {err.start:,} is not {encoding.upper().removesuffix('-SIG')}. Save it as UTF-8") from err


def _western(content: bytes) -> str | None:
    """Read Windows-1252 if most of it is ASCII and what is not stands where accents, dashes and curly quotes stand."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:  # five bytes have no meaning there
        return None
    odd = sum(1 for c in text if c > "\x7f")
    return text if odd <= len(text) * _ODD_SHARE and len(_BETWEEN.findall(text)) >= odd * 0.5 else None
