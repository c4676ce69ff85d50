"""The outcome of one question, as a record that can be cached, scored again and shown without the articles."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import PurePath
from typing import Any

from rag.errors import LLMError, ModelMissing
from rag.records import Answer, Article, Evidence, stands_in
from rag.search.select import count_tokens

_NO_LLM = tuple(str(error).partition("\0")[0] for error in (LLMError("\0"), ModelMissing("\0", "")))  # how their notes begin


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote of an answer with what is needed to show and check it."""

    n: int
    text: str
    start: int
    end: int
    article: str  # the key that ``Case.relevant`` uses
    title: str
    source: str
    published: str  # when this text was out: the later of published and updated
    verbatim: bool  # it stands in its article at its offsets, looked up when the answer was given
    cited: bool
    headline: bool = False  # it stands in the title, and so do its offsets


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one case; ``error`` is set when there is none. Without an answer (retrieval only) ``status`` is empty."""

    id: str
    error: str = ""
    status: str = ""
    text: str = ""
    first: str = ""  # its first sentence, without markers
    short: str = ""  # the answer in a line; empty where none is given
    wording: str = ""  # the follow-up as it was searched
    support: tuple[str, ...] = ()  # one a sentence
    quotes: tuple[Quoted, ...] = ()
    cited: tuple[str, ...] = ()  # article keys in order of first use
    citations_hold: bool = True  # every citation is one of the quotes and verbatim
    ranked: tuple[str, ...] | None = None  # article keys, best first; None: not searched
    confidence: float = 0.0
    writer: str = ""
    notes: tuple[str, ...] = ()
    invented: int = 0  # citation markers that the model made up
    quote_tokens: int = 0
    answer_tokens: int = 0
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    @property
    def degraded(self) -> bool:
        """Whether the language model failed, so that the quotes speak alone; it may work another time."""
        return any(note.startswith(_NO_LLM) for note in self.notes)

    def to_row(self) -> dict[str, Any]:
        """JSON-ready fields."""
        return asdict(self)

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Outcome":
        """Undo :meth:`to_row`.

        :raises KeyError: if a field is missing, as in a row that an earlier version wrote.
        """
        values: dict[str, Any] = {f.name: tuple(v) if isinstance(v := row[f.name], list) else v for f in fields(cls)}
        values["quotes"] = tuple(Quoted(**q) for q in row["quotes"])
        return cls(**values)


def article_key(article: Article, by_stem: bool) -> str:
    """Return the name an eval set knows an article by: its id, or the stem of the file it came from."""
    return PurePath(article.path).stem if by_stem else article.id


def ranked_keys(evidence: Sequence[Evidence], by_stem: bool) -> tuple[str, ...]:
    """Articles of the passages found, best first, each once."""
    return tuple(dict.fromkeys(article_key(e.article, by_stem) for e in evidence))


def from_answer(case_id: str, answer: Answer, by_stem: bool, *, ranked: tuple[str, ...] | None = None, wording: str = "") -> Outcome:
    """Take from an Answer what is scored or shown."""
    cited = {c.n for c in answer.citations}
    known = {(q.n, q.article.id, q.headline, q.start, q.end) for q in answer.quotes}
    quotes = tuple(
        Quoted(
            n=q.n,
            text=q.text,
            start=q.start,
            end=q.end,
            article=article_key(q.article, by_stem),
            title=q.article.title,
            source=q.article.source,
            published=q.article.dated,
            verbatim=stands_in(q)[q.start : q.end] == q.text,
            cited=q.n in cited,
            headline=q.headline,
        )
        for q in answer.quotes
    )
    return Outcome(
        id=case_id,
        status=answer.status,
        text=answer.text,
        first=answer.sentences[0].text if answer.sentences else "",
        short=answer.short.text if answer.short else "",
        wording=wording,
        support=tuple(s.support for s in answer.sentences),
        quotes=quotes,
        cited=tuple(dict.fromkeys(article_key(c.article, by_stem) for c in answer.citations)),
        citations_hold=all(
            (c.n, c.article.id, c.headline, c.start, c.end) in known and stands_in(c)[c.start : c.end] == c.quote for c in answer.citations
        ),
        ranked=ranked,
        confidence=round(answer.confidence, 6),
        writer=answer.writer,
        notes=answer.notes,
        invented=len(answer.invented_markers),
        quote_tokens=sum(count_tokens(q.text) for q in answer.quotes),
        answer_tokens=count_tokens(answer.text),
        timings_ms=dict(answer.timings_ms),
    )
