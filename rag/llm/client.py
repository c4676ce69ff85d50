"""Choose the language model and stream its replies: every failure is an LLMError, nothing outlives the deadline."""

import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

from rag.errors import DatelineError, LLMError, ModelMissing, SettingsError
from rag.language.control import cleaned
from rag.llm.endpoint import Line, client
from rag.llm.mend import mended
from rag.llm.prompt import fixed_turns
from rag.llm.reply import Reply
from rag.llm.server import CONTEXT
from rag.llm.speed import Speed
from rag.llm.threads import in_time, leaving, start_thread
from rag.models.local import present
from rag.models.pinned import MODELS
from rag.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from rag.llm.server import Embedded

EMBEDDED = {"default": "qwen-1.5b", "small": "qwen-0.5b", "tiny": "smollm2"}  # settings.llm -> a name in rag.models.pinned.MODELS
_WAITS_S = (0.5, 1.0, 2.0)  # before each further try
_RETRY_STATUS = frozenset({408, 409, 429, 500, 502, 503, 504})


def get_llm(settings: Settings, server: "Embedded | None" = None) -> "LLM":
    """Return the language model the settings name: their endpoint, or the embedded one, started on first use.

    :param server: the embedded one of another process of this program, see :func:`embedded`; none is started here then.
    :raises ModelMissing: when the embedded model's file is not there; it is not fetched in the middle of a question.
    :raises LLMError: when there is none (``llm=none``) or the file cannot be loaded.
    """
    if settings.llm_url:
        return client(
            settings.llm_url, settings.llm_model or "default", settings.llm_key or "none", settings.deadline_s, settings.llm_context
        )
    path, name = model_file(settings)
    server = server or _start_server_in_time(path, settings)
    return client(server.url, name, server.key, settings.deadline_s, CONTEXT, server)


def embedded(settings: Settings) -> "Embedded":
    """Return the embedded model, started if need be, in a form that another process of this program can be sent.

    :raises ModelMissing, LLMError: as :func:`get_llm`.
    """
    return replace(_start_server_in_time(model_file(settings)[0], settings), process=None)


def import_client() -> None:
    """Import the library that talks to the model, which takes seconds; before a fork, so that each process has it at once."""
    import llama_index.llms.openai_like  # noqa: F401


def open_llm(get: "Callable[[], LLM]", deadline_s: float) -> tuple["LLM", str, int]:
    """Return the model that ``get`` gives, its name, and the tokens of its context window.

    :raises DatelineError: an LLMError for whatever a model of a user's does while it is opened, or if it is not open in time.
    """
    try:
        return in_time("open-llm", lambda: _known(get()), deadline_s)
    except DatelineError:
        raise
    except Exception as err:
        raise LLMError(f"it could not be opened ({_said(err)})") from err


def _known(llm: "LLM") -> tuple["LLM", str, int]:
    metadata = llm.metadata
    context = getattr(metadata, "context_window", None)
    name = " ".join(cleaned(str(getattr(metadata, "model_name", "") or "llm")).split())[:100]
    return llm, name, context if isinstance(context, int) and context > 0 else CONTEXT


def _start_server_in_time(path: Path, settings: Settings) -> "Embedded":
    """Start the server in a thread and wait until the deadline; after that it goes on loading for the next question."""
    from rag.llm.server import start_server

    def work() -> "Embedded":
        return start_server(path, fixed_turns(), settings.models_dir / "states", settings.deadline_s)

    return in_time("load-llm", work, settings.deadline_s, import_client)  # importing takes seconds, like loading: at the same time


def model_file(settings: Settings) -> tuple[Path, str]:
    """Return the embedded model's file and name.

    :raises ModelMissing, LLMError, SettingsError: when there is no usable file; the message says what to do.
    """
    if settings.llm == "none":
        raise LLMError("none is set (llm=none)")
    if settings.llm in EMBEDDED:
        model = MODELS[EMBEDDED[settings.llm]]
        if path := present(model, settings):
            return path, model.name
        raise ModelMissing(model.name, f"it is not in {settings.models_dir}")
    path = Path(settings.llm).expanduser()
    if path.suffix != ".gguf":
        raise SettingsError(
            f"llm={settings.llm!r} is none of {', '.join(EMBEDDED)}, none, or a .gguf file. Set DATELINE_LLM or dateline.toml."
        )
    if not path.is_file():
        raise ModelMissing(path.name, f"there is no file {path} (DATELINE_LLM)")
    return path, path.stem


