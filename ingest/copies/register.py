"""Stories kept while files are ingested: copies are known before they are embedded, and settled when all is in."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ingest.copies.duplicates import Finder, Look, same_report, story_groups
from ingest.copies.shingles import shingles, sketch
from ingest.passages import split
from rag.index.writing import StoreWriter
from rag.language.text import sentences, words
from rag.models.encoders import Embedder, Vectors
from rag.records import Article, Passage
from rag.sources.stories import first_of

Row = tuple[Article, str, Sequence[Passage], Vectors]  # what ``StoreWriter.add`` takes: article, fingerprint, passages, (n_passages, dim)
CHUNK = 500  # articles whose text is read at once


class Copies:
    """The stories of an open store, for one run of ingest.

    What the store holds in the end depends on its articles alone: in which order they came, and where a run was killed, is made
    good by :meth:`settle`. A stored signature is never worked out again; texts are read again only where two are compared closely.
    """

    def __init__(self, store: StoreWriter, embedder: Embedder) -> None:
        self._store, self._embedder = store, embedder
        self._known: Finder | None = None
        self._looks: dict[str, Look] = {}  # articles that were compared
        self._said: dict[tuple[str, str], bool] = {}  # what came of it
        self._taken: set[str] = set()  # articles of this run: each was compared with all before it

    def rows(self, batch: Sequence[tuple[Article, str]]) -> list[Row]:
        """Take in (article, fingerprint); return rows for those that copy an earlier article, with vectors for what is new in them."""
        mine = {article.id: article for article, _ in batch}
        self._looks = {i: look for i, look in self._looks.items() if i not in mine}  # a changed article is another text
        self._said = {pair: said for pair, said in self._said.items() if mine.keys().isdisjoint(pair)}
        self._finder.add({i: sketch(shingles(article.text)) for i, article in mine.items()})
        self._taken |= mine.keys()
        found = []
        for article, mark in batch:
            first = first_of([article, *self._same(article.id, mine)])
            if first.id != article.id:
                found.append(row(article, mark, first, self._embedder))
        return found

    def remember(self, ids: Iterable[str]) -> None:
        """Store the signatures of articles that are in the store now; :meth:`settle` finds their stories."""
        self._store.set_stories({i: ("", self._finder.sketch_of(i).tobytes()) for i in ids})

    def settle(self) -> None:
        """Find every story that is still to be found, and make the vectors of its articles what they should be."""
        todo = self._store.unsettled()
        if not todo:
            return
        self._complete(todo)
        marks = self._store.known()
        pairs = [(i, story) for i, (story, _) in self._store.signatures().items() if story not in ("", i)]
        for i in todo:
            if i not in self._taken:
                self._same(i, {})
        pairs += [pair for pair, same in self._said.items() if same and pair[0] in marks and pair[1] in marks]
        linked = story_groups(self._store.articles(sorted(set(todo).union(*pairs)), light=True), pairs)
        stories = {linked[i] for i in todo}
        members = {i: story for i, story in linked.items() if story in stories}
        self._embed(members, marks)
        self._store.set_stories({i: (story, self._finder.sketch_of(i).tobytes()) for i, story in members.items()})

    @property
    def _finder(self) -> Finder:
        if self._known is None:
            self._known = Finder({i: np.frombuffer(signature, np.uint32) for i, (_, signature) in self._store.signatures().items()})
        return self._known

    def _complete(self, ids: Sequence[str]) -> None:
        """Work out the signatures that a killed run, or one that did not look for copies, left out."""
        lost = [i for i in ids if i not in self._finder]
        for at in range(0, len(lost), CHUNK):
            articles = self._store.articles(lost[at : at + CHUNK])
            self._finder.add({a.id: sketch(shingles(a.text)) for a in articles})

    def _same(self, article_id: str, mine: Mapping[str, Article]) -> list[Article]:
        """Return the articles that are the same report as this one; ``mine`` are not in the store yet."""
        near = [i for i in self._finder.near(self._finder.sketch_of(article_id)) if i != article_id]
        looks = self._read([article_id, *near], mine) if near else {}
        found = []
        for other in near:
            pair = (min(article_id, other), max(article_id, other))
            if other in looks:
                if pair not in self._said:
                    self._said[pair] = same_report(looks[article_id], looks[other])
                found += [looks[other].article] * self._said[pair]
        return found

    def _read(self, ids: Sequence[str], mine: Mapping[str, Article]) -> dict[str, Look]:
        missing = [i for i in ids if i not in self._looks]
        read = [mine[i] for i in missing if i in mine] + self._store.articles(i for i in missing if i not in mine)
        self._looks |= {article.id: Look(article) for article in read}
        return {i: self._looks[i] for i in ids if i in self._looks}

    def _embed(self, story_of: Mapping[str, str], marks: Mapping[str, str]) -> None:
        bare = self._store.bare(story_of)
        copies = {i for i, story in story_of.items() if i != story}
        for i in sorted(copies | bare.keys()):
            looks = self._read([i, story_of[i]], {})
            article, first = looks[i].article, looks[story_of[i]].article
            if copied(article, split(article), first) != bare.get(i, set()):
                self._store.add([row(article, marks[i], first, self._embedder)])


def row(article: Article, mark: str, first: Article, embedder: Embedder) -> Row:
    """Return what the store takes for an article of the story of ``first``: zero rows for what that says word for word."""
    passages = split(article)
    spare = copied(article, passages, first)
    own = [n for n, passage in enumerate(passages) if passage.id not in spare]
    vectors = np.zeros((len(passages), embedder.dim), np.float32)
    if own:
        vectors[own] = embedder.embed([passages[n].text for n in own])
    return article, mark, passages, vectors


def copied(article: Article, passages: Sequence[Passage], first: Article) -> set[str]:
    """Return the ids of those passages whose every sentence stands word for word in ``first``; none for ``first`` itself.

    A reworded sentence counts as its own: one word in it may be the news.
    """
    if article.id == first.id:
        return set()
    theirs = set(_said(first.text))
    return {p.id for p in passages if theirs.issuperset(_said(p.text))}


def _said(text: str) -> list[str]:
    return [" ".join(words(text[a:b])) for a, b in sentences(text)]


def forget(store: StoreWriter, embedder: Embedder) -> None:
    """Undo all of it: no stories, and a vector for every passage."""
    ids = store.forget_stories()
    marks = store.known()
    for article in store.articles(ids):
        again = row(article, marks[article.id], article, embedder)
        bare = {p.id for p, vector in zip(again[2], again[3], strict=True) if not vector.any()}
        if bare != store.bare([article.id]).get(article.id, set()):  # a text without a known word has no vector either way
            store.add([again])
