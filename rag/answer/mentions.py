"""Find the articles that mention a topic, are about it, or hold an excerpt word for word, each with the sentence that shows it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from rag.index.keywords import Keywords
from rag.index.store import Store
from rag.language.text import content_words, sentences, stem, tokens
from rag.records import Article

LEAD = 500  # characters at the start of an article in which it says what it is about
RECURS = 8  # sentences of an article that has each word of what it is about once or more, on average
ABOUT = "in its headline, or from its opening on"


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where an article has the words asked for: offsets into its text, or of a headline into its title."""

    article: Article
    start: int
    end: int
    headline: bool = False

    @property
    def words(self) -> str:
        """The sentence or headline."""
        return (self.article.title if self.headline else self.article.text)[self.start : self.end]


def _root(word: str) -> str:
    """Return a stem that "fine" and "fined" share."""
    found = stem(word)
    return found.removesuffix("e") or found


def _roots(text: str) -> list[str]:
    return [_root(w) for w in dict.fromkeys(content_words(text))]


def _candidates(roots: Sequence[str], ids: Sequence[str], store: Store, keywords: Keywords) -> list[Article]:
    """Return the articles that hold every root anywhere."""
    table = store.table()
    held = (np.unique(table.articles[rows[rows < table.size]]) for rows in (keywords.rows(any_of=[r, f"{r}e"]) for r in roots))
    both = {table.article_ids[n] for n in reduce(np.intersect1d, held).tolist()} if roots else set(ids)
    return store.articles([i for i in ids if i in both])


def find_topic(topic: str, ids: Sequence[str], store: Store, keywords: Keywords, *, mentions: bool, called: bool) -> tuple[list[Hit], str]:
    """Return where articles have the words of a topic, by the narrowest reading that any article meets, and that reading in words.

    :param mentions: whether a mention is enough.
    :param called: whether one article is meant, which has the topic in its headline if any has.
    """
    roots = _roots(topic)
    if not roots:  # stop words alone, which no article is indexed by: the WHO
        return [hit for a in store.articles(ids) if (hit := _as_written(a, topic))], "as they are written"
    found = _candidates(roots, ids, store, keywords)
    phrase = [_root(t.word) for t in tokens(topic)]
    readings = (
        ("in its headline", lambda a: headline_of(a) if called and set(roots) <= set(_roots(a.title)) else None),
        ("in this order", lambda a: _phrase(a, phrase)) if mentions else (ABOUT, lambda a: _about(a, roots)),
        ("in one sentence", lambda a: _together(a, roots)),
        ("anywhere", headline_of),
    )
    for how, read in readings:
        if hits := [hit for a in found if (hit := read(a))]:
            return hits, how
    return [], ""


def _as_written(article: Article, topic: str) -> Hit | None:
    written = re.compile(rf"(?<!\w){re.escape(topic)}(?!\w)")
    if written.search(article.title):
        return headline_of(article)
    found = written.search(article.text)
    return _sentences_at(article, *found.span()) if found else None


def find_excerpt(excerpt: str, ids: Sequence[str], store: Store, keywords: Keywords) -> list[Hit]:
    """Return the headlines and sentences that hold an excerpt word for word; case, accents and punctuation do not count."""
    wanted = [t.word for t in tokens(excerpt)]
    found = _candidates(_roots(excerpt), ids, store, keywords)
    return [hit for a in found if (hit := _run(a, wanted, [t.word for t in tokens(a.title)], [t.word for t in tokens(a.text)]))]


def _phrase(article: Article, phrase: Sequence[str]) -> Hit | None:
    return _run(article, phrase, [_root(t.word) for t in tokens(article.title)], [_root(t.word) for t in tokens(article.text)])


def _run(article: Article, wanted: Sequence[str], title: Sequence[str], text: Sequence[str]) -> Hit | None:
    """Return the headline, or the sentences, in which words stand in a row."""
    if _place(wanted, title) is not None:
        return headline_of(article)
    at = _place(wanted, text)
    if at is None:
        return None
    found = tokens(article.text)
    return _sentences_at(article, found[at].start, found[at + len(wanted) - 1].end)


def _place(wanted: Sequence[str], words: Sequence[str]) -> int | None:
    n = len(wanted)
    return next((i for i, w in enumerate(words) if w == wanted[0] and list(words[i : i + n]) == list(wanted)), None) if wanted else None


def _sentences_at(article: Article, start: int, end: int) -> Hit:
    """Return the sentence, or the sentences in a row, that hold ``article.text[start:end]``."""
    spans = [(a, b) for a, b in sentences(article.text) if b > start and a < end]
    return Hit(article, spans[0][0], spans[-1][1])


def _about(article: Article, roots: Sequence[str]) -> Hit | None:
    """Return the headline or the sentence of an article about a topic: its headline says so, or its opening, and it comes back to it."""
    wanted = set(roots)
    if wanted <= set(_roots(article.title)):
        return headline_of(article)
    if not wanted <= set(_roots(f"{article.title} {article.text[:LEAD]}")):
        return None
    held = Counter(_root(w) for w in content_words(article.text))
    recurs = RECURS * sum(held[r] for r in wanted) >= len(wanted) * len(sentences(article.text))
    return (_together(article, roots) or headline_of(article)) if recurs else None


def _together(article: Article, roots: Sequence[str]) -> Hit | None:
    """Return the headline or the first sentence that holds all roots."""
    wanted = set(roots)
    if wanted <= set(_roots(article.title)):
        return headline_of(article)
    return next((Hit(article, a, b) for a, b in sentences(article.text) if wanted <= set(_roots(article.text[a:b]))), None)


def headline_of(article: Article) -> Hit:
    """Return the headline, or of an article without one, its first sentence."""
    return Hit(article, 0, len(article.title), headline=True) if article.title else Hit(article, *sentences(article.text)[0])
