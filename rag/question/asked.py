"""Classify a question by the answer it wants: a person, a time, a place, a number (and of what), yes or no (pure)."""

import re

from rag.language.lexicon import ANYONE, CUE, GROUP_OF, HARM
from rag.language.text import plain, stem

_PEOPLE = (
    "person man woman actor actress singer player president minister author leader official star artist politician director ceo king queen "
    "athlete company group team agency party band organisation organization"
)
_PLACES = "country city state place town nation region island location continent county venue area province village"
_TIMES = "year date day month time decade century season week"
_MEASURES = "percent percentage number amount age share proportion total price score distance rate"
_EXTENTS = "many much old long far tall big large high often fast deep heavy wide"


def _which(nouns: str, between: str = r"(?:\w+ ){0,2}") -> str:
    return rf"\b(?:what|which) {between}(?:{'|'.join(nouns.split())})\b"


# The kind of answer a question wants, by its words; the first that matches counts.
_WANTS = (
    ("count", rf"\bhow (?:{'|'.join(_EXTENTS.split())})\b|{_which(_MEASURES, '')}"),
    ("when", rf"\bwhen\b|{_which(_TIMES, '')}|\bhow (?:soon|recently)\b"),
    ("who", rf"\bwho(?:m|se)?\b|{_which(_PEOPLE)}"),
    ("where", rf"\bwhere\b|{_which(_PLACES)}"),
    ("why", rf"\bwhy\b|{_which('reason cause caused causes prompted led triggered')}|\bwhat (?:\w+ ){{0,4}}for\?*$"),
    ("how", r"\bhow\b"),
    ("which", r"\bwhich\b"),
    ("what", r"\bwhat\b"),
    ("yesno", r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b"),
)
WANTS = [name for name, _ in _WANTS]
_WANT_RULES = [(name, re.compile(rule)) for name, rule in _WANTS]


def wants(question: str) -> str:
    """Return the kind of answer asked for, one of WANTS; "what" when no rule matches."""
    low = plain(question)
    return next((name for name, rule in _WANT_RULES if rule.search(low)), "what")


_WHEN = re.compile(
    r"^(?:in\s+(?:which|what)\s+year|when|what\s+(?:year|day|date)|on\s+what)\b|\b(?:release|premiere|birth|opening|founding)\s+date\b|\bwhat\s+is\s+the\s+\w+\s+date\b",
    re.I,
)
_MANY = re.compile(r"\bhow\s+(?:many|much)\b|\bpopulation\b", re.I)
_NAMED = re.compile(
    r"^(?:who|whom|which|where|whose|in\s+which|what\s+is\s+the\s+name|what\s+(?!is|was|are|were|has|have|did|does|do|will|share|percentage|rate|happened)\w+)\b|\bof\s+(?:which|what)\b|\b(?:which|what)\s+(?:country|city|state|county|team|club|person|movie|film)\b",
    re.I,
)


def value_kind(question: str) -> str:
    """Return the kind of value a question asks for: date, number, name, or empty."""
    if _WHEN.search(question):
        return "date"
    if _MANY.search(question):
        return "number"
    return "name" if _NAMED.search(question) else ""


# "How many US troops", "how many American and British soldiers": the noun, past the names and nationalities before it.
_HOW_MANY = re.compile(r"\b[Hh]ow\s+(?:many|much|often)\s+(?:more\s+)?(?:(?:[A-Z][\w.’'-]*|(?<=[\w.])\s*and)\s+)*(?P<noun>\w+)")
_AUXILIARIES = frozenset(stem(w) for w in "is are was were has have had do does did will would can could may money times".split())


def quantity_asked(question: str) -> str:
    """Return the class of quantity that a question asks for, empty if it names none."""
    if not re.search(r"\b(?:how (?:many|much|often)|number|count|toll|total)\b", question, re.I):
        return ""
    hits = [(cue.start(), name) for name, pattern in CUE.items() for cue in pattern.finditer(question)]
    rest = _HOW_MANY.search(question)
    noun = stem(rest["noun"].lower()) if rest else ""
    noun_class = next((name for name, pattern in CUE.items() if rest and pattern.fullmatch(rest["noun"])), "")
    if noun_class or (rest and rest["noun"].islower() and noun not in ANYONE and noun not in GROUP_OF and noun not in _AUXILIARIES):
        return noun_class or noun
    return min(hits)[1] if hits else noun if noun in GROUP_OF else ""


def asks_harm(question: str) -> bool:
    """Whether a question asks about harm or responsibility for it, and not for one figure, name or day."""
    return HARM.search(question) is not None and not quantity_asked(question) and not value_kind(question)


_HARM_ASKED = re.compile(
    r"\b(?:what|which|any|how\s+(?:much|bad|severe|serious))\s+(?:\w+\s+){0,2}"
    r"(?:damage|casualt\w+|harm|injur\w+|losses|effects?|toll)\b",
    re.I,
)
_OPEN = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?:is|are|was|were|did|do|does|has|have|had|can|could|will|would)\b|\b(?:what|how)\s+(?:has\s+|have\s+)?"
    r"(?:happen|is\s+(?:known|said|reported|claimed)|was\s+(?:said|reported|claimed|the\s+(?:result|outcome))|(?:did|do|does)\b.*\b(?:say|claim|report|do|cause)\b)"
    r"|\b(?:tell|describe|summari[sz]e|explain|about)\b|\b(?:casualt\w+|damaged?|harm\w*|hurt|injur\w+)\b",
    re.I,
)


def allows_harm(question: str) -> bool:
    """Whether reports of harm are relevant to a question: it asks for harm, for yes or no, or for what happened."""
    return _HARM_ASKED.search(question) is not None or (value_kind(question) not in {"date", "name"} and _OPEN.search(question) is not None)
