"""What could not be read, by name and reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """One file, or ``file:line``, and why it gave no article."""

    where: str
    reason: str


class ReadError(Exception):
    """A whole file that cannot be used; the message is the reason, the caller knows the name."""
