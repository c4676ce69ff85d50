"""Split articles into passages: whole sentences of about 120 words, exact slices of the article's text (pure)."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.language.text import sentences
from rag.models.encoders import Vectors
from rag.records import Article, Passage

WORDS = 120  # what a passage aims at; MiniLM and its distilled table read 256 tokens at most
LONGEST = 200  # words of a "sentence" that is cut all the same: a table, a list without stops
LONGEST_CHARS = 4000  # of a piece; more only in a text without spaces
_SPACE = re.compile(r"\s+")


class Worked(NamedTuple):
    """What was worked out of an article ahead of storing it. It hangs on the text alone, so the article may get another id since."""

    spans: tuple[tuple[int, int], ...]  # of its passages, as ``split`` cuts them
    vectors: Vectors  # of shape (len(spans), dim)
    words: tuple[str, ...]  # the stems of each passage, with a line break between them
    sketch: NDArray[np.uint32]  # by which its copies are found (``ingest.copies.shingles``)

    def passages(self, article: Article) -> list[Passage]:
        """Return the passages of the article that this is of."""
        return _passages(article, self.spans)


def split(article: Article, words: int = WORDS) -> list[Passage]:
    """Return the article's passages in order: no gap but space between them, none much longer than the others."""
    spans = [piece for span in sentences(article.text) for piece in _pieces(article.text, *span)]
    # Where there are no spaces, so many characters weigh as much as the words of a passage.
    counts = [max(len(article.text[a:b].split()), (b - a) * words // LONGEST_CHARS) for a, b in spans]
    parts = max(1, round(sum(counts) / words))
    target = sum(counts) / parts
    groups: list[tuple[int, int]] = []
    done = 0
    for (start, end), count in zip(spans, counts, strict=True):
        # A sentence goes where its middle falls, so that lengths even out instead of leaving a rest at the end.
        if groups and done + count / 2 <= target * len(groups):
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
        done += count
    return _passages(article, groups)


def _passages(article: Article, spans: Iterable[tuple[int, int]]) -> list[Passage]:
    return [Passage(f"{article.id}#{n}", article.id, article.text[a:b], a, b) for n, (a, b) in enumerate(spans)]


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a span of more than ``LONGEST`` words at spaces, and what is still longer than ``LONGEST_CHARS`` anywhere."""
    return [(a, min(b, a + LONGEST_CHARS)) for x, b in _at_spaces(text, start, end) for a in range(x, b, LONGEST_CHARS)]


def _at_spaces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if len(text[start:end].split()) <= LONGEST:
        return [(start, end)]
    ends = [m.start() for n, m in enumerate(_SPACE.finditer(text, start, end), start=1) if n % WORDS == 0] + [end]
    begins = [start, *(e + len(_SPACE.match(text, e).group()) for e in ends[:-1])]  # type: ignore[union-attr]
    return [(a, b) for a, b in zip(begins, ends, strict=True) if a < b]
