"""Find names in a sentence (capitalised runs, acronyms), and tell when two spellings are one name (pure)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from rag.language.text import plain, words

_CAP = r"(?:(?:[A-Z]\.){2,}|[A-ZÀ-ÖØ-Þ](?:[\w’'&.-]*[\w&])?|(?:al|el|bin|ibn|ben|de|van|von|d'|abu)-[A-Z][\w’'-]*)"
_LINK = r"(?:\s+(?:of|the|for|de|la|du|al|el|bin|ibn|ben|van|von|der|di|da|dos|y|&)){1,2}"
_RUN = re.compile(
    rf"(?<![\w]){_CAP}(?:(?<=[A-Z.][a-z])\.|(?<=\b[A-Z])\.|(?<=\b[A-Z][a-z]{{2}})\.(?=\s[A-Z]))?(?:(?<![’']s)(?:{_LINK})?\s+{_CAP})*"
)
_ACRONYM = re.compile(r"^(?:[A-Z]\.?){2,}s?$|^[A-Z]+[a-z]?[A-Z]+\w*$")
_TITLES = frozenset(
    "mr mrs ms miss dr sir lady lord president prime minister secretary senator sen rep representative gov governor gen general "
    "col colonel lt lieutenant "
    "capt captain sgt sergeant maj major admiral adm ambassador chancellor king queen prince princess pope "
    "judge justice professor prof spokesman spokeswoman "
    "spokesperson chief foreign defense defence vice deputy former chairman chairwoman director mayor police officer coach st saint".split()
)
_LINKS = frozenset("of the and for de la du al el bin ibn ben van von der di da dos y".split())
_INFLECTED = re.compile(r"(?:ing|ed|ly|ers|ors|ists|[tsc]ions?|ments?|ness|ies|ity|ous|ive|ful|ally)$")  # a rare word rather than a name
_NOT_NAMES = frozenset("I I'm I've I'd I'll A The An OK PM AM P.M A.M Mr Mrs Ms Dr".split())
_DAYS = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december",
    re.I,
)
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
    (r"ou|oo|w", "u"),
    (r"[yj]", "i"),
    (r"[aei]+", "a"),
    (r"[ou]+", "u"),
)
_SOUND = [(re.compile(a), b) for a, b in _SOUNDS]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written; ``words`` are its distinctive words in plain form, without titles and linking words."""

    text: str
    start: int
    end: int
    words: tuple[str, ...]
    sure: bool = True  # False for a single capital at the start of a sentence that may be an ordinary word


@lru_cache(maxsize=1)
def ordinary() -> frozenset[str]:
    """Return everyday words, which are no names at the start of a sentence; collected from public news."""
    return frozenset(files("rag.language").joinpath("starters.txt").read_text(encoding="utf-8").split())


def names(text: str, taken: tuple[tuple[int, int], ...] = ()) -> list[Name]:
    """Return the names of ``text`` in order, leaving out those inside ``taken`` spans (dates)."""
    found = []
    for run in _RUN.finditer(text):
        for start, end in _pieces(text, run.start(), run.end(), taken):
            name = _name(text, start, end)
            if name:
                found.append(name)
    return found


