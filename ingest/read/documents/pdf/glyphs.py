"""Take the words of a PDF's page, with their places, from PDFium: upright ones, ligatures undone, letters drawn twice once."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Final

from ingest.read.documents.pdf.layout import Word

_LIGATURES: Final = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_HYPHENS: Final = {0x2: "-", 0xFFFE: "-", 0x2010: "-", 0xAD: "\xad"}  # the first two are PDFium's marks for one at a line's end
_TWICE: Final = 0.1  # of the letter size: by how much the second print of a letter is shifted
_CAPITAL: Final = 0.75  # of the letter size: the height of a capital
_SMALL: Final = 0.85  # of the letter size: raised letters are smaller
_LEVEL: Final = 0.05  # of the letter size: by how much base lines of one height may differ
_LINK_LINES: Final = 6  # times the letter size of the page: how high a link may be
_FONT_NAME: Final = 256  # bytes
_NOTE: Final = re.compile(r"[\d*†‡§]{1,3}")
_UNITS: Final = frozenset({"m", "km", "cm", "mm", "ft", "mi"})  # whose raised figure says that they are squared
SLANTED: Final = -1
_SLANT: Final = 0.1  # of a quarter of a turn: what a page that was scanned askew may have
_INITIAL: Final = 1.8  # times the letter size of the line beside it


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    weight: int
    italic: bool
    turn: int  # quarters of a turn, SLANTED for what lies between them: a watermark


@dataclass(frozen=True, slots=True)
class _Glyph:
    text: str
    x0: float
    x1: float
    y: float
    style: _Style


def page_words(page: Any) -> list[Word]:  # noqa: ANN401 - a pypdfium2 page; pypdfium2 is imported late
    """Return the words of a page in the order in which they are drawn."""
    text = page.get_textpage()  # closes when nobody holds it
    try:
        glyphs = list(_glyphs(text.raw))
    finally:
        text.close()
    turns = Counter(glyph.style.turn for glyph in glyphs if glyph.text.strip() and glyph.style.turn != SLANTED)
    upright = turns.most_common(1)[0][0] if turns else 0
    words = _with_raised(_with_initials(list(_words(glyph for glyph in glyphs if glyph.style.turn == upright))))
    return words if upright else _with_links(words, list(_links(page)))


def _links(page: Any) -> Iterator[tuple[float, float, float, float]]:  # noqa: ANN401
    """Yield left, bottom, right and top of the places of a page that lead somewhere when they are clicked."""
    import pypdfium2.raw as pdfium

    at, link, box = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(page.raw, at, link):
        if pdfium.FPDFLink_GetAnnotRect(link, box):
            yield box.left, box.bottom, box.right, box.top


def _with_links(words: list[Word], links: list[tuple[float, float, float, float]]) -> list[Word]:
    """Mark the words that stand in links. A link as large as a picture or a column holds more than its own words, and counts for none."""
    low = [link for link in links if link[3] - link[1] <= _LINK_LINES * median(word.size for word in words)] if words and links else []
    if not low:
        return words

    def is_linked(word: Word) -> bool:
        middle, height = (word.x0 + word.x1) / 2, word.y + word.size / 4
        return any(left <= middle <= right and bottom <= height <= top for left, bottom, right, top in low)

    return [replace(word, linked=True) if is_linked(word) else word for word in words]


def _glyphs(text: Any) -> Iterator[_Glyph]:  # noqa: ANN401
    """Yield the letters of a page; a space has the text " "."""
    import pypdfium2.raw as pdfium

    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    styles: dict[int, _Style] = {}
    fonts: dict[int, bool] = {}  # whether they are italics
    style = _Style(0, 0, False, 0)
    for n in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, n)
        if code in {0, 9, 10, 13, 32, 0xA0} or (code != 2 and pdfium.FPDFText_IsGenerated(text, n)):
            yield _Glyph(" ", 0, 0, 0, style)
            continue
        drawn = pdfium.FPDFText_GetTextObject(text, n)
        key = ctypes.cast(drawn, ctypes.c_void_p).value or -n - 1
        if key not in styles:
            styles[key] = _style(text, n, _is_italic(drawn, fonts))
        style = styles[key]
        pdfium.FPDFText_GetLooseCharBox(text, n, box)  # as wide as the letter's place in the line, not as its ink
        pdfium.FPDFText_GetCharOrigin(text, n, x, y)
        across = ((box.left, box.right, y.value), (box.bottom, box.top, -x.value), (-box.right, -box.left, -y.value),
                  (-box.top, -box.bottom, x.value))[style.turn]  # fmt: skip
        yield _Glyph(_HYPHENS.get(code) or _LIGATURES.get(code) or _letter(code), *across, style)


def _style(text: Any, n: int, italic: bool) -> _Style:  # noqa: ANN401
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, n, matrix)
    quarters = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
    turn = round(quarters) % 4 if abs(quarters - round(quarters)) < _SLANT else SLANTED
    size = pdfium.FPDFText_GetFontSize(text, n) * (math.hypot(matrix.c, matrix.d) or 1)
    return _Style(round(size, 1) or 1, max(0, pdfium.FPDFText_GetFontWeight(text, n)), italic, turn)


def _is_italic(drawn: Any, known: dict[int, bool]) -> bool:  # noqa: ANN401
    """Whether the font of a text is slanted, by its angle or, as the common ones state none, by its name; ``known`` fonts are not asked."""
    import pypdfium2.raw as pdfium

    font: Any = pdfium.FPDFTextObj_GetFont(drawn) if drawn else None
    if not font:
        return False
    at = ctypes.cast(font, ctypes.c_void_p).value or 0
    if at not in known:
        angle, name = ctypes.c_int(), ctypes.create_string_buffer(_FONT_NAME)
        pdfium.FPDFFont_GetItalicAngle(font, angle)
        pdfium.FPDFFont_GetBaseFontName(font, name, _FONT_NAME)
        known[at] = bool(angle.value) or name.value.endswith((b"Italic", b"Oblique"))
    return known[at]


def _letter(code: int) -> str:
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _words(glyphs: Iterator[_Glyph]) -> Iterator[Word]:
    held: list[_Glyph] = []
    for glyph in glyphs:
        if glyph.text == " ":
            yield from _word(held)
            held = []
            continue
        if held and not _goes_on(held[-1], glyph):
            if _is_twice(held, glyph):
                continue
            yield from _word(held)
            held = []
        held.append(glyph)
    yield from _word(held)


def _goes_on(last: _Glyph, glyph: _Glyph) -> bool:
    """Whether a letter stands right behind another; the two of a ligature have one place."""
    size = glyph.style.size
    return (abs(last.y - glyph.y) < size * 0.3 and -size * 0.3 <= glyph.x0 - last.x1 <= size * 0.3) or (last.x0, last.y) == (
        glyph.x0,
        glyph.y,
    )


def _is_twice(held: list[_Glyph], glyph: _Glyph) -> bool:
    near = glyph.style.size * _TWICE
    return any(other.text == glyph.text and abs(other.x0 - glyph.x0) < near and abs(other.y - glyph.y) < near for other in held)


def _word(glyphs: list[_Glyph]) -> Iterator[Word]:
    if text := "".join(glyph.text for glyph in glyphs).strip():
        style = glyphs[0].style
        yield Word(text, min(g.x0 for g in glyphs), max(g.x1 for g in glyphs), glyphs[0].y, style.size, style.weight, style.italic)


def _with_initials(words: list[Word]) -> list[Word]:
    """Put the large letters at the beginning of paragraphs back before the words that they begin."""
    kept = list(words)
    large = _INITIAL * median(word.size for word in words) if words else 0
    for letter in [word for word in words if len(word.text) == 1 and word.text.isalpha() and word.size >= large]:
        beside = [
            word
            for word in kept
            if word.size * _INITIAL <= letter.size
            and -1 <= word.x0 - letter.x1 <= letter.size
            and letter.y - 1 <= word.y <= letter.y + _CAPITAL * letter.size
        ]
        if beside:
            first = max(beside, key=lambda word: (round(word.y), -word.x0))
            kept[kept.index(first)] = replace(first, text=letter.text + first.text, x0=letter.x0)
            kept.remove(letter)
    return kept


def _with_raised(words: list[Word]) -> list[Word]:
    """Put raised and lowered letters back to the words that they stand at; the marks of footnotes go."""
    kept: list[Word] = []
    for word in words:
        base = kept[-1] if kept else word
        level = abs(word.y - base.y) < _LEVEL * base.size  # small capitals
        if (
            level
            or base.size * _SMALL < word.size
            or not abs(word.x0 - base.x1) < 0.3 * base.size
            or not -0.4 < (word.y - base.y) / base.size < 0.7
        ):
            kept.append(word)
        elif word.y < base.y or word.text.isalpha() or base.text.lstrip("0123456789.,") in _UNITS:
            kept[-1] = replace(base, text=base.text + word.text, x1=word.x1)
        elif not _NOTE.fullmatch(word.text):
            kept.append(word)
    return kept
