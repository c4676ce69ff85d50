"""A Ray cluster that does tasks, each node reading the files under the same names as this machine: a shared folder.

Ray's own tasks, not llama-index-ingestion-ray: that begins behind the reading, which is half of the work, holds all nodes in memory as
JSON, and would bring two libraries more. What runs in a task is the same ``IngestionPipeline`` as everywhere.
"""

import logging
import os
import pickle
import socket
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from ingest.ahead.hands import Lost
from ingest.ahead.work import Task, Worker
from ingest.read.limits import Limits
from rag.errors import DatelineError, InputError
from rag.models.encoders import Embedder

EACH = 4  # tasks of a core, waiting ones among them  # equivalent: any gives the same articles
HELD = 16  # messages of a task that wait to be taken, of some 0.7 MB each  # equivalent: as above
TRIES = 3  # of a task whose node or worker is lost, after the first  # equivalent: as above, the writer is the last to try
ANSWER_S = 5.0  # for a cluster's port to answer
INSTALL = 'Ray is not installed. Install it with: pip install "dateline[ray]"'
START = "Start one with: ray start --head, and on each other machine: ray start --address=HOST:6379"
_SILENT = {"RAY_USAGE_STATS_PROMPT_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}  # its words to the user; see rag/__init__.py
_workers: dict[str, Worker] = {}  # of a process of the cluster: one, by what it was told
log = logging.getLogger(__name__)


class Cluster:
    """The Ray cluster at an address: "auto" for the one that this machine is a node of, "local" for one that lasts as long as the run.

    :raises DatelineError: when there is no Ray, or no cluster; nothing has been touched then.
    """

    def __init__(self, address: str) -> None:
        os.environ.update(_SILENT)  # before it is imported; what it starts inherits it
        try:
            import ray
        except ImportError as err:
            raise DatelineError(INSTALL) from err
        self._ray: Any = ray
        self._is_ours = not ray.is_initialized()
        if self._is_ours:
            _connect(ray, address)
        cores = int(ray.cluster_resources().get("CPU", 1)) or 1
        self.name = f"a Ray cluster of {cores} cores"
        self.room = cores * EACH
        self._run: deque[Any] = deque()  # streams of references to messages, the oldest first
        self._lost: dict[str, int] = {}  # reason -> tasks that were left to the writer
        self._told: tuple[str, list[Any]] = ("", [])

    def start(self, embedder: Embedder, limits: Limits) -> None:
        """Be told what all tasks need; of those of an earlier run nothing is left."""
        self._run.clear()
        self._lost.clear()
        told = self._ray.put(pickle.dumps((embedder, limits), protocol=5))
        self._told = (told.hex(), [told])  # in a list, so that only a process that does not have it fetches it
        self._remote = self._ray.remote(_messages).options(
            num_cpus=1, num_returns="streaming", max_retries=TRIES, _generator_backpressure_num_objects=HELD
        )

    def begin(self, task: Task) -> None:
        """Take a task."""
        self._run.append(self._remote.remote(task, *self._told))

    def messages(self) -> Iterator[bytes]:
        """Yield the messages of the oldest task.

        :raises Lost: when no node could do it.
        """
        stream = self._run.popleft()
        try:
            for reference in stream:
                yield self._ray.get(reference)
        except self._ray.exceptions.RayError as err:
            reason = _reason(err)
            self._lost[reason] = self._lost.get(reason, 0) + 1
            raise Lost(reason) from err

    def trouble(self) -> str:
        """Return what the cluster did not do, which this machine did; empty if it did all."""
        return "; ".join(f"{n:,} {'parts were' if n > 1 else 'part was'} read on this machine: {why}" for why, n in self._lost.items())

    def close(self) -> None:
        """Leave the cluster; one that was started for this run ends."""
        self._run.clear()
        if self._is_ours:
            self._ray.shutdown()


def _connect(ray: Any, address: str) -> None:  # noqa: ANN401 - the module, which is optional
    host, _, port = address.rpartition(":")
    if address not in {"auto", "local"}:
        if not host or not port.isdecimal() or "/" in host:
            raise InputError(f"--ray {address!r} is neither auto, local nor host:port")
        try:
            socket.create_connection((host, int(port)), ANSWER_S).close()
        except (OSError, OverflowError) as err:
            raise DatelineError(f"No Ray cluster answers at {address}. {START}") from err
    logging.getLogger("ray").setLevel(logging.ERROR)
    more = {"include_dashboard": False} if address == "local" else {}
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **more)
    except Exception as err:  # among them plain ones: Ray has no class for what keeps it from starting
        with suppress(Exception):
            ray.shutdown()
        said = " ".join(str(err).split())[:160]
        if address == "local":
            raise DatelineError(f"Ray cannot be started on this machine: {said} Without Ray: --workers N") from err
        raise DatelineError(f"The Ray cluster {address!r} cannot be joined: {said} {START}; this machine must be a node of it.") from err


def _messages(task: Task, key: str, told: list[Any]) -> Iterator[bytes]:
    """Do a task on a node of the cluster.

    :raises FileNotFoundError: when it is not there; on a node the file may be missing though the writer has it.
    """
    if key not in _workers:
        import ray

        os.environ["TOKENIZERS_PARALLELISM"] = "false"  # a task has one core
        _workers.clear()
        _workers[key] = Worker(*pickle.loads(ray.get(told[0])))
    for part in task:
        os.stat(part.path)
    yield from _workers[key].messages(task)


def _reason(err: Exception) -> str:
    cause = getattr(err, "cause", None)
    if isinstance(cause, FileNotFoundError):
        return "a node of the cluster does not have the file under this name"
    if isinstance(cause, ImportError):
        return f"a node of the cluster lacks {cause.name or 'a module'}: install this version of dateline there"
    return type(cause or err).__name__
