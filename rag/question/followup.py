"""Rewrite a follow-up question so that it can be understood without the conversation before it (pure).

A question depends on a conversation in three ways: it is a fragment ("And in Syria?"), which takes the place of a part of the last
question; a pronoun stands for something named before, which takes the pronoun's place; or it leaves out what the talk is about, which
is added in brackets. What is meant is chosen among the names and words of the earlier questions and answers by fitted weights; a
question that names something new of its own and leans on nothing is left as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.language.text import content_words
from rag.question.carried import LEANS, Exchange, Phrase, lacking, likely, read_history, stems_of
from rag.records import Answer
from rag.sources.statement import read_sentence

FILL = 0.35  # probability from which a phrase takes the place of a pronoun
CARRY = 0.66  # probability from which one is added: on the half of CANARD not fitted on, 15% of the words added do not belong
CLOSE = 0.5  # log-odds within which two persons fit a pronoun alike
_LEAD = re.compile(r"^\s*(?:and|but|so|ok(?:ay)?|no|then|what about|how about|and what about|and how about|or)\b[\s,]*", re.I)
_AUX = r"(?:is|are|was|were|has been|have been|had been|has|have|had|do|does|did|can|could|will|would|should|may|might)"
_ASKS = re.compile(rf"^(?:who|whom|whose|what|which|when|where|why|how|tell|name|give|{_AUX})\b", re.I)
_SAYS = re.compile(rf"\b(?:I|we|you|he|she|it|they|{_AUX}|\w+n['’]t)\b", re.I)  # a clause of its own
_PERSON = re.compile(r"\b(he|she|him|his|her|hers)\b", re.I)
_THING = re.compile(r"\b(it|its|they|them|their|theirs)\b|\b(?:this|that|those|these)\b(?=\s*[?.!,]|$)", re.I)
_EXPLETIVE = re.compile(r"\b(?:is|was|does|did|will|would|has|had)?\s*\bit\b\s+(?:rain|snow|true|possible|likely|take|mean|cost)\b", re.I)
_THERE = re.compile(r"\bthere\b(?=\s*[?.!]|$)", re.I)
_NAMED = r"[A-Z][\w’'-]*(?:[\s-]+[A-Z][\w’'-]*)*"
_PLACE = re.compile(rf"\b(in|at|on|from|near|to)\s+(the\s+)?(\d{{4}}\s+)?({_NAMED})")
_EVENT = re.compile(rf"(\s+(?!{_AUX}\b|(?:and|or|in|on|at|of|for|by|to|from|with|when|since|after|before|during)\b)[a-z]+)(?:\s+(?:of|in)\s+\d{{4}})?")
_HOW_MANY = re.compile(r"(?:how (?:many|much)|which|what|whose)\b", re.I)
_COUNT_ALONE = re.compile(rf"^(how many|how much)(?=\s+{_AUX}\b)", re.I)
_WHY = re.compile(r"^(?:and\s+)?(why|how come|when|where|with what|by whom|how)(\s+not)?\s*\?*$", re.I)
_POSSESSIVE = frozenset({"his", "her", "its", "their", "hers", "theirs"})
_NOUN_FIRST = re.compile(r"^(?:the|an?|his|her|its|their|in|on|at)\b", re.I)
_WHO = re.compile(rf"^who (?!else\b|{_AUX}\b(?!\s+\w+(?:ed|en)\b))(\w.*?)\s*\?*$", re.I)  # "who" is what its verb is said of
_WHO_IS = re.compile(r"^who (?:is|was) (.*?)\s*\?*$", re.I)
_SHORT = 3  # content words up to which a question without a verb is a fragment


@dataclass(frozen=True, slots=True)
class Followup:
    """A follow-up in words that need no conversation, or the wordings to choose from where two persons fit it alike."""

    question: str
    choices: tuple[str, ...] = ()
    between: tuple[str, ...] = ()  # the names in which the choices differ


def standalone(question: str, history: Sequence[str | Answer | Exchange]) -> str:
    """Return ``question`` in words that need no conversation, completed from ``history``: earlier questions or answers, oldest first."""
    return read_followup(question, history).question


def read_followup(question: str, history: Sequence[str | Answer | Exchange]) -> Followup:
    """Return ``question`` completed from ``history``, earlier questions or answers, oldest first; without one it is left as it is."""
    return _read(question, read_history(history))


def _read(question: str, turns: Sequence[Exchange]) -> Followup:
    if not turns:
        return Followup(question)
    bare = _LEAD.sub("", question).strip()
    if why := _WHY.match(bare):
        return Followup(_ask_again(why[1], bool(why[2]), _last(turns)))
    if _is_fragment(question, bare):
        return Followup(_complete_fragment(bare, _last(turns), named=bool(read_sentence(question).names)))
    return _complete(question, turns)


def _last(turns: Sequence[Exchange]) -> str:
    """Return the last question in its own stand-alone words."""
    return _read(turns[-1].question, turns[:-1]).question


def _is_fragment(question: str, bare: str) -> bool:
    """Whether it is no full question, only a new part for the last one."""
    opens = bare != question.strip() or question.strip().endswith("?") or _NOUN_FIRST.match(bare)
    said = _ASKS.match(bare) or _SAYS.search(bare)
    return bool(opens) and not said and 0 < len(content_words(bare)) <= _SHORT


def _ask_again(word: str, denied: bool, last: str) -> str:
    """Ask the last question again with another question word."""
    last = last.rstrip(" ?")
    if re.match(rf"^{_AUX}\b", last, re.I):
        end = read_sentence(f"{last}?").subject_at[1]
        last = f"{last[:end]} not{last[end:]}" if denied and end else last
        return f"{word[0].upper()}{word[1:]} {last[0].lower()}{last[1:]}?"
    return f"{last}, and {word[0].lower()}{word[1:]}{' not' * denied}?"


def _complete_fragment(fragment: str, last: str, *, named: bool) -> str:
    """Put a fragment, ``named`` when it has a name, in the place of the part of the last question that is like it."""
    part = fragment.rstrip(" ?.!")
    place, places = _PLACE.match(part), list(_PLACE.finditer(last))
    matches = [m for m in places if place and m[1].lower() == place[1].lower()] or (places if place else [])
    if place and matches:
        return _other_place(place, matches[-1], last) + part[place.end() :] * 0
    if named and (old := next(iter(read_sentence(last).names), None)):
        return f"{last[: old.start]}{part}{last[old.end :]}"
    start, end = read_sentence(last).subject_at
    if (owner := re.match(r"(?:his|her|its|their)\b", part, re.I)) and end:
        held = last[start:end]
        return f"{last[:start]}{_replace_pronoun(part, owner, held)}{last[end:]}"
    return _replace_last_word(part, last)


def _other_place(new: re.Match[str], old: re.Match[str], last: str) -> str:
    """Ask of another place; a year that dates the event of the old one, "the Turkey earthquake of 2023", goes with it."""
    event = _EVENT.match(last, old.end())
    if event and old[2]:
        return f"{last[: old.start()]}{old[1]} the {new[4]}{event[1]}{last[event.end() :]}"
    year = "" if new[3] else old[3] or ""
    return f"{last[: old.start()]}{new[1]} {new[2] or ''}{new[3] or year}{new[4]}{last[old.end() :]}"


def _replace_last_word(part: str, last: str) -> str:
    """Put a new participle or verb in place of the last question's ("killed in Gaza", "wounded"), or else add it at the end."""
    like = next((e for e in ("ed", "ing", "en") if part.lower().endswith(e)), "")
    old = [m for m in re.finditer(r"\b[a-z]+(?:ed|en|ing)\b", last) if like and m[0] not in {"been", "children", "women", "men"}]
    if old:
        return f"{last[: old[-1].start()]}{part}{last[old[-1].end() :]}"
    return f"{last.rstrip(' ?')}, {part}?"


