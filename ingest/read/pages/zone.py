"""What a reader sees between the headline and the first paragraph: the days and the bylines there."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.article.byline import read_bar
from ingest.article.clean import is_prose
from ingest.article.people import byline_names
from ingest.article.stamps import Stamp, date_line, read_stamp
from ingest.read.markup import BLOCKS, HIDDEN
from ingest.read.pages.names import ROLE_LINE, clean_byline, squeezed
from ingest.read.pages.tree import marks, words

PARAGRAPH_WORDS = 25  # of a paragraph that belongs to the article itself
OTHER_WORDS = 40  # of any other line that does
MOST_LINES = 40  # under a headline
MOST_NOTE = 16  # words of a line with a time in it that says nothing else
_SKIPPED = HIDDEN | frozenset(("nav", "footer", "aside", "form", "figure"))
_UPDATED = re.compile(
    r"\b(?:updat\w+|modif\w+|chang\w+|revis\w+|edited|aktualisiert|geändert|mis à jour|modifié|actualizado)\b", re.IGNORECASE
)
_PUBLISHED = re.compile(r"\b(?:publi\w+|posted|issued|created|first|veröffentlicht|erstellt)\b", re.IGNORECASE)
_FOOT = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|article)[-_](?:footer|meta|info|date)|posted-on|dt-published|published|dateline|pubdate)(?=$|[\s_-])"
)
_STAMPED = re.compile(r"(?:^|[\s_-])(?:published|updated|date(?:time)?|timestamp|pubdate|posted)(?=$|[\s_-])")
_IN_ATTRIBUTE = ("datetime", "title", "content", "data-datetime", "data-date", "data-published", "data-timestamp", "data-time")
_MASTHEAD = re.compile(r"masthead|today|current-?date|topbar|top-bar|site-|header|weather|clock")
_AUTHOR = re.compile(r"(?:^|[\s_-])(?:byline|author(?:s|-?name)?|fn|contributor|writer|reporter|p-author|dc-creator)(?=$|[\s_-])")


@dataclass(slots=True)
class Shown:
    """A line that a reader sees: its words as they run, the parts of them, its ``<time>`` elements and its author elements."""

    pieces: list[str] = field(default_factory=list)
    times: list[tuple[Any, str]] = field(default_factory=list)  # the element, and the words before it on the line
    authors: list[Any] = field(default_factory=list)
    paragraph: bool = False

    @property
    def text(self) -> str:
        """The line as it runs."""
        return " ".join("".join(self.pieces).split())

    @property
    def parts(self) -> list[str]:
        """What its elements hold, each by itself."""
        return [part for piece in self.pieces if (part := " ".join(piece.split()).strip(" |•·,"))]


@dataclass(slots=True)
class Zone:
    """What the lines under a headline state."""

    published: str = ""
    updated: str = ""
    labelled: bool = False  # the published day is called so
    byline: str = ""
    source: str = ""
    read: set[str] = field(default_factory=set)  # the lines that state this and nothing else, squeezed


def read_zone(tree: Any, heading: Any) -> Zone:  # noqa: ANN401 - lxml elements; lxml is imported late
    """Return what the lines between the headline and the first paragraph state; where they state no day, those above it in its article."""
    zone = Zone()
    if heading is None:
        return zone
    below = list(_lines_below(heading))
    _read(below, zone)
    article = next((n for n in heading.iterancestors() if n.tag == "article" or n.get("itemscope") is not None), None)
    for lines in (_lines_above, _lines_of_foot) if article is not None else ():
        if zone.published and zone.byline:
            break
        other = Zone()
        _read(list(lines(article, heading)), other)
        if not (zone.published or zone.updated):
            zone.published, zone.updated, zone.labelled = other.published, other.updated, other.labelled
        zone.byline = zone.byline or other.byline
        zone.read |= other.read
    if not (zone.published or zone.updated):
        _read_top(heading, zone)
    return zone


def _read_top(heading: Any, zone: Zone) -> None:  # noqa: ANN401
    """Take the day right above a headline; any further up is that of the paper's head, today's, and no line of the article."""
    body = next((n for n in heading.iterancestors() if n.tag == "body"), None)
    for line in _lines_above(body, heading) if body is not None else ():
        if date_line(line.text):
            zone.read.add(squeezed(line.text))
    node = next((n for n in (heading, *heading.iterancestors()) if n.getprevious() is not None), heading).getprevious()
    if (
        node is not None
        and isinstance(node.tag, str)
        and not any(_MASTHEAD.search(marks(n)) or n.tag == "header" for n in (node, *node.iterancestors()))
    ):
        stamps = date_line(words(node))
        if len(stamps) == 1:
            _take(stamps[0], zone)


def _lines_of_foot(article: Any, heading: Any) -> Iterator[Shown]:  # noqa: ANN401
    """Yield the lines at the foot of an article where some themes put its day and its author."""
    for node in article.iter("footer", "div", "p", "span"):
        own = next((n for n in node.iterancestors() if n.tag == "article"), article) is article
        if own and node is not heading and (node.tag == "footer" or (node.get("class") and _FOOT.search(marks(node)))):
            yield from shown_lines(iter(node))


def _lines_below(heading: Any) -> Iterator[Shown]:  # noqa: ANN401
    for n, line in enumerate(shown_lines(_after(heading))):
        count = len(line.text.split())
        if n >= MOST_LINES or count >= (PARAGRAPH_WORDS if line.paragraph else OTHER_WORDS):
            return
        yield line


def _lines_above(article: Any, heading: Any) -> Iterator[Shown]:  # noqa: ANN401
    path = [heading, *heading.iterancestors()]
    path = path[: path.index(article) + 1]

    def before() -> Iterator[Any]:
        for around, inner in zip(reversed(path[1:]), reversed(path[:-1]), strict=True):
            yield from itertools.takewhile(lambda child, inner=inner: child is not inner, around)

    yield from shown_lines(before())


def _after(node: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the elements that follow ``node`` in the page, the outermost of each."""
    while node is not None:
        yield from node.itersiblings()
        node = node.getparent()


