"""Read the corrections, retractions and kill notices of outlets, apart or at an end of the article they are on (pure)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from rag.language.data import word_list
from rag.language.pattern import Pattern
from rag.language.text import content_words, sentences, stems
from rag.records import Article

NOTE = 500  # characters at either end of an article in which its outlet speaks of the article itself
LONGEST = 1500  # characters of a notice on another report; a longer text under such a label is a report
SHORT = 600  # characters of one without a label
QUOTED = 3  # words from which a headline tells which report is meant
Kind = Literal["correction", "retraction"]

QUOTES = re.compile(  # a quotation that is never closed ends with its paragraph, so that each mark is read once
    r"“(?:[^“”\n]|\n(?![ \t]*\n))*(?:”|(?=\n[ \t]*\n)|\Z)|\"[^\"\n]*\"|''[^\n]*?''|‘[^‘’]{20,}’"
)
ADDRESS = re.compile(r"https?://[^\s<>\"”)]+")
_RETRACTED = re.compile(r"^\W*(?:RETRACTED\s*[:|–—-]|WITHDRAWN-(?=\w))")  # "WITHDRAWN: the US leaves" is of an army
_KILLED = re.compile(r"^\W*(?:(?:EDITORS|EDS|URGENT|ATTENTION)\W+)?(?:MANDATORY )?KILL(?: NOTICE| ADVISORY)?\W*$", re.M)
_EDITOR = re.compile(
    r"^[^\w\"“‘']*(?:editor['’]?s['’]? note|note (?:to|from) (?:the )?(?:readers|editors?)|editors|retraction)\s*[:|–—-]+\s*", re.I
)
CORRECTS = re.compile(r"^\W*\(\s*(?:corrects?|corrected|refiles?|refiled|clarifies)\b[^)]*\)", re.I | re.M)
_LABELLED = re.compile(
    r"^\W*(?:corrections?|clarifications?)(?: (?:and|&) \w+)?(?:\s*\([^)\n]*\)|,[^:\n]{3,25}|\s[^:\n]{0,15}\d[^:\n]{0,12})?\s*:",
    re.I | re.M,
)
_DATED = re.compile(r"\d|\(")  # in such a label: one that has a day is an outlet's
_NOT = re.compile(r"\b(?:not|rather than|instead of) (?:\w+ ){0,2}?\W?[A-Z0-9]")
_OURS = re.compile(
    r"\b(?:[Oo]ur\s+(?:[\w-]+\s+){0,3}?(?:article|story|report|piece)|[Ww]e\s+(?:\w+ly\s+)?(?:reported|said|wrote|published|stated))\b"
)
_REGRETS = re.compile(r"\b(?:[Ww]e|The [A-Z]\w+(?: [A-Z]\w+)*)\s+(?:\w+ly\s+)?(?:apologi[sz]es?|regrets?|(?:are|is) sorry)\b")
_LIST = re.compile(r"\W*(?:corrections|clarifications|errata|for the record)\b", re.I)  # however long it is
_BULLET = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Notice:
    """What an outlet says of a report of its own: that it was wrong or is taken back; its words are ``article.text[start:end]``."""

    kind: Kind
    article: Article  # in which it stands
    start: int
    end: int
    own: bool = False  # it speaks of the article in which it stands
    other: bool = False  # it may speak of another one, which came out before
    headline: str = ""  # of the report, where the notice's own headline gives it behind its label

    @property
    def text(self) -> str:
        """Its words, verbatim."""
        return self.article.text[self.start : self.end]


@lru_cache(maxsize=512)
def read_notices(article: Article) -> tuple[Notice, ...]:
    """Return the notices that stand in an article, each item of a list of corrections by itself; nearly always none.

    One on another report has its label for a headline, or no headline: under one of its own, a note is on the report that follows.
    """
    kind, headline = headed(article.title)
    listed = bool(_LIST.match(article.title))
    if not article.title:
        kind, _ = headed(article.text.lstrip().split("\n", 1)[0])
    if not kind and len(article.text) <= SHORT:
        kind = _confessed(article)
    items = list(_items(article, kind)) if kind and (listed or len(article.text) <= LONGEST) else []
    if items:
        return tuple(items)
    whole = bool(headed(article.title)[0]) and len(content_words(headline)) >= QUOTED
    own = _on_itself(article, kind, headline if whole else "")
    return (own,) if own else ()


def _confessed(article: Article) -> Kind | Literal[""]:
    """Return what a short text without a label is: it begins with a report of "ours" that was wrong, or that its outlet has taken back."""
    first = next((article.text[a:b] for a, b in sentences(article.text)), "")
    bare = QUOTES.sub(" ", first)
    name = article.source.removeprefix("The ")
    if name and re.match(rf"(?:The )?{re.escape(name)} (?:has |have )?", bare) and worded("own report").search(bare):
        return "retraction" if worded("taking back").search(bare) else ""
    return "correction" if _OURS.search(bare) and _REGRETS.search(QUOTES.sub(" ", article.text)) else ""


def headed(line: str) -> tuple[Kind | Literal[""], str]:
    """Return what a line is headed as, and what stands behind the label."""
    if found := _heads("retraction heads").match(line):
        return "retraction", line[found.end() :].strip()
    found = _heads("correction heads").match(line)
    return ("correction", line[found.end() :].strip()) if found else ("", line)


@lru_cache
def _heads(name: str) -> re.Pattern[str]:
    labels = "|".join(word_list("standing.json", name)).replace(" ", r"\s+")
    return re.compile(
        rf"^\W*(?:(?:urgent|attention|advisory|editors|eds|note to editors)\s*[:|–—-]+\s*)?(?:{labels})"
        r"(?:\s+\d{4})?\s*(?:[:|/–—-]\s*|$|(?-i:(?<=KILL)\s)|(?=\()|\bto\s+(?=(?-i:[A-Z\"“‘])|(?:the|an?|our)\b))",
        re.I,
    )


@lru_cache
def worded(name: str) -> Pattern:
    """Return a pattern that finds any phrase of a list of ``standing.json``, in which REPORT is any word for a report."""
    found = "|".join(word_list("standing.json", name)).replace(" ", r"\s+")
    return Pattern(rf"\b(?:{found.replace('REPORT', '(?:' + '|'.join(word_list('standing.json', 'reports')) + ')')})\b")


def _items(article: Article, kind: Kind | Literal[""]) -> Iterator[Notice]:
    """Yield the notices on other reports under a label: the paragraphs that speak of one, with those behind them."""
    start, found = 0, list[Notice]()
    for gap in [*_BULLET.finditer(article.text), None]:
        end = gap.start() if gap else len(article.text)
        if back := _speaks_of_other(article.text[start:end], kind):
            found.append(Notice(back, article, start, end, other=True))
        elif found:
            found[-1] = replace(found[-1], end=end)
        start = gap.end() if gap else end
    yield from found


def _speaks_of_other(paragraph: str, kind: Kind | Literal[""]) -> Kind | Literal[""]:
    """Return what a sentence of a paragraph under a label says of another report: that it was wrong, that it is taken back, or nothing.

    Under a label that takes back, "this story" is the one that the label speaks of.
    """
    if kind == "correction" and any(worded(name).search(QUOTES.sub(" ", paragraph)) for name in ("own corrections", "own retractions")):
        return ""
    for start, end in sentences(paragraph):
        said = paragraph[start:end]
        bare = QUOTES.sub(" ", said)
        named = any(len(content_words(m[0])) >= QUOTED for m in QUOTES.finditer(said)) or ADDRESS.search(said)
        taken, wrong = worded("taking back").search(bare), worded("in error").search(bare)
        if (named or worded("own report").search(bare)) and (taken or (wrong and kind == "correction")):
            return "correction" if wrong and kind == "correction" else "retraction"
    return ""


def _on_itself(article: Article, kind: Kind | Literal[""], headline: str) -> Notice | None:
    """Return the note at either end of an article on itself, or what its headline's label says of it."""
    text, size = article.text, len(article.text)
    ends = [(0, min(NOTE, size)), (max(0, size - NOTE), size)]
    back = _taken_back(article, ends)
    if back or _RETRACTED.match(article.title) or _RETRACTED.match(text):
        return Notice("retraction", article, *(back or (0, 0)), own=True, other=bool(headline), headline=headline)
    for begin, end in ends:
        if found := CORRECTS.search(text[begin:end]):
            first = begin + found.start() + len(found[0]) - len(found[0].lstrip())
            return Notice("correction", article, first, begin + found.end(), own=True, other=bool(headline), headline=headline)
        for found in _LABELLED.finditer(text[begin:end]):
            first = begin + found.start() + len(found[0]) - len(found[0].lstrip())
            close = text.find("\n\n", first)
            at = (first, size if close < 0 else close)
            if _rights(text[slice(*at)], found[0]):
                return Notice("correction", article, *at, own=True, other=bool(headline), headline=headline)
    for span in _noted(text, ends, "own corrections"):
        if worded("in error").search(QUOTES.sub(" ", text[slice(*span)])):
            return Notice("correction", article, *span, own=True)
    if kind == "correction" and headline and _resent(article.title):
        return Notice("correction", article, 0, 0, own=True, other=True, headline=headline)
    return None


