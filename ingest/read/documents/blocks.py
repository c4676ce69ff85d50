"""What the readers of documents share: paragraphs with their rank, and how they and the document's properties become a raw article."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.article.assemble import Raw
from ingest.article.clean import is_prose, key
from ingest.read.failures import ReadError

TITLE, HEADING, BODY = 0, 1, 2  # the rank of a paragraph, by its style
_LAYOUT_WORDS = 40  # of a cell of several paragraphs, from which a table lays out a page rather than figures


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, and whether its style says that it is the title or a heading of the first order."""

    text: str
    rank: int = BODY


def row_blocks(cells: Sequence[Sequence[Block]]) -> list[Block]:
    """Return a row of a table as one paragraph, "a | b"; paragraph by paragraph where the table only lays out the page."""
    words = [sum(len(block.text.split()) for block in cell) for cell in cells]
    if len(cells) == 1 or any(len(cell) > 1 and count >= _LAYOUT_WORDS for cell, count in zip(cells, words, strict=True)):
        return [block for cell in cells for block in cell]
    texts = [" ".join(" ".join(block.text.split()) for block in cell) for cell in cells]
    return [Block(" | ".join(texts).strip())] if any(texts) else []


def as_raw(blocks: Iterable[Block], properties: Mapping[str, str]) -> Raw:
    """Return paragraphs as a raw article. Title and byline come as hints: for a document that turns out to hold one article.

    :param properties: ``title`` and ``author`` of the file; they are often left from another one, so they count where a line above
        the text says the same. Its dates say when the file was made, and are not asked for.
    :raises ReadError: when no paragraph holds a word.
    """
    found = [block for block in blocks if block.text.strip()]
    if not found:
        raise ReadError("no text in it")
    top = next((n for n, block in enumerate(found) if block.rank == BODY and is_prose(" ".join(block.text.split()))), 0)
    hints: dict[str, str] = {}
    stated = {name: key(value) for name, value in properties.items() if key(value)}
    ranked = [n for n, block in enumerate(found[:top]) if block.rank < BODY or key(block.text) == stated.get("title")]
    title = min(ranked, key=lambda n: found[n].rank, default=-1)
    for n, block in enumerate(found[:top]):
        if n == title:
            hints["title"] = " ".join(block.text.split())
            found[n] = Block(hints["title"], block.rank)
        elif key(block.text) == stated.get("author"):
            hints["byline"] = " ".join(block.text.split())
            found[n] = Block("")
    return Raw("\n\n".join(block.text.strip(" \n") for block in found if block.text.strip(" \n")), hints)
