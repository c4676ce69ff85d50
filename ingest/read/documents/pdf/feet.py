"""The foot of a letter or a handout: lines apart from the text, with an address, and the name of the sender in them (pure)."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.article.clean import is_prose
from ingest.article.furniture import is_furniture
from ingest.read.documents.pdf.layout import Line, Word, line_of, rows_of

ROWS: Final = 3  # of a foot, at most
APART: Final = 2.2  # of the letter size: what is between the base lines of the text and of a foot, at least
SMALLER: Final = 0.9  # of the letter size of the page: letters that set a foot apart by themselves
PARTS: Final = 3  # between marks, of a foot that states no address
_MARK: Final = re.compile(r"\s*[|•·▪]\s*|\s+[–—]\s+")
_CONTACT: Final = re.compile(
    r"\bwww\.\S|https?://\S|\S@\S{1,60}\.\w|\b(?:tel|phone|telephone|fax|telefon|tél)\b[.:]?\s*[+(\d]|\+\d[\d ()/-]{6,}"
    r"|\b\d{1,4}[a-z]? (?:[A-ZÀ-Þ][\w’'-]+ ){1,3}(?:road|street|avenue|lane|square|place|drive|boulevard|way|quay)\b"
    r"|\w(?:straße|strasse|str\.|weg|platz|allee) \d|\b(?:rue|calle|via|rua) (?:[\w’'-]+ ){1,3}\d|\bp\.?o\.? box\b|registered office",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[A-ZÀ-Þ][^\d@/:]{3,58}[^\W\d_.]")


def foot(words: Sequence[Word]) -> tuple[list[Line], str]:
    """Return the lines of the foot of a page, none if it has no such, and the name of the sender that it begins with, or ""."""
    rows = [line_of(row) for row in rows_of(words)]
    if len(rows) <= ROWS:
        return [], ""
    size = median(word.size for word in words)
    for count in range(1, ROWS + 1):
        block, above = rows[-count:], rows[-count - 1]
        if not all(_close(a, b) for a, b in pairwise(block)):
            break
        small = all(line.size <= SMALLER * size < above.size for line in block)
        if (small or above.y - block[0].y >= APART * size) and _is_foot(block, any if small else all):
            return block, _sender(block[0].text) if any(_CONTACT.search(line.text) for line in block) else ""
    return [], ""


def _close(a: Line, b: Line) -> bool:
    return a.y - b.y < APART * max(a.size, b.size)


def _is_foot(block: Sequence[Line], enough: Callable[[Iterable[object]], bool]) -> bool:
    texts = [line.text for line in block]
    if any(is_prose(text) for text in texts) or texts[0][0].isdigit():  # a note on the text
        return False
    return enough(_CONTACT.search(text) or len(_MARK.split(text)) >= PARTS for text in texts)


def _sender(text: str) -> str:
    name = _MARK.split(text)[0].strip(" ,;")
    return name if len(name.split()) > 1 and _NAME.fullmatch(name) and not (_CONTACT.search(name) or is_furniture(name)) else ""
