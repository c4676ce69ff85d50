"""Words at places on a page, lines of them, and the order in which columns are read (pure). Units are points, y grows upwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

GUTTER: Final = 0.8  # of the letter size: the least space between columns
ROW: Final = 0.35  # of the letter size: by how much base lines of one row may differ
APART: Final = 2.5  # of the letter size: a space in a line beyond which two things stand side by side
LEAST_LINES: Final = 3  # of a column
LOWER: Final = 0.25  # of the lines of running text begin in lower case, at least; of tables few do
CELL_LOWER: Final = 0.2  # of the cells of a table begin so at most; the words beside a river of space in running text do more often
SENTENCE_WORDS: Final = 2.5  # in a line of a text column, by the median
MOST_ROWS: Final = 400  # of columns; a newspaper's page has half of that
MOST_STEPS: Final = 40_000  # rows that are looked at to find the columns of a page; those of a newspaper take some thousand
MOST_ROWS_OF_A_PAGE: Final = 1500  # six columns of a large newspaper, no two lines level; a page of more is none
NEW_HEAD: Final = 1.4  # times the letter size of the columns above: the headline of what comes next
HIGH, DEEP = 0.8, 0.3  # of its letter size: what a line takes above and below its base line


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its left and right end, base line, letter size, the weight of its font (0 where unknown), and whether it stands in a link."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    weight: int = 0
    italic: bool = False
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one line, from left to right, and the letter size of most of them. ``cells`` marks the row of a table."""

    words: tuple[Word, ...]
    text: str
    size: float
    cells: bool = False

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.words[-1].x1

    @property
    def y(self) -> float:
        """Its base line."""
        return self.words[0].y

    @property
    def weight(self) -> int:
        """The weight of its letters, -1 when they differ."""
        weights = {word.weight for word in self.words}
        return weights.pop() if len(weights) == 1 else -1

    @property
    def italic(self) -> bool | None:
        """Whether its letters are italics, None when they differ."""
        slants = {word.italic for word in self.words}
        return slants.pop() if len(slants) == 1 else None

    @property
    def linked(self) -> bool:
        """Whether all of it is a link."""
        return all(word.linked for word in self.words)


Row = list[Word]
Span = tuple[float, float]


