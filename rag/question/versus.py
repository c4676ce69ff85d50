"""Read a question that compares two by a figure or a day, and ask for each of them alone (pure)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.language.pattern import Pattern
from rag.language.text import content_words
from rag.sources.statement import read_sentence

# What asks for the value that a comparative compares: (its words, the question for more or later, for less or earlier).
_SCALES = (
    ("how many people died in", "deadlier", ""),
    ("how much", "costlier|pricier|dearer|more expensive", "cheaper|less expensive"),
    ("how often", "more often", "less often"),
    ("how large", "larger|bigger|greater", "smaller"),
    ("how high", "higher", "lower"),
    ("how long", "longer", "shorter"),
    ("how old", "older", "younger"),
    ("how tall", "taller", ""),
    ("how heavy", "heavier", "lighter"),
    ("how fast", "faster", "slower"),
    ("how strong", "stronger", "weaker"),
    ("when", "later|last", "earlier|sooner|first"),
    ("how many", "more", "fewer|less"),  # how much, before what is not counted
)
_MORE = Pattern(
    r"\b(?:the\s+)?(?:" + "|".join(f"(?P<m{n}>{m})" + f"|(?P<l{n}>{le})" * bool(le) for n, (_, m, le) in enumerate(_SCALES)) + r")\b"
)
_AUX = r"(?:did|does|do|is|are|was|were|has|have|had|will)"
# "which", with its noun where one follows: no auxiliary, no verb in -ed, and none before a comparative ("which came first").
_COMPARED = "|".join(f"{more}|{less}" if less else more for _, more, less in _SCALES)
_WHO = rf"(?:which(?!\s+of\b)(?:\s+(?!{_AUX}\b)(?P<noun>[a-z-]+)(?<!ed)(?!\s+(?:the\s+)?(?:{_COMPARED})\b))?|who|what)"
_SIDE = r"(?:(?!,|\bor\b).)+?"
# "Which outbreak killed more people, the one from carrots or the one from pasta?"
_LISTED = Pattern(rf"^(?P<before>(?:[^,]+,\s+)?)(?:{_WHO})\s+(?P<rest>.+?)\s*[,:–—-]\s+(?P<one>{_SIDE})\s*,?\s+or\s+(?P<two>{_SIDE})$")
# "Which of Saturn and Jupiter has more moons?"
_WHICH_OF = Pattern(
    rf"^(?P<before>(?:[^,]+,\s+)?)which\s+of\s+(?:the\s+two,?\s+)?(?P<one>{_SIDE})\s+(?:and|or)\s+(?P<two>.+?),?\s+(?P<rest>(?:{_AUX}|[a-z]+(?:ed|s)|won|came|got|cost|began|took|sold)\s.*)$"
)
# "Does Saturn or Jupiter have more moons?", "Did Brevia raise more than Calden?"
_AUXED = Pattern(rf"^(?P<before>(?:[^,]+,\s+)?)(?P<aux>{_AUX})\s+(?P<rest>.+)$")
_THAN = Pattern(
    r"^(?P<left>.*?)\s+than\s+(?:(?P<by>in|on|at|of|for|from|that\s+(?:in|of|at|on))\s+)?(?P<two>[^,]+?)(?:\s+(?:did|does|do|is|was|were|has|had))?$"
)
_HEAD = re.compile(r"(?:the|that)\s+(.+?)\s+(?:of|in|at|on|near|from|that|which)\b", re.I)  # what "the one" stands for
_TOOK_PLACE = frozenset({"came", "happened", "occurred", "was", "took place"})
_BE = frozenset("is are was were".split())
_BEGUN = "Did "
_THING = re.compile(r"(?:the|a|an)\s+[a-z][\w-]*", re.I)


@dataclass(frozen=True, slots=True)
class Versus:
    """A comparison of two."""

    sides: tuple[str, str]  # as asked
    parts: tuple[str, str]  # the question for the value of each alone
    greater: bool  # whether the greater or later value wins
    days: bool  # whether days are compared, not figures
    claim: bool  # whether it asks if the first wins, not which of them does


def read_versus(question: str) -> Versus | None:
    """Return what a question compares; None where it compares no two by a figure or day, or not clearly."""
    asked = " ".join(question.split()).rstrip(" ?.!")
    for rule in (_which_of, _listed, _aux):
        found = rule(asked)
        if found and all(content_words(side) for side in found.sides) and found.sides[0].lower() != found.sides[1].lower():
            return found
    return None


def _which_of(asked: str) -> Versus | None:
    match = _WHICH_OF.match(asked)
    return _stated(match["before"], match["rest"], (match["one"], match["two"]), "") if match else None


def _listed(asked: str) -> Versus | None:
    match = _LISTED.match(asked)
    if match is None:
        return None
    return _stated(match["before"], match["rest"], (match["one"], match["two"]), match["noun"] or "")


def _stated(before: str, rest: str, sides: tuple[str, str], noun: str) -> Versus | None:
    """Read "killed more people" of two sides: "the first killed how many people?"."""
    scale = _scale(rest)
    if scale is None:
        return None
    match, how, greater = scale
    head = noun or next((m[1] for side in sides if (m := _HEAD.match(side)) and m[1].lower() != "one"), "one")
    named = tuple(re.sub(r"\b(the|that) one\b", rf"\1 {head}", side, flags=re.I) for side in sides)
    if how.endswith(" in"):
        wordings = tuple(f"{how} {side}" for side in named)
    elif how == "when":
        said = " ".join((rest[: match.start()] + rest[match.end() :]).split())
        wordings = tuple(f"when was {side}" if said in _TOOK_PLACE else f"when was it that {side} {said}" for side in named)
    else:
        said = f"{rest[: match.start()]}{how}{rest[match.end() :]}"
        wordings = tuple(f"{side} {said}" for side in named)
    return Versus(sides, _asks(before, wordings), greater, how == "when", claim=False)


def _aux(asked: str) -> Versus | None:
    """Read "does the first have more moons than the second": "how many moons does the first have?"."""
    match = _AUXED.match(asked)
    scale = _scale(match["rest"]) if match else None
    if match is None or scale is None:
        return None
    comparative, how, greater = scale
    aux, left, right = match["aux"].lower(), match["rest"][: comparative.start()].rstrip(), match["rest"][comparative.end() :]
    than = _THAN.match(right)
    if than:
        right = than["left"]
        start, end = _subject(f"{left}{right}" if than["by"] else left, aux, than["by"])
        sides = (f"{left}{right}"[start:end], than["two"])
        if not end or not _stands_alone(than["two"]):
            return None
        one = sides[0]
        asked_of = [(left.replace(one, side), right.replace(one, side)) for side in sides]
    else:
        sides, behind = _pair(left)
        asked_of = [(side + behind, right) for side in sides]
    wordings = [f"{how} {side}" if how.endswith(" in") else _asked_of(how, aux, *c) for side, c in zip(sides, asked_of, strict=True)]
    return Versus(sides, _asks(match["before"], wordings), greater, how == "when", claim=than is not None)


def _asked_of(how: str, aux: str, subject: str, right: str) -> str:
    noun, rest = ("", right) if how == "when" else _noun(right)
    return f"{how}{noun} {aux} {subject}{rest}"


def _noun(right: str) -> tuple[str, str]:
    """Divide what stands behind a comparative into the noun that it compares and the rest: "more moons / in 2025"."""
    noun = re.match(r"(?:\s+(?!(?:in|on|at|of|for|from|by|over|during)\b)[\w-]+){0,2}", right)
    assert noun is not None
    return noun[0], right[noun.end() :]


def _subject(left: str, aux: str, by: str | None) -> tuple[int, int]:
    """Return (start, end) of what the second side stands against, in what stands between the auxiliary and the comparative."""
    names = _names(left)
    if names and (by or aux not in _BE):
        start, end = names[-1] if by else names[0]
        return start - 4 * left[:start].lower().endswith("the "), end
    thing = _THING.match(left)
    return (0, len(left)) if aux in _BE and not by else thing.span() if thing and not by else (0, 0)


def _pair(left: str) -> tuple[tuple[str, str], str]:
    """Return two sides joined by "or", and what stands behind them; empty where there are none."""
    one, _, rest = left.partition(" or ")
    named = next(iter(_names(rest)), (0, 0))
    thing = _THING.match(rest)
    end = named[1] if named[1] and rest[: named[0]].lower() in {"", "the "} else thing.end() if thing else 0
    return (re.sub(r"^either\s+", "", one, flags=re.I), rest[:end]), rest[end:]


def _names(text: str) -> list[tuple[int, int]]:
    """Return the places of names in a part of a sentence that does not begin it."""
    return [(n.start - len(_BEGUN), n.end - len(_BEGUN)) for n in read_sentence(f"{_BEGUN}{text}").names if n.sure]


def _stands_alone(side: str) -> bool:
    """Whether a side opens with a name or a thing: not "than planned", "than $400"."""
    return any(start <= len("the ") for start, _ in _names(side)) or _THING.match(side) is not None


def _scale(text: str) -> tuple[re.Match[str], str, bool] | None:
    """Return the comparative in a text, the words that ask for its value, and whether the greater wins."""
    match = _MORE.search(text)
    if match is None:
        return None
    name = next(name for name, found in match.groupdict().items() if found)
    how = _SCALES[int(name[1:])][0]
    if how == "how many" and not re.match(r"\s+(?:[\w-]+\s+)??(?:[A-Za-z]{2,}(?<!s)s|people|men|women|children)\b", text[match.end() :]):
        how = "how much"
    return match, how, name[0] == "m"


def _asks(before: str, wordings: Sequence[str]) -> tuple[str, str]:
    one, two = (" ".join(f"{before}{w}?".split()) for w in wordings)
    return one[0].upper() + one[1:], two[0].upper() + two[1:]
