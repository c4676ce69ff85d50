"""The Evals tab: the last reports of ``dateline eval``, with their intervals."""

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from ui.page.words import count

SHOWN = 8  # reports
METRICS = 12  # a report
NONE = (
    '<div class="dl-evals"><p>No eval has been run yet.</p><p class="dl-quiet">Run one: <code>dateline eval seeds</code>. '
    "Judgements given on this page become cases with <code>dateline eval --from-feedback</code>.</p></div>"
)


def reports(folder: Path) -> list[tuple[str, Mapping[str, Any]]]:
    """Name and summary of the newest runs in ``folder``; files that are no summary are left out."""
    found: list[tuple[str, Mapping[str, Any]]] = []
    files = sorted(folder.glob("*/summary.json"), key=lambda p: p.stat().st_mtime, reverse=True) if folder.is_dir() else []
    for file in files[:SHOWN]:
        try:
            summary = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(summary, dict) and isinstance(summary.get("means"), dict):
            found.append((file.parent.name, summary))
    return found


def render(found: list[tuple[str, Mapping[str, Any]]]) -> str:
    """The reports as tables, the newest first."""
    return '<div class="dl-evals dl-turn">' + "".join(_report(name, summary) for name, summary in found) + "</div>" if found else NONE


def _report(name: str, summary: Mapping[str, Any]) -> str:
    rows = []
    for metric, mean in list(summary["means"].items())[:METRICS]:
        if isinstance(mean, dict) and isinstance(value := mean.get("value", mean.get("mean")), int | float):
            low, high = mean.get("low"), mean.get("high")
            spread = f"{low:.3f} to {high:.3f}" if isinstance(low, int | float) and isinstance(high, int | float) else ""
            rows.append(
                f"<tr><td>{escape(str(metric).replace('_', ' '))}</td><td>{value:.3f}</td><td>{spread}</td>"
                f"<td>{escape(str(mean.get('n', '')))}</td></tr>"
            )
    head = "".join(f'<th scope="col">{h}</th>' for h in ("Metric", "Mean", "95% interval", "n"))
    told = f"{count(int(summary.get('n', 0)), 'case')}, {int(summary.get('failed', 0)):,} failed" + (
        "" if summary.get("complete", True) else ", not finished"
    )
    return (
        f"<section><h3>{escape(str(summary.get('suite', name)))}</h3><p class='dl-quiet'>{escape(told)} · full report: "
        f"<code>{escape(name)}/report.html</code></p>"
        f"<table class='dl-table'><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></section>"
    )
