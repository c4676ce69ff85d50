"""Ask the page's HTTP interface as a program does: one request that asks, one that waits for the answer."""

import ipaddress
import json
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from rag.errors import InputError

if TYPE_CHECKING:
    from httpx import Client

DEADLINE_S = 120.0  # for one answer


class Reply(NamedTuple):
    """The answer to a question, and the seconds it took; ``error`` says why there is none."""

    seconds: float
    answer: Mapping[str, Any]
    error: str = ""

    @property
    def quotes(self) -> tuple[tuple[str, int, int, str], ...]:
        """Its quotes, by article and place."""
        return tuple((q["article"]["id"], q["start"], q["end"], q["text"]) for q in self.answer.get("quotes", ()))


def own_machine(url: str) -> str:
    """Return the address of a page on this machine, without what follows the port.

    :raises InputError: for any other: a soak is no load to lay on others.
    """
    parts = urlsplit(url if "//" in url else f"http://{url}")
    host = parts.hostname or ""
    try:
        near = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        near = False
    if not near or parts.scheme not in {"http", "https"}:
        raise InputError(f"{url} is not a page on this machine; only 127.0.0.1, ::1 and localhost are asked.")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def port_of(url: str) -> int:
    """Return the port that an address names, or that of its scheme."""
    parts = urlsplit(url)
    return parts.port or (443 if parts.scheme == "https" else 80)


def ask(client: "Client", url: str, question: str, as_of: str = "") -> Reply:
    """Ask for the articles' own sentences; never raises for what the page answers."""
    from httpx import HTTPError

    began = time.perf_counter()
    try:
        asked = client.post(f"{url}/gradio_api/call/ask", json={"data": [question, as_of, "", "", "", False]})
        if asked.status_code != 200:
            return Reply(time.perf_counter() - began, {}, f"HTTP {asked.status_code}: {asked.text[:200]}")
        with client.stream("GET", f"{url}/gradio_api/call/ask/{asked.json()['event_id']}") as lines:
            answer, error = read_events("\n".join(lines.iter_lines()))
    except (HTTPError, ValueError, KeyError) as err:
        return Reply(time.perf_counter() - began, {}, f"{type(err).__name__}: {str(err)[:200]}")
    return Reply(time.perf_counter() - began, answer, error)


def read_events(text: str) -> tuple[Mapping[str, Any], str]:
    """Return the answer in a stream of events, or why there is none."""
    event = ""
    for line in text.split("\n"):
        name, _, value = line.partition(": ")
        if name == "event":
            event = value
        elif name == "data" and event == "complete":
            found = json.loads(value)
            return (found[0], "") if found and isinstance(found[0], dict) else ({}, f"no answer: {value[:200]}")
        elif name == "data" and event == "error":
            return {}, f"error: {value[:200]}"
    return {}, "the page ended without an answer"
