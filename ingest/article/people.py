"""Tell the names of people in bylines from places, institutions and headlines (pure)."""

import re
from functools import lru_cache
from zoneinfo import available_timezones

from ingest.article.months import MONTHS, WEEKDAYS
from ingest.article.outlets import PAPERS
from rag.language.capitals import ordinary
from rag.language.data import word_list

_PARTICLES = r"(?:al|el|bin|bint|ibn|van|von|de|der|den|da|di|du|dos|del|della|la|le|ter|zu|y)"
_WORD = r"[A-ZÀ-ÞŁŚŠŽČĆĐŻŹİŞĞ][\w.'’-]*"
NAME = rf"{_WORD}(?: (?:{_WORD}|{_PARTICLES}(?:-[A-Z][\w'’]*)?))*"
_NAME = re.compile(NAME)
_LIST = re.compile(r"(,? (?:and|und|et|y|e|og|och|en) |,? & )")
_MOST_WORDS = 6  # of one name
# Nouns and adjectives of places and bodies: "Oxhey Council | 5 March 2024" was written by nobody.
_NO_PERSON = frozenset(
    "academy agency airport association authority bank bay beach board borough bridge bureau cape center central centre church city club "
    "college committee company council county court department desk district division east eastern edition embassy fort foundation "
    "government group harbour harbor heights highlands hospital house institute international island islands isle lake league library "
    "local ministry mount museum national new news north northern office online palace park parliament party port press province "
    "publishing puerto region republic river road saint san santa sao school series service society south southern special sport "
    "sports square state station street team town university valley village west western world writer writers "
    "arena stadium theatre editor reporter correspondent staff newsletter magazine daily sunday las los rio novi abu".split()
)
_GIVEN = frozenset(  # given names that are everyday words
    "april art august bill chip chris christian dawn dean dick don drew duke earl faith frank gene grace grant guy hope jack joy june mark "
    "may nick pat ray rob rose sue summer victor will max chase".split()
)


def byline_names(text: str, *, marked: bool) -> str:
    """Return the names that ``text`` consists of, as written but not in capitals; empty when it holds anything else.

    :param marked: "By" stands before it: any capitals but a phrase of everyday words will do. Without it a name has two to four words,
        none of them everyday, of a place or of a body.
    """
    parts = _LIST.split(text)
    if not all(_is_name(part, marked=marked) for part in parts[::2]):
        return ""
    return "".join([written(part) if n % 2 == 0 else part for n, part in enumerate(parts)])


def person(text: str) -> str:
    """Return the names that an element called an author's holds: "Dan Feher and Lia Wong"; empty for what else stands there.

    There stand buttons, offers, counts and addresses: each name has two words or more, and none of a place or a body.
    """
    names = byline_names(text, marked=True)
    words = [[word.lower().strip(".'’-") for word in name.split()] for name in _LIST.split(names)[::2]]
    bodies = _NO_PERSON | {word.lower() for word in _press_words()}
    return names if names and all(len(name) > 1 and not bodies & {*name} for name in words) else ""


def written(name: str) -> str:
    """Return a name in capitals as it is written elsewhere: DAN O'FEHER is Dan O'Feher; any other stays."""
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 4 or not all(c.isupper() for c in letters):
        return name
    return re.sub(r"[^\W\d_]+(?:['’]S\b)?", lambda m: m[0].capitalize(), name)


def _is_name(text: str, *, marked: bool) -> bool:
    words = text.split()
    if not _NAME.fullmatch(text) or len(words) > _MOST_WORDS:
        return False
    if not text.isupper() and any(len(word) > 2 and word.isupper() and "." not in word for word in words):
        return False  # "USA TODAY Collegiate"
    plain = [word.lower().strip(".'’-") for word in words]
    common = [word in ordinary() or word in MONTHS or word in WEEKDAYS for word in plain]
    if marked:
        return not all(common) or plain[0] in _GIVEN
    odd = common[1:] if plain[0] in _GIVEN else common
    known = {*map(str.lower, _press_words())} | _NO_PERSON | PAPERS
    single = {part for word in plain for part in word.split("-")}
    return 2 <= len(words) <= 4 and not any(odd) and not known & single and " ".join(plain) not in _cities()


@lru_cache(maxsize=1)
def _press_words() -> tuple[str, ...]:
    return tuple(word_list("press.json", "press words"))


@lru_cache(maxsize=1)
def _cities() -> frozenset[str]:
    """Return the cities of several words that name a zone of the tz database: new york, addis ababa."""
    return frozenset(name.rpartition("/")[2].replace("_", " ").lower() for name in available_timezones() if "_" in name)
