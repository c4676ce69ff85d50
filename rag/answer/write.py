"""Write the answer from the quotes: with a language model, or by extracting the best quotes without one."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rag.dates.calendar import say_day
from rag.llm.prompt import fill, fixed_turns
from rag.records import Article, Quote, Sentence
from rag.sources.statement import read_sentence

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

MAX_TOKENS = 100  # three short sentences; a 1.5B model that writes more is repeating itself
STOP = ("\n\n", "\nQuestion:", "\nQuotes:")
_TITLE_CHARS = 90
_SAME = 0.7  # share of the shorter sentence's words in common from which two sentences say the same thing
_MOST = 3  # sentences of an extractive answer
_BREAK = re.compile(r"\s+")


def stream_words(
    question: str, quotes: Sequence[Quote], llm: "LLM", *, as_of: str = "", deadline_s: float, history: Sequence[str] = ()
) -> Iterator[str]:
    """Yield the model's words as they come.

    :param history: the user's earlier questions, oldest first; the last two are shown.
    :param deadline_s: seconds for all of it.
    :raises LLMError: when the model gives no usable reply in time; what came before is then not to be used.
    """
    from rag.llm.client import stream

    turns = (*fixed_turns(), ("user", question_turn(question, quotes, as_of=as_of, history=history)))
    yield from stream(llm, turns, deadline_s=deadline_s, max_tokens=MAX_TOKENS, stop=STOP)


def question_turn(question: str, quotes: Sequence[Quote], *, as_of: str = "", history: Sequence[str] = ()) -> str:
    """Return the last turn of the prompt: the quotes by article, numbered, then the question.

    Article text cannot pass for a part of the prompt: each quote and title is one line, and starts with its number or outlet.
    """
    before = fill("followup", before=" / ".join(map(_line, history[-2:]))) + "\n\n" if history else ""
    asked_line = f"{_line(question)} (asked on {say_day(as_of)})" if as_of else _line(question)
    return before + fill("question", quotes=quotes_block(quotes), question=asked_line)


def quotes_block(quotes: Sequence[Quote]) -> str:
    """Return the quotes as the model reads them: a line for each article in order of its best quote, then its quotes."""
    articles: dict[str, list[Quote]] = {}
    for quote in quotes:
        articles.setdefault(quote.article.id, []).append(quote)
    lines: list[str] = []
    for group in articles.values():
        lines.append(_header(group[0].article))
        lines += [f"[{quote.n}] {_line(quote.text)}" for quote in group]
    return "\n".join(lines)


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


def _header(article: Article) -> str:
    title = _line(article.title)
    if len(title) > _TITLE_CHARS:
        title = title[:_TITLE_CHARS].rsplit(" ", 1)[0] + " ..."
    place = ", ".join(part for part in (_line(article.source) or "Unnamed outlet", say_day(article.dated)) if part)
    return f"{place}: {title}" if title else place


def _line(text: str) -> str:
    """Return ``text`` as one line, without what a chat template takes for the end of a turn ("<|im_end|>")."""
    return _BREAK.sub(" ", text).strip().replace("<|", "< |").replace("|>", "| >")
