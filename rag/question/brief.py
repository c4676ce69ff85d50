"""Read whether a question wants a brief, the course of a matter in several sentences, and on what (pure)."""

import re
from dataclasses import dataclass

from rag.language.pattern import Pattern
from rag.language.text import stem
from rag.sources.statement import read_sentence

_POLITE = r"(?:(?:please|can|could|would|will|you|i|we|need|want|like|to|now|so|just|and|then|quickly|briefly)[\s,]+)*"
_LONG = r"(?:(?:an?|the|your|me|us|with|short|quick|brief|one[- ]paragraph|full|complete|general|rough|day[- ]by[- ]day|whole)\s+)*"
_FORMS = r"(?:brief(?:ing)?|time-?line|overview|recap|summary|rundown|run-down|chronology|digest|sum-?up|backgrounder)"
_PRESS = r"(?:articles|reports|papers|newspapers|outlets|stories|archive|coverage|news|press|media)"
_ON = r"(?:on|of|about|for|with|regarding|in)"
_TOLD = r"(?:story|news|coverage|reports?|reporting|articles?|events?|latest|developments?|history|course)"
# Words that ask for the course of a matter; what stands behind them is the matter.
_ASKED = Pattern(
    rf"^{_POLITE}(?:"
    rf"(?:summari[sz]e|recap|outline|sum\s+up|recount|retrace)\s+(?:for\s+(?:me|us)\s+)?(?:(?:all|the)\s+)*(?:{_TOLD}\s+{_ON}\s+)?"
    rf"|(?:(?:give|write|get|show|send|make|prepare|draft|do)\s+)?{_LONG}{_FORMS}\s+{_ON}\s+"
    r"|(?:catch|bring|get)\s+(?:me|us)\s+up\s+(?:(?:to\s+(?:date|speed))\s+)?(?:on|with|about)\s+|(?:fill|clue)\s+(?:me|us)\s+in\s+(?:on|about)\s+"
    r"|(?:brief|update)\s+(?:me|us)\s+(?:on|about)\s+"
    r"|tell\s+(?:me|us)\s+(?:(?:more|all|everything|something)\s+)?about\s+"
    rf"|what\s+(?:do|does|did|have|has)\s+(?:(?:the|all|these|your|different)\s+)*{_PRESS}\s+(?:say|said|report(?:ed)?|tell(?:\s+us)?|have|written?)\s+(?:about|on|of)\s+"
    r"|(?:tell\s+(?:me|us)\s+)?what(?:['’]s|\s+is|\s+was)\s+the\s+(?:whole\s+|full\s+)?story\s+(?:with|of|on|about|behind)\s+"
    r"|(?:tell\s+(?:me|us)\s+)?what(?:['’]s|\s+is|\s+was|\s+has\s+been)\s+(?:happening|going\s+on)\s+(?:with|in|at|to)\s+"
    r"|(?:tell\s+(?:me|us)\s+)?what(?:['’]s|\s+has|\s+had)?\s+happened\s+(?:with|in\s+the\s+case\s+of)\s+"
    r"|(?P<event>(?:tell\s+(?:me|us)\s+)?what(?:['’]s|\s+has|\s+had)?\s+happened\s+(?:to|at|in|on|during|near|off|aboard))\s+"
    r")(?P<topic>\S.*)$"
)
_UNFOLDED = Pattern(
    r"^how\s+(?:did|has|have)\s+(?P<topic>.+?)\s+(?:unfold|develop|evolve|play\s+out|unfolded|developed|evolved|played\s+out)\W*$"
)
_FIGURE = re.compile(r"\d+")
_LEAD = Pattern(r"^(?:(?:the|an?|all|this|that|what|how|why|about)\s+)+")
# Words behind the matter that say nothing of it: "the Marl story", "the ferry disaster so far".
_END = Pattern(r"(?:\s+(?:story|saga|news|coverage|so\s+far|until\s+now|to\s+date|please|for\s+me|in\s+(?:\w+\s+){1,2}sentences?))+$")

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
    said = read_sentence(topic)
    taken = [(t.start, t.end) for t in said.times] + [(n.start, n.end) for n in said.names]
    free = [t.word for t in said.tokens if not any(a <= t.start < b for a, b in taken)]
    stems = frozenset(stem(w) for w in free if w in said.content and not w[0].isdigit()) - _SAID
    figures = [m for m in _FIGURE.finditer(topic) if len(m[0]) == 4 or not any(t.start <= m.start() < t.end for t in said.times)]
    names = tuple(frozenset(n.words) for n in said.names)
    return Brief(topic, bool(match.groupdict().get("event")), names, stems, frozenset(m[0] for m in figures)) if names or stems else None
