"""A program for test_crew: long tasks on a Ray of two cores; the worker of the oldest dies when the other core is full of messages.

``python -m tests.kits.ray_dying`` writes what came of each task, as JSON: the number of its messages, or why it was lost.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

from ingest.ahead import cluster
from ingest.ahead.hands import Lost
from ingest.ahead.work import Part
from ingest.read.limits import Limits
from tests.kits.ingest import HashEmbedder

MESSAGES, TASKS = 40, 8
FULL_S = 2.0  # for the other core to come to its most messages


def dying(task: Any, *_: object) -> Iterator[bytes]:
    """Do a task; the first one ends its process on the way."""
    for n in range(MESSAGES):
        if task[0].path == "0" and n == 5:
            time.sleep(FULL_S)
            os._exit(1)
        yield b"message"


def what_came(hands: cluster.Cluster) -> int | str:
    """Return how many messages the oldest task had, or why they did not come."""
    try:
        return len(list(hands.messages()))
    except Lost as err:
        return str(err)


def main() -> None:
    """Write the list."""
    cluster._messages = dying
    hands = cluster.Cluster("local")
    try:
        hands.start(HashEmbedder(), Limits())
        for n in range(TASKS):
            hands.begin((Part(str(n)),))
        found = [what_came(hands) for _ in range(TASKS)]
    finally:
        hands.close()
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
