"""Tell from an article what it is besides a report: opinion, a live blog, corrected or taken back by its outlet (pure)."""

import re
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from rag.language.data import phrases, word_list
from rag.records import Article
from rag.sources.notices import read_notices
from rag.sources.notices.outright import QUOTES

Standing = Literal["", "opinion", "live blog", "corrected", "retracted"]

LEAD = 700  # characters in which a column speaks of itself
POSTS = 4  # lines headed by a time of day, the newest first, that make a live blog; the oldest first is a schedule

_TIMED = re.compile(
    r"^\W{0,3}(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?)\s*(?P<half>[ap])?\.?m?\.?\s*(?:\(?[A-Z]{2,4}\)?)?\s*(?:$|[-–—:|]\s)",
    re.M | re.I,
)
_LIVE_TITLE = re.compile(r"^live\s?[:|–—-]|[:|–—-]\s?live$", re.I)


@lru_cache(maxsize=512)
def standing_of(article: Article) -> Standing:
    """Return what an article is, by its headline, address and notes of its own; empty for a report. What is taken back is nothing else."""
    own = {notice.kind for notice in read_notices(article) if notice.own}
    if "retraction" in own:
        return "retracted"
    if _live(article):
        return "live blog"
    return "opinion" if _opinion(article) else "corrected" if own else ""


def _live(article: Article) -> bool:
    heads = f"{article.title} {_path(article)}".replace("-", " ")
    titled = any(True for _ in phrases("standing.json", "live titles").finditer(heads)) or _LIVE_TITLE.search(article.title.strip())
    if titled:
        return True
    times = [_minutes(m) for m in _TIMED.finditer(article.text) if m["minute"] or m["half"]][:POSTS]
    return len(times) == POSTS and times == sorted(times, reverse=True) and times[0] > times[-1]


def _minutes(time: re.Match[str]) -> int:
    hour = int(time["hour"]) % 12 if time["half"] else int(time["hour"])
    return 60 * (hour + 12 * ((time["half"] or "").lower() == "p")) + int(time["minute"] or 0)


def _opinion(article: Article) -> bool:
    labels = "|".join(word_list("standing.json", "opinion titles"))
    if re.search(rf"^\W*(?:{labels})\s*(?:[:|]|[–—-]\s)|(?:[|–—]|\s-|\()\s*(?:{labels})\W*$", article.title, re.I):
        return True
    if {*_path(article).lower().split("/")[:-1]} & {*word_list("standing.json", "opinion sections")}:
        return True
    return any(True for _ in phrases("standing.json", "opinion leads").finditer(QUOTES.sub(" ", article.text[:LEAD])))


def _path(article: Article) -> str:
    try:
        return urlsplit(article.url).path
    except ValueError:  # no address
        return ""
