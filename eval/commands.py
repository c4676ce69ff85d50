"""The commands behind ``python -m eval``: run suites, write their files, print their tables, hold or pin the gate."""

import argparse
import json
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from eval import checker
from eval import gate as gates
from eval.bench import timelines
from eval.cache import write_whole
from eval.options import Options, Progress
from eval.pool import check_suites, pooled
from eval.reports import report, results, table
from eval.run import Run, Scores, choose_cases, run_cases, scores_of, to_rows
from eval.scores import causes
from eval.suites.cases import BENCH, ROOT, Suite, corpus_files, digest
from eval.suites.public import UnknownForm
from eval.suites.read import read_suite
from eval.suites.timelines import find_timelines
from rag.errors import CaseError
from rag.language.control import written_out
from rag.settings import load_settings

STOPPED = 130
Shown = tuple[dict[str, Any], dict[str, Any]]  # summary of a run, and the last line of its timings


def run_one(args: argparse.Namespace) -> int:
    """Run one suite, write its files and show it; 130 if it was stopped. A set of timelines has a command of its own."""
    if args.suites and (folder := find_timelines(args.suites[0])):
        return timelines.main([str(folder)])
    suite = feedback_suite(args.from_feedback) if args.from_feedback else read_suite(args.suites[0])
    suite = with_corpus(suite, args.corpus) if args.corpus else suite
    out = args.out or Path("runs") / (suite.name + _run_suffix(suite, args))
    return _show_run(*measure(suite, args, out), args, out)


def with_corpus(suite: Suite, corpus: Path) -> Suite:
    """Return the same cases asked of other articles, as a suite with a new name.

    :raises CaseError: if there is no such folder or file.
    """
    if not corpus.exists():
        raise CaseError(f"--corpus {corpus}: there is no such folder or file of articles")
    where = corpus.resolve()
    return replace(
        suite, name=f"{suite.name}-{where.name}", corpus=where, digest=digest([suite.path, *corpus_files(where)], suite.path.parent)
    )


def run_pooled(args: argparse.Namespace) -> int:
    """Run several suites, each on its own index, and show their questions in one table; 130 if it was stopped."""
    suites = [read_suite(where) for where in args.suites]
    check_suites(suites)
    out = args.out or Path("runs") / ("+".join(s.name for s in suites) + _run_suffix(suites[0], args))
    before = _earlier_scores(args)
    each, others = list[Run](), list[dict[str, Run]]()
    for suite in suites:
        result, beside = _run_with_baselines(suite, args, out / suite.name)
        each.append(result)
        others.append(beside)
        if not _all_complete(result, beside):
            break
    names = dict.fromkeys(name for beside in others for name in beside)
    together = {name: pooled([beside[name] for beside in others if name in beside]) for name in names}
    return _show_run(*_write_files(pooled(each), together, before, out), args, out)


def run_all(args: argparse.Namespace) -> int:
    """Run every set of a folder; one of no form that is read here is named and left out."""
    base = args.sets or BENCH
    if not base.is_dir():
        raise CaseError(f"{base} is no folder of sets. Give one: python -m eval --all --sets DIR")
    known = list[Path]()
    for where in sorted(p for p in base.iterdir() if p.is_dir()):
        try:
            read_suite(where)
        except UnknownForm as err:
            print(written_out(f"left out: {err}"), file=sys.stderr)
            continue
        except CaseError:
            pass  # run_several names it and counts it
        known.append(where)
    return run_several(args, known)


def run_several(args: argparse.Namespace, wheres: Sequence[Path | str]) -> int:
    """Run suites one after another and show their figures in one table; one that cannot be read is named and the rest goes on."""
    from rich.console import Console

    console, broken, shown = Console(), 0, list[Shown]()
    for where in wheres:
        try:
            suite = read_suite(where)
            if suite.kind == "pairs" and args.retrieval_only:
                continue
            out = (args.out or Path("runs")) / (suite.name + _run_suffix(suite, args))
            shown.append(measure(suite, args, out))
        except CaseError as err:
            console.print(written_out(f"error: {err}"), style="red", markup=False)
            broken += 1
            continue
        if not shown[-1][0]["complete"]:
            break
    table.overview(console, shown)
    return STOPPED if shown and not shown[-1][0]["complete"] else 2 if broken else 0


def feedback_suite(file: Path) -> Suite:
    """Return the judgements in ``file`` as a suite on the index in use.

    :raises CaseError: if no judgement in it can be scored.
    """
    from eval.suites.feedback import cases_from_feedback

    cases = cases_from_feedback(file)
    if not cases:
        raise CaseError(f"{file} holds no judgement that can be scored: a thumb up, or a thumb down with the right answer")
    return Suite("feedback", file, "questions", digest([file], file.parent), cases)


def measure(suite: Suite, args: argparse.Namespace, out: Path) -> Shown:
    """Run ``suite``, write its files into ``out``; return its summary and the last line of its timings."""
    if suite.kind == "pairs":
        return _measure_pairs(suite, args, out)
    before = _earlier_scores(args)
    return _write_files(*_run_with_baselines(suite, args, out), before, out)


def gate(args: argparse.Namespace) -> int:
    """Measure the seeds suite without LLM and hold it to its floors, or pin them; 1 if it is under them."""
    suite = read_suite(args.suites[0] if args.suites else gates.SUITE)
    result = _run_suite(suite, Options(llm=False), args, None)
    if not result.complete:
        raise KeyboardInterrupt
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


def _run_with_baselines(suite: Suite, args: argparse.Namespace, out: Path) -> tuple[Run, dict[str, Run]]:
    """Return the run of ``suite`` and, if asked for, those of the baselines."""
    result = _run_suite(suite, _options(args), args, out)
    return result, _run_baselines(suite, args, out) if args.baselines and suite.kind == "questions" and result.complete else {}


