"""Draw the plots of a report with Plotly, as HTML that loads no file and no host."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eval.scores.metrics import risk_coverage

Row = Mapping[str, Any]
_ANSWERS = ("right", "contains", "quotes_contain_lenient", "hit@4")
_RANKS = ("hit@1", "hit@4", "hit@10", "recall@10", "mrr@10", "ndcg@10")
COLOURS = ("#3266a8", "#d98324", "#2a7f4f", "#8a5a9e", "#777777")
_FRAME = {
    "template": "plotly_white",
    "height": 380,
    "margin": {"l": 60, "r": 20, "t": 50, "b": 60},
    "paper_bgcolor": "white",
    "colorway": COLOURS,
    "legend": {"orientation": "h", "y": -0.2},
}


def plotly_script() -> str:
    """Return the JavaScript of Plotly."""
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs())


def figures(found: Row, rows: Sequence[Row], times: Row, baselines: Mapping[str, Row]) -> list[str]:
    """Return the plots that this run has data for, each as a piece of HTML."""
    drawn = [kind_plot(found), ranking_plot(found, baselines), refusal_plot(rows), risk_plot(rows), latency_plot(times)]
    return [
        figure.to_html(full_html=False, include_plotlyjs=False, div_id=f"plot-{n}") for n, figure in enumerate(drawn) if figure is not None
    ]


def kind_plot(found: Row) -> Any:  # noqa: ANN401 - a Plotly figure or None
    """Bars of the main metrics for each kind, with intervals."""
    shown = [name for name in _ANSWERS if name in found["means"]]
    if len(found["by_kind"]) < 2 or not shown:
        return None
    return _bars("By kind", {name: {kind: means[name] for kind, means in found["by_kind"].items() if name in means} for name in shown})


def ranking_plot(found: Row, baselines: Mapping[str, Row]) -> Any:  # noqa: ANN401
    """Bars of the retrieval metrics, Dateline beside its baselines."""
    runs = {"Dateline": found, **baselines}
    series = {name: {m: run["means"][m] for m in _RANKS if m in run["means"]} for name, run in runs.items()}
    return _bars("Articles found", series) if series["Dateline"] else None


def refusal_plot(rows: Sequence[Row]) -> Any:  # noqa: ANN401
    """Refusals over the confidence below which to decline; needs answers to both kinds of question."""
    points = list(refusal_curve(rows))
    if not points:
        return None
    names = ("declined of the unanswerable", "declined of the answerable", "balanced accuracy")
    x = [p[0] for p in points]
    lines = [(name, x, [p[i + 1] for p in points]) for i, name in enumerate(names)]
    return _lines("What another threshold would refuse", "decline below this confidence", lines)


def refusal_curve(rows: Sequence[Row]) -> Iterator[tuple[float, float, float, float]]:
    """Yield (threshold, share declined of the unanswerable, of the answerable, balanced accuracy) in steps of 0.02."""
    judged = [r for r in rows if r["outcome"].get("status") and r["scores"].get("right") is not None]
    bad = [r["outcome"]["confidence"] for r in judged if r["case"].get("unanswerable")]
    good = [r["outcome"]["confidence"] for r in judged if not r["case"].get("unanswerable")]
    if not bad or not good:
        return
    for step in range(51):
        threshold = step / 50
        refused, false = (sum(c < threshold for c in side) / len(side) for side in (bad, good))
        yield threshold, refused, false, (refused + 1 - false) / 2


def risk_plot(rows: Sequence[Row]) -> Any:  # noqa: ANN401
    """Share wrong when only the most confident answers are given."""
    given = [r for r in rows if r["outcome"].get("status") in {"answered", "disputed"} and r["scores"].get("right") is not None]
    if len(given) < 2:
        return None
    points = risk_coverage([r["outcome"]["confidence"] for r in given], [r["scores"]["right"] for r in given])
    line = ("answers given", [p[0] for p in points], [p[1] for p in points])
    return _lines("Risk and coverage", "share of the answers given, most confident first", [line], "share wrong")


def latency_plot(times: Row) -> Any:  # noqa: ANN401
    """Bars of p50 and p95 for each stage."""
    import plotly.graph_objects as go

    if not times["stages"]:
        return None
    stages = list(times["stages"])
    bars = [go.Bar(name=p, y=stages, x=[times["stages"][s][p] for s in stages], orientation="h") for p in ("p50", "p95")]
    return go.Figure(bars).update_layout(title="Latency by stage", xaxis_title="ms", barmode="group", **_FRAME)


def _bars(title: str, series: Mapping[str, Mapping[str, Row]]) -> Any:  # noqa: ANN401
    import plotly.graph_objects as go

    bars = []
    for name, means in series.items():
        values = [m["value"] for m in means.values()]
        spread = {
            "type": "data",
            "symmetric": False,
            "array": [m["high"] - m["value"] for m in means.values()],
            "arrayminus": [m["value"] - m["low"] for m in means.values()],
            "thickness": 1,
        }
        counts = [f"n = {m['n']}" for m in means.values()]
        bars.append(go.Bar(name=name, x=list(means), y=values, error_y=spread, hovertext=counts))
    return go.Figure(bars).update_layout(title=title, yaxis={"range": [0, 1.05]}, barmode="group", **_FRAME)


def _lines(title: str, across: str, lines: Sequence[tuple[str, list[float], list[float]]], up: str = "share") -> Any:  # noqa: ANN401
    import plotly.graph_objects as go

    drawn = [go.Scatter(name=name, x=x, y=y, mode="lines") for name, x, y in lines]
    return go.Figure(drawn).update_layout(title=title, xaxis_title=across, yaxis={"range": [0, 1.05], "title": up}, **_FRAME)
