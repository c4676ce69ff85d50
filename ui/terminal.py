"""Print results of the commands on stdout, progress and errors on stderr; plain text when output is piped."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.language.control import written_out
from rag.records import Answer, Event, Evidence
from ui import show
from ui.export import NOTHING, entry_days, timeline_csv, timeline_markdown
from ui.gaps import gap_lines, note_lines, run_lines
from ui.phrases import count, day

if TYPE_CHECKING:
    from rich.console import Console

    from ingest.report import Report
    from rag.compare.timeline import Entry
    from rag.index.upkeep.look import Finding

PIPED_WIDTH = 100
MB = 1 << 20
EVERY_S = 30.0  # from one line of progress to the next, where it is not drawn
WINDOW_S = 120.0  # of the past, by which the time left is told


def console(*, stderr: bool = False) -> "Console":
    """Return a console that takes no text for markup or commands; NO_COLOR and TERM are honoured by rich."""
    from rich.console import Console

    class Plain(Console):
        def print(self, *objects: Any, **how: Any) -> None:  # noqa: ANN401 - as rich has it
            super().print(*(written_out(part) if isinstance(part, str) else part for part in objects), **how)

    out = Plain(stderr=stderr, markup=False, highlight=False, emoji=False)
    return out if out.is_terminal else Plain(stderr=stderr, markup=False, highlight=False, emoji=False, width=PIPED_WIDTH, soft_wrap=True)


def print_stderr(line: str) -> None:
    """Print one line on stderr."""
    sys.stderr.write(show.one_line(line) + "\n")
    sys.stderr.flush()


def print_stdout(line: str) -> None:
    """Print one line on stdout, at once: it may be a file that is looked at."""
    sys.stdout.write(show.one_line(line) + "\n")
    sys.stdout.flush()


def complain(err: Exception) -> None:
    """Print an error as one line on stderr."""
    print_stderr(f"error: {err}")


def show_faults(faults: Iterable[str]) -> None:
    """Print on stderr what of an index is lost or behind."""
    for line in faults:
        print_stderr(f"note: {line}")


def show_finding(finding: "Finding") -> None:
    """Print what was found of one part of an index."""
    wrong = f"WRONG: {finding.fault}. Repair: {finding.repair}" if finding.fault else "sound"
    print_stdout(f"{finding.part}: {wrong}{f' ({finding.seen})' if finding.seen else ''}")


def mute() -> None:
    """Discard further output: the program that read our stdout has ended."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def show_stream(events: Iterable[Event], notes: Sequence[str] = (), *, as_json: bool = False) -> Answer:
    """Show an answer as it comes; return it with ``notes`` added to its own.

    In a terminal the quotes' own answer is shown at once, and the model's words as they come, until the checked answer replaces both.
    """
    out = console()
    with _live_text(out, shown=out.is_terminal and not as_json) as write:
        for event in events:
            if event.kind == "quotes" and not as_json:
                print_lines(out, show.quote_lines(event.quotes, _width(out)), "dim")
                write("")
            elif event.draft is not None:
                write(f"{show.short_line(event.draft) or show.answer_words(event.draft)}\n\n")
            elif event.kind == "token":
                write(event.token)
            if event.answer is not None:
                answer = event.answer
    answer = replace(answer, notes=(*notes, *answer.notes))
    if as_json:
        print_raw(show.as_json(answer))
    else:
        nearest = " The quotes above are the nearest ones." if answer.status == "declined" and answer.quotes else ""
        print_lines(out, show.fold(show.short_line(answer), _width(out)), "bold")
        print_lines(out, show.fold(show.answer_words(answer) + nearest, _width(out)), "" if answer.short else "bold")
        print_lines(out, show.choice_lines(answer, _width(out)), "")
        print_lines(out, show.block_lines(answer, _width(out)), "")
        print_lines(out, show.copy_lines(answer, _width(out)), "")
        print_lines(out, show.closing_lines(answer), "dim", last=True)
    return answer


def show_evidence(found: Sequence[Evidence], *, as_json: bool = False) -> None:
    """Show passages, best first, with their sources."""
    if as_json:
        rows = [{"score": e.score, "passage": _fields(e.passage), "article": _fields(e.article, leave_out="text")} for e in found]
        print_raw(show.json_text(rows))
        return
    out = console()
    for n, evidence in enumerate(found, start=1):
        print_lines(out, [f"{n}. {show.source(evidence.article)}"], "bold", gap=False)
        print_lines(out, show.fold(show.one_line(evidence.passage.text), _width(out), "   ", "   "), "", last=n == len(found))
    if not found:
        out.print("Nothing found. Try other words, or leave out the dates and outlets.")


def show_timeline(topic: str, entries: Sequence["Entry"], form: str = "text") -> None:
    """Show dated entries, oldest first: when, the sentence that reports it, its source.

    :param form: text, json, csv or markdown.
    """
    if form != "text":
        forms = {"csv": lambda: timeline_csv(entries), "markdown": lambda: timeline_markdown(topic, entries)}
        print_raw(forms[form]() if form in forms else show.json_text([e.to_dict() for e in entries]))
        return
    out = console()
    for n, entry in enumerate(entries, start=1):
        more = f"; {count(len(entry.also), 'more article')} on it" if entry.also else ""
        print_lines(out, [entry_days(entry)], "bold", gap=False)
        print_lines(out, show.fold(f"“{show.one_line(entry.quote.text)}”", _width(out), "   ", "   "), "", gap=False)
        print_lines(out, show.fold(show.quote_source(entry.quote) + more, _width(out), "   ", "   "), "dim", last=n == len(entries))
    if not entries:
        out.print(NOTHING)


