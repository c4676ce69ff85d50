"""Tell whether two names are one, and which other names a text gives; ``names`` finds them (pure)."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from rag.language.capitals import ACRONYM, Name, names, ordinary
from rag.language.spelling import LINKS, name_words, same_word, telling_words, word_in
from rag.language.text import plain, words

__all__ = [
    "Name", "aliases", "name_missing", "name_words", "names", "names_match", "ordinary", "same_name", "same_word", "word_in",
]  # fmt: skip


def names_match(claim: Name, source: Name, aliases: Iterable[tuple[str, str]] = ()) -> bool:
    """Whether a claim's name is a source's: all its distinctive words are among those of that one name, or one is the other's initials.

    So "Smith" matches "John Smith", and "John Smith" matches neither "Smith" nor "Jane Smith". A single letter stands for a word that
    begins with it, or for a middle name left out. ``aliases`` are the pairs that the texts give (see ``aliases``).
    """
    if _held(claim.words, source.words) or _initials(claim, source) or _initials(source, claim):
        return True
    return any(_held(x, y) for x in _forms(claim, aliases) for y in (source.words, *_forms(source, aliases)))


def _forms(name: Name, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return the words of what else a name is called."""
    return [telling_words(b) for pair in pairs for a, b in (pair, pair[::-1]) if telling_words(a) == name.words]


def _held(claim: tuple[str, ...], source: tuple[str, ...]) -> bool:
    full = [w for w in claim if len(w) > 1] or claim
    if not all(word_in(w, source) for w in full):
        return False
    return len(full) > 1 or all(any(s[0] == w for s in source) for w in claim if len(w) == 1)


def name_missing(
    name: Name,
    source_words: frozenset[str],
    source_names: Iterable[Name],
    runs: Iterable[Sequence[str]] = (),
    aliases: Iterable[tuple[str, str]] = (),
) -> tuple[str, ...]:
    """Return the words of ``name`` that a source does not have, none when one of its names holds it whole.

    A word that the source has only in other names than the one nearest to ``name`` is missing.

    :param source_words: the words of the source as ``name_words`` gives them.
    :param runs: the same words of each text in order; a name that stands there in one piece is not missing, however it is written.
    """
    known = list(source_names)
    if any(names_match(name, n, aliases) for n in known) or any(_in_order(name.words, run) for run in runs):
        return ()
    nearest = max(known, key=lambda n: sum(word_in(w, n.words) for w in name.words), default=None)
    held = nearest.words if nearest else ()
    elsewhere = {w for n in known for w in n.words}
    return tuple(
        w for w in name.words
        if not word_in(w, held) and ((held and word_in(w, elsewhere)) or not (w in source_words or word_in(w, source_words)))
    )  # fmt: skip


def _in_order(name: tuple[str, ...], run: Sequence[str]) -> bool:
    bare = [w for w in run if w not in LINKS]
    places = (i for i, w in enumerate(bare) if same_word(w, name[0]))
    return any(len(bare) - i >= len(name) and all(map(same_word, bare[i:], name)) for i in places)


def _initials(acronym: Name, spelled: Name) -> bool:
    """Whether one name is the initials of the other, small words counted or not (IRGC, Islamic Revolutionary Guard Corps)."""
    letters = plain(acronym.text).replace(".", "")
    if len(acronym.words) != 1 or len(letters) > 6 or len(spelled.words) < 2 or not ACRONYM.match(acronym.text):
        return False
    every = words(spelled.text.replace("-", " "))
    return letters in {"".join(w[0] for w in every), "".join(w[0] for w in every if w not in LINKS), "".join(w[0] for w in spelled.words)}


def same_name(a: Name, b: Name, aliases: Iterable[tuple[str, str]] = ()) -> bool:
    """Whether two names can be one: the words of the shorter are all among those of the longer, or one abbreviates the other."""
    return names_match(a, b, aliases) or names_match(b, a, aliases)


_BRACKETS = re.compile(r"([\w.&-]{2,8}?)s?\)")
_TRIGGER = re.compile(r"\(|\bor\b|known|referred|abbreviated|nicknamed|dubbed|\ba\.?k\.?a\b")
_KNOWN = r"(?:(?:also|better|commonly|popularly|formerly) )?(?:known|referred to|abbreviated) (?:as|to)|nicknamed|dubbed|a\.?k\.?a\.?"
_CALLED = re.compile(rf",? \(?(?:{_KNOWN}) (?:the )?[\"“‘']?| \((?:the )?[\"“‘']")
_OR = re.compile(r" \((?:or )?(?:the )?|,? or (?:the )?")
_LETTER_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def aliases(text: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs (short form, long form) that a text gives, as written, each once; linear in its length.

    "World Health Organization (WHO)", "the WHO, or World Health Organization", "Department of Defense, known as the Pentagon". A short
    form in brackets is looked for by its initials among the words before it, after Schwartz and Hearst (2003); a name in quotation
    marks in brackets, or introduced by "known as" and the like, needs no initials.
    """
    if not _TRIGGER.search(text):
        return ()
    found = []
    for bracket in re.finditer(r"\((?:the )?(?=[A-Z])", text):
        short = _BRACKETS.match(text, bracket.end())
        if short and (long := _spelled(plain(short[1]).replace(".", ""), text[max(0, bracket.start() - 120) : bracket.start()])):
            found.append((short[1], long))
    for one, two in pairwise(names(text)):
        if _CALLED.fullmatch(text, one.end, two.start):
            found.append((two.text, one.text))
        elif gap := _OR.fullmatch(text, one.end, two.start):
            loose = "(" in gap[0] and two.text not in dict(found)
            found += [(a.text, b.text) for a, b in ((one, two), (two, one)) if _initials(a, b) or (loose and _shortens(a, b))]
    return tuple(dict.fromkeys(found))


def _spelled(letters: str, before: str) -> str:
    """Return the words at the end of ``before`` whose initials are ``letters``, linking words counted or not; empty if none."""
    every = list(_LETTER_WORD.finditer(before))
    for counted in ([t for t in every if plain(t[0]) not in LINKS], every):
        last = counted[-len(letters) :]
        if [plain(t[0])[0] for t in last] == list(letters):
            return before[last[0].start() :].strip()
    return ""


def _shortens(acronym: Name, spelled: Name) -> bool:
    """Whether the letters of an acronym are some of the initials of a name in order: CDC, US Centers for Disease Control and Prevention."""
    initials = iter(plain(w)[0] for w in spelled.text.split())
    return len(spelled.words) > 1 and bool(ACRONYM.match(acronym.text)) and all(c in initials for c in plain(acronym.text).replace(".", ""))