def _write_files(result: Run, others: Mapping[str, Run], before: Mapping[str, Scores], out: Path) -> Shown:
    """Write the files of a run with baselines ``others``, with tests against them and against ``before``."""
    before = {**before} | {name: scores_of(other) for name, other in others.items()}
    found = results.write_run(result, out, before, complete=_all_complete(result, others))
    times = results.read_times(out)
    page = report.report_html(found, to_rows(result), times, {name: results.summary(other) for name, other in others.items()})
    write_whole(out / "report.html", page)
    return found, times


def _run_suite(suite: Suite, options: Options, args: argparse.Namespace, out: Path | None) -> Run:
    from eval.systems.dateline import ensure_index, not_ingested, open_system

    choose_cases(suite, options)  # a mistyped kind is reported before an index is built
    if suite.corpus:
        with _progress(f"{suite.name}, index") as progress:
            index = ensure_index(suite, load_settings(ROOT), progress=progress)
        for line in not_ingested(index):
            print(written_out(f"not ingested: {line}"), file=sys.stderr)
    with open_system(suite, options) as system:
        if out is not None:
            _record_run(suite, options, system.digest, out, args)
        with _progress(suite.name) as progress:
            return run_cases(suite, system, options, digest=system.digest, fresh=args.fresh, progress=progress)


def _record_run(suite: Suite, options: Options, digest: str, out: Path, args: argparse.Namespace) -> None:
    """Record in run.json what this run is; with --resume it must be the run that was stopped.

    Of several suites, those after the one that was stopped have no run yet.

    :raises CaseError: naming what differs.
    """
    now = {"suite": suite.digest, "system": digest, "options": asdict(options)}
    now = json.loads(json.dumps(now))
    file = out / "run.json"
    if args.resume and not (args.all or len(args.suites) > 1) and not file.is_file():
        raise CaseError(f"{out} holds no run to go on with. Start it: leave --resume out")
    if args.resume and file.is_file():
        if differ := [name for name, value in json.loads(file.read_text(encoding="utf-8")).items() if value != now.get(name)]:
            raise CaseError(f"the run in {out} cannot go on, because its {' and '.join(differ)} changed. Start anew: leave --resume out")
    out.mkdir(parents=True, exist_ok=True)
    write_whole(file, json.dumps(now, indent=1) + "\n")


def _run_baselines(suite: Suite, args: argparse.Namespace, out: Path) -> dict[str, Run]:
    from eval.systems.baselines import NAMES, open_baseline

    searched = replace(_options(args), retrieval_only=True, llm=False)
    runs: dict[str, Run] = {}
    for name in NAMES:
        with _progress(f"{suite.name}, {name}") as progress:
            answerer = open_baseline(name, suite, load_settings(ROOT))
            runs[name] = run_cases(suite, answerer, searched, digest=answerer.digest, fresh=args.fresh, progress=progress)
        results.write_run(runs[name], out / name)
        if not runs[name].complete:
            break
    return runs


def _measure_pairs(suite: Suite, args: argparse.Namespace, out: Path) -> Shown:
    from eval.systems.program import code_digest

    options, before = replace(_options(args), llm=False), _earlier_scores(args)
    system = f"checker-{code_digest()[:16]}"
    chosen = checker.choose_pairs(suite, options)
    _record_run(suite, options, system, out, args)
    judge = checker.our_checker(load_settings(ROOT))
    with _progress(suite.name) as progress:
        verdicts, complete = checker.check_pairs(chosen, judge, digest=system, fresh=args.fresh, progress=progress)
    found, times = results.write_pairs(suite, options, verdicts, out, before, system=system, complete=complete)
    write_whole(out / "report.html", report.report_html(found, results.read_results(out), times))
    return found, times


def _show_run(found: dict[str, Any], times: dict[str, Any], args: argparse.Namespace, out: Path) -> int:
    from rich.console import Console

    console = Console()
    table.print_run(console, found, times)
    console.print(f"Written: {out / 'report.html'}, results.jsonl, summary.json, timings.jsonl")
    if found["complete"]:
        return 0
    again = [word for word in args.typed if word not in {"--resume", "--fresh"}]
    console.print(f"Stopped. What is done is kept; go on: python -m eval {shlex.join(again)} --resume", soft_wrap=True, markup=False)
    return STOPPED


def _options(args: argparse.Namespace) -> Options:
    return Options(
        llm=args.llm,
        retrieval_only=args.retrieval_only,
        as_of=args.as_of,
        limit=args.limit,
        quote_tokens=args.quote_tokens,
        deadline_s=args.deadline,
        kinds=tuple(args.kind),
    )


def _earlier_scores(args: argparse.Namespace) -> dict[str, Scores]:
    return {str(args.baseline): results.read_scores(args.baseline)} if args.baseline else {}


def _all_complete(result: Run, others: Mapping[str, Run]) -> bool:
    return result.complete and all(other.complete for other in others.values())


def _run_suffix(suite: Suite, args: argparse.Namespace) -> str:
    read = f"-{args.quote_tokens}-tokens" if args.quote_tokens else ""
    mode = "-retrieval" if args.retrieval_only else read if args.llm else "-no-llm"
    return ("" if suite.kind == "pairs" else mode) + ("" if args.as_of else "-no-as-of")


@contextmanager
def _progress(name: str) -> Iterator[Progress]:
    """Show a bar with the time left on a terminal, and nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[case]}")
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=None, case="")

        def update(done: int, total: int, case: str) -> None:
            bar.update(task, completed=done, total=total, case=case)

        yield update
