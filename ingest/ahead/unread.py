"""The files of a run that are yet to come, with the digests of those whose content was asked for ahead of their turn."""

from hashlib import file_digest
from pathlib import Path

from ingest.ledger import Ledger
from ingest.read.files import why_not
from ingest.read.limits import Limits
from ingest.read.records.told import as_told
from ingest.read.walk import Walk, written


class Unread:
    """What can be told of files before they are read."""

    def __init__(self, found: Walk, ledger: Ledger, limits: Limits) -> None:
        self._ledger, self._limits = ledger, limits
        self._paths = {written(path): path for path in found.files}
        self._digests: dict[str, str] = {}

    def digest_of(self, name: str) -> str:
        """Return the digest of a file that is yet to come, as it is read.

        :raises OSError: when it cannot be read.
        """
        if name not in self._digests:
            path = self._paths[name]
            with open(path, "rb") as stream:
                digest = file_digest(stream, "sha256").hexdigest()
            self._digests[name] = as_told(digest, path, self._limits.fields, self._limits.day_order)
        return self._digests[name]

    def is_changed(self, name: str) -> bool:
        """Whether a file is yet to come and other than when it was last read."""
        try:
            return name in self._paths and not self._ledger.is_as_read(name, self.digest_of(name))
        except OSError:
            return False

    def will_be_read(self, path: str) -> bool:
        """Whether a file that is yet to come is new or changed; no where that cannot be told, since it has its turn all the same."""
        try:
            return not why_not(Path(path), self._limits) and not self._ledger.knows(self.digest_of(written(path)))
        except OSError:
            return False

    def pop(self, name: str) -> None:
        """Forget a file: its turn has come."""
        del self._paths[name]
        self._digests.pop(name, None)
