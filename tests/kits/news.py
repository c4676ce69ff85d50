"""What the tests of finding and answering share: a few invented articles and the index made of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from ingest.passages import split
from rag.index.writing import StoreWriter
from rag.models.encoders import StaticEmbedder
from rag.models.reader import Page, Read
from rag.records import Article
from rag.settings import Settings

FERRY = Article(
    "ferry",
    "Ferry Kestrel sinks off Varnholm",
    "The ferry Kestrel sank off Varnholm on Tuesday night in heavy fog. Coast guard captain Ilse Brandt said that 31 people were rescued. "
    "She praised the fishermen who came first. The Kestrel was built in 1987.",
    "Harbour Post",
    published="2024-03-06",
)
INQUIRY = Article(
    "inquiry",
    "Inquiry into the Kestrel opens",
    "Judge Tomas Reuel opened the inquiry into the loss of the Kestrel on Friday. He said the hull had been repaired twice in 2022. "
    "The owner, Nordlys Lines, declined to comment.",
    "Daily Ledger",
    published="2024-04-12",
)
BRIDGE = Article(
    "bridge",
    "Varnholm bridge to cost more",
    "The new bridge at Varnholm will cost 84 million crowns, the city council said on Monday. Mayor Petra Oslund called the price fair.",
    "Harbour Post",
    published="2024-05-20T08:30+02:00",
)
ORCHARD = Article(
    "orchard",
    "Late frost ruins the plum harvest",
    "Farmers in the Linden valley lost most of their plums to frost in April. The growers' union asked for 6 million crowns in aid.",
    "Daily Ledger",
    published="2024-06-02",
)
LIBRARY = Article(
    "library",
    "Library extends its hours",
    "The public library of Varnholm will open on Sundays from September. Director Amal Haddad said that visitors had asked for it.",
    "Varnholm Radio",
    published="2024-08-15",
    updated="2024-08-17",
)
CHOIR = Article(
    "choir",
    "A choir without a hall",
    "The Linden choir looks for a hall. Its conductor Bo Ekman said that the old one leaks.",
    "Varnholm Radio",
)
ARTICLES = (FERRY, INQUIRY, BRIDGE, ORCHARD, LIBRARY, CHOIR)


@lru_cache
def static() -> StaticEmbedder:
    """Return the shipped table of word vectors, read once."""
    return StaticEmbedder()


def add(store: StoreWriter, articles: Sequence[Article], fingerprint: str = "1") -> None:
    """Index ``articles``."""
    passages = [split(a) for a in articles]
    store.add([(a, fingerprint, p, static().embed([x.text for x in p])) for a, p in zip(articles, passages, strict=True)])
    store.publish()


@contextmanager
def index(folder: Path, articles: Sequence[Article] = ARTICLES) -> Iterator[StoreWriter]:
    """Open an index that holds ``articles``."""
    store = StoreWriter.open(Settings(index_dir=folder), models=static().name)
    try:
        add(store, articles)
        yield store
    finally:
        store.close()


class Marking:
    """A reader that finds given words, in one quote more surely than in the others."""

    def __init__(self, **found: float) -> None:
        self.found = found

    def read(self, question: str, pages: Sequence[Page], sentences: Sequence[Sequence[tuple[int, int]]]) -> list[Read]:
        reads = []
        for page, spans in zip(pages, sentences, strict=True):
            word, margin = next(((w, m) for w, m in self.found.items() if w in page.text), ("", -9.0))
            place = (page.text.find(word), page.text.find(word) + len(word))
            reads.append(Read((margin,) * len(spans), (place,) * len(spans)))
        return reads
