"""Markup as the lines that a reader sees: one a block, scripts and styles left out; for records, mails and exports, not for whole pages."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

HIDDEN = frozenset("script style noscript template head title svg math button select textarea iframe object".split())
BLOCKS = frozenset(
    """address article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header
    hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul center""".split()
)
_BREAK, _JOIN = "\n", ""
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")
# No comment is given back once it is read: each of n would be tried to each end of the others behind it, 2^n ways.
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|(?P<part>head|body))\b",
    re.IGNORECASE | re.DOTALL,
)


def begins_page(head: bytes, *, part: bool = False) -> bool:
    """Whether bytes begin as a web page does; ``part``: or as its head or body, left without what stands around them."""
    found = _PAGE.match(head)
    return found is not None and (part or not found["part"])


def parse(markup: str) -> Any:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Return the tree of a page or a piece of one.

    :raises ValueError: when there is nothing in it.
    """
    import lxml.html

    try:
        return lxml.html.document_fromstring(_XML.sub("", markup))
    except lxml.etree.LxmlError as err:
        raise ValueError(str(err)[:80]) from err


def block_lines(node: Any, without: Iterable[Any] = ()) -> list[str]:  # noqa: ANN401
    """Return the text under ``node``, a line a block or ``<br>``, spaces made one; elements in ``without`` are passed over."""
    text = "".join(_pieces(node, set(without)))
    return [line for raw in text.split(_BREAK) if (line := " ".join(raw.split()))]


def plain_text(markup: str) -> str:
    """Return the text of a field that may hold markup: paragraphs behind blank lines; a field without tags as it is."""
    if "<" not in markup and "&" not in markup:
        return markup
    try:
        return "\n\n".join(block_lines(parse(markup)))
    except ValueError:
        return ""


def _pieces(top: Any, without: set[Any]) -> Iterator[str]:  # noqa: ANN401
    """Yield text and breaks in order, without recursion: a page may be nested deeper than Python goes."""
    stack: list[tuple[Any, bool]] = [(top, False)]
    while stack:
        node, done = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        edge = _BREAK if tag in BLOCKS or tag == "br" else _JOIN
        if done:
            yield edge
        elif tag and tag not in HIDDEN and node not in without:
            yield edge + (" ".join((node.text or "").split("\n")))
            stack.append((node, True))
            for child in reversed(node):
                stack.append((child, False))
            continue
        if node is not top:
            yield " ".join((node.tail or "").split("\n"))
