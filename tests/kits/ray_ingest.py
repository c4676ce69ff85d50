"""A program for test_crew: ingest on a Ray cluster of three nodes on this machine, then again while one of them is lost.

``python -m tests.kits.ray_ingest FOLDER`` ingests FOLDER/work into FOLDER/alone by itself, into FOLDER/ahead with the cluster, and into
FOLDER/again while a node goes; it writes what is equal, as JSON.
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
from tests.kits.ray_nodes import NotStartedError, nodes


def run(folder: Path, name: str, hands: Cluster | None = None) -> Report:
    """Ingest; return the report without its time."""
    return replace(update(Settings(index_dir=folder / name), [folder / "work"], embedder=HashEmbedder(), hands=hands), seconds=0.0)


def compared(folder: Path) -> dict[str, object]:
    """Return {"equal": [report, store], "lost": [counts, store], "trouble": what the cluster did not do}."""
    with nodes() as running:
        alone = run(folder, "alone")
        cluster = Cluster(running.address)
        try:
            ahead, wanted = run(folder, "ahead", cluster), snapshot(folder / "alone")
            equal = [ahead == alone, snapshot(folder / "ahead") == wanted]
            take, left = cluster.messages, list(running.worker_nodes)[-1:]

            def lose_one() -> Iterator[bytes]:
                for message in take():
                    while left:
                        running.remove_node(left.pop(), allow_graceful=False)
                    yield message

            cluster.messages = lose_one  # type: ignore[method-assign]
            again = run(folder, "again", cluster)
            lost = [(again.added, again.failed) == (alone.added, alone.failed), snapshot(folder / "again") == wanted]
        finally:
            cluster.close()
    return {"equal": equal, "lost": lost, "trouble": ahead.notes[len(alone.notes) :]}


if __name__ == "__main__":
    ranges.LONG, ranges.RANGE = 1000, 600
    try:
        sys.stdout.write(json.dumps(compared(Path(sys.argv[1]))))
    except NotStartedError as err:
        sys.stdout.write(json.dumps({"not started": str(err)}))
