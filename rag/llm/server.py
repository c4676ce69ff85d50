"""Run the embedded language model: llama.cpp's server in a process of its own, on loopback, for this program alone.

Its threads may still run when the user quits in the middle of a reply; inside this process they would crash it at exit.
"""

import atexit
import hashlib
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from rag.errors import LLMError

CONTEXT = 4096  # tokens; a prompt here has under 1,000
WELL_S = 5.0  # seconds in which a server says that it is well: it answers in milliseconds, also while it writes
LOADING_S = 900.0  # seconds after which a process that has not loaded its model is given up
MOST_THREADS = 8  # memory, not arithmetic, is the limit from there

_DIRECT: Any = {"verify": False, "trust_env": False}  # to loopback: no certificates, and past any proxy of the environment
_lock = Lock()
_running: dict[tuple[int, Path], "Embedded"] = {}  # by process: a forked child starts its own, and leaves ours alone
_started: list[tuple[int, "subprocess.Popen[str]"]] = []  # those still loading too
_CHILD = "import json, sys; job = json.loads(sys.stdin.readline()); sys.path[:] = job['path']; from rag.llm.server import child; child(job)"


@dataclass(frozen=True, slots=True)
class Embedded:
    """A started server: where it listens, the key it wants, and the saved state of the prompt's fixed part."""

    address: str
    key: str
    state: Path | None  # None: nothing could be saved
    process: "subprocess.Popen[str] | None" = None  # None: another process of this program keeps it

    @property
    def url(self) -> str:
        """The address of its OpenAI-compatible side."""
        return f"{self.address}/v1"

    @property
    def well(self) -> bool:
        """Whether it runs and says so in time: one that hangs holds up every question to its deadline."""
        import httpx

        if self.process is None or self.process.poll() is not None:
            return False
        try:
            return httpx.get(f"{self.address}/health", timeout=WELL_S, **_DIRECT).status_code < 500
        except httpx.HTTPError:
            return False

    def end(self) -> None:
        """Kill its process; it keeps nothing: the saved state is renamed into place when whole."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def restore(self, timeout_s: float) -> bool:
        """Reset the model to the state after the fixed part of the prompt; return whether that worked.

        This saves reading that part again, and makes a reply independent of earlier questions: how a prompt is split into batches
        changes the last bits of the numbers.
        """
        return (
            self.state is not None
            and self.state.is_file()
            and self._post("/slots/0?action=restore", {"filename": self.state.name}, timeout_s)
        )

    def read(self, turns: Sequence[tuple[str, str]], timeout_s: float) -> None:
        """Let the model read ``turns``, the fixed part of the prompt, and save its state for later runs."""
        messages = [{"role": role, "content": text} for role, text in turns]
        if (
            not self._post("/v1/chat/completions", {"messages": messages, "max_tokens": 1, "cache_prompt": True}, timeout_s)
            or self.state is None
        ):
            return
        fresh = self.state.with_suffix(f".{os.getpid()}")
        if self._post("/slots/0?action=save", {"filename": fresh.name}, timeout_s):
            for old in self.state.parent.glob(f"{self.state.name.rpartition('-')[0]}-*.state"):
                old.unlink(missing_ok=True)
            fresh.replace(self.state)

    def _post(self, path: str, body: dict[str, Any], timeout_s: float) -> bool:
        import httpx

        try:
            key = {"Authorization": f"Bearer {self.key}"}
            reply = httpx.post(self.address + path, json=body, headers=key, timeout=timeout_s, **_DIRECT)
        except httpx.HTTPError:  # only an optimisation: it may fail
            return False
        return reply.is_success


def start_server(model: Path, turns: Sequence[tuple[str, str]], folder: Path, timeout_s: float) -> Embedded:
    """Return the server of ``model`` in this process, started if need be; later callers wait for the first.

    It ends with the program; one that has ended or hangs is started again. The key is random: nobody else on the machine can use it.

    :param turns: the fixed part of every prompt, read once and kept in ``folder`` for the next run.
    :raises LLMError: when the file cannot be loaded.
    """
    with _lock:
        place = (os.getpid(), model)
        kept = _running.get(place)
        if kept is not None and not kept.well:
            _running.pop(place).end()
            kept = None
        if kept is None:
            state = _state(model, turns, folder)
            server = _start(model, state)
            if turns and not server.restore(timeout_s):
                if state is not None and not server.well:  # it died of what it was to read back
                    server.end()
                    state.unlink(missing_ok=True)
                    server = _start(model, state)
                server.read(turns, timeout_s)
            _running[place] = server
        return _running[place]


def _state(model: Path, turns: Sequence[tuple[str, str]], folder: Path) -> Path | None:
    """Return where the state after ``turns`` is kept; another model file, prompt or llama.cpp has another place."""
    from importlib.metadata import version

    stat = model.stat()
    sign = json.dumps([model.name, stat.st_size, stat.st_mtime_ns, list(turns), version("xllamacpp"), CONTEXT])
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder / f"{model.stem}-{hashlib.sha256(sign.encode()).hexdigest()[:16]}.state" if os.access(folder, os.W_OK) else None


def threads() -> int:
    """Return OMP_NUM_THREADS if set, else half the processors (the other half are mostly twins of them), but two of two."""
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    if wanted.isdigit() and int(wanted) > 0:
        return int(wanted)
    processors = os.cpu_count() or 1
    return min(processors, MOST_THREADS, max(2, processors // 2))


def _start(model: Path, state: Path | None) -> Embedded:
    key = secrets.token_urlsafe(24)
    job = {"path": sys.path, "model": str(model), "key": key, "states": f"{state.parent}{os.sep}" if state else ""}
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,  # Ctrl-C is for us, who then end it
        )
        if not _started:
            atexit.register(_end)
        _started.append((os.getpid(), process))
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(job) + "\n")  # not in its arguments: those are everybody's to read
        process.stdin.flush()
        with _ended_after(LOADING_S, process):
            reply = json.loads(process.stdout.readline() or '{"error": "its process ended"}')
    except (OSError, ValueError) as err:
        raise LLMError(f"{model.name} cannot be started ({err})") from err
    if "error" in reply:
        raise LLMError(f"{model.name} cannot be loaded ({reply['error']})")
    return Embedded(reply["address"], key, state, process)


@contextmanager
def _ended_after(seconds: float, process: "subprocess.Popen[str]") -> Iterator[None]:
    """Kill a process unless the block is done in time."""
    timer = Timer(seconds, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end() -> None:
    """End the servers that this process started."""
    for owner, process in _started:
        if owner == os.getpid():
            process.kill()
            with process:  # closes its pipes and waits for it
                pass


def child(job: dict[str, Any]) -> None:
    """Run the server in the child process until the parent process ends, for whatever reason."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever llama.cpp may print is not our answer
    try:
        server = _load(job)
        reply = {"address": server.listening_address}
    except (RuntimeError, ValueError) as err:
        reply = {"error": str(err)}
    try:
        out.write(json.dumps(reply) + "\n")
        out.flush()
        if "address" in reply:
            sys.stdin.read()
    finally:
        os._exit(0)  # without Python's shutdown, while the server's threads may run


def _load(job: dict[str, Any]) -> Any:  # noqa: ANN401 - a class of a library that has no types
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = job["model"]
    params.n_ctx = CONTEXT
    params.n_parallel = 1  # so that the one slot keeps the fixed part of the prompt
    params.n_gpu_layers = 0
    params.fit_params = False
    params.cache_ram_mib = 0  # no second prompt cache beside the slot
    for cpu in (params.cpuparams, params.cpuparams_batch):
        cpu.n_threads = threads()
        cpu.poll = 0  # waiting threads sleep: spinning starves everything else on a small machine
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [job["key"]]
    params.ui = False
    params.endpoint_slots = False
    params.slot_save_path = job["states"]
    params.verbosity = -1  # nothing on the terminal
    return xllamacpp.Server(params)
