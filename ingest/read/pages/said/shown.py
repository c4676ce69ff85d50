"""The lines that a reader sees around a headline, each with the elements in it that state a time or an author."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.article.byline import read_bar
from ingest.article.clean import is_prose
from ingest.article.stamps import date_line
from ingest.read.markup import BLOCKS, HIDDEN
from ingest.read.pages.said.stamp import page_stamp
from ingest.read.pages.tree import marks

PARAGRAPH_WORDS = 25  # of a paragraph that belongs to the article itself
OTHER_WORDS = 40  # of any other line that does
MOST_LINES = 40  # under a headline
_SKIPPED = HIDDEN | frozenset(("nav", "footer", "aside", "form", "figure"))
_TIMED = frozenset(("abbr", "span", "div", "p"))
_STAMPED = re.compile(r"(?:^|[\s_-])(?:published|updated|date(?:time)?|timestamp|pubdate|posted)(?=$|[\s_-])")
_CHANGED = re.compile(r"(?:^|[\s_-])(?:updated|modified|lastmod)(?=$|[\s_-])")
_IN_ATTRIBUTE = ("datetime", "title", "content", "data-datetime", "data-date", "data-published", "data-timestamp", "data-time")
_AUTHOR = re.compile(r"(?:^|[\s_-])(?:byline|author(?:s|-?name)?|fn|contributor|writer|reporter|p-author|dc-creator)(?=$|[\s_-])")
_OWN_LINKS = frozenset(("author", "bookmark", "tag", "category"))
_FOOT = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|article)[-_](?:footer|meta|info|date)|posted-on|dt-published|published|dateline|pubdate)(?=$|[\s_-])"
)


@dataclass(slots=True)
class Shown:
    """A line: its words piece by piece, the elements on it that state a time, each behind so many pieces, and those of authors."""

    pieces: list[str] = field(default_factory=list)
    times: list[tuple[Any, int]] = field(default_factory=list)
    authors: list[Any] = field(default_factory=list)
    paragraph: bool = False
    aside: bool = False  # it stands in a box with a heading or a link to something else
    dated: bool = False  # a day stands on it, whosever it is
    label: str = ""  # of a list of labels and values, that stands above it
    block: Any = None  # the first element that opens on it
    changed: list[Any] = field(default_factory=list)  # elements that are called by a change

    @property
    def text(self) -> str:
        """The line as it runs."""
        return " ".join("".join(self.pieces).split())

    @property
    def parts(self) -> list[str]:
        """What its elements hold, each by itself."""
        return [part for piece in self.pieces if (part := " ".join(piece.split()).strip(" |•·,"))]

    def open(self, node: Any) -> None:  # noqa: ANN401 - an lxml element; lxml is imported late
        """Take in the words of an element up to its first child, and what it states."""
        called = marks(node) if node.get("class") else ""
        self.block = node if self.block is None else self.block
        if called and _CHANGED.search(called) and "publ" not in called:
            self.changed.append(node)
        self.paragraph = self.paragraph or node.tag == "p"
        if node.tag == "time" or (node.tag in _TIMED and called and _STAMPED.search(called) and exact_time(node)):
            self.times.append((node, len(self.pieces)))
        if node.get("rel") == "author" or (called and _AUTHOR.search(called)):
            self.authors.append(node)
        self.pieces.append(node.text or "")


def exact_time(node: Any) -> str:  # noqa: ANN401
    """Return the time that an element states in an attribute, empty if it states none."""
    return next((iso for name in _IN_ATTRIBUTE if (value := node.get(name)) and (iso := page_stamp(value))), "")


def lines_below(heading: Any) -> tuple[list[Shown], list[Shown]]:  # noqa: ANN401
    """Return the lines between a headline and the first paragraph, and those under it, of which only what says so is of the article.

    The first running text is a standfirst, and no paragraph, when the next one is not of its kind.
    """
    lines: list[Shown] = []
    running: list[int] = []
    for n, line in enumerate(_lines(_after(heading))):
        count = len(line.text.split())
        if n >= MOST_LINES or count >= (PARAGRAPH_WORDS if line.paragraph else OTHER_WORDS) or len(running) > 1:
            running.append(n)
            lines.append(line)
            break
        if is_prose(line.text) and not (date_line(line.text) or read_bar(line.text) or line.times):
            running.append(n)
        lines.append(line)
    if not running:
        return lines, []
    first, *more = running
    if more and _kind(lines[first]) != _kind(lines[more[0]]):
        return lines[: more[0]], []
    return lines[:first], lines[first : more[0] if more else len(lines)]


def _kind(line: Shown) -> tuple[Any, ...]:
    block = line.block
    return (None,) if block is None else (block.tag, block.get("class"), block.getparent())


def lines_above(article: Any, heading: Any) -> Iterator[Shown]:  # noqa: ANN401
    """Yield the lines of ``article`` above its headline."""
    path = [heading, *heading.iterancestors()]
    inner = path[: path.index(article)]
    yield from _lines(node for part in reversed(inner) for node in reversed(list(part.itersiblings(preceding=True))))


def lines_of_foot(article: Any, heading: Any) -> Iterator[Shown]:  # noqa: ANN401
    """Yield the lines at the foot of an article, where some themes put its day and its author."""
    for node in article.iter("footer", "div", "p", "span"):
        own = next((n for n in node.iterancestors() if n.tag == "article"), article) is article
        if own and node is not heading and (node.tag == "footer" or (node.get("class") and _FOOT.search(marks(node)))):
            aside = node.find(".//h2") is not None or node.find(".//h3") is not None or any(_leads_away(link) for link in node.iter("a"))
            for line in _lines(iter(node)):
                line.aside = aside
                yield line


def _leads_away(link: Any) -> bool:  # noqa: ANN401
    return link.find(".//time") is None and not _OWN_LINKS & {*(link.get("rel") or "").lower().split()}


def _after(node: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the elements that follow ``node`` in the page, the outermost of each."""
    while node is not None:
        yield from node.itersiblings()
        node = node.getparent()


def _lines(nodes: Iterable[Any]) -> Iterator[Shown]:
    """Yield the lines that elements and the text behind them show, a line a block or ``<br>``."""
    line = Shown()
    for event in (event for top in nodes for event in _events(top)):
        if isinstance(event, str):
            line.pieces.append(event)
        elif event is not None:
            line.open(event)
        else:
            if line.text:
                yield line
            line = Shown()
    if line.text:
        yield line


def _events(top: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield each element that opens, each text behind one, and None where a line ends; without recursion, for pages can be deep."""
    stack: list[tuple[Any, bool]] = [(top, False)]
    while stack:
        node, done = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag in BLOCKS or (tag == "br" and not done):
            yield None
        if done or not tag or tag in _SKIPPED or _is_one_of_several(node):
            yield node.tail or ""
        else:
            yield node
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))


def _is_one_of_several(node: Any) -> bool:  # noqa: ANN401
    return node.tag == "article" and any(n.tag == "article" for n in (*node.itersiblings(), *node.itersiblings(preceding=True)))
