"""Whether a quote says that what a question takes as having happened was denied, or only planned (pure)."""

from typing import Literal

from rag.question.asked import read_asked
from rag.records import Quote
from rag.sources.statement import Statement, read_sentence

Unreal = Literal["", "denied", "planned"]
NOTES: dict[Unreal, str] = {
    "denied": "What is asked is not reported as having happened: the report says that it did not.",
    "planned": "What is asked is not reported as having happened: the report speaks of a plan or a possibility.",
}


def unreal(question: str, quote: Quote) -> Unreal:
    """Return how the quote's sentence that answers takes back what the question presupposes; empty where it does not.

    "When did it close?" presupposes that it closed, and "it plans to close in May" does not answer it. Only questions of the past that
    want a value presuppose anything; one that asks whether, or what is planned, is answered by a plan.
    """
    asked = read_sentence(question)
    if read_asked(question).kind == "yesno" or asked.tense != "past" or asked.negations:
        return ""
    said = answering(quote)
    named = frozenset(stem for name in asked.names for stem in read_sentence(name.text).stems)
    wanted = asked.stems - named
    kinds: tuple[tuple[Unreal, frozenset[str], frozenset[str]], ...] = (
        ("denied", said.negated, asked.negated),
        ("planned", said.planned, asked.planned),
    )
    return next((kind for kind, words, own in kinds if any(said.order.count(s) == 1 for s in (words - own) & wanted)), "")


def answering(quote: Quote) -> Statement:
    """Return the sentence of a quote that holds what the reader takes for the answer; of a single sentence that one."""
    parts = read_sentence(quote.text, quote.article.dated)
    at = quote.answer[0] - quote.start
    place = 0
    for part in parts.sentences:
        place = quote.text.find(part.text, place) + len(part.text)
        if at < place:
            return part
    return parts
