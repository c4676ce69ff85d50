"""HTML of one article: its stored title and text, unchanged, with the quotes marked at their exact offsets (pure)."""

from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from rag.records import Article, Quote
from ui.page.html.elements import button, escape, tag
from ui.phrases import count, marked, moment, outlet, short, unstated

EMPTY = (
    '<div class="dl-reader dl-reader-empty"><h2>Reader</h2><p>Choose a quote to read its article here, opened at the very words.</p></div>'
)


def segments(text: str, spans: Sequence[tuple[int, int, int]]) -> list[tuple[str, tuple[int, ...]]]:
    """Cut ``text`` at every border of ``spans`` (number, start, end); each piece with the numbers over it.

    The pieces joined are the text; spans may overlap; parts outside the text are ignored.
    """
    edges = sorted({0, len(text), *(min(max(e, 0), len(text)) for _, start, end in spans for e in (start, end))})
    pieces = []
    for left, right in pairwise(edges):
        over = tuple(n for n, start, end in spans if start <= left and right <= end)
        pieces.append((text[left:right], over))
    return pieces


def article_view(article: Article, quotes: Sequence[Quote] = (), current: int = 0, *, turn: int = 0, others: Sequence[Article] = ()) -> str:
    """The article with its quotes marked, ``current`` the one to scroll to.

    :param quotes: all quotes of the turn; next and previous walk them, those of this article are marked.
    :param others: copies of the same report.
    """
    of_article = [q for q in quotes if q.article.id == article.id]
    title, body = (
        _marked(text, [(q.n, q.start, q.end) for q in of_article if q.headline == headline], current)
        for text, headline in ((article.title or "Untitled", True), (article.text, False))
    )
    return (
        f'<div class="dl-reader" data-current="q-{current}">{_bar(article, quotes, current, turn)}'
        f'<h2 dir="auto" tabindex="-1" class="dl-headline">{title}</h2>'
        f"{_facts(article)}{_others(others)}"
        f'<div class="dl-body" dir="auto">{body}</div></div>'
    )


def _marked(text: str, spans: Sequence[tuple[int, int, int]], current: int) -> str:
    """``text``, escaped, with the quotes marked that stand in it."""
    seen: set[int] = set()
    pieces = []
    for piece, over in segments(text, spans):
        first = [n for n in over if n not in seen]
        seen.update(first)
        pieces.append(_mark(piece, over, first, current) if over else escape(piece))
    return "".join(pieces)


def _mark(text: str, over: tuple[int, ...], first: Sequence[int], current: int) -> str:
    cls = "dl-hit dl-now" if current in over else "dl-hit"
    anchor = f' id="q-{first[0]}"' if first else ""
    more = "".join(f'<span id="q-{n}"></span>' for n in first[1:])
    numbers = " ".join(str(n) for n in over)
    return f'{more}<mark class="{cls}" data-quotes="{numbers}"{anchor}>{escape(text)}</mark>'


def _bar(article: Article, quotes: Sequence[Quote], current: int, turn: int) -> str:
    order = [q.n for q in quotes]
    html = ""
    if current in order:
        at = order.index(current)
        before, after = order[at - 1], order[(at + 1) % len(order)]
        html = (
            button("‹ Previous", "open", "dl-action", label="Previous quote", turn=turn, n=before)
            + f'<span class="dl-quiet" role="status">Quote {at + 1} of {len(order)}</span>'
            + button("Next ›", "open", "dl-action", label="Next quote", turn=turn, n=after)
        )
    html += button("Ask about this", "about", "dl-action", title=short(article.title or article.source, 120)) + button(
        "Close", "close", "dl-action", label="Close the article"
    )
    return f'<div class="dl-bar">{html}</div>'


def _facts(article: Article) -> str:
    dates = [f"Published {moment(article.published)}{unstated(article, article.published)}" if article.published else "Undated"]
    if article.updated and article.updated != article.published:
        dates.append(f"updated {moment(article.updated)}{unstated(article, article.updated)}")
    if article.superseded:
        dates.append(f"an earlier version, later updated on {moment(article.superseded)}")
    rows = [tag("span", marked(outlet(article.source), article), "dl-outlet"), tag("span", ", ".join(dates))]
    if article.byline:
        rows.append(tag("span", article.byline, dir="auto"))
    if _is_web(article.url):
        rows.append(
            tag("a", urlsplit(article.url).hostname or "link", href=article.url, target="_blank", rel="noopener noreferrer nofollow")
        )
    return f'<p class="dl-facts">{" · ".join(rows)}</p>'


def _others(others: Sequence[Article]) -> str:
    if not others:
        return ""
    rows = "".join(f"<li>{button(outlet(a.source), 'article', id=a.id)} {escape(moment(a.published))}</li>" for a in others)
    return f'<details class="dl-copies"><summary>{count(len(others), "copy", "copies")} of this report</summary><ul>{rows}</ul></details>'


def _is_web(url: str) -> bool:
    """Only plain web addresses become links; ``javascript:`` and the like stay out."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
