"""Choose the names and words of earlier questions and answers that a follow-up lacks, by fitted weights (pure)."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, fsum
from pathlib import Path

from rag.errors import InputError
from rag.language.names import ordinary
from rag.language.text import content_words, sentences, stem, tokens, words
from rag.question.arguments import LONGEST_QUESTION, one_line, shown
from rag.question.asked import read_asked
from rag.records import Answer
from rag.sources.statement import read_sentence
from rag.sources.words import FINITE

WEIGHTS = Path(__file__).parents[1] / "models" / "weights" / "followup.json"
SHORT = 6  # words up to which an answer is one short value
READ = 2  # sentences of an answer that are read: what it says first is what is asked about next
KEPT = 12  # newest turns that are read
FAR = 3  # turns back from which the distance no longer counts
_HEADING = re.compile(r"([^:?]{2,}?)(?:\s*[(,][^:]*)?: ([^?]+)$")  # "Name (kind): section", what the user looks at
_PLACED = re.compile(r"\b(?:in|at|near|from|to|on) (?:the )?$", re.I)
_BELONGS = re.compile(r" \d{1,4}\b(?!,\d| \w+)")  # Super Bowl 60
# What a question leans on, the most telling first.
LEANS = {
    "person": re.compile(r"\b(?:he|she|him|his|her|hers)\b", re.I),
    "they": re.compile(r"\b(?:they|them|their|theirs)\b", re.I),
    "it": re.compile(r"\b(?:it|its)\b", re.I),
    "this": re.compile(r"\b(?:this|that|these|those)\b", re.I),
    "there": re.compile(r"\b(?:there|then)\b(?=\s*[?.!]|$)", re.I),
    "else": re.compile(r"\b(?:else|other|another|more|besides|again|same|next)\b", re.I),
    "the": re.compile(r"\bthe\b", re.I),
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question with its answer, in full and as the single value; empty where there is none or it is not known."""

    question: str
    answer: str = ""
    short: str = ""


@dataclass(slots=True)
class Phrase:
    """A name or a few words of the conversation, and where they stand."""

    text: str
    kind: str  # name, words, or topic: what a question is about with what is asked of it
    stems: frozenset[str]
    sure: bool = True
    placed: bool = False  # where something is: "in Oulu"
    at: list[tuple[int, str, int]] = field(default_factory=list)  # turns back from the follow-up (0: the last), part, its place there
    odds: float = 0.0  # log-odds that a follow-up lacks its words

    @property
    def last(self) -> tuple[int, str, int]:
        """The newest place, an answer before its question."""
        return min(self.at, key=lambda place: (place[0], place[1] in {"question", "heading"}))


def has_heading(turns: Sequence[Exchange]) -> bool:
    """Whether the conversation begins with a heading, which says what all of it is about."""
    return bool(turns) and _HEADING.match(turns[0].question) is not None


def read_history(history: Sequence[str | Answer | Exchange]) -> list[Exchange]:
    """Return earlier questions, answers or exchanges, oldest first, as exchanges: the first and the newest KEPT, each as far as it is read.

    What a decline says is no answer.

    :raises InputError: for what is no list of them.
    """
    if not isinstance(history, Sequence) or isinstance(history, str | bytes | bytearray | memoryview | range):
        raise InputError(f"history must be a list of earlier questions or answers, not {shown(history)}.")
    turns = list(history)
    return [_exchange(turn) for turn in (*turns[:1], *turns[1:][-KEPT:])]


def _exchange(turn: str | Answer | Exchange) -> Exchange:
    if isinstance(turn, str):
        return Exchange(_read(turn))
    if isinstance(turn, Exchange):
        return Exchange(_read(turn.question), _read(turn.answer), _read(turn.short))
    if not isinstance(turn, Answer):
        raise InputError(f"history holds {shown(turn)}; each turn must be the text of a question, or its answer.")
    said = "" if turn.status == "declined" else " ".join(s.text for s in turn.sentences)
    return Exchange(_read(turn.question), _read(said), _read(turn.short.text) if turn.short else "")


