"""What could not be read, by name and reason."""

from typing import NamedTuple


class Failure(NamedTuple):
    """One file, or ``file:line``, and why it gave no article."""

    where: str
    reason: str


class ReadError(Exception):
    """A whole file that cannot be used; the message is the reason, the caller knows the name."""
