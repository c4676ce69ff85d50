"""Take off the tree of a page what is never its article: consent notices, offers, comments, boxes beside it; and say which were there."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from typing import Any

from ingest.article.clean import is_prose
from ingest.article.furniture import LISTS, bare
from ingest.read.markup import block_lines
from ingest.read.pages.judge import PAYWALL, Kind, judge, speaks_to_reader
from ingest.read.pages.thread import is_thread, prose_words
from ingest.read.pages.tree import ARTICLE, marks, words

_CONSENT = re.compile(
    r"consent|cookie|gdpr|ccpa|onetrust|didomi|usercentrics|cybot|quantcast|qc-cmp|sp_message|truste|borlabs|iubenda|klaro|tarteaucitron|cmp-?"
    r"(?:box|banner|container|wrapper|root)|privacy-?(?:banner|notice|popup|manager|wall)|cc-(?:window|banner)"
)
_MANAGER = re.compile(r"onetrust|didomi|usercentrics|cybot|qc-cmp|sp_message|truste|borlabs|iubenda|klaro|tarteaucitron")
_OFFER = re.compile(
    r"pay-?wall|reg-?wall|subscri|newsletter|sign-?up|member|metered|piano|tp-modal|donat|support-us|promo|upsell|offer|call-to-action|\bcta\b"
    r"|premium|gate\b|banner|login|sign-?in|widget"
)
_COMMENTS = re.compile(
    r"(?:^|[\s_])(?:user-?|reader-?|article-?|post-?|fb-?|js-?)?(?:comments?(?:-?(?:list|area|section|container|wrapper|thread|form|block|box|body))?"
    r"|commentlist|disqus\w*|dsq-\S+|replies|respond|discussion|livefyre|hyvor\S*|viafoura\S*|spot-?im\S*|coral\S*)(?=$|[\s_])"
)
_THREAD = re.compile(
    r"(?:^|[\s_-])(?:comments|comment-?list|commentlist|disqus|livefyre|hyvor|viafoura|spot-?im|coral)"
)  # of readers' comments alone
_BOXES = re.compile(
    r"(?:^|[\s_-])(?:shar(?:e|ing|edaddy)|social|tags|tag-?list|breadcrumbs?|toolbar|most-(?:read|popular|viewed)|trending|popular|ticker"
    r"|read-(?:next|more|also)|more-(?:stories|news|from)|next-(?:article|story)|recommend(?:ed|ations)|recirc\w*|related(?:-\w+)*|also-read"
    r"|see-also|outbrain|taboola|sidebar|author-(?:bio|box)|about-(?:the-)?author|advert\w*|ad-?slot|sponsored)(?=$|[\s_-])"
)
_ANY = re.compile("|".join(pattern.pattern for pattern in (_CONSENT, _OFFER, _COMMENTS, _BOXES)))
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
_HEADS = frozenset("h2 h3 h4 h5 h6 p div span strong".split())
MOST_BOX = 250  # words of a box beside an article; what is longer holds the article
MOST_BAR = 40  # words of a bar at the edge of a page
MAIN = 0.5  # of a page's running text, from which an element holds the article
PARAGRAPH = 15  # words of a paragraph that is more than a teaser
MOST_OFFER = 200
MOST_READ = 20  # times that the text of a page is counted, in elements that lie in one another
LINKED = 0.5  # of the words of a list of other stories are links


@dataclass(slots=True)
class Litter:
    """What was taken off a page: the kinds, and whether an offer stood where the article could not be read on."""

    kinds: set[Kind] = field(default_factory=set)
    closed: bool = False
    whole: int = -1  # words of running text on the page
    read: int = 0  # of them that were counted so far, again in each element around them

    def part(self, node: Any) -> float:  # noqa: ANN401 - an lxml element
        """Return how much of the page's running text stands in an element, 0 to 1."""
        if self.whole < 0:
            self.whole = prose_words(node.getroottree().getroot())  # once: a page may hold thousands of comments
        if self.read > MOST_READ * self.whole:
            return 1.0  # not known: what is asked stays
        own = prose_words(node)
        self.read += own
        return own / max(1, self.whole)

    def note(self, kind: Kind, text: str) -> None:
        """Remember a block or line that was taken off."""
        self.kinds.add(kind)
        self.closed = self.closed or (kind == "offer" and bool(PAYWALL.search(text)))


