"""Error classes, each with its data and the next step to take in its message."""

import os
from pathlib import Path


class DatelineError(Exception):
    """Base class of the errors that are shown to the user as one line."""


class SettingsError(DatelineError):
    """A setting has a value that cannot be used."""


class InputError(DatelineError):
    """A question, date or other argument that cannot be understood."""


class FileUnusable(DatelineError):
    """What the system says of a file or folder that it does not let be used."""

    def __init__(self, err: OSError) -> None:
        place = os.path.abspath(os.fsdecode(err.filename)) if isinstance(err.filename, str | bytes) else "A file"
        super().__init__(f"{place} cannot be used: {err.strerror or err}. Mend that, or its rights, and run the command again.")


class IndexMissing(DatelineError):
    """There is no index at ``path`` yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"No index at {path}. Build one: dateline ingest seeds/ --index {path}")
        self.path = path


class IndexMismatch(DatelineError):
    """The index was built by other models or settings than the current ones."""

    def __init__(self, path: Path, found: str, wanted: str) -> None:
        super().__init__(
            f"The index at {path} was built with {found}, this program uses {wanted}. "
            f"Rebuild it: dateline ingest --rebuild --index {path} PATH..."
        )
        self.path, self.found, self.wanted = path, found, wanted


class IndexBusy(DatelineError):
    """Another process is writing to the index."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Another ingest is writing to {path}. Wait for it to end, then run the command again.")
        self.path = path


class IndexDamaged(DatelineError):
    """A part of the index at ``path`` that cannot be made anew from the others is damaged; ``what`` says which and how."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"The index at {path} is damaged ({what}). See what can be mended: dateline doctor --index {path}; "
            "or bring back a copy into a new folder: dateline restore FILE --index DIR"
        )
        self.path, self.what = path, what


class KeywordsDamaged(DatelineError):
    """The keyword index is missing, broken, or of another version of the program; it can be made anew from the articles."""

    def __init__(self, folder: Path, what: str) -> None:
        super().__init__(
            f"The keyword index of {folder.parent} is damaged ({what}); mend it: dateline ingest PATH... or dateline doctor --repair"
        )
        self.folder, self.what = folder, what


class ModelMissing(DatelineError):
    """A model file is not in the cache and could not be fetched."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"Model file {name} is missing: {reason}. Fetch it: dateline models")
        self.name, self.reason = name, reason


class LLMError(DatelineError):
    """The language model did not give a usable reply; ``reason`` is shown beside the extractive answer."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The language model gave no usable reply: {reason}. Answering from the quotes alone.")
        self.reason = reason


class CaseError(DatelineError):
    """A line of an eval set is broken; the message names file and line."""
