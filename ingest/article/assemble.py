"""Build Article records from the raw text of a file: split, find the metadata, clean the text, assign the id (pure)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from ingest.article.clean import clean, split_articles
from ingest.article.lines import lines, whole
from ingest.article.metadata import find_metadata
from rag.records import Article


@dataclass(frozen=True, slots=True)
class Raw:
    """The text that a reader took from a file, the fields that came with it, and whether it is one article for certain.

    Fields of what is not ``single`` are hints, which count where the text states no others: for a file that turns out to hold one article
    all of them, for several those of the paper that they stand in.
    """

    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    single: bool = False  # a record or a web page; a plain file may hold several
    place: str = ""  # ":12" for line 12 of the file


def assemble_articles(raw: Raw, path: str) -> Iterator[Article]:
    """Yield the articles of a raw document, in order; one without a word of text is left out."""
    found = lines(raw.text)
    fields = {name: whole(value) for name, value in raw.fields.items()}
    parts = [found] if raw.single else split_articles(found)
    for part in parts:
        metadata = find_metadata(part, fields) if raw.single else find_metadata(part, hints=_hints(fields, len(parts)))
        text = clean(part, metadata.used, metadata.title)
        if text:
            article = Article(
                "", metadata.title, text, metadata.source, metadata.byline, metadata.published, metadata.updated, metadata.url, path
            )
            record_id = fields.get("id", "") if raw.single else ""
            yield replace(article, id=record_id or fingerprint(article))


def _hints(fields: Mapping[str, str], parts: int) -> Mapping[str, str]:
    return fields if parts == 1 else {name: fields[name] for name in ("source", "published") if name in fields}


def fingerprint(article: Article) -> str:
    """Return 16 hex digits over every shown field but the path: same fingerprint, nothing to index again."""
    shown = [article.id, article.title, article.text, article.source, article.byline, article.published, article.updated, article.url]
    return sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()[:16]