def _read(text: str) -> str:
    return one_line(text[:LONGEST_QUESTION] if isinstance(text, str) else text, "a turn of history")


def lacking(question: str, turns: Sequence[Exchange]) -> list[Phrase]:
    """Return the phrases of ``turns`` with words that ``question`` does not have, the likeliest to be meant first."""
    weights, found = _weights(), []
    for phrase, keys in weighed(question, turns):
        phrase.odds = weights[""] + fsum(weights.get(key, 0.0) for key in keys)
        found.append(phrase)
    return sorted(found, key=lambda p: -p.odds)


def likely(phrase: Phrase) -> float:
    """Return the probability, 0 to 1, that a follow-up lacks the words of a phrase."""
    return 1 / (1 + exp(-phrase.odds))


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return weights


def weighed(question: str, turns: Sequence[Exchange]) -> Iterator[tuple[Phrase, set[str]]]:
    """Yield each phrase that has words which ``question`` lacks, with the keys of its weights."""
    held = stems_of(question)
    leans = [name for name, pattern in LEANS.items() if pattern.search(question)] or ["none"]
    own = "own" if any(n.sure for n in read_sentence(question).names) else "bare"
    opener = " ".join(words(question)[:2])
    asked = read_asked(turns[-1].question).kind if turns else ""
    found = phrases(turns)
    near = sum(p.kind == "name" and p.sure and p.last[0] == 0 and not p.stems <= held for p in found)
    for phrase in found:
        if phrase.stems <= held:
            continue
        back, part, place = phrase.last
        where = "heading" if any(p == "heading" for _, p, _ in phrase.at) else f"{part}.{min(back, FAR)}"
        main = f"{phrase.kind}.{where}"
        overlap = "part" if phrase.stems & held else "new"
        keys = {main, part, f"{main} {overlap}", f"{phrase.kind} {overlap} {own}", f"{phrase.kind}.{part} place {min(place, FAR)}"}
        keys |= {f"{main} n{min(len(phrase.at), FAR)}", f"{phrase.kind} words {min(len(phrase.stems), 4)}", f"{opener} {phrase.kind}"}
        keys |= {f"{main} {own}", f"{main} only {leans[0]}", f"{main} {leans[0]} {own}", f"{main} asks {min(len(held), 5)}"}
        keys |= {f"{main} {lean}" for lean in leans} | {f"{phrase.kind} {lean}" for lean in leans}
        rivals = near - (phrase.kind == "name" and phrase.sure and back == 0)
        keys |= {f"{main} rivals {min(rivals, 3)}", f"{main} {leans[0]} rivals {min(rivals, 2)}"}
        if phrase.kind == "name":
            plain_words = [w for w in words(phrase.text) if w in ordinary()]
            said = "none" if not plain_words else "all" if len(plain_words) == len(words(phrase.text)) else "some"
            keys |= {f"ordinary {said} {lean}" for lean in leans} | {
                f"{phrase.kind} {lean} words {min(len(phrase.stems), 3)}" for lean in leans
            }
            keys |= {f"sure {phrase.sure}", f"placed {phrase.placed}", f"placed {phrase.placed} {leans[0]}"}
        if back == 0 and part in {"short", "answer"}:
            keys |= {f"{phrase.kind}.{part} to {asked}", f"{phrase.kind}.{part} to {asked} {leans[0]}"}
        yield phrase, keys


def phrases(turns: Sequence[Exchange]) -> list[Phrase]:
    """Return the names and groups of words of a conversation, each once; a name in part is the name."""
    found: dict[frozenset[str], Phrase] = {}
    for n, turn in enumerate(turns):
        for text, kind, sure, placed, part, place in _pieces(turn, first=n == 0):
            new = Phrase(text, kind, stems_of(text), sure, placed)
            if new.stems:
                _merge(found, new).at.append((len(turns) - 1 - n, part, place))
    return list(found.values())


