"""Setting type: lines broken and hyphenated to a measure, columns filled from the top, pages turned, information about the document."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

INCH = 72.0
BREAK = re.compile(r"(?<=[aeiouyl])(?=[bcdfghjklmnpqrstvz][aeiouy])")  # before a consonant that begins a syllable
LEAST = 3  # letters on each side of a hyphen


@dataclass(frozen=True, slots=True)
class Type:
    """A font with its size and the distance of its lines, in points."""

    font: str = "Times-Roman"
    size: float = 10.5
    lead: float = 13.0
    justified: bool = False
    hyphens: bool = False


def vera() -> str:
    """Return the name of an embedded font that has ligatures as letters of their own."""
    pdfmetrics.registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    return "Vera"


def width(words: str, kind: Type) -> float:
    """Return how wide words are set, in points."""
    return float(pdfmetrics.stringWidth(words, kind.font, kind.size))


def broken(words: str, measure: float, kind: Type, *, indent: float = 0.0) -> Iterator[str]:
    """Break a paragraph into lines not wider than ``measure``; words are parted by a hyphen where ``kind`` asks for it."""
    line, room = "", measure - indent
    for word in words.split():
        rest = word
        whole = f"{line} {rest}".strip()
        if width(whole, kind) <= room:
            line = whole
            continue
        if kind.hyphens:
            head, tail = _parted(rest, lambda part, now=line, wide=room: width(f"{now} {part}-".strip(), kind) <= wide)  # type: ignore[misc]
            if head:
                line, rest = f"{line} {head}-".strip(), tail
        yield line
        line, room = rest, measure
    if line:
        yield line


def _parted(word: str, fits: Callable[[str], bool]) -> tuple[str, str]:
    """Return the longest beginning of a word that fits and what is left; nothing where it may not be parted."""
    core = re.fullmatch(r"([“‘(]*)([A-Za-z]+)([.,;:!?”’)]*)", word)
    if not core or len(core[2]) < 2 * LEAST + 1 or core[2][0].isupper():
        return "", word
    places = [m.start() for m in BREAK.finditer(core[2]) if LEAST <= m.start() <= len(core[2]) - LEAST]
    for place in reversed(places):
        if fits(core[1] + core[2][:place]):
            return core[1] + core[2][:place], core[2][place:] + core[3]
    return "", word


@dataclass(frozen=True, slots=True)
class Column:
    """A place for text, in points from the lower left corner of the page."""

    x: float
    top: float
    bottom: float
    measure: float


class Sheet:
    """A document under work, drawn the same each time."""

    def __init__(self, size: tuple[float, float], made: datetime, title: str = "", author: str = "") -> None:
        self.wide, self.high = size
        self._out = io.BytesIO()
        self.canvas = Canvas(self._out, pagesize=size, invariant=1, pageCompression=1)
        self.canvas._doc._timeStamp.YMDhms = (made.year, made.month, made.day, made.hour, made.minute, 0)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setSubject("")
        self.canvas.setCreator("")

    def put(self, x: float, y: float, words: str, kind: Type, *, middle: bool = False, right: bool = False) -> None:
        """Set one line, from ``x``, around it or up to it."""
        self.canvas.setFont(kind.font, kind.size)
        draw = self.canvas.drawCentredString if middle else self.canvas.drawRightString if right else self.canvas.drawString
        draw(x, y, words)

    def block(self, x: float, y: float, words: str, measure: float, kind: Type) -> float:
        """Set a headline or note of several lines; return the height below it."""
        for line in broken(words, measure, kind):
            self.put(x, y, line, kind)
            y -= kind.lead
        return y

    def flow(
        self, paras: Sequence[str], columns: Sequence[Column], kind: Type, turn: Callable[[], Sequence[Column]] | None = None
    ) -> tuple[int, float]:
        """Fill columns with paragraphs, first lines indented; ``turn`` starts a new page. Return the column and the height reached."""
        at, y = 0, columns[0].top
        for para in paras:
            lines = list(broken(para, columns[at].measure, kind, indent=kind.size))
            for n, line in enumerate(lines):
                if y < columns[at].bottom:
                    at += 1
                    if at == len(columns):
                        if turn is None:
                            raise ValueError("more text than the page holds")
                        columns, at = turn(), 0
                    y = columns[at].top
                self._line(columns[at], y, line, kind, indent=kind.size * (n == 0), last=n == len(lines) - 1)
                y -= kind.lead
        return at, y

    def _line(self, column: Column, y: float, line: str, kind: Type, *, indent: float, last: bool) -> None:
        gaps = line.count(" ")
        spare = column.measure - indent - width(line, kind)
        text = self.canvas.beginText(column.x + indent, y)
        text.setFont(kind.font, kind.size)
        text.setWordSpace(spare / gaps if kind.justified and gaps and not last else 0)
        text.textOut(line)
        self.canvas.drawText(text)

    def rule(self, x: float, y: float, to: float) -> None:
        """Draw a thin line across."""
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x, y, to, y)

    def turn(self) -> None:
        """Begin the next page."""
        self.canvas.showPage()

    def bytes(self) -> bytes:
        """Return the finished document."""
        self.canvas.save()
        return self._out.getvalue()
