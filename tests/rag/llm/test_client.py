"""The language model's endpoint, misbehaving in every way: an error in time, never a hang, never half an answer."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from rag.errors import LLMError, ModelMissing, SettingsError
from rag.llm import client
from rag.llm import reply as reply_room
from rag.llm.client import get_llm, model_file, stream, warm_llm
from rag.llm.endpoint import here
from rag.llm.prompt import fixed_turns
from rag.llm.server import Embedded
from rag.llm.speed import Speed
from rag.settings import Settings, load_settings

TURNS = (("system", "Answer."), ("user", "Who won?"))
WORDS = ("Ana ", "Ruiz ", "won.")
TIMINGS = {"prompt_n": 400, "prompt_ms": 2000.0, "predicted_n": 30, "predicted_ms": 3000.0}
USELESS = {
    "page": b"<html>Welcome to the hotel network</html>",
    "not json": b"data: {broken\n\ndata: [DONE]\n\n",
    "error event": b'data: {"error": {"message": "out of memory", "code": 500}}\n\n',
}
SPECIAL: dict[str, Sequence[str]] = {
    "broken text": ("Ana\x00 ", "\ud83c", "\udf88 \x1b[31mRuiz \udc00"),
    "endless": ["won and "] * 5000,
    "one great piece": ("won " * 100_000,),
    "timed": WORDS,
}


class Endpoint(ThreadingHTTPServer):
    """Plays one behaviour a request, the last one for ever; keeps each request's body and key."""

    daemon_threads = True

    def __init__(self, behaviours: Sequence[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behaviours, self.bodies, self.keys = list(behaviours), list[dict[str, Any]](), list[str]()
        self.hung_up = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def log_message(self, *_args: object) -> None:
        """Stay silent."""

    def do_POST(self) -> None:
        self.server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.server.keys.append(self.headers["Authorization"])
        behaviours = self.server.behaviours
        behaviour = behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]
        if behaviour.isdigit():
            self.send_response(int(behaviour))
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")
            return
        if behaviour == "silent":
            time.sleep(20)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if behaviour == "page" else "text/event-stream")
        self.end_headers()
        try:
            self._reply(behaviour)
        except OSError:
            self.server.hung_up.set()

    def _reply(self, behaviour: str) -> None:
        if behaviour in USELESS:
            self.wfile.write(USELESS[behaviour])
            return
        if behaviour == "trickle":
            for _ in range(1000):
                self._event("a ")
                time.sleep(0.05)
            return
        if behaviour in SPECIAL:
            for word in SPECIAL[behaviour]:
                self._event(word)
            self._event("", "stop", TIMINGS if behaviour == "timed" else None)
            self.wfile.write(b"data: [DONE]\n\n")
            return
        for word in () if behaviour == "empty" else (" ", "\n") if behaviour == "blank" else WORDS:
            self._event(word)
            if behaviour == "half":
                return
            if behaviour == "stalls":
                time.sleep(20)
        self._event("", "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, text: str, finish: str | None = None, timings: dict[str, Any] | None = None) -> None:
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
        row = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        row |= {"timings": timings} if timings else {}
        self.wfile.write(f"data: {json.dumps(row)}\n\n".encode())
        self.wfile.flush()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the seconds waited before each further try, in which nobody waits."""
    waited: list[float] = []
    monkeypatch.setattr(client, "sleep", waited.append)
    return waited


@contextmanager
def serving(*behaviours: str) -> Iterator[Endpoint]:
    """Run an endpoint in a thread."""
    server = Endpoint(behaviours)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def reply(server: Endpoint, deadline_s: float = 20.0) -> list[str]:
    """Return the pieces of one reply."""
    llm = get_llm(Settings(llm_url=server.url, llm_model="m", llm_key="sesame"))
    return list(stream(llm, TURNS, deadline_s=deadline_s, max_tokens=50, stop=("\n\n",)))


def test_a_proxy_of_the_environment_never_sees_what_is_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving("good") as proxy, serving("good") as own:
        monkeypatch.setenv("http_proxy", proxy.url.removesuffix("/v1"))
        assert "".join(reply(own)) == "Ana Ruiz won."
        embedded = Embedded(own.url.removesuffix("/v1"), "key", None)
        embedded.read(TURNS, 5.0)
        assert (len(own.bodies), proxy.bodies) == (2, [])
        far = get_llm(Settings(llm_url="http://llm.example/v1", llm_model="m"))
        assert "".join(stream(far, TURNS, deadline_s=5.0, max_tokens=5)) == "Ana Ruiz won."
        assert len(proxy.bodies) == 1
    assert [here(host) for host in ("localhost", "127.8.0.1", "::1", "10.0.0.1", "localhost.example")] == [True, True, True, False, False]


def test_a_reply_comes_in_pieces() -> None:
    with serving("good") as server:
        assert reply(server) == list(WORDS)
        (body,) = server.bodies
    assert server.keys == ["Bearer sesame"]
    assert body["messages"] == [{"role": role, "content": text} for role, text in TURNS]
    assert {key: body[key] for key in ("model", "temperature", "max_tokens", "stop", "stream", "seed")} == {
        **{"model": "m", "temperature": 0.0, "max_tokens": 50, "stop": ["\n\n"], "stream": True, "seed": 1}
    }


@pytest.mark.parametrize(
    ("behaviour", "reason", "tries"),
    [
        ("401", "answered 401; check DATELINE_LLM_KEY", 1),
        ("404", "answered 404; check DATELINE_LLM_URL", 1),
        ("400", "answered 400", 1),
        ("empty", "answered nothing", 1),
        ("blank", "answered nothing", 1),
        ("page", "answered nothing", 1),
        ("not json", "could not be read", 1),
        ("error event", "could not be read.*out of memory", 1),
        ("half", "broke off", 1),  # some of it was shown: not begun again
    ],
)
def test_a_useless_reply_is_an_error(behaviour: str, reason: str, tries: int) -> None:
    with serving(behaviour) as server:
        with pytest.raises(LLMError, match=reason):
            reply(server)
        assert len(server.bodies) == tries


@pytest.mark.parametrize("behaviours", [("429", "good"), ("500", "503", "good")])
def test_what_passes_is_tried_again(behaviours: tuple[str, ...], waits: list[float]) -> None:
    with serving(*behaviours) as server:
        assert reply(server) == list(WORDS)
        assert len(server.bodies) == len(behaviours) == len(waits) + 1


def test_trying_again_ends(waits: list[float]) -> None:
    with serving("500") as server:
        with pytest.raises(LLMError, match="answered 500"):
            reply(server)
        assert len(server.bodies) == 4
    assert waits == [0.5, 1.0, 2.0]


def test_no_try_after_the_deadline(waits: list[float]) -> None:
    with serving("500") as server:
        with pytest.raises(LLMError, match="answered 500"):
            reply(server, deadline_s=0.4)
        assert len(server.bodies) == 1
    assert waits == []


@pytest.mark.parametrize("behaviour", ["silent", "stalls", "trickle"])
def test_the_deadline_holds(behaviour: str) -> None:
    with serving("good", behaviour) as server:
        reply(server)  # imports and connections are not measured
        start = time.monotonic()
        with pytest.raises(LLMError, match="longer than the time for one question"):
            reply(server, deadline_s=0.3)
        assert 0.3 <= time.monotonic() - start < 2.3


def test_broken_text_is_mended_both_ways() -> None:
    with serving("broken text") as server:
        llm = get_llm(Settings(llm_url=server.url))
        asked = (("user", "Who\x00 won \ud83c\udf88 \ud800?"),)
        said = list(stream(llm, asked, deadline_s=20, max_tokens=50))
        assert server.bodies[0]["messages"] == [{"role": "user", "content": "Who won 🎈 \ufffd?"}]
    assert "".join(said) == "Ana 🎈 [31mRuiz \ufffd"


@pytest.mark.parametrize("behaviour", ["endless", "one great piece"])
def test_a_reply_is_cut_at_its_length(behaviour: str) -> None:
    with serving(behaviour) as server:
        assert 50 < len("".join(reply(server))) <= 50 * 8


def test_the_speed_of_a_reply_is_learned() -> None:
    seen: list[Speed] = []
    with serving("timed", "good") as server:
        llm = get_llm(Settings(llm_url=server.url))
        list(stream(llm, TURNS, deadline_s=20, max_tokens=50, learn=seen.append))
        assert seen == [Speed(200.0, 10.0)]
        list(stream(llm, (("user", "Who won? " * 50),), deadline_s=20, max_tokens=50, learn=seen.append))
    assert len(seen) == 2
    assert seen[1].read > 0


def test_a_model_that_takes_too_long_is_learned_to_be_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reply_room, "LONG_S", 0.1)
    seen: list[Speed] = []
    with serving("good", "silent") as server:
        llm = get_llm(Settings(llm_url=server.url))
        list(stream(llm, TURNS, deadline_s=20, max_tokens=5))
        with pytest.raises(LLMError, match="longer"):
            list(stream(llm, (("user", "Who won? " * 50),), deadline_s=0.25, max_tokens=50, learn=seen.append))
    assert 400 < seen[0].read <= 608  # 151 tokens in the quarter of a second that was waited
    assert seen[0].write == 0


@pytest.mark.parametrize("context", [2048, 8192])
def test_the_context_window_of_an_endpoint_is_a_setting(context: int) -> None:
    assert get_llm(Settings(llm_url="http://127.0.0.1:9/v1", llm_context=context)).metadata.context_window == context


def test_a_refused_connection_is_named(waits: list[float]) -> None:
    with serving("good") as server:
        url = server.url
    llm = get_llm(Settings(llm_url=url))
    with pytest.raises(LLMError, match="no connection; check DATELINE_LLM_URL"):
        list(stream(llm, TURNS, deadline_s=1.0, max_tokens=5))
    assert waits == [0.5]  # the next would end after the deadline


def test_leaving_hangs_up() -> None:
    with serving("trickle") as server:
        pieces = stream(get_llm(Settings(llm_url=server.url)), TURNS, deadline_s=30, max_tokens=5)
        next(pieces)
        pieces.close()  # type: ignore[attr-defined]
        assert server.hung_up.wait(10)


def test_no_model_says_what_to_do(tmp_path: Path) -> None:
    settings = Settings(models_dir=tmp_path, llm="small")
    with pytest.raises(ModelMissing, match=r"qwen-0\.5b.*dateline models"):
        get_llm(settings)
    with pytest.raises(ModelMissing, match=r"no file .*mine\.gguf"):
        get_llm(replace(settings, llm=str(tmp_path / "mine.gguf")))
    with pytest.raises(SettingsError, match=r"'gpt-9' is none of default, small, tiny"):
        get_llm(replace(settings, llm="gpt-9"))
    with pytest.raises(LLMError, match="llm=none"):
        get_llm(replace(settings, llm="none"))


def test_a_model_file_of_ones_own(tmp_path: Path) -> None:
    mine = tmp_path / "mine.gguf"
    mine.touch()
    assert model_file(Settings(llm=str(mine))) == (mine, "mine")


def test_a_file_that_is_no_model(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    junk = tmp_path / "junk.gguf"
    junk.write_bytes(b"not a model" * 100)
    with pytest.raises(LLMError, match=r"junk\.gguf cannot be loaded"):
        get_llm(Settings(llm=str(junk)))
    assert capfd.readouterr() == ("", "")


def test_warming_without_a_model_is_quiet(tmp_path: Path) -> None:
    warm_llm(Settings(models_dir=tmp_path)).join(10)


@pytest.fixture(scope="module")
def tiny() -> Settings:
    """Return settings with the tiny model; skip where its file is not there."""
    settings = replace(load_settings(environ={k: v for k, v in os.environ.items() if k == "DATELINE_MODELS_DIR"}), llm="tiny")
    try:
        model_file(settings)
    except ModelMissing as err:
        pytest.skip(str(err))
    return settings


@pytest.mark.models
def test_the_embedded_model_repeats_itself(tiny: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    turns = (("user", "Name the capital of France in one sentence."),)
    replies = {"".join(stream(get_llm(tiny), turns, deadline_s=300, max_tokens=12)) for _ in range(2)}
    assert len(replies) == 1
    assert "Paris" in replies.pop()
    assert capfd.readouterr() == ("", "")


@pytest.mark.models
def test_one_server_however_many_callers(tiny: Settings) -> None:
    found: list[Any] = []
    threads = [threading.Thread(target=lambda: found.append(get_llm(tiny))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert len({(llm.api_base, llm.api_key) for llm in found}) == 1
    assert len(found) == 4


@pytest.mark.models
def test_strangers_are_refused(tiny: Settings) -> None:
    import httpx

    llm: Any = get_llm(tiny)
    assert llm.api_base.startswith("http://127.0.0.1:")
    body = {"messages": [{"role": "user", "content": "Hello"}], "max_tokens": 1}
    assert httpx.post(f"{llm.api_base}/chat/completions", json=body, timeout=60).status_code == 401


@pytest.mark.models
@pytest.mark.parametrize("how", ["at its end", "by Ctrl-C"])
def test_a_program_ends_in_the_middle_of_a_reply(tiny: Settings, how: str) -> None:
    """Without a word or a crash, and its server with it."""
    code = (
        "import os, signal, time; from dataclasses import replace; from pathlib import Path; from rag.llm import server\n"
        "from rag.settings import load_settings; from rag.llm.client import get_llm, stream\n"
        f"llm = get_llm(replace(load_settings(), llm='tiny', models_dir=Path({str(tiny.models_dir)!r})))\n"
        "pieces = stream(llm, [('user', 'Count to a thousand.')], deadline_s=300, max_tokens=2000); next(pieces)\n"
        "print(*(e.process.pid for e in server._running.values()))\n"
    )
    if how == "by Ctrl-C":
        code += "signal.signal(signal.SIGINT, lambda *a: exit(130)); os.kill(os.getpid(), signal.SIGINT); time.sleep(9)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=600, check=False)
    assert (done.returncode, done.stderr) == (130 if how == "by Ctrl-C" else 0, "")
    with pytest.raises(ProcessLookupError):
        os.kill(int(done.stdout), 0)


@pytest.mark.models
def test_the_server_of_a_program_that_was_killed_ends_too(tiny: Settings) -> None:
    code = (
        "import os; from dataclasses import replace; from pathlib import Path; from rag.llm import server\n"
        "from rag.settings import load_settings; from rag.llm.client import get_llm\n"
        f"get_llm(replace(load_settings(), llm='tiny', models_dir=Path({str(tiny.models_dir)!r})))\n"
        "print(*(e.process.pid for e in server._running.values()), flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=600, check=False)
    until = time.monotonic() + 30
    while _alive(int(done.stdout)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _alive(int(done.stdout))


def _alive(pid: int) -> bool:
    """Whether a process runs; one that ended and waits for its new parent to notice does not."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:1]
    except FileNotFoundError:
        return False


@pytest.mark.models
def test_a_server_that_died_is_started_again(tiny: Settings) -> None:
    from rag.llm import server

    turns = (("user", "Name the capital of France in one sentence."),)
    llm = get_llm(tiny)
    for embedded in server._running.values():
        embedded.process.kill()
        embedded.process.wait()
    with pytest.raises(LLMError, match=r"no connection|broke off"):
        list(stream(llm, turns, deadline_s=60, max_tokens=3))
    assert "".join(stream(get_llm(tiny), turns, deadline_s=300, max_tokens=12))


@pytest.mark.models
def test_a_reply_does_not_depend_on_the_one_before(tiny: Settings) -> None:
    """The state after the fixed part is put back before each question, and kept for the next run."""
    one, two = ((*fixed_turns(), ("user", f"Question: {question}")) for question in ("Who sank the Orla?", "Who runs the city now?"))
    first, _, again = ("".join(stream(get_llm(tiny), turns, deadline_s=300, max_tokens=8)) for turns in (one, two, one))
    assert first == again
    assert len(list((tiny.models_dir / "states").glob("SmolLM2*.state"))) == 1
