"""A cache of answers in the user's cache folder, each under the hash of everything it depends on."""

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from eval.scores.outcome import Outcome
from rag.settings import CACHE

FOLDER = CACHE / "eval"


def key_of(parts: Mapping[str, Any]) -> str:
    """SHA-256 of JSON-ready ``parts``, order of keys apart."""
    return sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class AnswerCache:
    """One small JSON file an answer; a file is whole or absent, so a kill at any moment loses at most one answer."""

    def __init__(self, folder: Path = FOLDER / "answers") -> None:
        self.folder = folder

    def get(self, key: str) -> Outcome | None:
        """Return the outcome cached under ``key``; a file that cannot be read counts as absent."""
        try:
            return Outcome.from_row(json.loads(self._file(key).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError):  # absent, or written by another version
            return None

    def put(self, key: str, outcome: Outcome) -> None:
        """Cache ``outcome`` under ``key``."""
        file = self._file(key)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, json.dumps(outcome.to_row(), ensure_ascii=False))

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"


def write_whole(file: Path, text: str) -> None:
    """Write ``text`` so that a reader sees the old file or the new one, never a part."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)
