"""Split text into sentences with offsets, and words into their plain forms and stems (pure)."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

# Short forms whose full stop ends no sentence: titles before a name never, the others but for a word that begins sentences.
_TITLES = frozenset(
    "mr mrs ms dr prof gen col lt sgt maj capt cmdr adm sen sens rep reps gov govs pres rev fr hon st mt ft vs approx eg ie cf".split()
)
_SHORT = _TITLES | frozenset(
    "jr sr no nos vol art fig dept univ inc ltd co corp bros jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur "
    "thurs fri sat sun est al etc ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla "
    "ore pa tenn tex v va vt wash wis wisc wyo".split()
)
_NEVER_WORDS = frozenset("v vs approx eg ie cf".split())  # short forms even in small letters, where "art." and "sat." are words
# A stop that may end a sentence: its marks, closing quotes or brackets, then space and something that may begin one.
_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*(?=\s)")
_OPENS = re.compile(r"\s+[\"'“‘«(\[—–-]*\s*(\S)")
_WORD_BEFORE = re.compile(r"([\w&]+(?:\.[\w&]+)*)[.!?…]+[\"'”’»)\]]*$")
# A line break ends a sentence, but for a single one behind a long line that stops in mid-sentence: that is wrapped text.
_BREAK = re.compile(r"\n\s*\n|\n(?=\s*[•*\-–]\s)|(?<![^\n]{60}[^\s.!?:\"”’)])\n")
_WORDS = re.compile(r"\d+(?:[.,:]\d+)*%?|\b(?:[A-Za-z]\.){2,12}(?!\w)|[^\W\d_]+(?:['’\u0300-\u036f]+[^\W\d_]+)*[\u0300-\u036f]*|[^\W_]+")

_STOP_WORDS = frozenset(
    "a an the and or but if of at by for with about against between into through during to from in on off over under again then once "
    "here there all any both each few more most other some such only own same so than too very can will just should now is am are was "
    "were be been being have has had having do does did doing would could ought i me my we our you your he him his she her hers it its "
    "they them their this that these those as until while because what which who whom whose when where why how s t "
    "also may might must shall via per".split()
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of every sentence, in order, without surrounding space; none crosses a paragraph."""
    spans: list[tuple[int, int]] = []
    start = 0
    for gap in _BREAK.finditer(text):
        spans += _within_line(text, start, gap.start())
        start = gap.end()
    return spans + _within_line(text, start, len(text))


def _within_line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans, begin = [], start
    for stop in _STOP.finditer(text, start, end):
        if _ends_sentence(text, begin, stop, end):
            spans.append((begin, stop.end()))
            begin = stop.end()
    spans.append((begin, end))
    return [span for span in (_strip(text, *s) for s in spans) if span[0] < span[1]]


def _ends_sentence(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    opens = _OPENS.match(text, stop.end(), end)
    if opens is None or opens.group(1).islower():  # "... he said" goes on; so does an abbreviation
        return False
    first = opens.group(1)
    if stop.group().strip(".\"'”’»)]"):  # a mark other than a full stop
        return not (stop.group()[-1] in "\"'”’" and _SPEAKER.match(text, opens.start(1), end))
    before = _WORD_BEFORE.search(text, max(begin, stop.end() - 40), stop.end())
    word = before.group(1) if before else ""
    low = word.lower()
    if low in _SHORT and (word.islower() or low == "no"):
        return not (first.isdigit() or low in _NEVER_WORDS)
    if low in _TITLES:
        return False
    if len(word) == 1 and not text[begin : stop.start() - 1].strip():  # the letter of a list: "A. The moon"
        return False
    if low in _SHORT or (len(word) == 1 and word.isupper()) or ("." in word and len(word.replace(".", "")) <= 3):
        return OPENER.match(text, opens.start(1), end) is not None and not _DASH.match(text, stop.end())
    return True


# What may begin a sentence behind a short form or an initial: "in the U.S. The war", but "J. A. Smith".
OPENER = re.compile(
    r"(?:the|an?|in|on|at|it|he|she|they|we|i|this|that|these|those|but|and|for|as|after|before|when|while|if|there|its|his|her|their"
    r"|you|your|my|our|what|who|how|why|so|then)\b(?!\.)",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s+[–—-]")
# A speaker behind a quoted question or cry: "“Who?” Ana Ruiz asked".
_SPEAKER = re.compile(r"(?:[A-Z][\w.’'-]*\s+){1,3}(?:said|says|asked|asks|told|wrote|added|replied|shouted|tweeted)\b")


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


# Quotation marks made straight, and the letters that no accent can be taken from: Gdańsk, Łódź, Straße.
_PLAIN = str.maketrans(
    {**dict.fromkeys("’‘", "'"), **dict.fromkeys("“”", '"'), **dict(zip("øłđðıßæœþ", "o l d d i ss ae oe th".split(), strict=True))}
)
_MARKS = re.compile("[\u0300-\u036f]")


def plain(text: str) -> str:
    """Return text in lower case, without accents, with straight quotes: the form in which words are compared."""
    if not text.isascii():
        return _MARKS.sub("", unicodedata.normalize("NFKD", text).lower().translate(_PLAIN))
    return text.lower()


class Token(NamedTuple):
    """A word or number in plain form, and where it stands."""

    word: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Return the words and numbers of ``text``, possessive endings dropped, thousands joined; "U.S." is one, "us"."""
    return [Token(_bare(m.group()), m.start(), m.end()) for m in _WORDS.finditer(text)]


def words(text: str) -> list[str]:
    """Return the same without their places."""
    return [_bare(found) for found in _WORDS.findall(text)]


@lru_cache(maxsize=65536)
def _bare(token: str) -> str:
    word = plain(token)
    if word[0].isdigit():
        return word.replace(",", "")
    return word.removesuffix("'s").replace("'", "").replace(".", "")


def content_words(text: str) -> list[str]:
    """Return the words that carry meaning: no articles, pronouns, auxiliaries or question words."""
    return meaningful(words(text))


def meaningful(found: Iterable[str]) -> list[str]:
    """Return those of some words that carry meaning."""
    return [w for w in found if w not in _STOP_WORDS]


_ENDINGS = (("ies", "y"), ("sses", "ss"), *((e, "") for e in ("ing", "edly", "ed", "ers", "er", "ly", "es", "s")))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a word without its common English ending: attack, attacks, attacked and attacking are one stem.

    A light suffix rule in the spirit of the S-stemmer (Harman 1991), a little further; never below three letters.
    """
    if word[:1].isdigit() or len(word) < 4:
        return word
    for ending, replaced in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not (ending == "s" and word.endswith(("ss", "us", "is"))):
            word = word[: -len(ending)] + replaced
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def stems(text: str) -> list[str]:
    """Return the stems of the content words, in order, repeats kept."""
    return [stem(w) for w in content_words(text)]
