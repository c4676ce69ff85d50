"""Know an outlet or a news agency by its name alone, as bylines, credits and copyright lines write it (pure)."""

import re
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

from rag.language.capitals import ordinary
from rag.language.data import word_list
from rag.sources.agencies import forms

LONGEST = 120  # characters of a name
_DOMAIN = re.compile(r"(?:www\.)?[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,40})*\.[a-z]{2,8}")
_AND = re.compile(r"\s*(?:/|,| and | & | with )\s*")
_VAGUE = frozenset({"News", "Radio", "Television", "TV", "Weekly", "Magazine", "Record", "Standard", "Bulletin", "Register"})


def agencies_of(text: str, *, every: bool = True) -> tuple[str, ...]:
    """Return the agencies that a credit such as "dpa/AFP" or "The Associated Press" names, by the names that they have here.

    :param every: the credit names nothing else; otherwise one agency in it is enough ("AP/Oxhey Star").
    """
    parts = [part for part in _AND.split(text.strip(" .,;:()[]")) if part]
    found = [_agency(part) for part in parts]
    return tuple(dict.fromkeys(name for name in found if name)) if parts and (all(found) or not every) else ()


def _agency(text: str) -> str:
    return _by_form().get(text.removeprefix("The ").removeprefix("the ").strip().lower(), "") if _proper(text) else ""


def _proper(text: str) -> bool:
    """Whether it is written as a name: dpa is, "spa", "nan" and "wam" in small letters are words."""
    return not text.islower() or text.lower() in {"dpa", "afp", "ap", "apa", "sda"}


@lru_cache(maxsize=1)
def _by_form() -> dict[str, str]:
    return {form.lower(): name for form, name in forms().items()}


@lru_cache(maxsize=1)
def _outlet() -> re.Pattern[str]:
    press, known = ("|".join(map(re.escape, word_list("press.json", name))) for name in ("press words", "outlets"))
    word = r"[A-ZÀ-Þ][\w.’'&-]*"
    return re.compile(
        rf"(?:The\s+)?(?:(?P<own>{word}(?:\s+(?:of|and|&|{word})){{0,3}}?)\s+)?(?P<noun>{press})(?:\s+(?:Online|Group|Media|{press}))?"
        rf"|(?:The\s+)?(?P<known>{known}|USA T(?:oday|ODAY))(?:\s+(?:News|Sport|World|Online|Business|English))?"
    )


def is_host(text: str) -> bool:
    """Whether ``text`` is the name of a host, in capitals or not: oxheystar.example, CNN.com."""
    return _DOMAIN.fullmatch(text.lower()) is not None


def hosted(url: str) -> str:
    """Return the host of an address, empty if it has none: oxheystar.example."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def outlet_of(text: str) -> str:
    """Return ``text`` when it is the name of an outlet: one that is known, a word of the press with a name before it, or a host.

    "World News" and "Daily News" are sections as often as papers: a vague noun asks for a word before it that is no everyday one.
    """
    text = text.strip(" .,;:")
    if len(text) > LONGEST:
        return ""
    if _DOMAIN.fullmatch(text):
        return text.removeprefix("www.")
    found = _outlet().fullmatch(text) if not agencies_of(text) else None
    if not found or found["known"]:
        return text if found else ""
    words = [word.lower() for word in (found["own"] or "").split()]
    if found["noun"] in _VAGUE:
        return text if words and not all(word in ordinary() or word in _SECTIONS for word in words) else ""
    return text if words or text.startswith("The ") else ""


def outlet_named(text: str) -> str:
    """Return ``text`` when it can be an outlet where the line itself says that it is one: capitals, no company, no person.

    "© 2024 Oxhey Star" is one, "© 2024 Oxhey Holdings Ltd" the company behind one, "© 2024 Dan Feher" may be the photographer.
    """
    if outlet := outlet_of(text):
        return outlet
    words = text.split()
    if not 2 <= len(words) <= 6 or not _TITLED.fullmatch(text) or agencies_of(text):
        return ""
    return text if {word.lower().strip(".,") for word in words} & PAPERS and not {w.lower().strip(".,") for w in words} & _COMPANY else ""


def reads_as_name(text: str) -> bool:
    """Whether a line in large letters reads as what a paper or a body is called, not as a headline: capitals, no word that tells."""
    words = [word.strip(".,") for word in text.split()]
    if not words or not all(word[:1].isupper() or not word[:1].isalpha() or word in _IN_NAMES for word in words):
        return False
    low = [word.lower().replace("’", "'") for word in words]
    press = {word.lower() for word in word_list("press.json", "press words")} | PAPERS
    inner = [word for before, word in pairwise(low[:-1]) if before not in _LEADS and word not in press]
    return not _TELLING & {*low} and not any(map(_VERB.fullmatch, inner)) and not _PAST.fullmatch(low[-1])


_IN_NAMES = frozenset("of and the for & de der des du la le les del di da und et y e et al".split())
_LEADS = frozenset("the las los des saint st san".split())  # no verb stands behind them: "The Sports Tribune", "Las Vegas Sun"
_TELLING = frozenset(
    "a an is are was were be has have had will would can could may must to in on at by as with from into over after before up out off down "
    "not no its his her their our your my he she they it we you who what why how when where says".split()
)
_PAST = re.compile(r"(?!(?:united|allied|associated|limited|illustrated)$)[a-z]{2,}ed")
_VERB = re.compile(rf"[a-z]{{2,}}[^\W\daisu]s|{_PAST.pattern}")  # "backs", "sued"
_TITLED = re.compile(r"[A-ZÀ-Þ][\w.’'&-]*(?:\s+(?:[A-ZÀ-Þ][\w.’'&-]*|of|and|the|de|der|&))*")
PAPERS = frozenset(  # words in the names of papers and sites, beside the listed words of the press
    "review wire blog letter press today now report daily argus advertiser citizen sentinel monitor spectator voice leader "
    "mercury messenger enquirer advocate bee banner newspaper zeitung tageblatt rundschau anzeiger nachrichten kurier journal "
    "presse figaro gazette diario periódico noticias corriere giornale jornal folha correio dagblad nieuws letters notes "
    "digest insider network usa".split()
)
_COMPANY = frozenset("ltd limited inc llc gmbh ag corp corporation company co holdings group sa plc nv bv publishing publishers".split())
_SECTIONS = frozenset(
    "world breaking latest local national international business sport sports daily top city home entertainment political politics health "
    "science tech technology live evening morning weekend general regional market financial press wire more other good bad fake".split()
)
