"""Read the numbers of a sentence as intervals: sign, bounds, units, the noun they count, and what is said to change (pure)."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from rag.language.lexicon import TALLIED
from rag.language.numerals import Numeral, numerals
from rag.language.pattern import Pattern
from rag.language.text import stem

_MONEY = {"dollar": "$", "dollars": "$", "usd": "$", "euro": "€", "euros": "€", "eur": "€", "yen": "¥", "rupees": "₹"}
_BOUNDS = (
    (r"at least|no fewer than|no less than|not less than|a minimum of|minimum", ">="),
    (r"more than|over|above|upwards? of|exceed(?:s|ed|ing)?|in excess of|greater than|surpass(?:es|ed|ing)?|topp(?:ed|ing)", ">"),
    (r"less than|fewer than|under|below", "<"),
    (
        r"(?<!go )(?<!goes )(?<!gone )(?<!going )(?<!went )up to"
        r"|at most|as many as|as much as|no more than|a maximum of|maximum|not more than",
        "<=",
    ),
    (r"nearly|almost|close to|just under|just short of|approaching", "~<"),
    (r"about|around|roughly|approximately|some|an estimated|estimated|circa|approx\.?|~", "~"),
)
_BOUND = Pattern(r"(?:\b|(?=~))(?:" + "|".join(f"(?P<b{i}>{p})" for i, (p, _) in enumerate(_BOUNDS)) + r")\s*(?:a |an |the |one )?$")
_AFTER = Pattern(r"\s*(?:or (?P<more>more|so|fewer|less)\b|-?(?P<plus>plus\b|\+))")
_BELOW_ZERO = Pattern(r"(?:\s*(?:°\s?[CF]?|degrees?|[CF]|celsius|fahrenheit))*\s*below\s+(?:zero|freezing)\b")
_CLOCK = Pattern(r"\b(\d{1,2})[:.](\d{2})\s*(a\.?m|p\.?m)?\b|\b(\d{1,2})\s*(a\.m|p\.m|am|pm)\b")
_UNIT_AFTER = Pattern(r"\s?-?(%|per\s?cent(?:age points)?\b|pct\b|[A-Za-z]+)")
_SKIP_NOUN = frozenset(
    "of the a an us new more other of its their his her to and or in on at by for from than is are was "
    "were had has have that who which".split()
)
_NO_COUNT = Pattern(r"\b(?:no|any|every|each|per)[\s-]$")
_ONE_OF = Pattern(r"\s+(?:of|another|by|day|thing)\b")
# Words of change, before a number ("rose 5%", "a cut of 5%", "up from 10") or behind it ("a 5% rise", "5% higher").
_RISE = (
    r"ris(?:es?|en|ing)|rose|increas(?:e[sd]?|ing)|gr(?:ow(?:s|n|ing)?|ew)|growth|gain(?:s|ed|ing)?|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?"
    r"|surg(?:e[sd]?|ing)|soar(?:s|ed|ing)?|swell(?:s|ed|ing)?|rais(?:e[sd]?|ing)|hik(?:e[sd]?|ing)|lift(?:s|ed|ing)?|doubl(?:e[sd]?|ing)"
)
_FALL = (
    r"fall(?:s|en|ing)?|fell|dropp?(?:s|ed|ing)?|declin(?:e[sd]?|ing)|decreas(?:e[sd]?|ing)|shr(?:inks?|ank|unk|inking)|slid(?:es?|ing)?"
    r"|slipp?(?:s|ed|ing)?|plung(?:e[sd]?|ing)|tumbl(?:e[sd]?|ing)|sink(?:s|ing)?|sank|cut(?:s|ting)?|lower(?:s|ed|ing)?|reduc(?:e[sd]?|ing)"
    r"|reductions?|slash(?:e[sd]|ing)?|halv(?:e[sd]?|ing)|eas(?:e[sd]?|ing)"
)
_WAS = r"(?:(?:^|[,(–—])\s*|\b(?:is|are|was|were|be|been|went|go|goes|gone|going|closed|ended|moved|came|comes)\s+)"
_CHANGE = Pattern(rf"(?P<up>\b(?:{_RISE})\b|{_WAS}up\b)|(?P<down>\b(?:{_FALL})\b|{_WAS}down\b)")
_CHANGE_AFTER = Pattern(
    r"(?:\s?%|[\s-]per\s?cent|[\s-](?:percentage|basis)?[\s-]?points?|[\s-]degrees?)?[\s-](?:(?!(?:hour|day|week|month|year|time)\b)[a-z]+(?<!s)[\s-])?"
    r"(?:(?P<up>rise|increase|growth|gain|climb|jump|surge|hike)|(?P<down>fall|drop|decline|decrease|cut|reduction|slide|plunge))\b"
    r"|(?:(?<=%)|\sper\s?cent|\s(?:percentage )?points|\sdegrees)\s(?:(?P<higher>higher)|lower)\b"
)
_CLAUSE = Pattern(r"[.;:!?](?=\s)|,(?!\d|\s+(?:by|to|from)\b)|\b(?:and|but|while|as|when|after|because|which|who|that)\b")
_FILL = r"(?:\s+(?:[a-z]+ly|an?|the|its|their|another|further|only|just))*"
_PREPOSITION = Pattern(rf"(?<!according )(?<!due )(?<!thanks )\b(?P<word>by|to|from){_FILL}(?:(?:\s+[a-z-]+){{1,3}}\s+of)?\s*$")
_DIRECTLY = Pattern(rf"(?:\s+of)?{_FILL}\s*")
_TIME = Pattern(r"[\s-](?:hour|day|week|month|year)s?\b")  # "it fell two days before" is no change by two
_WINDOW = 60  # characters before a number in which its verb is looked for
_APART = frozenset({"th", "clock", "x"})  # units that no bare number has


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a sentence; ``low`` to ``high`` is the interval it allows, ``value`` the figure named, all with its sign."""

    text: str
    start: int
    end: int
    value: float
    low: float
    high: float
    bound: str = ""  # "" exact, ">=", ">", "<=", "<", "~" about, "~<" nearly, "vague"
    unit: str = ""  # "%", a currency sign, "th" for an ordinal, "clock" for minutes of the day, "x" for a factor ("twice as many")
    noun: str = ""  # stem of the noun it counts, empty if none follows
    change: str = ""  # "by" for the amount of a change, "to" for the level it reaches, "from" for the one it leaves
    direction: str = ""  # "up" or "down", of a change that a verb or noun beside the number names
    lead: int = 0  # characters of the words of its bound before it: "at least "
    so_far: bool = False  # an ordinal that says how many there are by now: "an eighth victim", not "the third time"


