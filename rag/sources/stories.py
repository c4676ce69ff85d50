"""Stories: several articles that are one report, its first member, and how many independent reports there are (pure)."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.compare.facts import negated
from rag.language.names import names
from rag.language.numbers import numbers
from rag.language.text import words
from rag.question.window import day
from rag.records import Article

if TYPE_CHECKING:
    from rag.index.columns import PassageTable

APART = 3  # days within which rewrites of an agency's report on one event come out
SAME = 0.8  # of the words of the longer of two passages that both have, for the one to stand for the other
ALIKE = 0.3  # of the names of the article with fewer that both give, for one event

# Agencies whose reports others print, each with the forms it is credited by; the first is what it is called here.
_AGENCIES = """
    AP=Associated Press, AFP=Agence France-Presse=Agence France Presse, Reuters=Thomson Reuters, Bloomberg=Bloomberg News,
    dpa=DPA=Deutsche Presse-Agentur, PA=PA Media=Press Association, EFE, ANSA, Xinhua, TASS=Tass, Interfax=Interfax-Ukraine, RIA=RIA
    Novosti, Kyodo=Kyodo News, Jiji=Jiji Press, Yonhap, KCNA=Korean Central News Agency, PTI=Press Trust of India, ANI=Asian News
    International, Anadolu, IRNA=Islamic Republic News Agency, ISNA, Tasnim, Fars, Mehr, WAFA=Wafa, SANA, INA=Iraqi News Agency,
    SPA=Saudi Press Agency, WAM, MENA=Middle East News Agency, Shafaq=Shafaq News, Ukrinform, Antara, Bernama, AAP=Australian
    Associated Press, CP=Canadian Press, UPI=United Press International, Keystone-ATS, APA=Austria Press Agency, Belga, PAP=Polish
    Press Agency, Lusa, NTB, GNA=Ghana News Agency, NAN=News Agency of Nigeria
"""
_CALLED = {form: forms.split("=")[0] for forms in " ".join(_AGENCIES.split()).split(", ") for form in forms.split("=")}
_NAME = rf"(?P<name>{'|'.join(re.escape(form) for form in sorted(_CALLED, key=len, reverse=True))})(?![\w-])"
_DESK = r"(?:(?:the|[A-Z][a-z]+(?:['’]s)?|news|state|official|semi-official|local|press|wire|state-run|state-owned|agency)\s+){0,5}"
# A credit, not a mention.
_TELLING = r"(?:told|tells|telling|according to|(?:reported|quoted|cited|reports?|written) by|citing)"
_SAYS = r"(?:has |had )?(?:first )?(?:reported|reports|said|says|quoted|cited|wrote)"
_CREDITS = (
    re.compile(rf"^\W*(?:(?:[Bb]y|Source:|From)\s+)?(?:[Tt]he\s+)?{_NAME}\W*$", re.M),  # a byline
    re.compile(rf"\({_NAME}\)"),  # PARIS (AP) —
    re.compile(rf"\b(?i:{_TELLING})\s+{_DESK}{_NAME}"),
    re.compile(rf"(?<![\w-]){_NAME}(?:\s+(?:news|press|wire|agency|service)){{0,2}},?\s+{_SAYS}\b"),
)


def agency_of(text: str) -> str:
    """Return the news agency that ``text`` credits most, the first of equals; empty when it credits none.

    A mention ("Reuters cut 50 jobs") is no credit: that takes a byline, a dateline or a verb of telling.
    """
    found = Counter(_CALLED[match["name"]] for credit in _CREDITS for match in credit.finditer(text))
    return found.most_common(1)[0][0] if found else ""


def first_of(articles: Iterable[Article]) -> Article:
    """Return the article that stands for its copies: out earliest; an undated one only when all are; then by id."""
    return min(articles, key=lambda a: (not a.dated, a.dated[:10], a.dated, a.id))


def one_place(keep: NDArray[np.bool_], table: "PassageTable") -> NDArray[np.bool_]:
    """Return the rows of ``keep`` without those that only repeat, word for word, what the first article of their story says.

    That holds only where this first article is kept itself; where a filter leaves it out, its copies are read in its place. Being the
    earliest, it is never what ``as_of`` leaves out.
    """
    first_kept = (table.firsts >= 0) & keep[table.firsts]
    result: NDArray[np.bool_] = keep & ~(table.bare & first_kept)
    return result


def says_the_same(a: str, b: str) -> bool:
    """Whether two passages of one story tell the same but for some words: not where a number or a denial is another, that is the news."""
    one, two = _counted(a), _counted(b)
    if (one & two).total() < SAME * max(one.total(), two.total()):
        return False
    return sorted(n.value for n in numbers(a)) == sorted(n.value for n in numbers(b)) and negated(a)[1] == negated(b)[1]


@lru_cache(maxsize=256)  # every passage of a large story is held against many
def _counted(text: str) -> Counter[str]:
    return Counter(words(text))


def independent(articles: Sequence[Article], story_of: Mapping[str, str]) -> int:
    """Return how many independent reports ``articles`` are, given article id -> story id.

    Copies of one story count once. Of the rest, those that credit the same agency for the same event count once too: what they
    know comes from one desk.
    """
    by_story: dict[str, Article] = {}
    for article in sorted(articles, key=lambda a: (not a.dated, a.dated, a.id)):
        by_story.setdefault(story_of.get(article.id, article.id), article)
    heads: list[tuple[str, Article]] = []
    for article in by_story.values():
        agency = agency_of(f"{article.byline}\n{article.text}")
        if not (agency and any(agency == other and same_event(article, head) for other, head in heads)):
            heads.append((agency, article))
    return len(heads)


def same_event(a: Article, b: Article) -> bool:
    """Whether two articles report one event: within ``APART`` days, as far as they are dated, and many of the same names."""
    first, second = day(a.published or a.updated), day(b.published or b.updated)
    if first and second and abs((first - second).days) > APART:
        return False
    ours, theirs = ({n.words for n in names(f"{x.title}\n{x.text}") if n.sure} for x in (a, b))
    return len(ours & theirs) >= max(1.0, ALIKE * min(len(ours), len(theirs)))
