"""Read the corrections, retractions and kill notices of outlets, apart or at an end of the article they are on (pure)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.language.data import word_list
from rag.language.text import content_words, sentences, stems
from rag.records import Article
from rag.sources.notices.labels import Kind, Label, label_of
from rag.sources.notices.outright import QUOTED, QUOTES, Outright, of_another, outright, worded
from rag.sources.notices.own import own_notice

LONGEST = 1500  # characters of a notice on another report; a longer text under such a label is a report
SHORT = 600  # characters of one without a label

_REPORTED = re.compile(
    r"\b(?:[Oo]ur\s+(?:[\w-]+\s+){0,3}?(?:article|story|report|piece)|[Ww]e\s+(?:\w+ly\s+)?(?:reported|wrote|published))\b"
)
_REGRETS = re.compile(r"\b(?:[Ww]e|The [A-Z]\w+(?: [A-Z]\w+)*)\s+(?:\w+ly\s+)?(?:apologi[sz]es?|regrets?|(?:are|is) sorry)\b")
_RESENT = re.compile(r"\W*(?:CORRECT(?:ED|S)|REFILE[DS]?)\b")
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
    named: bool = False  # whose report it is, the report's headline or address alone can tell

    @property
    def text(self) -> str:
        """Its words, verbatim."""
        return self.article.text[self.start : self.end]


@lru_cache(maxsize=512)
def read_notices(article: Article) -> tuple[Notice, ...]:
    """Return the notices that stand in an article, each item of a list of corrections by itself; nearly always none.

    One on another report has its label for a headline, or none; under a headline of its own, a note is on the report that follows.
    """
    label = label_of(article.title or article.text.lstrip().split("\n", 1)[0])
    listed = bool(_LIST.match(article.title))
    items = tuple(_items(article, label)) if label and (listed or len(article.text) <= LONGEST) else ()
    if not items and len(article.text) <= SHORT and (kind := _unlabelled(article)):
        items = (Notice(kind, article, 0, len(article.text), other=True),)
    if items:
        return items
    headline = label.headline if label and article.title else ""
    headline = headline if len(content_words(headline)) >= QUOTED else ""
    if own := own_notice(article):
        kind, (start, end) = own
        return (Notice(kind, article, start, end, own=True, other=bool(headline), headline=headline),)
    if headline and _RESENT.match(article.title):
        return (Notice("correction", article, 0, 0, own=True, other=True, headline=headline),)
    return ()


def _items(article: Article, label: Label) -> Iterator[Notice]:
    """Yield the notices on other reports under a label: the paragraphs that speak of one, with those behind them."""
    start, found = 0, list[Notice]()
    for gap in [*_BULLET.finditer(article.text), None]:
        end = gap.start() if gap else len(article.text)
        if said := _speaks(article.text[start:end], article.source, label):
            found.append(Notice(said.kind, article, start, end, other=True, named=said.named))
        elif found:
            found[-1] = replace(found[-1], end=end)
        start = gap.end() if gap else end
    yield from found


def _speaks(paragraph: str, outlet: str, label: Label) -> Outright | None:
    """Return what the first sentence of a paragraph that speaks outright of another report says of it."""
    on_itself = worded("own corrections").search(QUOTES.sub(" ", paragraph)) if label.kind == "correction" else None
    if on_itself and " our " not in on_itself[0]:
        return None
    said = (outright(paragraph[a:b], outlet, label, paragraph) for a, b in sentences(paragraph))
    return next((s for s in said if s), None)


def _unlabelled(article: Article) -> Kind | None:
    """Return what a short text without a label is: it begins with a report of "ours" that was wrong, or that is taken back."""
    spans = sentences(article.text)
    first = next((article.text[a:b] for a, b in spans), "")
    said = outright(first, article.source, rest=article.text)
    if not said or not said.ours:
        return None
    if said.kind == "retraction":
        return "retraction"
    others = any(of_another(article.text[a:b], article.source) for a, b in spans)
    regrets = _REPORTED.search(QUOTES.sub(" ", first)) and _REGRETS.search(QUOTES.sub(" ", article.text))
    return "correction" if regrets and not others else None


@lru_cache
def vocabulary() -> frozenset[str]:
    """Return the stems with which any notice speaks, whatever it is on; "kill" is also what a flood does."""
    lists = ("reports", "taking back", "in error", "told", "correction heads", "retraction heads", "retraction heads in capitals")
    words = " ".join(" ".join(word_list("standing.json", name)) for name in lists)
    return frozenset(stems(f"{re.sub(r'[^a-z]+', ' ', words)} {' '.join(word_list('standing.json', 'of any notice'))}")) - {"kill"}