def prune(tree: Any) -> Litter:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Take the litter off ``tree`` and return what it was."""
    litter = Litter()
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
    _unname(tree, litter)
    return litter


def _unname(tree: Any, litter: Litter) -> None:  # noqa: ANN401
    """Take the name of a comment off what is left of elements called so, which stays though trafilatura goes by the name."""
    for node in tree.iter("div", "section", "ul", "ol", "li", "details"):
        if (node.get("class") or node.get("id")) and "comment" in marks(node) and (part := litter.part(node)):
            for name in ("class", "id"):
                node.attrib.pop(name, None)
            if part > MAIN:
                node.set("id", ARTICLE)


@lru_cache(maxsize=4096)
def _is_named(called: str) -> bool:
    return _ANY.search(called) is not None


def _goes(node: Any, litter: Litter) -> bool:  # noqa: ANN401
    """Whether an element goes; what it was is noted."""
    called = marks(node) if node.get("class") or node.get("id") else ""
    named = called != "" and _is_named(called)
    dialog = node.tag in {"dialog", "amp-consent"} or node.get("role") in {"dialog", "alertdialog"} or node.get("aria-modal") == "true"
    comment = "omment" in (node.get("itemtype") or "") or (named and _COMMENTS.search(called))
    if comment and _is_readers(node, called, litter):
        return True
    if not (named or dialog or node.tag == "form"):
        return False
    if (dialog or _CONSENT.search(called)) and (kind := _notice(node, called, dialog=dialog)):
        litter.note(kind, words(node))
        return True
    if _OFFER.search(called) or node.tag == "form":
        text = words(node)
        if (
            len(text.split()) <= MOST_OFFER
            and node.find(".//h1") is None
            and (kind := judge(text, named=True))
            and not _tells(node, text, litter)
        ):
            litter.note(kind, text)
            return True
    return bool(_BOXES.search(called)) and _is_box(node)


def _is_readers(node: Any, called: str, litter: Litter) -> bool:  # noqa: ANN401
    """Whether an element called a comment holds those of readers: built so, or called so by a name of nothing else and the lesser part."""
    if _holds_article(node) or (part := litter.part(node)) == 1:
        return False
    sure = "omment" in (node.get("itemtype") or "") or _THREAD.search(called)
    return bool(sure and part < MAIN) or is_thread(node)


def _tells(node: Any, text: str, litter: Litter) -> bool:  # noqa: ANN401
    """Whether an element called an offer tells of one instead: a paragraph that does not speak to its reader, or the page's main text."""
    told = [line for line in block_lines(node) if is_prose(line)]
    if any(not speaks_to_reader(line) for line in told):
        return True
    return bool(told) and not judge(text) and litter.part(node) > MAIN


def _notice(node: Any, called: str, *, dialog: bool) -> Kind:  # noqa: ANN401
    """Return what an element is that is called by consent or stands over the page; empty if it may hold the article."""
    text = words(node)
    count = len(text.split())
    kind = judge(text, named=True)
    if _holds_article(node):
        return "consent" if kind == "consent" and judge(text) == "consent" else ""
    sure = dialog or _MANAGER.search(called) or count <= MOST_BAR
    prose = sum(1 for p in node.iter("p") if len(words(p).split()) >= PARAGRAPH and not judge(words(p), named=True))
    return kind or ("consent" if sure and prose < 2 and count else "")


def _is_box(node: Any) -> bool:  # noqa: ANN401
    """Whether an element called a box is one: short, no article, no paragraph that is not a link's teaser."""
    if node.tag in {"article", "h1"} or node.find(".//h1") is not None or len(words(node).split()) > MOST_BOX:
        return False
    return not any(len(words(p).split()) >= PARAGRAPH and p.find(".//a") is None for p in node.iter("p")) or node.tag == "aside"


def _holds_article(node: Any) -> bool:  # noqa: ANN401
    return node.tag in {"article", "main"} or any(node.find(f".//{tag}") is not None for tag in ("h1", "main"))


def _headed(node: Any) -> list[Any]:  # noqa: ANN401
    """Return what goes with a heading over readers' comments or over links to other stories; empty for any other element."""
    if len(node.text or "") > MOST_HEAD:
        return []
    text = bare(" ".join(node.text_content().split()))
    if not 0 < len(text) <= MOST_HEAD:
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
