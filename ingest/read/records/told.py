"""What the user says of records: which of their fields hold ours, and in which order their dates are written."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePath
from typing import Final

from ingest.article.metadata import field_name
from rag.errors import SettingsError

DAY, MONTH = "day-first", "month-first"
NAMES: Final = "title, outlet, byline, published, updated, url, text, id"  # what users call our fields
_LISTS: Final = frozenset({".jsonl", ".ndjson", ".json", ".csv", ".tsv"})
_KEEPS: Final = _LISTS | {".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz"}  # may hold records
Paths = Mapping[str, Sequence[str]]


@lru_cache
def field_paths(fields: str) -> Paths:
    """Return the names in records that the user gave for each of our fields: "outlet=media_name; text=story.full".

    :raises SettingsError: for what is no such pair, or a field that we do not have.
    """
    paths: dict[str, list[str]] = {}
    for pair in filter(None, (part.strip() for part in fields.replace("\n", ";").split(";"))):
        name, _, path = (part.strip() for part in pair.partition("="))
        if not path:
            raise SettingsError(f"the field {pair!r} is not written as outlet=media_name")
        if not (ours := field_name(name)):
            raise SettingsError(f"the field {name!r} is none of ours: {NAMES}")
        paths.setdefault(ours, []).append(path)
    return paths


def check(fields: str, day_order: str) -> None:
    """Raise SettingsError where what the user says cannot be followed."""
    field_paths(fields)
    if day_order not in {"", DAY, MONTH}:
        raise SettingsError(f"day_order={day_order!r} is neither {DAY} nor {MONTH}. Set DATELINE_DAY_ORDER or dateline.toml.")


def is_list(path: str) -> bool:
    """Whether a file is a list of records by its kind: that it holds several articles is nothing to tell."""
    return PurePath(path).suffix.lower() in _LISTS


def as_told(digest: str, path: str, fields: str, day_order: str) -> str:
    """Return the digest of a file as it is read: told something else of its records, the same file is read again."""
    told = f"{fields}|{day_order}"
    return f"{digest}+{sha256(told.encode()).hexdigest()[:8]}" if len(told) > 1 and PurePath(path).suffix.lower() in _KEEPS else digest


def is_as_told(before: str, now: str) -> bool:
    """Whether a digest of a file's last run is that of ``now``; what was told before counts on where nothing is told now."""
    return before == now or ("+" not in now and before.startswith(f"{now}+"))
