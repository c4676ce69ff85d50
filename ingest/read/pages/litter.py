"""Take off the tree of a page what is never its article: consent notices, offers, comments, boxes beside it; and say which were there."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from ingest.article.clean import is_prose
from ingest.article.furniture import LISTS, bare
from ingest.read.markup import block_lines
from ingest.read.pages.called import called
from ingest.read.pages.judge import PAYWALL, Kind, is_sentence, is_sites, judge, speaks_to_reader
from ingest.read.pages.measure import Counts, Measure
from ingest.read.pages.thread import is_thread
from ingest.read.pages.tree import ARTICLE, brief, names, words

_COMMENTS_HEAD = re.compile(
    r"(?:\d+|no|leave a|post a|add a|your|reader|readers'|user|all|view|show)? ?"
    r"(?:comments?|repl(?:y|ies)|responses?|conversations?|discussion)(?: ?\(?\d+\)?)?"
    r"|\d+ thoughts? on .*|join the (?:conversation|discussion)|have your say|what do you think|what readers say"
    r"|kommentare(?: ?\(\d+\))?|commentaires"
    r"|comentarios",
)
_LIST_HEAD = re.compile(
    r"(?:more|also) (?:on|from|in|about|by) .{2,40}|read (?:next|this next)|up next|don't miss.*|latest(?: \w+)?"
    r"|further reading|see more.*|in this section"
)
_LABELS = frozenset(("p", "div", "span", "strong"))
MOST_HEAD = 80  # characters of a heading over a list
_KEPT = frozenset({"html", "body", "main", "head", "script"})
_NAMED = ("div", "section", "ul", "ol", "li", "details", "p", "span")
_HEADS = frozenset("h2 h3 h4 h5 h6 p div span strong".split())
MOST_BOX = 250  # words of a box beside an article; what is longer holds the article
MOST_BAR = 40  # words of a bar at the edge of a page
MAIN = 0.5  # of a page's running text, from which an element holds the article
PARAGRAPH = 15  # words of a paragraph that is more than a teaser
MOST_OFFER = 200
MOST_TEXT = 6000  # characters of a notice or an offer
MOST_READ = 20  # times that the words of a page are read for comments, in elements that lie in one another
LINKED = 0.5  # of the words of a list of other stories are links


@dataclass(slots=True)
class Litter:
    """What was taken off a page: the kinds, and whether an offer stood where the article could not be read on."""

    measure: Measure  # of the page, before anything was taken off
    kinds: set[Kind] = field(default_factory=set)
    closed: bool = False
    answered: bool = False  # the page holds something that a notice is answered with
    read: int = 0  # words of elements that were read for comments so far, again in each element around them
    told: dict[Any, bool] = field(default_factory=dict)  # paragraphs that are of no notice

    def note(self, kind: Kind, text: str) -> None:
        """Remember a block or line that was taken off."""
        self.kinds.add(kind)
        self.closed = self.closed or (kind == "offer" and bool(PAYWALL.search(text)))


def prune(tree: Any) -> Litter:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Take the litter off ``tree`` and return what it was."""
    import lxml.etree

    lxml.etree.strip_tags(tree, lxml.etree.Comment, lxml.etree.ProcessingInstruction)
    measure = Measure(tree)
    litter = Litter(measure, answered=measure.of(tree).answers > 0)
    gone: dict[Any, None] = {}
    stack = [tree]
    while stack:
        node = stack.pop()
        if not isinstance(node.tag, str) or node in gone:
            continue
        if node.tag not in _KEPT and _goes(node, litter):
            gone[node] = None
            continue
        if node.tag in _HEADS and len(node) <= 2 and (below := _headed(node)):
            gone |= dict.fromkeys((node, *below))
        stack.extend(reversed(node))
    for node in gone:
        if node.getparent() is not None:
            node.drop_tree()
    _unname(tree, measure)
    return litter


def _unname(tree: Any, measure: Measure) -> None:  # noqa: ANN401
    """Take the names off what is left, is called like litter and holds sentences: it stays, though trafilatura goes by the name."""
    whole = measure.of(tree).prose
    for node in tree.iter(*_NAMED):
        own, name = measure.of(node), called(names(node))
        if not (name and own.is_text):
            continue
        if "comments" in name.whole or own.prose > MAIN * whole or _is_beside(node, measure):
            for key in ("class", "id"):
                node.attrib.pop(key, None)
        if own.prose > MAIN * whole:
            node.set("id", ARTICLE)


def _is_beside(node: Any, measure: Measure) -> bool:  # noqa: ANN401
    """Whether an element stands between others with sentences, or beside a paragraph: in the article."""
    sides = [next((n for n in node.itersiblings(preceding=way) if measure.of(n).is_text), None) for way in (False, True)]
    return None not in sides or any(n is not None and n.tag == "p" and measure.of(n).prose for n in sides)


