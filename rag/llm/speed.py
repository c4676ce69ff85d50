"""How fast a model reads and writes: learned from each reply, remembered by its name, and what it can read while the user waits."""

import json
import math
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

FEWEST = 250  # tokens of quotes that any model is given: what a 1.5B model on two cores reads in the time
TYPICAL = 50  # tokens of a reply, as the time for writing is reckoned
AROUND_S = 1.0  # seconds of the waiting time that search and check take
ROOM = 200  # tokens of the context window kept for question, earlier questions and marks of turns
_LEAST_READ, _LEAST_WRITTEN = 50, 5  # tokens under which a reply tells nothing of the speed
_FASTEST = 1e6  # tokens a second; more is no measurement


class Speed(NamedTuple):
    """Tokens a second; 0 where not known."""

    read: float = 0.0
    write: float = 0.0


GUESS = Speed(100.0, 15.0)  # of a model that nothing is known of: slow, so that the first question is not the one that waits


def speeds_file(models_dir: Path) -> Path:
    """Return where the speeds are kept, beside the saved states of the embedded models."""
    return models_dir / "states" / "speeds.json"


def recall(file: Path, model: str) -> Speed:
    """Return the speed remembered of ``model``, the guess where a part of it is not known."""
    known = _known(file).get(model, Speed())
    return Speed(known.read or GUESS.read, known.write or GUESS.write)


def remember(file: Path, model: str, seen: Speed) -> None:
    """Keep what one reply showed: half of what was known counts on, so that one busy moment is not for ever.

    The file is whole at any time; where it cannot be written nothing is kept.
    """
    speeds = _known(file)
    old = speeds.get(model, Speed())
    new = Speed(*((a + b) / 2 if a and b else a or b for a, b in zip(old, seen, strict=True)))
    if new == old:
        return
    rows = {name: speed._asdict() for name, speed in sorted({**speeds, model: new}.items())}
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
        draft.replace(file)
    except OSError:
        with suppress(OSError):
            draft.unlink()


def by_timings(timings: Mapping[str, Any]) -> Speed:
    """Return what llama.cpp's server says of a reply (``prompt_n``, ``prompt_ms``, ``predicted_n``, ``predicted_ms``)."""
    return Speed(
        _rate(timings.get("prompt_n"), timings.get("prompt_ms"), _LEAST_READ, 1000),
        _rate(timings.get("predicted_n"), timings.get("predicted_ms"), _LEAST_WRITTEN, 1000),
    )


def by_clock(prompt_tokens: int, first_s: float, reply_tokens: int, rest_s: float) -> Speed:
    """Return the speed of a reply that came without timings.

    :param prompt_tokens: of what this question alone added to the prompt; a server may have kept the fixed part.
    :param first_s: seconds from the request to the first word, the network's included; ``rest_s`` from there to the last.
    """
    return Speed(_rate(prompt_tokens, first_s, _LEAST_READ), _rate(reply_tokens, rest_s, _LEAST_WRITTEN))


def evidence_tokens(speed: Speed, answer_s: float, window: int) -> int:
    """Return how many tokens of quotes leave the last word ``answer_s`` seconds after the question: ``FEWEST`` or that doubled so often.

    Only so few sizes, because the same question should be read with the same evidence, however the speed wavers.

    :param window: tokens that the context window leaves for quotes.
    """
    fits = min(window, (answer_s - AROUND_S - TYPICAL / speed.write) * speed.read)
    tokens = FEWEST
    while 2 * tokens <= fits:
        tokens *= 2
    return tokens


def _known(file: Path) -> dict[str, Speed]:
    """Return the speeds in the file; a damaged file, or a part of one, is as good as none."""
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
        return {name: Speed(_sane(row.get("read")), _sane(row.get("write"))) for name, row in rows.items() if isinstance(row, dict)}
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}


def _rate(tokens: object, spent: object, least: int, units: float = 1.0) -> float:
    if not isinstance(tokens, int | float) or not isinstance(spent, int | float) or tokens < least or spent <= 0:
        return 0.0
    try:
        return _sane(units * tokens / spent)
    except OverflowError:  # a whole number that no measurement has
        return 0.0


def _sane(speed: object) -> float:
    fine = isinstance(speed, int | float) and not isinstance(speed, bool) and math.isfinite(speed) and 0 < speed <= _FASTEST
    return float(speed) if fine else 0.0  # type: ignore[arg-type]
