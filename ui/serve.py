"""Serve the chat page: on loopback for one's own use, elsewhere only behind a password."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import SettingsError
from rag.settings import Settings
from ui.page.guard import App, Gate, is_loopback

if TYPE_CHECKING:
    from gradio import Blocks


LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # only with --auth, see check_bind
UPLOAD_LIMIT = "200mb"


def check_bind(host: str, auth: tuple[str, str] | None) -> None:
    """Refuse to be reachable from other machines without a password.

    :raises SettingsError: with the reason and what to do.
    """
    if not is_loopback(host) and auth is None:
        raise SettingsError(
            f"Binding to {host} lets every machine that reaches this one read the articles and ask the model. "
            "Give a user and a password (--auth USER:PASS), or stay on this machine (leave --share-read-only out)."
        )


def parse_auth(auth: str | None) -> tuple[str, str] | None:
    """``USER:PASS`` as a pair, None when empty.

    :raises SettingsError: when a part is missing.
    """
    if not auth:
        return None
    user, colon, password = auth.partition(":")
    if not (user and colon and password):
        raise SettingsError("--auth must be USER:PASS, with both parts.")
    return user, password


def serve(
    index: str | Path = "index",
    port: int = 7860,
    auth: str | None = None,
    share_read_only: bool = False,
    settings: Settings | None = None,
    *,
    host: str | None = None,
    tell: Callable[[str], None] = lambda _address: None,
) -> None:
    """Open the index and serve the page until interrupted.

    :param auth: ``USER:PASS``.
    :param share_read_only: reachable from other machines, without adding, deleting or judging; needs ``auth``.
    :param host: address to bind to; loopback when not given, all addresses with ``share_read_only``.
    :param tell: called with the page's address once it answers there.
    :raises SettingsError: for an address beyond loopback without ``auth``.
    """
    where = host or (EVERYWHERE if share_read_only else LOOPBACK)
    user = parse_auth(auth)
    check_bind(where, user)
    from ui.page.desk.opening import open_desk, warm_desk
    from ui.page.frame import make_page

    desk = open_desk(index, settings, read_only=share_read_only)
    desk.begin("warm", lambda: warm_desk(desk))
    try:
        page = make_page(desk)
        tell(launch(page, where, port, user).replace(EVERYWHERE, LOOPBACK))
        page.block_thread()
    finally:
        desk.close()


def launch(
    page: "Blocks",
    host: str,
    port: int | None,
    auth: tuple[str, str] | None,
    *,
    inside: Callable[[App], App] | None = None,
    threads: int = 64,
) -> str:
    """Start Gradio's server closed to everything but the page, and return its address.

    Every choice that an environment variable could change (sharing, address, files, history) is made here.

    :param port: None or 0 picks a free one.
    :param inside: puts something else before the page, behind the gate.
    :param threads: for endpoints of programs; each has one while it waits.
    :raises SettingsError: when the port is taken.
    """
    check_bind(host, auth)
    from starlette.middleware import Middleware

    gate = Middleware(Gate, local=is_loopback(host), auth=auth)
    stand = [gate, *([Middleware(inside)] if inside else [])]
    options: dict[str, Any] = {"app_kwargs": {"middleware": stand}, "server_name": host, "server_port": port or None}
    try:
        _, url, _ = page.queue(default_concurrency_limit=8, max_size=200, api_open=False).launch(
            **options, auth=auth, share=False, inbrowser=False, prevent_thread_lock=True, quiet=True, show_error=True, ssr_mode=False,
            pwa=False, mcp_server=True, run_history=False, enable_monitoring=False, footer_links=["api", "settings"],
            max_file_size=UPLOAD_LIMIT, strict_cors=True, max_threads=threads, **_looks(),
        )  # fmt: skip
    except OSError as err:
        raise SettingsError(f"Port {port} on {host} cannot be used ({err}). Choose another: dateline chat --port N") from err
    return str(url)


def _looks() -> dict[str, Any]:
    from ui.page.theme import CSS, theme

    return {"theme": theme(), "css_paths": [CSS]}
