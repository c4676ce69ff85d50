"""Mend the pieces of a model's reply: half a character, or half a line end, at the end of one waits for the next (pure)."""

from collections.abc import Iterable, Iterator

from rag.language.control import cleaned

_HIGH = ("\ud800", "\udbff")  # the first half of a pair of surrogates


def mended(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the pieces of a reply without characters that command, hide or break text, the same as ``cleaned`` makes of the whole."""
    half = ""
    for piece in pieces:
        text = half + piece
        half = text[-1] if text and (text[-1] == "\r" or _HIGH[0] <= text[-1] <= _HIGH[1]) else ""
        if whole := cleaned(text.removesuffix(half)):
            yield whole
    if half:
        yield cleaned(half)
