"""Read the numbers of a sentence as intervals: digits, words, fractions, bounds, units and the noun they count (pure)."""

import math
import re
from dataclasses import dataclass

from rag.language.text import stem

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_CARDINAL = {w: float(i) for i, w in enumerate(_UNITS)} | {w: 10.0 * (i + 2) for i, w in enumerate(_TENS)}
_ORDINAL = {
    w: i for i, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=1)
}
_ORDINAL |= {f"{w}th": i for i, w in enumerate(_UNITS) if i > 12} | {w[:-1] + "ieth": 10 * (i + 2) for i, w in enumerate(_TENS)}
_SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SHORT_SCALE = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
# Vague plurals as (lowest, highest) that a careful writer would call so.
_VAGUE = {
    "dozens": (24, 200),
    "scores": (40, 200),
    "hundreds": (200, 3e3),
    "thousands": (2e3, 1e5),
    "millions": (2e6, 1e9),
    "billions": (2e9, 1e12),
}
_FRACTION = {"half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10}
_TWICE = {"twice": 2, "thrice": 3}
_CURRENCY = {"$": "$", "us$": "$", "€": "€", "£": "£", "¥": "¥", "₹": "₹", "a$": "$", "c$": "$"}
_MONEY = {"dollar": "$", "dollars": "$", "usd": "$", "euro": "€", "euros": "€", "eur": "€", "yen": "¥", "rupees": "₹"}
_BOUNDS = (
    (r"at least|no fewer than|no less than|not less than|a minimum of|minimum", ">="),
    (r"more than|over|above|upwards? of|exceed(?:s|ed|ing)?|in excess of|greater than|surpass(?:es|ed|ing)?|topp(?:ed|ing)", ">"),
    (r"less than|fewer than|under|below", "<"),
    (r"up to|at most|as many as|as much as|no more than|a maximum of|maximum|not more than", "<="),
    (r"nearly|almost|close to|just under|just short of|approaching", "~<"),
    (r"about|around|roughly|approximately|some|an estimated|estimated|circa|nearby|or so|approx\.?|~", "~"),
)
_BOUND = re.compile(
    r"(?:\b|(?<=~))(?:" + "|".join(f"(?P<b{i}>{p})" for i, (p, _) in enumerate(_BOUNDS)) + r")\s*(?:a |an |the |one )?$", re.I
)
_AFTER = re.compile(r"\s*(?:or (?P<more>more|so|fewer|less)\b|-?(?P<plus>plus\b|\+))", re.I)
_NUMERAL = (
    r"(?P<cur>(?:US|A|C)?[$€£¥₹]\s?)?(?P<num>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?:(?P<th>st|nd|rd|th)\b|\s?(?P<pct>%)|(?:\s?|-)(?P<scale>hundred|thousand|million|billion|trillion|dozen|mn|mln|bn|tn|[kmb])\b)?"
)
_WORD = "|".join(sorted([*_CARDINAL, *_ORDINAL, *_SCALE, *_VAGUE, *_TWICE, "half", "thirds?", "quarters?"], key=len, reverse=True))
_SPELLED = rf"(?P<spelled>(?:half\s+an?\s+(?=(?:[mbt]r?illion|dozen)\b))?(?:\b(?:an?|{_WORD})\b(?:[\s-]+(?:and\s+)?(?=(?:{_WORD})\b))?)+)"
_ANY = re.compile(rf"(?<![\w.,])(?<![A-Za-z]-)(?:{_NUMERAL}|{_SPELLED})(?![A-Za-z_])", re.I)
_CLOCK = re.compile(r"\b(\d{1,2})[:.](\d{2})\s*(a\.?m|p\.?m)?\b|\b(\d{1,2})\s*(a\.m|p\.m|am|pm)\b", re.I)
_UNIT_AFTER = re.compile(r"\s?-?(%|per\s?cent(?:age points)?\b|pct\b|percentage points\b|[A-Za-z]+)")
_SKIP_NOUN = frozenset(
    "of the a an us new more other of its their his her to and or in on at by for from than is are was "
    "were had has have that who which".split()
)


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a sentence; ``low`` to ``high`` is the interval it allows, ``value`` the figure named."""

    text: str
    start: int
    end: int
    value: float
    low: float
    high: float
    bound: str = ""  # "" exact, ">=", ">", "<=", "<", "~" about, "~<" nearly, "vague"
    unit: str = ""  # "%", a currency sign, "th" for an ordinal, "clock" for minutes of the day
    noun: str = ""  # stem of the noun it counts, empty if none follows


def numbers(text: str, taken: tuple[tuple[int, int], ...] = ()) -> list[Number]:
    """Return the numbers of ``text`` in order, leaving out those inside ``taken`` spans (dates)."""
    found: list[Number] = []
    busy = list(taken)
    for clock in _CLOCK.finditer(text):
        number = _clock(clock)
        if number and not _inside(clock.start(), busy):
            found.append(number)
            busy.append(clock.span())
    for match in _ANY.finditer(text):
        if not _inside(match.start(), busy):
            number = _digits(text, match) if match.group("num") else _spelled(text, match)
            if number:
                found.append(number)
    return sorted(found, key=lambda n: n.start)


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _clock(match: re.Match[str]) -> Number | None:
    hour, minute = int(match.group(1) or match.group(4)), int(match.group(2) or 0)
    half = (match.group(3) or match.group(5) or "").lower()
    if hour > 23 or minute > 59 or (match.group(1) and "." in match.group() and not half):  # 3.15 is no time of day
        return None
    value = float((hour % 12 + 12 if half.startswith("p") else hour % 12 if half else hour) * 60 + minute)
    return Number(match.group(), match.start(), match.end(), value, value, value, unit="clock")


def _digits(text: str, match: re.Match[str]) -> Number | None:
    value = float(match.group("num").replace(",", ""))
    scale = (match.group("scale") or "").lower()
    if scale in _SHORT_SCALE and len(scale) == 1 and not match.group("cur"):
        return None  # "5k", "10 m": a distance as often as a magnitude
    value *= _SCALE.get(scale, _SHORT_SCALE.get(scale, 1.0))
    unit = _CURRENCY.get((match.group("cur") or "").strip().lower(), "")
    return _number(text, match, value, unit or ("%" if match.group("pct") else "th" if match.group("th") else ""))


def _spelled(text: str, match: re.Match[str]) -> Number | None:
    parts = [w for w in re.split(r"[\s-]+", match.group().lower()) if w != "and"]
    article = parts[0] in {"a", "an"}
    parts = parts[1:] if article else parts
    if parts[:1] == ["half"] and len(parts) > 2:  # half a million
        whole = _cardinal(parts[2:])
        return None if whole is None else _number(text, match, whole / 2, "")
    if not parts or (article and parts[0] in _ORDINAL and parts[0] not in {"third", "fifth"}):
        return None if not parts else _number(text, match, float(_ORDINAL[parts[0]]), "th")
    if (parts == ["one"] and re.match(r"\s+(?:of|another|by|day|thing)\b", text[match.end() :])) or re.search(
        r"\b(?:no|any|every|some|each)[\s-]$", text[: match.start()], re.I
    ):
        return None  # the pronoun
    if parts == ["second"] and article:
        return _number(text, match, 2.0, "th")
    return _spelled_value(text, match, parts, article)


def _spelled_value(text: str, match: re.Match[str], parts: list[str], article: bool) -> Number | None:
    last = parts[-1]
    if last in _VAGUE:
        low, high = _VAGUE[last]
        times = math.prod(_VAGUE[p][0] / 2 for p in parts[:-1] if p in _VAGUE)  # "hundreds of thousands" is read in two steps
        return Number(
            match.group(), match.start(), match.end(), low * times, low * times, high * times, "vague", noun=_noun(text, match.end())[1]
        )
    if last in _TWICE:
        return _number(text, match, float(_TWICE[last]), "")
    if last in _FRACTION and (len(parts) > 1 or article or last == "half"):
        whole = _cardinal(parts[:-1]) if len(parts) > 1 else 1.0
        if whole is not None and not (last in _ORDINAL and not article and whole >= 20):
            return _number(text, match, whole / _FRACTION[last], "")
    if last in _ORDINAL:
        lead = _cardinal(parts[:-1]) if len(parts) > 1 else 0.0
        return None if lead is None else _number(text, match, lead + _ORDINAL[last], "th")
    value = _cardinal(parts)
    return None if value is None else _number(text, match, value, "")


def _cardinal(parts: list[str]) -> float | None:
    """Return the value of number words such as two hundred fifty thousand; None if they are not one number."""
    total = current = 0.0
    for word in parts:
        if word in _CARDINAL:
            current += _CARDINAL[word]
        elif word == "hundred" or word == "dozen":
            current = (current or 1) * _SCALE[word]
        elif word in _SCALE:
            total += (current or 1) * _SCALE[word]
            current = 0.0
        elif word == "half":
            current += 0.5
        else:
            return None
    return total + current


def _number(text: str, match: re.Match[str], value: float, unit: str) -> Number:
    before, bound = _BOUND.search(text, max(0, match.start() - 24), match.start()), ""
    if before:
        bound = next(_BOUNDS[i][1] for i in range(len(_BOUNDS)) if before.group(f"b{i}"))
    after = _AFTER.match(text, match.end())
    if after and not bound:
        word = (after.group("more") or "+").lower()
        bound = {"so": "~", "fewer": "<=", "less": "<="}.get(word, ">=")
    if not bound and match.group().lower().endswith("dozen"):
        bound = "~"
    named, noun = _noun(text, match.end())
    if unit == "th":
        return Number(match.group(), match.start(), match.end(), value, value, value, "", unit, noun)
    low, high = _interval(value, bound)
    return Number(match.group(), match.start(), match.end(), value, low, high, bound, unit or named, noun)


def _interval(value: float, bound: str) -> tuple[float, float]:
    """Return the interval that a bound allows; "about" is taken as a tenth either way."""
    if bound in {">=", ">"}:
        return value, math.inf
    if bound in {"<=", "<"}:
        return 0.0, value
    if bound == "~<":
        return 0.9 * value, value
    return (0.9 * value, 1.1 * value) if bound == "~" else (value, value)


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

    An open bound reaches a fifth past the number it names: "at least 12" and 13 may agree, 12 and 92 do not.
    """
    if (a.unit != b.unit) and ((a.unit and b.unit) or "th" in (a.unit, b.unit) or "clock" in (a.unit, b.unit)):
        return False
    if math.isclose(a.value, b.value, rel_tol=1e-6) or rounds_to(a, b) or rounds_to(b, a):
        return True
    return max(a.low, b.low, _floor(a), _floor(b)) <= min(a.high, b.high, _ceiling(a), _ceiling(b)) if a.bound or b.bound else False


def _ceiling(n: Number) -> float:
    return n.value * 1.2 if n.bound in {">", ">="} else n.high


def _floor(n: Number) -> float:
    return n.value * 0.8 if n.bound in {"<", "<="} else n.low


def rounds_to(exact: Number, rounded: Number) -> bool:
    """Whether ``rounded`` is ``exact`` to two or more significant digits, or to one with a magnitude word (1 million)."""
    if rounded.value < 100 or rounded.unit in {"th", "clock"} or exact.value == 0:
        return False
    digits = len(f"{rounded.value:.10g}".replace(".", "").rstrip("0").split("e")[0])
    if digits < 2 and not re.search("illion", rounded.text):
        return False
    place = digits - 1 - math.floor(math.log10(exact.value))
    return math.isclose(round(exact.value, place), rounded.value, rel_tol=1e-9)


def lets_write(claim: Number, source: Number) -> bool:
    """Whether a text that states ``source`` supports writing ``claim``: the same figure, or a true bound on it."""
    if compatible(claim, source) and not (source.bound == "vague" and claim.bound != "vague"):
        return True
    same_unit = claim.unit == source.unit or not (claim.unit and source.unit)
    return bool(claim.bound) and same_unit and claim.unit != "th" and claim.low <= source.value <= claim.high
