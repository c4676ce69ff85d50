"""Read a length of time as people type it: 90s, 15m, 2h, 1d, 1h30m."""

import re
from typing import Final

from rag.errors import InputError

SHORTEST_S: Final = 10.0  # between two rounds
LONGEST_S: Final = 30 * 86_400.0
_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_PART: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d)(?:ec(?:ond)?s?|in(?:ute)?s?|(?:ou)?rs?|ays?)?\s*", re.IGNORECASE)


def read_duration(typed: str) -> float:
    """Return a length of time in seconds.

    >>> read_duration("15m"), read_duration("1h30m")
    (900.0, 5400.0)

    :raises InputError: when it is none, or not between ten seconds and thirty days.
    """
    parts = list(_PART.finditer(typed.strip()))
    if not parts or "".join(part[0] for part in parts) != typed.strip():
        raise InputError(f"{typed!r} is no length of time. Write a number and a unit: 90s, 15m, 2h or 1d.")
    seconds = sum(float(part[1]) * _UNITS[part[2].lower()] for part in parts)
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise InputError(
            f"{typed!r} is not between {SHORTEST_S:.0f} s and {LONGEST_S / 86_400:.0f} days, as a time between rounds must be."
        )
    return seconds
