"""How much may be uploaded: by request, by client and in all within an hour, and never the last of the disk."""

import shutil
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ui.page.safety.folder import drop_unfinished, sweep, uploads_folder
from ui.page.safety.request import Refused

REQUEST = 1 << 30  # bytes of one request: a folder comes in one
CLIENT, ALL = 4 << 30, 16 << 30  # bytes within HOUR_S
CLIENT_TIMES, ALL_TIMES = 120, 600  # requests within HOUR_S
HOUR_S = 3600.0
COPIES = 3  # of a file on the disk: as it came, kept beside the index, and in it
SPARE = 1 << 29  # bytes that must be left after that
AT_ONCE = 4  # uploads in progress


def free_bytes(folder: Path) -> int:
    """What the disk of ``folder`` has left for us; the folder need not be there yet."""
    there = next((f for f in (folder, *folder.absolute().parents) if f.exists()), Path("/"))
    return shutil.disk_usage(there).free


@dataclass
class Quota:
    """The uploads of the last hour, which end in ``folder``."""

    folder: Path
    clock: Callable[[], float] = time.monotonic
    free: Callable[[Path], int] = free_bytes
    running: int = 0
    _seen: "deque[tuple[float, str, int]]" = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, client: str, length: int | None) -> None:
        """Count an upload of ``length`` bytes; ``end`` must follow.

        :raises Refused: 411 when its length is not said, 413 when it is too long, 429 when there were too many, 507 for want of disk.
        """
        if length is None:
            raise Refused(411, "The upload does not say how long it is.")
        if length > REQUEST:
            raise Refused(413, f"At most {REQUEST >> 20:,} MB at once. For more: dateline ingest")
        if any(self.free(folder) - COPIES * length < SPARE for folder in (self.folder, uploads_folder())):
            raise Refused(507, "The disk has too little room left for this.")
        sweep()
        with self._lock:
            now = self.clock()
            while self._seen and now - self._seen[0][0] > HOUR_S:
                self._seen.popleft()
            own = [n for _, who, n in self._seen if who == client]
            every = [n for _, _, n in self._seen]
            if (
                self.running >= AT_ONCE
                or len(own) >= CLIENT_TIMES
                or len(every) >= ALL_TIMES
                or sum(own) + length > CLIENT
                or sum(every) + length > ALL
            ):
                raise Refused(429, "Too many uploads. Wait, or use: dateline ingest", (b"retry-after", b"60"))
            self._seen.append((now, client, length))
            self.running += 1

    def end(self) -> None:
        """An upload has ended, in whatever way."""
        with self._lock:
            self.running -= 1
            if not self.running:
                drop_unfinished()
