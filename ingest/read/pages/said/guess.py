"""The last resort for a day: htmldate, believed only where an element that is called by publication writes the very day that it names.

Left to itself htmldate dates nearly every page: by the day of a related story, of an event, of the paper's head, of a sentence.
"""

import copy
import logging
import re
from itertools import islice
from typing import Any

from ingest.read.pages.tree import marks, words

_ASIDE = ("footer", "aside", "nav", "figure", "form", "noscript", "style", "header")
_CALLED = re.compile(
    r"publi|posted|pub-?date|release-?date|(?:article|post|entry|story|news|content)[-_]*(?:date|time)|date-?line|timestamp|created"
)
_OTHERS = re.compile(
    r"comment|related|latest|more|list|teaser|card|event|widget|sidebar|ticker|masthead|copyright|footer|updated|modified|calend|agenda|nav|prev"
    r"|next|embed|tweet|podcast|video|audio|poll|caption|gallery|photo|image|weather|archive|timeline|fact"
)
_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-?(?:0[1-9]|1[0-2])-?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
_DAY = re.compile(
    r"(?<![\d.,/-])(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|\.)?,?\s+(?:de\s+|of\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?(?P<year>(?:19|20)\d\d)(?!\d)"
    r"|[^\W\d_]{3,12}\.?\s+(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)(?!\d)"
)
MOST_CARD, LEAST_LINK = 40, 4  # words of an element that tells of another story, and of its link
MOST_WORDS = 12  # of an element that states a day and little else


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
    for node in tree.xpath("//body//*[@class or @id or @itemprop or @property]"):
        called = f"{marks(node)} {node.get('itemprop') or ''} {node.get('property') or ''}".lower()
        if not _CALLED.search(called) or any(_OTHERS.search(marks(n)) for n in (node, *node.iterancestors()) if n.tag != "body"):
            continue
        if any(_leads_on(n) for n in islice(node.iterancestors(), 2)) or _is_of_a_part(node):
            continue
        text = " ".join([words(node), *node.values()])
        if len(words(node).split()) <= MOST_WORDS:
            found |= {(m["year"], int(m["day"])) for m in _ISO.finditer(text)}
            found |= {(m["year"] or m["year2"], int(m["day"] or m["day2"])) for m in _DAY.finditer(text)}
    return found


def _leads_on(node: Any) -> bool:  # noqa: ANN401
    """Whether an element is the headline of another story with its day: a link and little else."""
    return len(words(node).split()) <= MOST_CARD and any(len(words(a).split()) >= LEAST_LINK for a in node.iter("a"))


def _is_of_a_part(node: Any) -> bool:  # noqa: ANN401
    """Whether microdata say that an element is about a thing on the page: a picture, another story."""
    owner = next((n for n in (node, *node.iterancestors()) if n.get("itemscope") is not None), None)
    return owner is not None and owner.find(".//h1") is None
