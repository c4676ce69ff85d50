"""Make example questions and topics from the articles in the index (pure, deterministic)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from rag.language.text import sentences
from rag.records import Article
from ui.phrases import MONTHS, day

NAME = re.compile(r"\b[A-Z][\w’'-]+(?:[ -](?:al-|de |of the |of )?[A-Z][\w’'-]+)+")
LEAD = 1500  # characters of an article in which its subject is named
TOPICS = 3
NOT_NAMES = re.compile(
    r"^(?:The|A|An|In|On|At|By|From|Most|Read|Share|Sign|More|Short|Follow|Copyright|Getty|Updated?|Published|Also|But|And|This|That|It|He|She|We|Photo|File)\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Time|GMT|Url|URL)\b"
)
# Regions and powers that half of all news names: "the latest on" them is no question.
WIDE = re.compile(
    r"^(?:United (?:States|Kingdom|Nations|Arab Emirates)"
    r"|Middle East|European Union|White House|South Africa|(?:North|South) Korea|New York|Security Council)$"
)
PLACE = r"(?P<prep>at|in|near) (?P<the>the )?(?P<place>[A-Z][\w’'-]+(?:[ -][A-Z][\w’'-]+){0,3})"
# "more than 140 ferry delays ... at Port Maren": what was counted, and where
COUNTED = re.compile(
    r"\b(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|(?:a )?dozen)\s+(?P<what>(?:[a-z]{3,}\s|[A-Z][a-z]+\s)?[a-z]{3,}s)\b"
    rf"(?P<between>[^.;:]{{0,90}}?)\b{PLACE}"
)
# Spans and sums are not counts of things, and these endings belong to no plural.
NOT_COUNTED = re.compile(
    r"\b(?:years?|months|weeks|days|hours|minutes|seconds|times|percent|miles|kilometres|kilometers|metres|meters|dollars|pounds|euros|crowns"
    r"|millions|billions|thousands|hundreds|has|was|is|this|ss|others|points|degrees|tonnes|tons|has|says|is)$|ss$|ous$"
)
NOT_PLACES = re.compile(rf"^(?:{'|'.join(MONTHS)})|^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|^(?:Jan|Febr)uary|^(?:Sept|Nov|Dec)ember")
SAID = re.compile(  # "Jon Finer, the deputy adviser, warned", "according to Ana Field"
    r"(?P<who>[A-Z][\w’'-]+(?: (?:al-)?[A-Z][\w’'-]+){1,2})(?:,[^,.;:\n]{3,70},)?(?: now| also)? "
    r"(?:said|told|warned|announced|argued|called|urged|added|wants)\b"
    r"|\b(?:said|according to) (?P<after>[A-Z][a-z]+ [A-Z][\w’'-]+)\b"
)


def repeated_names(article: Article) -> list[str]:
    """Names of two words or more in headline or lead that the text repeats, most frequent first."""
    text = f"{article.title}. {article.text}"
    found = Counter(m.group().strip(" '’-") for m in NAME.finditer(f"{article.title}. {article.text[:LEAD]}"))
    outlet_and_byline = {article.source.lower(), article.byline.lower()}
    kept = [n for n in found if len(n) <= 40 and text.count(n) > 1 and not NOT_NAMES.search(n) and n.lower() not in outlet_and_byline]
    return sorted((n for n in kept if not WIDE.match(n)), key=lambda n: -text.count(n))


def starter_questions(articles: Sequence[Article], limit: int = 4) -> list[str]:
    """Up to ``limit`` questions of several kinds in turn, made from the newest articles first."""
    newest = sorted(articles, key=lambda a: (a.dated, a.id), reverse=True)
    kinds = (_latest(newest), _counts(newest), _speakers(newest), _reports(newest))
    questions: list[str] = []
    for row in zip_longest(*kinds):
        questions += [q for q in row if q and not any(_same(q, other) for other in questions)]
        if len(questions) >= limit:
            break
    return questions[:limit]


def starter_topics(articles: Sequence[Article]) -> list[str]:
    """Names to begin a timeline with: those that most articles share, else those of the newest."""
    shared = _shared(articles)
    return _apart([*shared, *(n for a in sorted(articles, key=lambda a: (a.dated, a.id), reverse=True) for n in repeated_names(a)[:1])])[
        :TOPICS
    ]


def _latest(newest: Sequence[Article]) -> Iterator[str]:
    text = " ".join(f"{a.title}. {a.text[:LEAD]}" for a in newest)
    for name in _apart(_shared(newest))[:3]:
        with_the = text.count(f"the {name}") + text.count(f"The {name}") > text.count(name) / 2
        yield f"What is the latest on {'the ' if with_the else ''}{name}?"


def _counts(newest: Sequence[Article]) -> Iterator[str]:
    for article in newest:
        for start, end in sentences(article.text):
            found = COUNTED.search(article.text[start:end])
            if found and not NOT_COUNTED.search(found["what"]) and not NOT_PLACES.search(found["place"]) and "\n" not in found[0]:
                place = found["place"].removesuffix("’s").removesuffix("'s")
                yield f"How many {found['what']} are reported {found['prep']} {found['the'] or ''}{place}?"
                break


def _speakers(newest: Sequence[Article]) -> Iterator[str]:
    for article in newest:
        for found in SAID.finditer(article.text):
            who = (found["who"] or found["after"]).strip()
            if not NOT_NAMES.search(who) and who.lower() not in {article.source.lower(), article.byline.lower()} and not WIDE.match(who):
                yield f"What did {who} say?"
                break


def _reports(newest: Sequence[Article]) -> Iterator[str]:
    used_names = _shared(newest)[:1]  # another question asks for the latest on it
    for article in newest:
        name = next((n for n in repeated_names(article) if len(_apart([*used_names, n])) > len(used_names)), "")
        if not name:
            continue
        used_names.append(name)
        if article.source and article.dated:
            yield f"What did {article.source} report about {name} on {day(article.dated)}?"
        elif article.dated:
            yield f"What was reported about {name} on {day(article.dated)}?"
        else:
            yield f"What do the articles say about {name}?"


def _shared(articles: Sequence[Article]) -> list[str]:
    """Names that two articles or more share, most frequent first."""
    shared = Counter(name for article in articles for name in repeated_names(article))
    return [name for name, n in sorted(shared.items(), key=lambda item: (-item[1], item[0])) if n > 1]


def _same(one: str, other: str) -> bool:
    return SequenceMatcher(None, one.lower(), other.lower()).ratio() > 0.8


def _apart(found: Sequence[str]) -> list[str]:
    """``found`` without names that contain an earlier one, are contained in one, or are spelled nearly like one."""
    kept: list[str] = []
    for name in found:
        low = name.lower()
        before = [other.lower() for other in kept]
        if not any(low in other or other in low or SequenceMatcher(None, low, other).ratio() > 0.8 for other in before):
            kept.append(name)
    return kept
