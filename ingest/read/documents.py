"""Extract the text of PDF and Word files. Dates in their properties are ignored: they say when the file was made."""

import io
import logging
import zipfile
from collections.abc import Iterator
from typing import Any

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


def docx_text(content: bytes) -> str:
    """Return paragraphs and table rows in their order.

    :raises ReadError: for a file that is broken or no Word document.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(content))
        text = "\n\n".join(_blocks(document))
    except (PackageNotFoundError, zipfile.BadZipFile) as err:
        raise ReadError("not a Word document, or a truncated one") from err
    except (KeyError, ValueError, AttributeError, SyntaxError) as err:
        raise ReadError(f"broken Word document: {str(err)[:120]}") from err
    if not text.strip():
        raise ReadError("no text in it")
    return text


def _blocks(document: Any) -> Iterator[str]:  # noqa: ANN401 - python-docx is imported late
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield " | ".join(dict.fromkeys(cell.text.strip().replace("\n", " ") for cell in row.cells))
        else:
            yield block.text
