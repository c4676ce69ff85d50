"""HTML of one question with its answer and quotes; all text of articles, models and visitors is escaped (pure)."""

from rag.answer.short import line
from rag.records import EVERYTHING, Answer, Citation, Quote, Sentence
from ui.page.desk.turn import Turn
from ui.page.html.differences import change, differ
from ui.page.html.elements import button, chip, escape, marks, tag
from ui.phrases import also, count, credited, dated, day, reports, short, shown_notes, span, written_by
from ui.show import DECLINED, as_json, as_markdown, as_text

SUPPORT = {"partial": "partly supported", "unsupported": "not supported"}
WRITING = ("Writing; each sentence is checked when it is done …", "The quotes' own answer; the model is wording it, and is checked …")
STOPPED = ("The quotes below were found before.", "What the quotes say themselves stands.")
SHOWN_QUOTES = 4  # more are folded away


def turn_html(turn: Turn, index: int, *, current: bool = True, link: str = "") -> str:
    """One turn: question, filters, answer with chips, disagreement, quotes, ways to copy it."""
    parts = [tag("h2", turn.question, "dl-question", dir="auto"), _steering(turn, index), _status(turn)]
    if turn.error:
        parts.append(f'<div class="dl-error" role="alert">{escape(turn.error)}</div>')
    parts += [_body(turn, index), _quotes(turn, index, current), _copies(turn, link) if turn.answer and not turn.running else ""]
    name = escape(f"Question {index + 1}")
    return f'<article class="dl-turn{"" if current else " dl-past"}" id="turn-{index}" aria-label="{name}">{"".join(parts)}</article>'


def _steering(turn: Turn, index: int) -> str:
    """The filters of the search, each as a button that removes it, and the wording that was searched."""
    pills: list[str] = []
    window = turn.answer.window if turn.answer else None
    if window and window.phrase:
        period = span(window.after or window.event_after, window.before or window.event_before)
        period = "newest first" if window.latest and period == "any time" else period
        pills.append(_pill(f"“{window.phrase}”: {period}", index, "window"))
    chosen = turn.form.filters
    if chosen.as_of:
        pills.append(_pill(f"As of {day(chosen.as_of)}", index, "as_of"))
    if chosen.after or chosen.before:
        pills.append(_pill(f"Published {span(chosen.after, chosen.before)}", index, "range"))
    pills += [_pill(short(name, 40), index, "outlet", name) for name in chosen.outlets]
    html = f'<div class="dl-pills"><span class="dl-quiet">Limited to</span>{"".join(pills)}</div>' if pills else ""
    if turn.searched and turn.searched != turn.question:
        edit = button("Edit", "edit", label="Edit the wording that was searched", turn=index)
        html += f'<p class="dl-quiet dl-searched">Searched as <q dir="auto">{escape(turn.searched)}</q> {edit}</p>'
    return html


def _pill(text: str, index: int, what: str, value: str = "") -> str:
    label = escape(f"Take off the filter: {text}")
    return (
        f'<button type="button" class="dl-pill" data-act="drop" data-turn="{index}" data-what="{what}" '
        f'data-value="{escape(value)}" aria-label="{label}" title="{label}">{escape(text)} <span aria-hidden="true">×</span></button>'
    )


def _status(turn: Turn) -> str:
    """The status line; empty when the answer is done."""
    found = f"{count(len(turn.quotes), 'quote')} found in {turn.quotes_s:.1f} s. " if turn.quotes else ""
    text = {
        "searching": "Looking for quotes …",
        "waiting": f"{found}Your answer is number {turn.place} in the line.",
        "writing": f"{found}Writing from them …" if not turn.draft else WRITING[turn.answer is not None],
        "stopped": f"Stopped. {STOPPED[turn.answer is not None] if turn.quotes else ''}",
        "failed": "",
        "done": "",
    }[turn.state]
    busy = " dl-busy" if turn.running else ""
    return f'<p class="dl-status{busy}" role="status">{escape(text.strip())}</p>'


