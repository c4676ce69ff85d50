"""The records of an eval suite (Case, Pair, Suite) and the strict checks of its JSON lines, whose errors name file and line."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from rag.errors import CaseError
from rag.question.carried import Exchange
from rag.records import Filters

ROOT = Path(__file__).resolve().parents[2]
SETS = ROOT / "eval" / "sets"
BENCH = ROOT.parent / "shared" / "bench"  # public sets, beside the project where they are at hand
Kind = Literal["questions", "pairs", "wordings"]
Turns = Sequence[str | Exchange]  # the earlier turns of a conversation, oldest first


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what is known about its answer. Empty fields mean "nothing to score here"."""

    id: str
    question: str
    answers: tuple[str, ...] = ()  # accepted forms; the answer must state one of them
    unanswerable: bool = False
    kind: str = ""
    as_of: str = ""  # ISO day: nothing later may be used
    relevant: tuple[str, ...] = ()  # ids of the articles that hold the answer (file stems where the corpus is a folder)
    all_of: tuple[tuple[str, ...], ...] = ()  # groups of forms; the answer must state one of each
    wrong: tuple[str, ...] = ()  # the answer must not state them
    outdated: tuple[str, ...] = ()  # was right at another time
    sides: tuple[tuple[str, ...], ...] = ()  # values in conflict, each a group of forms; all should be shown
    choices: tuple[str, ...] = ()
    choice: int = -1  # index of the right one in choices
    history: tuple[str, ...] = ()  # the user's earlier turns
    replies: tuple[str, ...] = ()  # what each of them was answered, empty where that is not known
    standalone: str = ""  # the follow-up in words that need no history
    scored: bool = True  # False: not scored by its source either; run only when its kind is asked for
    after: str = ""  # ISO days and outlets outside of which nothing may be read
    before: str = ""
    outlets: tuple[str, ...] = ()

    @property
    def filters(self) -> Filters:
        """Which articles may be read."""
        return Filters(self.as_of, self.after, self.before, self.outlets)

    @property
    def turns(self) -> Turns:
        """The earlier turns, with their answers where the set has them."""
        return tuple(Exchange(*pair) for pair in zip(self.history, self.replies, strict=True)) if self.replies else self.history


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and the sentences it may or may not stand on."""

    id: str
    claim: str
    evidence: tuple[str, ...]
    supported: bool
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases of one kind with the corpus they are asked of; ``digest`` covers both."""

    name: str
    path: Path
    kind: Kind
    digest: str
    cases: tuple[Case, ...] = ()
    pairs: tuple[Pair, ...] = ()
    corpus: Path | None = None

    @property
    def by_stem(self) -> bool:
        """Whether ``relevant`` names files of a corpus folder, and not ids of records."""
        return self.corpus is not None and self.corpus.is_dir()


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line number, object) for each line that is not blank."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as err:
        raise CaseError(f"{path}: cannot be read: {err}") from err
    for n, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as err:
            raise CaseError(f"{path}:{n}: not a JSON object: {err}") from err
        if not isinstance(row, dict):
            raise CaseError(f"{path}:{n}: a {type(row).__name__} where an object belongs")
        yield n, row


def make_case(row: Mapping[str, Any], fields: Mapping[str, type], where: str) -> Case:
    """Make a Case of ``row``, whose keys must all be in ``fields`` and hold what they say."""
    check_fields(row, fields, where, needed=("id", "question"))
    case = Case(**{name: _tuples(value) for name, value in row.items()})
    for name in ("as_of", "after", "before"):
        if day := getattr(case, name):
            check_day(day, where, name)
    if not all(isinstance(outlet, str) for outlet in case.outlets):
        raise CaseError(f"{where}: outlets holds a list where a name belongs")
    if case.unanswerable and (case.answers or case.all_of):
        raise CaseError(f"{where}: unanswerable, yet it gives answers")
    if not (case.unanswerable or case.answers or case.all_of or case.sides or case.standalone):
        raise CaseError(f"{where}: neither answers nor unanswerable, so nothing can be scored")
    return case


def check_fields(row: Mapping[str, Any], fields: Mapping[str, type], where: str, *, needed: tuple[str, ...]) -> None:
    """Refuse unknown, missing and wrongly typed fields of one line.

    :raises CaseError: naming ``where`` and the field.
    """
    if unknown := sorted(set(row) - set(fields)):
        raise CaseError(f"{where}: unknown field {', '.join(unknown)}. Known: {', '.join(sorted(fields))}")
    for name in needed:
        if not row.get(name):
            raise CaseError(f"{where}: {name} is missing or empty")
    for name, value in row.items():
        wanted = fields[name]
        fits = _all_text(value) if wanted is tuple else isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
        if not fits:
            kind = "list of texts" if wanted is tuple else wanted.__name__
            raise CaseError(f"{where}: {name}={json.dumps(value, ensure_ascii=False)[:80]} is not a {kind}")


def check_day(text: str, where: str, name: str = "as_of") -> None:
    """Refuse anything but an ISO day.

    :raises CaseError: naming ``where``.
    """
    try:
        date.fromisoformat(text)
    except ValueError as err:
        raise CaseError(f"{where}: {name}={text!r} is not a day like 2024-01-31") from err


def check_unique(ids: list[tuple[str, str]]) -> None:
    """Refuse an id that two lines share; ``ids`` are (id, where).

    :raises CaseError: naming both lines.
    """
    seen: dict[str, str] = {}
    for key, where in ids:
        if key in seen:
            raise CaseError(f"{where}: id {key!r} was already used at {seen[key]}")
        seen[key] = where


def digest(files: list[Path], base: Path) -> str:
    """SHA-256 over names (relative to ``base``) and bytes of ``files``, order apart."""
    total = hashlib.sha256()
    for file in sorted(files):
        name = file.relative_to(base).as_posix() if file.is_relative_to(base) else file.name
        total.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def corpus_files(corpus: Path) -> list[Path]:
    """List the article files under a corpus folder, README files and hidden ones left out."""
    if corpus.is_file():
        return [corpus]
    found = [p for p in corpus.rglob("*") if p.is_file() and not p.name.startswith(".") and p.stem.upper() != "README"]
    return sorted(found)


def _all_text(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) or _all_text(v) for v in value)


def _tuples(value: Any) -> Any:  # noqa: ANN401 - JSON in, the same with tuples out
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value
