"""Find names in a sentence (capitalised runs, acronyms), and tell when two spellings are one name (pure)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from rag.language.text import plain, words

_CAP = r"(?:(?:[A-Z]\.){2,}|[A-ZÀ-ÖØ-Þ](?:[\w’'&.-]*[\w&])?|(?:al|el|bin|ibn|ben|de|van|von|d'|abu)-[A-Z][\w’'-]*)"
_LINK = r"(?:\s+(?:of|the|for|de|la|du|al|el|bin|ibn|ben|van|von|der|di|da|dos|y|&)){1,2}"
_RUN = re.compile(
    rf"(?<![\w]){_CAP}(?:(?<=[A-Z.][a-z])\.|(?<=\b[A-Z])\.|(?<=\b[A-Z][a-z]{{2}})\.(?=\s[A-Z]))?(?:(?<![’']s)(?:{_LINK})?\s+{_CAP})*"
)
_ACRONYM = re.compile(r"^(?:[A-Z]\.?){2,}s?$|^[A-Z]+[a-z]?[A-Z]+\w*$")
_TITLES = frozenset(
    "mr mrs ms miss dr sir lady lord president minister secretary senator sen rep representative gov governor gen general col colonel lt "
    "lieutenant capt captain sgt sergeant maj major admiral adm ambassador chancellor king queen prince princess pope judge justice "
    "professor prof spokesman spokeswoman spokesperson premier chairman chairwoman director mayor coach congressman congresswoman ceo "
    "speaker leader commissioner sheriff editor analyst reverend rev bishop archbishop sultan emir".split()
)
# Titles that make two names of a run, and the words of a role or office that are no name beside one.
_OF = frozenset("of for the &".split())
_ROLES = frozenset(
    "prime foreign defense defence interior finance health energy education justice treasury vice deputy former chief acting interim "
    "senior press home state national attorney police first second lord house senate".split()
)
_LEADS = frozenset(  # words that open a sentence and never a name
    "a an the this that these those and but or if as at by for from in into of on over to with after before while when where who what "
    "which why how although then because since until both each every some any no not many several former two three four five six seven "
    "eight nine ten his her its their our my is are was were did does do has have had can could would should might must".split()
)
_COUNTED = re.compile(r"\s+\d")
_POSSESSIVE = re.compile(r"[’']s?$")
_ORGANISATION = re.compile(
    r"(?:University|College|School|Hospital|Airport|Islands?|County|Street|Avenue|Bridge|Park|Department|Ministry|Court|Committee|Council"
    r"|Office|Agency|Bank|Party|Guards?|Motors|Electric|Assembly|Palace|Hotel|Station|Cup|Awards?|Institute|Foundation|Cent(?:er|re)|Church"
    r"|Cathedral|Dam|River|Lake|Bay|Beach)(?:[’']s?)?"
)
_DEPARTMENTS = (
    r"(?:Department|Ministry|Committee|Cent(?:er|re)s?|Office|Bureau|Institutes?|Council|Agency|Administration|Commission|Board|School)"
)
_DEPARTMENT = re.compile(rf"\b{_DEPARTMENTS}$")
_DEPARTMENT_OF = re.compile(rf"\b{_DEPARTMENTS}\s+(?:of|for|on)\s")
_LINKS = frozenset("of the and for de la du al el bin ibn ben van von der di da dos y".split())
_INFLECTED = re.compile(r"(?:ing|ed|ly|ers|ors|ists|[tsc]ions?|ments?|ness|ies|ity|ous|ive|ful|ally)$")  # a rare word rather than a name
_NOT_NAMES = frozenset(
    "Oh Well Yes No TV CD DVD PC GDP GPS DNA IQ ID ATM I I'm I've I'd I'll A The An OK PM AM P.M A.M Mr Mrs Ms Dr".split()
)
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


class _Token(NamedTuple):
    start: int
    end: int
    word: str


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
    found = [
        name for run in _RUN.finditer(text) for start, end in _pieces(text, run.start(), run.end(), taken)
        for name in _names_in(text, start, end)
    ]  # fmt: skip
    return _joined(text, found)


def _joined(text: str, found: Sequence[Name]) -> list[Name]:
    """Join what follows in the name of a department: "Ministry of Foreign Affairs and Trade", "Committee on Oversight and Reform"."""
    joined: list[Name] = []
    for name in found:
        before = joined[-1] if joined else None
        link = text[before.end : name.start] if before else ""
        of_one = link == " on " and before and _DEPARTMENT.search(before.text)
        and_one = link in {" and ", " & "} and before and _DEPARTMENT_OF.search(before.text)
        if before and (of_one or (and_one and (_common(name.text) or _INFLECTED.search(name.text)))):
            joined[-1] = Name(text[before.start : name.end], before.start, name.end, before.words + name.words)
        else:
            joined.append(name)
    return joined


def _pieces(text: str, start: int, end: int, taken: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Cut a capitalised run at dates and at ", and" borders between names."""
    inside = sorted((s, e) for s, e in taken if s < end and start < e)
    cuts = [start]
    for s, e in inside:
        cuts += [max(start, s), min(end, e)]
    cuts.append(end)
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if b > a]


