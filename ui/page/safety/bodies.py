"""Bodies of requests: read whole within a size and a time, or piece by piece without long silences."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Container
from typing import Any

from ui.page.safety.request import Asked, Refused

Receive = Callable[[], Awaitable[Any]]
JSON_BYTES = 1 << 18  # the longest question has 2,000 characters, a form with all its outlets ticked some 100,000
FILES_BYTES = 1 << 22  # one that names a folder of uploaded files: some 500 a file, so some 8,000 files
FORM_BYTES = 1 << 13  # a user and a password
BODY_S = 20.0  # for all of such a body
SILENCE_S = 20.0  # between two pieces of an upload
DEEPEST = 30  # levels of JSON


async def whole_body(asked: Asked, receive: Receive, most: int, within_s: float = BODY_S) -> bytes:
    """All of a short body.

    :raises Refused: when it is longer than ``most`` bytes, takes longer than ``within_s`` or ends early.
    """
    if (asked.length or 0) > most:
        raise Refused(413, f"The request is longer than {most:,} bytes.")
    body = bytearray()
    try:
        async with asyncio.timeout(within_s):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    raise Refused(400, "The request ended early.")
                body += message.get("body", b"")
                if len(body) > most:
                    raise Refused(413, f"The request is longer than {most:,} bytes.")
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        raise Refused(408, "The request took too long to arrive.") from None


def again(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives ``body`` once, then what comes after it."""
    given = False

    async def first() -> Any:  # noqa: ANN401 - an ASGI message
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return first


def unless_silent(receive: Receive, most_s: float = SILENCE_S) -> Receive:
    """A ``receive`` that ends the request when nothing comes for ``most_s`` while its body is not whole."""
    done = False

    async def piece() -> Any:  # noqa: ANN401
        nonlocal done
        if done:
            return await receive()
        try:
            async with asyncio.timeout(most_s):
                message = await receive()
        except TimeoutError:
            done = True
            return {"type": "http.disconnect"}
        done = not message.get("more_body")
        return message

    return piece


def check_program(body: bytes, events: Container[object] | None) -> None:
    """Hold a program's JSON to what the endpoints take.

    :param events: the numbers of the events that programs may start; None where the address says which it is.
    :raises Refused: for other events, for what is no JSON, and for files, which Gradio would fetch or copy.
    """
    try:
        read = json.loads(body or b"null")
    except (ValueError, RecursionError):
        raise Refused(400, "The request is no JSON.") from None
    if holds_file(read):
        raise Refused(400, "The endpoints take words and numbers, no files.")
    named = read.get("fn_index") if isinstance(read, dict) else None
    if events is not None and not (isinstance(named, int) and named in events):
        raise Refused(403, "Programs may use: ask, search, article.")


def holds_file(part: object, depth: int = 0) -> bool:
    """Whether JSON holds one of Gradio's records of a file, or nests deeper than anything the endpoints take."""
    if depth > DEEPEST:
        return True
    if isinstance(part, dict):
        return part.get("_type") == "gradio.FileData" or any(holds_file(value, depth + 1) for value in part.values())
    return isinstance(part, list) and any(holds_file(value, depth + 1) for value in part)
