"""HTML building blocks of the page (elements, buttons, citation chips); every text is escaped (pure)."""

import html

from rag.language.control import cleaned
from rag.records import Citation, Quote
from ui.phrases import HEADLINE, dated, day, mark, marked, outlet, short


def escape(text: str) -> str:
    """Return text as a page shows it: nothing of it is markup, nothing commands or hides."""
    return html.escape(cleaned(text))


def tag(name: str, text: str, cls: str = "", **attrs: str) -> str:
    """One element with escaped text."""
    return f"<{name}{attributes(cls, attrs)}>{escape(text)}</{name}>"


def button(text: str, act: str, cls: str = "dl-link", label: str = "", **data: str | int) -> str:
    """A button that the page's click listener turns into an event carrying ``act`` and ``data``."""
    attrs = {"data-act": act, **{f"data-{k}": str(v) for k, v in data.items()}}
    if label:
        attrs |= {"aria-label": label, "title": label}
    return f'<button type="button"{attributes(cls, attrs)}>{escape(text)}</button>'


def source_line(quote: Quote | Citation) -> str:
    """Outlet and date of a quote's article, as text, and that the quote is its headline."""
    return f"{HEADLINE + ', ' if quote.headline else ''}{marked(outlet(quote.article.source), quote.article)}, {dated(quote.article)}"


def marks(quote: Quote | Citation) -> str:
    """The marks of a quote: that it stands in the title, that its article is an opinion piece or was taken back; empty for others."""
    found = (HEADLINE if quote.headline else "", mark(quote.article))
    return "".join(tag("small", one, "dl-mark") + " · " for one in found if one)


def chip(quote: Quote | Citation, index: int, *, full: bool = True) -> str:
    """A citation as a small button; ``full`` adds outlet and date to its number."""
    text = f'<span class="dl-n">{quote.n}</span>'
    if full:
        source_name = short(quote.article.source or quote.article.title or outlet(""), 28)  # the headline if there is no outlet
        text += f" {escape(source_name)} · {escape(day(quote.article.dated))}"
    label = escape(f"Quote {quote.n}: {source_line(quote)}. Open the article.")
    return (
        f'<button type="button" class="dl-chip{"" if full else " dl-chip-n"}" data-act="open" data-turn="{index}" '
        f'data-n="{quote.n}" aria-label="{label}" title="{label}">{text}</button>'
    )


def attributes(cls: str, attrs: dict[str, str]) -> str:
    """Class and attributes of an element, each with a blank before it."""
    pairs = ({"class": cls} if cls else {}) | attrs
    return "".join(f' {name.rstrip("_")}="{escape(value)}"' for name, value in pairs.items())
