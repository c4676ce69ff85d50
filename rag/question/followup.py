"""Rewrite a follow-up question so that it can be understood without the conversation before it, by rules (pure).

A question depends on earlier ones in three ways: it is a fragment ("And in Syria?"), a pronoun stands for something named
before ("Where was he detained?"), or it asks about a part of it ("How many of them were children?"). Each is completed with words
of the user's earlier questions and nothing else; a question that stands alone is left as it is.
"""

import re
from collections.abc import Sequence

from rag.language.text import content_words
from rag.sources.statement import read_sentence

_LEAD = re.compile(r"^\s*(?:and|but|so|ok(?:ay)?|then|what about|how about|and what about|and how about|or)\b[\s,]*", re.I)
_AUX = r"(?:is|are|was|were|has been|have been|had been|has|have|had|do|does|did|can|could|will|would|should|may|might)"
_ASKS = re.compile(rf"^(?:who|whom|whose|what|which|when|where|why|how|tell|name|give|{_AUX})\b", re.I)
_PERSON = re.compile(r"\b(he|she|him|his|her|hers)\b", re.I)
_THING = re.compile(r"\b(it|its|they|them|their|theirs)\b|\b(?:this|that|those|these)\b(?=\s*[?.!,]|$)", re.I)
_EXPLETIVE = re.compile(r"\b(?:is|was|does|did|will|would|has|had)?\s*\bit\b\s+(?:rain|snow|true|possible|likely|take|mean|cost)\b", re.I)
_THERE = re.compile(r"\bthere\b(?=\s*[?.!]|$)", re.I)
_PLACE = re.compile(r"\b(in|at|on|from|near|to)\s+((?:the\s+)?[A-Z][\w’'-]*(?:[\s-]+[A-Z][\w’'-]*)*)")
_AUX_FIRST = re.compile(rf"^(?:\s+(?:{_AUX}|there|been)\b)+\s*", re.I)
_HOW_MANY = re.compile(r"(?:how (?:many|much)|which|what|whose)\b", re.I)
_COUNT_ALONE = re.compile(rf"^(how many|how much)(?=\s+{_AUX}\b)", re.I)
_THIS = re.compile(r"\b(?:this|that|these|those)\s+(?!is\b|are\b|was\b|were\b|the\b|by\b|in\b|of\b)([a-z]{3,})\b", re.I)
_LONG = 9  # content words of an earlier question above which only its name is taken
_WHY = re.compile(r"^(?:and\s+)?(why|how come|when|where|with what|by whom|how)\s*\?*$", re.I)
_POSSESSIVE = frozenset({"his", "her", "its", "their", "hers", "theirs"})
_SHORT = 3  # content words up to which a question without a verb is a fragment


def standalone(question: str, history: Sequence[str]) -> str:
    """Return ``question`` as a stand-alone question, completed from ``history``, the user's earlier questions, oldest first."""
    turns: list[str] = []
    for turn in history:  # an earlier follow-up is read in its own stand-alone words
        turns.append(_resolve(turn, turns))
    return _resolve(question, turns)


def _resolve(question: str, turns: Sequence[str]) -> str:
    if not turns:
        return question
    bare = _LEAD.sub("", question).strip()
    if _WHY.match(bare):
        return _ask_again(bare, turns[-1])
    if _is_fragment(question, bare):
        return _complete_fragment(bare, turns[-1], named=bool(read_sentence(question).names))
    return _resolve_pronouns(question, turns)


def _is_fragment(question: str, bare: str) -> bool:
    """Whether it is no full question, only a new part for the last one."""
    return not _ASKS.match(bare) and len(content_words(bare)) <= _SHORT and (bare != question.strip() or question.strip().endswith("?"))


def _ask_again(word: str, last: str) -> str:
    """Ask the last question again with another question word."""
    word, last = word.rstrip(" ?"), last.rstrip(" ?")
    if re.match(rf"^{_AUX}\b", last, re.I):
        return f"{word[0].upper()}{word[1:]} {last[0].lower()}{last[1:]}?"
    return f"{last}, and {word[0].lower()}{word[1:]}?"


