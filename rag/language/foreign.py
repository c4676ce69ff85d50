"""Tell that a text is in another language than English, by its small words and its letters (pure)."""

import re
from functools import cache

from rag.language.data import word_list

FEWEST = 2  # small words of a language, one of them at least one that asks or is a verb
_ENGLISH = frozenset(
    "the of and to are were did does has have had who what when where why how which that for with from by about it".split()
)
_SCRIPTS = re.compile(
    r"[\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u0600-\u06ff\u0900-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_LETTERS = re.compile(r"[^\W\d_]")


def language_of(text: str) -> str:
    """Return the name of a text's language, "another script" for other letters than Latin ones; empty for English and where unsure.

    Names are no evidence: articles and prepositions, of which many consist (Rio de Janeiro), count only beside a verb or a word that
    asks, and all of them must be more than twice the English small words.
    """
    if 2 * len(_SCRIPTS.findall(text)) > len(_LETTERS.findall(text)):
        return "another script"
    found = frozenset(re.findall(r"[^\W\d_]+", text.lower()))  # with their accents, by which languages differ: où, qué
    asking, joining = _small_words()
    best = max(asking, key=lambda name: len(found & (asking[name] | joining[name])))
    held = len(found & (asking[best] | joining[best]))
    return best if found & asking[best] and held >= FEWEST and held > 2 * len(found & _ENGLISH) else ""


@cache
def _small_words() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    lists = (word_list("foreign.json", "asking"), word_list("foreign.json", "joining"))
    asking, joining = ({name: frozenset(listed.split()) for name, listed in table.items()} for table in lists)
    return asking, joining
