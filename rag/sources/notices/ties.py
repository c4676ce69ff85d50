"""Tell which article a correction, retraction or kill notice speaks of (pure)."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.dates.calendar import add_days, days_between, iso_day
from rag.language.text import content_words, plain, sentences, stem, stems
from rag.records import Article
from rag.sources.agencies import agency_of, forms
from rag.sources.notices.labels import headline_of, label_of
from rag.sources.notices.outright import ADDRESS, QUOTED, QUOTES, outright, without_name
from rag.sources.notices.own import CORRECTS
from rag.sources.notices.read import Notice, vocabulary
from rag.sources.notices.righting import righting, values
from rag.sources.statement import read_sentence

COVER = 0.6  # share of a notice's words of the matter that the report it speaks of must have
RECENT = 14  # days after a report within which a notice that names neither day nor headline is on it
REPLACED = 3  # days after a report within which an agency sends it again, corrected
COPY = 0.7  # share of the words of both that a corrected report and the one it replaces have in common

ORDER = frozenset({"kill"})  # in a notice that takes back; elsewhere floods kill

_SLUG = re.compile(r"\bslug(?:ged|line|:)?\s*:?\s*[\"“‘]?([\w-]+(?:-[\w]+)+|[A-Z][\w/]{3,})", re.I)


def tie(notice: Notice, candidates: Sequence[Article]) -> tuple[Article, ...]:
    """Return the articles of ``candidates`` that a notice speaks of: one, or several that are one text; none where it is not sure.

    They are of the same outlet, or credit the agency that sends the notice, and no newer than it. The surest sign decides: its address or
    slug, its headline, its day with the matter, the statement that was wrong. Of two that it fits alike neither is taken.
    """
    if not notice.other:
        return ()
    may = [a for a in candidates if a.id != notice.article.id and _same_desk(notice.article, a) and _before(a, notice.article)]
    if notice.own:
        return tuple(a for a in may if _replaced(notice, a))
    for sign in (_addressed, _headlined) if notice.named else (_addressed, _headlined, _of_the_day, _told_so):
        found = [a for a in may if sign(notice, a)]
        if len(found) > 1:
            found = _nearest(notice, found)
        if found:
            return tuple(found) if len({a.text for a in found}) == 1 else ()
    return ()


def _nearest(notice: Notice, found: list[Article]) -> list[Article]:
    """Return those of several that fit best by a further sign, where one does."""
    for sign in (_day_named, _holds_error):
        if fewer := [a for a in found if sign(notice, a)]:
            found = fewer
    return found


def _same_desk(one: Article, two: Article) -> bool:
    if one.source and plain(one.source) == plain(two.source):
        return True
    agency = forms().get(one.source.removeprefix("The "), "")
    return bool(agency) and (agency in two.agency.split(", ") or agency_of(two.text) == agency)


def _before(article: Article, notice: Article) -> bool:
    """Whether an article may be older than a notice, by day and, where both state it, by time."""
    if not article.dated or not notice.dated:
        return True
    one, two = article.published, notice.published
    if one[:10] == two[:10] and len(one) > len("2024-01-01") < len(two):
        return one < two
    return one[:10] <= notice.dated[:10]


def _replaced(notice: Notice, article: Article) -> bool:
    """Whether an article is the one that was sent again: of the days before, in nearly the same words, and on the same days.

    The headline alone tells nothing: "Closing report" is another one each day.
    """
    again = notice.article
    apart = days_between(article.dated, again.dated)
    if apart is None or apart > REPLACED:
        return False
    one, two = (_words(a) for a in (article, again))
    return len(one & two) >= COPY * len(one | two) and (not apart or _told(article) == _told(again) != frozenset())


@lru_cache(maxsize=256)
def _told(article: Article) -> frozenset[str]:
    """Return the ISO days that an article's sentences name."""
    said = read_sentence(CORRECTS.sub("", article.text), article.dated)
    return frozenset(d.first for d in said.days if d.precision == "day")


@lru_cache(maxsize=256)
def _words(article: Article) -> frozenset[str]:
    return frozenset(stems(f"{headline_of(article.title)} {CORRECTS.sub('', article.text)}"))


def _addressed(notice: Notice, article: Article) -> bool:
    text = f"{notice.article.title}\n{notice.text}"
    if article.url and any(_address(url) == _address(article.url) for url in ADDRESS.findall(text)):
        return True
    places = {re.sub(r"\W+", " ", plain(part)).strip() for part in (*_address(article.url).split("/")[1:], article.path.rsplit("/", 1)[-1])}
    places |= {place.rpartition(" ")[0] for place in places}  # without ".html"
    return any(re.sub(r"\W+", " ", plain(slug)) in places for slug in _SLUG.findall(text))


def _address(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*$", "", url.rstrip(".,;")).rstrip("/")


def _headlined(notice: Notice, article: Article) -> bool:
    title = stems(headline_of(article.title))
    said = stems(f"{headline_of(notice.article.title)} . {notice.text}")
    return len(title) >= QUOTED and any(said[n : n + len(title)] == title for n in range(len(said) - len(title) + 1))


def _of_the_day(notice: Notice, article: Article) -> bool:
    return _day_named(notice, article) and _covers(notice, article)


def _told_so(notice: Notice, article: Article) -> bool:
    """Whether an article of the last days has the matter, and the statement that was wrong."""
    apart = days_between(article.dated, notice.article.dated)
    return apart is not None and apart <= RECENT and _covers(notice, article) and _holds_error(notice, article)


def _day_named(notice: Notice, article: Article) -> bool:
    return article.published[:10] in _days(notice)


@lru_cache(maxsize=256)
def _days(notice: Notice) -> frozenset[str]:
    """Return the ISO days that a notice names; a report is never newer than it, so that its "Tuesday" is one before."""
    dated, days = iso_day(notice.article.dated[:10]), set[str]()
    for found in read_sentence(notice.text, notice.article.dated).days:
        day = iso_day(found.first) if found.precision == "day" and found.first == found.last else None
        if day and dated and day > dated and notice.text[found.start : found.end].isalpha():
            day = add_days(day, -7)
        days |= {day.isoformat()} if day else set()
    return frozenset(days)


def _covers(notice: Notice, article: Article) -> bool:
    matter = _matter(notice)
    held = {*stems(f"{article.title} {article.text}")}
    return len(matter) >= QUOTED and len(matter & held) >= COVER * len(matter)


@lru_cache(maxsize=256)
def _matter(notice: Notice) -> frozenset[str]:
    """Return the stems of a notice's first sentence that tell its matter, without its words of error, outlet and day."""
    label, outlet = label_of(notice.article.title), notice.article.source
    spans = sentences(notice.text)
    first = next((notice.text[a:b] for a, b in spans if outright(notice.text[a:b], outlet, label, notice.text)), notice.text)
    first = QUOTES.sub(" ", f"{first} {label.headline}" if label else first)
    said = read_sentence(first, notice.article.dated)
    for start, end in sorted(((d.start, d.end) for d in said.dates), reverse=True):
        first = first[:start] + " " + first[end:]
    words = set(map(stem, content_words(without_name(first, outlet))))
    return frozenset(words - vocabulary() - (ORDER if notice.kind == "retraction" else frozenset()))


def _holds_error(notice: Notice, article: Article) -> bool:
    wrong = righting(notice).wrong
    return bool(wrong) and any(wrong <= values(article.text[a:b], article.dated) for a, b in sentences(article.text))
