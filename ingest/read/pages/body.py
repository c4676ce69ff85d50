"""The text of a page's article: by trafilatura, from a tree without litter, and the lines in it that are none."""

import logging
import re
from collections.abc import Collection
from itertools import groupby
from typing import Any

from ingest.article.byline import read_bar
from ingest.article.clean import is_prose, key
from ingest.article.furniture import RESERVED
from ingest.article.headline import squeezed
from ingest.article.stamps import date_line
from ingest.read.markup import BLOCKS, block_lines
from ingest.read.pages.judge import judge_line
from ingest.read.pages.litter import Litter
from ingest.read.pages.measure import Measure
from ingest.read.pages.tree import ARTICLE, brief, words

RUNNING = 12  # words of a paragraph in which a date is a part of the sentence
MOST_OF = 0.5  # of the words of a text in one line that the page's paragraphs must hold to be taken instead
TAKEN = 0.85  # of the words in the page's sentences, from which they are the text
NEARLY = 0.9
MOST_LINKS = 30  # children of an element that is a line of links
MOST_BAR, MOST_LABEL = 500, 200  # characters of a line of a byline and a day, of one of topics
STRUCK = ("del", "s", "strike")
_LABELLED = re.compile(
    r"(?:tags?|filed (?:under|in)|posted in|share(?: this)?|schlagwörter|etiquetas)\s*:.{0,120}(?<![.!?])", re.IGNORECASE
)
_TOPIC = re.compile(r"topics?|categor(?:y|ies)|keywords|labels?|more (?:on|about)|thèmes", re.IGNORECASE)
_LINKED = re.compile(rf"(?:{_TOPIC.pattern})\s*:.{{0,120}}(?<![.!?])", re.IGNORECASE)  # with links
_RIGHTS = re.compile(
    r"(?:©|\(c\)\s*(?:copyright\b|\d{4}\b)"
    r"|copyright\s*(?:©|\(c\)|by\b|\d{4}\W*(?-i:[A-ZÀ-Þ]|$)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.? \d)).{0,140}"
    r"|(?:.{0,80}[\d.,;|–-] ?)?all rights reserved\b.{0,60}",
    re.IGNORECASE,
)
_PARTS = ("div", "section", "main", "article", "form", "center")
_LINES = frozenset({"h2", "h3", "h4", "ul", "ol"})
_AROUND = frozenset({"nav", "footer", "aside", "header", "form", "button"})


