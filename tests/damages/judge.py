"""What a command said of a damaged index, and whether that is a traceback, a silent loss, or in order (pure)."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.kits.forked import CRASHED

TRACEBACK, SILENT, FINE, SLOW = "traceback", "silent loss", "fine", "slow"
_NUMBER, _SPACE = re.compile(r"\d[\d.,]*"), re.compile(r"\s+")
SLOW_S = 120.0  # a command that takes longer hangs; SQLite waits 30 s for a lock


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and what it wrote: its JSON, if any, and all other lines."""

    code: int
    found: frozenset[str]  # what its JSON names: quotes, passages, articles, counts
    lines: tuple[str, ...]
    seconds: float = 0.0

    @property
    def crashed(self) -> bool:
        """Whether it ended by a signal or by an error that nobody caught, or wrote a traceback."""
        return self.code < 0 or self.code == CRASHED or any("Traceback (most recent call last)" in line for line in self.lines)


def read(code: int, out: str, seconds: float = 0.0) -> Said:
    """Read the output of a command: a JSON object or list in it, and the lines around."""
    lines, at = out.split("\n"), next((n for n, line in enumerate(out.split("\n")) if line[:1] in ("{", "[")), None)
    decoder = json.JSONDecoder()
    if at is None:
        return Said(code, frozenset(), _words(lines), seconds)
    begin = sum(len(line) + 1 for line in lines[:at])
    try:
        found, end = decoder.raw_decode(out, begin)
    except ValueError:
        return Said(code, frozenset(), _words(lines), seconds)
    return Said(code, frozenset(named(found)), _words((out[:begin] + out[end:]).split("\n")), seconds)


def named(found: Any) -> Iterable[str]:
    """Yield what an answer, a list of passages or a status names: (article, place) of quotes and passages, counts, ids."""
    if isinstance(found, list):
        for one in found:
            yield from named(one)
    elif isinstance(found, Mapping):
        if "quotes" in found:
            yield f"status {found.get('status')}"
            yield from named(found["quotes"])
        elif "article" in found and isinstance(found["article"], Mapping):
            place = found.get("passage", found)
            yield f"{found['article'].get('id')} {place.get('start')}-{place.get('end')}"
        elif "passages" in found and "outlets" in found:
            yield from (f"{name} {found.get(name)}" for name in ("articles", "passages", "outlets", "oldest", "newest"))
        elif "id" in found:
            yield str(found["id"])


def judged(said: Said, whole: Said) -> str:
    """Return what is to be said of a command on a damaged index, beside the same on the whole one.

    A loss is silent when something that the whole index gives is missing and no line stands there that does not stand there
    with the whole index, and the exit code is the same.
    """
    if said.crashed:
        return TRACEBACK
    if said.seconds > SLOW_S:
        return SLOW
    if whole.found - said.found and not set(said.lines) - set(whole.lines) and said.code in (0, whole.code):
        return SILENT
    return FINE


def lost(said: Said, whole: Said) -> int:
    """Return how many things that the whole index gives are missing."""
    return len(whole.found - said.found)


def held(parts: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """Return what an index holds, as ``tests.kits.contents`` reads it, by part and key."""
    return frozenset(f"{part} {key}" for part, keys in parts.items() for key in keys)


def _words(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines that say something; numbers are left out, since times differ from run to run."""
    return tuple(_SPACE.sub(" ", _NUMBER.sub("0", line.strip())) for line in lines if line.strip())
