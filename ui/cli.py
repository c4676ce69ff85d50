"""The ``dateline`` command: each command parses, calls one function and shows what came."""

import logging
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rag.errors import DatelineError, FileUnusable, SettingsError
from rag.records import Filters
from rag.settings import load_settings, start_log
from ui import articles, terminal
from ui.actions import Actions, copy_models, fetch_models
from ui.options import After, AsOf, Before, Index, Json, Outlets, Tls, as_typed
from ui.serving.command import serve
from ui.upkeep.command import backup, doctor, restore

log = logging.getLogger(__name__)

ANSWERED, FAILED, ERROR, DECLINED, STOPPED, PIPE_CLOSED = 0, 1, 2, 3, 130, 141
EPILOG = (
    "Exit codes: 0 done or answered; 1 something could not be fetched or ingested, or the eval gate failed; "
    "2 an error, said in one line; 3 the articles do not say; 130 stopped with Ctrl-C."
)

app = typer.Typer(
    name="dateline",
    help="Answers from a folder of news articles, every sentence on a quote you can open.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback()
def everything(
    verbose: Annotated[
        int, typer.Option("--verbose", "-v", count=True, show_default=False, help="Log slow steps and refusals on stderr; -vv: all.")
    ] = 0,
) -> None:
    """Answers from a folder of news articles, every sentence on a quote you can open."""
    if verbose:
        start_log("debug" if verbose > 1 else "info")
        return
    with suppress(SettingsError):  # the command itself says what is wrong, unless it was only asked for its help
        start_log(load_settings().log)


class Form(StrEnum):
    """How a timeline is printed."""

    text = "text"
    json = "json"
    csv = "csv"
    markdown = "markdown"


Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000, help="Articles of a feed or sitemap, the newest first.")]
To = Annotated[
    Path | None,
    typer.Option("--to", metavar="DIR", help="Where fetched files are kept.  [default: beside the index, INDEX-added]", show_default=False),
]


@app.command(epilog="Exit code 1 when a file could not be read; all others are in the index then. " + EPILOG)
def ingest(
    ctx: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files and folders: .txt .md .html .pdf .docx .odt .rtf .jsonl .json .csv")
    ],
    index: Index = None,
    prune: Annotated[bool, typer.Option("--prune", help="Drop articles of files that are gone from PATH.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build the index anew from PATH; the old one serves until then.")] = False,
    field: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="OURS=THEIRS", help="Which field of records holds ours: outlet=media_name; may be given again."),
    ] = None,
    day_first: Annotated[
        bool | None,
        typer.Option("--day-first/--month-first", help="What 03/04/2024 means where a file does not show it.", show_default=False),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=0, max=256, help="Read in N processes, for large archives.")] = 0,
    ray: Annotated[
        str, typer.Option("--ray", metavar="ADDRESS", help="Read on a Ray cluster: auto, local or host:port.", show_default=False)
    ] = "",
) -> None:
    """Put articles into the index; what is already there costs nothing."""
    parts: Actions = ctx.obj
    run = parts.rebuild if rebuild else parts.update
    settings = load_settings(index_dir=index, day_order=None if day_first is None else "day-first" if day_first else "month-first")
    settings = replace(settings, fields="; ".join(filter(None, (*(field or ()), settings.fields))))
    try:
        with terminal.progress() as progress:
            report = run(settings, paths, prune=prune, progress=progress, workers=workers, ray=ray)
    except KeyboardInterrupt:
        kept = (
            "The index is whole: the old one, or the new one if that was done."
            if rebuild
            else "What was stored is complete; the same command goes on from there."
        )
        terminal.print_stderr(f"Stopped. {kept}")
        raise typer.Exit(STOPPED) from None
    terminal.show_report(report, as_typed(index))
    raise typer.Exit(FAILED if report.failed else 0)


@app.command(epilog="Exit code 1 when something could not be fetched or read; all else is in the index then. " + EPILOG)
def add(
    ctx: typer.Context,
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Articles, feeds (RSS, Atom, JSON Feed) and sitemaps.")],
    limit: Limit = 50,
    to: To = None,
    index: Index = None,
) -> None:
    """Fetch articles from the web, keep them as files and put them into the index."""
    raise typer.Exit(0 if ctx.obj.add(load_settings(index_dir=index), urls, limit, to, index=as_typed(index)) else FAILED)


@app.command(epilog="Exit code 1 with --once when a folder, feed, page or file could not be read. " + EPILOG)
def watch(
    ctx: typer.Context,
    sources: Annotated[list[str], typer.Argument(metavar="FOLDER|FEED...", help="Folders, and addresses of feeds and sitemaps.")],
    every: Annotated[str, typer.Option("--every", metavar="TIME", help="From round to round: 90s, 15m, 2h, 1d.")] = "15m",
    once: Annotated[bool, typer.Option("--once", help="One round, for cron.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Drop articles of files that are gone from a FOLDER.")] = False,
    limit: Limit = 50,
    to: To = None,
    index: Index = None,
) -> None:
    """Keep the index up to date with folders and feeds, a line a round; Ctrl-C ends it."""
    good = ctx.obj.watch(load_settings(index_dir=index), sources, every, limit, to, prune=prune, once=once)
    raise typer.Exit(0 if good else FAILED)