def _names_in(text: str, start: int, end: int) -> Iterator[Name]:
    """Yield the names of a capitalised run: without what opens a sentence, titles, roles and possessive endings."""
    tokens = [_Token(start + m.start(), start + m.end(), m.group()) for m in re.finditer(r"\S+", text[start:end])]
    first = _begins(text, start)
    if first and tokens and _opens(text, tokens):
        tokens, first = tokens[1:], False
    if not (len(tokens) > 1 and _ORGANISATION.fullmatch(tokens[-1].word)):  # "Prince Edward Island", "Queen Mary University"
        yield from (n for part in _without_titles(tokens) if (n := _name(text, part, first)))
    elif name := _name(text, tokens, first):
        yield name


def _opens(text: str, tokens: Sequence[_Token]) -> bool:
    """Whether the first word of a sentence is an everyday word before a name ("Two US soldiers"), not a part of it.

    It is a part where the next one is an everyday word too ("Global Witness", "Will Young"), which its capital then makes a name.
    """
    if not _common(tokens[0].word):
        return False
    more = [t.word for t in tokens[1:] if t.word[:1].isupper()]
    function = plain(tokens[0].word) in _LEADS
    return function or not more or not _common(more[0]) or plain(more[0]) in _TITLES or text.rstrip().endswith("?")


def _without_titles(tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Yield the parts of a run between its titles: "Microsoft CEO Satya Nadella" is Microsoft and Satya Nadella."""
    part: list[_Token] = []
    for token in tokens:
        if token.word in _OF and len(part) > 1 and not _heads(part[-1].word):  # "Alfred George of the Orla team", "Ann Lee & Bo Yu"
            yield part
            part = []
        if plain(token.word).rstrip(".") in _TITLES:
            while part and plain(part[-1].word) in _ROLES:
                part.pop()
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _heads(word: str) -> bool:
    """Whether "of" behind a word goes on with its name: "Strait of Hormuz", "Department of Labor"."""
    return _common(word) or bool(_ORGANISATION.fullmatch(word) or _DEPARTMENT.search(word))


def _name(text: str, tokens: Sequence[_Token], first: bool) -> Name | None:
    tokens = list(tokens)
    while tokens and (
        tokens[0].word.replace("’", "'") in _NOT_NAMES or (plain(tokens[0].word) in _LINKS and not tokens[0].word[:1].isupper())
    ):
        tokens = tokens[1:]
    while tokens and plain(tokens[-1].word) in _LINKS:
        tokens = tokens[:-1]
    if not tokens or (len(tokens) == 1 and (_DAYS.fullmatch(tokens[0].word) or plain(tokens[0].word) in _ROLES)):
        return None
    begin, end = tokens[0].start, tokens[-1].end
    end -= len(text[begin:end]) - len(_POSSESSIVE.sub("", text[begin:end]))
    telling = tuple(w for w in name_words(text[begin:end]) if w not in _TITLES and w not in _LINKS and not w.isdigit())
    if len(tokens) == 1 and _common(tokens[0].word) and _COUNTED.match(text, end):  # "Round 1"
        return None
    sure = not (first and len(tokens) == 1 and _INFLECTED.search(tokens[0].word))
    return Name(text[begin:end], begin, end, telling, sure) if telling else None


def _begins(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'“‘([—–-•*")
    return not before or before[-1] in ".!?:;\n" or text[start - 1] in "\"“‘'"


def _common(word: str) -> bool:
    low = plain(word).removesuffix("'s")
    return not _ACRONYM.match(word) and (low in ordinary() or low.removesuffix("s") in ordinary() or low in _LINKS or word in _NOT_NAMES)


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
