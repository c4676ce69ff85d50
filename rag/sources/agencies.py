"""Recognise the news agencies and outlets that a text credits (pure)."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from rag.language.data import read_data, word_list

# As few words as can be: the Australian Associated Press is not the AP.
_DESK = r"(?:(?:the|[A-Z][a-z]+(?:['’]s)?|news|state|official|semi-official|local|press|wire|state-run|state-owned|agency)\s+){0,5}?"
# A credit, not a mention.
_TELLING = r"(?:told|tells|telling|according to|(?:reported|quoted|cited|reports?|written) by|citing)"
_SAYS = r"(?:has |had )?(?:first )?(?:reported|reports|said|says|quoted|cited|wrote)"


@lru_cache(maxsize=1)
def forms() -> Mapping[str, str]:
    """Return every form in which reports credit a news agency, with the one name that the agency has here."""
    lines = read_data("agencies.txt").splitlines()
    listed = [[form.strip() for form in line.split("=")] for line in lines if line and not line.startswith("#")]
    return MappingProxyType({form: named[0] for named in listed for form in named})


@lru_cache(maxsize=128)
def _credits(*called: str) -> tuple[re.Pattern[str], ...]:
    name = rf"(?P<name>{'|'.join(re.escape(form) for form in called)})(?![\w-])"
    return (*_verbs(name), *_bylines(name))


def _bylines(name: str) -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"^\W*(?:(?:[Bb]y|Source:|From)\s+)?(?:[Tt]he\s+)?{name}\W*$", re.M),  # a byline
        re.compile(rf"^[^a-z\n]{{0,60}}\({name}\)", re.M),  # PARIS (AP) A ferry ...
        re.compile(rf"\({name}\)(?=\s*(?:[-–—]|$))", re.M),  # Paris, 3 May (AP) — and at the end of a report
    )


def _verbs(name: str) -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"\b(?i:{_TELLING})\s+{_DESK}{name}"),
        re.compile(rf"(?<![\w-]){name}(?:\s+(?:news|press|wire|agency|service)){{0,2}},?\s+{_SAYS}\b"),
    )


def agency_of(text: str) -> str:
    """Return the news agency that ``text`` credits most, the first of equals; empty when it credits none.

    A mention ("Reuters cut 50 jobs") is no credit: that takes a byline, a dateline or a verb of reporting.
    """
    found = Counter(forms()[match["name"]] for credit in _credits(*forms()) for match in credit.finditer(text))
    return found.most_common(1)[0][0] if found else ""


def credits_outlet(text: str, outlet: str) -> bool:
    """Whether ``text`` credits ``outlet``, by the name its articles state: "the Harbour Post reported", "he told the Post"."""
    name = outlet.removeprefix("The ")
    return name != "" and name in text and any(credit.search(text) for credit in _credits(name))


@lru_cache(maxsize=512)
def outlets_credited(text: str) -> frozenset[str]:
    """Return the outlets that ``text`` credits with a verb of reporting, without "the": "the Herald reported", "told the BBC".

    An outlet is known by a word of the press in its name ("Daily Post") or by being listed; an agency is none (``agency_of``).
    """
    found = {m["name"] for credit in _any_outlet() for m in credit.finditer(text)}
    return frozenset(found - {*forms()})


@lru_cache(maxsize=1)
def _any_outlet() -> tuple[re.Pattern[str], ...]:
    press, known = ("|".join(word_list("press.json", name)) for name in ("press words", "outlets"))
    name = rf"(?:[Tt]he\s+)?(?P<name>(?:[A-Z][\w.’'&]*\s+){{0,3}}(?:{press})|(?:{known}))(?![\w-])(?!['’]s?\s)(?!\s+[A-Z])"
    return _verbs(name)
