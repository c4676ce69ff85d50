"""Print the summary of a run, or of several, as tables in the terminal (rich)."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from eval.scores.causes import CAUSES
from eval.scores.score import ABOUT, LOWER

HEADLINES = (
    "right", "first_right", "wrong_shown", "contains", "refused", "false_refusal", "quotes_contain_lenient", "hit@1", "hit@4", "mrr@10",
    "wording_recall", "wording_noise", "checker_f1", "checker_auc",
)  # fmt: skip
OVERVIEW = (
    "right", "right_answerable", "first_right", "wrong_shown", "refused", "false_refusal", "words", "short_exact", "short_f1",
    "contains", "quotes_contain", "quotes_contain_lenient", "strict", "both_sides", "both_values", "as_of_right", "outdated",
    "outdated_instead", "refusal_balanced_accuracy", "refusal_auc", "top_score_auc", "hit@1", "hit@4",
    "mrr@10", "citation_precision", "sentence_support", "quotes_verbatim", "checker_f1", "checker_precision", "checker_auc",
    "wording_recall", "wording_noise", "wording_kept",
)  # fmt: skip
BY_KIND = ("right", "hit@1", "checker_f1", "wording_recall")  # the first that a suite has is also shown for each kind


def print_run(console: Console, found: Mapping[str, Any], times: Mapping[str, Any]) -> None:
    """Print a summary (see ``eval.reports.results.summary``) with its latency and memory."""
    console.print(Group(*_parts(found, times)))


def overview(console: Console, runs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> None:
    """Print the main figures of several runs, each a summary with the last line of its timings, in one table."""
    table = _table("suite", "metric", "mean [95%]", "n", "n/a", "failed", numbers=slice(2, 6))
    for found, _ in runs:
        lines = [(name, found["means"][name]) for name in OVERVIEW if name in found["means"]]
        main = next((name for name in BY_KIND if name in found["means"]), "")
        if len(found["by_kind"]) > 1:
            lines += [(f"{main}, {kind or '-'}", means[main]) for kind, means in found["by_kind"].items() if main in means]
        for n, (name, mean) in enumerate(lines):
            table.add_row("" if n else found["suite"], name, interval(mean), str(mean["n"]), str(mean["out"]), str(mean["failed"]))
        table.add_section()
    console.print(table)
    for found, times in runs:
        console.print(Text(f"{title(found)}. {_spent(times)}"))


def _parts(found: Mapping[str, Any], times: Mapping[str, Any]) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(title(found), style="bold"), _metrics(found)]
    if len(found["by_kind"]) > 1:
        parts.append(_kinds(found["by_kind"]))
    for name, against in found["against"].items():
        parts.append(_against(name, against))
    if found.get("causes"):
        lost = "; ".join(f"{n} {name} ({CAUSES[name]})" for name, n in found["causes"].items())
        parts.append(Text(f"Wrong answers by where they were lost: {lost}"))
    if found.get("writers"):
        parts.append(Text("Answers written by: " + ", ".join(f"{name} {n}" for name, n in found["writers"].items())))
    if found.get("tokens"):
        sizes = ", ".join(f"{name} {v['p50']:.0f}/{v['p95']:.0f}" for name, v in found["tokens"].items())
        parts.append(Text(f"p50/p95 tokens: {sizes}"))
    parts.append(Text(_spent(times)))
    return parts


def _spent(times: Mapping[str, Any]) -> str:
    stages = ", ".join(f"{name} {v['p50']:.0f}/{v['p95']:.0f}" for name, v in times["stages"].items())
    return f"p50/p95 ms: {stages or 'none'}; peak memory {times['peak_memory_mb']:.0f} MB"


def title(found: Mapping[str, Any]) -> str:
    """Say in a line what was run, and what of it counts."""
    options = found["options"]
    how = "retrieval only" if options["retrieval_only"] else "with LLM" if options["llm"] else "without LLM"
    left = f", {found['left_out']} left out by their source" if found["left_out"] else ""
    left += f", {found['degraded']} answered without the LLM because it failed" if found.get("degraded") else ""
    stopped = "" if found["complete"] else ", STOPPED before its end"
    day = "" if options["as_of"] else ", no as-of day"
    return f"{found['suite']}: {found['n']} cases, {found['failed']} failed{left}; {how}{day}{stopped}"


def interval(mean: Mapping[str, float]) -> str:
    """Return "0.612 [0.55, 0.67]"."""
    return f"{mean['value']:.3f} [{mean['low']:.2f}, {mean['high']:.2f}]"


def _metrics(found: Mapping[str, Any]) -> Table:
    table = _table("metric", "mean [95%]", "n", "n/a", "failed", "what it is", numbers=slice(1, 5))
    for name, mean in found["means"].items():
        about = ABOUT.get(name, "") + (" (lower is better)" if name in LOWER else "")
        table.add_row(name, interval(mean), str(mean["n"]), str(mean["out"]), str(mean["failed"]), about)
    return table


def _kinds(by_kind: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Table:
    shown = [name for name in HEADLINES if any(name in means for means in by_kind.values())]
    table = Table("kind", *(name.replace("_", " ") for name in shown), title="By kind: mean (n)")
    for kind, means in by_kind.items():
        table.add_row(kind or "-", *(f"{means[m]['value']:.3f} ({means[m]['n']})" if m in means else "" for m in shown))
    return table


def _against(name: str, against: Mapping[str, Any]) -> Table:
    table = _table("metric", "difference [95%]", "p", "n", "test", numbers=slice(1, 4), title=f"Against {name}, on the same questions")
    for metric, d in against["metrics"].items():
        real = " *" if d["p"] < 0.05 else ""
        table.add_row(metric, f"{d['value']:+.3f} [{d['low']:+.2f}, {d['high']:+.2f}]{real}", f"{d['p']:.3f}", str(d["n"]), d["test"])
    gained, lost = against["changed"]["gained"], against["changed"]["lost"]
    table.caption = f"* p < 0.05. {_ids('gained', gained)}; {_ids('lost', lost)}"
    return table


def _table(*names: str, numbers: slice, title: str | None = None) -> Table:
    """Return an empty table whose metrics and figures are shown whole, however narrow the terminal."""
    table = Table(*names, title=title)
    for column in table.columns[numbers]:
        column.justify = "right"
    for column in table.columns[: numbers.stop]:
        column.no_wrap = True
    return table


def _ids(word: str, ids: list[str]) -> str:
    return f"{word} {len(ids)}" + (f" ({', '.join(ids[:6])}{' ...' if len(ids) > 6 else ''})" if ids else "")
