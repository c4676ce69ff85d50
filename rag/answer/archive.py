"""Answer a question about the archive itself from the index, exactly: which articles mention something, and where words come from."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rag.answer.mentions import Reading, every_one, find_excerpt, find_topic, headline_of
from rag.dates.calendar import say_day
from rag.index.filters import admitted
from rag.index.freshness import last_day
from rag.index.keywords import Keywords
from rag.index.store import Store
from rag.question.archive import AboutArchive
from rag.question.request import Request
from rag.records import Answer, Article, Citation, Filters, Quote, Sentence, Short

LISTED = 40  # articles that an answer names at most
WRITER = "index"
_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)", re.IGNORECASE)


def answer_archive(asked: AboutArchive, request: Request, store: Store, keywords: Keywords) -> Answer | None:
    """Return the answer, every article named with a quote; None where nothing is found and the words may ask for something else."""
    for filters, topic in _scopes(asked, request):
        ids = _admitted(filters, store)
        if asked.verbatim:
            mentions = find_excerpt(topic, ids, store, keywords)
        elif topic:
            mentions = find_topic(topic, ids, store, keywords, mentions=asked.mentions, called=asked.kind == "when")
        else:
            mentions = every_one(ids, store)
        if mentions.articles:
            break
    if not mentions.articles and not asked.sure:
        return None
    lines, named = _SAY[asked.kind](_by_day(mentions.articles), topic, len(ids))
    quotes = _quoted(named, mentions.show, store)
    found = asked.kind == "count" or bool(named)
    notes = [f"An article counts where it has the words {mentions.how}."] * bool(mentions.how)
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


def _quoted(named: Sequence[Article], show: Reading, store: Store) -> tuple[Quote, ...]:
    """Return the quotes of the articles that an answer names, in their order."""
    whole = {a.id: a for a in store.articles([a.id for a in named])}
    quotes = []
    for n, article in enumerate((whole.get(a.id, a) for a in named), 1):  # one that was deleted meanwhile has its headline
        hit = show(article) or headline_of(article)
        text = article.title if hit.headline else article.text
        quotes.append(Quote(n, text[hit.start : hit.end], hit.start, hit.end, article, 1.0, hit.headline))
    return tuple(quotes)


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


def _admitted(filters: Filters, store: Store) -> list[str]:
    """Return the ids of the articles that pass, each in the version that counts."""
    table = store.table()
    return sorted(table.article_ids[number] for number in np.flatnonzero(admitted(filters, table)))


def _by_day(found: Sequence[Article]) -> list[Article]:
    """Return articles oldest first, the undated last."""
    return sorted(found, key=lambda a: (not a.published, a.published[:10], a.published, a.id))


# --- saying


def _name(article: Article) -> str:
    about = ", ".join(part for part in (article.source, say_day(article.published) or "no date stated") if part)
    return f"{_headline(article)} ({about})"


def _headline(article: Article) -> str:
    return f"“{article.title}”" if article.title else "an article without a headline"


def _listed(found: Sequence[Article]) -> list[Sentence]:
    return [Sentence(f"{_name(a)}.", "supported", (n,)) for n, a in enumerate(found, 1)]


def _plural(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'s' * (n != 1)}"


def _none(topic: str) -> list[Sentence]:
    return [Sentence(f"No article here mentions “{topic}”." if topic else "There are no articles.", "supported")]


def _count(found: list[Article], topic: str, total: int) -> tuple[list[Sentence], list[Article]]:
    named = found[::-1][:LISTED]
    more = f" The newest {LISTED} are:" if len(found) > LISTED else ""
    mention = "mentions" if len(found) == 1 else "mention"
    return [Sentence(f"{len(found):,} of {_plural(total, 'article')} {mention} “{topic}”.{more}", "supported"), *_listed(named)], named


def _outlets(found: list[Article], topic: str, _total: int) -> tuple[list[Sentence], list[Article]]:
    by_outlet: dict[str, list[Article]] = {}
    for a in found:
        by_outlet.setdefault(a.source, []).append(a)
    if not by_outlet:
        return _none(topic), []
    on = f" reported on “{topic}”" if topic else ""
    counts = ", ".join(f"{outlet or 'no outlet stated'} ({len(own)})" for outlet, own in by_outlet.items())
    named = [own[0] for own in by_outlet.values()][:LISTED]
    return [Sentence(f"{_plural(len(by_outlet.keys() - {''}), 'outlet')}{on}: {counts}.", "supported"), *_listed(named)], named


def _end(which: str, found: list[Article], topic: str) -> tuple[list[Sentence], list[Article]]:
    dated = [a for a in found if a.published]
    if not dated:
        return [Sentence(f"No article here on “{topic}” states a day.", "supported")] if found else _none(topic), []
    past = [a for a in dated if a.published[:10] <= last_day().isoformat()] or dated
    chosen = past[-1] if which == "newest" else past[0]
    on = f" on “{topic}”" if topic else ""
    of = f"The {which} of {len(found):,} articles{on}" if len(found) > 1 else f"The only article{on}"
    undated = f" {_plural(len(found) - len(dated), 'article')} without a date left out." if len(dated) < len(found) else ""
    undated += f" {_plural(len(dated) - len(past), 'article')} dated after today left out." if len(past) < len(dated) else ""
    return [Sentence(f"{of} is {_name(chosen)}.{undated}", "supported", (1,))], [chosen]


def _newest(found: list[Article], topic: str, _total: int) -> tuple[list[Sentence], list[Article]]:
    return _end("newest", found, topic)


def _first(found: list[Article], topic: str, _total: int) -> tuple[list[Sentence], list[Article]]:
    return _end("earliest", found, topic)


def _when(found: list[Article], topic: str, _total: int) -> tuple[list[Sentence], list[Article]]:
    named = found[:LISTED]
    lines = []
    for n, a in enumerate(named, 1):
        day, updated = say_day(a.published), say_day(a.updated)
        said = f"was published on {day}" if day else "states no day on which it was published"
        later = f", updated on {updated}" if updated and updated != day else ""
        lines.append(Sentence(f"{_headline(a)} ({a.source or 'no outlet stated'}) {said}{later}.", "supported", (n,)))
    return lines or _none(topic), named


def _source(found: list[Article], topic: str, _total: int) -> tuple[list[Sentence], list[Article]]:
    named = found[:LISTED]
    return [replace(s, text=f"It stands in {s.text}") for s in _listed(named)] or _none(topic), named


def _extent(found: list[Article], topic: str, total: int) -> tuple[list[Sentence], list[Article]]:
    dated = [a for a in found if a.published]
    if not found:
        return _none(topic), []
    outlets = len({a.source for a in found if a.source})
    days = f", published from {say_day(dated[0].published)} to {say_day(dated[-1].published)}" if dated else ""
    undated = f"; {len(found) - len(dated):,} without a date" if len(dated) < len(found) else ""
    ends = [dated[0], dated[-1]] if len(dated) > 1 else dated
    return [
        Sentence(
            f"There are {_plural(total, 'article')} of {_plural(outlets, 'outlet')}{days}{undated}.",
            "supported",
            tuple(range(1, len(ends) + 1)),
        )
    ], ends


_SAY = {"count": _count, "outlets": _outlets, "newest": _newest, "first": _first, "when": _when, "source": _source, "extent": _extent}
