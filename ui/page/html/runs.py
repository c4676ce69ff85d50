"""HTML of the last runs of ``dateline eval``, and of one run's report in a sandboxed frame (reads their files, else pure)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ui.page.html.elements import button, escape, tag
from ui.phrases import count, day

SHOWN = 8  # runs
METRICS = 12  # a run
FIRST = ("right", "contains", "false_refusal", "sentence_support")  # figures of the overview, where a run has them
LARGEST = 30_000_000  # bytes of a report that are read
NONE = (
    '<div class="dl-evals"><p>No eval has been run yet.</p><p class="dl-quiet">Run one: <code>dateline eval seeds</code>. '
    "Judgements given on this page become cases with <code>dateline eval --from-feedback</code>.</p></div>"
)
# The report may run its own script and fetch nothing at all; the frame's sandbox keeps it off the page around it.
POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data: blob:\">"
)


@dataclass(frozen=True, slots=True)
class ListedRun:
    """One eval run: its folder's name and its summary."""

    name: str
    summary: Mapping[str, Any]
    day: str = ""  # ISO, when its summary was written
    report: bool = False  # whether it has a report to open


def list_runs(folder: Path) -> list[ListedRun]:
    """Return the newest runs in ``folder``; files that are no summary are left out."""
    found: list[ListedRun] = []
    files = sorted(folder.glob("*/summary.json"), key=lambda p: p.stat().st_mtime, reverse=True) if folder.is_dir() else []
    for file in files:
        try:
            summary = json.loads(file.read_text(encoding="utf-8"))
            written = datetime.fromtimestamp(file.stat().st_mtime, UTC).date().isoformat()
        except (OSError, ValueError):
            continue
        if isinstance(summary, dict) and isinstance(summary.get("means"), dict):
            found.append(ListedRun(file.parent.name, summary, written, (file.parent / "report.html").is_file()))
        if len(found) == SHOWN:
            break
    return found


def report_frame(folder: Path, name: str) -> str:
    """Return the report of one of the listed runs in a sandboxed frame; any other name opens nothing."""
    run = next((r for r in list_runs(folder) if r.name == name and r.report), None)
    back = button("‹ All runs", "runs", "dl-action")
    if run is None:
        return f'<div class="dl-evals dl-turn">{back}<p role="status">This run has no report any more.</p></div>'
    file = folder / run.name / "report.html"
    if file.is_symlink() or file.parent.is_symlink() or file.stat().st_size > LARGEST:
        return f'<div class="dl-evals dl-turn">{back}<p role="status">Open this one by hand: {tag("code", f"{name}/report.html")}</p></div>'
    # ahead of everything, the doctype apart: a policy holds only for what comes after it
    page = "<!doctype html>" + POLICY + file.read_text(encoding="utf-8", errors="replace").removeprefix("<!doctype html>")
    frame = tag(
        "iframe",
        "",
        "dl-report",
        title=f"Report of {run.name}",
        sandbox="allow-scripts",
        referrerpolicy="no-referrer",
        src="report",
        **{"data-page": page},
    )
    return f'<div class="dl-turn">{back} {tag("span", f"Report of {run.name}, {day(run.day)}", "dl-quiet")}{frame}</div>'


def runs_html(found: Sequence[ListedRun]) -> str:
    """The runs as a table, the newest first, and under it the figures of each."""
    if not found:
        return NONE
    figures = [m for m in FIRST if any(_value(run, m) is not None for run in found)]
    columns = ("Run", "Date", "Cases", "Failed", *(m.replace("_", " ") for m in figures), "Report")
    headings = "".join(tag("th", h, scope="col") for h in columns)
    rows = "".join(_overview(run, figures) for run in found)
    parts = "".join(_figures(run, first=n == 0) for n, run in enumerate(found))
    return (
        f'<div class="dl-evals dl-turn"><h3>Last runs</h3><div class="dl-scroll"><table class="dl-table"><thead><tr>{headings}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{parts}</div>"
    )


def _overview(run: ListedRun, figures: Sequence[str]) -> str:
    shown = [(_value(run, m)) for m in figures]
    cells = [
        tag("td", f"{run.summary.get('suite', run.name)}" + ("" if run.summary.get("complete", True) else ", not finished")),
        tag("td", day(run.day), "dl-when"),
        tag("td", f"{_whole(run, 'n'):,}"),
        tag("td", f"{_whole(run, 'failed'):,}"),
        *(tag("td", "" if value is None else f"{value:.3f}") for value in shown),
    ]
    link = button("Open", "report", "dl-action", label=f"Open the report of {run.name}", run=run.name) if run.report else "none"
    return f"<tr>{''.join(cells)}<td>{link}</td></tr>"


def _figures(run: ListedRun, *, first: bool) -> str:
    rows = []
    for metric, mean in list(run.summary["means"].items())[:METRICS]:
        value = _value(run, metric)
        if value is None:
            continue
        low, high = mean.get("low"), mean.get("high")
        spread = f"{low:.3f} to {high:.3f}" if isinstance(low, int | float) and isinstance(high, int | float) else ""
        cells = (str(metric).replace("_", " "), f"{value:.3f}", spread, str(mean.get("n", "")))
        rows.append(f"<tr>{''.join(tag('td', cell) for cell in cells)}</tr>")
    headings = "".join(tag("th", h, scope="col") for h in ("Metric", "Mean", "95% interval", "n"))
    name = escape(f"{run.summary.get('suite', run.name)}, {day(run.day)}: {count(_whole(run, 'n'), 'case')}")
    return (
        f"<details{' open' if first else ''}><summary>{name}</summary><p class='dl-quiet'>Folder <code>{escape(run.name)}</code></p>"
        f"<table class='dl-table'><thead><tr>{headings}</tr></thead><tbody>{''.join(rows)}</tbody></table></details>"
    )


def _value(run: ListedRun, metric: str) -> float | None:
    mean = run.summary["means"].get(metric)
    value = mean.get("value", mean.get("mean")) if isinstance(mean, dict) else None
    return float(value) if isinstance(value, int | float) else None


def _whole(run: ListedRun, name: str) -> int:
    value = run.summary.get(name, 0)
    return value if isinstance(value, int) else 0
