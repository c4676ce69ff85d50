"""Read the words of a picture of a page by tesseract, where it is installed; they have places, and become columns like any."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from statistics import median_low
from typing import Any, Final

from ingest.read.documents.pdf.layout import Word
from ingest.read.failures import ReadError

COMMAND: Final = "tesseract"
DPI: Final = 300  # of the picture that tesseract is given, as it asks for
PAGE_S: Final = 60.0  # for one page
SURE: Final = 30  # per cent: words that it is less sure of are left out
NEAR: Final = 0.25  # of the usual letter size
_LETTER: Final = 1.0  # of the height of a line, from its highest letter to its lowest: the size of its letters
_LINE, _WORD = "4", "5"  # tesseract's levels


def ocr_words(page: Any) -> list[Word]:  # noqa: ANN401 - a pypdfium2 page; pypdfium2 is imported late
    """Return the words that tesseract reads on a page, in points like those of its text.

    :raises ReadError: when it is not installed, or does not come to an end.
    """
    if shutil.which(COMMAND) is None:
        raise ReadError(f"pictures of pages: {COMMAND}, which reads them, is not installed")
    picture = page.render(scale=DPI / 72, grayscale=True).to_numpy()
    height, width = picture.shape[:2]
    grey = b"P5 %d %d 255\n" % (width, height) + picture.reshape(height, width).tobytes()
    try:
        done = subprocess.run(
            [COMMAND, "stdin", "stdout", "--psm", "3", "tsv"], input=grey, capture_output=True, timeout=PAGE_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as err:
        raise ReadError(f"pictures of pages: {COMMAND} could not read them ({type(err).__name__})") from err
    return list(read_table(done.stdout.decode("utf-8", "replace"), height))


def read_table(table: str, height: int) -> Iterator[Word]:
    """Yield the words of tesseract's table (level, page, block, paragraph, line, word, left, top, width, height, confidence, text).

    :param height: of the picture in its own points, from whose top the table counts.
    """
    rows = [cells for row in table.split("\n") if len(cells := row.rstrip("\r").split("\t")) >= 12 and cells[7].isdigit()]
    sizes = _sizes(rows)
    scale, bottom = 72 / DPI, 0
    for cells in rows:
        left, top, width, tall = map(int, cells[6:10])
        if cells[0] == _LINE:
            bottom = top + tall
        elif cells[0] == _WORD and cells[11].strip() and float(cells[10]) >= SURE:
            yield Word(cells[11].strip(), left * scale, (left + width) * scale, (height - bottom) * scale, sizes[tuple(cells[1:4])] * scale)


def _sizes(rows: Sequence[Sequence[str]]) -> dict[tuple[str, ...], float]:
    """Return the letter size of each paragraph, by its page, block and number: of its highest line, as some have no long letters.

    Sizes near the usual one are the usual one.
    """
    highest: dict[tuple[str, ...], float] = {}
    for cells in rows:
        if cells[0] in {_LINE, _WORD}:
            highest[tuple(cells[1:4])] = max(highest.get(tuple(cells[1:4]), 1), int(cells[9]) * _LETTER)
    usual = median_low([highest[tuple(cells[1:4])] for cells in rows if cells[0] == _WORD] or [1])
    return {own: usual if abs(size - usual) <= NEAR * usual else size for own, size in highest.items()}
