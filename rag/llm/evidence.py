"""What the model is shown: the chosen quotes and, as far as tokens last, the rest of the best passages around them (pure)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from rag.dates.calendar import say_day
from rag.llm.prompt import fill
from rag.records import Article, Quote
from rag.search.retrieve import Found
from rag.search.select import count_tokens, states

LARGE = 1000  # tokens of evidence from which the model is told that it reads passages, may write more, and may find no answer there
NOT_STATED = "NOT STATED"  # its reply then, as the prompt asks for it
_TITLE_CHARS = 90
_MARKER_TOKENS = 4  # of the number before a sentence
_BREAK = re.compile(r"\s+")


def question_turn(question: str, quotes: Sequence[Quote], *, as_of: str = "", passages: bool = False, large: bool = False) -> str:
    """Return the last turn of the prompt: the quotes by article, numbered, then the question.

    Article text cannot pass for a part of the prompt: each quote and title is one line, and starts with its number or outlet.

    :param passages: whether the quotes are whole passages, shown in the order of the text instead of best first.
    :param large: whether to add that they are, and what to reply where they do not answer.
    """
    asked_line = f"{_line(question)} (asked on {say_day(as_of)})" if as_of else _line(question)
    asked = fill("question", quotes=quotes_block(quotes, in_order=passages), question=asked_line)
    return f"{asked}\n\n{fill('passages', none=NOT_STATED)}" if large else asked


def quotes_block(quotes: Sequence[Quote], *, in_order: bool = False) -> str:
    """Return the quotes as the model reads them: a line for each article in order of its best quote, then its quotes."""
    articles: dict[str, list[Quote]] = {}
    for quote in quotes:
        articles.setdefault(quote.article.id, []).append(quote)
    lines: list[str] = []
    for group in articles.values():
        lines.append(_header(group[0].article))
        ordered = sorted(group, key=lambda q: (not q.headline, q.start)) if in_order else group
        lines += [f"[{quote.n}] {_line(quote.text)}" for quote in ordered]
    return "\n".join(lines)


def with_passages(chosen: Sequence[Quote], found: Sequence[Found], tokens: int, *, first: int) -> tuple[Quote, ...]:
    """Return ``chosen`` and, as far as ``tokens`` last, the other sentences of their passages, then those of the next best.

    Left out is what states nothing: questions, captions, notes of the page, orders to a machine.

    :param first: number of the first sentence that is added.
    """
    evidence, numbers, spent = list(chosen), count(first), count_tokens(quotes_block(chosen))
    taken: dict[str, list[tuple[int, int]]] = {}
    for quote in chosen:
        taken.setdefault(quote.article.id, []).extend([] if quote.headline else [(quote.start, quote.end)])
    for passage in _nearest(found, chosen):
        spans = taken.get(passage.article.id)
        spent += 0 if spans is not None else count_tokens(_header(passage.article))
        spans = taken.setdefault(passage.article.id, [])
        for sentence in _sentences(passage):
            if any(sentence.start < end and start < sentence.end for start, end in spans):
                continue
            spent += count_tokens(_line(sentence.text)) + _MARKER_TOKENS
            if spent > tokens:
                return tuple(evidence)
            spans.append((sentence.start, sentence.end))
            evidence.append(replace(sentence, n=next(numbers)))
    return tuple(evidence)


def found_none(written: str) -> bool:
    """Whether the model's reply says that what it read does not answer."""
    bare = written.strip(" \t\n\"'*.[]()").casefold()
    return bare == NOT_STATED.casefold() or written.lstrip(" \"'*").startswith(NOT_STATED)


def _nearest(found: Sequence[Found], chosen: Sequence[Quote]) -> list[Found]:
    """Return the passages that hold a quote, in the order of the quotes, then the others as they were ranked."""

    def place(item: tuple[int, Found]) -> tuple[int, int]:
        rank, f = item
        held = (i for i, q in enumerate(chosen) if q.article.id == f.article.id and _inside(q, f))
        return next(held, len(chosen)), rank

    return [f for _, f in sorted(enumerate(found), key=place)]


def _inside(quote: Quote, found: Found) -> bool:
    return not quote.headline and quote.start < found.passage.end and found.passage.start < quote.end


def _sentences(passage: Found) -> Iterator[Quote]:
    """Yield the sentences of a passage that state something, with the words that the reader takes for the answer."""
    article, at = passage.article, passage.passage.start
    answers = passage.read.answers if passage.read else ((0, 0),) * len(passage.spans)
    for (start, end), said, (a, b) in zip(passage.spans, passage.statements, answers, strict=True):
        if states(said):
            answer = (at + a, at + b) if b else (0, 0)
            yield Quote(0, article.text[start:end], start, end, article, answer=answer)


def _header(article: Article) -> str:
    title = _line(article.title)
    if len(title) > _TITLE_CHARS:
        title = title[:_TITLE_CHARS].rsplit(" ", 1)[0] + " ..."
    place = ", ".join(part for part in (_line(article.source) or "Unnamed outlet", say_day(article.dated)) if part)
    return f"{place}: {title}" if title else place


def _line(text: str) -> str:
    """Return ``text`` as one line, without what a chat template takes for the end of a turn ("<|im_end|>")."""
    return _BREAK.sub(" ", text).strip().replace("<|", "< |").replace("|>", "| >")