def _complete_fragment(fragment: str, last: str, *, named: bool) -> str:
    """Put a fragment, ``named`` when it has a name, in the place of the part of the last question that is like it."""
    part = fragment.rstrip(" ?.!")
    place, places = _PLACE.match(part), list(_PLACE.finditer(last))
    matches = [m for m in places if place and m[1].lower() == place[1].lower()] or (places if place else [])
    if matches:
        return f"{last[: matches[-1].start()]}{part}{last[matches[-1].end() :]}"
    if named and (old := next(iter(read_sentence(last).names), None)):
        return f"{last[: old.start]}{part}{last[old.end :]}"
    return _replace_last_word(part, last)


def _replace_last_word(part: str, last: str) -> str:
    """Put a new participle or verb in place of the last question's ("killed in Gaza", "wounded"), or else add it at the end."""
    like = next((e for e in ("ed", "ing", "en") if part.lower().endswith(e)), "")
    old = [m for m in re.finditer(r"\b[a-z]+(?:ed|en|ing)\b", last) if like and m[0] not in {"been", "children", "women", "men"}]
    if old:
        return f"{last[: old[-1].start()]}{part}{last[old[-1].end() :]}"
    return f"{last.rstrip(' ?')}, {part}?"


def _resolve_pronouns(question: str, turns: Sequence[str]) -> str:
    own_names = read_sentence(question).names
    if _COUNT_ALONE.match(question) and _HOW_MANY.match(turns[-1]) and (counted := read_sentence(turns[-1]).subject):
        return _COUNT_ALONE.sub(rf"\g<1> {counted}", question)
    for pattern in (_PERSON, _THING, _THERE):
        match = pattern.search(question)
        if not match or any(n.end <= match.start() for n in own_names) or (pattern is _THING and _EXPLETIVE.search(question)):
            continue  # the pronoun's name may stand before it in the same question
        if referent := _referent(pattern, turns):
            return _replace_pronoun(question, match, referent)
    pointed = _THIS.search(question)
    if pointed and not own_names and (topic := _topic(turns[-1])):
        return f"{question[: pointed.end()]} ({topic}){question[pointed.end() :]}"
    return question


def _referent(pattern: re.Pattern[str], turns: Sequence[str]) -> str:
    """Return what a pronoun refers to in the newest question that names something fitting: a person, a place or its subject."""
    for turn in reversed(turns):
        asked = read_sentence(turn)
        if pattern is _PERSON and asked.names:
            return asked.names[0].text
        if pattern is _THERE and (place := list(_PLACE.finditer(turn))):
            return f"{place[-1][1]} {place[-1][2]}"
        if pattern is _THING and (thing := _topic(turn)):
            return thing
    return ""


def _topic(turn: str) -> str:
    """Return what a question is about: its subject with what is asked of it, or its last name where that is long or unclear."""
    asked = read_sentence(turn)
    if any(n.start <= asked.subject_at[0] < min(n.end, asked.subject_at[1]) for n in asked.names):
        return asked.subject
    rest = _AUX_FIRST.sub("", turn[asked.subject_at[1] :]) if asked.asks and asked.subject else ""
    topic = f"{asked.subject} {rest.strip()}".strip(" ?.!")
    if not content_words(asked.subject) or len(content_words(topic)) > _LONG:
        return asked.names[-1].text if asked.names else ""
    return topic if topic.lower().startswith(("the ", "a ", "an ")) else f"the {topic}"


def _replace_pronoun(question: str, match: re.Match[str], referent: str) -> str:
    word = match[0].lower()
    owns = word in _POSSESSIVE and (word != "her" or bool(re.match(r"\s+\w", question[match.end() :])))
    new = referent + ("'" if referent.endswith("s") else "'s") * owns
    new = new[0].upper() + new[1:] if match.start() == 0 else new
    return f"{question[: match.start()]}{new}{question[match.end() :]}"
