"""The tree of a page, what its elements are called, and the words in them."""

from typing import Any

from ingest.article.clean import key
from ingest.read.decode import decode_page
from ingest.read.failures import ReadError
from ingest.read.markup import parse

HEADINGS = ("h1", "h2", "h3")
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
ARTICLE = "articleContent"  # the id by which trafilatura knows the element that holds the article


def page_tree(content: bytes) -> tuple[str, Any]:
    """Return the markup of a page and its tree.

    :raises ReadError: when it is no page.
    """
    markup = decode_page(content)
    try:
        return markup, parse(markup)
    except ValueError as err:
        raise ReadError(f"not a web page: {err}") from err


def words(node: Any) -> str:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Return the text of an element on one line."""
    return " ".join(node.text_content().split())


def brief(node: Any, most: int) -> str:  # noqa: ANN401
    """Return the text of an element on one line; empty where it is longer than ``most`` characters, of which no more is read."""
    pieces, size = [], 0
    for piece in node.itertext():
        pieces.append(piece)
        size += len(piece) if piece.strip() else 1
        if size > 2 * most:
            return ""
    text = " ".join("".join(pieces).split())
    return text if len(text) <= most else ""


def marks(node: Any) -> str:  # noqa: ANN401
    """Return what an element is called: its class and its id, in lower case."""
    return f"{node.get('class') or ''} {node.get('id') or ''}".lower()


def names(node: Any) -> str:  # noqa: ANN401
    """Return the class and the id of an element as they are written; nothing for a heading, whose id is made of its own words."""
    return "" if node.tag in _HEADINGS else f"{node.get('class') or ''} {node.get('id') or ''}".strip()


def within(phrase: str, text: str) -> bool:
    """Whether the words of ``phrase`` stand in those of ``text``, one after the other."""
    part = key(phrase)
    return part != "" and f" {part} " in f" {key(text)} "
