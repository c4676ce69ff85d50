"""Keep earlier versions of articles: when one is replaced by a text of a later day, the old text is stored beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.article.assemble import fingerprint, version_id
from ingest.copies.duplicates import SHARE
from ingest.copies.register import Row, store_row
from ingest.copies.shingles import shared_share, shingles
from rag.index.writing import StoreWriter
from rag.models.encoders import Embedder
from rag.records import Article

Pair = tuple[Article, Article]  # the article as it was, and as it is


def is_update(old: Article, new: Article) -> bool:
    """Whether ``new`` is of a later day than ``old``, by the dates it states.

    Days, because they are what a question can go back to; without a later one it is a silent fix of the same text. The same text
    under a later ``published`` is no update: its day was stated wrongly.
    """
    day, changed = old.dated[:10], (old.title, old.text) != (new.title, new.text)
    return bool(day) and day < (new.dated if changed else new.updated)[:10]


def earlier(old: Article, new: Article) -> Article:
    """Return ``old`` as an earlier version of ``new``; its id is the same whenever a killed run makes it again."""
    return replace(old, id=f"{old.id}@{old.dated[:10]}", version_of=new.id, superseded=new.dated)


def earlier_rows(store: StoreWriter, embedder: Embedder, found: Iterable[Pair]) -> list[Row]:
    """Return the store's rows of the earlier versions among pairs; they must go in before the old article is replaced or removed."""
    updates = [(old, new) for old, new in found if is_update(old, new)]
    held = {a.id for a in store.articles((version_id(new, old.dated) for old, new in updates), light=True)}
    kept = [earlier(old, new) for old, new in updates if version_id(new, old.dated) not in held]  # the file says itself how it stood then
    taken = {a.id for a in store.articles((a.id for a in kept), light=True) if not a.version_of}  # a record may state such an id
    return [store_row(version, fingerprint(version), version, embedder) for version in kept if version.id not in taken]


def keep_moved(store: StoreWriter, embedder: Embedder, gone: Sequence[str], current: Sequence[str]) -> None:
    """Keep those of a file's articles that are ``gone`` as versions of the ``current`` ones that replace them under other ids."""
    found = pair_articles(store.articles(gone), store.articles(current, light=len(current) > 1))
    texts = {a.id: a for a in store.articles(new.id for _, new in found)}
    store.add(earlier_rows(store, embedder, [(old, texts[new.id]) for old, new in found]))
    store.set_newest({old.id: new for old, new in found})


def pair_articles(gone: Sequence[Article], current: Sequence[Article]) -> list[Pair]:
    """Pair the articles that a file held before with those it holds now: by address, by headline; a single one also by most of its text."""
    found: list[Pair] = []
    paired: set[str] = set()  # ids of both sides: no id is on both
    for field in ("url", "title"):
        unpaired = {getattr(new, field): new for new in reversed(current) if new.id not in paired}
        for old in gone:
            if getattr(old, field) and old.id not in paired and (new := unpaired.pop(getattr(old, field), None)):
                found.append((old, new))
                paired |= {old.id, new.id}
    if not found and len(gone) == len(current) == 1 and shared_share(shingles(gone[0].text), shingles(current[0].text)) >= SHARE:
        found = [(gone[0], current[0])]
    return found
