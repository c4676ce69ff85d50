"""Take off what is printed on every page: running heads and feet, page numbers, the lines of a browser's printing (pure)."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from ingest.article.furniture import is_section
from ingest.article.outlets import PAPERS, outlet_named, reads_as_name
from ingest.article.people import written
from ingest.article.stamps import date_line
from ingest.read.documents.pdf.feet import foot
from ingest.read.documents.pdf.layout import ROW, Line, Row, Word, rows_of, segments

ROWS: Final = 3  # at the top and at the foot of a page, among which heads are looked for
SHARE: Final = 0.4  # of the pages that show the same line there; left and right pages may differ
SAME_PLACE: Final = 6.0  # points
SMALLER, AWAY = 0.95, 2.2  # of the letter size of the text: the size of a head, or what is between its base line and the text's
NAME_WORDS: Final = 5  # of what stands beside the day at the edge of a page
PAGE: Final = re.compile(
    r"(?:(?:page|seite|página|pagina|side|p\.|s\.|pág\.)\s*)?[-–—|]?\s*\d{1,4}\s*[-–—|]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
_PRINTED: Final = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d\d(?: ?[ap]m)?\b.*", re.IGNORECASE)
_COUNT: Final = re.compile(r"(?:https?://\S+ )?\d{1,3}/\d{1,3}")
_ADDRESS: Final = re.compile(r"https?://\S+(?= \d{1,3}/\d{1,3}$|$)")
PARTS: Final = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+")


@dataclass(slots=True)
class Heads:
    """What the lines that were taken off say: the day and the paper of a running head, the address of a printed page."""

    days: set[str] = field(default_factory=set)
    papers: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)  # senders, by the foot of a letter
    pages: set[str] = field(default_factory=set)  # the titles of pages that a browser printed
    beside: set[str] = field(default_factory=set)  # names alone beside a day at the edge of a page, which may be papers

    def hints(self) -> dict[str, str]:
        """Return the fields of which the heads state one value."""
        found = {"published": self.days, "source": self.papers, "url": self.addresses}
        return {name: next(iter(values)) for name, values in found.items() if len(values) == 1}


def is_paper(text: str) -> bool:
    """Whether a line is the name of a newspaper, in capitals or not."""
    name = "." not in text and reads_as_name(text) and (outlet_named(text) or outlet_named(written(text)))
    return bool(name) and not {*text.lower().split()} <= PAPERS  # "PRESS REVIEW"


def without_heads(pages: Sequence[Sequence[Word]]) -> tuple[list[list[Word]], Heads]:
    """Return the words of pages without those of heads and feet, and what these said."""
    edges = [_edges(words) for words in pages]
    shown: dict[tuple[str, int], list[tuple[int, float]]] = defaultdict(list)
    for n, lines in enumerate(edges):
        for line in lines:
            shown[_key(line)].append((n, line.y))
    heads = Heads()
    kept: list[list[Word]] = []
    running, said = _running(edges, [median(word.size for word in words) if words else 0 for words in pages])
    heads.beside |= said.beside if len(said.beside) == 1 else set()
    for words, lines in zip(pages, edges, strict=True):
        printed = _printed(lines)
        below, sender = foot([word for word in words if word.y not in printed])
        heads.named |= {sender} - {""}
        gone = [line for line in lines if line.y in printed or _repeats(shown[_key(line)], line.y, len(pages)) or _is_number(line, lines)]
        gone += [line for line in lines if id(line) in running]
        for line in gone:
            _note(line.text, heads, line.y in printed)
        out = {id(word) for line in (*gone, *below) for word in line.words}
        kept.append([word for word in words if id(word) not in out])
    return kept, heads


def _edges(words: Sequence[Word]) -> list[Line]:
    rows = rows_of(words)
    chosen: list[Row] = rows if len(rows) <= 2 * ROWS else rows[:ROWS] + rows[-ROWS:]
    return [line for row in chosen for line in segments(row)]


def _key(line: Line) -> tuple[str, int]:
    """What lines are compared by: their words without figures, and the size of their letters."""
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.size)


def _repeats(places: Sequence[tuple[int, float]], y: float, pages: int) -> bool:
    same = {n for n, other in places if abs(other - y) <= SAME_PLACE}
    return len(same) >= 2 and len(same) >= SHARE * pages


def _printed(lines: Sequence[Line]) -> set[float]:
    """Return the base lines of what a browser prints at the ends of a page: the time with the title, the address with the page's number."""
    ends = {lines[0].y, lines[-1].y} if lines else set()
    marked = {line.y for line in lines if line.y in ends and (_PRINTED.fullmatch(line.text) or _COUNT.fullmatch(line.text))}
    return marked | ({line.y for line in lines if line.y in ends and _ADDRESS.match(line.text)} if marked else set())


def _is_number(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line is a page number alone: such goes from a single page, too."""
    return line.text in {lines[0].text, lines[-1].text} and bool(PAGE.fullmatch(line.text))


def _running(edges: Sequence[Sequence[Line]], texts: Sequence[float]) -> tuple[set[int], Heads]:
    """Return the ids of lines in the outermost rows that state paper, day and page alone, and what they say; none where pages differ.

    A name that is known for no paper counts beside a day and apart from it, in letters not larger than those of the text.

    :param texts: the letter size of each page's text.
    """
    found: set[int] = set()
    said = Heads()
    for lines, size in zip(edges, texts, strict=True):
        for y in {lines[0].y, lines[-1].y} if lines else ():
            row = [line for line in lines if abs(line.y - y) <= ROW * line.size]
            told, numbers, names = Heads(), 0, list[str]()
            for part in (part for line in row for part in PARTS.split(line.text)):
                if PAGE.fullmatch(part):
                    numbers += 1
                elif not _note(part, told, printed=False):
                    names.append(part)
            apart = len(row) > 1 and told.days and _is_apart(row, lines, size) and all(map(_is_name, names))
            if (not names or apart) and bool(told.papers) + bool(told.days) + bool(numbers) + bool(names) > 1 and told.papers | told.days:
                found |= {id(line) for line in row}
                said.days |= told.days
                said.papers |= told.papers
                said.beside |= {name for name in names if len(names) == 1 and not told.papers and " " in name and not is_section(name)}
    return (found, said) if max(len(said.days), len(said.papers)) < 2 else (set(), Heads())


def _is_apart(row: Sequence[Line], lines: Sequence[Line], size: float) -> bool:
    """Whether a row stands in smaller letters than the text, or in no larger ones and away from the next row."""
    largest, y = max(line.size for line in row), row[0].y
    near = min((abs(line.y - y) for line in lines if line not in row), default=0)
    return largest <= SMALLER * size or (largest <= size and near >= AWAY * size)


def _is_name(text: str) -> bool:
    return len(text.split()) <= NAME_WORDS and text[0].isupper() and not text.endswith((".", "?", "!", ":"))


def _note(text: str, heads: Heads, printed: bool) -> bool:
    """Remember what a line that goes says, and whether that is paper and day alone; one that a browser printed says nothing of these."""
    if address := _ADDRESS.match(text):
        heads.addresses.add(address[0])
    if printed:
        heads.pages |= {text} if not address and not _COUNT.fullmatch(text) and not _PRINTED.fullmatch(text) else set()
        return False
    known = True
    for part in PARTS.split(text):
        stamps = date_line(part)
        if len(stamps) == 1 and len(stamps[0].iso) == 10 and stamps[0].kind != "updated":
            heads.days.add(stamps[0].iso)
        elif is_paper(part):
            heads.papers.add(part)
        else:
            known = False
    return known