def numbers(text: str, taken: Iterable[tuple[int, int]] = ()) -> list[Number]:
    """Return the numbers of ``text`` in order, leaving out those inside ``taken`` spans (dates); takes time linear in its length."""
    free = bytearray(b"\1") * (len(text) + 1)
    for start, end in taken:
        free[start:end] = bytes(end - start)
    found: list[Number] = []
    for clock in _CLOCK.finditer(text):
        if free[clock.start()] and (number := _clock(clock)):
            found.append(number)
            free[number.start : number.end] = bytes(number.end - number.start)
    for numeral in numerals(text):
        if free[numeral.start] and free[numeral.end - 1] and not _is_pronoun(text, numeral):
            found.append(_number(text, numeral))
    return sorted(found, key=lambda n: n.start)


def _clock(match: re.Match[str]) -> Number | None:
    hour, minute = int(match.group(1) or match.group(4)), int(match.group(2) or 0)
    half = (match.group(3) or match.group(5) or "").lower()
    if hour > 23 or minute > 59 or (match.group(1) and "." in match.group() and not half):  # 3.15 is no time of day
        return None
    value = float((hour % 12 + 12 if half.startswith("p") else hour % 12 if half else hour) * 60 + minute)
    return Number(match.group(), match.start(), match.end(), value, value, value, unit="clock")


def _is_pronoun(text: str, found: Numeral) -> bool:
    """Whether number words count nothing: "one of them", "every two weeks"."""
    if not text[found.start].isalpha():
        return False
    one = text[found.start : found.end].lower() == "one"
    return bool((one and _ONE_OF.match(text, found.end)) or _NO_COUNT.search(text, max(0, found.start - 8), found.start))


def _number(text: str, found: Numeral) -> Number:
    start, end, value, low, high, unit = found
    written = text[start:end]
    if value > 0 and _BELOW_ZERO.match(text, end):
        value, low, high = -value, -high, -low
    named, noun = _noun(text, end) if unit != "x" else ("", "")
    if unit == "th":
        return Number(written, start, end, value, low, high, "", unit, noun, so_far=value > 1 and noun in TALLIED)
    before = _BOUND.search(text, max(0, start - 24), start)
    bound = next(sign for i, (_, sign) in enumerate(_BOUNDS) if before[f"b{i}"]) if before else ""
    if not bound and (after := _AFTER.match(text, end)):
        bound = {"so": "~", "fewer": "<=", "less": "<="}.get((after["more"] or "").lower(), ">=")
    if low < high:
        bound = "vague"
    elif not bound and written.lower().endswith("dozen"):
        bound = "~"
    if low == high:
        low, high = _interval(value, bound)
    begin = before.start() if before else start
    return Number(written, start, end, value, low, high, bound, unit or named, noun, *_changed(text, begin, end), start - begin)


