"""Take the boxes out of an article that are told by what is in them, however they are called: forms, offers, tools, links elsewhere.

A box grows from a line or a field that is no part of an article over what stands beside it, as long as that is no sentence.
"""

from typing import Any

from ingest.article.byline import read_bar
from ingest.article.furniture import TERMINAL
from ingest.article.stamps import date_line
from ingest.read.markup import BLOCKS, block_lines
from ingest.read.pages.asks import LABEL, asks
from ingest.read.pages.judge import judge, judge_line
from ingest.read.pages.litter import Litter
from ingest.read.pages.tree import words

_TYPED = frozenset(("", "email", "text", "tel", "search"))  # kinds of field that a reader writes into
_STOPS = frozenset("html body main article table tbody tr td th".split())
_HELD = frozenset("h1 time main article blockquote figure table".split())  # in no such box
MOST_SEED = 60  # words of a line or a field's surroundings
MOST_BOX = 120  # words of a box
MOST_FRAGMENT = 8  # words of a line beside it that is no sentence
FIELD = 20  # words that a field or a button counts for
TRAILING = 4  # words of "Before you go…"
LINKED = 14  # words of "Our standards: ..." with a link


def take_boxes(tree: Any, litter: Litter, heading: Any = None) -> None:  # noqa: ANN401 - lxml elements; lxml is imported late
    """Take the boxes off ``tree`` and note them in ``litter``; what holds the ``heading`` stays."""
    kept = set() if heading is None else {heading, *heading.iterancestors()}
    body = tree.find("body")
    gone: dict[Any, str] = {}
    for node in [] if body is None else [*_leaves(body), *_around_fields(body)]:
        if node not in kept and not any(n in gone for n in node.iterancestors()) and (kind := _seed(node)):
            gone[_grown(node, kept)] = kind
    for box, kind in gone.items():
        if box.getparent() is not None:
            litter.note("offer" if kind == "offer" else "", words(box))
            box.drop_tree()


def _leaves(body: Any) -> list[Any]:  # noqa: ANN401
    """Return the blocks that hold no other block."""
    blocks = [node for node in body.iter() if node.tag in BLOCKS]
    inner: set[Any] = set()
    for node in blocks:
        above = node.getparent()
        while above is not None and above not in inner:
            inner.add(above)
            above = above.getparent()
    return [node for node in blocks if node not in inner]


def _around_fields(body: Any) -> list[Any]:  # noqa: ANN401
    """Return the blocks that hold a field themselves."""
    return [above for part in body.iter("input", "textarea") if (above := part.getparent()).tag in BLOCKS and above.tag not in _STOPS]


def _seed(node: Any) -> str:  # noqa: ANN401
    """Return "offer" or "tool" for a block that is no part of an article, else nothing."""
    text = words(node)
    if len(text) > MOST_SEED * 10 or (count := len(text.split())) > MOST_SEED or node.tag == "h1":
        return ""
    if _has_field(node) and ((count <= MOST_FRAGMENT * 2 and not _is_sentence(text) and not _stated(text)) or _is_box(node)):
        return "offer"
    if not text:
        return ""
    if judge_line(text, inside=False) == "offer":
        return "offer"
    if asks(text) and not _stated(text):
        return "offer"
    return "tool" if count <= LINKED and _labels_link(node, text) else ""


def _has_field(node: Any) -> bool:  # noqa: ANN401
    return any(part.tag == "textarea" or (part.get("type") or "").lower() in _TYPED for part in node.iter("input", "textarea"))


def _labels_link(node: Any, text: str) -> bool:  # noqa: ANN401
    """Whether a line is a label of the site's and a link behind it: "Our standards: ..."."""
    label, colon, rest = text.partition(":")
    linked = " ".join(words(a) for a in node.iter("a"))
    return bool(colon and linked and len(linked.split()) >= len(rest.split()) and LABEL.fullmatch(label.strip()))


def _grown(seed: Any, kept: set[Any]) -> Any:  # noqa: ANN401
    """Return the largest element around a seed that holds nothing but fragments beside it."""
    box = seed
    while (above := box.getparent()) is not None and above not in kept and above.tag not in _STOPS and _is_box(above):
        box = above
    return box


def _is_box(node: Any) -> bool:  # noqa: ANN401
    if not _is_short(node) or any(part.tag in _HELD for part in node.iter()):
        return False
    answered = _has_field(node) or any(part.tag == "button" for part in node.iter("button"))
    own, beside = FIELD * answered, 0
    for line in block_lines(node):
        count = len(line.split())
        if asks(line) or judge(line, named=answered) == "offer":
            own += count
        elif count > MOST_FRAGMENT or _stated(line) or (_is_sentence(line) and not answered):
            return False
        else:
            beside += count
    return own > FIELD * answered and beside <= own // 2 + 2


def _is_short(node: Any) -> bool:  # noqa: ANN401
    """Whether an element has no more words than a box; a long one is read no further, for many boxes may stand in it."""
    count = 0
    for piece in node.itertext():
        count += len(piece.split())
        if count > MOST_BOX:
            return False
    return True


def _is_sentence(line: str) -> bool:
    return bool(TERMINAL.search(line)) and len(line.split()) > (TRAILING if line.endswith("…") else 1)


def _stated(line: str) -> bool:
    """Whether a line states a day or an author."""
    return bool(date_line(line) or read_bar(line))
