"""What one ingest did and saw, as it is handed to whoever asked for it."""

from collections.abc import Callable
from dataclasses import dataclass

from ingest.read.failures import Failure, Note

Progress = Callable[[int, int, str], None]  # bytes done, bytes in all, name of the file


@dataclass(frozen=True, slots=True)
class Report:
    """The counts of one run, in articles; ``failed`` lists file, or file:line, and reason."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[Failure, ...] = ()
    notes: tuple[Note, ...] = ()  # on files that were read
    skipped: tuple[str, ...] = ()  # files of unknown types that were found in folders
    seconds: float = 0.0

    @property
    def articles_per_second(self) -> float:
        """Articles indexed a second, 0 when there were none."""
        return (self.added + self.changed) / self.seconds if self.seconds else 0.0
