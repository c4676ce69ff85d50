"""Read the text of an RTF file: control words, fonts, pictures and notes to the program go, paragraphs stay."""

import re
from collections.abc import Iterator

from ingest.read.failures import ReadError

_TOKEN = re.compile(r"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.IGNORECASE)
_SKIPPED = frozenset(
    "fonttbl colortbl stylesheet listtable listoverridetable info pict object fldinst themedata datastore generator header footer headerl "
    "headerr footerl footerr xmlnstbl rsidtbl latentstyles revtbl filetbl mmathPr colorschememapping".lower().split()
)
_WRITTEN = {
    "par": "\n\n", "line": "\n", "row": "\n\n", "page": "\n\n", "sect": "\n\n", "cell": " | ", "tab": "\t", "emdash": "—", "endash": "–",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
}  # fmt: skip
_SIGNS = {"~": "\xa0", "_": "‑", "-": ""}  # a space and a hyphen that hold together; a place where a word may break


def rtf_text(content: bytes) -> str:
    """Return the paragraphs of an RTF file.

    :raises ReadError: for a file that is none, or holds no text.
    """
    if not content.lstrip().startswith(b"{\\rtf"):
        raise ReadError("not an RTF file, whatever its name says")
    text = "".join(_pieces(content.decode("latin-1"))).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if not text.strip():
        raise ReadError("no text in it")
    return text


def _pieces(markup: str) -> Iterator[str]:
    page = re.search(r"\\ansicpg(\d+)", markup)
    charset = f"cp{page[1]}" if page else "cp1252"
    skipping, unicode_skip, to_skip = False, 1, 0  # of a group: whether it is shown, and how many characters stand in for one
    stack: list[tuple[bool, int]] = []
    for token in _TOKEN.finditer(markup):
        word, number, code, sign, brace, plain = token.groups()
        if brace == "{":
            stack.append((skipping, unicode_skip))
        elif brace:
            skipping, unicode_skip = stack.pop() if stack else (False, 1)
            to_skip = 0
        elif skipping or sign == "*" or (word and word.lower() in _SKIPPED):
            skipping = True
        elif word == "uc":
            unicode_skip = int(number or 1)
        elif word:
            yield chr(int(number) % 0x10000) if word == "u" and number else _WRITTEN.get(word, "")
            to_skip = unicode_skip if word == "u" else to_skip
        elif text := bytes.fromhex(code).decode(charset, "replace") if code else plain or _SIGNS.get(sign or "", sign):
            yield text[to_skip:]
            to_skip = max(0, to_skip - len(text))
