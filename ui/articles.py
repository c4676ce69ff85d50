"""``dateline articles``: list what the index holds, read one, delete and restore."""

import os
import shlex
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.errors import InputError
from rag.settings import load_settings
from ui.options import Index, Json, as_typed
from ui.phrases import count

if TYPE_CHECKING:
    from rag.index.store import Store
    from rag.records import Article

app = typer.Typer(rich_markup_mode=None, invoke_without_command=True, context_settings={"help_option_names": ["--help", "-h"]})
Outlets = Annotated[list[str] | None, typer.Option("--outlet", metavar="NAME", help="Part of an outlet's name; may be given again.")]
After = Annotated[str, typer.Option("--after", "--from", metavar="DAY", help="Of this day or later.")]
Before = Annotated[str, typer.Option("--before", "--to", metavar="DAY", help="Of this day or earlier.")]
Undated = Annotated[bool, typer.Option("--undated", help="Without a date.")]
NoOutlet = Annotated[bool, typer.Option("--no-outlet", help="Without an outlet.")]
NoTitle = Annotated[bool, typer.Option("--no-title", help="Without a headline.")]
Short = Annotated[bool, typer.Option("--short", help="Very short: under 300 characters of text.")]
Incomplete = Annotated[bool, typer.Option("--incomplete", help="Only the beginning of the article: behind a paywall, cut off.")]
FoundDate = Annotated[bool, typer.Option("--found", help="With a date that was found and is not stated.")]
Names = Annotated[list[str], typer.Argument(metavar="ID|PATH...", help="Ids, beginnings of ids, or files.", show_default=False)]

LOST = "Of files that are gone nothing can be restored; they come in again if they are put back and ingested."


class Form(StrEnum):
    """How articles are listed."""

    text = "text"
    json = "json"
    csv = "csv"


@app.callback()
def articles(
    ctx: typer.Context,
    outlet: Outlets = None,
    after: After = "",
    before: Before = "",
    undated: Undated = False,
    no_outlet: NoOutlet = False,
    no_title: NoTitle = False,
    short: Short = False,
    incomplete: Incomplete = False,
    found: FoundDate = False,
    file: Annotated[str, typer.Option("--file", metavar="PATH", help="Of a file or folder.")] = "",
    words: Annotated[str, typer.Option("--find", metavar="WORDS", help="With each of these in headline, byline, address or text.")] = "",
    n: Annotated[int, typer.Option("-n", min=1, help="How many, newest first.")] = 20,
    form: Annotated[Form, typer.Option("--format", help="How to print them.")] = Form.text,
    as_json: Json = False,
    index: Index = None,
) -> None:
    """List the articles of the index, newest first; show, delete or restore some."""
    if ctx.invoked_subcommand:
        return
    from rag.dates.typed import parse_day
    from rag.index.listing import Wanted, find, number

    flags = {"undated": undated, "no_outlet": no_outlet, "no_title": no_title, "short": short, "incomplete": incomplete, "found": found}
    days = (parse_day(after) if after else "", parse_day(before, end=True) if before else "")
    wanted = Wanted(tuple(outlet or ()), *days, tuple(name for name, on in flags.items() if on), _path(file), words)
    with ctx.obj.reading(load_settings(index_dir=index)) as store:
        listed, total = find(store, wanted, n), number(store, wanted)
    from ui.listing import show_list

    show_list(listed, total, "json" if as_json else form.value)


@app.command()
def show(ctx: typer.Context, name: Annotated[str, typer.Argument(metavar="ID|PATH")], as_json: Json = False, index: Index = None) -> None:
    """Show one article whole, with all that is known of it."""
    from ui.listing import show_article, show_list

    with ctx.obj.reading(load_settings(index_dir=_index(ctx, index))) as store:
        found = _named(store, name)
        if len(found) == 1:
            show_article(store.article(found[0].id), store, as_json=as_json)
            return
    show_list(found, len(found), "json" if as_json else "text")


@app.command()
def delete(
    ctx: typer.Context,
    names: Names,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    index: Index = None,
) -> None:
    """Delete articles from the index for good: their files stay, and no ingest of them brings them back until they are restored."""
    from ui.listing import say, show_list

    index = _index(ctx, index)
    settings = load_settings(index_dir=index)
    with ctx.obj.reading(settings) as store:
        found = {a.id: a for name in names for a in _named(store, name, sure=True)}
    if not yes:
        show_list(list(found.values()), len(found))
        typer.confirm(f"Delete {len(found):,} of the index's articles for good? Their files stay.", abort=True, err=True)
    gone = ctx.obj.delete(settings, list(found))
    said = f"{gone.articles:,} deleted"
    if gone.versions:
        said += f", and {count(gone.versions, 'earlier version')} that may not come back"
    if gone.restorable:
        some = "them" if gone.restorable == gone.articles else f"{gone.restorable:,} of them"
        said += f". To let {some} in again: dateline articles restore ID... {as_typed(index)}".rstrip()
    say(said if gone.restorable == gone.articles else f"{said}. {LOST}")


@app.command()
def restore(
    ctx: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID...", help="None: list what was deleted.", show_default=False)] = None,
    index: Index = None,
) -> None:
    """Let deleted articles in again with the next ingest of their files; without an id, list them."""
    from ingest.read.walk import on_disk
    from ui.listing import say, show_deleted

    settings = load_settings(index_dir=_index(ctx, index))
    if not ids:
        with ctx.obj.reading(settings) as store:
            show_deleted(store.deleted())
        return
    with ctx.obj.reading(settings) as store:
        deleted = store.deleted()
    if unknown := [i for i in ids if i not in deleted]:
        raise InputError(f"No article {unknown[0]!r} was deleted. List them: dateline articles restore")
    found = ctx.obj.restore(settings, ids)
    files = sorted({path for told in found.values() for path in told.files})
    typed = dict.fromkeys(path if on_disk(path) == path else os.path.dirname(path) for path in files)  # no terminal shows what is no UTF-8
    run = ["dateline", "ingest", *map(shlex.quote, typed), as_typed(_index(ctx, index))]
    say(f"{len(found):,} may come in again. Run: {' '.join(run)}".rstrip())


def _named(store: "Store", name: str, *, sure: bool = False) -> "list[Article]":
    """Return the articles that an id or path means.

    :param sure: refuse the beginning of several ids.
    :raises InputError: when it means none.
    """
    from rag.index.listing import lookup

    found = lookup(store, name) or lookup(store, _path(name))
    if not found:
        raise InputError(f"There is no article {name!r} in the index. List them: dateline articles --find WORDS")
    if sure and len(found) > 1 and any(a.id.startswith(name.rstrip("…")) for a in found):
        raise InputError(f"{name!r} is the beginning of {len(found)} ids. Give more of it: dateline articles show {name}")
    return found


def _path(name: str) -> str:
    """Return the path of a file as the index writes it; what is no file stays, to be the end of a path."""
    from ingest.read.walk import written

    path = os.path.abspath(Path(name).expanduser()) if name else ""
    return written(path if os.path.lexists(path) else name)


def _index(ctx: typer.Context, index: Path | None) -> Path | None:
    """Return the index given to the command or, ahead of it, to ``articles``."""
    return index or (ctx.parent.params.get("index") if ctx.parent else None)
