"""Decide whether a text states an accepted answer: words in normal form, searched as whole words in a row (pure)."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
_SMALL = {word: n for n, word in enumerate(_UNITS.split())}
_MONTHS = "january february march april may june july august september october november december".split()
_ABBREVIATED = {month[:3]: month for month in _MONTHS} | {"sept": "september"}
_ROMAN = {word: str(n) for n, word in enumerate("ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi".split(), start=2) if len(word) > 1}
_MONEY = re.compile(r"(?:us)?[$£€]\s?(\d[\d.,]*)(\s(?:thousand|million|billion|trillion))?")
_MARKER = re.compile(r"\s*\[\d+\]")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\d+\w*")
_ARTICLES = frozenset({"a", "an", "the"})
LENIENT_SHARE = 0.8  # how the gold labels of RealTime QA were made: 80% of a long answer's words
LENIENT_WORDS = 3  # shorter forms must occur as they are


def normal_words(text: str) -> list[str]:
    """Words in normal form: lower case, no accents, no articles, no possessive, "1,538", "twenty-five" and "XIV" as digits."""
    flat = unicodedata.normalize("NFKD", without_markers(text)).casefold()
    flat = "".join(c for c in flat if not unicodedata.combining(c)).replace("’", "'").replace("‘", "'")
    flat = re.sub(r"'s\b|'", "", flat)
    flat = re.sub(r"\b((?:[^\W\d_]\.){2,})", lambda m: m[1].replace(".", "") + " ", flat)
    flat = _MONEY.sub(lambda m: f" {m[1]}{m[2] or ''} dollar ", flat)
    flat = flat.replace("%", " percent ").replace("per cent", "percent").replace("&", " and ").replace("dollars", "dollar")
    return [token for token in _join_numbers(_TOKEN.findall(flat)) if token not in _ARTICLES]


def found(text: str, forms: Iterable[str]) -> frozenset[str]:
    """Those of ``forms`` that ``text`` states, as whole words in a row.

    A form counts only where it does not lie inside a longer hit of another form: "Prime Minister" is not stated
    by "Deputy Prime Minister" when both are asked for. "yes" and "no" count only as the first word of the text,
    because "no" is a word of nearly every article.
    """
    words = normal_words(text)
    hits = [(start, end, form) for form in forms for start, end in _spans(words, normal_words(form))]
    return frozenset(form for start, end, form in hits if not any(_inside((start, end), (s, e)) for s, e, _ in hits))


def says(text: str, forms: Iterable[str], *, lenient: bool = False) -> bool:
    """Whether ``text`` states one of ``forms``; ``lenient`` also takes 80% of the words of a form of three or more, in any order."""
    forms = tuple(forms)
    if found(text, forms):
        return True
    if not lenient:
        return False
    words = set(normal_words(text))
    return any(_share(words, wanted) >= LENIENT_SHARE for wanted in map(normal_words, forms) if len(wanted) >= LENIENT_WORDS)


def without_markers(text: str) -> str:
    """Return ``text`` without its citation markers."""
    return _MARKER.sub("", text)


def squad(text: str) -> str:
    """Return the normal form of the SQuAD script (Rajpurkar et al. 2016): lower case, no punctuation, no articles, single blanks."""
    flat = re.sub(r"[!-/:-@\[-`{-~]", "", without_markers(text).lower())
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", flat).split())


def _share(words: set[str], wanted: Sequence[str]) -> float:
    distinct = set(wanted)
    return len(distinct & words) / len(distinct)


def _spans(words: Sequence[str], wanted: Sequence[str]) -> list[tuple[int, int]]:
    size = len(wanted)
    if not size:
        return []
    if wanted in (["yes"], ["no"]):
        return [(0, 1)] if words[:1] == wanted else []
    return [(i, i + size) for i in range(len(words) - size + 1) if words[i : i + size] == wanted]


def _inside(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def _join_numbers(tokens: Sequence[str]) -> list[str]:
    """Numbers as digits without thousands commas or trailing zeros; "twenty" "five" becomes one number; months in full."""
    out: list[str] = []
    pending = 0  # a ten that may take a unit: "twenty" in "twenty-five"
    for token in tokens:
        if pending and 0 < _SMALL.get(token, 0) < 10:
            out[-1], pending = str(pending + _SMALL[token]), 0
            continue
        pending = _TENS.get(token, 0)
        out.append(_number(token))
    return out


def _number(token: str) -> str:
    if token == "one":  # a pronoun far more often than a count
        return token
    if token in _TENS or token in _SMALL:
        return str(_TENS.get(token, _SMALL.get(token)))
    if token == "dozen":
        return "12"
    if not token[0].isdigit():
        return _ABBREVIATED.get(token) or _ROMAN.get(token, token)
    plain = re.sub(r",(?=\d{3}\b)", "", token)
    return plain.rstrip("0").rstrip(".") if re.fullmatch(r"\d+\.\d+", plain) else plain
