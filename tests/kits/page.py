"""A small newsroom for the page's tests: fixed articles, and an assistant that answers by word overlap, slowly if asked."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Unpack

from rag.compare.timeline import Entry, build_timeline
from rag.index.filters import admits
from rag.language.text import sentences
from rag.question.arguments import read_filters
from rag.records import Answer, Article, Citation, Event, Evidence, Filters, Given, Passage, Quote, Sentence, Window

LONG = "An unusually long headline about the harbour of Port Maren and the many hearings on its dredging " * 4
HOSTILE = (
    'Harbour notes follow. <script>window.hacked = 1</script> <img src=x onerror="window.hacked=2"> '
    "The harbour fee at Port Maren rose to 44 crowns <b>bold</b> [a link](http://evil.example/x) ![pic](http://evil.example/p.png). "
    "{{constructor}} ${window.hacked=3} </div></article> stays text."
)
ARTICLES = (
    Article(
        "a1",
        "Port Maren counts 23 ferry delays in October",
        "Officials met on Monday.\n\nThe port authority of Port Maren counted 23 ferry delays "
        "between 17 and 30 October 2023. Nobody was hurt, the authority said.\n\nThe ferries run hourly.",
        "Maren Courier",
        "By Ana Field",
        "2023-10-31T12:22+02:00",
        url="https://courier.example/ferries",
    ),
    Article(
        "a2",
        "Ferry delays climb to 92",
        "Ferry delays at Port Maren have reached 92, the authority said on 11 December.\n\nA ferry union blames old engines.",
        "Coast Wire",
        "",
        "2023-12-11",
    ),
    Article(
        "a3",
        "More than 140 ferry delays at Port Maren",
        "More than 140 ferry delays have been counted at Port Maren since October.\n\nThe minister promised new engines by summer.",
        "Daily Strand",
        "Jo Marsh",
        "2024-01-24",
        "2024-01-25",
    ),
    Article(
        "a4",
        "Engines for the ferries",
        "The engines of the Port Maren ferries were built in 1987. Replacing them costs 12 million crowns, a ferry engineer said.",
        "Undated Review",
    ),
    Article(
        "a5",
        "<b>Fees</b> at the harbour & <script>alert(1)</script>",
        HOSTILE,
        "Evil <i>Outlet</i>",
        "",
        "2024-02-02",
        url="javascript:alert(1)",
    ),
    Article(
        "a6",
        LONG[:300],
        "The dredging hearing at Port Maren lasted nine hours. " + "It went on and on with words. " * 400,
        "Maren Courier",
        "",
        "2024-03-01",
    ),
)


@dataclass
class Shelf:
    """Articles in memory, with the reading half of a store."""

    items: dict[str, Article] = field(default_factory=lambda: {a.id: a for a in ARTICLES})
    extra_outlets: int = 0

    def counts(self) -> dict[str, Any]:
        """As the store counts."""
        days = sorted(a.dated[:10] for a in self.items.values() if a.dated)
        return {
            "articles": len(self.items),
            "passages": len(self.items),
            "outlets": len(self.outlets()),
            "oldest": days[0] if days else "",
            "newest": days[-1] if days else "",
            "undated": sum(not a.dated for a in self.items.values()),
        }

    def articles(self, ids: Sequence[str] | None = None, *, light: bool = False) -> list[Article]:
        """Those of ``ids``, or all."""
        return [self.items[i] for i in ids if i in self.items] if ids is not None else list(self.items.values())

    def article(self, article_id: str) -> Article:
        """One article."""
        return self.items[article_id]

    def story_of(self, ids: Sequence[str]) -> dict[str, str]:
        """The first two articles tell one story."""
        return {i: "a1" if i in {"a1", "a2"} else i for i in ids}

    def copies(self, story: str) -> list[str]:
        """The articles of a story."""
        return ["a1", "a2"] if story == "a1" else [story]

    def outlets(self) -> list[tuple[str, int]]:
        """Outlets by size, then many invented ones."""
        names = [a.source for a in self.items.values() if a.source]
        real = [(n, names.count(n)) for n in dict.fromkeys(names)]
        return real + [(f"Outlet number {i}", 1) for i in range(self.extra_outlets)]

    @property
    def generation(self) -> int:
        """Changes with the content."""
        return len(self.items)


def _words(text: str) -> set[str]:
    return {
        w for w in re.findall(r"\w{3,}", text.lower()) if w not in {"the", "what", "how", "many", "did", "and", "was", "about", "which"}
    }


@dataclass
class Reporter:
    """Answers from the two best sentences; a model's slowness is ``token_s`` a word, ``fault`` what it raises once its quotes are there."""

    store: Shelf = field(default_factory=Shelf)
    token_s: float = 0.0
    writer: str = "quotes"
    fault: Exception | None = None
    calls: list[dict[str, Any]] = field(default_factory=list)
    closed: int = 0

    def _quotes(self, question: str, filters: Filters) -> tuple[Quote, ...]:
        found = []
        for article in self.store.articles():
            if not admits(filters if article.dated else Filters(outlets=filters.outlets), article):
                continue
            for start, end in sentences(article.text):
                text = article.text[start:end]
                score = len(_words(text) & _words(question)) / (1 + len(_words(question)))
                if score > 0.2:
                    found.append((score, text, start, end, article))
        found.sort(key=lambda f: (-f[0], f[4].id, f[2]))
        return tuple(Quote(n, text, start, end, article, score) for n, (score, text, start, end, article) in enumerate(found[:6], 1))

    def stream(
        self, question: str, *, history: Sequence[Any] = (), use_window: bool = True, llm: bool = True, **given: Unpack[Given]
    ) -> Iterator[Event]:
        """Quotes; with a model the quotes' own answer and tokens; answer."""
        filters = read_filters(**given)
        self.calls.append({"question": question, "filters": filters, "llm": llm, "use_window": use_window})
        phrase = re.search(r"by the end of October 2023", question) if use_window else None
        window = Window(before="2023-10-31", phrase=phrase.group()) if phrase else Window()
        quotes = self._quotes(question, replace(filters, before=min(filter(None, (filters.before, window.before)), default="")))
        yield Event("quotes", quotes=quotes)
        if self.fault is not None:
            raise self.fault
        good = tuple(q for q in quotes if q.score >= 0.4)
        answer = self._answer(question, quotes, good, window, filters, self.writer if llm else "quotes")
        if llm and good:
            yield Event("draft", draft=replace(answer, writer="quotes"))
        try:
            text = " ".join(q.text for q in good[:2])
            for word in text.split():
                time.sleep(self.token_s if llm else 0)
                yield Event("token", token=word + " ")
        finally:
            self.closed += 1
        yield Event("answer", answer=answer)

    def _answer(
        self, question: str, quotes: tuple[Quote, ...], good: tuple[Quote, ...], window: Window, filters: Filters, writer: str
    ) -> Answer:
        if not good:
            return Answer(question, "declined", quotes=quotes, window=window, as_of=filters.as_of)
        used = good[:3] if "delays" in question else good[:1]
        disputed = len({q.article.source for q in used}) > 2
        said = tuple(Sentence(q.text, "supported" if i == 0 else "partial", (q.n,)) for i, q in enumerate(used))
        return Answer(
            question,
            "disputed" if disputed else "answered",
            said,
            tuple(Citation(q.n, q.text, q.start, q.end, q.article) for q in used),
            quotes,
            window,
            filters.as_of,
            0.9,
            writer,
        )

    def ask(self, question: str, **filters: Any) -> Answer:
        """The last of the stream."""
        answer = [e.answer for e in self.stream(question, **filters)][-1]
        assert answer is not None
        return answer

    def search(self, query: str, *, k: int = 5, **given: Unpack[Given]) -> list[Evidence]:
        """The quotes' whole articles as passages."""
        return [
            Evidence(q.score, q.article, Passage(f"{q.article.id}:0", q.article.id, q.text, q.start, q.end))
            for q in self._quotes(query, read_filters(**given))[:k]
        ]

    def timeline(self, topic: str, *, k: int | None = None, **given: Unpack[Given]) -> tuple[Entry, ...]:
        """What the quotes state days for."""
        if self.fault is not None:
            raise self.fault
        return build_timeline(topic, self._quotes(topic, read_filters(**given)), limit=k)

    def close(self) -> None:
        """Nothing to close."""


def desk_for(folder: Path, *, token_s: float = 0.0, extra_outlets: int = 0, **more: Any) -> Any:
    """A desk on the small newsroom, with its feedback and uploads in ``folder``."""
    from rag.settings import Settings
    from ui.page.desk.desk import Desk

    shelf = Shelf(extra_outlets=extra_outlets)
    return Desk(Reporter(shelf, token_s, "slow-model"), Settings(index_dir=folder), **more)
