"""Build the citations of an answer: each quote with the outlets that carry a copy, and the count of independent reports."""

from collections.abc import Sequence
from dataclasses import replace

from rag.index.filters import admits
from rag.index.store import Store
from rag.language.text import sentences
from rag.records import Article, Citation, Filters, Quote, stands_in
from rag.sources.independence import count_independent
from rag.sources.stories import says_the_same


def cite(quotes: Sequence[Quote], store: Store, filters: Filters) -> tuple[tuple[Citation, ...], int]:
    """Return the citations of ``quotes`` and the number of independent reports behind them.

    A copy is named only where it passes ``filters``: with ``as_of``, none that was published later.
    """
    articles = {q.article.id: q.article for q in quotes}
    story_of = store.story_of(articles)
    copies = {story: _visible(store, story, filters) for story in set(story_of.values())}
    cited = tuple(_cited(q, _others(q, copies[story_of[q.article.id]])) for q in quotes)
    return cited, count_independent(articles.values(), story_of)


def cite_plainly(quotes: Sequence[Quote]) -> tuple[tuple[Citation, ...], int]:
    """Return the citations of ``quotes`` without looking for copies: no other outlets, and a count of 0."""
    return tuple(map(_cited, quotes)), 0


def _cited(quote: Quote, also: tuple[str, ...] = ()) -> Citation:
    return Citation(quote.n, quote.text, quote.start, quote.end, quote.article, also, quote.headline)


def _visible(store: Store, story: str, filters: Filters) -> list[Article]:
    """Return the articles of a story that may be read, earliest first, the undated last."""
    found = (a for a in store.articles(store.copies(story)) if admits(filters, a))
    return sorted(found, key=lambda a: (not a.dated, a.dated, a.source))


def _others(quote: Quote, copies: Sequence[Article]) -> tuple[str, ...]:
    """Return the other outlets whose copy has the quote's words; an edited copy may give another figure."""
    skipped = ("", quote.article.source)
    carried = ((a.source, stands_in(replace(quote, article=a))) for a in copies)
    return tuple(dict.fromkeys(source for source, text in carried if source not in skipped and _contains_quote(text, quote.text)))


def _contains_quote(text: str, quoted: str) -> bool:
    return quoted in text or any(says_the_same(quoted, text[a:b]) for a, b in sentences(text))
