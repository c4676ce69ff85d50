"""Whether a story in the data of a page is the article that the page shows: asked here for JSON-LD, microdata and scripts alike (pure).

It is by its address, by its headline or by its sentences; not by words that the headlines share, which stories of one topic do.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from ingest.article.clean import is_prose, key
from ingest.article.headline import SEPARATOR

LEAST_WORDS = 3  # of a headline that is told by a part of it
KICKER = 3  # words of a label before a headline: "Comment: ..."
CUT = 90  # characters, from which a headline may be cut off without a mark of it: JSON-LD allows 110
SHELL = 8  # words, below which a page shows no text
MOST_OTHER = 0.5  # of the sentences of a page, from which a text is of another story
STANDFIRST = 1  # sentences that a page may show of its article and its whole text need not hold
_CUT = re.compile(r"\s*(?:…|\.\.\.)\s*$")
_KICKER = re.compile(r":\s+")
_HOST = re.compile(r"^(?:(?:www\d?|m|mobile|amp|edition)\.)+")
_ENDING = re.compile(r"(?:\.amp)?\.(?:s?html?|php|aspx?|jsp|amp)$")
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|cmpid|at_\w+", re.IGNORECASE)  # what only says who linked to the page
_PASSING = re.compile(rf"{TRACKING.pattern}|ref|amp|output(?:type)?|m|mobile|print|share|source", re.IGNORECASE)  # or how it is shown
_NUMBER = re.compile(r"\d{5,}")
_DAY = re.compile(r"(?:19|20)\d\d[01]\d[0-3]\d")


@dataclass(frozen=True, slots=True)
class Story:
    """An article that the data of a page hold: its headline, its text, paragraphs behind blank lines, its fields and its addresses."""

    title: str
    text: str
    fields: Mapping[str, str]
    urls: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        """Its words."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Own:
    """What a page itself says of its article: what it is called, where it lies, the days it states, the text it shows if that is known."""

    titles: tuple[str, ...]
    pages: tuple[str, ...] = ()  # its addresses
    days: frozenset[str] = frozenset()
    text: str = ""
    headed: bool = True  # a headline stands on it

    @property
    def is_shell(self) -> bool:
        """Whether it shows neither a headline nor a text."""
        return not self.headed and len(self.text.split()) < SHELL

    def owns(self, title: str, urls: Iterable[str] = (), text: str = "", day: str = "") -> bool:
        """Whether a story is the page's article.

        :param urls: the addresses that the story states; ``day`` when it was published, ISO.
        """
        urls = tuple(urls)
        at = self.is_at(urls)
        if at is not None and not (at or self._holds(text)):
            return False
        nameless = not any(map(key, self.titles)) or not (key(title) or urls or text)
        return at or nameless or self.calls(title) or self._holds(text) or (day[:10] in self.days and self._akin(title))

    def tells(self, story: Story) -> bool:
        """Whether a story is the page's article, all that it holds considered."""
        return self.owns(story.title, story.urls, story.text, story.fields.get("published", ""))

    def gives_way(self, story: Story) -> bool:
        """Whether the text of a story that is the page's may stand for what the page shows: none of which goes lost to another's."""
        return self.is_shell or bool(self.is_at(story.urls)) or len(self._shown()) <= STANDFIRST or self._holds(story.text)

    def is_at(self, urls: Iterable[str]) -> bool | None:
        """Whether one of the addresses is the page's; False where one is that of another page of its site, None where none says either."""
        own = {place for page in self.pages if (place := _place(page))}
        found = {_place(url, page) for page in self.pages[:1] for url in urls if url.startswith(("http", "/"))} - {""}
        if own & found or {*map(_number, own)} & {*map(_number, found)} - {""}:
            return True
        others = [[_alike(place, page) for page in own] for place in found if place.partition("/")[0] in {p.partition("/")[0] for p in own}]
        return False if others and not any(map(any, others)) else None

    def calls(self, title: str) -> bool:
        """Whether the page's article is called so, outlets and labels beside the headline left out, and where one of the two is cut off."""
        forms = _forms(title)
        return any(forms & _forms(own) or _is_cut(own, title) or _is_cut(title, own) for own in self.titles)

    def _akin(self, title: str) -> bool:
        name, short = f" {key(title)} ", len(key(title).split()) < LEAST_WORDS
        return not short and any(name in f" {key(own)} " or f" {key(own)} " in name for own in self.titles)

    def _shown(self) -> list[str]:
        return [key(line) for line in self.text.split("\n") if is_prose(line)]

    def _holds(self, text: str) -> bool:
        """Whether a text holds the sentences that the page shows, most of them: a later report repeats some of an earlier one."""
        held = f" {key(text)} " if text and self.text else ""
        shown = self._shown() if held else []
        return sum(f" {line} " in held for line in shown) > MOST_OTHER * len(shown)


def _forms(title: str) -> set[str]:
    """Return what a headline may be with and without what stands behind it and before it."""
    parts = [m.span() for m in SEPARATOR.finditer(title)]
    short = [title[: parts[-1][0]], title[parts[0][1] :]] if parts else []
    if (kicker := _KICKER.search(title)) and len(title[: kicker.start()].split()) <= KICKER:
        short.append(title[kicker.end() :])
    return {key(title), *(name for part in short if len((name := key(part)).split()) >= LEAST_WORDS)} - {""}


def _is_cut(short: str, title: str) -> bool:
    """Whether one headline is the beginning of another and was cut off."""
    name = key(_CUT.sub("", short))
    cut = _CUT.search(short) is not None or len(short) >= CUT
    return cut and len(name.split()) >= LEAST_WORDS and key(title).startswith(name)


def _place(url: str, base: str = "") -> str:
    """Return what the addresses of one article have in common, host first; empty for no address and for the front page of a site."""
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        host = _HOST.sub("", (parts.hostname or "").lower())
    except ValueError:
        return ""
    path = "/".join(step for step in unquote(parts.path).lower().split("/") if step not in {"", "amp"})
    path = re.sub(r"(?:^|/)index$", "", _ENDING.sub("", path))
    query = "&".join(sorted(pair for pair in parts.query.split("&") if pair and not _PASSING.fullmatch(pair.partition("=")[0])))
    return f"{host}/{path}?{query}" if host and path else ""


def _number(place: str) -> str:
    """Return the host and the number that an address ends with, by which its site knows the article; empty if that may be a day."""
    found = _NUMBER.findall(place.partition("?")[0].rpartition("/")[2])
    return f"{place.partition('/')[0]}/{found[-1]}" if found and not _DAY.fullmatch(found[-1]) else ""


def _alike(place: str, own: str) -> bool:
    """Whether two addresses may be of one article, in another section: they end alike."""
    ends = {p.partition("?")[0].rpartition("/")[2] for p in (place, own)}
    queries = {p.partition("?")[2] for p in (place, own)}
    return len(ends) == 1 and len(queries) == 1
