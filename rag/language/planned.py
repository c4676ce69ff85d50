"""Find the words of what is only planned, possible or expected in a sentence: it has not happened (pure)."""

from rag.language.pattern import Pattern
from rag.language.text import content_words, stem

_AHEAD = 60  # characters after a cue in which its verb is looked for
_MODAL = r"will|would|could|may|might|shall|should|won['’]t|wouldn['’]t|couldn['’]t"
_TO = (
    r"(?:plan|intend|hope|want|aim|seek|prepare|threaten|propose|promise|pledge|vow|expect|attempt|offer|bid|favou?rite|chance)s?"
    r"|planned|(?:intend|want|aim|threaten|vow|expect|attempt|offer)ed|(?:hop|prepar|propos|promis|pledg|favou?r)ed|sought|tr(?:y|ies|ied)"
    r"|planning|(?:intend|want|aim|threaten|vow|attempt|offer|seek|try)ing|(?:hop|prepar|propos|promis|pledg)ing"
    r"|set|due|likely|poised|slated|scheduled|ready|about|going|odds"
)
_OF = (
    r"(?:consider|weigh|mull)(?:s|ed|ing)?|discuss(?:es|ed|ing)?|explor(?:e|es|ed|ing)"
    r"|possib(?:le|ility of)|potential|proposed|planned"
)
_CUE = Pattern(rf"\b(?:(?:{_MODAL})|(?:{_TO})\s+to|(?:{_OF})(?:\s+(?:an?|the|its|his|her|their))?)\s+")
_PASSED_OVER = Pattern(r"\w{2,}ly|not|never")


def planned(text: str) -> frozenset[str]:
    """Return the stem of the first content word after each cue of a plan, possibility or expectation: of "plans to close" "clos"."""
    found = set()
    for cue in _CUE.finditer(text):
        ahead = content_words(text[cue.end() : cue.end() + _AHEAD])
        verb = next((word for word in ahead if not _PASSED_OVER.fullmatch(word)), "")
        found.add(stem(verb))
    return frozenset(found - {""})
