"""Ray's nodes on this machine for tests: one without a core, which the ingest joins, and two of one core, which read.

``python -m tests.kits.ray_nodes`` writes their address and lets them live until its input ends. A program, because Ray's nodes talk by this
machine's own address, and what starts them has threads, which a child of a fork would lack.
"""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from tests.conftest import ROOT

CORES = (0, 1, 1)


class NotStartedError(RuntimeError):
    """Says which node did not start; Ray gives each 30 s, whatever else the machine has to do."""


@contextlib.contextmanager
def nodes() -> Iterator[Any]:
    """Yield Ray's cluster of nodes; they end behind the block.

    :raises NotStartedError: when one of them does not start.
    """
    from ray.cluster_utils import Cluster

    cluster = Cluster()
    try:
        for n, cores in enumerate(CORES, 1):
            try:
                cluster.add_node(num_cpus=cores, include_dashboard=False)
            except Exception as err:
                raise NotStartedError(f"node {n} of Ray did not start: {err}") from err
        yield cluster
    finally:
        cluster.shutdown()


@contextlib.contextmanager
def apart() -> Iterator[str]:
    """Start the nodes from a process of their own and yield their address, host:port.

    :raises NotStartedError: when they do not start.
    """
    argv = [sys.executable, "-m", "tests.kits.ray_nodes"]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdin
        assert process.stdout
        try:
            if not (address := process.stdout.readline().strip()):
                raise NotStartedError("Ray's nodes did not start")
            yield address
        finally:
            process.stdin.close()


if __name__ == "__main__":
    with nodes() as running:
        sys.stdout.write(f"{running.address}\n")
        sys.stdout.flush()
        sys.stdin.read()