def stream(
    llm: "LLM",
    turns: Sequence[tuple[str, str]],
    *,
    deadline_s: float,
    max_tokens: int,
    stop: Sequence[str] = (),
    learn: Callable[[Speed], None] = lambda speed: None,
) -> Iterator[str]:
    """Yield the reply's pieces as they come; an attempt that fails before its first piece is retried where that helps.

    Both ways nothing passes that commands or hides (``rag.language.control``). A reply longer than ``max_tokens`` is cut there.

    :param turns: (role, text) of each message.
    :param deadline_s: seconds for everything, waits and retries included; a server that stalls or trickles is abandoned.
    :param learn: told the model's speed after a reply, and after one that took too long.
    :raises LLMError: when there is no whole, non-empty reply in time.
    """
    until = time.monotonic() + deadline_s
    turns = [(role, cleaned(text)) for role, text in turns]
    for wait_s in (*_WAITS_S, None):
        reply = Reply(turns[-1][1], max_tokens)
        try:
            for piece in mended(_attempt(llm, turns, until, {"max_tokens": max_tokens, "stop": list(stop)}, reply)):
                if kept := reply.take(piece):
                    yield kept
                if reply.full:
                    break
            if reply.says:
                learn(reply.speed())
                return
            raise LLMError("it answered nothing")
        except _TooLong:
            learn(reply.speed())
            raise
        except _Retryable as err:
            if reply.text or wait_s is None or time.monotonic() + wait_s >= until:
                raise LLMError(str(err)) from err
            sleep(wait_s)


class _TooLong(LLMError):
    """The time for one question is over."""

    def __init__(self) -> None:
        super().__init__("it took longer than the time for one question (DATELINE_DEADLINE_S)")


class _Retryable(Exception):
    """A failure that a retry may not meet; the message is for people."""


def _attempt(llm: "LLM", turns: Sequence[tuple[str, str]], until: float, options: dict[str, Any], told: Reply) -> Iterator[str]:
    """Yield the pieces of one attempt; a thread reads the reply, so that the deadline holds whatever the server does."""
    pieces: queue.Queue[str | Exception | None] = queue.Queue()
    abandoned, line = threading.Event(), Line()
    start_thread("read-llm", lambda: _read_reply(llm, turns, options, pieces, abandoned, line, told))
    try:
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                raise _TooLong from None
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise _explain(piece) from piece
            yield piece
            if time.monotonic() >= until:
                raise _TooLong
    finally:
        abandoned.set()
        line.hang_up()  # so that neither the thread nor the server goes on


def _read_reply(
    llm: "LLM",
    turns: Sequence[tuple[str, str]],
    options: dict[str, Any],
    pieces: "queue.Queue[str | Exception | None]",
    abandoned: threading.Event,
    line: Line,
    told: Reply,
) -> None:
    """Put the reply's pieces into ``pieces``, then None; or the exception that ended it. Stops when the call is ``abandoned``."""
    from llama_index.core.llms import ChatMessage

    line.use()
    try:
        reply = llm.stream_chat([ChatMessage(role=role, content=text) for role, text in turns], **options)
        ends: list[str | None] = []
        for step in reply:
            if abandoned.is_set() or leaving.is_set():
                return
            if choices := getattr(step.raw, "choices", None):
                ends.append(choices[0].finish_reason)
            if isinstance(timings := getattr(step.raw, "timings", None), Mapping):
                told.timings = timings
            if isinstance(step.delta, str) and step.delta:
                pieces.put(step.delta[: told.most])
        if ends and not any(ends):
            raise _Retryable("its reply broke off")
        pieces.put(None)
    except BaseException as err:  # whatever a client, ours or a user's, raises in its thread must reach the caller
        pieces.put(err if isinstance(err, Exception) else LLMError(f"its reply could not be read ({type(err).__name__})"))
    finally:
        line.close()


def _explain(err: Exception) -> Exception:
    """Turn what a client raised into an LLMError, or into _Retryable where a retry may help."""
    import httpx
    import openai

    if isinstance(err, openai.APIConnectionError) and isinstance(err.__cause__, LLMError):
        return err.__cause__  # ours, from inside the client
    if isinstance(err, _Retryable | LLMError):
        return err
    if isinstance(err, openai.APIStatusError):
        reason = f"the endpoint answered {err.status_code}"
        if err.status_code in {401, 403}:
            return LLMError(f"{reason}; check DATELINE_LLM_KEY")
        if err.status_code == 404:
            return LLMError(f"{reason}; check DATELINE_LLM_URL and DATELINE_LLM_MODEL")
        return _Retryable(reason) if err.status_code in _RETRY_STATUS else LLMError(reason)
    if isinstance(err, openai.APITimeoutError | httpx.TimeoutException):
        return _Retryable("it did not answer in time")
    if isinstance(err, openai.APIConnectionError | httpx.ConnectError):
        return _Retryable("no connection; check DATELINE_LLM_URL")
    if isinstance(err, httpx.TransportError):
        return _Retryable("its reply broke off")
    return LLMError(f"its reply could not be read ({_said(err)})")


def _said(err: Exception) -> str:
    """Return what an exception of others says as a part of one line."""
    try:
        said = " ".join(cleaned(str(err)).split())[:120]
    except Exception:  # its text may be as broken as the rest of it
        said = ""
    return f"{type(err).__name__}: {said}"


def warm_llm(settings: Settings) -> threading.Thread:
    """Start the model and let it read the fixed part of the prompt, in a background thread; errors surface at the question."""

    def run() -> None:
        with suppress(LLMError, ModelMissing, SettingsError):
            get_llm(settings)

    return start_thread("warm-llm", run)
