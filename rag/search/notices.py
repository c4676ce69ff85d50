"""Find the notices in which outlets correct or take back what a question found, and keep what they say is wrong out of the answer.

Notices are tied to articles when a question is asked, by the index of words: nothing has to be kept in step as articles come and go, an
index of any age has them, and with ``as_of`` a notice that came out later is not known.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

import numpy as np

from rag.dates.calendar import say_day
from rag.index.columns import PassageTable, day_number
from rag.index.filters import admits
from rag.index.keywords import Keywords
from rag.language.data import word_list
from rag.language.text import stems
from rag.records import Article, Filters, Quote
from rag.search.reports import Report
from rag.search.retrieve import Found, Retriever
from rag.search.select import Ranked
from rag.sources.notices import Notice, read_notices
from rag.sources.notices.righting import bears_on, misstated, overtaken, righting, takes_back
from rag.sources.notices.ties import tie

LEAD = 600  # characters of an article whose words, with its headline's, a notice on it may have
RAREST = 40  # of these words, the rarest ones that are looked for
HITS = 2  # of them that a passage must have
MOST = 40  # articles read for one notice, or one article; those with most of the words first
NEAR = 3  # of the passages found, those whose leaving out is worth a note
ON = 0.5  # share of the question's words of meaning that it must have for that
SHOWN = 300  # characters of a notice that a note repeats

COMMON, FEW = 0.05, 50  # a word of more passages than this share, and than so many, is not looked for

Place = Found | Report
Placed = TypeVar("Placed", Found, Report, Found | Report)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Known:
    """What outlets said of the articles that a question found: what was left out for it, and the corrections of what was kept."""

    left_out: tuple[tuple[Article, Notice], ...] = ()
    corrected: tuple[tuple[str, Notice], ...] = ()  # id of an article and a notice that corrects it

    def notes(self, question: str, cited: Iterable[Quote]) -> list[str]:
        """Return a line for each article left out that is on the question, and for each correction that bears on a quote which is cited."""
        asked, lines = {*stems(question)}, list[str]()
        for article, notice in self.left_out:
            if len(asked & {*stems(f"{article.title} {article.source} {article.text}")}) >= ON * len(asked):
                did = "took back" if notice.kind == "retraction" else "sent again, corrected,"
                lines.append(f"Left out: {_named(article)}, which its outlet {did}{_on(notice.article)}.")
        quotes = list(cited)
        for corrected, notice in self.corrected:
            on = [q for q in quotes if q.article.id == corrected and (q.article.id, q.start) != (notice.article.id, notice.start)]
            if text := next((q.article for q in on if bears_on(notice, q.text)), None):
                how = "carries a correction" if notice.article.id == corrected else f"was corrected{_on(notice.article)}"
                lines.append(f"{_named(text)} {how}: “{_shown(notice)}”")
        return lines


class Notices:
    """The notices that one question may know of, each article's looked up once."""

    def __init__(self, retriever: Retriever, filters: Filters) -> None:
        self._retriever = retriever
        self._filters = replace(filters, after="", outlets=())  # what may be known, not what is asked for
        self._of: dict[str, tuple[Notice, ...]] = {}
        self._left_out: dict[str, tuple[Article, Notice]] = {}

    @property
    def known(self) -> Known:
        """What was found of the articles looked up so far."""
        corrected = ((i, n) for i, found in self._of.items() for n in found if n.kind == "correction")
        return Known(tuple(self._left_out.values()), tuple(corrected))

    def of(self, article: Article, *, near: bool = True) -> tuple[Notice, ...]:
        """Return the notices on an article: its own notes and, ``near``, those that surely speak of it."""
        own = tuple(n for n in read_notices(article) if n.own)
        if near and article.id not in self._of:
            self._of[article.id] = own + tuple(n for n in self._near(article) if article.id in self._tied(n, article))
        return self._of.get(article.id, own)

    def taken_back(self, article: Article, *, near: bool = True) -> Notice | None:
        """Return the notice by which an article no longer stands: it was retracted, or sent again in corrected form."""
        found = self.of(article, near=near)
        return next((n for n in found if n.kind == "retraction" or (n.own and n.article.id != article.id)), None)

    def standing(self, found: Sequence[Placed]) -> list[Placed]:
        """Return the passages of the articles that stand; of passages that are not read closely only the article's own notes are read."""
        kept = []
        for n, f in enumerate(found):
            notice = self.taken_back(f.article, near=isinstance(f, Report) or f.mini is not None)
            if notice is None:
                kept.append(f)
            elif n < NEAR:
                self._left_out[f.article.id] = (f.article, notice)
        return kept

    def settled(
        self, build: Callable[[list[Article]], Made], articles: Sequence[Article], used: Callable[[Made], Iterable[Article]]
    ) -> Made:
        """Return what ``build`` makes of ``articles`` when none of those that it uses was taken back."""
        left = [a for a in articles if self.taken_back(a, near=False) is None]
        while True:
            made = build(left)
            back = {a.id: (a, notice) for a in used(made) if (notice := self.taken_back(a))}
            if not back:
                return made
            self._left_out |= back
            left = [a for a in left if a.id not in back]

    def readable(self, found: Sequence[Place]) -> list[Place]:
        """Return the passages that stand, without the sentences that a correction takes back or that only repeat an error."""
        return [f if len(spans := self._true(f)) == len(f.spans) else Report(f.article, spans) for f in self.standing(found)]

    def unspoiled(self, found: Sequence[Found]) -> tuple[Found, ...]:
        """Return the passages in which no sentence was taken back, which a model may read whole."""
        return tuple(f for f in found if len(self._true(f)) == len(f.spans))

    def right(self, ranked: Sequence[Ranked]) -> tuple[list[Ranked], Quote | None]:
        """Return the sentences without those whose answer a correction takes back, and the quote of the best if it was one.

        In its place stands the sentence that sets it right, as likely to answer.
        """
        kept = [r for r in ranked if r.headline or not self._repeats(r.article, r.answer if r.answer[1] else r.span)]
        wrong = {n: found for n, r in enumerate(kept) if (found := self._against(r))}
        if not wrong:
            return kept, None
        rest = [r for n, r in enumerate(kept) if n not in wrong]
        if 0 not in wrong:
            return rest, None
        notice, first = wrong[0], kept[0]
        at = righting(notice)
        said = next((r for r in rest if r.article.id == notice.article.id and not r.headline and _overlap(r.span, at.right)), None)
        answer = at.answer if at.answer[1] else said.answer if said else (0, 0)
        best = replace(said or first, article=notice.article, span=at.right, probability=first.probability, headline=False, answer=answer)
        return [best, *(r for r in rest if r is not said)], first.quote

    # --- inside

    def _against(self, ranked: Ranked) -> Notice | None:
        """Return the notice that takes back what the reader takes for a sentence's answer, and says what is right."""
        text = ranked.article.title if ranked.headline else ranked.article.text
        words, sentence = text[slice(*ranked.answer)], text[slice(*ranked.span)]
        others = (n for n in self.of(ranked.article) if n.article.id != ranked.article.id and righting(n).right[1])
        return next((n for n in others if takes_back(n, words) or overtaken(n, sentence, words)), None) if words else None

    def _true(self, found: Place) -> tuple[tuple[int, int], ...]:
        near = isinstance(found, Report) or found.mini is not None
        text, others = found.article.text, [n for n in self.of(found.article, near=near) if n.article.id != found.article.id]
        return tuple(
            (a, b) for a, b in found.spans if not self._repeats(found.article, (a, b)) and not any(takes_back(n, text[a:b]) for n in others)
        )

    @staticmethod
    def _repeats(article: Article, span: tuple[int, int]) -> bool:
        return any(_overlap(span, said) for n in read_notices(article) for said in misstated(n))

    def _near(self, article: Article) -> list[Notice]:
        """Return the notices that may speak of an article: they have words of it, and did not come out before it."""
        table, keywords = self._retriever.state()
        rows = _sharing(table, keywords, f"{article.title} {article.text[:LEAD]}", _labels())
        days = {row: int(table.days[table.articles[row]]) for row in rows}
        late = (table.article_of(row) for row in rows if days[row] >= day_number(article.published) or not days[row])
        found = self._retriever.store.articles(late)
        known = (a for a in found if a.id != article.id and admits(self._filters, a))
        return [n for a in known for n in read_notices(a) if n.other and tie(n, [article])]

    def _tied(self, notice: Notice, article: Article) -> set[str]:
        """Return the ids of the articles that a notice speaks of, of all that it may."""
        table, keywords = self._retriever.state()
        rows = _sharing(table, keywords, f"{notice.headline} {notice.text}")
        found = self._retriever.store.articles(table.article_of(row) for row in rows)
        return {a.id for a in tie(notice, [article, *(a for a in found if a.id != article.id)])}


