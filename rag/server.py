"""The embedded language model: llama.cpp's server inside this process, on loopback, for us alone."""

import atexit
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from rag.errors import LLMError

CONTEXT = 4096  # tokens; a prompt of ours has under 1,000
THREADS = 2


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a started server listens, and the key it wants."""

    url: str
    key: str


_lock = Lock()
_running: dict[tuple[int, Path], tuple[Any, Endpoint]] = {}  # by process: a forked child has none of the server's threads


def serve(model: Path) -> Endpoint:
    """Return the server of ``model`` in this process, started if need be; later callers wait for the first.

    It ends with the program. The key is random, so that nobody else on the machine can use it.

    :raises LLMError: when the file cannot be loaded.
    """
    with _lock:
        place = (os.getpid(), model)
        if place not in _running:
            if not _running:
                atexit.register(_running.clear)  # frees the server before Python takes itself apart
            _running[place] = _start(model)
        return _running[place][1]


def _start(model: Path) -> tuple[Any, Endpoint]:
    import xllamacpp

    key = secrets.token_urlsafe(24)
    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.n_ctx = CONTEXT
    params.n_parallel = 1  # so that the one slot keeps the fixed part of the prompt
    params.n_gpu_layers = 0
    params.fit_params = False
    params.cache_ram_mib = 0  # no second prompt cache beside the slot
    for cpu in (params.cpuparams, params.cpuparams_batch):
        cpu.n_threads = min(THREADS, os.cpu_count() or THREADS)
        cpu.poll = 0  # waiting threads sleep: spinning starves everything else on a small machine
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.ui = False
    params.endpoint_slots = False
    params.verbosity = -1  # nothing on the terminal
    try:
        server = xllamacpp.Server(params)
    except (RuntimeError, ValueError) as err:
        raise LLMError(f"{model.name} cannot be loaded ({err})") from err
    return server, Endpoint(f"{server.listening_address}/v1", key)
