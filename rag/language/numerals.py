"""What a numeral says by itself: digits, words, fractions, vague plurals, and shares such as "nine in ten" (pure)."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rag.language.pattern import Pattern

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_CARDINAL = {w: float(i) for i, w in enumerate(["zero", *_ONES, *_TEENS])} | {w: 10.0 * i for i, w in enumerate(_TENS, start=2)}
_FIRST_TWELVE = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_ORDINAL = {w: float(i) for i, w in enumerate(_FIRST_TWELVE, start=1)}
_ORDINAL |= {f"{w}th": _CARDINAL[w] for w in _TEENS[3:]} | {w[:-1] + "ieth": _CARDINAL[w] for w in _TENS}
_PART = {"quarter": 4.0} | {w: _ORDINAL[w] for w in _FIRST_TWELVE[2:]}
_DIVISOR = {"half": 2.0} | _PART | {f"{w}s": n for w, n in _PART.items()}
_GLYPH = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "1/2": 1 / 2, "1/4": 1 / 4, "3/4": 3 / 4, "1/3": 1 / 3, "2/3": 2 / 3}
_FACTOR = {"twice": 2.0, "thrice": 3.0, "double": 2.0, "triple": 3.0}
_LARGE = {"dozen": 12.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALE = _LARGE | {"hundred": 1e2, "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12}
# Vague plurals as (lowest, highest) that a careful writer would call so, and how many of a magnitude "several" and its like are.
_VAGUE = {
    "tens": (20.0, 100.0), "dozens": (24, 200), "scores": (40, 200), "hundreds": (200, 3e3),
    "thousands": (2e3, 1e5), "millions": (2e6, 1e9), "billions": (2e9, 1e12),
}  # fmt: skip
_SOME = {"several": (3.0, 9.0), "few": (2.0, 9.0), "couple": (2.0, 3.0)}


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_SMALL = rf"(?:{_any(_TENS)}(?:[\s-]{_any(_ONES)}\b)?|{_any([*_TEENS, *_ONES, 'zero'])})\b"
_BELOW = rf"(?:(?:(?:{_SMALL}|an?)[\s-]+)?hundred\b(?:\s+(?:and\s+)?{_SMALL})?|{_SMALL})"
_AND_PART = r"(?:[\s-]+and[\s-]+(?:an?[\s-]+(?:half|quarter)|three[\s-]quarters)\b)"
_GROUP = rf"(?:(?:{_BELOW}{_AND_PART}?|an?)[\s-]+)?{_any(_LARGE)}\b{_AND_PART}?"
_COUNT = rf"(?:{_GROUP}(?:\s+(?:and\s+)?{_GROUP})?(?:(?<!dozen)\s+(?:and\s+)?{_BELOW}(?!-))?|{_BELOW}{_AND_PART}?)"
# "A third" is a share where no noun follows; before one it counts: "a third victim".
_NO_NOUN = (
    r"(?=\s+(?:of|the|were|was|are|is|have|had|has|said|less|more|fewer|higher|lower|in|to|from|by|on|over|since|and|or|but|this|last)\b"
    r"|\s*[^\s\w-]|\s*$)"
)
_FRACTION = (
    rf"(?<!first )(?<!second )(?<!other )(?:(?:an?[\s-]+)?half|(?:an?|one)[\s-]+{_any(_PART)}|{_SMALL}[\s-]+{_any(_PART)}s)\b"
    rf"(?:(?:(?:\s+of)?\s+an?\s+|[\s-]+){_any([*_LARGE, 'hundred'])}\b"
    rf"|(?<=half)(?!-|\s+(?:time|past|brother|sister)\b)|(?<=quarter)(?!-)|(?<=s)|(?:(?<=one.third)|(?<=th)|(?<=rd)){_NO_NOUN})"
)
_VAGUELY = (
    rf"(?:(?:a\s+)?(?P<some>{_any(_SOME)})(?:\s+of)?\s+(?P<times>{_any([*_LARGE, 'hundred'])})s?(?:\s+(?P<more>thousand|million|billion))?"
    rf"|(?P<vague>(?:tens|scores)(?=\s+of\b)|{_any(w for w in _VAGUE if w not in {'tens', 'scores'})})"
    r"(?:\s+of\s+(?P<of>thousand|million|billion)s)?)\b"
)
_AS_MANY = (
    r"\s+(?:as\s+(?:many|much|\w+\s+as)|its|their|what"
    r"|(?:the|that)(?!\s+(?:\w+\s+)?(?:times?|day|week|month|year|night|morning|evening|season)\b))\b"
)
_DIGITS = (
    r"(?P<cur>(?:US|A|C)?[$€£¥₹]\s?)?(?:(?P<num>\d{1,3}(?:,\d{3}){1,4}(?:\.\d+)?"
    r"|\d{1,15},\d{1,2}(?:(?=\s?(?:%|per\s?cent\b|(?:m|b|tr)illion\b|mn\b|mln\b|bn\b|euros?\b))|(?<=€\d,\d\d)(?!\d))"
    r"|\d{1,15}(?:\.\d+)?|\.\d+)(?P<part>\s?[½¼¾⅓⅔]|\s[123]/[234](?![/\d])|\s+and\s+a\s+(?:half|quarter)\b)?|(?P<glyph>[½¼¾⅓⅔]))"
    rf"(?:(?P<th>st|nd|rd|th)\b|\s?(?P<pct>%)|(?:\s?|-|\s+of\s+an?\s+)(?P<scale>{_any(_SCALE)})\b)?"
)
# A sign stands before its figure and behind no other: not in "2019-20", "3-3" or "F-16".
_SIGN = r"(?P<sign>(?<![^\s(“\"])[-−–+](?=[\d$€£¥₹.½¼¾])|(?<!\d )\bminus\s+)"
_NUMERAL = Pattern(
    rf"(?<![\w.,])(?<![A-Za-z]-){_SIGN}?(?:{_DIGITS}|{_VAGUELY}|(?P<spelled>{_FRACTION})|(?<!\d-)(?P<ordinal>(?:{_any(_TENS)}[\s-])?{_any(_ORDINAL)})"
    rf"|(?P<factor>{_any(_FACTOR)})(?={_AS_MANY})|(?P<count>{_COUNT}))(?!(?![CF]\b)\w)"
)
_TIMES = Pattern(rf"\s+times(?:{_AS_MANY}|\s+(?:more|less|higher|larger|bigger|greater)\b)")
_WORD = Pattern(r"[a-z]+")
_DECIMAL_COMMA = Pattern(r"\d+,\d\d?")
# "10k jobs" and "5m people" count; "a 10k run", "5m tall" and "5 m" measure.
_COUNTED = Pattern(
    r"\s+(?!(?:runs?|races?|walks?|hurdles|waves|tall|high|deep|long|wide|away|above|below|from|in)\b)"
    r"(?:[a-z]+\s+)?(?:people|men|women|children|[a-z]+s)\b"
)
_SHARE = Pattern(
    rf"(?P<part>{_SMALL}|\d{{1,3}})(?:\s+|-)(?:(?:in|out\s+of)(?P<every>\s+every)?|(?P<of>of\s+every))(?:\s+|-)"
    rf"(?P<whole>(?:an?\s+)?(?:hundred|thousand|million)\b|{_SMALL}|\d{{1,3}}(?:,\d{{3}})?)"
    r"(?![\w%-]|[.,:]\d|\s+(?:(?:second|minute|hour|day|week|month|year|decade)s?|hundred|thousand|million|billion)\b)"
)
_WHOLES = frozenset({*range(2, 11), 20, 25, 50, 100, 1000, 10_000, 100_000, 1_000_000})


class Numeral(NamedTuple):
    """A numeral: its place, the value it names, the least and most it allows, and its unit as in ``numbers.Number``."""

    start: int
    end: int
    value: float
    low: float
    high: float
    unit: str


def numerals(text: str) -> Iterator[Numeral]:
    """Find the numerals of ``text`` in order, none overlapping; a share such as "nine in ten" is one numeral, in percent."""
    done = 0
    for match in _NUMERAL.finditer(text):
        if match.start() >= done and (found := _share(match) or _read(match)):
            done = found.end
            yield found


def _share(match: re.Match[str]) -> Numeral | None:
    """Return the share that begins here: "one in five", "9 out of 10"; "two in 2019" and "five in three days" are none."""
    found = _SHARE.match(match.string, match.start())
    if found is None:
        return None
    part, whole = (float(w.replace(",", "")) if w[0].isdigit() else _spelled(w) for w in found.group("part", "whole"))
    if part >= whole or not (found["every"] or found["of"] or whole in _WHOLES):
        return None
    value = 100 * part / whole
    return Numeral(*found.span(), value, value, value, "%")


def _read(match: re.Match[str]) -> Numeral | None:
    if match["some"] or match["vague"]:
        low, high = _vaguely(match)
        return Numeral(*match.span(), low, low, high, "")
    unit = (
        (match["cur"] or "").strip()[-1:] or match["pct"] or ("th" if match["th"] or match["ordinal"] else "x" if match["factor"] else "")
    )
    if match["num"] or match["glyph"]:
        if match["scale"] in {*"kKmMbB"} and not match["cur"] and not _counts(match):
            return None
        value = _digits(match)
    elif match["ordinal"]:
        value = sum(_ORDINAL.get(w) or _CARDINAL[w] for w in _WORD.findall(match["ordinal"].lower()))
    elif match["factor"]:
        value = _FACTOR[match["factor"].lower()]
    else:
        value = _spelled(match["spelled"] or match["count"])
    if not unit and _TIMES.match(match.string, match.end()):
        unit = "x"
    value = value if (match["sign"] or "+") == "+" else -value
    return Numeral(*match.span(), value, value, value, unit)


def _vaguely(match: re.Match[str]) -> tuple[float, float]:
    if match["some"]:
        low, high = _SOME[match["some"].lower()]
        scale = _SCALE[match["times"].lower()] * _SCALE.get((match["more"] or "").lower(), 1.0)
        return low * scale, high * scale
    low, high = _VAGUE[match["vague"].lower()]
    if not match["of"]:
        return low, high
    scale = _SCALE[match["of"].lower()]
    return low * scale, min(high, 1e3) * scale  # "hundreds of thousands" end at a million


def _counts(match: re.Match[str]) -> bool:
    """Whether a bare k or m counts something rather than measuring a way: written close, before a noun."""
    close = match.string[match.start("scale") - 1].isdigit() and match["scale"] in {*"kKmM"}
    return close and _COUNTED.match(match.string, match.end()) is not None


def _digits(match: re.Match[str]) -> float:
    number, part = match["num"], (match["part"] or match["glyph"] or "").split()
    value = float(number.replace(",", "." if _DECIMAL_COMMA.fullmatch(number) else "")) if number else 0.0
    if part:
        value += _GLYPH.get(part[-1]) or 1 / _DIVISOR[part[-1].lower()]
    return value * _SCALE.get((match["scale"] or "").lower(), 1.0)


def _spelled(words: str) -> float:
    """Return the value of number words, such as two hundred and fifty thousand, or three quarters of a million."""
    total = current = last = 0.0
    scale = 1.0
    for word in _WORD.findall(words.lower()):
        if word in _CARDINAL:
            last = _CARDINAL[word]
            current += last
        elif word in _DIVISOR:  # of the count before it, else of the last magnitude: "a million and a half"
            current = current - last + (last or scale) / _DIVISOR[word]
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in _LARGE:
            scale = _LARGE[word]
            total += (current or 1) * scale
            current = 0.0
        last = last if word in _CARDINAL else 0.0
    return total + current
