"""The data the reader is trained on: each training question with a passage that answers it, and with one that only looks so."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np

from eval.fit.gather import HELD_OUT_PAGES, TRAIN, Seen, held_out
from eval.scores.match import says
from eval.scores.right import wanted_forms
from eval.systems.baselines import ranked_by_words
from rag.language.text import content_words, sentences, stem
from rag.models.encoders import StaticEmbedder
from rag.models.reader import heading
from rag.sources.statement import read_sentence

FILES = ("squadshifts-new-wiki", "squadshifts-reddit", "squadshifts-amazon", "squad2-dev-half", "squad2-dev-half")  # in an epoch
MOST = 8000  # questions of a file in an epoch
DATA = (
    "SQuADShifts (Miller et al., ICML 2020): new Wikipedia less the paragraphs held out, Reddit, Amazon reviews; "
    "SQuAD 2.0 (Rajpurkar et al., ACL 2018): half of the dev set less the pages held out"
)
ASKED_DATA = "then eval/fit/data/asked.jsonl over the articles of realtimeqa-dev2, with two rows of the above to three of it"
SELF_CONTAINED = ("squadshifts-new-wiki", "squad2-dev-half")  # questions that name what they are about
WINDOW = 105  # words of a paragraph that are read at once, about a passage
# What is made of a question that its passage answers so that it no longer does, and how often each is tried first.
KINDS = {"cut": 0.15, "elsewhere": 0.2, "rival": 0.2, "name": 0.15, "number": 0.05, "word": 0.25}
HEADED, TITLED, HEADLINE = 0.5, 0.5, 0.1  # shares of passages with outlet and day, with a title, with the answer in the title
TIMED = 0.2  # share of the passages without a year whose question gets the year of the report, or another one
OUTLETS = ("Evening Post", "Daily Herald", "The Tribune", "City Gazette", "News Wire", "Channel 8", "The Weekly", "Morning Star")
NEAR, FAR = 0.65, 0.3  # cosine of static vectors between which a word is another thing of the same kind

RIGHT, WRONG = 2, 3  # passages of one asked question: that answer it, and that fool the reader most; one more is drawn from the others

Page = dict[str, Any]
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage; ``start`` and ``end`` are characters of the answer, both -1 where there is none."""

    question: str
    passage: str
    start: int = -1
    end: int = -1

    @property
    def unanswered(self) -> "Example":
        """The same without its answer."""
        return replace(self, start=-1, end=-1)