@app.command()
def ask(
    ctx: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", show_default=False)],
    as_of: AsOf = "",
    after: After = "",
    before: Before = "",
    outlet: Outlets = None,
    as_json: Json = False,
    no_llm: Annotated[bool, typer.Option("--no-llm", help="Answer from the quotes alone, in about a second.")] = False,
    all_sentences: Annotated[bool, typer.Option("--all-sentences", help="Keep and mark sentences that the quotes do not support.")] = False,
    index: Index = None,
) -> None:
    """Answer a question: its quotes first, then the model's words, then the checked answer."""
    settings = load_settings(index_dir=index, keep_unsupported=all_sentences or None)
    typed = Filters(as_of, after, before, tuple(outlet or ()))
    with ctx.obj.open(settings, not no_llm) as (assistant, notes):
        terminal.show_faults(assistant.faults if as_json else ())  # else they stand among the notes of the answer
        answer = terminal.show_stream(assistant.stream(question, **typed.given()), notes, as_json=as_json)
    raise typer.Exit(DECLINED if answer.status == "declined" else ANSWERED)


@app.command()
def search(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", show_default=False)],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages, each of another article.")] = 5,
    as_of: AsOf = "",
    after: After = "",
    before: Before = "",
    outlet: Outlets = None,
    as_json: Json = False,
    index: Index = None,
) -> None:
    """Show the passages nearest to a query, best first. Exit code 3 when there is none."""
    typed = Filters(as_of, after, before, tuple(outlet or ()))
    with ctx.obj.open(load_settings(index_dir=index), False) as (assistant, _):
        terminal.show_faults(assistant.faults)
        found = assistant.search(query, k=k, **typed.given())
    terminal.show_evidence(found, as_json=as_json)
    raise typer.Exit(ANSWERED if found else DECLINED)


@app.command()
def timeline(
    ctx: typer.Context,
    topic: Annotated[str, typer.Argument(metavar="TOPIC", show_default=False)],
    k: Annotated[
        int | None,
        typer.Option("-k", min=1, max=1000, help="Entries at most.  [default: the days that matter]", show_default=False),
    ] = None,
    as_of: AsOf = "",
    after: After = "",
    before: Before = "",
    outlet: Outlets = None,
    form: Annotated[Form, typer.Option("--format", help="How to print it: csv for a spreadsheet, markdown for a page.")] = Form.text,
    as_json: Json = False,
    index: Index = None,
) -> None:
    """Show the days that matter, oldest first, one cited sentence each. Exit code 3 when nothing is dated."""
    typed = Filters(as_of, after, before, tuple(outlet or ()))
    with ctx.obj.open(load_settings(index_dir=index), False) as (assistant, _):
        terminal.show_faults(assistant.faults)
        entries = assistant.timeline(topic, k=k, **typed.given())
    terminal.show_timeline(topic, entries, "json" if as_json else form.value)
    raise typer.Exit(ANSWERED if entries else DECLINED)


@app.command()
def status(ctx: typer.Context, index: Index = None, as_json: Json = False) -> None:
    """Show what the index holds: articles, passages, outlets, dates, models, size."""
    terminal.show_status(ctx.obj.status(load_settings(index_dir=index)), as_json=as_json, index=as_typed(index))


app.add_typer(articles.app, name="articles")


@app.command()
def models(
    small: Annotated[bool, typer.Option("--small", help="The 0.5B language model.")] = False,
    tiny: Annotated[bool, typer.Option("--tiny", help="The 135M language model, for tests.")] = False,
    every: Annotated[bool, typer.Option("--all", help="All language models.")] = False,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FOLDER", help="Copy them from this folder, under whatever names; fetch nothing.")
    ] = None,
) -> None:
    """Fetch the model files: the sentence encoder and the language model in use, or those named."""
    asked = tuple(name for name, on in (("small", small or every), ("tiny", tiny or every), ("default", every)) if on)
    lacking: list[str] = []
    with terminal.progress() as progress:
        if source is None:
            paths = fetch_models(load_settings(), asked, progress)
        else:
            paths, lacking = copy_models(load_settings(), asked, source, progress)
    terminal.show_paths(paths)
    for line in lacking:
        terminal.print_stderr(line)
    raise typer.Exit(FAILED if lacking else ANSWERED)


@app.command()
def chat(
    ctx: typer.Context,
    index: Index = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 7860,
    auth: Annotated[str | None, typer.Option("--auth", metavar="USER:PASS", help="Ask visitors for this name and password.")] = None,
    share_read_only: Annotated[
        bool, typer.Option("--share-read-only", help="Serve other machines too, to read only; needs --auth.")
    ] = False,
    tls: Tls = None,
) -> None:
    """Open the chat page on this machine."""
    settings = load_settings(index_dir=index)
    ctx.obj.serve(settings.index_dir, port, auth, share_read_only, settings, tls=tls)


app.command()(serve)
for upkeep in (doctor, backup, restore):
    app.command()(upkeep)


@app.command(
    "eval",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
    epilog="Exit code 1 when --gate finds a figure under its floor.",
)
def evaluate(ctx: typer.Context) -> None:
    """Measure on a set of questions; `dateline eval --help` lists its options."""
    raise typer.Exit(ctx.obj.evaluate(ctx.args))


def main(argv: Sequence[str] | None = None, parts: Actions | None = None) -> int:
    """Run one command; return its exit code. Errors of ours and of files are one line on stderr, all others tracebacks."""
    try:
        app(None if argv is None else list(argv), prog_name="dateline", obj=parts or Actions())
    except DatelineError as err:
        log.debug("the error that is said in a line", exc_info=err)
        terminal.complain(err)
        return ERROR
    except BrokenPipeError:
        terminal.mute()
        return PIPE_CLOSED
    except OSError as err:  # of a file that nobody below says more of
        log.debug("the error that is said in a line", exc_info=err)
        terminal.complain(FileUnusable(err))
        return ERROR
    except KeyboardInterrupt:  # typer turns one in a command into 130; this is one while it reads the arguments
        return STOPPED
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
