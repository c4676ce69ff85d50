"""Split raw text into lines that remember the blank lines before them; rejoin text broken to a page width (pure)."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from rag.language.control import cleaned

_INVISIBLE = re.compile("[\u200c\u200d\u00ad]")  # beside what ``cleaned`` drops: joiners, soft hyphens
_RULE = re.compile(r"[-–—_=*#~•·]{3,}|(?:\* ){2,}\*")
_BULLET = re.compile(r"^[•●▪◦‣∙*]\s+|^-\s+(?=\S)")
_ENDS = '.!?:"”’)'
COLUMN, COLUMN_LINES, COLUMN_FULL = (16, 60), 6, 0.8  # widths in characters, lines that prove one, and their share that is full
DEEPEST = 8  # columns by which the first line of a paragraph is indented at most
SEPARATOR = 9  # the gap that a drawn rule or a form feed counts for  # equivalent: any that nobody leaves blank


@dataclass(frozen=True, slots=True)
class Line:
    """One line without surrounding space, how many blank lines stand before it, and how much further in than the others it begins."""

    text: str
    gap: int = 0
    indent: int = field(default=0, compare=False)  # in characters; of lines that are broken to a width, the mark of a new paragraph

    @property
    def begins(self) -> bool:
        """Whether a blank line or an indentation makes it the first of a paragraph."""
        return self.gap > 0 or self.indent > 0

    @property
    def end(self) -> int:
        """The column that it reaches."""
        return self.indent + len(self.text)


def lines(text: str) -> list[Line]:
    """Return the lines of ``text`` that hold something, bullets and invisible characters taken off, spaces made one."""
    text = _INVISIBLE.sub("", cleaned(text.replace("\f", "\n---\n")))  # a new page is as good as a drawn rule
    found: list[Line] = []
    gap = 0
    for raw in text.split("\n"):
        bare = raw.strip()
        if _RULE.fullmatch(bare):
            gap = SEPARATOR
        elif not bare:
            gap += 1
        else:
            found.append(Line(_BULLET.sub("", " ".join(bare.split())), gap, len(raw) - len(raw.lstrip(" \t"))))
            gap = 0
    found = _indented(found)
    narrow = _column_width(found)
    return _unwrapped(found, narrow) if narrow or _is_wrapped(found) else found


def _indented(found: list[Line]) -> list[Line]:
    """Return the lines with their indentation beyond that of most; an indentation deeper than any paragraph's is a centred line."""
    if not any(line.indent for line in found):
        return found
    usual = Counter(line.indent for line in found).most_common(1)[0][0]
    return [Line(line.text, line.gap, max(line.indent - usual, 0) if line.indent - usual <= DEEPEST else 0) for line in found]


def _is_wrapped(found: list[Line]) -> bool:
    """Whether the text was broken to a page width: most neighbouring lines then stop in mid-sentence, and none is long."""
    pairs = [(a.text, b.text) for a, b in pairwise(found) if not b.begins]
    if len(pairs) < 4 or max(len(line.text) for line in found) > 130:
        return False
    broken = sum(1 for a, b in pairs if len(a) >= 40 and a[-1] not in '.!?:"”)' and (b[0].islower() or len(a) >= 60))
    return broken >= len(pairs) / 2 and sum(1 for a, b in pairs if len(a) >= 40 and b[0].islower()) >= len(pairs) / 4


def _column_width(found: list[Line]) -> int:
    """Return the width of a narrow column in characters, 0 if the text is none.

    In a column nearly every line that ends in mid-sentence ends there because the next word, often a small one, did not fit any more.
    """
    inner = [(a, b) for a, b in pairwise(found) if not b.begins and a.text[-1] not in _ENDS]
    if len(inner) < COLUMN_LINES:
        return 0
    width = sorted(a.end for a, _ in inner)[int(len(inner) * 0.95)]
    full = sum(1 for a, b in inner if _overflows(a, b, width))
    small = sum(1 for _, b in inner if b.text[0].islower())
    return width if COLUMN[0] <= width <= COLUMN[1] and full >= len(inner) * COLUMN_FULL and small >= len(inner) / 2 else 0


def _overflows(a: Line, b: Line, width: int) -> bool:
    return a.end + 1 + len(b.text.split(" ", 1)[0]) > width


def _unwrapped(found: list[Line], narrow: int = 0) -> list[Line]:
    width = narrow or sorted(len(line.text) for line in found)[int(len(found) * 0.9)]
    joined: list[list[str]] = [[found[0].text]]
    gaps = [found[0].gap]
    for before, line in pairwise(found):
        # The next word did not fit any more; of a wide page that is told roughly, for its last lines may be justified by hand.
        full = _overflows(before, line, narrow) if narrow else len(before.text) >= 0.75 * width
        if not line.begins and (full or (line.text[0].islower() and len(before.text) >= 0.5 * width)):
            joined[-1][-1] = _glued(joined[-1][-1], line.text)
            joined[-1].append(line.text)
        else:
            joined.append([line.text])
            gaps.append(line.gap)
    return [Line("".join(parts), gap) for parts, gap in zip(joined, gaps, strict=True)]


def _glued(a: str, b: str) -> str:
    """Return ``a`` as it stands before ``b``: without the hyphen that broke a word, else with a space behind it."""
    if re.search(r"[^\W\d_]-$", a[-2:]) and b[0].isalpha():
        return a[:-1] if a[-2].islower() and b[0].islower() else a
    return f"{a} "
