"""Keep the story of every article up to date during an ingest: copies are found before embedding, stories fixed at the end."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

import numpy as np

from ingest.copies.duplicates import Look, same_report, story_groups
from ingest.copies.groups import Groups
from ingest.copies.known import Known, forget
from ingest.copies.shingles import Hashes, shingles, sketch
from ingest.passages import split
from rag.index.writing import StoreWriter
from rag.language.text import sentences, words
from rag.models.encoders import Embedder, Vectors
from rag.records import Article, Passage

Row = tuple[Article, str, Sequence[Passage], Vectors]  # what ``StoreWriter.add`` takes: article, fingerprint, passages, (n_passages, dim)
CHUNK = 500  # articles whose text is read at once  # equivalent: any gives the same stories
LOOKS = 1000  # articles that are in memory as they were compared  # equivalent: costs time or memory only
BATCH = 64  # articles whose vectors are brought up to date at once  # equivalent: as above


class Copies:
    """The stories of an open store during one ingest.

    What the store holds in the end depends on its articles alone: the order they came in, and where
    a run was killed, make no difference after :meth:`settle`. A stored signature is never computed again; texts are read again
    only where two are compared closely.
    """

    def __init__(self, store: StoreWriter, embedder: Embedder) -> None:
        self._store, self._embedder = store, embedder
        self._loaded: Known | None = None
        self._looks: dict[str, Look] = {}  # article id -> the article as it is compared
        self._same_report: dict[tuple[str, str], bool] = {}  # pair of article ids -> whether they are the same report
        self._groups = Groups()  # two articles in one are not compared
        self._in_run: set[str] = set()  # ids of the articles of this run: each was compared with all before it, or is in a group with them

    def rows(self, batch: Sequence[tuple[Article, str]], sketches: Mapping[str, Hashes] = MappingProxyType({})) -> list[Row]:
        """Register (article, fingerprint) pairs; return rows of those that copy an earlier article, with vectors of new passages only.

        :param sketches: those that are known already, by article id.
        """
        batch_articles = {article.id: article for article, _ in batch}
        self._looks = {i: look for i, look in self._looks.items() if i not in batch_articles}  # a changed article is another text
        self._same_report = {pair: same for pair, same in self._same_report.items() if batch_articles.keys().isdisjoint(pair)}
        self._known.add({i: sketches[i] if i in sketches else sketch(shingles(a.text)) for i, a in batch_articles.items()})
        self._in_run -= self._groups.dissolve(batch_articles)
        self._in_run |= batch_articles.keys()
        found = []
        for article, mark in batch:
            self._compare(article.id, batch_articles)
            first = self._groups.first(article)
            if first.id != article.id:
                found.append(store_row(article, mark, first, self._embedder))
        return found

    def remember(self, ids: Iterable[str]) -> None:
        """Store the signatures of articles that are in the store now; :meth:`settle` finds the stories of those that are in a group.

        The others are their own story: each was compared with all that came before it. Should one to come be their copy, that one
        is in a group, and is compared with them once more if this run is killed.
        """
        self._store.set_stories({i: (self._story_of_its_own(i), self._known.sketch_of(i).tobytes()) for i in ids})
        self._known.make_room()

    def _story_of_its_own(self, article_id: str) -> str:
        return article_id if article_id in self._in_run and article_id not in self._groups else ""

    def settle(self) -> None:
        """Find the story of each article that has none yet, and bring the vectors of the articles in it up to date."""
        known, todo = self._known, self._store.unsettled()
        if not todo:
            known.keep()
            return
        marks = self._store.known({*self._groups, *self._looks})
        self._in_run -= self._groups.dissolve([i for i in self._groups if i not in marks])
        self._looks = {i: look for i, look in self._looks.items() if i in marks}  # nothing hangs together by what is gone
        for i in todo:
            if i not in self._in_run:
                self._compare(i, {})
        pairs = [pair for pair, same in self._same_report.items() if same]
        marks = self._store.known(set(chain.from_iterable(pairs)))
        pairs = _reached(todo, [*self._store.members(), *(pair for pair in pairs if pair[0] in marks and pair[1] in marks)])
        linked = story_groups(self._store.articles(sorted(set(todo).union(*pairs)), light=True), pairs)
        stories = {linked[i] for i in todo}
        members = {i: story for i, story in linked.items() if story in stories}  # equivalent: the others have theirs
        signed = {i: (story, self._known.sketch_of(i).tobytes()) for i, story in members.items()}  # before some are stored once more
        self._embed(members)
        self._store.set_stories(signed)
        self._known.keep()

    @property
    def _known(self) -> Known:
        if self._loaded is None:
            self._sign()
            self._loaded = Known(self._store)
        return self._loaded

    def _sign(self) -> None:
        """Store the sketches that are missing because a run was killed or did not look for copies."""
        missing = self._store.unsigned()
        for at in range(0, len(missing), CHUNK):
            articles = self._store.articles(missing[at : at + CHUNK])
            self._store.set_stories({a.id: ("", sketch(shingles(a.text)).tobytes()) for a in articles})

    def _compare(self, article_id: str, batch_articles: Mapping[str, Article]) -> None:
        """Find the articles that are the same report as this one; ``batch_articles`` (by id) are not in the store yet."""
        for other in self._known.near(article_id):
            if other == article_id or self._groups.together(article_id, other):
                continue
            looks = self._looks_of([article_id, other], batch_articles)
            if len(looks) < 2:  # gone from the store
                continue
            pair = (min(article_id, other), max(article_id, other))
            if pair not in self._same_report:
                self._same_report[pair] = same_report(looks[article_id], looks[other])
            if self._same_report[pair]:
                self._groups.join(looks[article_id].article, looks[other].article)

    def _looks_of(self, ids: Sequence[str], batch_articles: Mapping[str, Article]) -> dict[str, Look]:
        missing = [i for i in ids if i not in self._looks]  # equivalent: saves reading an article again
        if missing:
            loaded = [batch_articles[i] for i in missing if i in batch_articles]
            loaded += self._store.articles(i for i in missing if i not in batch_articles)
            self._looks |= {article.id: Look(article) for article in loaded}
        found = {i: self._looks[i] for i in ids if i in self._looks}
        for i in list(self._looks)[:-LOOKS]:
            del self._looks[i]
        return found

    def _embed(self, story_of: Mapping[str, str]) -> None:
        marks = self._store.known(story_of)
        without_vector = self._store.bare(story_of)
        copies = {i for i, story in story_of.items() if i != story}
        rows: list[Row] = []
        for i in sorted(copies | without_vector.keys()):
            looks = self._looks_of([i, story_of[i]], {})
            article, first = looks[i].article, looks[story_of[i]].article
            if copied(article, split(article), first) != without_vector.get(i, set()):
                rows.append(store_row(article, marks[i], first, self._embedder))
            if len(rows) == BATCH:
                self._store.add(rows)
                rows = []
        self._store.add(rows)


def _reached(ids: Iterable[str], pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs that hang together with any of ``ids``."""
    beside: dict[str, list[tuple[str, str]]] = {}
    for pair in pairs:
        for i in pair:
            beside.setdefault(i, []).append(pair)
    todo, seen = list(ids), set(ids)
    for i in todo:
        new = {j for pair in beside.get(i, ()) for j in pair} - seen
        seen |= new
        todo += new
    return list(dict.fromkeys(pair for i in todo for pair in beside.get(i, ())))


