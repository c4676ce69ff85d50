"""Raw documents become articles: split, read, cleaned and given their identity (pure)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from ingest.article.clean import clean, split_articles
from ingest.article.lines import lines
from ingest.article.metadata import find_metadata
from rag.records import Article


@dataclass(frozen=True, slots=True)
class Raw:
    """What a reader took from a file: text, the fields that came with it, and whether it is one article for certain."""

    text: str
    given: Mapping[str, str] = field(default_factory=dict)
    single: bool = False  # a record or a web page; a plain file may hold several
    place: str = ""  # ":12" for line 12 of the file


def articles(raw: Raw, path: str) -> Iterator[Article]:
    """Yield the articles of a raw document, in order; one without a word of text is left out."""
    found = lines(raw.text)
    for part in [found] if raw.single else split_articles(found):
        about = find_metadata(part, raw.given if raw.single else None)
        text = clean(part, about.used, about.title)
        if text:
            article = Article("", about.title, text, about.source, about.byline, about.published, about.updated, about.url, path)
            given_id = raw.given.get("id", "") if raw.single else ""
            yield replace(article, id=given_id or fingerprint(article))


def fingerprint(article: Article) -> str:
    """Return 16 hex digits over every shown field but the path: same fingerprint, nothing to index again."""
    shown = [article.id, article.title, article.text, article.source, article.byline, article.published, article.updated, article.url]
    return sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()[:16]
