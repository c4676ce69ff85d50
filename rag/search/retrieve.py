"""Retrieve passages for a question: BM25, static vectors and sentence similarity in one score, under date and outlet filters."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from rag.index.columns import PassageTable, drop_repeats
from rag.index.filters import mask
from rag.index.keywords import Keywords
from rag.index.store import Store
from rag.index.upkeep.faults import faults
from rag.language.text import sentences, stems
from rag.models.encoders import WEIGHTS, SentenceEmbedder, StaticEmbedder, Vectors, unit
from rag.models.reader import Page, Read, Reader
from rag.question.request import ANY_DAY, Focus
from rag.records import EVERYTHING, Article, Evidence, Filters, Passage
from rag.search.recency import Rows, around, staleness
from rag.sources.statement import Statement, read_sentence
from rag.sources.stories import first_of, says_the_same

POOL = 40  # passages taken by BM25 and by vectors each, before the second stage
TOPIC = 400  # articles on a topic at most, the nearest ones; a timeline reads each whole
PASSAGES = 3  # times as many passages are looked at for them
CLOSE = 8  # the nearest passages: of these the newest counts, and a fit reads them closely; a question, ``Settings.passages`` of them
HEADLINE = 120  # characters of a headline that the reader reads before a passage
_TAIL = re.compile(r"(?:\s+[-–—|]\s+[A-Z][\w.&’' ]{1,30}){1,2}$")
_OPENING_QUESTION = re.compile(r".*\?[\"'”’)]*\s+(?=\w)")


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline of a passage's article as a sentence of its own: its place in the title and its vectors, as of a sentence."""

    span: tuple[int, int]
    static: Vectors
    mini: Vectors
    tokens: Vectors


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate passage with its sentences and its scores."""

    article: Article
    passage: Passage
    spans: tuple[tuple[int, int], ...]  # sentences, offsets into article.text
    signals: Mapping[str, float]
    score: float = 0.0
    static: Vectors | None = None  # one unit row a sentence
    mini: Vectors | None = None  # the same by MiniLM, only for the ``CLOSE`` best passages
    tokens: tuple[Vectors, ...] = ()  # unit rows of each sentence's word pieces, for the same passages
    read: Read | None = None  # the reader's result for its sentences, for the same passages
    headline: "Headline | None" = None  # its article's, for the same passages
    story: str = ""  # id of the first article of its story

    @property
    def texts(self) -> list[str]:
        """The sentences' words."""
        return [self.article.text[a:b] for a, b in self.spans]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The sentences, read."""
        return tuple(read_sentence(text, self.article.dated) for text in self.texts)


class Retriever:
    """Ranks the passages of one store for a question."""

    def __init__(self, store: Store, static: StaticEmbedder, encoder: SentenceEmbedder | None, reader: Reader | None = None) -> None:
        self.store, self.static, self.encoder, self.reader = store, static, encoder, reader
        self._keywords = Keywords.open_or_empty(store.folder / "keywords")

    @property
    def keywords(self) -> Keywords:
        """The BM25 index, brought up to date when it was written to."""
        self._keywords = self._keywords.refresh()
        return self._keywords

    @property
    def faults(self) -> tuple[str, ...]:
        """What of the index is lost or behind, so that less is found than it holds: a line each, with the next step."""
        return tuple(faults(self.store, self.keywords))

    def weight(self, word_stem: str) -> float:
        """Return a stem's weight in this corpus, 0 to 1 (see ``Keywords.rarity``)."""
        return self.keywords.rarity(word_stem)

    def read(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Return MiniLM's rows for texts and for their word pieces; zeros when there is no MiniLM."""
        if self.encoder is None:
            return np.zeros((len(texts), 1), np.float32), [np.zeros((0, 1), np.float32)] * len(texts)
        return self.encoder.embed_tokens(texts)

    def search(self, question: str, filters: Filters = EVERYTHING, focus: Focus = ANY_DAY, close: int = CLOSE) -> list[Found]:
        """Return the passages worth reading, best first, at most POOL * 4; the first ``close`` are read by MiniLM and the reader."""
        table, keywords = self.state()
        keep = drop_repeats(mask(filters, table), table)
        if not keep.any():
            return []
        vector = self.static.embed([question])[0]
        words, near = stems(question), around(focus, keep, table)
        spread = keywords.spread(words, keep)
        pool = self._pool(words, vector, keep, table, keywords, spread)
        if near is not None:
            pool |= self._pool(words, vector, near, table, keywords, spread)
        found = self._add_signals(question, vector, pool, table, focus)
        if focus.newest:
            found = _from_newest(found, focus)
        found = _without_copies(_ranked(found, weights()["first"]))
        return _ranked(self._read_closely(question, found[:close]), weights()["close" if self.encoder else "first"]) + found[close:]

    def articles(self, topic: str, filters: Filters = EVERYTHING, most: int = TOPIC) -> list[Article]:
        """Return the articles that may be on a topic, nearest first: those with its words, and those nearest by static vectors.

        An article is as near as its best passage, by BM25 and vectors in the first stage's weights.
        """
        table, keywords = self.state()
        keep = drop_repeats(mask(filters, table), table)
        if not keep.any():
            return []
        words = stems(topic)
        held = dict(keywords.best(words, PASSAGES * most, keep))
        cosines = self.store.nearest(self.static.embed([topic])[0], most, keep, table)
        far, spread, weight = min(cosines.values(), default=0.0), keywords.spread(words, keep)[1] + 1e-9, weights()["first"]
        best: dict[str, float] = {}
        for row in held.keys() | cosines.keys():
            article, score = table.article_of(row), weight["bm25"] * held.get(row, 0.0) / spread + weight["static"] * cosines.get(row, far)
            best[article] = max(score, best.get(article, score))
        return self.store.articles(sorted(best, key=lambda i: (-best[i], i))[:most])

    def state(self) -> tuple[PassageTable, Keywords]:
        """Return the passage table and the BM25 index; while the index is written to, one may know of passages that the other does not."""
        return self.store.table(), self.keywords

    def _pool(
        self, words: Sequence[str], vector: Vectors, keep: Rows, table: PassageTable, keywords: Keywords, spread: tuple[float, float]
    ) -> dict[int, float]:
        """Return row -> BM25 z-score of the best rows by BM25 and the best by static vectors.

        :param spread: mean and standard deviation of BM25.
        """
        mean, std = spread
        ranked = dict(keywords.best(words, POOL, keep, ties=True))
        rows, scores = np.fromiter(ranked, np.int64, len(ranked)), np.fromiter(ranked.values(), np.float64, len(ranked))
        held = {row: ranked[row] for row in table.best(rows, scores, POOL)}
        near = [row for row in self.store.nearest(vector, POOL, keep, table) if row not in held]
        held |= dict(zip(near, keywords.scores(words, near).tolist(), strict=True))
        return {row: (score - mean) / (std + 1e-9) for row, score in held.items()}

    def _add_signals(self, question: str, vector: Vectors, pool: Mapping[int, float], table: PassageTable, focus: Focus) -> list[Found]:
        """Load the pool's passages and compute the first-stage signals of each."""
        articles = {a.id: a for a in self.store.articles(dict.fromkeys(table.article_of(r) for r in pool))}
        found: list[Found] = []
        texts: list[str] = []
        for row, z in pool.items():
            article = articles.get(table.article_of(row))
            if article is None:  # it was deleted since the table was read
                continue
            start, end = table.span_of(row)
            spans = tuple((start + a, start + b) for a, b in sentences(article.text[start:end]))
            passage = Passage(table.id_of(row), article.id, article.text[start:end], start, end)
            first_signals = {"bm25": z, "age": staleness(article.dated, focus), "outlet": float(names_outlet(question, article.source))}
            found.append(Found(article, passage, spans, first_signals, story=table.story_of(row)))
            texts += found[-1].texts
        sums = self.static.sums(texts)
        titles = dict(zip(articles, self.static.embed([a.title for a in articles.values()]) @ vector, strict=True))
        result, at = [], 0
        for f in found:
            passage_vector, rows = unit(sums[at : at + len(f.spans)].sum(0)[None, :])[0], unit(sums[at : at + len(f.spans)])
            at += len(f.spans)
            best = max(rows @ vector, default=0.0)
            signals = {**f.signals, "static": float(passage_vector @ vector), "title": float(titles[f.article.id]), "sentence": float(best)}
            result.append(replace(f, signals=signals, static=rows))
        return result

    def _read_closely(self, question: str, found: Sequence[Found]) -> list[Found]:
        """Add the signals of MiniLM and the reader to each passage, and its headline."""
        titles = [headline_span(f.article) for f in found]
        heads = [f.article.title[slice(*span)] for f, span in zip(found, titles, strict=True)]
        static = self.static.embed(heads)
        vectors, tokens = self.read([question, *heads, *(t for f in found for t in f.texts)])
        result, at = [], 1 + len(heads)
        for n, (f, read) in enumerate(zip(found, self._reads(question, found), strict=True)):
            part = slice(at, at + len(f.spans))
            best = max(vectors[part] @ vectors[0], default=0.0)
            signals = {**f.signals, "mini": float(best), "read": max(read.margins, default=0.0) if read else 0.0}
            headline = Headline(titles[n], static[n], vectors[1 + n], tokens[1 + n])
            result.append(replace(f, signals=signals, mini=vectors[part], tokens=tuple(tokens[part]), read=read, headline=headline))
            at += len(f.spans)
        return result

    def _reads(self, question: str, found: Sequence[Found]) -> Sequence[Read | None]:
        if self.reader is None:
            return [None] * len(found)
        spans = [[(a - f.passage.start, b - f.passage.start) for a, b in f.spans] for f in found]
        pages = [Page(f.passage.text, f.article.title[:HEADLINE], f.article.source, f.article.dated) for f in found]
        return self.reader.read(question, pages, spans)


def headline_span(article: Article) -> tuple[int, int]:
    """Return where in the title the headline is: without what is no statement of it.

    That is a question that opens it ("Is it safe? What to know"), and the outlet that a page puts behind it ("... - USA TODAY").
    """
    asked, tail = _OPENING_QUESTION.match(article.title), _TAIL.search(article.title)
    end = tail.start() if tail else len(article.title)
    return (asked.end() if asked and asked.end() < end else 0, end)


def _from_newest(found: Sequence[Found], focus: Focus) -> list[Found]:
    """Return the passages with their age counted from the newest relevant report.

    Relevant are the best by a score without age, as far as they score in the upper half. Undated reports count as oldest.
    """
    timeless = {name: w for name, w in weights()["first"].items() if name != "age"}
    best = _ranked(found, timeless)
    newest = max((f.article.dated[:10] for f in best[:CLOSE] if 2 * f.score >= best[0].score + best[-1].score), default="")
    if not newest:
        return list(found)
    settled = Focus(newest, newest, focus.weight)
    ages = [staleness(f.article.dated, settled) for f in found]
    oldest = max(ages)
    return [
        replace(f, signals={**f.signals, "age": age if f.article.dated else max(age, oldest)}) for f, age in zip(found, ages, strict=True)
    ]


def names_outlet(question: str, outlet: str) -> bool:
    """Whether the question names the outlet ("the report in The Harbour Post"): its words in a row, one of them with a capital."""
    name = re.escape(outlet.split("|")[0].strip().removeprefix("The "))
    return bool(name) and any(m.group() != m.group().lower() for m in re.finditer(rf"(?i)(?<!\w){name}(?!\w)", question))


def _without_copies(found: Sequence[Found]) -> list[Found]:
    """Keep one of the passages that say the same in copies of one report: the preferred one, at the best one's rank."""
    unique: list[Found] = []
    of: dict[str, list[int]] = {}  # story -> places in unique
    for f in found:
        same_story = of.setdefault(f.story or f.article.id, [])
        twin = next(
            (n for n in same_story if unique[n].article.id != f.article.id and says_the_same(unique[n].passage.text, f.passage.text)), None
        )
        if twin is None:
            same_story.append(len(unique))
            unique.append(f)
        elif _preferred(f, unique[twin]):
            unique[twin] = replace(f, score=unique[twin].score)
    return unique


def _preferred(a: Found, b: Found) -> bool:
    """Whether ``a`` is cited rather than its copy ``b``: the one whose outlet the question names, else the earlier one."""
    if a.signals["outlet"] != b.signals["outlet"]:
        return a.signals["outlet"] > b.signals["outlet"]
    return first_of((a.article, b.article)).id == a.article.id


def evidence(found: Sequence[Found], k: int, per_article: int = 1) -> list[Evidence]:
    """Return the best ``k`` as Evidence, at most ``per_article`` passages of one article."""
    result: list[Evidence] = []
    taken: dict[str, int] = {}
    for f in found:
        if taken.get(f.article.id, 0) < per_article and len(result) < k:
            taken[f.article.id] = taken.get(f.article.id, 0) + 1
            result.append(Evidence(f.score, f.article, f.passage))
    return result


@lru_cache
def weights(path: Path = WEIGHTS / "retrieve.json") -> dict[str, dict[str, float]]:
    """Read the weights of the fused score; fitted by ``python -m eval.fit``."""
    return {stage: dict(w) for stage, w in json.loads(path.read_text(encoding="utf-8"))["weights"].items()}


def _ranked(found: Sequence[Found], weight: Mapping[str, float]) -> list[Found]:
    scored = [replace(f, score=sum(weight[s] * f.signals[s] for s in weight)) for f in found]
    return sorted(scored, key=lambda f: (-f.score, f.passage.id))