def show_report(report: "Report", index: str = "") -> None:
    """Show what an ingest did and saw, and what failed by name and reason.

    :param index: the option that names the index, for the commands shown.
    """
    from rich.table import Table

    out = console()
    for where, reason in report.failed:
        out.print(show.one_line(f"failed: {where}: {reason}"), style="red")
    print_lines(out, note_lines(report), "yellow", gap=False)
    table = Table("added", "changed", "unchanged", "removed", "failed", "articles/s")
    speed = f"{report.articles_per_second:.1f}" if report.added + report.changed else "-"
    table.add_row(*(f"{n:,}" for n in (report.added, report.changed, report.unchanged, report.removed, len(report.failed))), speed)
    out.print(table)
    print_lines(out, run_lines(report, index), "", last=True)


def show_status(found: Mapping[str, Any], *, as_json: bool = False, index: str = "") -> None:
    """Show the counts of the index, what its articles lack, and which models are fetched."""
    show_faults(found.get("faults", ()))
    if as_json:
        print_raw(show.json_text(found))
        return
    span = f"{day(found['oldest'])} to {day(found['newest'])}" if found["oldest"] else "none"
    models = (f"{name} {'here' if present else 'not fetched'}" for name, present in found["models"].items())
    earlier = f", and {count(found['versions'], 'earlier version')} of them" if found.get("versions") else ""
    rows = {"index": found["index"], "articles": f"{found['articles']:,}{earlier}", "passages": f"{found['passages']:,}"}
    rows |= {"outlets": f"{found['outlets']:,}", "dates": span, "size": f"{found['bytes'] / MB:.1f} MB"}
    rows |= {"models": ", ".join(models), "answers by": found["llm"]}
    out = console()
    for name, value in rows.items():
        out.print(f"{name:<11}{show.one_line(str(value))}")
    print_lines(out, gap_lines(found.get("lacking", {"undated": found["undated"]}), index), "", last=True)
    if found.get("several"):
        out.print(f"{count(found['several'], 'file')} with several articles")


def show_paths(paths: Mapping[str, Path]) -> None:
    """Show where each model lies."""
    out = console()
    for name, path in paths.items():
        out.print(f"{name:<11}{path}")


@contextmanager
def progress() -> Iterator[Callable[[int, int, str], None]]:
    """Give a function of bytes done, bytes in all and a label that draws a bar with the time left on stderr from its first call on.

    Where stderr is no terminal, a line is written every ``EVERY_S`` seconds.
    """
    err = console(stderr=True)
    if not err.is_terminal:
        yield progress_lines(err.print)
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.fields[label]}", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn(), TextColumn("left"))
    bar = Progress(*columns, console=err, transient=True, speed_estimate_period=WINDOW_S)
    task = bar.add_task("", label="", start=True)

    def report(done: int, total: int, label: str) -> None:
        if not bar.live.is_started:
            bar.start()
        bar.update(task, completed=done, total=total or None, label=show.one_line(label)[-40:])

    try:
        yield report
    finally:
        bar.stop()


def progress_lines(write: Callable[[str], Any], clock: Callable[[], float] = time.monotonic) -> Callable[[int, int, str], None]:
    """Return a function of bytes done, bytes in all and a label that writes a line at first, where there is much to do, and then at times.

    The time left is told by how quickly the last ``WINDOW_S`` went: what an earlier run did is passed over in no time.
    """
    told: list[tuple[float, int]] = []  # when lines were written, and how far it was

    def report(done: int, total: int, label: str) -> None:
        now = clock()
        if total <= MB or (told and now - told[-1][0] < EVERY_S):
            return
        line = f"{label} ({total / MB:,.0f} MB in all)"
        if told:
            since, before = next((one for one in told if now - one[0] <= WINDOW_S), told[-1])
            left = f", {show_seconds((total - done) * (now - since) / (done - before))} left" if done > before else ""
            line = f"{100 * done // total}% of {total / MB:,.0f} MB{left}: {label}"
        told.append((now, done))
        write(show.one_line(line))

    return report


def show_seconds(seconds: float) -> str:
    """Return a length of time as people say it: 40 s, 12 min, 3 h 05 min."""
    minutes = round(seconds / 60)
    return f"{seconds:.0f} s" if seconds < 100 else f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60:02} min"


@contextmanager
def _live_text(out: "Console", *, shown: bool) -> Iterator[Callable[[str], None]]:
    """Give a function that shows the model's words as they come, gone again when the block ends."""
    from rich.live import Live
    from rich.spinner import Spinner
    from rich.text import Text

    text_so_far = ""
    live = Live(console=out, transient=True, refresh_per_second=8)

    def write(token: str) -> None:
        nonlocal text_so_far
        text_so_far += token
        lines = "\n".join(map(show.one_line, text_so_far.split("\n")))
        live.update(Text(lines) if text_so_far else Spinner("dots", "reading the quotes", style="dim"))
        live.start()

    try:
        yield write if shown else lambda token: None
    finally:
        live.stop()


def print_lines(out: "Console", lines: Sequence[str], style: str, *, last: bool = False, gap: bool = True) -> None:
    """Print ``lines`` and, unless they are the last, an empty one."""
    if lines:
        out.print("\n".join(lines) + ("" if last or not gap else "\n"), style=style or None)
        out.file.flush()


def _width(out: "Console") -> int:
    return min(out.width, PIPED_WIDTH)


def print_raw(text: str) -> None:
    """Print text for another program as it is; its own form has escaped what commands a terminal."""
    sys.stdout.write(written_out(text))
    sys.stdout.flush()


def _fields(record: Any, leave_out: str = "") -> dict[str, Any]:  # noqa: ANN401
    return {name: getattr(record, name) for name in record.__slots__ if name != leave_out}
