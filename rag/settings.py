"""All settings in one flat record, read here and nowhere else from dateline.toml and DATELINE_* variables; and the log they ask for."""

import logging
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from rag.errors import SettingsError

LEVELS = ("debug", "info", "warning", "error")
ROOMS = ("rag", "ingest", "ui", "eval")  # whose loggers are shown; libraries have logs of their own
RANGES = (  # setting, least and most
    ("deadline_s", 1, 3600), ("answer_s", 1, 600), ("quote_tokens", 50, 100_000), ("passages", 1, 100), ("llm_context", 1024, 10_000_000),
    ("file_mb", 1, 1024), ("file_unpacked_mb", 1, 65_536), ("archive_mb", 1, 65_536), ("archive_files", 1, 10_000_000),
    ("file_nodes", 1000, 100_000_000), ("file_seconds", 1, 3600),
    ("file_memory_mb", 256, 65_536), ("article_mb", 1, 64),
)  # fmt: skip
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How Dateline runs. Read with :func:`load_settings`; a test builds it by hand."""

    index_dir: Path = Path("index")
    chroma_url: str = ""  # a Chroma server; empty: embedded in index_dir
    chroma_token: str = field(default="", repr=False)  # sent to it as a bearer; in no error, log or traceback
    chroma_ca: str = ""  # file of the CA that signed its certificate; empty: those that the system trusts
    models_dir: Path = CACHE / "models"
    llm: str = "default"  # default | small | tiny | none, or a path to a .gguf file
    llm_url: str = ""  # any OpenAI-compatible endpoint instead of the embedded model
    llm_model: str = ""
    llm_key: str = field(default="", repr=False)  # in no error, log or traceback
    llm_context: int = 8192  # tokens that the model behind llm_url reads at most
    answer_s: float = 8.0  # the last word is wanted so long after the question; the model reads as much as that allows
    deadline_s: float = 60.0  # for one question, the model included; after it the quotes' answer stands
    quote_tokens: int = 0  # tokens of quotes shown to the model, counted by tiktoken; 0: by its measured speed and answer_s
    passages: int = 8  # read closely, and their sentences ranked for quotes; with 5, 7 of 148 questions fewer are right
    keep_unsupported: bool = False  # keep and mark unsupported sentences instead of dropping them
    copies: bool = True  # find copies of one report at ingest; they then take one place in an answer
    file_mb: int = 64  # of a document that is ingested; files of records are read line by line and may be longer
    file_unpacked_mb: int = 256  # that a packed file, a .docx too, may unpack to
    archive_mb: int = 1024  # that the files of an archive (.zip, .tar) may unpack to together
    archive_files: int = 20_000  # of an archive
    file_nodes: int = 500_000  # elements of a page or of the markup in a packed file
    file_seconds: int = 20  # of work from one article of a file to the next
    file_memory_mb: int = 900  # of the process that reads it
    article_mb: int = 4  # of one article's text
    fields: str = ""  # which fields of records hold ours: "outlet=media_name; text=story.full"
    day_order: str = ""  # of dates like 03/04/2024 in files that do not show it: day-first | month-first
    ocr: bool = False  # read pages of a PDF that are pictures by the command tesseract, where it is installed
    offline: bool = False  # fetch no model file and no news
    own_servers: str = ""  # of one's own network, that news may be fetched from: host:port, with spaces between
    log: str = ""  # debug | info | warning | error: lines on stderr from that level up; empty: none

    def __post_init__(self) -> None:
        """Refuse values outside their range."""
        for name, low, high in RANGES:
            value = getattr(self, name)
            if not (low <= value <= high or (name == "quote_tokens" and value == 0)):
                raise SettingsError(f"{name}={value} is outside {low} to {high}. Set DATELINE_{name.upper()} or dateline.toml.")
        if wrong := [one for one in self.own_servers.split() if not one.rpartition(":")[0] or not one.rpartition(":")[2].isdecimal()]:
            raise SettingsError(f"own_servers={wrong[0]!r} is not host:port. Set DATELINE_OWN_SERVERS to the likes of cms.local:8080.")
        object.__setattr__(self, "log", self.log.lower())
        if self.log not in ("", *LEVELS):
            raise SettingsError(f"log={self.log!r} is no level. Set DATELINE_LOG to one of: {', '.join(LEVELS)}")


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


class _OneLine(logging.Formatter):
    """Writes control characters of a message out, so that what others chose cannot forge a line."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line without the traceback."""
        record.message = _visible(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: ANN401 - what sys.exc_info() gives
        """Return the traceback, each of its lines behind a bar."""
        return "\n".join(f"  | {_visible(line)}" for line in super().formatException(ei).split("\n"))


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def start_log(level: str) -> None:
    """Write log lines of ``level`` and above to stderr, one of LEVELS; with an empty one nothing is written.

    Nothing of an article, a question or an answer is in a line above debug. Called again, the last call counts.
    """
    for name in ROOMS:
        logger = logging.getLogger(name)
        for old in [h for h in logger.handlers if isinstance(h.formatter, _OneLine)]:
            logger.removeHandler(old)
        if level:
            handler = logging.StreamHandler()
            handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(name)s: %(message)s"))
            logger.addHandler(handler)
        logger.setLevel(level.upper() or logging.NOTSET)
