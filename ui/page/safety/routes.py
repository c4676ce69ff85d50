"""The addresses that the page and programs use, each of a kind; all others of Gradio's are closed (pure)."""

import re
from enum import Enum

from ui.page.safety.request import Asked, Refused

ENDPOINTS = "ask|search|article"  # as in ui/page/api.py


class Kind(Enum):
    """How an address may be used."""

    PAGE = "the page itself, which a link may open"
    FRAME = "the empty page that a report is shown in"
    READ = "what the page reads, and programs may"
    LEAVE = "logging out"
    LOGIN = "logging in"
    ENDPOINT = "a question of a program, or the page"
    EVENT = "an event of the page; programs may start those of the endpoints"
    UPLOAD = "files for the index, from the page alone"
    AGENTS = "the endpoints for agents, over MCP"


READING = ("GET", "HEAD")
TABLE: tuple[tuple[Kind, tuple[str, ...], str], ...] = (
    (Kind.PAGE, READING, r"/"),
    (Kind.FRAME, READING, r"/report"),
    (Kind.READ, READING, r"/(health|ready)"),
    (Kind.AGENTS, READING, r"/metrics"),
    (Kind.READ, READING, r"/(config/?|theme\.css|favicon\.ico|robots\.txt|manifest\.json)"),
    (Kind.READ, READING, r"/(assets|static|svelte)/[\w./~-]+"),
    (Kind.READ, READING, r"/gradio_api/((info|openapi\.json|app_id|login_check|user)/?|theme\.css|startup-events)"),
    (Kind.READ, READING, r"/gradio_api/(queue/(data|status)|upload_progress|heartbeat/\w+)"),
    (Kind.READ, READING, rf"/gradio_api/call/({ENDPOINTS})/\w+"),
    (Kind.LEAVE, ("GET",), r"/logout/?"),
    (Kind.LOGIN, ("POST",), r"/login/?"),
    (Kind.ENDPOINT, ("POST",), rf"/gradio_api/(call|call/v2|run|api)/({ENDPOINTS})/?"),
    (Kind.EVENT, ("POST",), r"/gradio_api/(queue/join|run/predict|cancel|reset)/?"),
    (Kind.UPLOAD, ("POST",), r"/gradio_api/upload"),
    (Kind.AGENTS, (*READING, "POST", "DELETE"), r"/gradio_api/mcp(/|/schema|/sse|/messages/?)?"),
)
KINDS = tuple((kind, methods, re.compile(pattern)) for kind, methods, pattern in TABLE)
JSON = (Kind.ENDPOINT, Kind.EVENT, Kind.AGENTS)


def kind_of(asked: Asked) -> Kind:
    """The kind of a request's address.

    :raises Refused: 404 where there is nothing for anyone, 405 for another method.
    """
    at = [(kind, methods) for kind, methods, pattern in KINDS if pattern.fullmatch(asked.path)]
    for kind, methods in at:
        if asked.method in methods:
            return kind
    raise Refused(405, "Not in this way.") if at else Refused(404, "There is nothing at this address.")
