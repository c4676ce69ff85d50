"""How readers report what they could not read: a record of name and reason, and the error for a whole file."""

from typing import NamedTuple


class Failure(NamedTuple):
    """One file, or ``file:line``, and why it gave no article."""

    where: str
    reason: str


class ReadError(Exception):
    """A whole file that cannot be used; the message is the reason, the caller knows the name."""
