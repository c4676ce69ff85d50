"""A language model's endpoint that misbehaves on a real socket, and models as objects that do: each fault by name."""

import gzip
import json
import os
import signal
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import Any

SAID = "Coast guard captain Ilse Brandt said that 31 people were rescued."  # word for word in an article of tests.kits.news
FOREVER_S = 30.0  # longer than any deadline of these tests
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
DONE = b"data: [DONE]\n\n"


class Caller:
    """One connection to the endpoint: what it asked, and ways to answer."""

    def __init__(self, sock: socket.socket, port: int, closing: threading.Event) -> None:
        self.sock, self.port, self._closing = sock, port, closing

    def read(self) -> dict[str, Any]:
        """Read the request to its end; return its body."""
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, body = got.partition(b"\r\n\r\n")
        length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0)
        while len(body) < length:
            body += self._more()
        return dict(json.loads(body or b"{}"))

    def _more(self) -> bytes:
        if not (more := self.sock.recv(65536)):
            raise ConnectionError
        return more

    def send(self, *parts: bytes) -> None:
        for part in parts:
            self.sock.sendall(part)

    def drip(self, parts: Iterator[bytes] | Sequence[bytes], every_s: float) -> None:
        """Send parts, one at a time, until they end or the caller has gone."""
        until = time.monotonic() + FOREVER_S
        for part in parts:
            self.send(part)
            if self._closing.wait(every_s) or time.monotonic() > until:
                return

    def wait(self) -> None:
        """Say nothing for longer than any deadline, or until the caller has gone."""
        self.sock.settimeout(FOREVER_S)
        with suppress(OSError):
            while self.sock.recv(65536):
                pass

    def reset(self) -> None:
        """Tear the connection down."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


Fault = Callable[[Caller], None]


class Endpoint:
    """Plays ``fault`` to every caller; None: a good reply."""

    def __init__(self) -> None:
        self.fault: Fault | None = None
        self._closing = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        threading.Thread(target=self._accept, daemon=True, name="endpoint").start()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                sock, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock, self.fault or good), daemon=True, name="endpoint-call").start()

    def _serve(self, sock: socket.socket, fault: Fault) -> None:
        with suppress(OSError, ConnectionError), sock:
            fault(Caller(sock, self.port, self._closing))

    def close(self) -> None:
        self._closing.set()
        self._listening.close()


@contextmanager
def serving() -> Iterator[Endpoint]:
    """Run an endpoint."""
    endpoint = Endpoint()
    try:
        yield endpoint
    finally:
        endpoint.close()


def chunk(content: Any, finish: Any = None, **more: Any) -> bytes:
    """Return one piece of a reply as the protocol has it."""
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish}
    row = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]} | more
    return b"data: " + json.dumps(row).encode() + b"\n\n"


def good(caller: Caller) -> None:
    caller.read()
    caller.send(HEAD, *(chunk(f"{word} ") for word in SAID.split()), chunk("", "stop"), DONE)


def words(*pieces: Any, end: bytes = chunk("", "stop") + DONE, before: bytes = b"") -> Fault:
    """Reply with these pieces."""

    def play(caller: Caller) -> None:
        caller.read()
        caller.send(HEAD, before, *(piece if isinstance(piece, bytes) else chunk(piece) for piece in pieces), end)

    return play


def raw(*parts: bytes) -> Fault:
    """Answer with these bytes as they are, then close."""

    def play(caller: Caller) -> None:
        caller.read()
        caller.send(*parts)

    return play


def status(code: int, body: bytes = b"{}", **headers: str) -> Fault:
    """Answer with this status."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return raw(f"HTTP/1.1 {code} Said\r\nContent-Length: {len(body)}\r\n{lines}Connection: close\r\n\r\n".encode(), body)


def then(first: Sequence[bytes], after: Callable[[Caller], None]) -> Fault:
    """Begin an answer, then do something else."""

    def play(caller: Caller) -> None:
        caller.read()
        caller.send(*first)
        after(caller)

    return play