@lru_cache
def _labels() -> tuple[str, ...]:
    """Return the stems of the labels of notices."""
    return tuple(dict.fromkeys(stems(" ".join(word_list("standing.json", "labels")))))


def _sharing(table: PassageTable, keywords: Keywords, text: str, labels: Sequence[str] = ()) -> list[int]:
    """Return the rows, of those with one of some labels, that have most of the rarest words of a text, at most ``MOST``."""
    most = max(COMMON * keywords.size, FEW)
    rarest = sorted((n, s) for s in {*stems(text)} if 1 < (n := keywords.count(s)) <= most)[:RAREST]  # what one passage has finds no other
    if not rarest:
        return []
    found = keywords.heaviest(dict.fromkeys((s for _, s in rarest), 1.0), MOST, table.whole, any_of=labels, ties=True)
    enough = [(row, n) for row, n in found if n >= min(HITS, len(rarest))]
    return table.best(np.array([row for row, _ in enough], np.int64), np.array([n for _, n in enough]), MOST)


def _overlap(one: tuple[int, int], two: tuple[int, int]) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _named(article: Article) -> str:
    about = ", ".join(part for part in (article.source, say_day(article.dated)) if part)
    return f"“{article.title or 'an article without a headline'}”" + (f" ({about})" if about else "")


def _on(article: Article) -> str:
    return f" on {say_day(article.dated)}" if article.dated else ""


def _shown(notice: Notice) -> str:
    words = " ".join(notice.text.split())
    return words if len(words) <= SHOWN else words[:SHOWN].rsplit(" ", 1)[0] + " …"