def _goes(node: Any, litter: Litter) -> bool:  # noqa: ANN401
    """Whether an element goes; what it was is noted."""
    name = called(names(node))
    dialog = node.tag in {"dialog", "amp-consent"} or node.get("role") in {"dialog", "alertdialog"} or node.get("aria-modal") == "true"
    comment = "comments" in name.whole or "omment" in (node.get("itemtype") or "")
    if not (name or dialog or comment or node.tag == "form"):
        return False
    own, page = litter.measure.of(node), litter.measure.of(node.getroottree().getroot())
    part = own.prose / max(1, page.prose)
    if comment and not (_holds_article(node) or part == 1):
        litter.read += own.words
        sure = name.thread or "comments" not in name.whole
        if (sure and part < MAIN) or (litter.read <= MOST_READ * page.words and is_thread(node)):
            return True
    named = name.whole | name.partly if own.answers or own.is_linked else name.whole  # its build says so too
    if kind := _kind(node, own, part, named, litter, sure=dialog or name.manager):
        litter.note(kind, brief(node, MOST_TEXT))
        return True
    return bool(named & {"box", "aside"}) and _is_box(node, own, sure="box" in named)


def _kind(node: Any, own: Counts, part: float, named: Collection[str], litter: Litter, *, sure: bool) -> Kind:  # noqa: ANN401
    """Return what an element is that is called by consent or an offer, stands over the page, or is a form."""
    text = brief(node, MOST_TEXT)
    if sure or "consent" in named:
        sure = sure or (own.answers > 0 and own.words <= MOST_BAR)
        if kind := _notice(node, own, text, part, litter, sure=sure):
            return kind
    if (
        not text
        or not ("offer" in named or (node.tag == "form" and own.answers))
        or own.words > MOST_OFFER
        or node.find(".//h1") is not None
    ):
        return ""
    kind = judge(text, named=True)
    return kind if kind and not _tells(node, text, part) else ""


def _tells(node: Any, text: str, part: float) -> bool:  # noqa: ANN401
    """Whether an element called an offer tells of one instead: a sentence that does not speak to its reader, or the page's main text."""
    told = [line for line in block_lines(node) if is_prose(line) or is_sentence(line)]
    if any(not speaks_to_reader(line) for line in told):
        return True
    return bool(told) and not judge(text) and part > MAIN


def _notice(node: Any, own: Counts, text: str, part: float, litter: Litter, *, sure: bool) -> Kind:  # noqa: ANN401
    """Return what an element is that is called by consent or stands over the page; empty if it may hold the article."""
    if _holds_article(node) or (part > MAIN and not sure):
        return "consent" if judge(text) == "consent" and is_sites(text, "consent") else ""
    kind = judge(text, named=True)
    if kind and (sure or own.answers or own.linked or is_sites(text, kind)):
        return kind
    told = 0
    for p in node.iter("p") if sure else ():
        if p not in litter.told:
            litter.told[p] = litter.measure.of(p).words >= PARAGRAPH and not judge(brief(p, MOST_TEXT), named=True)
        told += litter.told[p]
    return "consent" if sure and told < 2 and any(map(str.strip, node.itertext())) else ""


def _is_box(node: Any, own: Counts, *, sure: bool) -> bool:  # noqa: ANN401
    """Whether an element called a box is one: short, no article, no paragraph.

    :param sure: by a name of nothing else; one by another holds no sentence, or has a link or a button beside it.
    """
    if node.tag in {"article", "h1"} or node.find(".//h1") is not None or own.words > MOST_BOX:
        return False
    if node.tag == "aside":
        return True
    if own.sentences and not (sure or own.linked or own.answers):
        return False
    return not any(len(words(p).split()) >= PARAGRAPH and p.find(".//a") is None for p in node.iter("p"))


def _holds_article(node: Any) -> bool:  # noqa: ANN401
    return node.tag in {"article", "main"} or any(node.find(f".//{tag}") is not None for tag in ("h1", "main"))


def _headed(node: Any) -> list[Any]:  # noqa: ANN401
    """Return what goes with a heading over readers' comments or over links to other stories; empty for any other element."""
    if not (text := bare(brief(node, MOST_HEAD))):
        return []
    if text in LISTS or _LIST_HEAD.fullmatch(text):
        below = list(takewhile(_is_link_list, (n for n in node.itersiblings() if isinstance(n.tag, str))))
        return below if any(n.tag in {"ul", "ol", "div", "nav", "section", "a"} for n in below) else []
    if not _COMMENTS_HEAD.fullmatch(text):
        return []
    named, below, last = text[0].isdigit(), [], 0
    for n in node.itersiblings():
        if isinstance(n.tag, str):
            thread = n.tag not in _LABELS - {"div"} and not _holds_article(n) and is_thread(n, named=named)
            if not thread and any(map(is_prose, block_lines(n))):
                break
            below.append(n)
            last = len(below) if thread else last
    return below[:last]


def _is_link_list(node: Any) -> bool:  # noqa: ANN401
    """Whether an element under a heading over other stories is of them: no heading of the article, no paragraph of it."""
    if node.tag in {"h1", "h2", "p"}:
        return node.tag == "p" and node.find(".//a") is not None and len(words(node).split()) <= PARAGRAPH
    linked = sum(len(words(a).split()) for a in node.iter("a"))
    if linked < LINKED * len(words(node).split()):
        return False
    return node.find(".//h1") is None and not any(len(words(p).split()) >= PARAGRAPH for p in node.iter("p"))