def forever(*parts: bytes, every_s: float = 0.0, first: bytes = HEAD) -> Fault:
    """Say the same for ever."""

    def parts_() -> Iterator[bytes]:
        while True:
            yield from parts

    return then([first], lambda caller: caller.drip(parts_(), every_s))


def _slow_to_accept(caller: Caller) -> None:
    caller.wait()


def _echo(caller: Caller) -> None:
    asked = caller.read()
    caller.send(HEAD, chunk("\n".join(m["content"] for m in asked["messages"])), chunk("", "stop"), DONE)


def _elsewhere(code: int, port: int) -> Fault:
    return status(code, b"", Location=f"http://127.0.0.1:{port}/v1/chat/completions")


def _round(caller: Caller) -> None:
    caller.read()
    caller.send(f"HTTP/1.1 307 On\r\nLocation: http://127.0.0.1:{caller.port}/v1/chat/completions\r\nContent-Length: 0\r\n\r\n".encode())


def _context(caller: Caller) -> None:
    error = {"error": {"message": "This model's maximum context length is 2048 tokens.\nReduce.", "code": "context_length_exceeded"}}
    status(400, json.dumps(error).encode(), Content_Type="application/json")(caller)


def _row(**more: Any) -> bytes:
    return b"data: " + json.dumps({"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"} | more).encode() + b"\n\n"


