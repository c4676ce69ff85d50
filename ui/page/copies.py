"""An answer to take along: plain text, Markdown with footnotes, JSON (pure)."""

import json
import re

from rag.records import Answer, Citation, Quote
from ui.page.words import day

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!~])")


def as_text(answer: Answer) -> str:
    """The answer with ``[n]`` markers and the quotes under it."""
    sources = (f"[{c.n}] “{_words(c)}” {_source(c)}" for c in _cited(answer))
    return "\n".join((answer.question, "", _said(answer), "", *sources)).rstrip() + "\n"


def as_markdown(answer: Answer) -> str:
    """The answer with footnotes; what others wrote is escaped, so that it stays text."""
    said = " ".join(_plain(s.text) + "".join(f"[^{n}]" for n in s.citations) for s in answer.sentences) or _said(answer)
    notes = (f"[^{c.n}]: “{_plain(_words(c))}” {_plain(_source(c))}" for c in _cited(answer))
    return "\n".join((f"**{_plain(answer.question)}**", "", said, "", *notes)).rstrip() + "\n"


def as_json(answer: Answer) -> str:
    """Every field of the answer."""
    return json.dumps(answer.to_dict(), ensure_ascii=False, indent=1)


def _said(answer: Answer) -> str:
    return answer.text or "The articles do not say."


def _cited(answer: Answer) -> list[Citation | Quote]:
    cited: dict[int, Citation | Quote] = {c.n: c for c in answer.citations}
    return [cited[n] for n in sorted(cited)] if cited else list(answer.quotes)


def _words(part: Citation | Quote) -> str:
    return " ".join((part.quote if isinstance(part, Citation) else part.text).split())


def _source(part: Citation | Quote) -> str:
    article = part.article
    bits = (article.title, article.source, day(article.dated), article.url)
    return ", ".join(" ".join(b.split()) for b in bits if b)


def _plain(text: str) -> str:
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
