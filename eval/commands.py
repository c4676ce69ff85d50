"""What ``python -m eval`` does: parse nothing, call the parts, write the files, show the table."""

import argparse
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from eval import causes, check, report, results, table
from eval import gate as gates
from eval.cache import write_whole
from eval.cases import BENCH, ROOT, Suite, digest, read_suite
from eval.run import Options, Progress, Run, run_cases, to_rows
from rag.errors import CaseError
from rag.settings import load_settings

_ALL = (
    "right", "contains", "quotes_contain_lenient", "refusal_balanced_accuracy", "hit@1", "hit@4", "mrr@10", "checker_f1", "checker_auc",
    "wording_recall",
)  # fmt: skip


def run_one(args: argparse.Namespace) -> int:
    """Run one suite, write its files and show it; 130 if it was stopped."""
    from rich.console import Console

    console = Console()
    suite = feedback_suite(args.from_feedback) if args.from_feedback else read_suite(args.suite)
    out = args.out or Path("runs") / _name(suite, args)
    found, times = measure(suite, args, out)
    table.show(console, found, times)
    console.print(f"Written: {out / 'report.html'}, results.jsonl, summary.json, timings.jsonl")
    if not found["complete"]:
        console.print(
            f"Stopped. What is done is kept; go on: python -m eval {args.suite or suite.name} --resume"
            + (f" --out {args.out}" if args.out else "")
        )
        return 130
    return 0


def feedback_suite(file: Path) -> Suite:
    """Return the judgements in ``file`` as a suite on the index in use.

    :raises CaseError: if no judgement in it can be scored.
    """
    from eval.feedback import cases_from_feedback

    cases = cases_from_feedback(file)
    if not cases:
        raise CaseError(f"{file} holds no judgement that can be scored: a thumb up, or a thumb down with the right answer")
    return Suite("feedback", file, "questions", digest([file], file.parent), cases)


