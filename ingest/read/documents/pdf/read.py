"""Read a PDF by the places of its words: columns in order, sentences whole, running heads off. Its own dates say when it was made."""

from collections import Counter
from typing import Any, Final

from ingest.article.assemble import Raw
from ingest.read.documents.pdf.glyphs import page_words
from ingest.read.documents.pdf.heads import without_heads
from ingest.read.documents.pdf.insets import without_insets
from ingest.read.documents.pdf.layout import Word, columns, gutters
from ingest.read.documents.pdf.ocr import ocr_words
from ingest.read.documents.pdf.papers import raw_of
from ingest.read.documents.pdf.paragraphs import paragraphs
from ingest.read.failures import ReadError

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
    pages, info = _pages(content, ocr)
    letters = Counter(c for words in pages for word in words for c in word.text.lower())
    if not letters:
        raise ReadError(f"no text in its {len(pages)} pages: pictures of pages are read where tesseract is installed (setting ocr)")
    if _is_noise(letters):
        raise ReadError("its letters have no meaning: a font names them by place alone. Print it to PDF anew, or save its text")
    kept, heads = without_heads(pages)
    texts = kept if any(kept) else pages  # all of it may be on every page
    known = [gutter for words in texts for gutter in gutters(words)] if len(texts) > 1 else []
    parted = map(without_insets, texts)
    found = paragraphs(columns(words, known=known) + columns(inset) for words, inset in parted)
    return raw_of(found, heads.hints(), heads, info)


def _pages(content: bytes, ocr: bool) -> tuple[list[list[Word]], dict[str, str]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as err:
        if getattr(err, "err_code", 0) == _PASSWORD:
            raise ReadError("the PDF is locked by a password") from err
        raise ReadError(f"broken PDF: {str(err)[:120]}") from err
    try:
        return [_page(document, n, ocr) for n in range(len(document))], document.get_metadata_dict(skip_empty=True)
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
