"""The baselines Dateline is compared with: BM25 alone, and dense MiniLM alone as LlamaIndex's five-line starter does it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.cache import FOLDER, key_of
from eval.suites.cases import Suite, Turns
from eval.systems.dateline import ensure_index
from ingest.passages import split
from rag.errors import CaseError
from rag.index.filters import admits
from rag.index.keywords import Keywords
from rag.index.keywords_writing import KeywordWriter
from rag.language.text import content_words
from rag.records import EVERYTHING, Answer, Article, Evidence, Filters, Passage
from rag.settings import Settings

NAMES = ("bm25", "dense")
_SPARE = 20  # passages fetched for each one wanted, since filters are applied after the ranking


class Baseline:
    """A ranking of passages and nothing else; filters drop articles from the ranking, so that it is compared fairly."""

    name = ""
    digest = ""

    def search(self, query: str, filters: Filters = EVERYTHING, *, k: int = 5) -> Sequence[Evidence]:
        """Return up to ``k`` passages, best first; undated articles stay under any as_of."""
        until, rest = filters.as_of, replace(filters, as_of="")
        found = (e for e in self.ranked(query, k if filters == EVERYTHING else k * _SPARE) if not until or e.article.dated[:10] <= until)
        return [evidence for _, evidence in zip(range(k), (e for e in found if admits(rest, e.article)), strict=False)]

    def ranked(self, query: str, k: int) -> Iterable[Evidence]:
        """Return ``k`` passages of any date, best first."""
        raise NotImplementedError

    def ask(self, question: str, filters: Filters = EVERYTHING, *, history: Turns = ()) -> Answer:
        """Refuse: a baseline only ranks."""
        raise CaseError("a baseline answers nothing. Run it with retrieval_only.")

    def standalone(self, question: str, history: Turns) -> str:
        """Return the question as it is."""
        return question


class KeywordBaseline(Baseline):
    """BM25 over headline and passage as search engines have it: stop words left out, no stems, k1 1.2, b .75."""

    name = "bm25"

    def __init__(self, articles: Sequence[Article], digest: str) -> None:
        self.digest = f"bm25-words-{digest}"
        self._passages = [(article, passage) for article in articles for passage in split(article)]
        self._index = ranked_by_words(f"{article.title}\n{passage.text}" for article, passage in self._passages)

    def ranked(self, query: str, k: int) -> Iterable[Evidence]:
        """Return ``k`` passages, best first."""
        return [Evidence(score, *self._passages[row]) for row, score in self._index.best(content_words(query), k)]


def ranked_by_words(texts: Iterable[str]) -> Keywords:
    """Return an index of texts by their words as they are, without stems; its files are deleted already."""
    with TemporaryDirectory() as folder:
        with KeywordWriter(Path(folder) / "words") as writer:
            writer.add((n, content_words(text)) for n, text in enumerate(texts))
            writer.commit(1)
        return Keywords.open(Path(folder) / "words")


class Dense(Baseline):
    """LlamaIndex's starter: VectorStoreIndex over whole documents with its default splitter, embedded by MiniLM."""

    name = "dense"

    def __init__(self, articles: Sequence[Article], digest: str, settings: Settings, folder: Path) -> None:
        from eval.systems.starter import open_index

        self.digest = f"dense-{digest}"
        self._articles = {article.id: article for article in articles}
        self._index = open_index(articles, settings, folder / "starter" / key_of({"articles": digest})[:16])

    def ranked(self, query: str, k: int) -> Iterable[Evidence]:
        """Return ``k`` chunks, best first; a chunk's offsets are those of its text in the article, from 0 where it is not found."""
        for hit in self._index.as_retriever(similarity_top_k=k).retrieve(query):
            article = self._articles[hit.node.metadata["id"]]
            text = hit.node.get_content()
            start = max(article.text.find(text), 0)
            yield Evidence(float(hit.score or 0.0), article, Passage(hit.node.node_id, article.id, text, start, start + len(text)))


def open_baseline(name: str, suite: Suite, settings: Settings, folder: Path = FOLDER) -> Baseline:
    """Build the baseline of that name on the articles of the suite's index.

    :raises CaseError: for an unknown name.
    """
    from rag.index.store import Store
    from rag.models.encoders import StaticEmbedder

    if name not in NAMES:
        raise CaseError(f"baseline {name} is none of: {', '.join(NAMES)}")
    index = ensure_index(suite, settings, folder)
    store = Store.open(replace(settings, index_dir=index), models=StaticEmbedder().name)
    try:
        articles = store.articles()
    finally:
        store.close()
    return KeywordBaseline(articles, index.name) if name == "bm25" else Dense(articles, index.name, settings, folder)
