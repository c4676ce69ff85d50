"""Serve the chat page: on loopback for one's own use, elsewhere only behind a password."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import SettingsError
from rag.settings import Settings
from ui.page.guard import App, Gate, Rules
from ui.page.safety.login import Passwords
from ui.page.safety.port import check_port, port_error
from ui.page.safety.quota import Quota
from ui.page.safety.request import is_loopback
from ui.page.safety.tls import check_tls

if TYPE_CHECKING:
    from gradio import Blocks

    from ui.page.desk.desk import Desk

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # only with --auth, see check_bind
UPLOAD_LIMIT = "200mb"
SLOWED = "After a few wrong passwords, wait a minute before the next try."


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
    """``USER:PASS`` as a pair, the user without blanks around; None where none is asked for.

    :raises SettingsError: when a part is missing: an empty password must not be taken for none.
    """
    if auth is None:
        return None
    user, colon, password = auth.partition(":")
    user = user.strip()
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
    tls: tuple[Path, Path] | None = None,
    tell: Callable[[str], None] = lambda _address: None,
) -> None:
    """Open the index and serve the page until interrupted.

    :param auth: ``USER:PASS``.
    :param share_read_only: reachable from other machines, without adding, deleting or judging; needs ``auth``.
    :param host: address to bind to; loopback when not given, all addresses with ``share_read_only``.
    :param tls: certificate and key, as PEM files; plain HTTP when not given.
    :param tell: called with the page's address once it answers there.
    :raises SettingsError: for an address beyond loopback without ``auth``, a certificate or key that is wrong, a port that is taken;
        each before anything opens.
    """
    where = host or (EVERYWHERE if share_read_only else LOOPBACK)
    user = parse_auth(auth)
    check_bind(where, user)
    if tls:
        check_tls(*tls)
    if port:
        check_port(where, port)
    from ui.page.desk.opening import open_desk, warm_desk
    from ui.page.frame import make_page

    desk = open_desk(index, settings, read_only=share_read_only)
    desk.begin("warm", lambda: warm_desk(desk))
    try:
        page = make_page(desk)
        tell(launch(page, where, port, user, tls=tls, uploads=quota_of(desk)).replace(EVERYWHERE, LOOPBACK))
        page.block_thread()
    finally:
        desk.close()


def quota_of(desk: "Desk") -> Quota | None:
    """How much may be uploaded to a desk; None where nothing can be."""
    return Quota(desk.uploads) if desk.uploader is not None else None


def launch(
    page: "Blocks",
    host: str,
    port: int | None,
    auth: tuple[str, str] | None,
    *,
    tls: tuple[Path, Path] | None = None,
    uploads: Quota | None = None,
    inside: Callable[[App], App] | None = None,
    threads: int = 64,
) -> str:
    """Start Gradio's server closed to everything but the page, and return its address.

    Every choice that an environment variable could change (sharing, address, files, history) is made here.

    :param port: None or 0 picks a free one.
    :param tls: certificate and key; they are checked by ``serve``.
    :param uploads: how much may be uploaded; None: nothing.
    :raises SettingsError: when the port is taken.
    """
    check_bind(host, auth)
    from ui.page.safety.start import guarded

    if port:
        check_port(host, port)
    passwords = Passwords(*auth) if auth else None
    public = frozenset(n for n, event in page.fns.items() if event.api_visibility == "public")
    rules = Rules(is_loopback(host), passwords, uploads, public)
    options: dict[str, Any] = {"server_name": host, "server_port": port or None, "auth": passwords.right if passwords else None}
    options["auth_message"] = SLOWED
    if tls:
        options |= {"ssl_certfile": str(tls[0]), "ssl_keyfile": str(tls[1]), "ssl_verify": False}  # Gradio's look at itself, by localhost
    try:
        with guarded(lambda app: Gate(inside(app) if inside else app, rules)):
            _, url, _ = page.queue(default_concurrency_limit=8, max_size=200, api_open=False).launch(
                **options, share=False, inbrowser=False, prevent_thread_lock=True, quiet=True, show_error=True, ssr_mode=False, pwa=False,
                mcp_server=True, run_history=False, enable_monitoring=False, footer_links=["api", "settings"], max_file_size=UPLOAD_LIMIT,
                strict_cors=True, max_threads=threads, num_workers=0, allowed_paths=[], root_path="", _frontend=False,
                state_session_capacity=1000, **_looks(),
            )  # fmt: skip
    except OSError as err:
        raise port_error(host, port, err) from err
    return str(url)


def _looks() -> dict[str, Any]:
    from ui.page.theme import CSS, theme

    return {"theme": theme(), "css_paths": [CSS]}
