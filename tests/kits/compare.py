"""What the tests of comparison and timeline share: quotes of made-up articles, the seeds as articles, their nearest sentences."""

from pathlib import Path

from ingest.article.assemble import Raw, assemble_articles
from ingest.read.files import read_file
from rag.language.text import sentences, stems
from rag.records import Article, Quote


def quote(n: int, text: str, *, published: str = "", source: str = "", title: str = "") -> Quote:
    return Quote(n, text, 0, len(text), Article(f"a{n}", title, text, source, published=published))


def seeds(folder: Path) -> list[Article]:
    files = sorted(folder.glob("*.txt"))
    return [a for f in files for raw in read_file(f) if isinstance(raw, Raw) for a in assemble_articles(raw, f.name)]


def nearest(question: str, found: list[Article], k: int = 45) -> list[Quote]:
    """Return the ``k`` sentences that share most words with the question, as retrieval would."""
    asked = set(stems(question))
    spans = [(a, s, e) for a in found for s, e in sentences(a.text) if e - s > 40]
    ranked = sorted(spans, key=lambda p: -len(asked & set(stems(p[0].text[p[1] : p[2]]))) / (8 + len(stems(p[0].text[p[1] : p[2]]))))
    return [Quote(n, a.text[s:e], s, e, a) for n, (a, s, e) in enumerate(ranked[:k], start=1)]
