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
from rag.question.carried import LEANS, Exchange, Phrase, has_heading, lacking, likely, read_history, stems_of, topic_of
from rag.question.fragment import ASKS, AUX, LEAD, PLACE, WHY, ask_again, complete_fragment, is_fragment, replace_pronoun
from rag.records import Answer
from rag.sources.statement import read_sentence

FILL = 0.5  # probability from which a phrase takes the place of a pronoun
CARRY = 0.69  # probability from which one is added, chosen so that under 15% of the words added on the other half of CANARD are wrong
CLOSE = 0.9  # log-odds within which two persons fit a pronoun alike
_PERSON = re.compile(r"\b(he|she|him|his|her|hers)\b", re.I)
_THING = re.compile(r"\b(it|its|they|them|their|theirs)\b", re.I)
_EXPLETIVE = re.compile(
    r"\b(?:do|did|does|done) it(?=\s*[?.!,]|$)|\bit\s+(?:rain|snow|true|possible|likely|take|mean|cost)\b", re.I
)  # names no thing
_WEATHER = re.compile(r"\bit (?:rain|snow)", re.I)
_THERE = re.compile(r"\bthere\b(?=\s*[?.!]|$)", re.I)
_HOW_MANY = re.compile(r"how (?:many|much) (\w+)", re.I)
_COUNT_ALONE = re.compile(rf"^(how many|how much)(?=\s+{AUX}\b(?!\s+(?:it|they|he|she|this|that|the)\b))", re.I)
_TO_US = re.compile(r"\b(?:you|your)\b", re.I)  # "are you sure?"
_GROUP = frozenset({"they", "them", "their", "theirs"})
_SUBJECT = r"(?:the|an?|his|her|their|its|he|she|it|they|we|you|[A-Z]\w*)\b"
_WHO = re.compile(rf"^[Ww]ho (?!else\b|{AUX} {_SUBJECT})(\w.*?)\s*\?*$")  # "who" is what its verb is said of
_WHO_IS = re.compile(r"^[Ww]ho (?:is|was) ((?:the|his|her|their|its|[A-Z]).*?)\s*\?*$")
_WHICH = re.compile(r"^(?:which|what) (?!kind|sort|type)[a-z]+ (?!of\b)", re.I)
_THAT_YEAR = re.compile(r"\b(?:(?:in|during) )?(?:that|the same) year\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WHOLE = 5  # content words above which a question that leans on nothing stands alone
_BARE = 2  # content words up to which a question without names leaves out what it is about: "Who was charged?"


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
    bare = LEAD.sub("", question).strip()
    if why := WHY.match(bare):
        return Followup(ask_again(why[1], bool(why[2]), _last(turns)))
    if is_fragment(question, bare):
        return Followup(complete_fragment(bare, _last(turns), named=bool(read_sentence(question).names)))
    return _complete(question, turns)


def _last(turns: Sequence[Exchange]) -> str:
    """Return the last question in its own stand-alone words."""
    return _read(turns[-1].question, turns[:-1]).question


def _complete(question: str, turns: Sequence[Exchange]) -> Followup:
    """Put what is meant in the place of a pronoun, and add in brackets what else is lacking."""
    if _names_its_own(question, turns):
        return Followup(question)
    wording = _dated(_counted(question, turns[-1].question), turns)
    found = [p for p in lacking(wording, turns) if p.sure]
    match, meant = _meant(wording, turns, found)
    if not match or not meant:
        added = _added(question, wording, found)
        matter = "" if added != wording else _matter(wording, turns, found)
        return Followup(f"{wording.rstrip(' ?.!')} ({matter})?" if matter else added)
    clear = len(meant) == 1
    wordings = tuple(_added(question, replace_pronoun(wording, match, name), found if clear else ()) for name in meant)
    return Followup(wordings[0]) if clear else Followup(question, wordings, tuple(meant))


def _counted(question: str, last: str) -> str:
    """Say what is counted where only the last question did: "How many were rescued?" is of people."""
    if not (_COUNT_ALONE.match(question) and (before := _HOW_MANY.match(last))) or _own_names(question):
        return question
    start, end = read_sentence(last).subject_at
    return _COUNT_ALONE.sub(rf"\g<1> {last[start:end] if start == before.start(1) else before[1]}", question)


def _dated(question: str, turns: Sequence[Exchange]) -> str:
    """Put the newest year of the conversation in the place of "that year"."""
    years = [y for t in reversed(turns) for text in (t.answer, t.short, t.question) for y in _YEAR.findall(text)[::-1]]
    return _THAT_YEAR.sub(f"in {years[0]}", question) if years else question


def _matter(question: str, turns: Sequence[Exchange], found: Sequence[Phrase]) -> str:
    """Return what a question that leaves out its matter is about: the one just answered, the last question's event, its first name.

    Only for a few words without a name, in a conversation without a heading.
    """
    words = content_words(re.sub(r"\bhow (?:many|much)\b", "", question, flags=re.I))
    leans = any(LEANS[lean].search(question) for lean in ("they", "it", "this"))
    asks = (ASKS.match(question) or leans) and not _TO_US.search(question)
    if has_heading(turns) or not asks or (len(words) > _BARE and not leans) or _own_names(question):
        return ""
    last = _last(turns)
    if one := _one_answered(turns[-1]):
        return one
    names = [p.text for p in found if p.kind == "name" and p.last[0] == 0]
    event = topic_of(last)
    event = "" if stems_of(event) & stems_of(question) else event
    return event if event and (not names or names[0] in event) else names[0] if names else ""


def _names_its_own(question: str, turns: Sequence[Exchange]) -> bool:
    """Whether it leans on nothing and names something that the conversation did not, as a question on another matter does."""
    if _WEATHER.search(question):
        return True
    if any(pattern.search(question) for lean, pattern in LEANS.items() if lean != "the"):
        return False
    known = stems_of(" ".join(f"{t.question} {t.answer} {t.short}" for t in turns))
    return any(not stems_of(name) & known for name in _own_names(question))


def _own_names(question: str) -> list[str]:
    """Return the names of a question; a single capital at its start may be any word: "Summarise that"."""
    return [n.text for n in read_sentence(question).names if n.sure and (n.start or " " in n.text)]


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
            meant = [one] if one else _alike([p for p in found if p.kind == "name" and not p.placed])
        else:
            one = _one_answered(turns[-1], group=match[0].lower() in _GROUP)
            meant = (
                [one] if one else [_with_article(p) for p in [p for p in found if not p.placed][:1] if likely(p) > FILL] or _subject(turns)
            )
        if meant:
            return match, meant
    return None, []


def _one_answered(turn: Exchange, *, group: bool = False) -> str:
    """Return the answer to "which company", and for a ``group``, "they", to "who": the team that won."""
    return turn.short if _WHICH.match(turn.question) or (group and _WHO.match(turn.question)) else ""


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
    return role[1] if role else f"the person who {who[1]}" if who else ""


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
            if place := list(PLACE.finditer(text)):
                return [place[-1][0]]
    return []


def _subject(turns: Sequence[Exchange]) -> list[str]:
    """Return what the last question is about, in a conversation without a heading."""
    topic = "" if has_heading(turns) else topic_of(_last(turns))
    return [topic] if topic else []


def _with_article(phrase: Phrase) -> str:
    bare = phrase.kind == "name" or phrase.text.lower().startswith(("the ", "a ", "an "))
    return phrase.text if bare else f"the {phrase.text}"


def _added(question: str, wording: str, found: Sequence[Phrase]) -> str:
    """Add in brackets the phrases that are likely lacking and not yet there."""
    held, more = stems_of(question) | stems_of(wording), []
    whole = len(content_words(question)) > _WHOLE and not any(LEANS[lean].search(wording) for lean in LEANS if lean != "the")
    for phrase in found[: 0 if whole else None]:
        if likely(phrase) >= CARRY and not phrase.stems <= held:
            held |= phrase.stems
            more.append(phrase.text)
    end = len(wording.rstrip(" ?.!"))
    return f"{wording[:end]} ({', '.join(more)}){wording[end:].strip() or '?'}" if more else wording
