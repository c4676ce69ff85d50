"""Tell from an article what it is besides a report: opinion, a live blog, or taken back by its outlet (pure)."""

import re
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from rag.language.data import phrases, word_list
from rag.records import Article

Standing = Literal["", "opinion", "live blog", "retracted"]

LEAD = 700  # characters in which a writer of opinion says "I think"
NOTE = 500  # characters at either end of an article in which its outlet takes it back
POSTS = 4  # lines headed by a time of day that make a live blog

_QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"|''.*?''|‘[^’]{20,}’", re.S)
_TIMED = re.compile(r"^\W{0,3}(?:\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)\s*(?:\(?[A-Z]{2,4}\)?)?\s*(?:$|[-–—:|]\s)", re.M | re.I)
_LIVE_TITLE = re.compile(r"^live\s?[:|–—-]|[:|–—-]\s?live$", re.I)
_KILLED = re.compile(r"^\W*(?:RETRACT(?:ED|ION)|WITHDRAWN|KILL(?:ED)?)\b\s*(?:[:|–—-]|$)")


@lru_cache(maxsize=512)
def standing(article: Article) -> Standing:
    """Return what an article is, by its headline, address and first lines; empty for a report. What is taken back is nothing else."""
    if _retracted(article):
        return "retracted"
    if _live(article):
        return "live blog"
    return "opinion" if _opinion(article) else ""


def _retracted(article: Article) -> bool:
    ends = f"{article.title}\n{article.text[:NOTE]}\n{article.text[-NOTE:]}"
    heads = (article.title, article.text[:NOTE].lstrip().split("\n", 1)[0])
    return any(map(_KILLED.search, heads)) or any(True for _ in phrases("standing.json", "retracted").finditer(_QUOTED.sub(" ", ends)))


def _live(article: Article) -> bool:
    heads = f"{article.title} {_path(article)}".replace("-", " ")
    titled = any(True for _ in phrases("standing.json", "live titles").finditer(heads)) or _LIVE_TITLE.search(article.title.strip())
    return bool(titled) or len(_TIMED.findall(article.text)) >= POSTS


def _opinion(article: Article) -> bool:
    labels = "|".join(word_list("standing.json", "opinion titles"))
    if re.search(rf"^\W*(?:{labels})\s*(?:[:|]|[–—-]\s)|(?:[|–—-]|\()\s*(?:{labels})\W*$", article.title, re.I):
        return True
    if {*_path(article).lower().split("/")[:-1]} & {*word_list("standing.json", "opinion sections")}:
        return True
    return any(True for _ in phrases("standing.json", "opinion leads").finditer(_QUOTED.sub(" ", article.text[:LEAD])))


def _path(article: Article) -> str:
    try:
        return urlsplit(article.url).path
    except ValueError:  # no address
        return ""
