"""Extractive reader: scores each sentence of a passage for holding the answer; trained by ``python -m eval.fit.train_reader``.

MPNet reads question and passage together (a cross-encoder). Vectors made separately only show that both are about the same
subject; reading them together separates a passage that answers from one that is merely close.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.dates.calendar import say_day
from rag.language.text import content_words
from rag.models.encoders import WEIGHTS, load_tokenizer, session
from rag.models.threads import Threads

if TYPE_CHECKING:
    from tokenizers import Encoding

WEIGHTS_FILE = WEIGHTS / "reader.npz"
LONGEST = 256  # word pieces of question, headline and passage together; a longer passage is cut
_SPAN = 24  # word pieces at most in an answer

Span = tuple[int, int]


class Page(NamedTuple):
    """A passage as the reader sees it, with what heads its article; empty where not stated."""

    text: str
    title: str = ""
    outlet: str = ""
    dated: str = ""  # ISO time


@dataclass(frozen=True, slots=True)
class Read:
    """The reader's result for one passage: for each sentence, and for the headline, a margin and the best answer.

    A margin is the score of the best answer inside the sentence less that of "no answer"; above 0 an answer is more likely than none.
    """

    margins: tuple[float, ...]
    answers: tuple[Span, ...]  # characters of the passage; (0, 0) for a sentence that was not read
    headline: float = 0.0  # margin of the headline
    in_headline: Span = (0, 0)  # characters of the title

    @property
    def answer(self) -> Span:
        """The best answer of the passage; (0, 0) when no sentence was read."""
        return self.answers[max(range(len(self.margins)), key=self.margins.__getitem__)] if self.margins else (0, 0)


def heading(outlet: str, dated: str, title: str) -> str:
    """Return what the reader reads before a passage: "Evening Post, 3 March 2021. Headline. "; parts not stated are left out.

    :param dated: an ISO time, or empty.
    """
    parts = (", ".join(filter(None, (outlet, say_day(dated)))), title.rstrip(". "))
    return "".join(f"{part}. " for part in parts if part)


class Reader:
    """The reader in ONNX Runtime; ``folder`` holds reader.onnx and reader.json (see ``rag.models.local``)."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self._session = session(folder / "reader.onnx", 1)
        self._readers = Threads(threads, "reader")  # a passage each: a quarter quicker than two threads on one passage
        self._tokenizer = load_tokenizer(folder / "reader.json")
        self._tokenizer.enable_truncation(LONGEST, strategy="longest_first")  # "only_second" fails on a question that is too long itself

    def read(self, question: str, pages: Sequence[Page], sentences: Sequence[Sequence[Span]]) -> list[Read]:
        """Return the reader's result for each of ``pages`` on ``question``.

        :param sentences: for each page the (start, end) of its sentences in the text.
        """
        heads = [heading(p.outlet, p.dated, p.title) for p in pages]
        encoded = self._tokenizer.encode_batch([(question, head + p.text) for head, p in zip(heads, pages, strict=True)])
        scores = self._readers.map(self._score, encoded)
        return [_read(s, head, p.title, spans) for s, head, p, spans in zip(scores, heads, pages, sentences, strict=True)]

    def _score(self, encoded: "Encoding") -> "_Scores":
        """Score the word pieces of a question and a passage; one passage at a time, because an int8 step has the scale of its batch."""
        of_page = np.array([sequence == 1 for sequence in encoded.sequence_ids])
        ids = np.array([encoded.ids], np.int64)
        start, end = self._session.run(["start", "end"], {"ids": ids, "mask": np.ones_like(ids), "types": of_page[None].astype(np.int64)})
        places = np.array(encoded.offsets)
        return _Scores(start[0], end[0], places, of_page & (places[:, 1] > places[:, 0]))


class _Scores(NamedTuple):
    """Scores of the word pieces for beginning and ending the answer, their places in heading and passage, and which belong to these."""

    start: NDArray[np.float32]
    end: NDArray[np.float32]
    places: NDArray[np.int64]
    of_page: NDArray[np.bool_]

    def best(self, low: int, high: int) -> tuple[float, Span] | None:
        """Return score and place of the best span of up to _SPAN pieces between two characters; None where no piece is."""
        inside = np.flatnonzero(self.of_page & (self.places[:, 0] >= low) & (self.places[:, 1] <= high))
        if not len(inside):
            return None
        pairs = self.start[inside][:, None] + self.end[inside][None, :]
        pairs = np.where(np.triu(np.ones_like(pairs, bool)) & ~np.triu(np.ones_like(pairs, bool), _SPAN), pairs, -np.inf)
        first, last = np.unravel_index(int(np.argmax(pairs)), pairs.shape)
        return float(pairs[first, last]), (int(self.places[inside[first], 0]), int(self.places[inside[last], 1]))


def _read(scores: _Scores, head: str, title: str, sentences: Sequence[Span]) -> Read:
    """Score each sentence's and the headline's best span; a sentence that was cut off scores as low as the least of the others."""
    none, at = float(scores.start[0] + scores.end[0]), len(head)
    found = [scores.best(low + at, high + at) for low, high in sentences]
    least = min((f[0] for f in found if f), default=none)
    title_at = len(head) - len(title.rstrip(". ")) - 2  # the heading ends with the title, a full stop and a space
    titled = scores.best(title_at, title_at + len(title)) if title.strip(". ") else None
    return Read(
        tuple((f[0] if f else least) - none for f in found),
        tuple((f[1][0] - at, f[1][1] - at) if f else (0, 0) for f in found),
        (titled[0] if titled else least) - none,
        (titled[1][0] - title_at, titled[1][1] - title_at) if titled else (0, 0),
    )


class Belief(NamedTuple):
    """What the reader takes for the answer in one passage, and how firmly."""

    article_id: str
    words: frozenset[str]
    probability: float


def beliefs(reads: Iterable[tuple[str, Read | None, str]]) -> list[Belief]:
    """Return the reader's answers, of (article id, its result, text) of every passage; those without a word are left out."""
    given = [(article, frozenset(content_words(text[slice(*r.answer)])), max(r.margins)) for article, r, text in reads if r and r.margins]
    return [Belief(article, said, 1 / (1 + math.exp(-max(-30.0, min(30.0, margin))))) for article, said, margin in given if said]


def agreement(sentence: frozenset[str], article_id: str, given: Iterable[Belief]) -> float:
    """Return how strongly other articles give an answer that this sentence's words hold: the sum of each one's best probability."""
    best: dict[str, float] = {}
    for belief in given:
        if belief.article_id != article_id and sentence >= belief.words:
            best[belief.article_id] = max(belief.probability, best.get(belief.article_id, 0.0))
    return sum(best.values())