def _complete(question: str, turns: Sequence[Exchange]) -> Followup:
    """Put what is meant in the place of a pronoun, and add in brackets what else is lacking."""
    if _COUNT_ALONE.match(question) and _HOW_MANY.match(turns[-1].question) and (counted := read_sentence(turns[-1].question).subject):
        question = _COUNT_ALONE.sub(rf"\g<1> {counted}", question)
    if _names_its_own(question, turns):
        return Followup(question)
    found = lacking(question, turns)
    match, meant = _meant(question, turns, found)
    if not match or not meant:
        return Followup(_added(question, question, found))
    wordings = tuple(_added(question, _replace_pronoun(question, match, name), found[: len(found) * (len(meant) == 1)]) for name in meant)
    return Followup(wordings[0], *((wordings, tuple(meant)) if len(meant) > 1 else ()))


def _names_its_own(question: str, turns: Sequence[Exchange]) -> bool:
    """Whether it leans on nothing and names something that the conversation did not, as a question on another matter does."""
    if any(pattern.search(question) for lean, pattern in LEANS.items() if lean != "the"):
        return False
    known = stems_of(" ".join(f"{t.question} {t.answer} {t.short}" for t in turns))
    return any(n.sure and not stems_of(n.text) & known for n in read_sentence(question).names)


