"""Read what a question asks for: a person, a time, a place, a number (and of what), yes or no, harm (pure)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rag.language.lexicon import ANYONE, CUE, GROUP_OF, HARM, HARM_ASKED, HARM_OPEN, PASSED_OVER, UNCOUNTED
from rag.language.pattern import Pattern
from rag.language.text import plain, sentences, stem

_PEOPLE = (
    "person man woman actor actress singer player president minister author leader official star artist politician director ceo king queen "
    "athlete company group team agency party band organisation organization"
)
_PLACES = "country city state place town nation region island location continent county venue area province village"
_TIMES = "year date day hour month time decade century season week"
_MEASURES = "percent percentage number amount age share proportion total price score distance rate"
_EXTENTS = "many much old long far tall big large high often fast deep heavy wide strong"
_DOES = "do does did has have had can could will would should"
_VERBS = f"is are was were {_DOES}"
_WHICH = r"(?:what|which|^(?:please )?name (?:me )?(?:the|an?|one|two|three|all))"  # "name the city" asks as "which city" does


def _any(listed: str) -> str:
    return rf"(?:{'|'.join(listed.split())})\b"


def _which(nouns: str, between: str = rf"(?:(?!{_any(_DOES)})[\w-]+ ){{0,2}}") -> str:
    return rf"\b{_WHICH} {between}{_any(nouns)}"


# The kind of answer a question wants, by its words; of those that match the one that begins first counts, of equals the first.
_KINDS = {
    "count": rf"\bhow {_any(_EXTENTS)}|{_which(_MEASURES, '')}",
    "when": rf"\bwhen(?= {_any(_VERBS)}| (?:exactly|and|in|on)\b)|{_which(_TIMES, '')}|\bhow (?:soon|recently)\b",
    "who": rf"\bwho(?:m|se)?\b|{_which(_PEOPLE)}",
    "where": rf"\bwhere\b|{_which(_PLACES)}",
    "why": rf"\bwhy\b|{_which('reason cause caused causes prompted led triggered')}|\bwhat (?:\w+ ){{0,4}}for\?*$",
    "how": r"\bhow\b",
    "which": rf"\b{_WHICH.replace('what|', '')}\b",
    "what": r"\bwhat\b",
    "yesno": rf"^(?:(?:and|but|so) )?{_any(_VERBS)}",
}
WANTS = list(_KINDS)
# Where none does: "the day when it sank", "any survivors?", "death toll in Alvik?"
_LOOSE = {
    "when": r"\bwhen\b",
    "yesno": rf"^any(?:one|body|thing)?\b|, {_any(_VERBS)}",
    "count": rf"^(?:[\w-]+ ){{0,3}}(?:toll\b|{_any(_MEASURES)})",
}
_KIND_RULES = [(name, Pattern(rule)) for name, rule in _KINDS.items()]
_LOOSE_RULES = [(name, Pattern(rule)) for name, rule in _LOOSE.items()]

Value = Literal["", "date", "number", "name"]
_VALUE_OF: dict[str, Value] = {"count": "number", "when": "date", "who": "name", "where": "name", "which": "name"}
# What a question of the kind "what" wants, by its noun: what is the population, what was the name, what film.
_NO_NOUN = f"{_VERBS} happened happens killed changed went made came may might must else if about the an a"
_WHAT_IS = r"\bwhat(?:'s| (?:is|was|are|were)) (?:[\w'.-]+ ){0,4}?"
_WHAT_VALUES: tuple[tuple[Value, Pattern], ...] = (
    ("date", Pattern(rf"{_WHAT_IS}(?:date|birthday)\b|\bwhat (?:is|was) the year\b")),
    ("number", Pattern(rf"{_WHAT_IS}(?:population|toll|{_any(_MEASURES)})")),
    ("name", Pattern(rf"{_WHAT_IS}(?:name|title|capital)s?\b")),
    ("name", Pattern(rf"\bwhat (?!{_any(_NO_NOUN)}|(?:{HARM_ASKED})\b)[a-z]\w+")),
)
_SORT = Pattern(r"\b(?:what|which) (?:kind|type|sort)s? of\b")  # answered by no name
# "Which countries signed", "who are the four", "name all": a plural is a word of four letters or more in a single s.
_PLURAL = r"(?:(?!(?:does|this|news|series|politics|basis|status|class)\b)[a-z]{3,}(?<![siu])s|people|men|women|children)\b"
_MANY = Pattern(
    rf"\b(?:which|what) (?:of the )?(?:(?!{_any(_VERBS)})[\w-]+ ){{0,2}}?{_PLURAL}(?! (?:is|was|has)\b)"
    rf"|\bwho (?:are|were) the (?:[\w-]+ ){{0,2}}?{_PLURAL}"
    rf"|^(?:please )?(?:list|name|give)(?: me)? (?:all|every|the (?:[\w-]+ ){{0,2}}?{_PLURAL})"
)
_COUNTED = Pattern(r"\b(?:how (?:many|much|often)|number|count|toll|total)\b")
# "How many US troops", "how many American and British soldiers": the noun, past the names and nationalities before it.
_HOW_MANY = re.compile(
    rf"\b[Hh]ow\s+(?:many|much(?!\s+of)|often)\s+(?:(?:{'|'.join(sorted(PASSED_OVER))})\s+)*(?:(?:[A-Z][\w.’'-]*|and)\s+)*(?P<noun>\w+)"
)
_HARM_ASKED = Pattern(rf"\b(?:what|which|any|how\s+(?:much|bad|severe|serious))\s+(?:\w+\s+){{0,2}}(?:{HARM_ASKED})\b")
# "Who is Ana Ruiz?" asks to be told of her; "Who is Prime Minister?", whose last word is a post, asks for a name
_POSTS = frozenset(f"{_PEOPLE} mayor pope chancellor governor secretary speaker justice lady chief premier chair captain".split())
_PROPER = r"[^\W\d_a-z][\w.'’-]*"
_WHO_IS = re.compile(
    r"^(?:[Ss]o |[Aa]nd )?[Ww]ho(?:['’]s|\s+(?:is|was|are|were))\s+"
    rf"(?P<name>(?:(?:de|le|van|von)\s+)?{_PROPER}(?:\s+(?:{_PROPER}|al|bin|da|de|del|der|du|la|le|van|von))*)\s*\?*$"
)
_OPEN = Pattern(
    r"\b(?:what|how)\s+(?:has\s+|have\s+)?"
    r"(?:happen|(?:is|was)\s+(?:known|said|reported|the\s+(?:result|outcome))|(?:did|do|does)\b.*\b(?:say|report|do|cause)\b)"
    rf"|\b(?:tell|describe|summari[sz]e|explain|about)\b|\b(?:{HARM_OPEN})\b"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one question asks for."""

    kind: str  # one of WANTS, a feature of the fitted rankers; "what" where no rule matches
    value: Value  # the kind of value that answers; empty: none, as for why, how, yes or no
    quantity: str  # what it counts: a class of the lexicon, else the stem of a noun; empty: it asks for no count, or not of what
    many: bool  # it wants a list: all the members that there are
    about: bool  # it names somebody and asks who that is: no other name answers it
    harm: Literal["", "relevant", "asked"]  # whether reports of harm or of no harm answer it, and whether it asks for them and nothing else


