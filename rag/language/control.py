"""Which characters command, hide or break text instead of being read: the one place that says so, and two ways to be rid of them (pure)."""

import re
from collections.abc import Callable

# Control characters of ASCII and Latin-1 but tab and line feed; the marks and overrides of direction; separators of lines; what is not
# seen at all: zero-width space, word joiner, invisible operators, byte order mark, annotations, tags; places that Unicode keeps for no
# character; halves of one (lone surrogates). Joiners (U+200C, U+200D) stay: scripts and emoji are written with them.
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "\U000e0001\U000e0020-\U000e007f]"
)
_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1f\x85\u2028\u2029]")  # what ends a line or a field, as str.splitlines and str.split read it
_SURROGATE = re.compile("[\ud800-\udfff]")


def is_control(char: str) -> bool:
    """Whether a character commands, hides or breaks text; tab and line feed do not."""
    return CONTROL.match(char) is not None


def cleaned(text: str) -> str:
    """Return ``text`` without such characters: a line feed where a line ends, U+FFFD for half a character, the others dropped.

    Halves that follow each other are joined first. What is clean already comes back as it is.
    """
    if not CONTROL.search(text):
        return text
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return CONTROL.sub("", _ENDS.sub("\n", text))


def written_out(text: str, write: Callable[[str], str] | None = None) -> str:
    """Return ``text`` with such characters written out, so that they are seen and obeyed by nothing.

    :param write: from a character to its form; without it that of a Python string.
    """
    return CONTROL.sub(lambda found: (write or _escape)(found[0]), text)


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