def _merge(found: dict[frozenset[str], Phrase], new: Phrase) -> Phrase:
    """Return the phrase that a new one is, the new one if none; of a name, the longer form is kept where one of them is a single word."""
    same = found.get(new.stems)
    if same is None and new.kind == "name":
        parts = (p for p in found.values() if p.kind == "name" and (p.stems < new.stems or new.stems < p.stems))
        same = next((p for p in parts if 1 in {len(p.stems), len(new.stems)}), None)
        if same and len(new.stems) > len(same.stems):
            del found[same.stems]
            same.text, same.stems = new.text, new.stems
    kept = found.setdefault((same or new).stems, same or new)
    kept.placed, kept.sure = kept.placed or new.placed, kept.sure or new.sure
    return kept


def _pieces(turn: Exchange, *, first: bool) -> Iterator[tuple[str, str, bool, bool, str, int]]:
    """Yield (text, kind, sure, placed, part, place) of the phrases of a turn."""
    heading = _HEADING.match(turn.question) if first else None
    if heading:
        yield heading[1], "name", True, False, "heading", 0
        yield from _within(heading[2], "section")
    else:
        yield from _within(turn.question, "question")
        if topic := topic_of(turn.question):
            yield topic, "topic", True, False, "question", 0
    if turn.short:
        yield turn.short, "name" if read_sentence(turn.short).names else "words", True, False, "short", 0
    begin = sentences(turn.answer)[:READ]
    said = turn.answer[begin[0][0] : begin[-1][1]] if begin else ""
    yield from _within(said, "short" if len(said.split()) <= SHORT else "answer")


def _within(text: str, part: str) -> Iterator[tuple[str, str, bool, bool, str, int]]:
    names = read_sentence(text).names
    for place, name in enumerate(names):
        placed = _PLACED.search(text, max(0, name.start - 12), name.start) is not None
        number = _BELONGS.match(text, name.end)
        yield text[name.start : number.end()] if number else name.text, "name", name.sure, placed, part, place
    for place, (start, end) in enumerate(_word_groups(text, [(n.start, n.end) for n in names])):
        yield text[start:end], "words", True, False, part, place


def _word_groups(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the runs of words that carry meaning and are neither names nor known verbs."""
    start = end = -1
    for token in tokens(text):
        verb = token.word in FINITE or (token.word.endswith("ed") and len(token.word) > 4)
        dull = verb or token.word.endswith("ly") or not content_words(token.word) or any(a <= token.start < b for a, b in taken)
        if start >= 0 and (dull or text[end : token.start] != " "):
            yield start, end
            start = -1
        if not dull:
            start, end = token.start if start < 0 else start, token.end
    if start >= 0:
        yield start, end


_LONG = 5  # content words of an earlier question above which it is not taken as a whole
_EVENT = re.compile(r"\b(?:when|after|before|since|as)\s+((?:the|an?)\s.*?)[\s?.!]*$", re.I)
_BRACKETS = re.compile(r" \([^()]*\)")
_OPEN = re.compile(
    r"\b(?:any|it|its|his|her|they|them|their|those|these|this|that|what|how|who|which|i|you|we|me|my|your)\b", re.I
)  # names no one thing
_EXTENT = re.compile(r"how \w+ (?:is|are|was|were) (?!there\b)(.*?)[\s?.!]*$", re.I)  # how strong was the storm
_AUX_FIRST = re.compile(
    r"^(?:\s+(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|should|may|might|there|been)\b)+\s*", re.I
)


def topic_of(question: str) -> str:
    """Return what a question is about with what is asked of it, "the ferry lost in Oulu", or its event: "when the ferry sank".

    Empty for a name, and where it is unclear or long.
    """
    question = _BRACKETS.sub("", question)
    if event := _EVENT.search(question) or _EXTENT.match(question):
        return event[1]
    asked = read_sentence(question)
    start, end = asked.subject_at
    if not content_words(asked.subject) or any(n.start <= start and end <= n.end for n in asked.names):
        return ""
    topic = f"{asked.subject} {_AUX_FIRST.sub('', question[end:]).strip()}".strip(" ?.!") if asked.asks else asked.subject
    if len(content_words(topic)) > _LONG or _OPEN.search(topic):
        return ""
    return topic if topic.lower().startswith(("the ", "a ", "an ")) else f"the {topic}"


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that carry meaning."""
    return frozenset(map(stem, content_words(text)))
