"""Find the stories of an archive's last weeks by the names that several headlines share, and ask for each (pure, deterministic)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from rag.language.names import names, ordinary
from rag.language.text import plain
from rag.records import Article
from rag.sources.agencies import forms

WEEKS = (4, 8, 26)  # before the newest article: the newest stories come first
EVER = 5000  # weeks, where these have no story: a few articles of several years
NEWEST = 2000  # articles of these weeks that are looked at
FEWEST = 3  # headlines that share a name before it is a story
BURST = 3  # times as often as before: Florida is in the headlines every week, and is no story
SEGMENT = re.compile(r"\s[-–—|]\s")  # "Pilot killed - USA Today", "Opinion | Who pays?"
SITE = re.compile(r"^(?:www\.|the )|\.[a-z.]{2,6}$|[^a-z0-9]")
# At the end of its phrase, before a stop or a small word: "in the 2026 Super Bowl and", not "of the Artemis II mission".
ALONE = r"\b[a-z]+ (the )?(?:\d+ )?{}(?:[.,;:)?]| [a-z]{{2,3}}\b)"


@dataclass(frozen=True, slots=True)
class Story:
    """A matter of the news: the name that its headlines share, and the ids of their articles, newest first."""

    name: str
    words: frozenset[str]  # of the name, in plain form
    ids: tuple[str, ...]


class _Headline(NamedTuple):
    id: str
    segments: tuple[str, ...]
    names: dict[str, frozenset[str]]  # with their words


def recent_stories(articles: Sequence[Article]) -> Iterator[Story]:
    """Yield the stories of the last weeks before the newest article, those with most headlines first, then those of more weeks.

    A name is a story when FEWEST different headlines have it and it is BURST times as frequent as in the headlines before; a name of
    one word (Iran) comes after all others. Outlets, agencies, labels ("Opinion | ...") and everyday words are none, nor is a name
    that shares a word or most of its headlines with one before it (a person and the town, a person and a relative). Only where there
    is no story in the last weeks is all that the archive has looked at.
    """
    dated = sorted(((day, a) for a in articles if (day := _day(a))), key=lambda pair: (pair[0], pair[1].id), reverse=True)
    if not dated:
        return
    outlets, told = {_site(a.source) for a in articles}, list[Story]()
    read = cache(_headline)
    for weeks, single in [*((w, s) for s in (False, True) for w in WEEKS), (EVER, False), (EVER, True)]:
        if weeks == EVER and told:
            return
        recent = [read(a) for day, a in dated[:NEWEST] if dated[0][0] - day < timedelta(weeks=weeks)]
        older = [a.title for _, a in dated[len(recent) :]]
        for story in _shared(recent):
            before = sum(story.name in title for title in older) / max(len(older), 1)
            if (
                (len(story.words) == 1) == single
                and _site(story.name) not in outlets
                and len(story.ids) / len(recent) >= BURST * before
                and not any(_one_story(story, other) for other in told)
            ):
                told.append(story)
                yield story


def starter_question(story: Story, articles: Sequence[Article]) -> str:
    """Return a question that asks for the latest on ``story``, whose ``articles`` these are.

    "The" stands before its name where it mostly does in them. Empty for a single word that they also have in lower case: the South.
    """
    text = " ".join(a.text for a in articles)
    if len(story.words) == 1 and re.search(rf"\b{re.escape(story.name.lower())}\b", text):
        return ""
    found = re.findall(ALONE.format(re.escape(story.name)), text)
    return f"What is the latest on {'the ' if 2 * sum(map(bool, found)) > len(found) else ''}{story.name}?"


def _headline(article: Article) -> _Headline:
    found = {n.text: frozenset(n.words) for n in names(article.title) if n.sure}
    kept = {name: words for name, words in found.items() if name not in forms() and plain(name) not in ordinary()}
    return _Headline(article.id, tuple(SEGMENT.split(article.title)), kept)


def _shared(headlines: Sequence[_Headline]) -> list[Story]:
    """Return the names that different headlines share, most frequent first; of equals the longer name."""
    found: dict[str, dict[str, str]] = defaultdict(dict)  # name -> headline without a label at its end -> article
    words: dict[str, frozenset[str]] = {}
    labels: dict[str, int] = defaultdict(int)
    for headline in headlines:
        words |= headline.names
        for name in headline.names:
            found[name].setdefault(headline.segments[0], headline.id)
            labels[name] += len(headline.segments) > 1 and name in headline.segments
    kept = [n for n, by_title in found.items() if len(by_title) >= FEWEST and 2 * labels[n] <= len(by_title)]
    return [Story(n, words[n], tuple(found[n].values())) for n in sorted(kept, key=lambda n: (-len(found[n]), -len(n), n))]


def _one_story(a: Story, b: Story) -> bool:
    """Whether two names are of one story: half the headlines of the rarer have both, or the names share a word."""
    return bool(a.words & b.words) or 2 * len(set(a.ids) & set(b.ids)) >= min(len(a.ids), len(b.ids))


def _day(article: Article) -> date | None:
    try:
        return date.fromisoformat(article.dated[:10])
    except ValueError:
        return None


def _site(name: str) -> str:
    """Return an outlet's name as its address has it: ``usatoday`` for USA Today and usatoday.com."""
    return SITE.sub("", SITE.sub("", name.lower()))
