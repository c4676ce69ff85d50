"""The client of one OpenAI-compatible endpoint: a line that another thread can hang up, a most of bytes, no way to another machine."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from rag.errors import LLMError

if TYPE_CHECKING:
    import httpx
    from llama_index.core.llms import LLM

    from rag.llm.server import Embedded

SEED = 1
MOST_BYTES = 16 << 20  # of one reply as it comes; the longest that is asked for has some hundred thousand
_CONNECTED = ("connect_tcp.complete", "connect_unix_socket.complete", "start_tls.complete")
_here = threading.local()  # .line: that of the reply which this thread reads


class Line:
    """The connection over which one thread reads a reply, and which another hangs up: a server that never ends must not hold a thread."""

    def __init__(self) -> None:
        self._stream: Any = None
        self._response: httpx.Response | None = None
        self._gone = False

    def use(self) -> None:
        """Make this the line of the requests that the calling thread sends."""
        _here.line = self

    def traced(self, event: str, info: dict[str, Any]) -> None:
        """Take note of the connection as it is opened (httpcore's trace)."""
        if event.endswith(_CONNECTED):
            self._stream = info["return_value"]
            if self._gone:
                self.hang_up()

    def answered(self, response: "httpx.Response") -> None:
        """Take note of the response, which the clients above the line leave open."""
        self._response = response

    def close(self) -> None:
        """Close the response, in the thread that reads it."""
        if self._response is not None:
            self._response.close()

    def hang_up(self) -> None:
        """End the connection, at whatever stage it is; from then on none is kept."""
        self._gone = True
        if self._stream is not None and (open_ := self._stream.get_extra_info("socket")) is not None:
            with suppress(OSError):
                open_.shutdown(socket.SHUT_RDWR)


@lru_cache(maxsize=4)  # a client reads the machine's certificates once
def client(url: str, model: str, key: str, timeout_s: float, context: int, server: "Embedded | None" = None) -> "LLM":
    """Return the language model at an endpoint; with ``server`` it is put back to the fixed part of the prompt before each reply."""
    import httpx
    from llama_index.llms.openai_like import OpenAILike

    def begin(request: httpx.Request) -> None:
        if line := getattr(_here, "line", None):
            request.extensions["trace"] = line.traced
        if server is not None:
            server.restore(timeout_s)

    # No connection is kept: the server of a laptop comes and goes, and a dead one would cost the next question a try.
    limits = httpx.Limits(max_keepalive_connections=0)
    far = not here(httpx.URL(url).host)  # a proxy that the environment names is for other machines: it must not read this one's prompts
    hooks: dict[str, list[Callable[..., Any]]] = {"request": [begin], "response": [_stay, _bound]}
    body = {"extra_body": {"cache_prompt": True}} if server else {}
    return OpenAILike(
        model=model,
        api_base=url,
        api_key=key,
        is_chat_model=True,
        context_window=context,
        temperature=0.0,
        max_retries=0,  # rag.llm.client tries again itself, within the deadline
        additional_kwargs={"seed": SEED, **body},
        http_client=httpx.Client(timeout=timeout_s, follow_redirects=True, limits=limits, event_hooks=hooks, trust_env=far),
        timeout=timeout_s,
    )


def here(host: str) -> bool:
    """Whether a host is this machine, by its loopback addresses or their name."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _stay(response: "httpx.Response") -> None:
    """Refuse to be sent to another server: the prompt is for the one that the user named."""
    if not response.has_redirect_location:
        return
    here, there = response.request.url, response.request.url.join(response.headers["location"])
    upgraded = (here.scheme, there.scheme, there.host) == ("http", "https", here.host)
    if not upgraded and (here.scheme, here.host, here.port) != (there.scheme, there.host, there.port):
        raise LLMError(
            f"the endpoint sends on to another server ({there.host[:60]!r}), which is not asked; set DATELINE_LLM_URL if it is right"
        )


def _bound(response: "httpx.Response") -> None:
    """Let no more than MOST_BYTES of a reply in."""
    import httpx

    class Bounded(httpx.SyncByteStream):
        def __init__(self, whole: httpx.SyncByteStream) -> None:
            self._whole = whole

        def __iter__(self) -> Iterator[bytes]:
            left = MOST_BYTES
            for piece in self._whole:
                left -= len(piece)
                if left < 0:
                    raise LLMError("its reply never ends")
                yield piece

        def close(self) -> None:
            self._whole.close()

    if isinstance(response.stream, httpx.SyncByteStream):
        response.stream = Bounded(response.stream)
    if line := getattr(_here, "line", None):
        line.answered(response)
