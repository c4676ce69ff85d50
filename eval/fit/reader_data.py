"""The data the reader is trained on: each training question with a passage that answers it and with one that does not."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from eval.fit.gather import TRAIN, held_out
from rag.language.names import names
from rag.language.text import content_words, sentences

FILES = {"new-wiki": 9999, "reddit": 9999, "amazon": 5000}  # questions at most of each
DATA = "SQuADShifts (Miller et al., ICML 2020): new Wikipedia less the paragraphs held out, Reddit, 5,000 questions on Amazon reviews"
WINDOW = 105  # words of a paragraph that are read at once, about a passage
KINDS, SHARES = ("cut", "changed", "elsewhere"), (0.4, 0.2, 0.4)
TITLED = 0.5  # share of the passages that are read with the title of their page, where there is one

Page = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage; ``start`` and ``end`` are characters of the answer, both -1 where there is none."""

    question: str
    passage: str
    start: int = -1
    end: int = -1


def reader_examples(rng: Random) -> Iterator[Example]:
    """Yield every training question twice: with its answer, and without."""
    for name, most in FILES.items():
        lines = (TRAIN / f"squadshifts-{name}.jsonl").read_text(encoding="utf-8").splitlines()
        pages = [json.loads(line) for n, line in enumerate(lines) if not held_out(name, n)]
        yield from ExampleMaker(pages, rng, most, self_contained=name == "new-wiki").examples()


class ExampleMaker:
    """Examples from the paragraphs of one file.

    ``self_contained``: its questions name what they are about. "What did the writer buy?" does not: any other review may answer that.
    """

    def __init__(self, pages: Sequence[Page], rng: Random, most: int, *, self_contained: bool) -> None:
        self.pages, self.rng, self.self_contained = pages, rng, self_contained
        asked = [(p, q) for p, page in enumerate(pages) for q in page["questions"]]
        self.asked = rng.sample(asked, min(most, len(asked)))
        questions = [q["question"] for _, q in self.asked]
        self.near = _near([page["context"] for page in pages], questions) if self_contained else [[]] * len(questions)
        self.words = [w for _, q in self.asked[:2000] for w in q["question"].split() if content_words(w)]
        self.names = [n.text for _, q in self.asked for n in names(q["question"]) if len(n.text) > 3] or self.words

    def examples(self) -> Iterator[Example]:
        """Yield two examples a question, one where no passage without the answer was found."""
        for (page_number, question), near in zip(self.asked, self.near, strict=True):
            answer = min(question["answers"], key=lambda a: (len(a["text"]), a["start"]))
            page, start = self.pages[page_number], answer["start"]
            end = start + len(answer["text"])
            spans = sentences(page["context"])
            holds = [i for i, (a, b) in enumerate(spans) if a < end and start < b]
            if holds and page["context"][start:end] == answer["text"]:
                low, high = self._window(spans, holds[0], holds[-1], page["context"])
                yield self._titled(Example(question["question"], page["context"][low:high], start - low, end - low), page)
                if none := self._without(question, page, spans, holds, [self.pages[o] for o in near if o != page_number]):
                    yield none

    def _without(
        self, question: Page, page: Page, spans: Sequence[tuple[int, int]], holds: Sequence[int], others: Sequence[Page]
    ) -> Example | None:
        kind = self.rng.choices(KINDS, SHARES)[0]
        context, forms = page["context"], [a["text"].lower() for a in question["answers"]]
        low, high = self._window(spans, holds[0], holds[-1], context, more=1.5 if kind == "cut" else 1.0)
        if kind == "cut":
            rest = context[low : spans[holds[0]][0]] + context[spans[holds[-1]][1] : high].lstrip()
            if rest.strip() and not any(f in rest.lower() for f in forms):
                return self._titled(Example(question["question"], rest), page)
        if kind == "changed" and (changed := self._changed(question["question"], context)):
            return self._titled(Example(changed, context[low:high]), page)
        clean = [o for o in others if not any(f in o["context"].lower() for f in forms)]
        if not clean:
            return None
        other = clean[min(int(self.rng.expovariate(1.0)), len(clean) - 1)]
        spans = sentences(other["context"])
        at = self.rng.randrange(len(spans))
        low, high = self._window(spans, at, at, other["context"])
        return self._titled(Example(question["question"], other["context"][low:high]), other)

    def _titled(self, example: Example, page: Page) -> Example:
        if not self.self_contained or self.rng.random() >= TITLED:
            return example
        head = page["title"].replace("_", " ") + ". "
        moved = (example.start + len(head), example.end + len(head)) if example.start >= 0 else (-1, -1)
        return Example(example.question, head + example.passage, *moved)

    def _window(self, spans: Sequence[tuple[int, int]], first: int, last: int, text: str, more: float = 1.0) -> tuple[int, int]:
        """Return a stretch of whole sentences around ``first`` to ``last`` of up to WINDOW words, grown to random sides."""
        wanted = WINDOW * more * self.rng.uniform(0.5, 1.0)
        while True:
            sides = [s for s in ((first - 1, last), (first, last + 1)) if s[0] >= 0 and s[1] < len(spans)]
            if len(text[spans[first][0] : spans[last][1]].split()) >= wanted or not sides:
                return spans[first][0], spans[last][1]
            first, last = self.rng.choice(sides)

    def _changed(self, question: str, context: str) -> str:
        """Return the question with a name or a content word changed for one that the paragraph does not have, else ""."""
        lowered, rng = context.lower(), self.rng
        mine = [n.text for n in names(question) if len(n.text) > 3]
        if mine and rng.random() < 0.6:
            old, pool = rng.choice(mine), rng.sample(self.names, min(40, len(self.names)))
        else:
            inside = [w for w in question.rstrip("?").split()[1:] if len(w) > 3 and content_words(w)]
            if not inside:
                return ""
            old = rng.choice(inside)
            drawn = rng.sample(self.words, min(200, len(self.words)))
            pool = [w for w in drawn if w[-2:] == old[-2:] and w[:1].isupper() == old[:1].isupper()]
        new = next((w for w in pool if w.lower() not in lowered and w.lower() != old.lower()), "")
        return question.replace(old, new, 1) if new else ""


def _near(contexts: Sequence[str], questions: Sequence[str]) -> list[list[int]]:
    """Return for each question the six paragraphs that BM25 ranks best."""
    import bm25s

    index = bm25s.BM25()
    index.index([content_words(c) or ["-"] for c in contexts], show_progress=False)
    found, _ = index.retrieve([content_words(q) or ["-"] for q in questions], k=6, show_progress=False)
    return [[int(i) for i in row] for row in found]