def _pieces(text: str, start: int, end: int, taken: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Cut a capitalised run at dates and at ", and" borders between names."""
    inside = sorted((s, e) for s, e in taken if s < end and start < e)
    cuts = [start]
    for s, e in inside:
        cuts += [max(start, s), min(end, e)]
    cuts.append(end)
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if b > a]


def _name(text: str, start: int, end: int) -> Name | None:
    first = _begins(text, start)
    tokens = [(start + m.start(), start + m.end(), m.group()) for m in re.finditer(r"\S+", text[start:end])]
    while (
        tokens
        and first
        and len(tokens) >= 1
        and _common(tokens[0][2])
        and not (len(tokens) > 1 and tokens[1][2] in _LINKS and len(tokens) < 3)
    ):
        tokens, first = tokens[1:], False
        while tokens and not tokens[0][2][:1].isupper() and "-" not in tokens[0][2]:
            tokens = tokens[1:]
    while tokens and (tokens[0][2] in _NOT_NAMES or (plain(tokens[0][2]) in _LINKS and not tokens[0][2][:1].isupper())):
        tokens = tokens[1:]
    while tokens and plain(tokens[-1][2]) in _LINKS:
        tokens = tokens[:-1]
    if not tokens or (len(tokens) == 1 and _DAYS.fullmatch(tokens[0][2])):
        return None
    s, e = tokens[0][0], tokens[-1][1]
    telling = tuple(w for w in name_words(text[s:e]) if w not in _TITLES and w not in _LINKS and not w.isdigit())
    return Name(text[s:e], s, e, telling, not (first and len(tokens) == 1 and _INFLECTED.search(tokens[0][2]))) if telling else None


def _begins(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'“‘([—–-•*")
    return not before or before[-1] in ".!?:;\n"


def _common(word: str) -> bool:
    low = plain(word).removesuffix("'s")
    return not _ACRONYM.match(word) and (low in ordinary() or low in _LINKS or word in _NOT_NAMES)


def name_words(text: str) -> list[str]:
    """Return the words of a name with equivalents unified: the United States, U.S. and American are one word."""
    low = plain(text)
    for pattern, short in _JOINED:
        low = pattern.sub(short, low)
    return [_SAME.get(w, w) for w in words(low.replace("-", " "))]


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
    if min(len(a), len(b)) < 4 or (a[0] != b[0] and {a[0], b[0]} not in ({"k", "q"}, {"g", "q"}, {"c", "k"}, {"k", "g"})):
        return False
    short, long = sorted((a, b), key=len)
    root = _DEMONYM.sub("", long)
    if long == short + "s" or (root != long and len(root) >= 4 and root in {short, _DEMONYM.sub("", short), _COUNTRY.sub("", short)}):
        return True
    return min(len(a), len(b)) >= 4 and _sound(a) == _sound(b) and len(_sound(a)) >= 3 and (len(a) > 4 or len(b) > 4)


def word_in(word: str, source: Iterable[str]) -> bool:
    """Whether a word of a name is among the words of a source in some spelling."""
    return any(same_word(word, other) for other in source)


def name_missing(name: Name, source_words: frozenset[str], source_names: Iterable[Name]) -> tuple[str, ...]:
    """Return the words of ``name`` that a source does not have; initials stand for the words they abbreviate."""
    missing = tuple(w for w in name.words if w not in source_words and not word_in(w, source_words))
    if missing and any(_initials(name, other) or _initials(other, name) for other in source_names):
        return ()
    return missing


def _initials(acronym: Name, spelled: Name) -> bool:
    """Whether one name is the initials of the other, small words counted or not (IRGC, Islamic Revolutionary Guard Corps)."""
    letters = plain(acronym.text).replace(".", "")
    if len(acronym.words) != 1 or not 2 <= len(letters) <= 6 or len(spelled.words) < 2 or not _ACRONYM.match(acronym.text):
        return False
    every = "".join(w[0] for w in words(spelled.text.replace("-", " ")))
    return letters in {every, "".join(w[0] for w in spelled.words)} or letters == "".join(
        w[0] for w in words(spelled.text) if w not in _LINKS
    )


def same_name(a: Name, b: Name) -> bool:
    """Whether two names can be one: the words of the shorter are all among those of the longer, or one abbreviates the other."""
    short, long = sorted((a, b), key=lambda n: len(n.words))
    return all(word_in(w, long.words) for w in short.words) or _initials(a, b) or _initials(b, a)


_CAPITAL_RUN = re.compile(r"\b[A-Z][\w'’-]*(?:\s+(?:(?:of|de|al|bin|van|von|the|and|&)\s+)?[A-Z][\w'’-]*)*")


def capital_runs(text: str) -> list[str]:
    """Return runs of capitalised words; a capital that only opens the sentence counts when the run is longer than a word."""
    found = []
    for match in _CAPITAL_RUN.finditer(text):
        opens = not text[: match.start()].strip(" \"“‘'(—-")
        if not (opens and (" " not in match.group() and not match.group().isupper())):
            found.append(match.group())
    return found
