"""Write the answer from the quotes: with a language model, or by extracting the best quotes without one."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.answer.check import strip_markers
from rag.answer.support import shortlist
from rag.llm.evidence import question_turn
from rag.llm.prompt import fixed_turns
from rag.llm.speed import ROOM, Speed
from rag.records import Quote, Sentence
from rag.search.select import count_tokens
from rag.sources.statement import read_sentence

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

MAX_TOKENS = (100, 220)  # three short sentences, a 1.5B model that writes more is repeating itself; five of a model that reads passages
STOP = ("\n\n", "\nQuestion:", "\nQuotes:")
_SAME = 0.7  # share of the shorter sentence's words in common from which two sentences say the same thing
_MOST = 3  # sentences of an extractive answer
_BREAK = re.compile(r"\s+")


def window(context: int) -> int:
    """Return how many tokens a context window leaves for quotes, by tiktoken's count, with a tenth to spare for the model's own."""
    return context * 9 // 10 - _fixed_tokens() - MAX_TOKENS[True] - ROOM


@lru_cache
def _fixed_tokens() -> int:
    return sum(count_tokens(text) for _, text in fixed_turns())


def stream_words(
    question: str,
    quotes: Sequence[Quote],
    llm: "LLM",
    *,
    as_of: str = "",
    deadline_s: float,
    passages: bool = False,
    large: bool = False,
    learn: Callable[[Speed], None] = lambda speed: None,
) -> Iterator[str]:
    """Yield the model's words as they come.

    :param deadline_s: seconds for all of it.
    :param passages: whether ``quotes`` are whole passages; ``large``: see :func:`rag.llm.evidence.question_turn`.
    :param learn: told the model's speed.
    :raises LLMError: when the model gives no usable reply in time; what came before is then not to be used.
    """
    from rag.llm.client import stream

    turns = (*fixed_turns(), ("user", question_turn(question, quotes, as_of=as_of, passages=passages, large=large)))
    yield from stream(llm, turns, deadline_s=deadline_s, max_tokens=MAX_TOKENS[large], stop=STOP, learn=learn)


def to_check(written: str, chosen: Sequence[Quote], evidence: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return the quotes to check the model's words against: ``chosen``, those it marks, and those that share most with its words."""
    own = {q.n for q in chosen}
    rest = [q for q in evidence if q.n not in own]
    marked = set(strip_markers(written, {q.n for q in rest})[1])
    near = {rest[i].n for i in shortlist(written, [q.text for q in rest])} if rest else set()
    return (*chosen, *(q for q in rest if q.n in marked | near))


def with_cited(
    chosen: Sequence[Quote], checked: Sequence[Quote], sentences: Sequence[Sentence]
) -> tuple[tuple[Quote, ...], list[Sentence]]:
    """Return ``chosen`` and what ``sentences`` cite beyond it, numbered on from there, and the sentences with these numbers."""
    own, cited = {q.n for q in chosen}, {n for s in sentences for n in s.citations}
    added = [q for q in checked if q.n in cited - own]
    number = {q.n: n for n, q in enumerate(added, start=max(own, default=0) + 1)}
    renumbered = [replace(s, citations=tuple(sorted(number.get(n, n) for n in s.citations))) for s in sentences]
    return (*chosen, *(replace(q, n=number[q.n]) for q in added)), renumbered


def finished(text: str) -> str:
    """Return ``text`` without a last sentence that was cut off, if a whole one stands before it."""
    whole = re.match(r"(?s).*[.!?][\"'”’)\]]*(?=\s|$)", text.strip())
    return whole.group() if whole else text.strip()


def extract(quotes: Sequence[Quote], first: Sequence[int]) -> list[Sentence]:
    """Return the quotes numbered ``first``, in that order, as the answer; at most ``_MOST``, what says the same only once."""
    of = {quote.n: quote for quote in quotes}
    chosen: list[Quote] = []
    for n in first:
        if len(chosen) < _MOST and not any(_alike(_stems(of[n]), _stems(other)) for other in chosen):
            chosen.append(of[n])
    return [Sentence(_BREAK.sub(" ", quote.text).strip(), "supported", (quote.n,)) for quote in chosen]


def _alike(one: frozenset[str], two: frozenset[str]) -> bool:
    fewer = min(len(one), len(two))
    return fewer > 0 and len(one & two) >= _SAME * fewer


def _stems(quote: Quote) -> frozenset[str]:
    return read_sentence(quote.text, quote.article.dated).stems