def store_row(article: Article, mark: str, first: Article, embedder: Embedder) -> Row:
    """Return the store's row of an article in the story of ``first``; passages copied word for word from it get zero vectors."""
    passages = split(article)
    skipped = copied(article, passages, first)
    to_embed = [n for n, passage in enumerate(passages) if passage.id not in skipped]
    vectors = np.zeros((len(passages), embedder.dim), np.float32)
    if to_embed:
        vectors[to_embed] = embedder.embed([passages[n].text for n in to_embed])
    return article, mark, passages, vectors


def copied(article: Article, passages: Sequence[Passage], first: Article) -> set[str]:
    """Return the ids of those passages whose every sentence stands word for word in ``first``; none for ``first`` itself.

    A reworded sentence is no copy: one word in it may be the news.
    """
    if article.id == first.id:
        return set()
    first_sentences = set(_sentence_words(first.text))
    return {p.id for p in passages if first_sentences.issuperset(_sentence_words(p.text))}


def _sentence_words(text: str) -> list[str]:
    return [" ".join(words(text[a:b])) for a, b in sentences(text)]


def forget_copies(store: StoreWriter, embedder: Embedder) -> None:
    """Remove all stories from the store, and give every passage a vector."""
    ids = store.forget_stories()
    forget(store)
    marks = store.known(ids)
    for article in store.articles(ids):
        new_row = store_row(article, marks[article.id], article, embedder)
        zero = {p.id for p, vector in zip(new_row[2], new_row[3], strict=True) if not vector.any()}
        if zero != store.bare([article.id]).get(article.id, set()):  # a text without a known word has no vector either way
            store.add([new_row])
