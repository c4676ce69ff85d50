"""Read a PDF by the places of its words: columns in order, sentences whole, running heads off. Its own dates say when it was made."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from ingest.article.assemble import Raw
from ingest.article.clean import is_prose
from ingest.article.stamps import date_line
from ingest.read.documents.glyphs import page_words
from ingest.read.documents.heads import is_paper, without_heads
from ingest.read.documents.layout import Word, columns
from ingest.read.documents.ocr import ocr_words
from ingest.read.documents.paragraphs import Paragraph, paragraphs
from ingest.read.failures import ReadError

LARGE: Final = 1.25  # times the letter size of the text: a headline
ALIKE: Final = 0.75  # of the size of the title: the headline of another article, if a date or place follows
NOISE: Final = 0.3  # of the characters are neither letters, figures nor marks of a sentence, above which the text is none
VOWELS, ENOUGH = 0.22, 200  # of the letters, which in the languages of Europe are .33 to .50; in so many letters
_SIGNS: Final = frozenset(".,;:!?'\"’‘“”()-–—/|%€$£&•")
_PASSWORD: Final = 4  # PDFium's number for a locked file


def read_pdf(content: bytes, *, ocr: bool = False) -> Raw:
    """Return the text of a PDF, paragraphs apart, table rows as "a | b"; title, outlet, day and address as hints.

    :param ocr: whether pages without text are pictures that tesseract shall read.
    :raises ReadError: for a file that is broken, locked, or holds pictures of text only.
    """
    if b"%PDF-" not in content[:1024]:
        raise ReadError("not a PDF, whatever its name says")
    if b"%%EOF" not in content[-2048:]:
        raise ReadError("truncated PDF: its end is missing")
    pages = _pages(content, ocr)
    letters = Counter(c for words in pages for word in words for c in word.text.lower())
    if not letters:
        raise ReadError(f"no text in its {len(pages)} pages: pictures of pages are read where tesseract is installed (setting ocr)")
    if _is_noise(letters):
        raise ReadError("its letters have no meaning: a font names them by place alone. Print it to PDF anew, or save its text")
    kept, heads = without_heads(pages)
    found = paragraphs(columns(words) for words in (kept if any(kept) else pages))  # all of it may be on every page
    return _raw(found, heads.hints())


def _pages(content: bytes, ocr: bool) -> list[list[Word]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as err:
        if getattr(err, "err_code", 0) == _PASSWORD:
            raise ReadError("the PDF is locked by a password") from err
        raise ReadError(f"broken PDF: {str(err)[:120]}") from err
    try:
        return [_page(document, n, ocr) for n in range(len(document))]
    finally:
        document.close()


def _page(document: Any, n: int, ocr: bool) -> list[Word]:  # noqa: ANN401 - a pypdfium2 document; pypdfium2 is imported late
    import pypdfium2

    try:
        page = document[n]
        try:
            return page_words(page) or (ocr_words(page) if ocr else [])
        finally:
            page.close()
    except pypdfium2.PdfiumError as err:
        raise ReadError(f"broken PDF: page {n + 1} cannot be read") from err


def _is_noise(letters: Counter[str]) -> bool:
    """Whether these are numbers of letters rather than letters: signs for the most part, or far fewer vowels than any language has."""
    readable = sum(count for letter, count in letters.items() if letter.isalnum() or letter in _SIGNS)
    if readable < (1 - NOISE) * letters.total():
        return True
    latin = sum(count for letter, count in letters.items() if "a" <= letter <= "z")
    return latin >= ENOUGH and sum(letters[vowel] for vowel in "aeiouy") < VOWELS * latin


def _raw(found: Sequence[Paragraph], hints: dict[str, str]) -> Raw:
    """Return paragraphs as a raw article: the largest line above the text is its title, and above that may stand the paper's name."""
    sizes = Counter[float]()
    for part in found:
        sizes[part.size] += len(part.text)
    body = sizes.most_common(1)[0][0]
    top = next((n for n, part in enumerate(found) if part.size < LARGE * body and is_prose(part.text)), 0)
    large = sorted((n for n in range(top) if found[n].size >= LARGE * body), key=lambda n: (-found[n].size, n))
    masthead = -1
    if len(large) > 1 and (is_paper(found[large[0]].text) or date_line(found[large[0] + 1].text)):
        masthead = large.pop(0)
        hints.setdefault("source", found[masthead].text)
    if large:
        hints["title"] = found[large[0]].text
    text = ""
    for n, part in enumerate(found):
        if n != masthead:
            begins = bool(large) and n > top and part.size >= max(LARGE * body, ALIKE * found[large[0]].size)
            text += ("\n\f\n" if begins else "\n\n") + part.text
    return Raw(text.strip("\n"), hints)