def body_text(tree: Any, litter: Litter, title: str = "", read: Collection[str] = ()) -> str:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Return the article's text, a paragraph a line, blank lines between; what was left out is noted in ``litter``. Changes ``tree``.

    :param read: lines that state the day and the author and nothing else, squeezed.
    """
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs each page it finds nothing on
    _prepare(tree)
    found = extract(tree, include_comments=False, include_tables=True, deduplicate=False) or ""
    if (whole := _spread(tree, found)) is not None:  # over elements of which trafilatura took one
        found = extract(whole, include_comments=False, include_tables=True, deduplicate=False) or found
    kept = _article_lines(found.split("\n"), litter)
    if len(kept) <= 1 or _size(kept) * 2 < len(found.split()):  # of a short page trafilatura makes one line, the headline in it
        other = _article_lines(_plain(tree), litter)
        kept = other if _size(other) > _size(kept) * (MOST_OF if len(kept) == 1 else 1) else kept
    # Trafilatura writes a paragraph a line; blank lines keep a long heading from running into the next one.
    return "\n\n".join(line for line in _once(_below(kept, title)) if squeezed(line) not in read)


def _prepare(tree: Any) -> None:  # noqa: ANN401
    """Change what trafilatura drops or reads wrongly: dates in sentences, words struck out, quotations, layouts of tables and forms."""
    _keep_times(tree)
    for node in [n for n in tree.iter("p", "div", "ul", "span", "script") if _is_label(n) or _is_body(n)]:
        if node.getparent() is not None:
            node.drop_tree()
    for node in list(tree.iter(*STRUCK)):
        node.drop_tree()
    for node in tree.iter("q"):
        node.tag, node.text = "span", f"“{node.text or ''}"
        inner, place = (node[-1], "tail") if len(node) else (node, "text")
        setattr(inner, place, f"{getattr(inner, place) or ''}”")
    for node in tree.iter("form", "table"):
        if any(node.find(f".//{tag}") is not None for tag in ("h1", "h2", "p", "table")):
            for part in (node, *node.iter("tbody", "tr", "td", "th")):
                part.tag = "div"


def _keep_times(tree: Any) -> None:  # noqa: ANN401
    """Make times that stand in a line of something else plain words, which trafilatura does not drop."""
    bars: dict[Any, bool] = {}
    for node in list(tree.iter("time")):
        around = next((n for n in node.iterancestors() if n.tag in BLOCKS), None)
        if around is not None and around not in bars:
            bars[around] = bool((line := brief(around, MOST_BAR)) and (read_bar(line) or date_line(line)))
        if not bars.get(around, True):
            node.tag = "span"


def _spread(tree: Any, found: str) -> Any:  # noqa: ANN401
    """Return the tree with the element named that holds nearly all sentences of the page, where some of it was not ``found``; else None.

    That is less than ``TAKEN`` of the sentences, or a heading or list between its paragraphs.
    """
    node = tree.find("body")
    if node is None:
        return None
    measure = Measure(node)
    if not (whole := measure.of(node).prose):
        return None
    while (inner := _inner(node, measure, NEARLY * whole)) is not None:
        node = inner
    if sum(len(line.split()) for line in found.split("\n") if is_prose(line)) < TAKEN * whole:
        for part in node.iter(*_PARTS):
            for name in ("class", "id", "role", "itemprop"):
                part.attrib.pop(name, None)
    elif node.tag == "body" or not any(words(n) and words(n) not in found for n in _between(node, measure)):
        return None
    node.set("id", ARTICLE)
    return tree


def _inner(node: Any, measure: Measure, most: float) -> Any:  # noqa: ANN401
    """Return the part of an element that is alone in it, or holds so many words of running text; None if there is none."""
    alone = len(node) == 1  # lxml counts the children each time
    return next((n for n in node if n.tag in _PARTS and (alone or measure.of(n).prose >= most)), None)


def _between(node: Any, measure: Measure) -> list[Any]:  # noqa: ANN401
    """Return the headings and the items of lists, links left out, that stand right between paragraphs of an element."""
    paragraphs = [n for n, part in enumerate(node) if part.tag == "p" and is_prose(words(part))]
    inner = node[paragraphs[0] : paragraphs[-1]] if paragraphs else []
    parts = [part for part in inner if part.tag in _LINES or (part.tag in _PARTS and measure.of(part).is_text)]
    return [n for part in parts for n in part.iter("h2", "h3", "h4", "li") if n.find(".//a") is None]


def _is_body(node: Any) -> bool:  # noqa: ANN401
    """Whether a script is JSON-LD with a text, which trafilatura takes for the page's, whichever article's it is."""
    return node.tag == "script" and "ld+json" in (node.get("type") or "").lower() and "articleBody" in (node.text or "")


def _is_label(node: Any) -> bool:  # noqa: ANN401
    """Whether an element is "Topics: ..." with links behind it."""
    if not (0 < len(node) <= MOST_LINKS and _TOPIC.match((node.text or "").strip() or (node[0].text or "").strip())):
        return False
    line = brief(node, MOST_LABEL)
    return bool(_LINKED.fullmatch(line)) and sum(len(words(a)) for a in node.iter("a")) * 2 > len(line)


def _article_lines(lines: list[str], litter: Litter) -> list[str]:
    """Return lines without notices, rights and tags above the first sentence of the article and below its last one.

    Between them every line stays: what is furniture by its build is gone by now.
    """
    stripped = [line for raw in lines if (line := raw.strip().removeprefix("- "))]  # trafilatura's mark of a list
    told = [n for n, line in enumerate(stripped) if is_prose(line) and not (judge_line(line) or _is_rights(line))]
    first, last = (told[0], told[-1]) if told else (len(stripped), -1)
    kept = []
    for n, line in enumerate(stripped):
        kind = "" if first < n < last else judge_line(line)
        if kind:
            litter.note(kind, line)
        elif first < n < last or not (_LABELLED.fullmatch(line) or _is_rights(line)):
            kept.append(line)
    return kept


def _is_rights(line: str) -> bool:
    """Whether a line states whose rights these are; a sentence that begins so may be the article's."""
    return bool(_RIGHTS.fullmatch(line)) and (not is_prose(line) or bool(RESERVED.search(line)))


def _below(lines: list[str], title: str) -> list[str]:
    """Return the lines from the headline on where nothing but menus and the day's date stand above it."""
    at = next((n for n, line in enumerate(lines) if key(line) == key(title)), 0) if title else 0
    return lines if any(is_prose(line) for line in lines[:at]) else lines[at:]


def _once(lines: list[str]) -> list[str]:
    """Return lines without a run of them that comes again, as pages hold one text for narrow and one for wide screens."""
    seen: set[str] = set()
    again = []
    for line in lines:
        again.append(line in seen)
        seen.add(line)
    kept: list[str] = []
    for repeated, run in groupby(zip(again, lines, strict=True), key=lambda pair: pair[0]):
        part = [line for _, line in run]
        if not (repeated and any(len(line.split()) >= RUNNING for line in part)):
            kept += part
    return kept


def _plain(tree: Any) -> list[str]:  # noqa: ANN401
    """Return the page's paragraphs, for pages too short for trafilatura to find an article on."""
    body = tree.find("body")
    parts = [p for p in tree.iter("p", "li", "blockquote", "h2", "h3", "h4") if not any(n.tag in _AROUND for n in p.iterancestors())]
    return [words(part) for part in parts] or ([] if body is None else block_lines(body))


def _size(lines: list[str]) -> int:
    return sum(len(line.split()) for line in lines)
