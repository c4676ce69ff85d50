"""The last resort for a day: htmldate, believed only where an element that is called by publication writes the very day that it names.

Left to itself htmldate dates nearly every page: by the day of a related story, of an event, of the paper's head, of a sentence.
"""

import copy
import logging
import re
from typing import Any

from ingest.article.byline import read_bar
from ingest.article.stamps import date_line
from ingest.read.pages.tree import marks

_ASIDE = ("footer", "aside", "nav", "figure", "form", "noscript", "style", "header")
_CALLED = re.compile(r"publi|posted|pub-?date|(?:article|post|entry|story|news|content)[-_]*(?:date|time)|date-?line")
_OTHERS = re.compile(
    r"comment|related|latest|more|list|teaser|card|event|widget|sidebar|ticker|masthead|copyright|footer|updated|modified|calend|agenda|nav|prev"
    r"|next|embed|tweet|podcast|video|audio|poll|caption|gallery|photo|image|weather|archive|timeline|fact"
)
_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-?(?:0[1-9]|1[0-2])-?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
_DAY = re.compile(
    r"(?<![\d.,/-])(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|\.)?,?\s+(?:de\s+|of\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?(?P<year>(?:19|20)\d\d)(?!\d)"
    r"|[^\W\d_]{3,12}\.?\s+(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)(?!\d)"
)
MOST_WORDS = 12  # of an element that states a day and little else
MOST_CHARS = 1000  # of one, spaces between its tags included


def guessed_day(tree: Any, url: str) -> str:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Return the day that an undated page was published; empty where no element called by it writes one in full, or several do."""
    written = _written_days(tree)
    if len(written) != 1:
        return ""
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    page = copy.deepcopy(tree)
    for node in list(page.iter(*_ASIDE)):
        if node.getparent() is not None and node.find(".//h1") is None:
            node.drop_tree()
    try:
        named = find_date(page, extensive_search=False, original_date=True, url=url or None)
    except (ValueError, TypeError, AttributeError, IndexError, OverflowError):
        return ""
    return named if named and (named[:4], int(named[8:10])) in written else ""


def _written_days(tree: Any) -> set[tuple[str, int]]:  # noqa: ANN401
    """Return the (year, day of the month) of all days that elements called by publication write in full."""
    found: set[tuple[str, int]] = set()
    known = Known()
    for node in tree.xpath("//body//*[@class or @id or @itemprop or @property]"):
        called = f"{marks(node)} {node.get('itemprop') or ''} {node.get('property') or ''}".lower()
        if not _CALLED.search(called) or known.is_others(node):
            continue
        seen = _few_words(node)
        if seen is None or (seen and not (date_line(seen) or read_bar(seen))) or known.is_of_another(node) or known.is_of_a_part(node):
            continue
        text = " ".join([seen, *node.values()])
        if len(seen.split()) <= MOST_WORDS:
            found |= {(m["year"], int(m["day"])) for m in _ISO.finditer(text)}
            found |= {(m["year"] or m["year2"], int(m["day"] or m["day2"])) for m in _DAY.finditer(text)}
    return found


def _few_words(node: Any) -> str | None:  # noqa: ANN401
    """Return what an element says if that is short enough to state a day and little else, else None; a long one is read no further."""
    pieces, size = [], 0
    for piece in node.itertext():
        size += len(piece)
        if size > MOST_CHARS:
            return None
        pieces.append(piece)
    return " ".join("".join(pieces).split())


class Known:
    """What was found of the elements around days, each looked at once: a page may hold thousands of days in one box."""

    def __init__(self) -> None:
        """Nothing is known at first."""
        self._others: dict[Any, bool] = {}
        self._holds: dict[tuple[Any, str], bool] = {}

    def is_others(self, node: Any) -> bool:  # noqa: ANN401
        """Whether an element or one around it is called by something else that has days."""
        path = []
        for box in (node, *node.iterancestors()):
            if box in self._others:
                found = self._others[box]
                break
            path.append(box)
            if box.tag != "body" and _OTHERS.search(marks(box)):
                found = True
                break
        else:
            found = False
        self._others |= dict.fromkeys(path, found)
        return found

    def is_of_another(self, node: Any) -> bool:  # noqa: ANN401
        """Whether an element stands in an entry of a list, or in a box without the page's headline that has one or a link."""
        for box in (node, *node.iterancestors()):
            if box.tag in {"body", "main", "article"} or self._has(box, "h1"):
                return False
            if box.tag == "li" or any(self._has(box, tag) for tag in ("a", "h2", "h3", "h4")):
                return True
        return False

    def is_of_a_part(self, node: Any) -> bool:  # noqa: ANN401
        """Whether microdata say that an element is about a thing on the page: a picture, another story."""
        owner = next((n for n in (node, *node.iterancestors()) if n.get("itemscope") is not None), None)
        return owner is not None and not self._has(owner, "h1")

    def _has(self, box: Any, tag: str) -> bool:  # noqa: ANN401
        if (box, tag) not in self._holds:
            self._holds[box, tag] = next(box.iter(tag), None) is not None
        return self._holds[box, tag]
