"""Read rich text (.rtf) as it is shown: deletions and hidden words out, tables as rows, notes at the end.

The published readers give deleted and hidden words as text, which makes wrong quotes; hence one of our own.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from ingest.article.assemble import Raw
from ingest.read.documents.blocks import Block, as_raw, row_blocks
from ingest.read.failures import ReadError

_TOKEN: Final = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)"
)
_OUT: Final = frozenset(  # groups that hold no text of the document
    """fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf annotation atnid atnauthor
    atnref fldinst listtable listoverridetable revtbl rsidtbl generator themedata colorschememapping latentstyles datastore xmlnstbl filetbl
    template nonshppict pntext sp bkmkstart bkmkend ftnsep ftnsepc aftnsep aftnsepc tc xe txe rxe""".split()
)
_THROUGH: Final = frozenset({"shpinst", "shptxt", "shprslt"})  # marked as for new programs only, and holding text
_SIGNS: Final = {
    "tab": "\t", "line": "\n", "page": "\f", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emdash": "—",
    "endash": "–", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_ESCAPES: Final = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
_CHARSETS: Final = {  # of fonts (\fcharset), as Windows codepages
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits: whether it is left out, and how its bytes are read."""

    out: bool = False  # the whole group
    hidden: frozenset[str] = frozenset()  # \v, \deleted, \strike, as they are set
    skip: int = 1  # characters behind \u that stand in for it
    font: int = -1
    note: bool = False


def read_rtf(content: bytes) -> Raw:
    """Return rich text as a raw article; errors as in :func:`rtf_text`."""
    return as_raw(_Reader(content).blocks(), {})


def rtf_text(content: bytes) -> str:
    """Return the text of rich text, a blank line between paragraphs.

    :raises ReadError: when it is no rich text, or holds no word.
    """
    return read_rtf(content).text


