"""Exports of the news databases, as text: the same few layouts come as .txt, .docx, .rtf, .pdf and .html."""
