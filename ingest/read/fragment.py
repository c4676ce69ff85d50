"""HTML in a field of a record: whether it is any, and the lines that a reader sees of it; plain text keeps its < and > (pure)."""

import html
import re
from collections.abc import Sequence
from html.entities import html5
from typing import Any, Final

from ingest.read.markup import BLOCKS, HIDDEN, block_lines, parse

_VOID: Final = frozenset("br hr img wbr".split())
_INLINE: Final = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd mark picture q ruby rp rt s samp small span strike strong sub sup time "
    "tt u var video audio source track canvas col colgroup link meta input label".split()
)
_KNOWN: Final = BLOCKS | _INLINE | _VOID | frozenset("html head".split())
_SHOWN: Final = _KNOWN - HIDDEN
_VALUE = r"""\s+[\w:@.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'|[^\s"'<>=`]+)"""  # up to the next <, so that no quote is sought twice
_BARE = r"\s+(?:allowfullscreen|async|autoplay|checked|compact|controls|defer|disabled|hidden|itemscope|loop|muted|nowrap|open)"
_MARK = re.compile(
    rf"<(?P<end>/?)(?P<name>[a-zA-Z][\w:.-]*)(?P<said>(?:{_VALUE}|{_BARE})*)\s*(?P<void>/?)>|<!--(?:(?!<!--).)*?-->", re.DOTALL
)
_BLOCK_TAG = re.compile(r"<(?:p|br|div|li|h[1-6]|blockquote|table|section|article|body)\b[^<>]*>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|(?P<name>[a-zA-Z]\w{1,30}));")
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|div|span|a|em|strong)\b", re.IGNORECASE)
_LEFT_OUT: Final = ("figure", "figcaption", "aside", "nav", "iframe")
_STRUCK: Final = ("del", "s", "strike")


def clean(text: str, *, markup: bool = False) -> str:
    """Return text without markup and with its characters in place of references to them; paragraphs stand behind blank lines.

    :param markup: the field's name says that it holds HTML, if only elements that nothing closes.
    """
    if "&" not in text and "<" not in text:
        return text
    marks = list(_MARK.finditer(text))
    if not _is_markup(marks) and _ESCAPED_TAG.search(text) and _is_markup(inside := list(_MARK.finditer(plain := html.unescape(text)))):
        text, marks = plain, inside
    if not _is_markup(marks, unclosed=markup):
        return _REFERENCE.sub(lambda m: html.unescape(m[0]) if not m["name"] or f"{m['name']};" in html5 else m[0], text)
    text = _only_marks(text, marks)
    if not _BLOCK_TAG.search(text):  # its lines are its paragraphs
        text = text.replace("\n", "<br>\n")
    elif not re.search(r"<(?:p|br)\b", text, re.IGNORECASE):
        text = re.sub(r"\n\s*\n", "<br>\n", text)
    try:
        tree = parse(text)
    except ValueError:  # nothing in it
        return ""
    aside = [node for node in tree.iter(*_LEFT_OUT) if next(node.iter("table"), None) is None]
    _prepare(tree)
    return "\n\n".join(block_lines(tree, aside))


def _is_markup(marks: Sequence[re.Match[str]], *, unclosed: bool = False) -> bool:
    """Whether the marks of a text are an element of HTML that is closed or needs no end; ``unclosed``: any will do."""
    known = [mark for mark in marks if mark["name"] and mark["name"].lower() in _KNOWN]
    ended = {mark["name"].lower() for mark in known if mark["end"]}
    return any(not mark["end"] and (unclosed or mark["void"] or (name := mark["name"].lower()) in ended or name in _VOID) for mark in known)


def _only_marks(text: str, marks: Sequence[re.Match[str]]) -> str:
    """Return HTML with each < that begins no mark written as text, so that a parser takes nothing else for one."""
    ended = {mark["name"].lower() for mark in marks if mark["end"]}
    parts, at = [], 0
    for mark in marks:
        name = (mark["name"] or "").lower()
        known = name in _SHOWN or not name or name in ended or mark["void"] or "=" in mark["said"]
        if known and (name not in HIDDEN or name in ended):  # what hides its words hides all that follows where nothing ends it
            parts += [text[at : mark.start()].replace("<", "&lt;"), mark[0]]
            at = mark.end()
    return "".join([*parts, text[at:].replace("<", "&lt;")])


def _prepare(tree: Any) -> None:  # noqa: ANN401 - an lxml element
    """Take out words struck through, and write each row of a table as one line."""
    for node in list(tree.iter(*_STRUCK)):
        node.drop_tree()
    for row in list(tree.iter("tr")):
        cells = [" ".join(block_lines(cell)) for cell in row.iter("td", "th")]
        if next(row.iter("p", "table"), None) is None:  # a table that holds text is a layout
            for child in list(row):
                row.remove(child)
            row.text = " | ".join(filter(None, cells))
