"""Who sends a request: the page itself, a link to it, a program, or a page of others, which is refused (pure).

Browsers name the page that a request comes from: ``Origin`` on all that is not a plain GET, and ``Sec-Fetch-*`` on everything sent to
loopback or over TLS (https://fetch.spec.whatwg.org, https://www.w3.org/TR/fetch-metadata). Pages cannot leave them out or change them.
"""

from typing import Literal

from ui.page.safety.request import Asked, Refused
from ui.page.safety.routes import JSON, READING, Kind

Sender = Literal["page", "link", "program"]
FRAMES = frozenset({"iframe", "frame", "embed", "object", "fencedframe"})
FOREIGN = "This page answers only its own requests, not those of other pages."


def sender_kind(asked: Asked, kind: Kind) -> Sender:
    """Who sends ``asked``.

    :raises Refused: for what a page of another origin sends (another port or name of this machine is another origin), for frames,
        and for a program's body that a form of a page could have sent as well.
    """
    if asked.dest in FRAMES and not (kind is Kind.FRAME and asked.site == "same-origin"):
        raise Refused(403, "This page is not shown inside others.")
    if asked.origin and asked.origin != asked.own:
        raise Refused(403, FOREIGN)
    reading = asked.method in READING
    if kind is Kind.PAGE and asked.mode == "navigate" and asked.dest == "document" and asked.site in {"cross-site", "same-site"}:
        return "link"
    if asked.site and not (asked.site == "same-origin" or (asked.site == "none" and reading)):
        raise Refused(403, FOREIGN)
    if asked.referer and kind is not Kind.PAGE and not f"{asked.referer}/".startswith(f"{asked.own}/"):
        raise Refused(403, FOREIGN)
    if not reading and asked.method != "DELETE" and kind in JSON and asked.media != "application/json":
        raise Refused(415, "Send JSON (Content-Type: application/json).")
    if asked.origin or asked.site:
        return "page"
    if kind is Kind.UPLOAD:
        raise Refused(403, "Files are uploaded on the page; programs use: dateline ingest.")
    return "program"


def lands_on(asked: Asked) -> str:
    """Where a link leads: to the question in it when somebody clicked on it, to the empty page when a script opened it."""
    return "" if asked.clicked or not asked.query else "/"