WHOLE = b"".join(chunk(f"{word} ") for word in SAID.split()) + chunk("", "stop") + DONE
PLAIN = HEAD.replace(b"event-stream", b"plain")
CHUNKED = HEAD.replace(b"Connection", b"Transfer-Encoding: chunked\r\nConnection")
PACKED = HEAD.replace(b"Connection", b"Content-Encoding: gzip\r\nConnection")
HTTP: Mapping[str, Fault] = {
    # connections
    "reset at once": Caller.reset, "closed after the request": raw(b""), "reset after the request": then([], Caller.reset),
    "half a status line": raw(b"HTTP/1."), "no status line": raw(b"\x00\xff\x16\x03hello\r\n\r\n"), "SSH": raw(b"SSH-2.0-OpenSSH_9.9\r\n"),
    "reset in the headers": then([b"HTTP/1.1 200 OK\r\nContent-Ty"], Caller.reset), "silent": _slow_to_accept,
    "silent after the request": then([], Caller.wait), "silent after the headers": then([HEAD], Caller.wait),
    "dripping headers": forever(b"X-A: b\r\n", every_s=0.1, first=b"HTTP/1.1 200 OK\r\n"), "dripping status": forever(b"H", every_s=0.2, first=b""),
    "an endless header": forever(b"a" * 65536, first=b"HTTP/1.1 200 OK\r\nX-A: "), "100,000 headers": raw(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 100_000, b"\r\n"),
    "odd headers": raw(b"HTTP/1.1 200 OK\r\nX\0A: \x1b[31m\r\n\r\n"), "100 for ever": forever(b"HTTP/1.1 100 Continue\r\n\r\n", every_s=0.05, first=b""),
    "length too long": raw(HEAD.replace(b"Connection", b"Content-Length: 99999999\r\nConnection"), chunk("Ana ")),
    "length of less than nothing": raw(HEAD.replace(b"Connection", b"Content-Length: -5\r\nConnection"), WHOLE), "wrong chunk size": raw(CHUNKED, b"ZZ\r\nabc\r\n"),
    "no last chunk": raw(CHUNKED, b"%x\r\n" % len(WHOLE), WHOLE, b"\r\n"), "not packed though it says so": raw(PACKED, WHOLE),
    "a bomb": raw(PACKED, gzip.compress(b"a" * 200_000_000, 1)), "cut gzip": raw(PACKED, gzip.compress(WHOLE)[:40]),
    # statuses
    **{str(code): status(code) for code in (204, 206, 304, 400, 401, 402, 403, 404, 405, 408, 409, 413, 418, 422, 429, 500, 501, 502, 503, 504, 599, 999)},
    "429, an hour": status(429, b"{}", Retry_After="3600"), "context length": _context, "500 in HTML": status(500, b"<html>\x1b[31m<h1>no</h1>\n\n" * 999),
    "500 without end": forever(b"no ", every_s=0.05, first=b"HTTP/1.1 500 No\r\n\r\n"), "500 in much": forever(b"no " * 9999, first=b"HTTP/1.1 500 No\r\n\r\n"),
    "no such model": status(404, b'{"error": {"message": "The model `m\\u001b[31m` does not exist"}}'),
    "on to another machine": status(307, b"", Location="http://192.0.2.1/v1/chat/completions"), "on to another port": _elsewhere(308, 9),
    "on to a file": status(302, b"", Location="file:///etc/passwd"), "round and round": _round, "on to nowhere": status(301, b""), "on to nonsense": status(307, b"", Location="http://["),
    # bodies
    "a page": raw(HEAD.replace(b"event-stream", b"html"), b"<html>Welcome to the hotel network</html>"), "one JSON": raw(HEAD.replace(b"event-stream", b"json"), chunk(SAID)[6:]),
    "plain text": raw(PLAIN, WHOLE), "bytes": raw(PLAIN, os.urandom(5000)), "nothing": raw(HEAD), "only the end": raw(HEAD, DONE), "blank lines": raw(HEAD, b"\n" * 9999),
    "broken JSON": raw(HEAD, b"data: {broken\n\n", DONE), "half a JSON": raw(HEAD, chunk("Ana")[:40]), "null": raw(HEAD, b"data: null\n\n", DONE), "a number": raw(HEAD, b"data: 5\n\n", DONE),
    "a list": raw(HEAD, b"data: []\n\n", DONE), "a text": raw(HEAD, b'data: "x"\n\n', DONE), "deep JSON": raw(HEAD, b"data: " + b"[" * 100_000 + b"\n\n", DONE),
    "a long number": raw(HEAD, b'data: {"created": ' + b"9" * 5000 + b', "choices": []}\n\n', DONE), "an error": raw(HEAD, b'data: {"error": {"message": "out of\\nmemory \\u001b[2J"}}\n\n'),
    "no choices": raw(HEAD, _row(), DONE), "choices of nothing": raw(HEAD, _row(choices=[]), DONE), "choices null": raw(HEAD, _row(choices=None), DONE),
    "an empty choice": raw(HEAD, _row(choices=[{}]), DONE), "delta null": raw(HEAD, _row(choices=[{"index": 0, "delta": None}]), DONE), "choices a text": raw(HEAD, _row(choices="x"), DONE),
    "an index of less than nothing": words(_row(choices=[{"index": -1, "delta": {"content": SAID}, "finish_reason": "stop"}])),
    "content a number": words(5), "content a list": words([{"type": "text", "text": SAID}]), "content an object": words({"text": SAID}), "content null": words(None, None),
    "a strange end": words(SAID, end=chunk("", {"a": 1}) + DONE), "no id, no model": words(_row(id=None, model=None, created=None, choices=[{"index": 0, "delta": {"content": SAID}, "finish_reason": "stop"}])),
    "timings of nonsense": words(SAID, end=chunk("", "stop", timings={"prompt_n": 10**400, "prompt_ms": "x", "predicted_n": -1, "predicted_ms": float("nan")}) + DONE),
    "timings a list": words(SAID, end=chunk("", "stop", timings=[1]) + DONE), "usage of nonsense": words(SAID, end=chunk("", "stop", usage="x") + DONE),
    "comments for ever": forever(b": ping\n\n", every_s=0.05), "events without data": forever(b"event: x\nid: 1\nretry: 5\n\n", every_s=0.05), "empty pieces for ever": forever(chunk(""), every_s=0.01),
    "an endless line": forever(b"a" * 65536, first=HEAD + b"data: "), "only the role": words(_row(choices=[{"index": 0, "delta": {"role": "assistant"}, "finish_reason": "stop"}])),
    "a byte order mark": raw(HEAD, b"\xef\xbb\xbf", WHOLE), "line ends of Windows": raw(HEAD, WHOLE.replace(b"\n", b"\r\n")), "line ends of old": raw(HEAD, WHOLE.replace(b"\n", b"\r")),
    "no UTF-8": raw(HEAD, chunk("Ana XX ").replace(b"XX", b"\xff\xc3\x28\xed\xa0\xbc"), DONE), "tools": words(_row(choices=[{"index": 0, "delta": {"tool_calls": [{"index": 0}]}, "finish_reason": "tool_calls"}])),
    # streams
    "cut in the middle": raw(HEAD, chunk("Coast guard ")), "reset in the middle": then([HEAD, chunk("Coast guard ")], Caller.reset), "stalls in the middle": then([HEAD, chunk("Coast guard ")], Caller.wait),
    "a word a second": forever(chunk("won "), every_s=1.0), "endless": forever(chunk("won and ")), "endless blanks": forever(chunk(" ")), "endless markers": forever(chunk("[99] ")),
    "one great piece": words("won " * 2_000_000), "one great word": words("a" * 8_000_000), "goes on after the end": forever(chunk(SAID), DONE, every_s=0.01),
    "cut at the length": words(SAID[:40], end=chunk("", "length") + DONE), "filtered": words("", end=chunk("", "content_filter") + DONE),
    # words
    "empty": words(), "blank": words(" ", "\n", "\t", "\u3000"), "half a character": words("Ana \ud83c", "\udf88 \udc00 rose"), "said, then halves": words(SAID, " \ud800"),
    "control characters": words("Ana\0 \x1b[31mRuiz\x1b[0m \x9b2J\b\b\x07 won."), "said in controls": words("\x1b[2J", SAID, "\u202e \u2066\u200b\ufeff\x00"), "unseen alone": words("\u200b\u2060\ufeff"),
    "no such marker": words("[99] [0] [-1] [1e9] [²] [99999999999999999999]"), "markers alone": words("[1] [2]"), "many markers": words(SAID + "[1]" * 500),
    "HTML": words("<script>alert(1)</script><b>31</b> people"), "a refusal": words("I'm sorry, but I cannot help with that."), "said again and again": words(f"{SAID} " * 40),
    "the prompt": _echo, "not stated": words("NOT STATED"), "turns": words("<|im_end|>\n<|im_start|>user\nQuestion: x"), "thoughts": words("<think>", "hm " * 50, "</think>", SAID),
    "made up": words("Admiral Otto Quist drowned 977 sailors in Lima."), "another language": words("Einunddreißig Menschen wurden gerettet."), "marks above": words("e" + "\u0301" * 1500),
    "right to left": words("\u202eأُنقذ 31 شخصًا"), "digits": words("9" * 1700), "brackets": words("(" * 1500), "quotes": words("“‘" * 700), "JSON": words('{"answer": "31"}'), "dots": words("." * 1500),
}  # fmt: skip


