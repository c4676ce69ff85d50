"""The commands that keep an index sound: ``dateline doctor``, ``backup`` and ``restore``."""

from pathlib import Path
from typing import Annotated

import typer

from rag.settings import load_settings
from ui import terminal
from ui.options import Index, as_typed

SOUND, FAULTY = 0, 1
NOTHING = "nothing"  # what a repair would do, where a person has to


def doctor(
    ctx: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="Mend what is wrong; a damaged articles.db is kept beside the new one.")] = False,
    index: Index = None,
) -> None:
    """Look at every part of the index, a line each, and repair it if asked. Exit code 1 when something is wrong."""
    settings = load_settings(index_dir=index)
    found = []
    for finding in ctx.obj.examine(settings):
        terminal.show_finding(finding)
        found.append(finding)
    faulty = [finding for finding in found if finding.fault]
    if not faulty or not repair:
        if any(not finding.repair.startswith(NOTHING) for finding in faulty):
            terminal.print_stderr(f"Mend it: {' '.join(filter(None, ('dateline doctor --repair', as_typed(index))))}")
        raise typer.Exit(FAULTY if faulty else SOUND)
    repaired = ctx.obj.repair(settings, found)
    for line in repaired.done:
        terminal.print_stdout(line)
    for name, path in repaired.lost:
        terminal.print_stdout(f"lost: {name}" + (f" (of {path}: the next ingest reads it again)" if path else ""))


def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, a zip.", show_default=False)],
    index: Index = None,
) -> None:
    """Copy the index into one file, also while it is in use: articles, feedback, uploaded files."""
    size = ctx.obj.backup(load_settings(index_dir=index), file)
    terminal.print_stdout(f"{file}: {size / terminal.MB:.1f} MB")


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What dateline backup wrote.", show_default=False)],
    index: Index = None,
) -> None:
    """Make an index from such a copy, where there is none."""
    settings = load_settings(index_dir=index)
    ctx.obj.bring_back(settings, file)
    terminal.print_stdout(f"{settings.index_dir}: brought back from {file}")
