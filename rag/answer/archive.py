"""Answer a question about the archive itself from the index, exactly: which articles mention something, and where words come from."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from rag.dates.calendar import say_day
from rag.index.filters import mask
from rag.index.keywords import Keywords
from rag.index.store import Store
from rag.language.text import content_words, sentences, stem, tokens
from rag.question.archive import AboutArchive
from rag.question.request import Request
from rag.records import Answer, Article, Citation, Filters, Quote, Sentence, Short

LISTED = 40  # articles that an answer names at most
LEAD = 500  # characters at the start of an article in which it says what it is about
RECURS = 8  # sentences of an article that has each word of what it is about once or more, on average
ABOUT = "in its headline, or from its opening on"
WRITER = "index"
_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)", re.IGNORECASE)


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


def answer_archive(asked: AboutArchive, request: Request, store: Store, keywords: Keywords) -> Answer | None:
    """Return the answer, every article named with a quote; None where nothing is found and the words may ask for something else."""
    for filters, topic in _scopes(asked, request):
        ids = _admitted(filters, store)
        if asked.verbatim:
            hits, how = _verbatim(topic, ids, store, keywords), ""
        elif topic:
            hits, how = _on(topic, ids, store, keywords, mentions=asked.mentions, called=asked.kind == "when")
        else:
            hits, how = [_title(a) for a in store.articles(ids)], ""
        if hits:
            break
    if not hits and not asked.sure:
        return None
    lines, named = _SAY[asked.kind](_by_day(hits), topic, len(ids))
    quotes = tuple(Quote(n, h.words, h.start, h.end, h.article, 1.0, h.headline) for n, h in enumerate(named, 1))
    found = asked.kind == "count" or bool(named)
    notes = [f"An article counts where it has the words {how}."] * bool(how and hits)
    only = quotes[0] if len(quotes) == 1 and asked.kind != "count" else None
    return Answer(
        request.question,
        "answered" if found else "declined",
        tuple(lines),
        tuple(Citation(q.n, q.text, q.start, q.end, q.article, headline=q.headline) for q in quotes),
        quotes,
        request.window,
        filters.as_of,
        float(found),
        WRITER,
        (*notes, *request.notes),
        short=Short(only.text, 1, reported=only.article.published, outlet=only.article.source) if only else None,
        after=filters.after,
        before=filters.last,
        outlets=filters.outlets,
    )


def _scopes(asked: AboutArchive, request: Request) -> list[tuple[Filters, str]]:
    """Return the filters and the topic to look for, then those to try where nothing is found.

    The time that a question names is when articles came out, also where it names it as that of an event; but a day may be part of what
    they report: "which outlet reported that the ferry sank on Tuesday". A count is of the time named, be it none.
    """
    window, filters = request.window, request.filters
    if asked.verbatim:
        return [(filters, asked.topic)]
    topic = asked.topic
    for phrase in filter(None, window.phrase.split("; ")):
        topic = topic.replace(phrase, " ")
    topic = _ARTICLE.sub("", " ".join(topic.split()).strip(" ,"))
    before = min((day for day in (filters.before, window.event_before) if day), default="")
    first = (replace(filters, after=max(filters.after, window.event_after), before=before), topic)
    return [first] if asked.kind == "count" else [first, (filters, _ARTICLE.sub("", asked.topic))]


# --- finding


def _admitted(filters: Filters, store: Store) -> list[str]:
    """Return the ids of the articles that pass, each in the version that counts."""
    table = store.table()
    return list(dict.fromkeys(table.article_ids[row] for row in np.flatnonzero(mask(filters, table))))


def _root(word: str) -> str:
    """Return a stem that "fine" and "fined" share."""
    return stem(word).removesuffix("e")


def _roots(text: str) -> list[str]:
    return [_root(w) for w in dict.fromkeys(content_words(text))]


def _candidates(roots: Sequence[str], ids: Sequence[str], store: Store, keywords: Keywords) -> list[Article]:
    """Return the articles that hold every root anywhere."""
    table = store.table()
    held = ({table.article_ids[row] for form in (r, f"{r}e") for row in keywords.rows(form)} for r in roots)
    both = reduce(set.intersection, held, set(ids))
    return store.articles([i for i in ids if i in both])


def _on(topic: str, ids: Sequence[str], store: Store, keywords: Keywords, *, mentions: bool, called: bool) -> tuple[list[Hit], str]:
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
        ("in its headline", lambda a: _title(a) if called and set(roots) <= set(_roots(a.title)) else None),
        ("in this order", lambda a: _phrase(a, phrase)) if mentions else (ABOUT, lambda a: _about(a, roots)),
        ("in one sentence", lambda a: _together(a, roots)),
        ("anywhere", _title),
    )
    for how, read in readings:
        if hits := [hit for a in found if (hit := read(a))]:
            return hits, how
    return [], ""


def _as_written(article: Article, topic: str) -> Hit | None:
    written = re.compile(rf"(?<!\w){re.escape(topic)}(?!\w)")
    if written.search(article.title):
        return _title(article)
    found = written.search(article.text)
    return _sentences_at(article, *found.span()) if found else None


def _verbatim(excerpt: str, ids: Sequence[str], store: Store, keywords: Keywords) -> list[Hit]:
    wanted = [t.word for t in tokens(excerpt)]
    found = _candidates(_roots(excerpt), ids, store, keywords)
    return [hit for a in found if (hit := _run(a, wanted, [t.word for t in tokens(a.title)], [t.word for t in tokens(a.text)]))]


def _phrase(article: Article, phrase: Sequence[str]) -> Hit | None:
    return _run(article, phrase, [_root(t.word) for t in tokens(article.title)], [_root(t.word) for t in tokens(article.text)])


def _run(article: Article, wanted: Sequence[str], title: Sequence[str], text: Sequence[str]) -> Hit | None:
    """Return the headline, or the sentences, in which words stand in a row."""
    if _place(wanted, title) is not None:
        return _title(article)
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
        return _title(article)
    if not wanted <= set(_roots(f"{article.title} {article.text[:LEAD]}")):
        return None
    held = Counter(_root(w) for w in content_words(article.text))
    recurs = RECURS * sum(held[r] for r in wanted) >= len(wanted) * len(sentences(article.text))
    return (_together(article, roots) or _title(article)) if recurs else None


def _together(article: Article, roots: Sequence[str]) -> Hit | None:
    """Return the headline or the first sentence that holds all roots."""
    wanted = set(roots)
    if wanted <= set(_roots(article.title)):
        return _title(article)
    return next((Hit(article, a, b) for a, b in sentences(article.text) if wanted <= set(_roots(article.text[a:b]))), None)


def _title(article: Article) -> Hit:
    """Return the headline, or of an article without one, its first sentence."""
    return Hit(article, 0, len(article.title), headline=True) if article.title else Hit(article, *sentences(article.text)[0])


def _by_day(hits: Sequence[Hit]) -> list[Hit]:
    """Return hits oldest first, the undated last."""
    return sorted(hits, key=lambda h: (not h.article.published, h.article.published[:10], h.article.published, h.article.id))


# --- saying


def _name(article: Article) -> str:
    about = ", ".join(part for part in (article.source, say_day(article.published) or "no date stated") if part)
    return f"{_headline(article)} ({about})"


def _headline(article: Article) -> str:
    return f"“{article.title}”" if article.title else "an article without a headline"


def _listed(hits: Sequence[Hit]) -> list[Sentence]:
    return [Sentence(f"{_name(h.article)}.", "supported", (n,)) for n, h in enumerate(hits, 1)]


def _plural(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'s' * (n != 1)}"


def _none(topic: str) -> list[Sentence]:
    return [Sentence(f"No article here mentions “{topic}”." if topic else "There are no articles.", "supported")]


def _count(hits: list[Hit], topic: str, total: int) -> tuple[list[Sentence], list[Hit]]:
    named = hits[::-1][:LISTED]
    more = f" The newest {LISTED} are:" if len(hits) > LISTED else ""
    mention = "mentions" if len(hits) == 1 else "mention"
    return [Sentence(f"{len(hits):,} of {_plural(total, 'article')} {mention} “{topic}”.{more}", "supported"), *_listed(named)], named


def _outlets(hits: list[Hit], topic: str, _total: int) -> tuple[list[Sentence], list[Hit]]:
    by_outlet: dict[str, list[Hit]] = {}
    for h in hits:
        by_outlet.setdefault(h.article.source, []).append(h)
    if not by_outlet:
        return _none(topic), []
    on = f" reported on “{topic}”" if topic else ""
    counts = ", ".join(f"{outlet or 'no outlet stated'} ({len(own)})" for outlet, own in by_outlet.items())
    named = [own[0] for own in by_outlet.values()][:LISTED]
    return [Sentence(f"{_plural(len(by_outlet.keys() - {''}), 'outlet')}{on}: {counts}.", "supported"), *_listed(named)], named


def _end(which: str, hits: list[Hit], topic: str) -> tuple[list[Sentence], list[Hit]]:
    dated = [h for h in hits if h.article.published]
    if not dated:
        return [Sentence(f"No article here on “{topic}” states a day.", "supported")] if hits else _none(topic), []
    chosen = dated[-1] if which == "newest" else dated[0]
    on = f" on “{topic}”" if topic else ""
    of = f"The {which} of {len(hits):,} articles{on}" if len(hits) > 1 else f"The only article{on}"
    undated = f" {_plural(len(hits) - len(dated), 'article')} without a date left out." if len(dated) < len(hits) else ""
    return [Sentence(f"{of} is {_name(chosen.article)}.{undated}", "supported", (1,))], [chosen]


def _newest(hits: list[Hit], topic: str, _total: int) -> tuple[list[Sentence], list[Hit]]:
    return _end("newest", hits, topic)


def _first(hits: list[Hit], topic: str, _total: int) -> tuple[list[Sentence], list[Hit]]:
    return _end("earliest", hits, topic)


def _when(hits: list[Hit], topic: str, _total: int) -> tuple[list[Sentence], list[Hit]]:
    named = hits[:LISTED]
    lines = []
    for n, h in enumerate(named, 1):
        day, updated = say_day(h.article.published), say_day(h.article.updated)
        said = f"was published on {day}" if day else "states no day on which it was published"
        later = f", updated on {updated}" if updated and updated != day else ""
        lines.append(Sentence(f"{_headline(h.article)} ({h.article.source or 'no outlet stated'}) {said}{later}.", "supported", (n,)))
    return lines or _none(topic), named


def _source(hits: list[Hit], topic: str, _total: int) -> tuple[list[Sentence], list[Hit]]:
    named = hits[:LISTED]
    return [replace(s, text=f"It stands in {s.text}") for s in _listed(named)] or _none(topic), named


def _extent(hits: list[Hit], topic: str, total: int) -> tuple[list[Sentence], list[Hit]]:
    dated = [h for h in hits if h.article.published]
    if not hits:
        return _none(topic), []
    outlets = len({h.article.source for h in hits if h.article.source})
    days = f", published from {say_day(dated[0].article.published)} to {say_day(dated[-1].article.published)}" if dated else ""
    undated = f"; {len(hits) - len(dated):,} without a date" if len(dated) < len(hits) else ""
    ends = [dated[0], dated[-1]] if len(dated) > 1 else dated
    return [
        Sentence(
            f"There are {_plural(total, 'article')} of {_plural(outlets, 'outlet')}{days}{undated}.",
            "supported",
            tuple(range(1, len(ends) + 1)),
        )
    ], ends


_SAY = {"count": _count, "outlets": _outlets, "newest": _newest, "first": _first, "when": _when, "source": _source, "extent": _extent}
