"""Complete a fragment, which is no full question, from the last question: "And in Syria?", "Why not?", "And her deputy?" (pure)."""

import re

from rag.language.text import content_words
from rag.sources.statement import read_sentence

AUX = r"(?:is|are|was|were|has been|have been|had been|has|have|had|do|does|did|can|could|will|would|should|may|might)"
LEAD = re.compile(r"^\s*(?:(?:and|but|so|ok(?:ay)?|no|then|or|what about|how about)\b[\s,]*)+", re.I)
ASKS = re.compile(rf"^(?:who|whom|whose|what|which|when|where|why|how|tell|name|give|{AUX})\b", re.I)
_SAYS = re.compile(rf"\b(?:I|we|you|he|she|it|they|{AUX}|\w+n['’]t)\b", re.I)  # a clause of its own
WHY = re.compile(r"^(?:and\s+)?(why|how come|when|where|with what|by whom|how)(\s+not)?\s*\?*$", re.I)
_NOUN_FIRST = re.compile(r"^(?:the|an?|his|her|its|their|in|on|at)\b", re.I)
_NAMED = r"[A-Z][\w’'-]*(?:[\s-]+[A-Z][\w’'-]*)*"
PLACE = re.compile(rf"\b(in|at|on|from|near|to|over|off|across|outside)\s+(the\s+)?(\d{{4}}\s+)?({_NAMED})")
_EVENT = re.compile(
    rf"(\s+(?!{AUX}\b|(?:and|or|in|on|at|of|for|by|to|from|with|when|since|after|before|during)\b)[a-z]+)(?:\s+(?:of|in)\s+\d{{4}})?"
)
_POSSESSIVE = frozenset({"his", "her", "its", "their", "hers", "theirs"})
_SHORT = 3  # content words up to which a question without a verb is a fragment


def is_fragment(question: str, bare: str) -> bool:
    """Whether it is no full question, only a new part for the last one."""
    opens = bare != question.strip() or question.strip().endswith("?") or _NOUN_FIRST.match(bare)
    said = ASKS.match(bare) or _SAYS.search(bare)
    return bool(opens) and not said and 0 < len(content_words(bare)) <= _SHORT


def ask_again(word: str, denied: bool, last: str) -> str:
    """Ask the last question again with another question word."""
    last = last.rstrip(" ?")
    if re.match(rf"^{AUX}\b", last, re.I):
        end = read_sentence(f"{last}?").subject_at[1]
        last = f"{last[:end]} not{last[end:]}" if denied and end else last
        return f"{word[0].upper()}{word[1:]} {last[0].lower()}{last[1:]}?"
    return f"{last}, and {word[0].lower()}{word[1:]}{' not' * denied}?"


def complete_fragment(fragment: str, last: str, *, named: bool) -> str:
    """Put a fragment, ``named`` when it has a name, in the place of the part of the last question that is like it."""
    part = fragment.rstrip(" ?.!")
    days = read_sentence(last).dates
    places = [m for m in PLACE.finditer(last) if not any(d.start < m.end() and m.start(4) < d.end for d in days)]
    if place := PLACE.match(part):
        old = [m for m in places if m[1].lower() == place[1].lower()] or places
        return _other_place(place, old[-1], last) if old else _insert(part, last)
    if named and (name := next(iter(read_sentence(last).names), None)):
        return f"{last[: name.start]}{part}{last[name.end :]}"
    start, end = read_sentence(last).subject_at
    if (owner := re.match(r"(?:his|her|its|their)\b", part, re.I)) and end:
        return f"{last[: start + 1]}{replace_pronoun(part, owner, last[start:end])[1:]}{last[end:]}"
    return _replace_last_word(part, last)


def _insert(part: str, last: str) -> str:
    """Add a place at the end of a question, before what was added in brackets."""
    end = last.find(" (") if " (" in last else len(last.rstrip(" ?.!"))
    return f"{last[:end]} {part}{last[end:].rstrip(' ?.!')}?"


def _other_place(new: re.Match[str], old: re.Match[str], last: str) -> str:
    """Ask of another place; a year that dates the event of the old one, "the Turkey earthquake of 2023", goes with it."""
    event = _EVENT.match(last, old.end())
    if event and old[2]:
        return f"{last[: old.start()]}{old[1]} the {new[4]}{event[1]}{last[event.end() :]}"
    how = old[1] if new[1].lower() in {"in", "at"} else new[1]  # shot down over Berlin: and in Dresden?
    return f"{last[: old.start()]}{how} {new[2] or ''}{new[3] or old[3] or ''}{new[4]}{last[old.end() :]}"


def _replace_last_word(part: str, last: str) -> str:
    """Put a new participle or verb in place of the last question's ("killed in Gaza", "wounded"), or else add it at the end."""
    like = next((e for e in ("ed", "ing", "en") if part.islower() and part.endswith(e)), "")
    old = [m for m in re.finditer(r"\b[a-z]+(?:ed|en|ing)\b", last) if like and m[0] not in {"been", "children", "women", "men"}]
    if old:
        return f"{last[: old[-1].start()]}{part}{last[old[-1].end() :]}"
    return f"{last.rstrip(' ?')}, {part}?"


def replace_pronoun(question: str, match: re.Match[str], referent: str) -> str:
    """Put a name in the place of a pronoun, in the possessive where that is."""
    word = match[0].lower()
    owns = word in _POSSESSIVE and (word != "her" or bool(re.match(r"\s+\w", question[match.end() :])))
    new = referent + ("'" if referent.endswith("s") else "'s") * owns
    new = new[0].upper() + new[1:] if match.start() == 0 else new
    return f"{question[: match.start()]}{new}{question[match.end() :]}"
