"""Tell what kind of word a word with a capital is, by lists: a title, a day, an ordinary word, part of a name (pure)."""

import re
from functools import lru_cache

from rag.language.data import read_data
from rag.language.spelling import PARTICLES
from rag.language.text import content_words, plain

ACRONYM = re.compile(r"(?:[A-Z][.&]?){2,}s?$|[A-Z][a-z]?[A-Z]\w*$")
_TAIL = re.compile(r"(?<=[\w.])(?:['’]s?|-[a-z].*)$")  # "Biden's", "Chicago-area"
_TITLES = frozenset(
    "mr mrs ms miss dr president senator sen secretary representative rep governor gov general gen admiral adm colonel col lieutenant lt "
    "captain capt sergeant sgt major maj minister premier chancellor ambassador sir lady lord judge justice professor prof "
    "reverend rev spokesman spokeswoman spokesperson chief chairman chairwoman director mayor officer coach commissioner congressman "
    "congresswoman speaker adviser".split()
)
# Nouns that make a name of the ordinary words before them: the Supreme Court, the Food and Drug Administration.
HEADS = frozenset(
    "academy administration agency alliance assembly association authority bank bay board bridge bureau center centers centre college "
    "commission committee company conference congress convention corporation corps council court department district electric embassy "
    "federation forces foundation fund guard gulf horn hospital house index institute league library ministry motors museum office "
    "organization organisation parliament party post republic school senate service services society strait street subcommittee "
    "tower tribunal union university".split()
)
_OWNERS = frozenset("people's women's men's children's".split())  # the People's Republic, but Iran's Republic
_INFLECTED = re.compile(r"(?:ing|ed|ly|ers|ors|ists|[tsc]ions?|ments?|ness|ies|ity|ous|ive|ful|ally)$")  # a rare word rather than a name
_NOT_NAMES = frozenset("OK PM AM CEO CFO COO TV DVD AI ID DNA GDP PhD MP MPs ET GMT EST Q&A BMI".split())
_FUNCTION = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty "
    "thirty forty fifty sixty seventy eighty ninety another many several every much although though however despite yes oh".split()
)
_CONTRACTED = re.compile(r"(?:n't|'(?:re|ve|ll|d|m))$")
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december jan feb mar apr jun jul aug sep sept oct nov dec".split()
)


def _listed(file: str) -> list[str]:
    return read_data(file).split()


@lru_cache(maxsize=1)
def ordinary() -> frozenset[str]:
    """Return everyday words, which are no names at the start of a sentence; collected from public news.

    The fitted weights of the checks are for this very list; ``names`` knows more words (see capitals.txt).
    """
    return frozenset(_listed("starters.txt"))


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the ordinary words, those of them that may also begin a name, and names that end as ordinary words do.

    In capitals.txt they are written "mouse", "Human" and "SANDERS". Counted in the sentences of nine public news sets, first words
    apart: an ordinary word is in lower case at least 5 times and more often than with a capital; it may begin a name when 6% of its
    uses have a capital and 5 of these stand before another; a name has an ending of _INFLECTED, 3 capitals and five times what is in
    lower case. First names that are words (Grace) and "Real" were added to those that may begin one.
    """
    listed = _listed("capitals.txt")
    begin = frozenset(w.lower() for w in listed if w.istitle())
    return ordinary() | begin | frozenset(w for w in listed if w.islower()), begin, frozenset(w.lower() for w in listed if w.isupper())


@lru_cache(maxsize=65536)
def classed(whole: str, shouted: bool) -> tuple[str, str, int]:
    """Return a token's plain form, kind and length; ``shouted`` when its line has nothing but capitals."""
    word = whole if plain(whole) in _OWNERS else _TAIL.sub("", whole)
    low = plain(word).rstrip(".")
    return low, _kind(word.title() if shouted else word, low), len(word)


def _kind(word: str, low: str) -> str:
    """Return link, particle, none, title, day, function, auxiliary, acronym, ordinary, opener (ordinary, may begin a name), odd or name."""
    known, openers, inflected = _lists()
    if word == low or word == "&":
        return "particle" if low in PARTICLES else "link"
    if word.replace(".", "") in _NOT_NAMES:
        return "none"
    if low in _TITLES:
        return "title"
    if low in _DAYS:
        return "day"
    shouted = word.isupper() and len(low) > 3 and low in known
    if ACRONYM.match(word) and not shouted and (low in {"us", "who"} or "&" in low or (content_words(low) and low not in _FUNCTION)):
        return "acronym"
    if not content_words(low) or low in _FUNCTION or _CONTRACTED.search(low):
        return "auxiliary" if low == "will" else "function"
    if low in known and word[0].isupper():
        return "opener" if low in openers else "ordinary"
    return "odd" if _INFLECTED.search(low) and low not in inflected and word.isascii() else "name"
