"""Take the boxes out of an article that are told by what is in them, however they are called: forms, offers, tools, links elsewhere.

A box grows from a line or a field that is no part of an article over what stands beside it, as long as that is no sentence. Between the
sentences of an article it goes only if its build says what it is, too: words alone never suffice there.
"""

from typing import Any, NamedTuple

from ingest.article.byline import read_bar
from ingest.article.clean import is_prose
from ingest.article.furniture import TERMINAL
from ingest.article.stamps import date_line
from ingest.read.markup import BLOCKS, block_lines
from ingest.read.pages.asks import LABEL, asks, calls
from ingest.read.pages.called import called
from ingest.read.pages.judge import Kind, is_sites, judge, judge_line, speaks_to_reader
from ingest.read.pages.litter import Litter
from ingest.read.pages.tree import brief, names, words

_TYPED = frozenset(("", "email", "text", "tel", "search"))  # kinds of field that a reader writes into
_STOPS = frozenset("html body main article table tbody tr td th".split())
_HELD = frozenset("h1 time main article blockquote figure table".split())  # in no such box
MOST_SEED = 60  # words of a line or a field's surroundings
MOST_BOX = 120  # words of a box
MOST_FRAGMENT = 8  # words of a line beside it that is no sentence
FIELD = 20  # words that a field or a button counts for
TRAILING = 4  # words of "Before you go…"
LINK = 0.5  # part of a line in a link, from which that is most of it
_PARTS = frozenset("h2 h3 h4 h5 h6 li dt dd td th".split())  # of an article, in which words alone say nothing
_BESIDE = frozenset("nav footer aside header form".split())  # hold no text of the article
LINKED = 14  # words of "Our standards: ..." with a link


def take_boxes(tree: Any, litter: Litter, heading: Any = None) -> None:  # noqa: ANN401 - lxml elements; lxml is imported late
    """Take the boxes off ``tree`` and note them in ``litter``; what holds the ``heading`` stays."""
    kept = set() if heading is None else {heading, *heading.iterancestors()}
    body = tree.find("body")
    leaves = [] if body is None else _leaves(body)
    told = [n for n, node in enumerate(leaves) if _is_told(node)]
    inside = set(leaves[told[0] : told[-1]]) if told else set()
    gone: dict[Any, Kind] = {}
    for node in [] if body is None else [*leaves, *_around_fields(body)]:
        if node in kept or (gone and any(n in gone for n in node.iterancestors())) or not (seed := _seed(node)):
            continue
        box = _grown(node, kept)
        if seed.built or _is_built(box) or (node not in inside and _is_own(box, seed.kind)):
            gone[box] = seed.kind
    for box, kind in gone.items():
        if box.getparent() is not None:
            litter.note(kind, words(box))
            box.drop_tree()


def _is_told(node: Any) -> bool:  # noqa: ANN401
    """Whether a block is running text, and may be the article's."""
    text = words(node)
    return is_prose(text) and not judge_line(text) and not any(n.tag in _BESIDE for n in node.iterancestors())


def _is_own(box: Any, kind: Kind) -> bool:  # noqa: ANN401
    """Whether a box above or below the article is the site's by its words: it speaks for the site, or is a line of tools."""
    text = words(box)
    return is_sites(text, kind) or (box.tag not in _PARTS and not _is_sentence(text))


def _is_built(box: Any) -> bool:  # noqa: ANN401
    """Whether a box is one by its build or its name: it holds a button, a field, or a link that is most of a line or asks itself.

    Words alone do not suffice: guides tell readers to sign in and to cancel, and headings and lists of steps are nothing but that.
    """
    if _has_field(box) or next(box.iter("button"), None) is not None:
        return True
    for link in box.iter("a"):
        around = next((n for n in link.iterancestors() if n.tag in BLOCKS or n is box), box)
        line = words(around)
        if calls(linked := words(link)) or len(linked) >= LINK * len(line) or is_sites(line, "offer"):
            return True
    return any(called(name).whole & {"offer", "consent"} for n in box.iter(*BLOCKS) if (name := names(n)))


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
    around = dict.fromkeys(part.getparent() for part in body.iter("input", "textarea"))
    return [node for node in around if node.tag in BLOCKS and node.tag not in _STOPS]


class _Seed(NamedTuple):
    """What a block that is no part of an article is, and whether its build shows that already."""

    kind: Kind
    built: bool


def _seed(node: Any) -> _Seed | None:  # noqa: ANN401
    """Return what a block is that reads as an offer, a notice or a label with links; None for any other."""
    text = brief(node, MOST_BOX * 10)
    count = len(text.split())
    if count > MOST_BOX or node.tag == "h1":
        return None
    if _has_field(node) and ((count <= MOST_FRAGMENT * 2 and not _is_sentence(text) and not _stated(text)) or _is_box(node)):
        return _Seed("offer", built=True)
    kind = judge(text) if text else ""
    if kind == "consent":
        return _Seed(kind, built=False)
    if count > MOST_SEED or not text:
        return None
    if kind == "offer" or (asks(text) and not _stated(text)):
        return _Seed("offer", built=False)
    return _Seed("", built=True) if count <= LINKED and _labels_link(node, text) else None


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
    asked = _has_field(node)
    answered = asked or next(node.iter("button"), None) is not None
    own, beside = FIELD * answered, 0
    for line in block_lines(node):
        count = len(line.split())
        if asks(line) or judge(line, named=answered) in {"consent", "offer"} or (asked and speaks_to_reader(line)):
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
