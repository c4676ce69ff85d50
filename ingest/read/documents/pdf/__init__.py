"""Read PDFs: their words by place, what is printed around the text, columns, paragraphs, and which of these are an article."""

from ingest.read.documents.pdf.read import read_pdf

__all__ = ["read_pdf"]
