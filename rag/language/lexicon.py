"""Word lists for what news reports count, and for groups of people (pure)."""

import re

from rag.language.pattern import Pattern
from rag.language.text import stem

# Quantities that reports name in many ways, with the words for each. Anything else is named by its noun's stem.
CLASSES = {
    "killed": r"kill(?:s|ed|ing)?|dead|die[sd]?|dying|deaths?|fatalit(?:y|ies)|toll|lives|bodies|perished|slain|drown(?:ed)?|massacred",
    "wounded": r"wound(?:s|ed|ing)?|injur(?:e|es|ed|ies|y|ing)|hurt",
    "missing": r"missing|unaccounted",
    "displaced": r"displaced|homeless|evacuat(?:e|ed|ing|ion)|fled|flee(?:ing)?",
    "arrested": r"arrest(?:s|ed|ing)?|detain(?:s|ed|ing)?|rounded up",
    "attacks": r"attack(?:s|ed)?|assaults?|under fire",
}
CUE = {name: re.compile(rf"\b(?:{words})\b", re.I) for name, words in CLASSES.items()}
CLASS_NOUNS = {
    "killed": "killed dead death deaths fatalities", "wounded": "wounded injured injuries", "missing": "missing", "displaced": "displaced",
    "arrested": "arrests arrested", "attacks": "attacks attack assaults",
}  # fmt: skip
PERSONAL = ("killed", "wounded", "missing", "displaced", "arrested")
# Groups of people: a number of one group is not a number of another, nor of all.
_GROUPS = {
    "children": "child kid minor boy girl infant baby", "women": "woman women", "civilian": "civilian",
    "soldier": "soldier troop serviceman servicemen servicemember marine",
    "fighter": "fighter rebel militant gunman gunmen insurgent jihadist terrorist",
    "police": "police policeman policemen officer", "journalist": "journalist reporter",
    "worker": "worker miner employee staff labourer", "foreigner": "foreigner tourist", "medic": "medic doctor nurse",
}  # fmt: skip
GROUP_OF = {stem(word): group for group, words in _GROUPS.items() for word in words.split()} | {
    "children": "children",
    "women": "women",
    "men": "",
    "police": "police",
}
ANYONE = frozenset(stem(w) for w in "person people victim casualty passenger resident inhabitant human others more other".split())
HARM = Pattern(r"\b(?:casualt\w+|damag\w+|injur\w+|hurt|wounded|harm\w*|kill\w*|dead|deaths?|victims?|targets?|responsib\w+|claim\w*)\b")
