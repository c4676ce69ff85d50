"""The run as a terminal table (rich)."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from eval.causes import CAUSES
from eval.score import ABOUT, LOWER

HEADLINES = (
    "right", "contains", "refused", "false_refusal", "quotes_contain_lenient", "hit@1", "hit@4", "mrr@10", "wording_recall", "checker_f1",
    "checker_auc",
)  # fmt: skip


def show(console: Console, found: Mapping[str, Any], times: Mapping[str, Any]) -> None:
    """Print a summary (see ``eval.results.summary``) with its latency and memory."""
    console.print(Group(*_parts(found, times)))


def _parts(found: Mapping[str, Any], times: Mapping[str, Any]) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(title(found), style="bold"), _metrics(found)]
    if len(found["by_kind"]) > 1:
        parts.append(_kinds(found["by_kind"]))
    for name, against in found["against"].items():
        parts.append(_against(name, against))
    if found.get("causes"):
        lost = "; ".join(f"{n} {name} ({CAUSES[name]})" for name, n in found["causes"].items())
        parts.append(Text(f"Wrong answers by where they were lost: {lost}"))
    if found.get("tokens"):
        sizes = ", ".join(f"{name} {v['p50']:.0f}/{v['p95']:.0f}" for name, v in found["tokens"].items())
        parts.append(Text(f"p50/p95 tokens: {sizes}"))
    stages = ", ".join(f"{name} {v['p50']:.0f}/{v['p95']:.0f}" for name, v in times["stages"].items())
    parts.append(Text(f"p50/p95 ms: {stages or 'none'}; peak memory {times['peak_memory_mb']:.0f} MB"))
    return parts


def title(found: Mapping[str, Any]) -> str:
    """Say in a line what was run, and what of it counts."""
    options = found["options"]
    how = "retrieval only" if options["retrieval_only"] else "with LLM" if options["llm"] else "without LLM"
    left = f", {found['left_out']} left out by their source" if found["left_out"] else ""
    stopped = "" if found["complete"] else ", STOPPED before its end"
    day = "" if options["as_of"] else ", no as-of day"
    return f"{found['suite']}: {found['n']} cases, {found['failed']} failed{left}; {how}{day}{stopped}"


def interval(mean: Mapping[str, float]) -> str:
    """Return "0.612 [0.55, 0.67]"."""
    return f"{mean['value']:.3f} [{mean['low']:.2f}, {mean['high']:.2f}]"


def _metrics(found: Mapping[str, Any]) -> Table:
    table = Table("metric", "mean [95%]", "n", "n/a", "failed", "what it is")
    for column in table.columns[1:5]:
        column.justify = "right"
    for name, mean in found["means"].items():
        about = ABOUT.get(name, "") + (" (lower is better)" if name in LOWER else "")
        table.add_row(name, interval(mean), str(mean["n"]), str(mean["out"]), str(mean["failed"]), about)
    return table


def _kinds(by_kind: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Table:
    shown = [name for name in HEADLINES if any(name in means for means in by_kind.values())]
    table = Table("kind", *shown, title="By kind: mean (n)")
    for kind, means in by_kind.items():
        table.add_row(kind or "-", *(f"{means[m]['value']:.3f} ({means[m]['n']})" if m in means else "" for m in shown))
    return table


def _against(name: str, against: Mapping[str, Any]) -> Table:
    table = Table("metric", "difference [95%]", "p", "n", "test", title=f"Against {name}, on the same questions")
    for metric, d in against["metrics"].items():
        real = " *" if d["p"] < 0.05 else ""
        table.add_row(metric, f"{d['value']:+.3f} [{d['low']:+.2f}, {d['high']:+.2f}]{real}", f"{d['p']:.3f}", str(d["n"]), d["test"])
    gained, lost = against["changed"]["gained"], against["changed"]["lost"]
    table.caption = f"* p < 0.05. {_ids('gained', gained)}; {_ids('lost', lost)}"
    return table


def _ids(word: str, ids: list[str]) -> str:
    return f"{word} {len(ids)}" + (f" ({', '.join(ids[:6])}{' ...' if len(ids) > 6 else ''})" if ids else "")