def _meant(question: str, turns: Sequence[Exchange], found: Sequence[Phrase]) -> tuple[re.Match[str] | None, list[str]]:
    """Return the first pronoun that stands for something of the conversation, and what it can stand for."""
    own_names = read_sentence(question).names
    for pattern in (_PERSON, _THING, _THERE):
        match = pattern.search(question)
        if not match or any(n.end <= match.start() for n in own_names) or (pattern is _THING and _EXPLETIVE.search(question)):
            continue  # the pronoun's name may stand before it in the same question
        if pattern is _THERE:
            meant = _place_named(turns)
        elif pattern is _PERSON:
            one = _one_asked(turns[-1])
            meant = [one] if one else _alike([p for p in found if p.kind == "name" and p.sure and not p.placed])
        else:
            meant = [_with_article(p) for p in found[:1] if likely(p) > FILL]
        if meant:
            return match, meant
    return None, []


def _one_asked(turn: Exchange) -> str:
    """Return whom the last question asked for: the answer's name, or in its own words "the person who replaced Ann Lee"."""
    who = _WHO.match(turn.question)
    role = _WHO_IS.match(turn.question)
    if role and not who and any(n.start == role.start(1) for n in read_sentence(turn.question).names):
        return ""  # "Who is Ann Lee?"
    if not who and not role:
        return ""
    held = stems_of(turn.question)
    named = [n.text for text in (turn.short, turn.answer) for n in read_sentence(text).names if n.sure and not stems_of(n.text) & held]
    if named or turn.answer or turn.short:
        return named[0] if named else ""
    return f"the person who {who[1]}" if who else role[1] if role else ""


def _alike(persons: Sequence[Phrase]) -> list[str]:
    """Return the likeliest of some names, or two of one place in the conversation that fit alike; none below FILL."""
    if not persons or likely(persons[0]) < FILL:
        return []
    first, rivals = persons[0], persons[1:2]
    two = [p for p in rivals if p.last[:2] == first.last[:2] and first.odds - p.odds < CLOSE and len(first.stems) == len(p.stems) > 1]
    return [p.text for p in (first, *two)]


def _place_named(turns: Sequence[Exchange]) -> list[str]:
    """Return the newest place, with its preposition."""
    for turn in reversed(turns):
        for text in (turn.answer, turn.question):
            if place := list(_PLACE.finditer(text)):
                return [place[-1][0]]
    return []


def _with_article(phrase: Phrase) -> str:
    bare = phrase.kind == "name" or phrase.text.lower().startswith(("the ", "a ", "an "))
    return phrase.text if bare else f"the {phrase.text}"


def _added(question: str, wording: str, found: Sequence[Phrase]) -> str:
    """Add in brackets the phrases that are likely lacking and not yet there."""
    held, more = stems_of(question) | stems_of(wording), []
    for phrase in found:
        if likely(phrase) >= CARRY and not phrase.stems <= held:
            held |= phrase.stems
            more.append(phrase.text)
    end = len(wording.rstrip(" ?.!"))
    return f"{wording[:end]} ({', '.join(more)}){wording[end:].strip() or '?'}" if more else wording


def _replace_pronoun(question: str, match: re.Match[str], referent: str) -> str:
    word = match[0].lower()
    owns = word in _POSSESSIVE and (word != "her" or bool(re.match(r"\s+\w", question[match.end() :])))
    new = referent + ("'" if referent.endswith("s") else "'s") * owns
    new = new[0].upper() + new[1:] if match.start() == 0 else new
    return f"{question[: match.start()]}{new}{question[match.end() :]}"
