"""Find the sentence beside a quote that gives the reason or the way which the quote leaves out (pure)."""

from dataclasses import replace

from rag.language.pattern import Pattern
from rag.language.text import sentences
from rag.question.asked import read_asked
from rag.records import Quote
from rag.sources.statement import read_sentence

# Words that bring a reason or a way, and little else: not "to", "as" or "after".
_GIVES = {
    "why": Pattern(
        r"\b(?:because|due to|owing to|so that|in order to|as a result of|cit(?:ed|es|ing)|point(?:ed|s|ing) to|blam(?:ed|es|ing)|caused by"
        r"|the reasons?|prompted by|stemm(?:ed|ing) from|over (?:concerns|fears|allegations|claims))\b"
    ),
    "how": Pattern(r"\bby (?:\w+ly )?\w+ing\b|\busing\b|\b(?:by means|with the help) of\b|\bvia\b"),
}
SHARED = 2  # stems that it must share with the question, so that it speaks of the same


def reason_beside(question: str, quote: Quote) -> Quote | None:
    """Return the sentence after or before a quote that says why or how, as the question asks; None where the quote does, or neither.

    Beside a headline stands the first sentence of the article.
    """
    gives = _GIVES.get(read_asked(question).kind)
    if gives is None or gives.search(quote.text):
        return None
    text, asked = quote.article.text, read_sentence(question)
    places = sentences(text)
    if quote.headline:
        near = places[:1]
    else:
        near = [p for p in places if p[0] >= quote.end][:1] + [p for p in places if p[1] <= quote.start][-1:]
    for start, end in near:
        said = read_sentence(text[start:end], quote.article.dated)
        if gives.search(said.text) and said.kind == "statement" and not said.aside and len(said.stems & asked.stems) >= SHARED:
            return replace(quote, text=said.text, start=start, end=end, headline=False, answer=(0, 0))
    return None
