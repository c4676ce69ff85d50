"""Extract what a sentence counts: each number with its quantity, the people it covers, its time and its speaker (pure)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.compare.statements import Said
from rag.language.lexicon import ANYONE, CUE, EVENTS, GROUP_OF, PERSONAL, TALLIED
from rag.language.numbers import Number
from rag.language.text import stem

UNITS = frozenset({"%", "$", "€", "£", "¥", "₹"})
_COUNT_OF = re.compile(r"\b(?:[Nn]umber|[Tt]otal|[Cc]ount)\s+of\s+(?P<noun>[a-z]+)")
_PLURAL = re.compile(r"\s+[A-Za-z-]+(?<!s)\s+(?P<noun>[a-z]{3,}s)\b")
_BY = re.compile(r"\bby\s+(?:(?:an?|another|further|just|only)\s+)*$")  # "fell by about 20": what it changed by, not what it is
_ARTICLE = re.compile(r"\b(?:an?|the)\s+$", re.I)
_TO_DO = re.compile(r"\s+\w+\s+to\s+(?!be\b|die\b|have\b)", re.I)
_NAMED = re.compile(r"\b[A-Z][\w.’'-]+,\s+(?:aged\s+)?$")
# "18 of the 80": those of whom the count is a part; "ages 52 to 88"
_NO_COUNT = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|most|some|dozens|all))\s+of\s+(?:(?:the|its|about|some)\s+)*$"
    r"|\bage[sd]?\s+(?:\d+\s+(?:to|and|or)\s+)?$",
    re.I,
)
_OF_ITS = re.compile(r"\s+of\s+(?:its|their|his|her|our|the|these|those)\s+(?:own\s+)?(?P<noun>[a-z]+)", re.I)
# Words behind a number that it does not count: "killed 12 near Marl". Those that no number is read with are left out.
_NO_NOUN = frozenset(
    map(stem, (
        "as with after before when while since said near during but where whereas across outside inside over under through until because "
        "including into around between against so then this last yesterday today overnight"
    ).split())
)  # fmt: skip
_OLD = re.compile(
    r"\b(?:not|from|instead of|rather than|earlier|previously|compared with|against|after)\s+"
    r"(?:at\s+least\s+|about\s+|more\s+than\s+)?$"
    r"|\b(?:earlier|previous|initial)\s+(?:death\s+)?(?:tolls?|count|figure|number|estimate)\b(?:\s+[\w-]+){0,4}?\s+(?:of|at|was)\s+(?:at\s+least\s+|about\s+|more\s+than\s+)?$",
    re.I,
)
_SINCE = re.compile(
    r"\bsince\b|\bso far\b|\b(?:in|over|during|for)\s+(?:the\s+(?:past|last)\s+)?(?:\d+|[a-z]+)\s+(?:days|weeks|months|years)\b|"
    r"\b(?:between|from)\b.{3,40}\b(?:and|to)\b",
    re.I,
)
_CLAUSE = re.compile(r"[,;:]|\b(?:and|while|whereas|but|which|who|when|where|after)\b", re.I)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts."""

    said: Said
    number: Number
    text: str  # the number with its bound, as written
    what: str  # a class of CLASSES, else the stem of the noun, or the unit
    group: str  # whom it covers: soldier, children ...; empty: anyone
    attribution: str  # its speaker, as written; empty if none is named
    old: bool  # stated as a superseded figure: "from 60", "not 700"
    cumulative: bool  # counted over a time: "since October", "between 17 and 30 October"


@lru_cache(maxsize=512)
def quantities(said: Said) -> tuple[Quantity, ...]:
    """Return what a statement counts, in order.

    Ordinals but those of victims, clock times, years, factors and amounts of a change do not count.
    """
    text = said.text
    found = []
    for number in said.statement.numbers:
        begin = number.start - number.lead
        if (
            (number.unit in {"th", "clock", "x"} and not _is_toll(text, number))
            or _BY.search(text[:begin])
            or _NO_COUNT.search(text[:begin])
            or (number.value == 1 and not number.unit and not number.text[0].isdigit())
        ):
            continue
        if _NAMED.search(text[: number.start]) and text[number.end : number.end + 1] == ",":  # "Tanya Burwick, 62, was killed": an age
            continue
        what, group = _what_counted(text, number)
        if what:
            unit = re.match(r"\s*per\s?cent", text[number.end :])
            shown = text[begin : number.end + (unit.end() if unit else 0)]
            old = number.change == "from" or _OLD.search(text[: number.start]) is not None
            who = said.statement.speaker_at(number.start)
            found.append(Quantity(said, number, shown, what, group, who, old, bool(_SINCE.search(text))))
    return tuple(found)


def _is_toll(text: str, number: Number) -> bool:
    """Whether an ordinal says how many there are by now: "an eighth victim died", "the third soldier to be killed"."""
    counts_people = number.unit == "th" and number.value > 1 and number.noun in ANYONE | GROUP_OF.keys()
    # not "her third child", "the second woman to lead"
    of_them = _ARTICLE.search(text[: number.start]) and not _TO_DO.match(text, number.end)
    return bool(counts_people and of_them and _nearest_class(text, number))


def _what_counted(text: str, number: Number) -> tuple[str, str]:
    """Return what a number counts and the group of people it covers."""
    noun = "" if number.noun in _NO_NOUN else number.noun
    if of_its := _OF_ITS.match(text, number.end) or (_PLURAL.match(text, number.end) if noun and noun not in TALLIED else None):
        noun = stem(of_its["noun"].lower())  # "18 enemy tanks" and "18 Russian tanks" count tanks
    if number.unit in UNITS:
        return number.unit, ""
    if noun == "tim":
        return next(((name, "") for name, event in EVENTS.items() if event.search(text)), ("", ""))
    if not noun and (of := _COUNT_OF.search(text[: number.start])):
        noun = stem(of["noun"].lower())
    for name, cue in CUE.items():
        if noun in map(stem, cue.findall(text)):
            return name, ""
    person = not noun or noun in ANYONE or noun in GROUP_OF or (not of_its and text[number.end :].lstrip()[:1].isupper())
    return (_nearest_class(text, number) if person else "") or noun, GROUP_OF.get(noun, "")


def _nearest_class(text: str, number: Number) -> str:
    """Return the class whose word stands nearest to a number; a clause border between them costs as much as eight words.

    Of two as near the one behind it counts; farther than 23 words none does.
    """
    best = (24, False, "")
    for name in PERSONAL:
        for cue in CUE[name].finditer(text):
            before = cue.start() < number.start  # equivalent: no word begins where a number does
            between = text[cue.end() : number.start] if before else text[number.end : cue.start()]
            best = min(best, (len(between.split()) + 8 * len(_CLAUSE.findall(between)), before, name))
    return best[2]
