"""The command ``dateline serve``."""

from pathlib import Path
from typing import Annotated

import typer

from rag.errors import SettingsError
from rag.settings import load_settings
from ui.options import Index, Tls


def serve(
    ctx: typer.Context,
    index: Index = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 7860,
    readers: Annotated[int, typer.Option("--readers", min=0, max=256, help="Reader processes; 0: as many as there are cores.")] = 0,
    queue: Annotated[int, typer.Option("--queue", min=0, max=1000, help="Questions that may wait; more are refused at once.")] = 32,
    auth: Annotated[
        str | None,
        typer.Option("--auth", metavar="USER:PASS", help="Ask visitors for this name and password, or for those in the file @FILE."),
    ] = None,
    share_read_only: Annotated[
        bool, typer.Option("--share-read-only", help="Serve other machines too, to read only; needs --auth.")
    ] = False,
    tls: Tls = None,
) -> None:
    """Serve the chat page to many: a page process in front of several that read; SIGTERM or Ctrl-C ends it in order."""
    ctx.obj.serve_many(load_settings(index_dir=index), readers, queue, port, opened(auth), share_read_only, tls)


def opened(auth: str | None) -> str | None:
    """Name and password as given, or the first line of the file behind @: what a command line holds, others on the machine can read.

    :raises SettingsError: when there is no such file, or nothing in its first line.
    """
    if auth is None or not auth.startswith("@"):
        return auth
    try:
        line = Path(auth[1:]).read_text(encoding="utf-8-sig").split("\n")[0].strip()  # some editors begin a file with a byte order mark
    except (OSError, UnicodeDecodeError) as err:
        raise SettingsError(f"--auth {auth}: the file cannot be read ({err}).") from err
    if not line:
        raise SettingsError(f"--auth {auth}: the first line of the file must be USER:PASS, and is empty.")
    return line
