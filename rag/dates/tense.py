"""Tell whether the words around a date speak of the past or of the future."""

import re
from typing import Literal

from rag.language.pattern import Pattern

# Words of the future and of the past: the nearest to a date decides on its year or week.
_TENSE = Pattern(
    r"\b(?:(?P<ahead>will|won['\u2019]t|shall|would|must|should|(?:is|are|was|were)\s+(?:set|due|scheduled|slated|expected|likely|supposed)|(?:is|are)\s+to"
    r"|(?:tapped|picked|chosen|invited|hired|selected|expect(?:s|ed)?|plan(?:s|ned)?|hopes?|set|going)\s+to|due\s+(?:to|on|in)|scheduled|upcoming|to\s+be\s+held|to\s+take\s+place"
    r"|face\s+off|ahead\s+of|favou?rites?|promis(?:es?|ed|ing)|pledg(?:es?|ed|ing)|vow(?:s|ed|ing)?|odds|tipped|preview|starts?|begins|opens|ends|expires|runs|takes\s+(?:effect|place)|goe?s?\s+to\s+the\s+polls|votes|meets|kicks\s+off|returns|resumes)"
    r"|(?P<back>(?<!\bbe\s)(?:was|were|did|had|has|have|said|told|took|won|died|fell|struck|hit|broke|left|gave|held|met|made|led|began|sank|shot|fled|saw|came|went|got|became|sent|lost"
    r"|paid|kept|ran|rose|found|flew|brought|wrote|spoke|stood|sold|burst|blew|drove|threw|fought|caught|taught|sought|built|[a-z]{2,}ed)))\b"
)


# Who has vowed looks ahead, but the vow is past: a date before it, or right behind it, is that of the vow.
_VOWED = Pattern(r"(?:promis|pledg|vow)ed\b")
_VOWED_ON = Pattern(r"(?:promis|pledg|vow)ed\s+(?:(?:early|late)\s+)?(?:on\s+)?$")
_ADJOINS = Pattern(r"\s+(?:\w+ly\s+)?")


def tense(text: str) -> Literal["past", "future", ""]:
    """Return "past" for a text that has words of the past and none of the future, "future" for the opposite, else nothing."""
    spoken = {m.lastgroup for m in _TENSE.finditer(text)}
    return "" if len(spoken) != 1 else "past" if "back" in spoken else "future"


def looks_ahead(text: str, at: int, to: int) -> bool:
    """Whether the words around ``text[at:to]`` speak of the future: those before it in its clause, else those after."""
    before = re.split(r"[.;:?!]\s", text[max(0, at - 90) : at])[-1]
    beside = _TENSE.search(text, to, to + 24)
    if beside and beside["back"] and _ADJOINS.fullmatch(text, to, beside.start()):  # "hopes to reach the rock it in July found"
        return False
    spoken = [*_TENSE.finditer(before)]
    nearest = spoken[-1] if spoken else _TENSE.search(text, to, to + 70)
    if nearest is None or nearest["ahead"] is None:
        return False
    return not (_VOWED_ON.search(before) if spoken else _VOWED.fullmatch(nearest["ahead"]))
