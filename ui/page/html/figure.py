"""Plotly chart of the articles behind an answer: days across, outlets down, cited articles filled."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.records import Quote
from ui.page.html.elements import escape, source_line
from ui.phrases import outlet, short

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ROW_PX = 34


def figure(quotes: Sequence[Quote], cited: frozenset[int], turn: int = 0) -> "Figure | None":
    """A point per dated article and its best quote; None when fewer than two articles have a date.

    Undated articles are never placed in time. Each point carries ``[turn, quote number]`` for the click.
    """
    import plotly.graph_objects as go

    points = _points(quotes, cited)
    if len(points) < 2:
        return None
    outlets = list(dict.fromkeys(outlet(q.article.source) for q, _ in points))
    plot = go.Figure()
    for is_cited, name in ((True, "cited"), (False, "also found")):
        part = [q for q, used in points if used == is_cited]
        if part:
            plot.add_trace(_trace(part, name, filled=is_cited, turn=turn))
    plot.update_layout(
        height=96 + ROW_PX * len(outlets), margin={"l": 8, "r": 16, "t": 8, "b": 8}, font={"family": "system-ui, sans-serif", "size": 12},
        paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", hovermode="closest", dragmode=False,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}, showlegend=True,
    )  # fmt: skip
    plot.update_xaxes(
        type="date", showgrid=True, gridcolor="rgba(128,128,128,.25)", automargin=True, fixedrange=True, nticks=3, tickangle=0
    )
    plot.update_yaxes(
        categoryorder="array", categoryarray=[_label(o) for o in reversed(outlets)], showgrid=True,
        gridcolor="rgba(128,128,128,.15)", automargin=True, fixedrange=True,
    )  # fmt: skip
    return plot


def undated(quotes: Sequence[Quote]) -> int:
    """How many articles behind the quotes state no date."""
    return len({q.article.id for q in quotes if not q.article.dated})


def _points(quotes: Sequence[Quote], cited: frozenset[int]) -> list[tuple[Quote, bool]]:
    """One quote an article, a cited one before others, by date."""
    best: dict[str, tuple[Quote, bool]] = {}
    for quote in sorted(quotes, key=lambda q: (q.n not in cited, q.n)):
        if quote.article.dated:
            best.setdefault(quote.article.id, (quote, quote.n in cited))
    return sorted(best.values(), key=lambda pair: pair[0].article.dated)


def _trace(part: Sequence[Quote], name: str, *, filled: bool, turn: int) -> object:
    import plotly.graph_objects as go

    blue = "#2f6f9f"
    return go.Scatter(
        x=[q.article.dated[:10] for q in part],
        y=[_label(outlet(q.article.source)) for q in part],
        mode="markers", name=name, customdata=[[turn, q.n] for q in part],
        # Plotly reads tags in hover text, so a headline is escaped like any other foreign text
        hovertext=[_hover(q) for q in part],
        hoverinfo="text",
        marker={"size": 13, "color": blue if filled else "rgba(47,111,159,.12)", "line": {"color": blue, "width": 2}},
    )  # fmt: skip


def _hover(quote: Quote) -> str:
    return f"{escape(short(quote.article.title or 'Untitled', 90))}<br>{escape(source_line(quote))}"


def _label(name: str) -> str:
    return escape(short(name, 26))