def _taken_back(article: Article, ends: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the words by which an article's own outlet took it back; None for words on what anybody else did with a report or a post.

    They are a line that kills it, a note of its editor, or a first or last line that begins with "This article has been retracted".
    """
    text = article.text
    own = worded("own retractions")
    for begin, end in ends:
        if not begin and (killed := _KILLED.match(text[:end])):
            return killed.span()
        if not own.search(text, begin, end):  # nearly always
            continue
        for line in re.finditer(r"[^\n]+", text[begin:end]):
            first, close = begin + line.start(), begin + line.end()
            if begin and first == begin and text[begin - 1] != "\n":
                continue  # the end of a line
            label = _EDITOR.match(line[0])
            spans = [(a, b) for a, b in sentences(line[0]) if label or not a]
            alone = text[close : close + 1] in {"", "\n"} and not (text[:first].strip() and text[close:].strip())  # and short: within NOTE
            for a, b in spans if label or alone else ():
                said = line[0][label.end() if label and a <= label.end() < b else a : b]
                if _of_this(said, article.source, labelled=label is not None):
                    return first + a, first + b
    return None


def _of_this(said: str, outlet: str, *, labelled: bool) -> bool:
    """Whether a sentence begins with an outlet's taking back of what it stands in; a "report", or what "was" so, may be another's."""
    who = re.escape(outlet.removeprefix("The ")) or r"(?!)"
    what = "" if labelled else r" (?:article|story) has"
    this = re.match(rf"[^\w\"“‘']*(?:(?:we|(?:the )?{who}) (?:has|have) (?=\w+ (?:this|our))|(?=(?:this|our){what}\b))", said, re.I)
    found = worded("own retractions").search(said)
    if not this or not found or found.start() > this.end():
        return False
    return not re.match(r" by (?!its\b|us\b|our\b)", said[found.end() :])


def _rights(note: str, label: str) -> bool:
    """Whether what stands behind the label of a correction sets a report right: "Clarification: parole means release" does not."""
    bare = QUOTES.sub(" ", note)
    return bool(_DATED.search(label) or _NOT.search(bare) or (worded("own report").search(bare) and worded("in error").search(bare)))


def _resent(title: str) -> bool:
    return re.match(r"\W*(?:CORRECT(?:ED|S)|REFILE[DS]?)\b", title) is not None


def _noted(text: str, ends: Sequence[tuple[int, int]], name: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences at the ends of a text that have a phrase of a list, outside quotation marks."""
    for begin, end in ends:
        if worded(name).search(text, begin, end):  # nearly never, and sentences take long
            spans = ((begin + a, begin + b) for a, b in sentences(text[begin:end]))
            yield from (span for span in spans if worded(name).search(QUOTES.sub(" ", text[slice(*span)])))


@lru_cache
def vocabulary() -> frozenset[str]:
    """Return the stems with which any notice speaks, whatever it is on."""
    lists = ("reports", "taking back", "in error", "correction heads", "retraction heads")
    words = " ".join(" ".join(word_list("standing.json", name)) for name in lists)
    return frozenset(stems(f"{re.sub(r'[^a-z]+', ' ', words)} {' '.join(word_list('standing.json', 'of any notice'))}"))