def line_of(words: Iterable[Word]) -> Line:
    """Return a line of these words."""
    held = tuple(sorted(words, key=lambda word: word.x0))
    return Line(held, " ".join(word.text for word in held), median(word.size for word in held))


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Return words in rows from top to bottom, each from left to right: those of nearly the same base line."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda word: (-word.y, word.x0)):
        if rows and rows[-1][0].y - word.y <= ROW * min(rows[-1][0].size, word.size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def segments(row: Row) -> list[Line]:
    """Return the parts of a row that stand side by side."""
    parts: list[Row] = [[row[0]]]
    for before, word in pairwise(row):
        if word.x0 - before.x1 > APART * max(before.size, word.size):
            parts.append([])
        parts[-1].append(word)
    return [line_of(part) for part in parts]


def gutters(words: Iterable[Word]) -> list[Span]:
    """Return the spaces between the columns of text of a page."""
    rows, found, at, steps = rows_of(words), list[Span](), 0, MOST_STEPS
    if len(rows) > MOST_ROWS_OF_A_PAGE:
        return []
    while at < len(rows) and steps > 0:
        end, spaces, taken = _band(rows, at)
        steps -= taken
        found += [(a, b) for a, b in spaces if all(map(_is_prose, _cut(rows[at:end], [(a + b) / 2])))]
        at = max(end, at + 1)
    return found


def columns(words: Iterable[Word], *, justified: bool = False, known: Sequence[Span] = ()) -> list[list[Line]]:
    """Return the lines of a page in reading order, column by column.

    :param known: gutters of other pages, where columns of a line or two are columns, too: the end of a text.
    :param justified: whether these are the words of one column, whose wide spaces come from filling narrow lines.
    """
    rows = rows_of(words)
    if not rows or len(rows) > MOST_ROWS_OF_A_PAGE:
        return _plain(rows, justified)
    found: list[list[Line]] = []
    at = 0
    above: list[Row] = []
    steps = MOST_STEPS
    while at < len(rows):
        end, spaces, taken = _band(rows, at, known) if steps > 0 else (at, [], 0)
        steps -= taken
        beside = _side_by_side(rows[at:end], spaces, justified, known) if spaces else []
        if beside:
            found += _plain(above, justified) + beside
            above, at = [], end
        else:
            above.append(rows[at])
            at += 1
    return found + _plain(above, justified)


def _plain(rows: Sequence[Row], justified: bool) -> list[list[Line]]:
    return [[line for row in rows for line in ([line_of(row)] if justified else segments(row))]] if rows else []


def _band(rows: Sequence[Row], start: int, known: Sequence[Span] = ()) -> tuple[int, list[Span], int]:
    """Return where columns that begin at row ``start`` end, the spaces between them, and how many rows were looked at.

    No spaces are returned when no columns begin there.
    """
    size = median(word.size for row in rows[start : start + 20] for word in row)
    edges = (min(row[0].x0 for row in rows) - 1, max(row[-1].x1 for row in rows) + 1)
    gaps = [_Gap(*edges)]
    end, best, n = start, list[Span](), start
    for n in range(start, min(len(rows), start + MOST_ROWS)):
        if _is_new_head(rows, start, n, size):
            break
        gaps = _crossed(gaps, rows[n], edges, GUTTER * size)
        if not gaps:
            break
        inner = [(gap.x0, gap.x1) for gap in gaps if min(gap.left, gap.right) >= (1 if _is_known(gap[:2], known) else LEAST_LINES)]
        if inner:
            end, best = n + 1, inner
        elif best:
            break
    return end, best, n - start + 1


def _is_known(gap: Span, known: Sequence[Span]) -> bool:
    return any(gap[0] <= (a + b) / 2 <= gap[1] for a, b in known)


def _is_new_head(rows: Sequence[Row], start: int, n: int, size: float) -> bool:
    """Whether a row in larger letters stands alone under enough lines, nothing beside it: the headline of another text.

    Words quoted in large letters within a column have the lines of the next one beside them.
    """
    own = median(word.size for word in rows[n])
    if n - start < LEAST_LINES or own < NEW_HEAD * size or len(segments(rows[n])) > 1:
        return False
    if sum(1 for row in rows[start:n] if row[0].size < NEW_HEAD * size) < LEAST_LINES:  # headlines side by side
        return False
    y = rows[n][0].y
    near = (word for row in (*rows[n - 1 : n], *rows[n + 1 : n + 3]) for word in row)
    return not any(word.y - y < HIGH * own and y - word.y < DEEP * own and word.size < NEW_HEAD * size for word in near)


class _Gap(NamedTuple):
    """A space that rows have in common, and how many of them have words on its left and on its right."""

    x0: float
    x1: float
    left: int = 0
    right: int = 0


def _crossed(gaps: Sequence[_Gap], row: Row, edges: Span, least: float) -> list[_Gap]:
    """Return what is left of gaps where a row has spaces, too, if it is wide enough."""
    ends = [edges[0], *(word.x1 for word in row)], [*(word.x0 for word in row), edges[1]]
    # What would part columns of small letters is a word's space between two words of a headline.
    sizes = [0, *(min(a.size, b.size) for a, b in pairwise(row)), 0]
    spaces = [(x0, x1, max(least, GUTTER * size)) for x0, x1, size in zip(*ends, sizes, strict=True)]
    found = []
    for gap in gaps:
        for x0, x1, enough in spaces:
            low, high = max(gap.x0, x0), min(gap.x1, x1)
            if high - low >= enough:
                found.append(_Gap(low, high, gap.left + (row[0].x0 < low), gap.right + (row[-1].x1 > high)))
    return found


def _side_by_side(rows: Sequence[Row], gutters: Sequence[Span], justified: bool, known: Sequence[Span] = ()) -> list[list[Line]]:
    """Return what stands on both sides of a gutter, each read by itself, or the rows of a table; nothing where the spaces are chance."""
    cuts = [(a + b) / 2 for a, b in gutters]
    parts = _cut(rows, cuts)
    if not all(map(_is_prose, parts)) and _is_level(parts):
        begun = sum(1 for part in parts for row in part if row[0].text[:1].islower())
        if begun <= CELL_LOWER * sum(map(len, parts)):
            return [_table(rows, cuts)]
    widest = sorted(gutters, key=lambda span: span[0] - span[1])
    halves = [_cut(rows, [(a + b) / 2]) for a, b in widest]
    texts = next((pair for pair, gap in zip(halves, widest, strict=True) if all(map(_is_prose, pair)) or _is_known(gap, known)), None)
    if justified and (texts is None or len(rows) <= LEAST_LINES):
        return []
    pair = texts or next((pair for pair in halves if not _is_level(pair)), [])
    return [lines for half in pair for lines in columns((word for row in half for word in row), justified=_is_prose(half), known=known)]


def _cut(rows: Sequence[Row], cuts: Sequence[float]) -> list[list[Row]]:
    return [_between(rows, a, b) for a, b in pairwise([float("-inf"), *cuts, float("inf")])]


def _between(rows: Sequence[Row], left: float, right: float) -> list[Row]:
    cut = ([word for word in row if left < word.x0 < right] for row in rows)
    return [row for row in cut if row]


def _is_prose(part: Sequence[Row]) -> bool:
    lower = sum(1 for row in part if row[0].text[:1].islower())
    return median(len(row) for row in part) >= SENTENCE_WORDS and lower >= LOWER * len(part)


def _is_level(parts: Sequence[Sequence[Row]]) -> bool:
    """Whether the lines of parts side by side are level with those of the first, as the cells of a table are."""
    others = [row[0].y for part in parts[1:] for row in part]
    level = sum(1 for row in parts[0] if any(abs(row[0].y - y) <= ROW * row[0].size for y in others))
    return level >= 0.8 * len(parts[0])


def _table(rows: Sequence[Row], cuts: Sequence[float]) -> list[Line]:
    """Return the rows of a table as lines "a | b"; a line without a first cell goes on with the cells above."""
    held: list[list[list[Word]]] = []
    for row in rows:
        cells: list[list[Word]] = [[] for _ in range(len(cuts) + 1)]
        for word in row:
            cells[sum(word.x0 > cut for cut in cuts)].append(word)
        if cells[0] or not held:
            held.append(cells)
        else:
            for cell, more in zip(held[-1], cells, strict=True):
                cell += more
    return [_table_row(cells) for cells in held]


def _table_row(cells: Sequence[Sequence[Word]]) -> Line:
    """Return cells as a line; one cell alone is a heading, or the last line of the text above."""
    if sum(map(bool, cells)) < 2:
        return line_of(word for cell in cells for word in cell)
    texts = [" ".join(word.text for word in cell) for cell in cells]
    label = len(texts) == 2 and texts[0].endswith(":")  # of a form or the head of a message
    text = (" " if label else " | ").join(texts).strip()
    words = tuple(word for cell in cells for word in cell)
    return Line(words, text, median(word.size for word in words), cells=True)
