"""All that an index holds, in a form that two indexes can be compared by: the one place that knows what is in one.

``python -m tests.kits.contents DIR`` prints it as JSON. It reads by the public methods of the store and of the keyword index.
"""

import json
import sys
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from rag.index.keywords import Keywords
from rag.index.store import Store
from rag.language.text import stems
from rag.models.encoders import StaticEmbedder
from rag.records import Article
from rag.settings import Settings

NEAR = 5  # passages looked for by the vector of each article


def contents(index: Path) -> dict[str, dict[str, Any]]:
    """Return part -> what is in it, by key; everything in it can be written as JSON.

    :raises DatelineError: when the index cannot be opened.
    """
    settings = Settings(index_dir=index)
    static = StaticEmbedder()
    store = Store.open(settings, models=static.name)
    try:
        articles = store.articles(versions=True)
        rows, stories = rows_of(store.table()), store.story_of(store.signatures())
        return plain({
            "articles": {a.id: asdict(a) for a in articles},
            "fingerprints": store.known(),
            "passages": {name: place for name, place in rows.values()},
            "bare": {i: found if isinstance(found, int) else sorted(found) for i, found in store.bare([a.id for a in articles]).items()},
            "vectors": vectors_of(store, rows),
            "nearest": {a.id: nearest(store, static, a) for a in articles},
            "keywords": keywords_of(store, articles, rows),
            "stories": {i: [stories[i], signature.hex()] for i, signature in store.signatures().items()},
            "unsettled": dict.fromkeys(store.unsettled(), True),
            "files": store.files(),
            "deletions": {i: told._asdict() for i, told in store.deleted().items()},
            "counts": store.counts(),
        })  # fmt: skip
    finally:
        store.close()


def plain(parts: Any) -> Any:
    """Return what JSON makes of it, so that what was read back equals what was not."""
    return json.loads(json.dumps(parts, default=str, sort_keys=True))


def rows_of(table: Any) -> dict[int, tuple[str, list[Any]]]:
    """Return row -> (id of the passage, [article, start, end]) of all that is in the index."""
    live = np.flatnonzero(table.whole).tolist()
    return {row: (table.id_of(row), [table.article_of(row), *table.span_of(row)]) for row in live}


def vectors_of(store: Store, rows: dict[int, tuple[str, list[Any]]]) -> dict[str, str]:
    """Return passage -> digest of its vector as it is stored."""
    table = store.table()
    return {name: f"{digest(table.vectors[row])} {table.scales[row]:.6g}" for row, (name, _) in rows.items()}


def digest(vector: Any) -> str:
    """Return a short digest of a row of numbers."""
    return sha256(np.ascontiguousarray(vector).tobytes()).hexdigest()[:16]


def nearest(store: Store, static: StaticEmbedder, article: Article) -> list[float]:
    """Return the cosines of the passages that the vectors find for an article's own words; which of equal ones come is chance."""
    return sorted(round(cosine, 3) for cosine in store.nearest(static.embed([article.text])[0], NEAR).values())


def keywords_of(store: Store, articles: list[Article], rows: dict[int, tuple[str, list[Any]]]) -> dict[str, list[str]]:
    """Return stem -> the passages that the keyword index has it in, for every stem of every article."""
    keywords = Keywords.open(store.folder / "keywords")
    wanted = sorted({stem for a in articles for stem in stems(f"{a.title} {a.text}")})
    return {stem: sorted(rows[row][0] if row in rows else f"no passage {row}" for row in keywords.rows(stem).tolist()) for stem in wanted}


def differences(found: dict[str, dict[str, Any]], wanted: dict[str, dict[str, Any]], most: int = 5) -> list[str]:
    """Return a line for each part that differs: what is missing, what should not be there, what is another."""
    lines = []
    for part in sorted(found.keys() | wanted.keys()):
        a, b = found.get(part, {}), wanted.get(part, {})
        missing, more = sorted(b.keys() - a.keys()), sorted(a.keys() - b.keys())
        other = sorted(key for key in a.keys() & b.keys() if a[key] != b[key])
        kinds = (("missing", missing), ("too many", more), ("other", other))
        told = [f"{len(keys)} {kind}: {', '.join(keys[:most])}" for kind, keys in kinds if keys]
        if other:
            told.append(f"{str(a[other[0]])[:200]} instead of {str(b[other[0]])[:200]}")
        lines += [f"{part}: {'; '.join(told)}"] if told else []
    return lines


if __name__ == "__main__":
    json.dump(contents(Path(sys.argv[1])), sys.stdout)
