"""A timeline or a list of articles as a file that other programs read or people print: CSV for a spreadsheet, Markdown (pure)."""

import csv
import io
from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from rag.records import Article
from ui.phrases import count, day, span
from ui.show import as_literal_markdown, is_web, one_line, quote_source

if TYPE_CHECKING:
    from rag.compare.timeline import Entry

NOTHING = "Nothing dated found. Try other words, or leave out the dates and outlets."
COLUMNS = ("day", "end", "precision", "sentence", "outlet", "published", "title", "reports", "link")
_FORMULA = frozenset("=+-@")  # what makes a spreadsheet take a cell for a formula when it stands first


def timeline_csv(entries: "Sequence[Entry]") -> str:
    """Return the entries as CSV, oldest first, with a line of names; days are ISO, ``reports`` counts the independent ones.

    ``link`` is the address of the article, or where it was read from. A cell that a spreadsheet would run begins with an apostrophe.
    """
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for e in entries:
        article = e.quote.article
        cells = (e.start, e.end, e.precision, e.quote.text, article.source, article.dated, article.title, str(e.independent))
        rows.writerow([_harmless(cell) for cell in (*cells, article.url or article.path)])
    return out.getvalue()


def articles_csv(found: "Sequence[Article]") -> str:
    """Return articles as CSV without their texts, with a line of names."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    names = [field.name for field in fields(Article) if field.name != "text"]
    rows.writerow(names)
    rows.writerows([_harmless(str(getattr(article, name))) for name in names] for article in found)
    return out.getvalue()


def timeline_markdown(topic: str, entries: "Sequence[Entry]") -> str:
    """Return the entries as a Markdown list under the topic: the day, the sentence, and who reported it when."""
    rows = [f"- **{entry_days(e)}**: “{as_literal_markdown(e.quote.text)}” ({_source(e)})" for e in entries]
    return "\n".join([f"# {as_literal_markdown(topic)}", "", *(rows or [NOTHING])]) + "\n"


def entry_days(entry: "Entry") -> str:
    """Return the day of an entry, or the first and last of its days."""
    return day(entry.start) if entry.start == entry.end else span(entry.start, entry.end)


def _source(entry: "Entry") -> str:
    link = f" <{entry.quote.article.url}>" if is_web(entry.quote.article.url) else ""
    more = f"; {count(entry.independent, 'independent report')}" if entry.independent > 1 else ""
    return as_literal_markdown(quote_source(entry.quote)) + more + link


def _harmless(cell: str) -> str:
    text = one_line(cell)
    return f"'{text}" if text[:1] in _FORMULA else text