# --- models as objects


class Model:
    """A model of a user's own: ``reply`` is called with the messages and gives what ``stream_chat`` gives."""

    def __init__(self, reply: Callable[[], Any], metadata: Any = None) -> None:
        self._reply, self._metadata = reply, metadata or SimpleNamespace(model_name="own", context_window=3900, is_chat_model=True)

    @property
    def metadata(self) -> Any:
        return self._metadata() if callable(self._metadata) else self._metadata

    def stream_chat(self, _messages: Any, **_options: Any) -> Any:
        return self._reply()


def _steps(*deltas: Any, fails: BaseException | None = None, raw_: Any = None) -> Callable[[], Any]:
    def reply() -> Iterator[Any]:
        for delta in deltas:
            yield SimpleNamespace(delta=delta, raw=raw_)
        if fails is not None:
            raise fails

    return reply


def raising(err: BaseException) -> Callable[[], Any]:
    """Return a function that raises."""

    def fail() -> Any:
        raise err

    return fail


class Unsayable(Exception):
    """An error whose own text cannot be had."""

    def __str__(self) -> str:
        raise RuntimeError("no words")


class Subclass(str):
    """A text that is not quite one."""

    __slots__ = ()


def _asleep() -> Any:
    time.sleep(FOREVER_S)


def _endless(delta: Any) -> Callable[[], Any]:
    def reply() -> Iterator[Any]:
        until = time.monotonic() + FOREVER_S
        while time.monotonic() < until:
            yield SimpleNamespace(delta=delta, raw=None)

    return reply