class _Reader:
    """Walks the tokens of a file once, in linear time and without recursion."""

    def __init__(self, content: bytes) -> None:
        if not content.lstrip().startswith(b"{\\rtf"):
            raise ReadError("not rich text, whatever its name says")
        self._content = content
        self._state, self._stack = _State(), list[_State]()
        self._codepage, self._fonts, self._listed = "cp1252", dict[int, str](), -1
        self._bytes, self._encoding = bytearray(), "cp1252"
        self._shown: dict[bool, list[str]] = {False: [], True: []}  # the paragraph being read: of the text, of a note
        self._blocks: dict[bool, list[Block]] = {False: [], True: []}
        self._cells, self._cell = list[list[Block]](), list[Block]()
        self._in_row, self._left = False, 0  # characters still to be skipped behind \u
        self._high = 0  # the first half of a character that \u gives in two

    def blocks(self) -> list[Block]:
        """Return the paragraphs of the text, then those of its notes."""
        at, fresh, starred = 0, False, False
        while at < len(self._content):
            token = _TOKEN.match(self._content, at)
            if token is None:  # a line break of the file, or a lone backslash at its end
                at += 1
                continue
            at = token.end()
            word = (token["word"] or b"").decode()
            if token["brace"]:
                if not self._brace(token["brace"]):
                    break
            elif word == "bin":
                at += max(0, int(token["number"] or 0))
            elif word:
                self._word(word, int(token["number"]) if token["number"] else None, first=fresh, starred=starred)
            else:
                self._literal(token)
            starred = fresh and token["sign"] == b"*"
            fresh = token["brace"] == b"{" or starred
        self._end_row()
        self._end_paragraph()
        self._state = _State(note=True)
        self._end_paragraph()
        return self._blocks[False] + self._blocks[True]

    def _brace(self, brace: bytes) -> bool:
        self._flush()
        if brace == b"{":
            self._stack.append(self._state)
            return True
        if self._state.note and self._stack and not self._stack[-1].note:
            self._end_paragraph()
        self._state = self._stack.pop() if self._stack else self._state
        return bool(self._stack)

    def _literal(self, token: re.Match[bytes]) -> None:
        sign = token["sign"]
        if token["hex"]:
            if self._left:
                self._left -= 1
            elif not self._is_out():
                self._add_bytes(bytes.fromhex(token["hex"].decode()))
        elif token["text"]:
            text = token["text"][self._left :]
            self._left = max(0, self._left - len(token["text"]))
            if not self._is_out():
                self._add_bytes(text)
        elif sign in {b"\r", b"\n"}:
            self._end_paragraph()
        elif sign in _ESCAPES:
            self._add(_ESCAPES[sign])

    def _word(self, word: str, number: int | None, *, first: bool, starred: bool) -> None:
        if first and (word in _OUT or (starred and word not in _THROUGH)):
            self._state = replace(self._state, out=True)
        if word in {"v", "deleted", "strike", "striked", "plain"}:
            self._flush()
            marks = frozenset[str]() if word == "plain" else self._state.hidden - {word} if number == 0 else self._state.hidden | {word}
            self._state = replace(self._state, hidden=marks)
        elif word == "footnote":
            self._flush()
            self._state = replace(self._state, note=True)
        elif word == "u" and number is not None:
            self._left = self._state.skip
            self._unicode(number % 65536)
        elif not self._encoded(word, number) and not self._is_out():
            self._layout(word)

    def _encoded(self, word: str, number: int | None) -> bool:
        """Take a word that says how bytes are read; whether it was one."""
        if word == "f" and number is not None:
            self._flush()
            self._state, self._listed = replace(self._state, font=number), number
        elif word == "fcharset":
            self._fonts[self._listed] = _CHARSETS.get(number or 0, "cp1252")
        elif word in {"ansicpg", "mac", "pc", "pca"}:
            self._codepage = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word, f"cp{number}")
        elif word == "uc":
            self._state = replace(self._state, skip=max(0, number or 0))
        else:
            return False
        return True

    def _layout(self, word: str) -> None:
        if word in {"par", "sect"}:
            self._end_paragraph()
        elif word in {"intbl", "trowd"}:
            self._in_row = True
        elif word == "pard":
            self._in_row = self._in_row and bool(self._cells or self._cell)
        elif word in {"cell", "nestcell"}:
            self._in_row = True
            self._end_paragraph()
            self._cells.append([block for block in self._cell if block.text.strip()])
            self._cell = []
        elif word in {"row", "nestrow"}:
            self._end_row()
        elif word in _SIGNS:
            self._add(_SIGNS[word])

    def _unicode(self, code: int) -> None:
        if self._is_out():
            return
        if 0xD800 <= code < 0xDC00:
            self._high = code
        elif 0xDC00 <= code < 0xE000:
            self._add(chr(0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00) if self._high else "\ufffd")
            self._high = 0
        else:
            self._add(chr(code) if code else "")

    def _is_out(self) -> bool:
        return self._state.out or bool(self._state.hidden)

    def _add(self, text: str) -> None:
        self._flush()
        if not self._is_out():
            self._shown[self._state.note].append(text)

    def _add_bytes(self, content: bytes) -> None:
        encoding = self._fonts.get(self._state.font, self._codepage)
        if encoding == "cp1252":
            encoding = self._codepage  # a Western font says nothing that the document does not
        if encoding != self._encoding:
            self._flush()
            self._encoding = encoding
        self._bytes += content

    def _flush(self) -> None:
        """Decode the bytes in hand: a character may be several of them."""
        if self._bytes:
            try:
                text = self._bytes.decode(self._encoding, "replace")
            except LookupError:
                text = self._bytes.decode("cp1252", "replace")
            self._bytes.clear()
            self._shown[self._state.note].append(text.replace("\ufffd", "") if self._encoding == "cp1252" else text)

    def _end_paragraph(self) -> None:
        self._flush()
        text = "".join(self._shown[self._state.note]).strip(" \n")
        self._shown[self._state.note].clear()
        into = self._cell if self._in_row and not self._state.note else self._blocks[self._state.note]
        into.append(Block(text))

    def _end_row(self) -> None:
        if self._cell:  # a cell that is not closed
            self._cells.append(self._cell)
        self._blocks[False] += row_blocks(self._cells) if self._cells else []
        self._cells, self._cell, self._in_row = [], [], False