def shown_lines(nodes: Iterator[Any]) -> Iterator[Shown]:
    """Yield the lines that elements and the text behind them show, a line a block or ``<br>``."""
    line = Shown()
    for top in nodes:
        stack: list[tuple[Any, bool]] = [(top, False)]
        while stack:
            node, done = stack.pop()
            tag = node.tag if isinstance(node.tag, str) else ""
            if not done and (tag in BLOCKS or tag == "br"):
                if line.text:
                    yield line
                line = Shown()
            if not done and tag and tag not in _SKIPPED:
                line.paragraph = line.paragraph or tag == "p"
                if tag == "time" or (
                    tag in {"abbr", "span", "div", "p"} and node.get("class") and _STAMPED.search(marks(node)) and _exact(node)
                ):
                    line.times.append((node, line.text))
                if node.get("rel") == "author" or (node.get("class") and _AUTHOR.search(marks(node))):
                    line.authors.append(node)
                line.pieces.append(node.text or "")
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node))
                continue
            if done and tag in BLOCKS:
                if line.text:
                    yield line
                line = Shown()
            line.pieces.append(node.tail or "")
    if line.text:
        yield line


def _read(lines: Sequence[Shown], zone: Zone) -> None:
    dated = []
    for n, line in enumerate(lines):
        before = zone.byline
        stamps = [*_times(line), *_written(line, zone)]
        if stamps:
            dated.append(n)
        for stamp in stamps:
            _take(stamp, zone)
        zone.byline = zone.byline or next(filter(None, (clean_byline(" ".join(a.text_content().split())) for a in line.authors)), "")
        zone.byline = zone.byline or _signed(line.text)
        if stamps or zone.byline != before or read_bar(line.text):
            zone.read.add(squeezed(line.text))
    for n, line in enumerate(lines):
        text = line.text
        beside = n + 1 in dated or n - 1 in dated or (n + 1 < len(lines) and bool(ROLE_LINE.fullmatch(lines[n + 1].text)))
        if not zone.byline and beside:
            zone.byline = next(filter(None, (byline_names(part, marked=False) for part in dict.fromkeys((text, *line.parts[:1])))), "")
            if zone.byline:
                zone.read.add(squeezed(text))


def _signed(text: str) -> str:
    """Return the names of a line "By ..." that says more than ``read_bar`` knows: a post at the paper, an address."""
    if len(text.split()) > MOST_NOTE or not re.match(r"by\b", text, re.IGNORECASE):
        return ""
    return byline_names(clean_byline(text), marked=True)


def _take(stamp: Stamp, zone: Zone) -> None:
    """Keep the first published and the first updated time; a finer form of the same day is kept instead."""
    if stamp.kind == "updated":
        if not zone.updated or (stamp.iso[:10] == zone.updated[:10] and len(stamp.iso) > len(zone.updated)):
            zone.updated = stamp.iso
    elif not zone.published or (stamp.iso[:10] == zone.published[:10] and len(stamp.iso) > len(zone.published)):
        zone.published, zone.labelled = stamp.iso, zone.labelled or stamp.kind == "published"
    elif stamp.kind == "published" and not zone.labelled:
        zone.published, zone.labelled = stamp.iso, True


def _written(line: Shown, zone: Zone) -> Sequence[Stamp]:
    """Return the times that the words of a line state, with what else the line states of the article."""
    for form in (line.text, " | ".join(line.parts)) if len(line.parts) > 1 else (line.text,):
        if stamps := date_line(form):
            return stamps
        bar = read_bar(form)
        if bar is not None:
            zone.byline = zone.byline or clean_byline(bar.byline)
            zone.source = zone.source or bar.source
            if bar.stamps:
                return bar.stamps
    stamps = tuple(stamp for part in line.parts for stamp in date_line(part))
    return stamps if len(line.text.split()) <= MOST_NOTE else ()


def _times(line: Shown) -> list[Stamp]:
    """Return the times of the ``<time>`` elements on a line of little else; where their words name another day, that one counts."""
    found: list[Stamp] = []
    if is_prose(line.text) and len(line.text.split()) > MOST_NOTE // 2 and read_bar(line.text) is None:
        return found
    for n, (node, before) in enumerate(line.times):
        exact = _exact(node)
        seen = date_line(" ".join(node.text_content().split()))
        if seen and (not exact or all(stamp.iso[:10] != exact[:10] for stamp in seen)):
            exact = seen[0].iso
        if not exact:
            continue
        called = f"{before[len(line.times[n - 1][1]) if n else 0 :]} {node.text_content()}"
        by_class = marks(node) + f" {node.get('itemprop') or ''}".lower()
        updated = bool(_UPDATED.search(called)) or (("updated" in by_class or "modified" in by_class) and "publ" not in by_class)
        published = bool(_PUBLISHED.search(called)) or "publ" in by_class
        found.append(Stamp(exact, "updated" if updated else "published" if published else ""))
    return found


def _exact(node: Any) -> str:  # noqa: ANN401
    """Return the time that an element states in an attribute, empty if it states none."""
    return next((iso for name in _IN_ATTRIBUTE if (value := node.get(name)) and (iso := read_stamp(value))), "")