def _body(turn: Turn, index: int) -> str:
    if turn.answer is None:
        return f'<div class="dl-answer dl-draft" dir="auto"><p>{escape(turn.draft)}</p></div>' if turn.draft else ""
    if turn.form.mode == "quotes":
        return ""
    answer = turn.answer
    if answer.status == "declined":
        return _choices(turn, answer, index) if answer.choices else _decline(turn, answer, index)
    quotes: dict[int, Quote | Citation] = {q.n: q for q in answer.quotes} | {c.n: c for c in answer.citations}
    seen: set[int] = set()
    sentences = " ".join(_sentence(s, quotes, seen, index) for s in answer.sentences)
    flag = '<p class="dl-flag">Sources differ</p>' if answer.status == "disputed" or answer.differences else ""
    words_html = f'<div class="dl-answer{" dl-draft" if turn.running else ""}" dir="auto"><p>{sentences}</p></div>'
    answer_html = f"{flag}{_short(answer, quotes, index)}{words_html}"
    meta_html = "" if turn.running else _meta(turn, answer)
    return f"{answer_html}{meta_html}{change(answer, index)}{differ(answer, index)}"


def _short(answer: Answer, quotes: dict[int, Quote | Citation], index: int) -> str:
    """The answer in a line, with the number of its quote; empty where no single value answers."""
    if answer.short is None:
        return ""
    value, found = answer.short.text, quotes.get(answer.short.n)
    source_html = tag("span", line(answer.short)[len(value) :], "dl-quiet")
    opened = chip(found, index, full=False) if found else ""
    return f'<p class="dl-short" dir="auto"><strong>{escape(value)}</strong>{source_html}{opened}</p>'


def _sentence(sentence: Sentence, quotes: dict[int, Quote | Citation], seen: set[int], index: int) -> str:
    chips = "".join(chip(quotes[n], index, full=n not in seen) for n in sentence.citations if n in quotes)
    seen.update(sentence.citations)
    mark = SUPPORT.get(sentence.support, "")
    text = escape(sentence.text)
    if mark:
        text = f'<span class="dl-{sentence.support}">{text}</span> <small class="dl-mark">{mark}</small>'
    return f"<span class='dl-sentence'>{text}{chips}</span>"


def _meta(turn: Turn, answer: Answer) -> str:
    cited = {c.article.id: c.article for c in answer.citations}
    outlets = {a.source for a in cited.values() if a.source}
    stands = f"Stands on {count(len({c.n for c in answer.citations}), 'quote')} from {count(len(cited), 'article')}"
    stands += f", {count(len(outlets), 'outlet')}" if outlets else ""
    bits = [stands] if cited or answer.writer != "index" else []
    bits += [reports(answer)] if reports(answer) else []
    bits += [f"newest {day(answer.newest)}" if answer.newest else "no dated source"] if bits else []
    bits.append(written_by(answer, "the articles' own words", "written by {}, checked"))
    if turn.seconds:
        bits.append(f"{turn.seconds:.1f} s")
    return f"{tag('p', ' · '.join(bits), 'dl-quiet dl-meta')}{_notes(turn, answer)}"


def _notes(turn: Turn, answer: Answer) -> str:
    said = answer.question in {turn.question, turn.searched}  # the wording stands above the answer
    return "".join(tag("p", note, "dl-quiet dl-note") for note in shown_notes(answer, wording=said))


def _choices(turn: Turn, answer: Answer, index: int) -> str:
    """What the question may mean, each wording a button that asks it."""
    items = "".join(f"<li>{button(c, 'choose', 'dl-action', turn=index, n=n)}</li>" for n, c in enumerate(answer.choices))
    words = tag("p", _said(answer, "Do you mean"))
    return f'<div class="dl-answer dl-decline" dir="auto">{words}</div>{_notes(turn, answer)}<ul class="dl-choices">{items}</ul>'


def _said(answer: Answer, otherwise: str) -> str:
    return " ".join(s.text for s in answer.sentences) or otherwise


def _decline(turn: Turn, answer: Answer, index: int) -> str:
    tries = [tag("li", t) for t in advice(turn)]
    narrowed = turn.form.filters != EVERYTHING
    free = button("Ask again without filters", "drop", "dl-action", turn=index, what="all") if narrowed else ""
    return (
        f'<div class="dl-answer dl-decline" dir="auto">{tag("p", _said(answer, DECLINED))}</div>'
        f'{_notes(turn, answer)}<div class="dl-try"><h3>What to try</h3><ul>{"".join(tries)}</ul>{free}</div>'
    )


