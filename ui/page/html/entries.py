"""HTML and plain text of a topic's timeline: each entry a day, the sentence that reports it and its source (pure)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rag.records import Quote
from ui.page.html.elements import button, escape, marks, source_line, tag
from ui.phrases import MONTHS, count, credited, dated, day, outlet, short, span

if TYPE_CHECKING:
    from rag.compare.timeline import Entry

SHOWN_ALSO = 4  # other reports of one event that are named; the rest is counted
START = (
    '<div class="dl-welcome"><h2>What happened when.</h2><p>Name a topic: each entry is a day that a report states, '
    "with the sentence that states it. A sentence opens its article at these words.</p>"
)


def start(topics: Sequence[str]) -> str:
    """What the tab shows before the first topic."""
    items = "".join(f"<li>{button(t, 'example', '', q=t)}</li>" for t in topics)
    return START + (f'<ul aria-label="Topics to begin with">{items}</ul>' if items else "") + "</div>"


def quotes_of(entries: "Sequence[Entry]") -> tuple[Quote, ...]:
    """Every sentence of the timeline in its order, numbered from 1: the reader walks them by these numbers."""
    every = [quote for entry in entries for quote in (entry.quote, *entry.also)]
    return tuple(replace(quote, n=n) for n, quote in enumerate(every, start=1))


def entry_days(start: str, end: str, precision: str) -> str:
    """The days of an entry as precise as they are: ``24 Jan 2024``, ``17 to 30 Oct 2023``, ``Oct 2023``, ``2023``."""
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end or start)
    except ValueError:
        return span(start, end)
    if precision == "year":
        return str(first.year)
    if precision == "month":
        return f"{MONTHS[first.month - 1]} {first.year}"
    if first == last:
        return day(start)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(end)}"
    return f"{first.day} {MONTHS[first.month - 1]} to {day(end)}" if first.year == last.year else span(start, end)


def timeline_html(topic: str, entries: "Sequence[Entry]", limits: str = "") -> str:
    """The timeline, oldest first; numbers on it are those of :func:`quotes_of`.

    :param limits: the filters in words, empty when there are none.
    """
    title_html = tag("h2", topic, "dl-question", dir="auto") + (tag("p", f"Limited to {limits}", "dl-quiet") if limits else "")
    if not entries:
        return (
            f'<div class="dl-turn">{title_html}<p class="dl-decline" role="status">No report states a day for this.</p><div class="dl-try">'
            "<h3>What to try</h3><ul><li>Name the place, person or thing as a reporter would write it.</li>"
            "<li>Take filters off: only part of the articles was read.</li></ul></div></div>"
        )
    articles = len({q.article.id for e in entries for q in (e.quote, *e.also)})
    summary = f"{count(len(entries), 'entry', 'entries')} from {count(articles, 'article')}, in order of the days that the reports state"
    n, items = 1, []
    for entry in entries:
        items.append(_entry(entry, n))
        n += 1 + len(entry.also)
    return (
        f'<div class="dl-turn">{title_html}<p class="dl-quiet dl-meta" role="status">{summary}</p>'
        f'<ol class="dl-list dl-entries">{"".join(items)}</ol>{_copy(topic, entries)}</div>'
    )


def timeline_text(topic: str, entries: "Sequence[Entry]") -> str:
    """The timeline as plain text, an entry a line with its source."""
    rows = [f"{entry_days(e.start, e.end, e.precision)}: “{e.quote.text}” ({_source(e.quote)})" for e in entries]
    return "\n".join([topic, "", *rows])


def _entry(entry: "Entry", n: int) -> str:
    quote = entry.quote
    opened = button(short(quote.article.title or "Untitled", 110), "open", "dl-title", label=f"Open {_source(quote)}", n=n)
    outlet_html = tag("span", credited(quote.article), "dl-outlet", dir="auto") + " · " if quote.article.source else ""
    published = f"published {dated(quote.article)}" if quote.article.dated else "undated"
    stamp = tag("time", entry_days(entry.start, entry.end, entry.precision), "dl-day", datetime=entry.start)
    return (
        f'<li class="dl-entry">{stamp}<div><blockquote dir="auto">{_marked(quote.text, entry.phrase)}</blockquote>'
        f'<p class="dl-source">{marks(quote)}{outlet_html}{published}</p>{opened}{_also(entry, n)}</div></li>'
    )


def _marked(text: str, phrase: str) -> str:
    """The sentence, escaped, with the words that say when underlined."""
    at = text.find(phrase) if phrase else -1
    if at < 0:
        return escape(text)
    end = at + len(phrase)
    return f'{escape(text[:at])}<span class="dl-phrase">{escape(phrase)}</span>{escape(text[end:])}'


def _also(entry: "Entry", n: int) -> str:
    if not entry.also:
        return ""
    named = [
        button(short(q.article.source or q.article.title or outlet(""), 44), "open", label=f"Open {_source(q)}", n=n + i)
        for i, q in enumerate(entry.also[:SHOWN_ALSO], start=1)
    ]
    unnamed = len(entry.also) - SHOWN_ALSO
    more = f" and {count(unnamed, 'other')}" if unnamed > 0 else ""
    alone = f" · {count(entry.independent, 'independent report')}" if entry.independent > 1 else ""
    return f'<p class="dl-source">Also in {", ".join(named)}{more}{alone}</p>'


def _source(quote: Quote) -> str:
    return f"{source_line(quote)}, {short(quote.article.title or 'Untitled', 90)}"


def _copy(topic: str, entries: "Sequence[Entry]") -> str:
    import json

    forms = (
        ("Copy text", timeline_text(topic, entries)),
        ("JSON", json.dumps([_without_paths(e) for e in entries], ensure_ascii=False, indent=1)),
    )
    cells = [
        f'<span><button type="button" class="dl-action" data-copy>{name}</button><span hidden>{escape(text)}</span></span>'
        for name, text in forms
    ]
    return f'<div class="dl-copy" role="group" aria-label="Copy the timeline">{"".join(cells)}</div>'


def _without_paths(entry: "Entry") -> dict[str, object]:
    """An entry's fields without the paths of its articles on this machine."""
    row = entry.to_dict()
    for part in (row["quote"], *row["also"]):
        part["article"].pop("path", None)
    return row
