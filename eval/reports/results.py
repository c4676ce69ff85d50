"""Write and read the files of a run: results.jsonl and summary.json, equal to the byte in every run, and timings.jsonl."""

import json
import resource
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval import checker
from eval.cache import write_whole
from eval.options import Options
from eval.run import Run, Scores, changed, compare_runs, scores_of, to_rows
from eval.scores import causes
from eval.scores.metrics import percentile
from eval.scores.stats import Mean
from eval.suites.cases import Suite
from rag.errors import CaseError


def summary(result: Run, before: Mapping[str, Scores] | None = None) -> dict[str, Any]:
    """Return means with intervals, by kind too, and for each run in ``before`` (name -> scores by id) the paired tests."""
    return {
        "suite": result.suite.name,
        "suite_digest": result.suite.digest,
        "system": result.system,
        "options": asdict(result.options),
        "complete": result.complete,
        "n": len(result.cases),
        "failed": result.failed,
        "left_out": result.left_out,
        "degraded": sum(o.degraded for o in result.outcomes),
        "means": {name: mean_row(mean) for name, mean in result.means.items()},
        "tokens": tokens(result),
        "by_kind": {kind: {name: mean_row(mean) for name, mean in means.items()} for kind, means in result.by_kind.items()},
        "causes": causes.count_causes(to_rows(result)),
        "writers": dict(Counter(o.writer for o in result.outcomes if o.status in {"answered", "disputed"}).most_common()),
        "against": against(scores_of(result), before or {}),
    }


def against(now: Scores, before: Mapping[str, Scores]) -> dict[str, Any]:
    """Return the paired tests of a run's scores with each of ``before`` (name -> scores by id), and what changed."""
    return {
        name: {
            "metrics": {m: {k: _rounded(v) for k, v in asdict(d).items()} for m, d in compare_runs(now, scores).items()},
            "changed": changed(now, scores),
        }
        for name, scores in before.items()
    }


def mean_row(mean: Mean) -> dict[str, float]:
    """Return a Mean as a row, rounded so that it reads and repeats well."""
    return {k: _rounded(v) for k, v in asdict(mean).items()}


def write_run(result: Run, out: Path, before: Mapping[str, Scores] | None = None, *, complete: bool = True) -> dict[str, Any]:
    """Write results.jsonl, summary.json and timings.jsonl into ``out`` and return the summary.

    :param complete: False when a run that belongs to it, such as a baseline, was stopped.
    """
    out.mkdir(parents=True, exist_ok=True)
    found = summary(result, before)
    found["complete"] = result.complete and complete
    write_whole(out / "results.jsonl", _lines(to_rows(result)))
    write_whole(out / "summary.json", json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    times = [{"id": o.id, "timings_ms": dict(o.timings_ms)} for o in result.outcomes]
    write_whole(out / "timings.jsonl", _lines([*times, {"peak_memory_mb": peak_memory_mb(), "stages": latency(result)}]))
    return found


def write_pairs(
    suite: Suite,
    options: Options,
    verdicts: Sequence[checker.PairVerdict],
    out: Path,
    before: Mapping[str, Scores],
    *,
    system: str,
    complete: bool,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the files of a checker run into ``out``; return its summary and the last line of its timings."""
    out.mkdir(parents=True, exist_ok=True)
    rows = checker.pair_rows(verdicts)
    kinds = dict.fromkeys(v.pair.kind for v in verdicts)
    by_kind = {kind: checker.pair_means([v for v in verdicts if v.pair.kind == kind]) for kind in kinds}
    found: dict[str, Any] = {
        "suite": suite.name,
        "suite_digest": suite.digest,
        "system": system,
        "options": asdict(options),
        "complete": complete,
        "left_out": 0,
        "against": against({row["id"]: row["scores"] for row in rows}, before),
        "n": len(verdicts),
        "failed": sum(bool(v.error) for v in verdicts),
        "means": {name: mean_row(mean) for name, mean in checker.pair_means(verdicts).items()},
        "by_kind": {kind: {name: mean_row(mean) for name, mean in means.items()} for kind, means in by_kind.items()},
    }
    times = {"peak_memory_mb": peak_memory_mb(), "stages": {}}
    write_whole(out / "results.jsonl", _lines(rows))
    write_whole(out / "summary.json", json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    write_whole(out / "timings.jsonl", _lines([times]))
    return found, times


def read_times(folder: Path) -> dict[str, Any]:
    """Return the last line of timings.jsonl: latency by stage and peak memory."""
    last: dict[str, Any] = json.loads((folder / "timings.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    return last


def read_scores(folder: Path) -> dict[str, dict[str, float | None]]:
    """Return the scores by question id of an earlier run.

    :raises CaseError: if ``folder`` holds no run.
    """
    return {row["id"]: row["scores"] for row in read_results(folder)}


def read_results(folder: Path) -> list[dict[str, Any]]:
    """Return the rows of an earlier run's results.jsonl.

    :raises CaseError: if ``folder`` holds no run.
    """
    file = folder / "results.jsonl"
    try:
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as err:
        raise CaseError(f"{file} cannot be read ({err}). Make a run first: python -m eval SUITE --out {folder}") from err


def latency(result: Run) -> dict[str, dict[str, float]]:
    """Return p50 and p95 in milliseconds of each stage, over the questions that had it."""
    stages: dict[str, list[float]] = {}
    for outcome in result.outcomes:
        for name, value in outcome.timings_ms.items():
            stages.setdefault(name, []).append(value)
    return {name: {"p50": percentile(v, 0.5), "p95": percentile(v, 0.95), "n": len(v)} for name, v in stages.items()}


def tokens(result: Run) -> dict[str, dict[str, float]]:
    """Return p50 and p95 of the tokens (tiktoken) of quotes and answer, over the questions that have an answer."""
    answered = [o for o in result.outcomes if o.status]
    counts = {"quotes": [o.quote_tokens for o in answered], "answer": [o.answer_tokens for o in answered]}
    return {name: {"p50": percentile(v, 0.5), "p95": percentile(v, 0.95), "n": len(v)} for name, v in counts.items() if v}


def peak_memory_mb() -> float:
    """Return the most memory this process has held, in MB; the embedded language model is a separate process."""
    return megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def megabytes(maxrss: int) -> float:
    """Return what the system gives as ru_maxrss in MB."""
    return round(maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6, 1)  # macOS gives bytes, Linux kilobytes


def _lines(rows: Sequence[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _rounded(value: Any) -> Any:  # noqa: ANN401 - numbers are rounded, the rest passes
    return round(value, 6) if isinstance(value, float) else value
