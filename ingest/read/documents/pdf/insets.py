"""Take out what is set in large letters into the midst of columns, whose lines are shortened around it (pure)."""

from collections.abc import Sequence
from statistics import median
from typing import Final

from ingest.read.documents.pdf.layout import Row, Span, Word, gutters, rows_of

LARGE: Final = 1.2  # times the letter size of the text, from which a quote is set apart
NEAR: Final = 1.8  # times its letter size: what is between base lines of one such quote, at most
BESIDE: Final = 2  # lines of the same column that stand beside it, at least


def without_insets(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """Return the words of a page without those set in large letters over a gutter, text of the same columns beside them, and these words.

    A headline over some of the columns has no text of these beside it.
    """
    usual = median(word.size for word in words) if words else 0
    large = [word for word in words if word.size >= LARGE * usual]
    if not large or len(large) == len(words):
        return list(words), []
    small = [word for word in words if word.size < LARGE * usual]
    spaces = sorted(gutters(small))
    taken = {id(word) for block in _blocks(rows_of(large)) if spaces and _is_inset(block, small, spaces) for word in block}
    return [word for word in words if id(word) not in taken], [word for word in words if id(word) in taken]


def _blocks(rows: Sequence[Row]) -> list[list[Word]]:
    blocks: list[list[Word]] = []
    for row in rows:
        if blocks and blocks[-1][-1].y - row[0].y <= NEAR * row[0].size and abs(blocks[-1][-1].size - row[0].size) < 1:
            blocks[-1] += row
        else:
            blocks.append(list(row))
    return blocks


def _is_inset(block: Sequence[Word], small: Sequence[Word], spaces: Sequence[Span]) -> bool:
    left, right = min(word.x0 for word in block), max(word.x1 for word in block)
    top, bottom = max(word.y + word.size for word in block), min(word.y for word in block)
    inside = [(a, b) for a, b in spaces if left < (a + b) / 2 < right]
    if not inside:
        return False
    column = max((b for a, b in spaces if b <= left), default=min(word.x0 for word in small)), inside[0][0]
    beside = {round(word.y) for word in small if column[0] - 1 <= word.x0 and word.x1 <= left + 1 and bottom <= word.y <= top}
    return len(beside) >= BESIDE
