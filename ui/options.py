"""The options that several commands take."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

Index = Annotated[Path | None, typer.Option("--index", metavar="DIR", help="Folder of the index.  [default: index]", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print every field as JSON.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DAY", help="Read nothing published later: 2023-11-01, '1 Nov 2023', yesterday.")]
After = Annotated[str, typer.Option("--after", metavar="DAY", help="Read only what was published on this day or later.")]
Before = Annotated[str, typer.Option("--before", metavar="DAY", help="Read only what was published on this day or earlier.")]
Outlets = Annotated[list[str] | None, typer.Option("--outlet", metavar="NAME", help="Read only this outlet; may be given again.")]
Tls = Annotated[
    tuple[Path, Path] | None,
    typer.Option("--tls", metavar="CERT KEY", help="Serve over HTTPS, with these PEM files.", show_default=False),
]


def as_typed(index: Path | None) -> str:
    """Return the option that names the index as the user gave it, for commands that are shown; empty where it was not given."""
    return "" if index is None else f"--index {shlex.quote(str(index))}"