def _changed(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what a number is of a change, and its direction; the word of change stands before it in its clause, or right behind it."""
    if after := _CHANGE_AFTER.match(text, end):
        return "by", "up" if after["up"] or after["higher"] else "down"
    ahead = text[max(0, start - _WINDOW) : start]
    cut = max((m.end() for m in _CLAUSE.finditer(ahead)), default=0)
    verbs = list(_CHANGE.finditer(ahead[cut:]))
    if not verbs:
        return "", ""
    verb, between = verbs[-1], ahead[cut + verbs[-1].end() :]
    direction = "up" if verb["up"] else "down"
    if preposition := _PREPOSITION.search(between):
        return preposition["word"].lower(), direction
    return ("by", direction) if _DIRECTLY.fullmatch(between) and not _TIME.match(text, end) else ("", "")


def _interval(value: float, bound: str) -> tuple[float, float]:
    """Return the interval that a bound allows; "about" is taken as a tenth either way, and no count is below nothing."""
    if bound in {">=", ">"}:
        return value, math.inf
    if bound in {"<=", "<"}:
        return (0.0 if value >= 0 else -math.inf), value
    low, high = sorted((0.9 * value, value if bound == "~<" else 1.1 * value))
    return (low, high) if bound else (value, value)


def _noun(text: str, end: int) -> tuple[str, str]:
    """Return the unit and the stem of the first noun-like word behind a number."""
    unit, place = "", end
    for _ in range(4):
        match = _UNIT_AFTER.match(text, place)
        if match is None:
            break
        word, place = match.group(1).lower(), match.end()
        if word == "%" or word.startswith(("percent", "per cent", "pct")):
            unit = "%"
        elif word in _MONEY:
            unit = unit or _MONEY[word]
        elif word not in _SKIP_NOUN:
            return unit, stem(word)
        elif word not in {"of", "the", "more", "other", "new", "us"}:
            break
    return unit, ""


def compatible(a: Number, b: Number) -> bool:
    """Whether two numbers can be the same figure: equal, a rounding of each other, or within each other's bound.

    An open bound reaches a fifth past the number it names: "at least 12" and 13 may agree, 12 and 92 do not. The sign counts, and so
    does what changes where both say it: "fell by 20" is another figure than "fell to 20" or "rose by 20".
    """
    if not _same_kind(a, b):
        return False
    if math.isclose(a.value, b.value, rel_tol=1e-6) or rounds_to(a, b) or rounds_to(b, a):
        return True
    return max(a.low, b.low, _floor(a), _floor(b)) <= min(a.high, b.high, _ceiling(a), _ceiling(b)) if a.bound or b.bound else False


def _same_kind(a: Number, b: Number) -> bool:
    """Whether neither unit nor change of two numbers contradicts the other's; a unit or a change may be left unsaid."""
    units = a.unit == b.unit or not ((a.unit and b.unit) or {a.unit, b.unit} & _APART)
    return units and (not (a.change and b.change) or (a.change, a.direction) == (b.change, b.direction))


def _ceiling(n: Number) -> float:
    return n.value + 0.2 * abs(n.value) if n.bound in {">", ">="} else n.high


def _floor(n: Number) -> float:
    return n.value - 0.2 * abs(n.value) if n.bound in {"<", "<="} else n.low


def rounds_to(exact: Number, rounded: Number) -> bool:
    """Whether ``rounded`` is ``exact`` to two or more significant digits, or to one with a magnitude word (1 million)."""
    if abs(rounded.value) < 100 or not _same_kind(exact, rounded) or rounded.unit in _APART or not exact.value:
        return False
    digits = len(f"{abs(rounded.value):.10g}".replace(".", "").rstrip("0").split("e")[0])
    if digits < 2 and "illion" not in rounded.text:
        return False
    place = digits - 1 - math.floor(math.log10(abs(exact.value)))
    return math.isclose(round(exact.value, place), rounded.value, rel_tol=1e-9)


def lets_write(claim: Number, source: Number) -> bool:
    """Whether a text that states ``source`` supports writing ``claim``: the same figure, or a true bound on it."""
    if compatible(claim, source) and not (source.bound == "vague" and claim.bound != "vague"):
        return True
    return bool(claim.bound) and _same_kind(claim, source) and claim.unit != "th" and claim.low <= source.low <= source.high <= claim.high
