"""Compare the words of names in plain form: equivalents, demonyms, transliterations (pure)."""

import re
import string
from collections.abc import Iterable
from functools import lru_cache

from rag.language.text import plain, words

PARTICLES = frozenset("de la du al el bin ibn ben van von der den ten ter di da do del dos y".split())
LINKS = PARTICLES | frozenset("of the and for on".split())
_REIGNING = frozenset("king queen prince princess pope".split())  # part of what a person is called, and not distinctive
# Only what every news desk writes both ways; the rest is left to initials, word forms and spelling.
_SAME = {
    "us": "unitedstates", "usa": "unitedstates", "america": "unitedstates", "american": "unitedstates", "americans": "unitedstates",
    "uk": "unitedkingdom", "britain": "unitedkingdom", "british": "unitedkingdom", "briton": "unitedkingdom", "britons": "unitedkingdom",
    "un": "unitednations", "eu": "europeanunion", "kiev": "kyiv",
    "dutch": "netherlands", "french": "france", "german": "germany", "germans": "germany",
    "spanish": "spain", "greek": "greece", "swiss": "switzerland", "danish": "denmark", "polish": "poland", "welsh": "wales",
    "irish": "ireland",
    "turkish": "turkey", "turkiye": "turkey", "scottish": "scotland", "philippine": "philippines", "filipino": "philippines",
    "chinese": "china", "russian": "russia",
    "swedish": "sweden", "finnish": "finland", "belgian": "belgium", "norwegian": "norway", "peruvian": "peru", "ukrainian": "ukraine",
    "burma": "myanmar", "isis": "islamicstate", "isil": "islamicstate", "gop": "republican",
    "republicans": "republican", "democratic": "democrat",
}  # fmt: skip
_JOINED = ((re.compile(r"\bunited states(?: of america)?\b"), "us"), (re.compile(r"\bunited kingdom\b|\bgreat britain\b"), "uk"),
           (re.compile(r"\bunited nations\b"), "un"), (re.compile(r"\beuropean union\b"), "eu"),
           (re.compile(r"\bislamic state\b"), "isis"))  # fmt: skip
_DEMONYM = re.compile(r"(?:ians?|ans?|ese|ish|is?|ns?)$")
_COUNTRY = re.compile(r"(?:on|an|ia|[aoy])$")
_SOUNDS = (
    (r"ph", "f"),
    (r"gh|q", "g"),
    (r"kh|ck|c(?![eiyh])", "k"),
    (r"dh", "d"),
    (r"sch", "sh"),
    (r"w", "u"),
    (r"[yj]", "i"),
    (r"[aei]+", "a"),
    (r"[ou]+", "u"),
)
_SOUND = [(re.compile(a), b) for a, b in _SOUNDS]
_DOUBLED = re.compile(r"(.)\1")


def name_words(text: str) -> list[str]:
    """Return the words of a name with equivalents unified: the United States, U.S. and American are one word."""
    low = plain(text)
    for pattern, short in _JOINED:
        low = pattern.sub(short, low)
    return [_SAME.get(w, w) for w in words(low.replace("-", " "))]


@lru_cache(maxsize=65536)
def telling_words(text: str) -> tuple[str, ...]:
    """Return the distinctive words of a name: no linking words, no figures, and no "King" or "Pope" before another."""
    found = [w for w in name_words(text) if w not in LINKS and not w.isdigit()]
    return tuple(found[1:] if len(found) > 1 and found[0] in _REIGNING else found)


@lru_cache(maxsize=65536)
def _sound(word: str) -> str:
    """Return a phonetic form of a word, the same across transliterations: Mohammed and Muhammad, Asad and Assad."""
    for pattern, plainer in _SOUND:
        word = pattern.sub(plainer, word)
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=65536)
def same_word(a: str, b: str) -> bool:
    """Whether two words of names are one: equal, a demonym of the other (Iraq, Iraqi), a plural, or another transliteration."""
    if a == b:
        return True
    if min(len(a), len(b)) < 4 or (a[0] != b[0] and {a[0], b[0]} not in ({"g", "q"}, {"c", "k"})):
        return False
    short, long = sorted((a, b), key=len)
    root = _DEMONYM.sub("", long)
    if long == short + "s" or (root != long and len(root) >= 4 and root in {short, _DEMONYM.sub("", short), _COUNTRY.sub("", short)}):
        return True
    return min(len(a), len(b)) >= 4 and _sound(a) == _sound(b) and len(_sound(a)) >= 3 and (len(a) > 4 or len(b) > 4)


def word_in(word: str, source: Iterable[str]) -> bool:
    """Whether a word of a name is among the words of a source in some spelling."""
    return any(same_word(word, other) for other in source)


def sounds_like(a: str, b: str) -> bool:
    """Whether two words are one in another transliteration: they begin with one letter and sound alike in three sounds or more."""
    return a[0] == b[0] and len(_sound(a)) >= 3 and _sound(a) == _sound(b)


def is_slip(a: str, b: str) -> bool:
    """Whether two words differ by a slip of the fingers: two neighbouring letters in the wrong order, or one typed twice or once."""
    if len(a) == len(b):
        return sorted(a) == sorted(b) and edits(a, b, 1) == 1
    return _DOUBLED.sub(r"\1", a) == _DOUBLED.sub(r"\1", b) and edits(a, b, 1) == 1


def edits(a: str, b: str, most: int) -> int:
    """Return how many letters are missing, too many, wrong or in the wrong order between two words; ``most`` + 1 if more than ``most``.

    The optimal string alignment distance, after Damerau (1964), who found four of five misspellings to be one of these.
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    while a and b and a[-1] == b[-1]:  # what both end in costs nothing
        a, b = a[:-1], b[:-1]
    far = most + 1
    before, last = [far] * (len(b) + 1), [min(j, far) for j in range(len(b) + 1)]
    for i, x in enumerate(a, 1):
        row = [far] * (len(b) + 1)
        row[0] = min(i, far)
        for j in range(max(1, i - most), min(len(b), i + most) + 1):  # beyond it more are missing, or too many, than ``most``
            y = b[j - 1]
            row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                row[j] = min(row[j], before[j - 2] + 1)
        before, last = last, row
    return min(last[-1], far)


def first_letter_changed(stem: str) -> set[str]:
    """Return what is one edit of the first letter away, by the letters of English and those of its own alphabet."""
    block = ord(stem[0]) & ~0x7F
    letters = {*string.ascii_lowercase, *filter(str.isalpha, map(chr, range(block, block + 0x80)))}
    return {stem[1:], stem[1:2] + stem[0] + stem[2:], *(x + stem for x in letters), *(x + stem[1:] for x in letters)}