@lru_cache(maxsize=1024)
def read_asked(question: str) -> Asked:
    """Return what a question asks for; of several sentences the last one asks."""
    start, end = (sentences(question) or [(0, 0)])[-1]
    low = plain(question[start:end])
    kind = _first_kind(low)
    value: Value = "" if _SORT.search(low) else _VALUE_OF.get(kind, "")
    if kind == "what" and not _SORT.search(low):
        value = next((value for value, rule in _WHAT_VALUES if rule.search(low)), "")
    quantity = "" if value in {"date", "name"} else _quantity(question)
    named = _WHO_IS.match(question[start:end].strip())
    about = named is not None and named["name"].split()[-1].lower() not in _POSTS
    return Asked(kind, value, quantity, bool(_MANY.search(low)), about, _harm(question, kind, value, quantity))


def _first_kind(low: str) -> str:
    places = [(match.start(), n, name) for n, (name, rule) in enumerate(_KIND_RULES) if (match := rule.search(low))]
    return min(places)[2] if places else next((name for name, rule in _LOOSE_RULES if rule.search(low)), "what")


def _quantity(question: str) -> str:
    if not _COUNTED.search(question):
        return ""
    hits = [(cue.start(), name) for name, pattern in CUE.items() for cue in pattern.finditer(question)]
    rest = _HOW_MANY.search(question)
    noun = stem(rest["noun"].lower()) if rest else ""
    noun_class = next((name for name, pattern in CUE.items() if rest and pattern.fullmatch(rest["noun"])), "")
    if rest and rest["noun"].islower() and noun not in ANYONE and noun not in GROUP_OF and noun not in UNCOUNTED:
        return noun_class or noun
    return min(hits)[1] if hits else noun if noun in GROUP_OF else ""


def _harm(question: str, kind: str, value: Value, quantity: str) -> Literal["", "relevant", "asked"]:
    if quantity:  # "no casualties" answers how many were killed
        return "relevant" if quantity in {"killed", "wounded"} else ""
    if HARM.search(question) and not value:
        return "asked"
    is_open = value not in {"date", "name"} and (kind == "yesno" or _OPEN.search(question))
    return "relevant" if is_open or _HARM_ASKED.search(question) else ""
