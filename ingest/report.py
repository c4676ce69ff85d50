"""What one ingest did and saw, as it is handed to whoever asked for it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

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
    lacking: Mapping[str, int] = field(default_factory=dict)  # of those added and changed, how many lack what (``rag.index.listing``)
    several: int = 0  # files read that held several articles, lists of records apart
    deleted: int = 0  # articles left out because a person deleted them
    seen: Mapping[str, int] = field(default_factory=dict)  # fields of records: in how many each came, and in how many it was used
    used: Mapping[str, int] = field(default_factory=dict)

    @property
    def left_out(self) -> dict[str, int]:
        """How many files of each type were left out, most first: by suffix, or by name where there is none."""
        types = Counter(PurePath(path).suffix.lower() or PurePath(path).name for path in self.skipped)
        return dict(sorted(types.items(), key=lambda pair: (-pair[1], pair[0])))

    @property
    def articles_per_second(self) -> float:
        """Articles indexed a second, 0 when there were none."""
        return (self.added + self.changed) / self.seconds if self.seconds else 0.0
