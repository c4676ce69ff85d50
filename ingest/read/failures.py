"""What readers say beside the articles: what could not be read and why, notes on what could, and which fields a file had."""

from collections.abc import Mapping
from typing import NamedTuple


class Failure(NamedTuple):
    """One file, or ``file:line``, and why it gave no article."""

    where: str
    reason: str


class Note(NamedTuple):
    """One file that was read, and what is to be known of it: no failure, the file counts as read."""

    where: str
    reason: str


class Fields(NamedTuple):
    """The fields of a file of records, said once at its end: in how many records each name came, and in how many it was used."""

    where: str
    seen: Mapping[str, int]
    used: Mapping[str, int]  # of the names in ``seen``; nested ones by the name at the top of the record


Said = Failure | Note | Fields


class ReadError(Exception):
    """A whole file that cannot be used; the message is the reason, the caller knows the name."""
