"""Find the words that a sentence negates: cues of negation and how far they reach (pure)."""

import re

from rag.language.text import content_words, stem

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|hardly|unable|\w+n['’]t|"
    r"den(?:y|ies|ied|ying)|fail(?:s|ed|ing)?\s+to|yet\s+to|refus(?:es?|ed|ing)(?=\s+to)|declin(?:es?|ed|ing)(?=\s+to)|"
    r"rul(?:es?|ed|ing)\s+out|refut(?:es?|ed|ing)|false(?:ly)?|untrue|instead\s+of|rather\s+than)\b",
    re.I,
)
_NOT_NEGATING = re.compile(
    r"\b(?:not only|no doubt|no longer than|no fewer|no less|no more than|not less|not more than|nothing but|no\.? \d+|"
    r"whether or not|not to mention)\b",
    re.I,
)
_DENIAL = re.compile(r"den|rul|refut|false|untrue", re.I)
_CLAUSE = re.compile(
    r"[,;:!?—–]|(?<=[a-z\d]{2})\.(?:\s|$)(?!\s*[A-Z][a-z]*\b\.?\s[A-Z])|\b(?:but|although|though|while|which|who|because|and then)\b", re.I
)


def negated(text: str) -> tuple[frozenset[str], int]:
    """Return the stems within reach of a negation, in its clause, and the number of cues.

    A denial reaches four content words on ("denied that the group attacked"), a plain "not" or "no" two.
    """
    masked = _NOT_NEGATING.sub(lambda m: "_" * len(m.group()), text)
    scope: set[str] = set()
    count = 0
    for cue in _NEGATION.finditer(masked):
        count += 1
        ahead = masked[cue.end() : cue.end() + 80]
        stop = _CLAUSE.search(ahead)
        reach = 4 if _DENIAL.match(cue.group()) else 2
        scope.update(
            stem(w) for w in content_words(ahead[: stop.start()] if stop else ahead.rsplit(" ", 1)[0])[:reach] if not w[0].isdigit()
        )
    return frozenset(scope), count
