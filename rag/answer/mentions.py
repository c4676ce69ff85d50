"""Find the articles that mention a topic, are about it, or hold an excerpt word for word, each with the sentence that shows it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import NamedTuple

import numpy as np

from rag.index.keywords import Keywords
from rag.index.store import Store
from rag.language.text import content_words, sentences, stem, tokens
from rag.records import Article

LEAD = 500  # characters at the start of an article in which it says what it is about
RECURS = 8  # sentences of an article that has each word of what it is about once or more, on average
ABOUT = "in its headline, or from its opening on"
ORDER = "in this order"
AT_ONCE = 500  # articles that are in memory with their texts  # equivalent: costs time or memory only


class Hit(NamedTuple):
    """A place where an article has the words asked for: offsets into its text, or of a headline into its title."""

    start: int
    end: int
    headline: bool = False


Reading = Callable[[Article], Hit | None]


class Mentions(NamedTuple):
    """The articles that have the words asked for, without their texts: there may be some hundred thousand."""

    articles: list[Article]
    show: Reading  # where one of them, whole, has the words
    how: str = ""  # that reading, in words


def _root(word: str) -> str:
    """Return a stem that "fine" and "fined" share."""
    return _shortened(stem(word))


def _shortened(word_stem: str) -> str:
    return word_stem.removesuffix("e") or word_stem


def _roots(text: str) -> list[str]:
    return [_root(w) for w in dict.fromkeys(content_words(text))]


def _holding(roots: Sequence[str], ids: Sequence[str], store: Store, keywords: Keywords) -> list[str]:
    """Return the ids of the articles that hold every root anywhere."""
    if not roots:
        return list(ids)
    table = store.table()
    found = (keywords.rows(any_of=[s for s in (root, f"{root}e") if _shortened(s) == root]) for root in roots)
    held = (np.unique(table.articles[rows[rows < table.size]]) for rows in found)
    every = reduce(np.intersect1d, held)
    both = {table.article_ids[n] for n in every[table.current[every]].tolist()}  # keywords may still know a text that was replaced
    return [i for i in ids if i in both]


def _read(ids: Sequence[str], store: Store) -> Iterator[Article]:
    """Yield articles with their texts, a few in memory at once."""
    for at in range(0, len(ids), AT_ONCE):
        yield from store.articles(ids[at : at + AT_ONCE])


def _narrowest(articles: Iterable[Article], readings: Mapping[str, Reading]) -> Mentions:
    """Return the articles that meet a reading, the first that any meets."""
    named = list(readings.items())
    found: list[Article] = []
    last = len(named) - 1
    for article in articles:
        for n, (_, read) in enumerate(named[: last + 1]):
            if read(article):
                if n < last:
                    found, last = [], n
                found.append(replace(article, text=""))
                break
    return Mentions(found, named[last][1], named[last][0] if found else "")


def find_topic(topic: str, ids: Sequence[str], store: Store, keywords: Keywords, *, mentions: bool, called: bool) -> Mentions:
    """Return the articles that have the words of a topic, by the narrowest reading that any article meets.

    :param mentions: whether a mention is enough.
    :param called: whether one article is meant, which has the topic in its headline if any has.
    """
    roots = _roots(topic)
    if not roots:  # stop words alone, which no article is indexed by: the WHO
        return _narrowest(_read(ids, store), {"as they are written": lambda a: _as_written(a, topic)})
    held = _holding(roots, ids, store, keywords)
    phrase = [_root(t.word) for t in tokens(topic)]
    if mentions and not called and held and len(phrase) == 1:  # whoever holds a single word mentions it: no text need be read
        return Mentions(store.articles(held, light=True), lambda a: _phrase(a, phrase), ORDER)
    readings: dict[str, Reading] = {}
    if called:
        readings["in its headline"] = lambda a: headline_of(a) if set(roots) <= set(_roots(a.title)) else None
    readings |= {ORDER: lambda a: _phrase(a, phrase)} if mentions else {ABOUT: lambda a: _about(a, roots)}
    readings |= {"in one sentence": lambda a: _together(a, roots), "anywhere": headline_of}
    return _narrowest(_read(held, store), readings)


def _as_written(article: Article, topic: str) -> Hit | None:
    written = re.compile(rf"(?<!\w){re.escape(topic)}(?!\w)")
    if written.search(article.title):
        return headline_of(article)
    found = written.search(article.text)
    return _sentences_at(article, *found.span()) if found else None


def find_excerpt(excerpt: str, ids: Sequence[str], store: Store, keywords: Keywords) -> Mentions:
    """Return the articles that hold an excerpt word for word; case, accents and punctuation do not count."""
    wanted = [t.word for t in tokens(excerpt)]

    def read(article: Article) -> Hit | None:
        return _run(article, wanted, [t.word for t in tokens(article.title)], [t.word for t in tokens(article.text)])

    held = _holding(_roots(excerpt), ids, store, keywords)
    return Mentions([replace(a, text="") for a in _read(held, store) if read(a)], read)


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
    return Hit(spans[0][0], spans[-1][1])


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
    return next((Hit(a, b) for a, b in sentences(article.text) if wanted <= set(_roots(article.text[a:b]))), None)


def headline_of(article: Article) -> Hit:
    """Return the headline, or of an article without one, its first sentence."""
    return Hit(0, len(article.title), headline=True) if article.title else Hit(*next(iter(sentences(article.text)), (0, 0)))


def every_one(ids: Sequence[str], store: Store) -> Mentions:
    """Return all articles, each to be shown by its headline."""
    return Mentions(store.articles(ids, light=True), headline_of)
