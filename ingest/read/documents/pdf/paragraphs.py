"""Join the lines of columns to paragraphs: over line ends, columns and pages; words broken by a hyphen become whole (pure)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from ingest.article.byline import read_bar
from ingest.read.documents.pdf.layout import Line
from rag.language.capitals import ordinary

SIZES: Final = 0.12  # by how much the letters of one paragraph may differ in size
EXACT: Final = 0.03  # the same for one that something interrupts
LEADING: Final = 1.35  # times the usual distance of lines, beyond which a paragraph ends
LARGE: Final = 1.3  # times the usual letter size: lines of a headline, which are as long as its sense
WIDE: Final = 2.0  # times its letter size: how far apart the lines of a headline may be where the first one is full
FEW: Final = 2  # lines
FAR: Final = 2.5  # the same for a line that goes on in mid-sentence
BETWEEN: Final = 8  # paragraphs that may stand in the middle of another one
BROKEN: Final = 8  # words that were read of it, at least
INDENT: Final = 0.6  # of the letter size
SLACK: Final = 0.3  # of the letter size: what the next word must have to spare to be said to have fitted
_END: Final = re.compile(r"[.!?:…][\"'”’)\]]*$")
_TAIL: Final = 60  # characters in which the last word of a text is looked for  # equivalent: any that words have
_BULLET: Final = re.compile(r"[•●▪■◦‣∙]|[–—-] |\d{1,2}[.)] ")
JUMP: Final = re.compile(  # "Continued on Page 8", "See FLOOD, A6", "Fortsetzung auf Seite 3", "From A1"
    r"[(*►▶»→ ]*(?:Please |CONTINUED|(?:Continued|Cont[’']?d\.?|Turn|See|More|From|Fortsetzung|Siehe|Mehr|Suite|Lire|Sigue|Viene|Pasa)\b)"
    r"[^.!?]{0,30}?(?:\b(?i:page|pages|pg|p|seite|s|página|pág)\b\.? ?[A-Z]{0,2}\d{1,3}|\b[A-Z]{1,2}\d{1,3}|[A-Z]{3}\b[^.!?]{0,5} \d{1,3})"
    r"[)*►▶»→ .]*"
)
_HALF: Final = re.compile(r"(?P<left>[^\W_]*)[-\xad]$")
_WORDS: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*(?![\w-])")
_FIRST: Final = re.compile(r"[^\W_]+")
_PREFIXES: Final = frozenset({"ex", "non", "anti", "mid", "pro", "self", "co", "pre", "post", "vice"})  # that a hyphen parts from a word


@dataclass(slots=True)
class Paragraph:
    """The text of a paragraph, the size and weight of its letters, whether it is the row of a table, and the page on which it begins."""

    text: str
    size: float
    cells: bool = False
    last: Line | None = field(default=None, repr=False)
    page: int = 0
    weight: int = -1  # -1 where its letters differ in it
    linked: bool = False  # all of it is a link
    full: bool = field(default=False, repr=False)  # whether its last line is as long as the column is wide


def paragraphs(pages: Iterable[Sequence[Sequence[Line]]]) -> list[Paragraph]:
    """Return the paragraphs of columns in reading order."""
    paged = [(n, lines) for n, page in enumerate(pages) for lines in page if lines]
    held = [lines for _, lines in paged]
    known = _words(held)
    usual = median(line.size for lines in held for line in lines) if held else 0
    found: list[Paragraph] = []
    before_width = _Width(0, 0)
    for page, lines in paged:
        leading = _leading(lines)
        widths = {size: _width(lines, line) for size, line in {line.size: line for line in lines}.items()}
        for n, line in enumerate(lines):
            width = widths[line.size]
            before = found[-1].last if found else None
            if before is None or before.cells or line.cells:
                joins = False
            elif n:
                joins = _goes_on(before, line, width, leading, usual)
            else:
                joins = _goes_over(before, line, before_width)
            other = before is not None and _other_slant(before, line)  # a caption in italics may stand between
            part = (_interrupted(found, line, usual) if other or not joins else None) or (found[-1] if joins else None)
            if part is not None:
                part.text = join(part.text, line.text, known)
                part.last, part.full, part.linked = line, _is_full(line, width), part.linked and line.linked
                if part is not found[-1]:  # what stood between comes before it
                    found.append(found.pop(next(k for k in range(len(found) - 1, -1, -1) if found[k] is part)))
            else:
                found.append(Paragraph(line.text, line.size, line.cells, line, page, line.weight, line.linked, _is_full(line, width)))
            before_width = width
    return found


def _other_slant(a: Line, b: Line) -> bool:
    return None not in (a.italic, b.italic) and a.italic != b.italic


def _interrupted(found: Sequence[Paragraph], line: Line, usual: float) -> Paragraph | None:
    """Return the paragraph that broke off in mid-sentence, before a quote in large letters or a caption, and goes on with ``line``."""
    if line.cells or abs(line.size - usual) > SIZES * usual:
        return None
    alike = False  # whether something between is set in letters of the same size
    for part in reversed(found[-BETWEEN - 1 :]):
        if part.last and not part.cells and abs(part.last.size - line.size) <= EXACT * line.size:
            if len(part.text.split()) >= BROKEN and part.weight in {-1, line.weight} and not _other_slant(part.last, line):
                goes_on = line.text[0].islower() or (part.full and not alike and part is not found[-1])
                return part if goes_on and part is not found[-1] and not _END.search(part.text[-_TAIL:]) else None
            alike = True
    return None


def _leading(lines: Sequence[Line]) -> float:
    steps = [a.y - b.y for a, b in pairwise(lines) if 0 < a.y - b.y < 3 * a.size and _alike(a, b)]
    return sorted(steps)[len(steps) // 3] if steps else 1.2 * lines[0].size


def _alike(a: Line, b: Line) -> bool:
    return abs(a.size - b.size) <= SIZES * max(a.size, b.size)


class _Width(NamedTuple):
    """Where the lines of a column end, and how many characters they have at most."""

    edge: float
    chars: int


def _width(lines: Sequence[Line], like: Line) -> _Width:
    alike = [line for line in lines if _alike(line, like)]
    if len(alike) <= FEW or not any(part.text[0].islower() for part in alike):
        alike = list(lines)  # outlet, day and byline are as long as they are, and prove no width
    return _Width(max(line.x1 for line in alike), max(len(line.text) for line in alike))


def _is_full(line: Line, width: _Width) -> bool:
    return line.x1 >= width.edge - SLACK * line.size


def _fitted(a: Line, b: Line, width: _Width) -> bool:
    """Whether the first word of ``b`` would have fitted behind ``a``, by its place and by the count of characters: some set by that."""
    word = b.words[0]
    by_place = a.x1 + (0.25 + SLACK) * a.size + (word.x1 - word.x0) <= width.edge
    return by_place and len(a.text) + 1 + len(word.text) <= width.chars


def _goes_on(a: Line, b: Line, width: _Width, leading: float, usual: float) -> bool:
    """Whether a line goes on with the paragraph of the line above it in the same column; ``usual`` is the letter size of the document."""
    step = a.y - b.y
    if not _alike(a, b) or step <= 0.2 * a.size or (a.size != b.size and read_bar(b.text)):
        return False
    if _BULLET.match(b.text) or JUMP.fullmatch(a.text) or JUMP.fullmatch(b.text):
        return False
    if _in_sentence(a, b):
        return step <= FAR * leading
    if min(a.size, b.size) >= LARGE * usual:
        return step <= LEADING * 1.2 * a.size or (step <= WIDE * a.size and not _fitted(a, b, width))
    heads = (a.weight != b.weight and -1 not in (a.weight, b.weight)) or _other_slant(a, b)
    if step > LEADING * leading or heads or _fitted(a, b, width):
        return False
    return b.x0 - a.x0 <= INDENT * b.size or not _END.search(a.text[-_TAIL:])


def _in_sentence(a: Line, b: Line) -> bool:
    return not _END.search(a.text[-_TAIL:]) and (b.text[0].islower() or bool(_HALF.search(a.text[-_TAIL:])))


def _goes_over(a: Line, b: Line, width: _Width) -> bool:
    """Whether the first line of a column or page goes on with the last paragraph of the one before."""
    return (
        _alike(a, b)
        and not JUMP.fullmatch(a.text)
        and not JUMP.fullmatch(b.text)
        and not _END.search(a.text[-_TAIL:])
        and (_in_sentence(a, b) or not _fitted(a, b, width))
    )


def _words(columns: Iterable[Sequence[Line]]) -> frozenset[str]:
    """Return the words of a document in lower case, those with hyphens inside as one; the halves at broken line ends are none."""
    found: set[str] = set()
    broken = False
    for line in (line for lines in columns for line in lines):
        for n, word in enumerate(line.words):
            if (n or not broken) and len(word.text) <= _TAIL:  # what is longer is no word
                found.update(part.lower() for part in _WORDS.findall(word.text))
        broken = bool(_HALF.search(line.text[-_TAIL:]))
    return frozenset(found)


def join(a: str, b: str, known: frozenset[str]) -> str:
    """Return a text with the line that goes on with it. A hyphen at its end goes if it only broke a word.

    It stays before figures and capitals, where the document writes the word with a hyphen elsewhere, and between two words, or a prefix
    and a word, that are not known as one.

    :param known: the words of the document in lower case; ordinary English words are known besides.
    """
    if a.endswith("\xad"):
        return a[:-1] + b
    half, rest = _HALF.search(a[-_TAIL:]), _FIRST.match(b)
    if half is None or not half["left"]:
        return a + b if a.endswith(("—", "/")) or re.search(r"\S-$", a[-2:]) else f"{a} {b}"
    left, right = half["left"], rest[0] if rest else ""
    in_compound = re.search(r"[^\W\d_]-$", a[-len(left) - 3 : -len(left) - 1])  # "state-of-the-art", but not "94-kilometre"
    if (in_compound and (left + right).lower() not in known) or not (left[-1].islower() and right[:1].islower()):
        return a + b
    return (a if _is_compound(left.lower(), right.lower(), known) else a[:-1]) + b


def _is_compound(left: str, right: str, known: frozenset[str]) -> bool:
    if f"{left}-{right}" in known:
        return True
    words = ordinary()
    if left + right in known or left + right in words:
        return False
    # The list leaves out words that often begin a name ("mayor"); their plurals are in it.
    return (left in _PREFIXES or left in known or left in words) and (right in known or right in words or f"{right}s" in words)
