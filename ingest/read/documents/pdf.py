"""Extract the text of PDF files. Dates in their properties are ignored: they say when the file was made."""

import io
import logging

from ingest.article.assemble import Raw
from ingest.read.failures import ReadError

# Exceptions that pypdf raises on a damaged file besides PyPdfError.
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, NotImplementedError)


def pdf_text(content: bytes) -> str:
    """Return the text of every page.

    :raises ReadError: for a file that is broken, locked, or holds pictures of text only.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    if b"%PDF-" not in content[:1024]:
        raise ReadError("not a PDF, whatever its name says")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs each oddity it repairs
    if b"%%EOF" not in content[-2048:]:
        raise ReadError("truncated PDF: its end is missing")
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("the PDF is locked by a password")
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, *_BROKEN) as err:
        raise ReadError(f"broken PDF: {str(err)[:120] or type(err).__name__}") from err
    text = "\n".join(pages)
    if not text.strip():
        raise ReadError(f"no text in its {len(pages)} pages: pictures of pages must go through OCR first")
    return text


def read_pdf(content: bytes) -> Raw:
    """Return a PDF as a raw article; errors as in :func:`pdf_text`."""
    return Raw(pdf_text(content))
