"""Store visitors' judgements of answers (right or not, with reasons), one JSON line each beside the index."""

import errno
import json
import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from rag.records import Answer
from ui.page.desk.turn import Turn

REASONS = ("Wrong", "Outdated", "Misses something", "Quote does not support it", "Should have declined", "Should have answered")
LONGEST = 2000
_LOCK = threading.Lock()


def entry(turn: Turn, answer: Answer, good: bool, reasons: tuple[str, ...] = (), comment: str = "", right: str = "") -> dict[str, Any]:
    """One judgement as a JSON-ready row.

    :param right: the answer as the reader would have it, in few words.
    """
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "good": good,
        "reasons": [r for r in reasons if r in REASONS],
        "comment": comment.strip()[:LONGEST],
        "right": right.strip()[:LONGEST],
        "question": turn.question,
        "searched": turn.searched or turn.question,
        "filters": {**turn.form.filters.given(), "outlets": list(turn.form.filters.outlets), "mode": turn.form.mode,
                    "use_window": turn.form.use_window},
        "answer": answer.to_dict(),
    }  # fmt: skip


def program_and_index(counts: Mapping[str, object]) -> dict[str, str]:
    """The version of the program and the size and span of the index that an answer came from."""
    try:
        program = version("dateline")
    except PackageNotFoundError:
        program = "unpackaged"
    index = ", ".join(f"{name} {counts.get(name, '')}" for name in ("articles", "passages", "oldest", "newest"))
    return {"dateline": program, "index": index}


def keep_feedback(path: Path, row: Mapping[str, Any]) -> None:
    """Append one judgement as a line of its own, also behind one that a full disk or a kill cut; one that does not fit is not begun.

    :raises OSError: when the file cannot be written.
    """
    line = json.dumps(row, ensure_ascii=False).encode() + b"\n"
    with _LOCK:
        with path.open("ab+", buffering=0) as file:
            end = file.seek(0, os.SEEK_END)
            file.seek(max(0, end - 1))
            begun = b"\n" if file.read(1) not in (b"", b"\n") else b""
            try:
                if file.write(begun + line) < len(begun + line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            except OSError:
                file.truncate(end)
                raise
