"""All settings in one flat record; DATELINE_* variables and dateline.toml are read here and nowhere else."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from rag.errors import SettingsError

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How Dateline runs. Read with :func:`load_settings`; a test builds it by hand."""

    index_dir: Path = Path("index")
    chroma_url: str = ""  # a Chroma server; empty: embedded in index_dir
    models_dir: Path = CACHE / "models"
    llm: str = "default"  # default | small | tiny | none, or a path to a .gguf file
    llm_url: str = ""  # any OpenAI-compatible endpoint instead of the embedded model
    llm_model: str = ""
    llm_key: str = ""
    deadline_s: float = 60.0  # for one question, the model included
    quote_tokens: int = 250  # quotes shown to the model, counted by tiktoken
    passages: int = 8  # passages whose sentences are ranked for quotes
    keep_unsupported: bool = False  # keep and mark unsupported sentences instead of dropping them
    copies: bool = True  # find copies of one report at ingest; they then take one place in an answer
    offline: bool = False  # fetch no model file

    def __post_init__(self) -> None:
        """Refuse values outside their range."""
        for name, low, high in (("deadline_s", 1, 3600), ("quote_tokens", 50, 8000), ("passages", 1, 100)):
            value = getattr(self, name)
            if not low <= value <= high:
                raise SettingsError(f"{name}={value} is outside {low} to {high}. Set DATELINE_{name.upper()} or dateline.toml.")


def load_settings(folder: Path = Path(), environ: Mapping[str, str] = os.environ, **given: Any) -> Settings:  # noqa: ANN401
    """Read dateline.toml in ``folder``, then DATELINE_* variables, then ``given``; the last one wins.

    :raises SettingsError: for an unknown name or a value of the wrong kind, naming where it came from.
    """
    known = {f.name: f.type for f in fields(Settings)}
    file = folder / "dateline.toml"
    values: dict[str, Any] = {}
    if file.is_file():
        try:
            values |= {k: (v, str(file)) for k, v in tomllib.loads(file.read_text(encoding="utf-8")).items()}
        except tomllib.TOMLDecodeError as err:
            raise SettingsError(f"{file}: {err}") from err
    values |= {k[9:].lower(): (v, k) for k, v in environ.items() if k.startswith("DATELINE_")}
    values |= {k: (v, f"argument {k}") for k, v in given.items() if v is not None}
    unknown = [f"{k} ({where})" for k, (_, where) in values.items() if k not in known]
    if unknown:
        raise SettingsError(f"unknown setting: {', '.join(unknown)}. Known: {', '.join(sorted(known))}")
    return Settings(**{k: _cast(k, known[k], v, where) for k, (v, where) in values.items()})


def _cast(name: str, kind: Any, value: Any, where: str) -> Any:  # noqa: ANN401
    if kind is bool and isinstance(value, str):
        if value.lower() in {"1", "true", "yes", "on"}:
            return True
        if value.lower() in {"", "0", "false", "no", "off"}:
            return False
        raise SettingsError(f"{where}: {name}={value!r} is neither true nor false")
    try:
        return Path(value).expanduser() if kind is Path else kind(value)
    except (TypeError, ValueError) as err:
        raise SettingsError(f"{where}: {name}={value!r} is not a {kind.__name__}") from err