def advice(turn: Turn) -> list[str]:
    """What may help after a decline, most likely first."""
    chosen, tips = turn.form.filters, []
    window = turn.answer.window if turn.answer else None
    if chosen.as_of or chosen.after or chosen.before:
        tips.append("Widen the dates: only part of the articles was searched.")
    if chosen.outlets:
        tips.append("Take off the outlet filter: other outlets may have it.")
    if window and window.phrase:
        tips.append(f"Take off “{window.phrase}”, which limited the time that was searched.")
    if turn.shown_quotes:
        tips.append("Read the nearest quotes below: they may answer a question close to yours.")
    tips.append("Name the person, place or figure as a reporter would write it.")
    tips.append("Add articles about it in the Articles tab.")
    return tips


def _quotes(turn: Turn, index: int, current: bool) -> str:
    quotes = turn.shown_quotes
    if not quotes:
        told = turn.answer is not None and (turn.answer.choices or turn.answer.writer == "index")  # it says so itself
        none = not told and (turn.answer is not None or (turn.state == "done" and not turn.error))
        return tag("p", "No article comes near this question.", "dl-quiet") if none else ""
    cited = turn.cited()
    if turn.answer and turn.answer.status != "declined" and turn.form.mode != "quotes":
        quotes = tuple(sorted(quotes, key=lambda q: q.n not in cited))
    declined = turn.answer is not None and turn.answer.status == "declined"
    title = "Nearest quotes" if declined else "Quotes"
    carried = {c.n: also(c.also) for c in turn.answer.citations} if turn.answer else {}
    items = [_quote(q, index, cited=q.n in cited, carried=carried.get(q.n, "")) for q in quotes]
    shown, rest = items[:SHOWN_QUOTES], items[SHOWN_QUOTES:]
    html = f'<ol class="dl-list">{"".join(shown)}</ol>'
    if rest:
        html += f'<details><summary>{count(len(rest), "more quote")}</summary><ol class="dl-list">{"".join(rest)}</ol></details>'
    if not current:
        return f'<details class="dl-quotes"><summary>{count(len(items), "quote")}</summary>{html}</details>'
    return f'<section class="dl-quotes" aria-label="{title}"><h3>{title}</h3>{html}</section>'


def _quote(quote: Quote, index: int, *, cited: bool, carried: str = "") -> str:
    article = quote.article
    outlet_html = tag("span", credited(article), "dl-outlet", dir="auto") + " · " if article.source else ""
    when = tag("time", dated(article), datetime=article.dated) if article.dated else tag("span", "undated")
    title = short(article.title or "Untitled", 110)
    others = " · " + tag("span", carried, dir="auto") if carried else ""
    opened = button(title, "open", "dl-title", label=f"Open {title}", turn=index, n=quote.n)
    return (
        f'<li class="dl-quote{" dl-cited" if cited else ""}"><span class="dl-n" aria-hidden="true">{quote.n}</span><div>'
        f'<blockquote dir="auto">{escape(quote.text)}</blockquote>'
        f'<p class="dl-source">{marks(quote)}{outlet_html}{when} · {opened}{others}</p></div></li>'
    )


def _copies(turn: Turn, link: str) -> str:
    """Buttons that copy the answer, each beside the text it copies."""
    assert turn.answer is not None
    forms: tuple[tuple[str, str], ...] = (
        ("Copy text", as_text(turn.answer)),
        ("Markdown", as_markdown(turn.answer)),
        ("JSON", as_json(turn.answer)),
    )
    forms += (("Link", link),) if link else ()
    cells = [
        f'<span><button type="button" class="dl-action" data-copy>{name}</button>'
        f'<span hidden class="dl-copied">{escape(text)}</span></span>'
        for name, text in forms
    ]
    return f'<div class="dl-copy" role="group" aria-label="Copy the answer">{"".join(cells)}</div>'