def reader_examples(rng: Random) -> Iterator[Example]:
    """Yield every training question twice: with its answer, and without."""
    words = _question_words()
    for name in FILES:
        lines = (TRAIN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        pages = [json.loads(line) for n, line in enumerate(lines) if not held_out(name.removeprefix("squadshifts-"), n)]
        pages = [page for page in pages if page["title"] not in HELD_OUT_PAGES]
        yield from ExampleMaker(pages, rng, MOST, words, self_contained=name in SELF_CONTAINED).examples()


def asked_examples(seen: Iterable[Seen], rng: Random) -> Iterator[Example]:
    """Yield questions as people ask them with passages that were found for them: some that answer, and some that only look so.

    The second are of other years, places and events of the same kind, best first by the reader as it is. A passage of an article that is
    not known to answer, and yet states the answer's words, is left out.
    """
    for s in seen:
        groups = [] if s.case.unanswerable else wanted_forms(s.case)
        right, wrong = list[tuple[int, Example]](), list[tuple[float, Example]]()
        for found in s.found:
            passage = heading(found.article.source, found.article.dated, found.article.title) + found.passage.text
            parts = sum(says(passage, forms) for forms in groups)
            at = _stated(passage, groups) if parts and found.article.id in s.case.relevant else None
            if at:
                right.append((parts, Example(s.case.question, passage, *at)))
            elif not parts:
                wrong.append((found.signals.get("read", -math.inf), Example(s.case.question, passage)))
        most = max((parts for parts, _ in right), default=0)
        yield from [example for parts, example in right if parts == most][:RIGHT]
        wrong.sort(key=lambda scored: -scored[0])
        yield from (example for _, example in wrong[:WRONG])
        yield from rng.sample([example for _, example in wrong[WRONG:]], min(1, len(wrong[WRONG:])))


def _stated(passage: str, groups: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Return where the first of the answer's parts that stands in a passage word for word stands."""
    for form in (form for forms in groups for form in forms):
        if said := re.search(rf"(?<!\w){re.escape(form)}(?!\w)", passage, re.I):
            return said.span()
    return None


def _question_words() -> Mapping[str, Sequence[str]]:
    """Return, for each word that two questions have, others of the same kind: near by static vectors, but not the same."""
    counted: Counter[str] = Counter()
    for name in dict.fromkeys(FILES):
        for line in (TRAIN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            counted.update(w for q in json.loads(line)["questions"] for w in set(re.findall(r"\b[a-z]{4,}\b", q["question"])))
    known = [w for w, n in counted.items() if n > 1 and content_words(w)]
    vectors = StaticEmbedder().embed(known)
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    others: dict[str, Sequence[str]] = {}
    for n, word in enumerate(known):
        near = vectors @ vectors[n]
        kind = [int(i) for i in np.argsort(-near)[1:60] if FAR < near[i] < NEAR and stem(known[i]) != stem(word)]
        others[word] = [known[i] for i in kind if known[i][-2:] == word[-2:]] or [known[i] for i in kind[:20]]
    return others


class ExampleMaker:
    """Examples from the paragraphs of one file.

    ``self_contained``: its questions name what they are about. "What did the writer buy?" does not: any other review may answer that.
    """

    def __init__(self, pages: Sequence[Page], rng: Random, most: int, words: Mapping[str, Sequence[str]], *, self_contained: bool) -> None:
        self.pages, self.rng, self.words, self.self_contained = pages, rng, words, self_contained
        asked = [(p, q) for p, page in enumerate(pages) for q in page["questions"]]
        self.asked = rng.sample(asked, min(most, len(asked)))
        questions = [q["question"] for _, q in self.asked]
        self.near = _near([page["context"] for page in pages], questions) if self_contained else [[]] * len(questions)
        self.names = [n.text for q in questions for n in read_sentence(q).names if len(n.text) > 3] or ["Margaret Olm"]

    def examples(self) -> Iterator[Example]:
        """Yield two examples a question, one where nothing without the answer could be made, and one where people asked in vain."""
        for (page_number, question), near in zip(self.asked, self.near, strict=True):
            page = self.pages[page_number]
            if question.get("unanswerable"):
                low, high = self._window(sentences(page["context"]), 0, 0, page["context"], more=2.0)
                yield self._headed(Example(question["question"], page["context"][low:high]), page)
                continue
            answer = min(question["answers"], key=lambda a: (len(a["text"]), a["start"]))
            start, end = answer["start"], answer["start"] + len(answer["text"])
            spans = sentences(page["context"])
            holds = [i for i, (a, b) in enumerate(spans) if a < end and start < b]
            if holds and page["context"][start:end] == answer["text"]:
                low, high = self._window(spans, holds[0], holds[-1], page["context"])
                right = Example(question["question"], page["context"][low:high], start - low, end - low)
                yield self._headed(right, page)
                if none := self._without(right, question, page, spans, holds, [self.pages[o] for o in near if o != page_number]):
                    yield none

    def _without(
        self, right: Example, question: Page, page: Page, spans: Sequence[tuple[int, int]], holds: Sequence[int], others: Sequence[Page]
    ) -> Example | None:
        """Return the question with what does not answer it, of the first kind drawn that can be made."""
        context, forms = page["context"], [a["text"].lower() for a in question["answers"]]
        drawn = sorted(KINDS, key=lambda kind: self.rng.random() ** (1 / KINDS[kind]), reverse=True)
        for kind in drawn:
            if kind == "cut":
                low, high = self._window(spans, holds[0], holds[-1], context, more=1.5)
                rest = context[low : spans[holds[0]][0]] + context[spans[holds[-1]][1] : high].lstrip()
                if rest.strip() and not any(f in rest.lower() for f in forms):
                    return self._headed(Example(question["question"], rest), page)
            elif kind == "elsewhere":
                clean = [o for o in others if not any(f in o["context"].lower() for f in forms)]
                if clean:
                    other = clean[min(int(self.rng.expovariate(1.0)), len(clean) - 1)]
                    parts = sentences(other["context"])
                    at = self.rng.randrange(len(parts))
                    low, high = self._window(parts, at, at, other["context"])
                    return self._headed(Example(question["question"], other["context"][low:high]), other)
            elif changed := getattr(self, f"_{kind}")(right, context, forms):
                return self._headed(replace(right, question=changed).unanswered, page)
        return None

    def _rival(self, right: Example, context: str, forms: Sequence[str]) -> str:
        """Change a name of the question for another name of the passage: what is told of one is asked of the other."""
        mine = [n.text for n in read_sentence(right.question).names if len(n.text) > 3]
        there = [n.text for n in read_sentence(right.passage).names if len(n.text) > 3]
        lowered = right.question.lower()
        rivals = [n for n in there if n.lower() not in lowered and not any(n.lower() in f or f in n.lower() for f in forms)]
        return right.question.replace(self.rng.choice(mine), self.rng.choice(rivals), 1) if mine and rivals else ""

    def _name(self, right: Example, context: str, forms: Sequence[str]) -> str:
        """Change a name of the question for one that the page does not have."""
        mine = [n.text for n in read_sentence(right.question).names if len(n.text) > 3]
        lowered = context.lower()
        pool = [n for n in self.rng.sample(self.names, min(40, len(self.names))) if n.lower() not in lowered]
        return right.question.replace(self.rng.choice(mine), pool[0], 1) if mine and pool else ""

    def _number(self, right: Example, context: str, forms: Sequence[str]) -> str:
        """Change a number of the question for another of the passage, or for one near it."""
        mine = _NUMBER.findall(right.question)
        if not mine:
            return ""
        old = self.rng.choice(mine)
        there = [n for n in _NUMBER.findall(right.passage) if len(n) == len(old) and n not in (old, *forms)]
        new = self.rng.choice(there) if there else str(int(re.sub(r"\D", "", old) or 0) + self.rng.choice((-4, -2, -1, 1, 2, 3, 5)))
        return re.sub(rf"\b{re.escape(old)}\b", new, right.question, count=1) if new != old else ""

    def _word(self, right: Example, context: str, forms: Sequence[str]) -> str:
        """Change a word of the question for another of its kind that the page does not have."""
        mine = [w for w in re.findall(r"\b[a-z]{4,}\b", right.question) if self.words.get(w)]
        if not mine:
            return ""
        old, held = self.rng.choice(mine), {stem(w) for w in content_words(context)}
        new = next((w for w in self.rng.sample(self.words[old], len(self.words[old])) if stem(w) not in held), "")
        return re.sub(rf"\b{old}\b", new, right.question, count=1) if new else ""

    def _headed(self, example: Example, page: Page) -> Example:
        """Put a heading before the passage, as news has it; sometimes the answer stands in it, or the question names its year."""
        rng = self.rng
        named = rng.random() < HEADED
        outlet, day = (rng.choice(OUTLETS), date(2012, 1, 1) + timedelta(rng.randrange(5400))) if named else ("", None)
        title = page["title"].replace("_", " ") if self.self_contained and rng.random() < TITLED else ""
        if day and not _YEAR.search(example.passage + example.question) and rng.random() < TIMED:
            example = self._timed(example, day)
        if example.start >= 0 and rng.random() < HEADLINE:
            headline, rest, at = _as_headline(example)
            if rest:
                head = heading(outlet, day.isoformat() if day else "", headline)
                start = head.index(headline) + at
                return Example(example.question, head + rest, start, start + example.end - example.start)
        head = heading(outlet, day.isoformat() if day else "", title)
        moved = (example.start + len(head), example.end + len(head)) if example.start >= 0 else (-1, -1)
        return Example(example.question, head + example.passage, *moved)

    def _timed(self, example: Example, day: date) -> Example:
        """Ask for the time of the report, or for another time, which it then does not answer."""
        other = self.rng.random() < 0.5
        year = day.year + self.rng.choice((-4, -3, -2, 2, 3)) if other else day.year
        phrase = f"in {year}" if self.rng.random() < 0.6 or other else f"in {day:%B} {year}"
        bare = example.question.rstrip(" ?.")
        asked = f"{bare} {phrase}?" if self.rng.random() < 0.7 else f"{phrase.capitalize()}, {bare[:1].lower()}{bare[1:]}?"
        return replace(example, question=asked) if not other else replace(example, question=asked).unanswered

    def _window(self, spans: Sequence[tuple[int, int]], first: int, last: int, text: str, more: float = 1.0) -> tuple[int, int]:
        """Return a stretch of whole sentences around ``first`` to ``last`` of up to WINDOW words, grown to random sides."""
        wanted = WINDOW * more * self.rng.uniform(0.5, 1.0)
        while True:
            sides = [s for s in ((first - 1, last), (first, last + 1)) if s[0] >= 0 and s[1] < len(spans)]
            if len(text[spans[first][0] : spans[last][1]].split()) >= wanted or not sides:
                return spans[first][0], spans[last][1]
            first, last = self.rng.choice(sides)


def _as_headline(example: Example) -> tuple[str, str, int]:
    """Return the sentence that answers, as a headline, the rest of the passage, and where the answer is in it; empty if too long."""
    for low, high in sentences(example.passage):
        if low <= example.start and example.end <= high and len(example.passage[low:high].split()) <= 18:
            line = example.passage[low:high].rstrip(" .")
            if example.end - low <= len(line):
                return line, (example.passage[:low] + example.passage[high:].lstrip()).strip(), example.start - low
    return "", "", 0


def _near(contexts: Sequence[str], questions: Sequence[str]) -> list[list[int]]:
    """Return for each question the six paragraphs that BM25 ranks best."""
    index = ranked_by_words(contexts)
    return [[row for row, _ in index.best(content_words(q), 6)] for q in questions]
