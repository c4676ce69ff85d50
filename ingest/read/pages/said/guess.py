"""The last resort for a day: htmldate, believed only where the page writes the day that it names, and no other, outside of sentences."""

import copy
import logging
import re
from typing import Any

from ingest.read.markup import block_lines

_ASIDE = ("footer", "aside", "nav", "figure", "form", "noscript", "style", "header")
_STATED = (
    "datetime",
    "title",
    "content",
    "data-date",
    "data-datetime",
    "data-published",
    "data-timestamp",
    "data-time",
    "data-publish-date",
    "data-pubdate",
)
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")
_DAY = re.compile(
    r"(?<![\d.,/-])(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|\.)?,?\s+(?:de\s+|of\s+)?(?P<month>[^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(?P<year>(?:19|20)\d\d)(?!\d)"
    r"|(?P<month2>[^\W\d_]{3,12})\.?\s+(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)(?!\d)"
)
RUNNING = 12  # words of a line that is a sentence, and speaks of days as well
_RIGHTS = re.compile(r"©|\(c\)|copyright|generated|retrieved|accessed|today|printed", re.IGNORECASE)


def guessed_day(tree: Any, url: str) -> str:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Return the day that an undated page was published; empty where several are written or none is in full."""
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
    year, day = written.pop()
    return named if named and (named[:4], int(named[8:10])) == (year, day) else ""


def _written_days(tree: Any) -> set[tuple[str, int]]:  # noqa: ANN401
    """Return the (year, day of the month) of all days that are written outside of sentences, footers and boxes."""
    body = tree.find("body")
    skipped = [node for node in tree.iter(*_ASIDE) if node.find(".//h1") is None]
    found: set[tuple[str, int]] = set()
    for line in block_lines(body, skipped) if body is not None else ():
        if len(line.split()) < RUNNING and not _RIGHTS.search(line):
            found |= {(m["year"] or m["year2"], int(m["day"] or m["day2"])) for m in _DAY.finditer(line)}
            found |= {(year, int(day)) for year, _, day in _ISO.findall(line)}
    inside = {inner for node in skipped for inner in node.iter()}
    for node in tree.iter():
        if isinstance(node.tag, str) and node not in inside and node.tag not in {"meta", "a", "img", "link"}:
            values = (node.get(name) or "" for name in _STATED)
            found |= {(year, int(day)) for value in values for year, _, day in _ISO.findall(value)}
    return found
