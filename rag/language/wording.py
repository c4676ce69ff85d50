"""Word lists that change what a statement claims: hedges, limits, pointers back, opposites (general English, pure)."""

import re

from rag.language.data import word_list
from rag.language.text import stem

# What a claim must not drop: "expected to", "formerly", "claims".
HEDGE = re.compile(
    r"\b(?:may|might|could|would|possibl[ey]|perhaps|likely|reportedly|alleged(?:ly)?|suspected|plans?|planned|expected|hop(?:es?|ing|ed)"
    r"|if|proposed|potential(?:ly)?|rumou?red|formerly|former|once|claim(?:s|ed|ing)?|accused|believed|thought|attempt(?:s|ed|ing)?"
    r"|tr(?:y|ies|ied|ying)|almost|nearly|partly|so-called|unconfirmed|consider(?:s|ed|ing)?|threaten(?:s|ed|ing)?|want(?:s|ed)?"
    r"|appear(?:s|ed)?|seem(?:s|ed)?|suggest(?:s|ed)?|un(?:likely|able))\b",
    re.IGNORECASE,
)
LIMIT = re.compile(r"\b(?:all|every|only|always|most|first|last|largest|biggest|best|highest|sole|entire|both|never)\b", re.IGNORECASE)
# A claim that needs another sentence to be understood.
BACKWARD = re.compile(
    r"^(?:he|she|it|they|his|her|their|its|this|that|these|those|the (?:band|film|song|album|company|group|series|game|episode|show|book"
    r"|team|school))\b|\b(?:(?:the|that) (?:same|following|next|previous) (?:year|month|day|week|season)"
    r"|that (?:year|month|day|week|season)|the latter|the former)\b",
    re.IGNORECASE,
)
# Word stem -> stems of the opposite meaning.
_PAIRS = [[frozenset(map(stem, side.split())) for side in line.split(" / ")] for line in word_list("claims", "opposites")]
TURN = {word: other for pair in _PAIRS for one, other in (pair, pair[::-1]) for word in one}
