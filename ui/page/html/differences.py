"""HTML of the blocks under an answer whose sources disagree: who says what, and what changed (pure)."""

from collections.abc import Mapping, Sequence

from rag.records import Answer, Citation, Correction, Difference, Quote, Value
from ui.blocks import APART, counted, is_current, over_time, value_days
from ui.page.html.elements import chip, escape, tag
from ui.phrases import count, dated, day, marked, outlet, short

Quotes = Mapping[int, Quote]


def differ(answer: Answer, index: int) -> str:
    """The block "Where sources differ": each side with outlet, date and speaker; empty when they agree."""
    quotes = {q.n: q for q in answer.quotes}
    if answer.differences:
        body = "".join(_difference(d, quotes, index) for d in answer.differences)
    elif answer.status == "disputed":
        body = _table([_cited_row(c, quotes, index) for c in sorted(answer.citations, key=lambda c: c.article.dated)])
    else:
        return ""
    return f'<section class="dl-differ" aria-label="Where sources differ"><h3>Where sources differ</h3>{body}</section>'


def change(answer: Answer, index: int) -> str:
    """The values of one quantity over time, apart from them those without a time, and what was corrected; empty for one value."""
    quotes = {q.n: q for q in answer.quotes}
    html = "".join(_values(heading, values, quotes, index) for heading, values in over_time(answer.series))
    corrected = "".join(_corrected_item(c, quotes, index) for c in answer.corrections)
    if corrected:
        html += f'<section class="dl-change" aria-label="Corrected"><h3>Corrected</h3><ul>{corrected}</ul></section>'
    return html


def _values(heading: str, values: Sequence[Value], quotes: Quotes, index: int) -> str:
    steps = "".join(_step(v, quotes, index, newest=is_current(v, values)) for v in values)
    told = tag("h3", f"{heading}: {counted(values)}")
    listed = f'<ul class="dl-apart">{steps}</ul>' if heading == APART else f'<ol class="dl-steps">{steps}</ol>'
    return f'<section class="dl-change" aria-label="{heading}">{told}{listed}</section>'


def _corrected_item(correction: Correction, quotes: Quotes, index: int) -> str:
    corrected_text = correction.now.text + (f" instead of {correction.was}" if correction.was else "")
    return f'<li>{escape(corrected_text)}: <q dir="auto">{escape(correction.words)}</q> {_chip(correction.now, quotes, index)}</li>'


def _difference(difference: Difference, quotes: Quotes, index: int) -> str:
    rows = []
    for n, side in enumerate(difference.sides):
        reports = difference.independent[n] if n < len(difference.independent) else 0
        for at, value in enumerate(side):
            rows.append(
                _value_row(value, quotes, index, count(reports, "independent report") if reports > 1 and at == 0 else "", first=at == 0)
            )
    return f'<p class="dl-quiet">{escape(difference.what)}</p>{_table(rows)}' if rows else ""


def _value_row(value: Value, quotes: Quotes, index: int, support: str, *, first: bool) -> str:
    quote = quotes.get(value.quote)
    value_cell = f"<strong>{escape(value.text)}</strong>"
    if value.attribution:
        value_cell += f" <span class='dl-quiet'>on the word of {escape(value.attribution)}</span>"
    if support:
        value_cell += f" <span class='dl-quiet'>({escape(support)})</span>"
    who = marked(value.outlet or outlet(quote.article.source if quote else ""), quote.article if quote else None)
    cells = tag("td", who, dir="auto") + tag("td", dated(quote.article) if quote else day(""))
    return f'<tr{" class=dl-side-of" if first else ""}>{cells}<td dir="auto">{value_cell}</td><td>{_chip(value, quotes, index)}</td></tr>'


def _cited_row(citation: Citation, quotes: Quotes, index: int) -> str:
    quote = quotes.get(citation.n)
    cells = (marked(outlet(citation.article.source), citation.article), dated(citation.article), short(citation.quote, 160))
    found = chip(quote, index, full=False) if quote else ""
    return f"<tr>{''.join(tag('td', c, dir='auto') for c in cells)}<td>{found}</td></tr>"


def _step(value: Value, quotes: Quotes, index: int, *, newest: bool) -> str:
    who = f", on the word of {value.attribution}" if value.attribution else ""
    when = tag("span", value_days(value) + who + (" (the newest)" if newest else ""), "dl-quiet")
    return f"<li><strong>{escape(value.text)}</strong> {when} {_chip(value, quotes, index)}</li>"


def _chip(value: Value, quotes: Quotes, index: int) -> str:
    quote = quotes.get(value.quote)
    return chip(quote, index, full=False) if quote else ""


def _table(rows: Sequence[str]) -> str:
    headings = "".join(f'<th scope="col">{name}</th>' for name in ("Outlet", "Date", "Says", "Quote"))
    return f"<table><thead><tr>{headings}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