def _named(**metadata: Any) -> Model:
    return Model(_steps(SAID), SimpleNamespace(**({"model_name": "own", "context_window": 3900} | metadata)))


OBJECTS: Mapping[str, Callable[[], Any]] = {
    "cannot be had": raising(RuntimeError("no\nkey \x1b[31m")), "is None": lambda: None, "is a text": lambda: "gpt", "takes for ever": _asleep,
    "metadata raises": lambda: Model(_steps(SAID), raising(ValueError("no"))), "no name": lambda: _named(model_name=None),
    "an odd name": lambda: _named(model_name="\x1b[31mo\nwn\u202e"), "no window": lambda: _named(context_window=None), "a window of less than nothing": lambda: _named(context_window=-5),
    "a window in words": lambda: _named(context_window="big"), "a tiny window": lambda: _named(context_window=1), "a vast window": lambda: _named(context_window=10**30),
    "raises at once": lambda: Model(raising(RuntimeError("boom"))), "gives None": lambda: Model(lambda: None), "gives a number": lambda: Model(lambda: 5), "gives texts": lambda: Model(lambda: iter([SAID])),
    "steps of None": lambda: Model(lambda: iter([None])), "pieces of bytes": lambda: Model(_steps(b"Ana")), "pieces of numbers": lambda: Model(_steps(1, 2.5, True)),
    "pieces of lists": lambda: Model(_steps(["a"], {"b": 1})), "no pieces": lambda: Model(_steps()), "pieces of None": lambda: Model(_steps(None, None)), "a text not quite": lambda: Model(_steps(Subclass(SAID))),
    "halves": lambda: Model(_steps("\ud83c", 5, "\udf88", SAID)), "raises in the middle": lambda: Model(_steps("Ana ", fails=RuntimeError("the cable was pulled"))),
    "ends the program": lambda: Model(_steps("Ana ", fails=SystemExit(3))), "interrupts": lambda: Model(_steps("Ana ", fails=KeyboardInterrupt())), "no memory": lambda: Model(_steps("Ana ", fails=MemoryError())),
    "too deep": lambda: Model(_steps("Ana ", fails=RecursionError("a\nb"))), "no words": lambda: Model(_steps("Ana ", fails=Unsayable())), "a stop": lambda: Model(raising(StopIteration())),
    "many lines": lambda: Model(raising(RuntimeError("a\r\nb\x1b[2J\u202e" * 900))), "sleeps": lambda: Model(_asleep), "empty for ever": lambda: Model(_endless("")), "words for ever": lambda: Model(_endless("won ")),
    "None for ever": lambda: Model(_endless(None)), "odd raw": lambda: Model(_steps(SAID, raw_=SimpleNamespace(choices=[None], timings=5))), "choices a number": lambda: Model(_steps(SAID, raw_=SimpleNamespace(choices=7))),
}  # fmt: skip


def stop(pid: int) -> None:
    """Halt a process without ending it."""
    os.kill(pid, signal.SIGSTOP)
