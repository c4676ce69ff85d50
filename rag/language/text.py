"""Split text into sentences with offsets, and words into their plain forms and stems (pure)."""

import re
import unicodedata
from functools import lru_cache

# Short forms whose full stop does not end a sentence when a capital or a digit follows.
_TITLES = (
    "mr mrs ms dr prof gen col lt sgt maj capt cmdr adm sen rep gov pres rev hon st sr jr vs no nos vol art fig dept univ inc ltd co "
    "corp bros "
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun approx est al etc eg ie cf ft mt "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt "
    "wash wis wyo"
).split()
_SHORT = frozenset(_TITLES)
_MONTHS = frozenset("jan feb mar apr jun jul aug sept sep oct nov dec no nos vol fig art st mt".split())
# A stop that may end a sentence: its marks, closing quotes or brackets, then space and something that may begin one.
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_OPENS = re.compile(r"\s+[\"'“‘«(\[—–-]*\s*(\S)")
_WORD_BEFORE = re.compile(r"([\w&]+(?:\.\w+)*)[.!?…]+[\"'”’»)\]]*$")
# A line break ends a sentence, but for a single one behind a long line that stops in mid-sentence: that is wrapped text.
_BREAK = re.compile(r"\n\s*\n|\n(?=\s*[•*\-–]\s)|(?<![^\n]{60}[^\s.!?:\"”’)])\n")
_ACRONYM = re.compile(r"\b(?:[a-z]\.){2,}")
_WORDS = re.compile(r"\d+(?:[.,:]\d+)*%?|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W_]+")

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
    if opens is None:
        return True
    first = opens.group(1)
    if first.islower():  # "... he said" goes on; so does an abbreviation
        return False
    if "!" in stop.group() or "?" in stop.group() or "…" in stop.group():
        return True
    before = _WORD_BEFORE.search(text, max(begin, stop.end() - 40), stop.end())
    word = before.group(1) if before else ""
    low = word.lower()
    if low in _SHORT:
        return low not in _MONTHS and low.islower() and word.islower() and not first.isdigit()
    if len(word) == 1 and word.isupper():  # an initial: "J. Smith"
        return False
    return not ("." in word and len(word.replace(".", "")) <= 3 and _continues(text, opens))


def _continues(text: str, opens: re.Match[str]) -> bool:
    """Whether what follows an abbreviation such as "U.S." reads as its noun rather than a new sentence."""
    following = re.match(r"[\w'’]+", text[opens.start(1) : opens.start(1) + 30])
    return following is None or following.group().lower() not in _STARTERS


_STARTERS = frozenset(
    "the a an in on at it he she they we i this that these those but and for as after before when while if there its his her their".split()
)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


# Quotes, and the letters that no accent can be taken from.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)


def plain(text: str) -> str:
    """Return text in lower case, without accents, with straight quotes: the form in which words are compared; ø is o, ß is ss."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text).lower().translate(_PLAIN) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Return the words and numbers of ``text`` in plain form, possessive endings dropped, thousands joined."""
    found = []
    for word in _WORDS.findall(_ACRONYM.sub(lambda m: m.group().replace(".", ""), plain(text))):
        bare = word.removesuffix("'s").replace("'", "") if "'" in word else word
        found.append(bare.replace(",", "") if "," in bare else bare)
    return found


def content_words(text: str) -> list[str]:
    """Return the words that carry meaning: no articles, pronouns, auxiliaries or question words."""
    return [w for w in words(text) if w not in _STOP_WORDS]


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
