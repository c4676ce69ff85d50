"""A program for test_crew: ingest on a Ray cluster of three nodes on this machine, then again while one of them is lost.

``python -m tests.kits.ray_nodes FOLDER`` ingests FOLDER/work into FOLDER/alone by itself, into FOLDER/ahead with the cluster, and into
FOLDER/again while a node goes; it writes what is equal, as JSON. A program, because Ray's nodes talk by this machine's own address.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ingest.ahead.cluster import Cluster
from ingest.read import ranges
from ingest.report import Report
from ingest.sync import update
from rag.settings import Settings
from tests.kits.ingest import HashEmbedder, snapshot


def run(folder: Path, name: str, hands: Cluster | None = None) -> Report:
    """Ingest; return the report without its time."""
    return replace(update(Settings(index_dir=folder / name), [folder / "work"], embedder=HashEmbedder(), hands=hands), seconds=0.0)


def main(folder: Path) -> None:
    """Write {"nodes": how many started, "equal": [report, store], "lost": [counts, store]}."""
    from ray.cluster_utils import Cluster as Nodes

    ranges.LONG, ranges.RANGE = 1000, 600
    nodes, found = Nodes(), {"nodes": 0}
    try:
        for cores in (0, 1, 1):
            nodes.add_node(num_cpus=cores, include_dashboard=False)
            found["nodes"] += 1
    except Exception as err:  # Ray gives a node 30 s to start, whatever else the machine has to do
        sys.stderr.write(f"{err}\n")
    if found["nodes"] < 3:
        nodes.shutdown()
        sys.stdout.write(json.dumps(found))
        return
    alone, wanted = run(folder, "alone"), None
    cluster = Cluster(nodes.address)
    try:
        ahead, wanted = run(folder, "ahead", cluster), snapshot(folder / "alone")
        equal = [ahead == alone, snapshot(folder / "ahead") == wanted]
        take, left = cluster.messages, list(nodes.worker_nodes)[-1:]

        def lose_one() -> Iterator[bytes]:
            for message in take():
                while left:
                    nodes.remove_node(left.pop(), allow_graceful=False)
                yield message

        cluster.messages = lose_one  # type: ignore[method-assign]
        again = run(folder, "again", cluster)
        lost = [(again.added, again.failed) == (alone.added, alone.failed), snapshot(folder / "again") == wanted]
    finally:
        cluster.close()
        nodes.shutdown()
    sys.stdout.write(json.dumps(found | {"equal": equal, "lost": lost, "trouble": ahead.notes[len(alone.notes) :]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