def measure(suite: Suite, args: argparse.Namespace, out: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run ``suite``, write its files into ``out``; return its summary and the last line of its timings."""
    if suite.kind == "pairs":
        return _measure_pairs(suite, args, out)
    options = Options(llm=args.llm, retrieval_only=args.retrieval_only, as_of=args.as_of, limit=args.limit, kinds=tuple(args.kind))
    before = {str(args.baseline): results.read_scores(args.baseline)} if args.baseline else {}
    result = _run(suite, options, args, out)
    others = _baselines(suite, options, args, out) if args.baselines and suite.kind == "questions" and result.complete else {}
    before |= {name: {r["id"]: r["scores"] for r in to_rows(other)} for name, other in others.items()}
    found = results.write_run(result, out, before)
    rows, times = to_rows(result), results.read_times(out)
    page = report.build(found, rows, times, {name: results.summary(other) for name, other in others.items()})
    write_whole(out / "report.html", page)
    return found, times


def run_all(args: argparse.Namespace) -> int:
    """Run every set of a folder and show one line each; a set that cannot be read is named and the rest goes on."""
    from rich.console import Console
    from rich.table import Table

    console, base = Console(), args.sets or BENCH
    if not base.is_dir():
        raise CaseError(f"{base} is no folder of sets. Give one: python -m eval --all --sets DIR")
    shown = Table("suite", "n", "failed", *_ALL, title="mean (n)")
    broken = 0
    for folder in sorted(p for p in base.iterdir() if p.is_dir()):
        try:
            suite = read_suite(folder)
            if suite.kind == "pairs" and args.retrieval_only:
                continue
            found, _ = measure(suite, args, (args.out or Path("runs")) / _name(suite, args))
        except CaseError as err:
            console.print(f"error: {err}", style="red")
            broken += 1
            continue
        cells = [_cell(found["means"].get(name)) for name in _ALL]
        shown.add_row(suite.name, str(found["n"]), str(found["failed"]), *cells)
        if not found["complete"]:
            break
    console.print(shown)
    return 2 if broken else 0


def gate(args: argparse.Namespace) -> int:
    """Measure the seeds suite without LLM and hold it to its floors, or pin them; 1 if it is under them."""
    suite = read_suite(args.suite or gates.SUITE)
    result = _run(suite, Options(llm=False), args, None)
    now = gates.floors_of(result)
    if args.pin:
        gates.pin(now, allow_lower=args.allow_lower)
        print(f"Pinned {len(now.floors)} floors of {suite.name} (n {len(result.cases)}) in {gates.BASELINE.relative_to(ROOT)}")
        return 0
    short = gates.shortfalls(now, gates.read_baseline())
    for line in short:
        print(f"gate: {line}")
    wrong = [f"{row['id']} ({name})" for row in to_rows(result) if (name := causes.cause(row))]
    verdict, right = "failed" if short else "passed", len(result.cases) - len(wrong)
    print(f"gate: {verdict}; {right} of {len(result.cases)} right. Wrong: {', '.join(wrong) or 'none'}")
    return 1 if short else 0


def _run(suite: Suite, options: Options, args: argparse.Namespace, out: Path | None) -> Run:
    from eval.system import open_system

    with open_system(suite, options) as system:
        if out is not None:
            _begin(suite, options, system.digest, out, args.resume)
        with _progress(suite.name) as progress:
            return run_cases(suite, system, options, digest=system.digest, fresh=args.fresh, progress=progress)


def _begin(suite: Suite, options: Options, digest: str, out: Path, resume: bool) -> None:
    """Note in run.json what this run is; with ``resume`` refuse to mix it with another.

    :raises CaseError: naming what differs.
    """
    now = {"suite": suite.digest, "system": digest, "options": asdict(options)}
    now = json.loads(json.dumps(now))
    file = out / "run.json"
    if resume:
        if not file.is_file():
            raise CaseError(f"{out} holds no run to go on with. Start it: leave --resume out")
        if differ := [name for name, value in json.loads(file.read_text(encoding="utf-8")).items() if value != now.get(name)]:
            raise CaseError(f"the run in {out} cannot go on, because its {' and '.join(differ)} changed. Start anew: leave --resume out")
    out.mkdir(parents=True, exist_ok=True)
    write_whole(file, json.dumps(now, indent=1) + "\n")


def _baselines(suite: Suite, options: Options, args: argparse.Namespace, out: Path) -> dict[str, Run]:
    from eval.baselines import NAMES, open_baseline

    searched = replace(options, retrieval_only=True, llm=False)
    runs = {}
    for name in NAMES:
        with _progress(f"{suite.name}, {name}") as progress:
            answerer = open_baseline(name, suite, load_settings(ROOT))
            runs[name] = run_cases(suite, answerer, searched, digest=answerer.digest, fresh=args.fresh, progress=progress)
        results.write_run(runs[name], out / name)
    return runs


def _measure_pairs(suite: Suite, args: argparse.Namespace, out: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    with _progress(suite.name) as progress:
        verdicts, complete = check.check_pairs(suite, check.dateline(load_settings(ROOT)), limit=args.limit, progress=progress)
    found, times = results.write_pairs(suite, verdicts, out, complete=complete)
    write_whole(out / "report.html", report.build(found, results.read_results(out), times))
    return found, times


@contextmanager
def _progress(name: str) -> Iterator[Progress]:
    """Show a bar with the time left on a terminal, and nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    name_, case_ = TextColumn("{task.description}"), TextColumn("{task.fields[case]}")
    with Bar(name_, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), case_, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None, case="")

        def update(done: int, total: int, case: str) -> None:
            bar.update(task, completed=done, total=total, case=case)

        yield update


def _name(suite: Suite, args: argparse.Namespace) -> str:
    how = "-retrieval" if args.retrieval_only else "" if args.llm else "-no-llm"
    return suite.name + ("" if suite.kind == "pairs" else how) + ("" if args.as_of else "-no-as-of")


def _cell(mean: Mapping[str, float] | None) -> str:
    return f"{mean['value']:.3f} ({mean['n']})" if mean else ""
