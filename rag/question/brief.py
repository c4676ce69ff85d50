"""Read whether a question wants a brief, the course of a matter in several sentences, and on what (pure)."""

import re
from dataclasses import dataclass

from rag.language.lexicon import HARM_ASKED
from rag.language.pattern import Pattern
from rag.language.text import stem
from rag.sources.statement import read_sentence

_ME = r"(?:me|us)"
_POLITE = r"(?:(?:please|can|could|would|will|you|i|we|need|want|like|to|now)[\s,]+)*"
_SHORT = r"(?:(?:an?|the|your|me|us|short|quick|brief|full)\s+)*"
_FORMS = r"(?:brief(?:ing)?|time-?line|overview|recap|summary|run-?down|chronology)"
_PRESS = r"(?:(?:the|all|these)\s+)*(?:articles|reports|papers|newspapers|outlets|stories|archive|coverage|news|press|media)"
_TOLD = r"(?:(?:all|the)\s+)*(?:(?:story|news|coverage|reports|articles|events|history|course)\s+(?:on|of|about)\s+)?"
_WHAT = rf"(?:tell\s+{_ME}\s+)?what(?:['’]s|\s+(?:is|was|has|had|has\s+been))?\s+"
# Words that ask for the course of a matter; what stands behind them is the matter.
_ASKED = Pattern(
    rf"^{_POLITE}(?:(?:summari[sz]e|recap|outline|sum\s+up)\s+(?:for\s+{_ME}\s+)?{_TOLD}"
    rf"|(?:(?:give|write|get|show|send|make|prepare)\s+)?{_SHORT}{_FORMS}\s+(?:on|of|about)\s+"
    rf"|(?:catch|bring|get)\s+{_ME}\s+up\s+(?:to\s+(?:date|speed)\s+)?on\s+|fill\s+{_ME}\s+in\s+on\s+|(?:brief|update)\s+{_ME}\s+on\s+"
    rf"|tell\s+{_ME}\s+(?:(?:more|all|everything)\s+)?about\s+"
    rf"|what\s+(?:do|does|did|have|has)\s+{_PRESS}\s+(?:say|said|report|reported|tell\s+us|written)\s+(?:about|on|of)\s+"
    rf"|{_WHAT}the\s+(?:whole\s+)?story\s+(?:with|of|on|about|behind)\s+|{_WHAT}(?:happening|going\s+on)\s+(?:with|in|at|to)\s+"
    rf"|{_WHAT}happened\s+with\s+|(?P<event>{_WHAT}happened\s+(?:to|at|in|on|during|near|aboard)\s+))(?P<topic>\S.*)$"
)
_UNFOLDED = Pattern(
    r"^how\s+(?:did|has|have)\s+(?P<topic>.+?)\s+(?:unfold|develop|evolve|play\s+out|unfolded|developed|evolved|played\s+out)$"
)
_FIGURE = re.compile(r"\d+")
_LEAD = Pattern(r"^(?:(?:the|an?|this|that|what|how|why)\s+)+")
# Words behind the matter that say nothing of it: "the Marl story", "the ferry disaster so far".
_END = Pattern(r"(?:\s+(?:story|saga|news|so\s+far|to\s+date|please|for\s+me|in\s+(?:\w+\s+){1,2}sentences?))+$")
_HARM = Pattern(rf"(?:{HARM_ASKED})\b")
# What a question says of any matter.
_SAID = frozenset(map(stem, (
    "say said happened case affair matter situation thing things week month year today news articles reports papers stories headlines"
).split()))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Brief:
    """The matter of a brief."""

    topic: str  # as asked, its time with it
    event: bool  # what happened at one place or to one thing: few sentences, and one that states it may answer
    names: tuple[frozenset[str], ...]  # the words of each of its names
    stems: frozenset[str]  # of its other words that carry meaning, those of its time left out
    figures: frozenset[str]  # its numbers in digits, of its time only the year


def read_brief(question: str) -> Brief | None:
    """Return the matter of which a question wants a brief; None where it wants none, or names no matter."""
    asked = " ".join(question.split()).rstrip(" ?.!")
    match = _ASKED.match(asked) or _UNFOLDED.match(asked)
    if match is None:
        return None
    topic = _END.sub(lambda _: "", _LEAD.sub(lambda _: "", match["topic"])).strip(" ,\"“”'")
    if _HARM.match(topic):  # "what do the articles say about casualties at Marl?" is answered by who says what of them
        return None
    said = read_sentence(topic)
    taken = [(t.start, t.end) for t in said.times] + [(n.start, n.end) for n in said.names]
    free = [t.word for t in said.tokens if not any(a <= t.start < b for a, b in taken)]
    stems = frozenset(stem(w) for w in free if w in said.content and not w[0].isdigit()) - _SAID
    figures = [m for m in _FIGURE.finditer(topic) if len(m[0]) == 4 or not any(t.start <= m.start() < t.end for t in said.times)]
    names = tuple(frozenset(n.words) for n in said.names)
    return Brief(topic, bool(match.groupdict().get("event")), names, stems, frozenset(m[0] for m in figures)) if names or stems else None
