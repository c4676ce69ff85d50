"""Readers of documents that hold more than text: Word, OpenDocument, rich text and PDF, each as what a reader of the page sees."""

from ingest.read.documents.docx import docx_text, read_docx
from ingest.read.documents.odt import read_odt
from ingest.read.documents.pdf import read_pdf
from ingest.read.documents.rtf import read_rtf, rtf_text

__all__ = ["docx_text", "read_docx", "read_odt", "read_pdf", "read_rtf", "rtf_text"]
