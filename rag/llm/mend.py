"""Mend text at the border with a model: lone surrogates and control characters break JSON, terminals and tokenizers (pure)."""

from collections.abc import Iterable, Iterator

_HIGH = ("\ud800", "\udbff")  # the first half of a pair of surrogates
# Control characters are dropped, but those that lay out text; so are the places that Unicode keeps for no character.
_DROPPED = {n: None for n in (*range(0x20), *range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF) if chr(n) not in "\t\n\r\x85"}


def mend(text: str) -> str:
    """Return ``text`` with halves of one character joined, lone ones as U+FFFD, and without control characters but tab and line ends."""
    whole = text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.translate(_DROPPED)


def mended(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the pieces of a reply mended; half a character at the end of one waits for the next."""
    half = ""
    for piece in pieces:
        text = half + piece
        half = text[-1] if text and _HIGH[0] <= text[-1] <= _HIGH[1] else ""
        if whole := mend(text.removesuffix(half)):
            yield whole
    if half:
        yield mend(half)
