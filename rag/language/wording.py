"""Word lists that change what a statement claims: hedges, limits, pointers back (general English, pure)."""

import re

from rag.language.data import word_list

HEDGES = frozenset(" ".join(word_list("claims.json", "hedges")).split())  # words without which a statement says more
LIMIT = re.compile(r"\b(?:all|every|only|always|most|first|last|largest|biggest|best|highest|sole|entire|both|never)\b", re.IGNORECASE)
# A claim that needs another sentence to be understood.
BACKWARD = re.compile(
    r"^(?:he|she|it|they|his|her|their|its|this|that|these|those|the (?:band|film|song|album|company|group|series|game|episode|show|book"
    r"|team|school))\b|\b(?:(?:the|that) (?:same|following|next|previous) (?:year|month|day|week|season)"
    r"|that (?:year|month|day|week|season)|the latter|the former)\b",
    re.IGNORECASE,
)
