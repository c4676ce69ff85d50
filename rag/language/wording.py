"""Word lists that change what a statement claims: hedges, limits, pointers back, opposites (general English, pure)."""

import re

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
# Pairs of opposite meanings: each side lists the words of one meaning.
OPPOSITES = (
    (
        "rise rose risen increase grow grew gain climb jump soar up higher",
        "fall fell fallen decrease shrink shrank loss decline drop plunge down lower",
    ),
    ("win won victory beat", "lose lost defeat"),
    ("accept agree approve support endorse welcome", "reject refuse oppose deny criticise criticize condemn"),
    ("before", "after"),
    ("more", "fewer less"),
    ("open", "close shut"),
    ("buy bought", "sell sold"),
    ("arrest detain jail imprison", "release free acquit"),
    ("start begin began launch", "end stop halt cease"),
    ("guilty convict", "innocent acquit clear"),
    ("arrive enter join", "leave left depart quit"),
    ("allow permit legalise legalize", "ban forbid prohibit block bar"),
    ("confirm admit acknowledge", "deny dispute"),
    ("male man men", "female woman women"),
    ("first", "last"),
    ("north northern", "south southern"),
    ("east eastern", "west western"),
    ("largest biggest highest most", "smallest lowest least fewest"),
)
TURN = {stem(w): frozenset(stem(o) for o in other.split()) for pair in OPPOSITES for one, other in (pair, pair[::-1]) for w in one.split()}
