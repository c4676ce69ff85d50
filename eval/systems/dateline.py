"""Dateline as it is measured: a suite's corpus in a cached index, and an Assistant on it."""

import ast
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from eval.cache import FOLDER, key_of
from eval.options import Options, Progress
from eval.suites.cases import ROOT, Suite, corpus_files, digest
from rag.errors import CaseError
from rag.records import Answer, Evidence
from rag.settings import Settings, load_settings

if TYPE_CHECKING:
    from rag.assistant import Assistant

KEPT = 3  # indexes of one suite that stay in the cache
_INDEXING = ("store", "embed", "keywords", "text", "records")  # modules of rag that decide what an index holds


class LastSearch:
    """A retriever that gives the ranking of the question just asked without searching again."""

    def __init__(self, retriever: Any) -> None:  # noqa: ANN401 - anything with a search
        self._retriever = retriever
        self._last: tuple[object, list[Any]] | None = None

    def search(self, *given: Any, **named: Any) -> list[Any]:  # noqa: ANN401 - the arguments of the retriever
        """Search, unless this is what was searched last."""
        asked = (given, named)
        if self._last is None or self._last[0] != asked:
            self._last = (asked, self._retriever.search(*given, **named))
        return self._last[1]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - all else is the retriever's
        return getattr(self._retriever, name)


class System:
    """The Assistant with a digest of all that may change its answers."""

    def __init__(self, assistant: "Assistant", digest_: str) -> None:
        self.assistant, self.digest = assistant, digest_
        assistant.retriever = cast(Any, LastSearch(assistant.retriever))

    def search(self, query: str, *, as_of: str | None = None, k: int = 5, **filters: Any) -> Sequence[Evidence]:  # noqa: ANN401 - after, before, outlets
        """Return up to ``k`` passages, best first."""
        return self.assistant.search(query, as_of=as_of, k=k, **filters)

    def ask(self, question: str, *, as_of: str | None = None, history: Sequence[str] = (), **filters: Any) -> Answer:  # noqa: ANN401 - after, before, outlets
        """Return an answer or a decline."""
        return self.assistant.ask(question, as_of=as_of, history=history, **filters)

    def standalone(self, question: str, history: Sequence[str]) -> str:
        """Return the follow-up in words that need no history."""
        return wording(question, history)


def wording(question: str, history: Sequence[str]) -> str:
    """Return the stand-alone wording Dateline searches with."""
    from rag.question import followup

    return followup.standalone(question, history)


class Wordings:
    """The step that makes a follow-up stand alone, without articles."""

    @property
    def digest(self) -> str:
        """Digest of the program."""
        return f"wording-{code_digest()[:16]}"

    def search(self, query: str, *, as_of: str | None = None, k: int = 5, **filters: Any) -> Sequence[Evidence]:  # noqa: ANN401 - after, before, outlets
        """Refuse: there are no articles."""
        raise CaseError("a suite of wordings has no articles to search")

    def ask(self, question: str, *, as_of: str | None = None, history: Sequence[str] = (), **filters: Any) -> Answer:  # noqa: ANN401 - after, before, outlets
        """Refuse: there are no articles."""
        raise CaseError("a suite of wordings has no articles to ask")

    def standalone(self, question: str, history: Sequence[str]) -> str:
        """Return the follow-up in words that need no history."""
        return wording(question, history)


@contextmanager
def open_system(
    suite: Suite, options: Options, *, settings: Settings | None = None, folder: Path = FOLDER
) -> Iterator["System | Wordings"]:
    """Open Dateline on the suite's corpus, ingesting it first unless the cache has it; for wordings, the step that makes them."""
    if suite.kind == "wordings":
        yield Wordings()
        return
    from rag.assistant import Assistant

    base = settings or load_settings(ROOT)
    index = ensure_index(suite, base, folder) if suite.corpus else base.index_dir  # feedback is about the user's own index
    ready = replace(base, index_dir=index)
    assistant = Assistant.open(settings=ready, llm=options.llm and not options.retrieval_only)
    try:
        state = index.name if suite.corpus else f"{index}@{assistant.store.generation}"
        yield System(assistant, system_digest(ready, state, options))
    finally:
        assistant.close()


def system_digest(settings: Settings, index: str, options: Options) -> str:
    """Digest of index, code, weights, prompts and model: what an answer is a function of."""
    model = (settings.llm, settings.llm_url, settings.llm_model) if options.llm and not options.retrieval_only else ()
    shaping = (settings.quote_tokens, settings.passages, settings.keep_unsupported)
    return key_of({"index": index, "code": code_digest(), "model": model, "settings": shaping})[:16]


def ensure_index(suite: Suite, settings: Settings, folder: Path = FOLDER, *, progress: Progress | None = None) -> Path:
    """Return the folder of an index of the suite's corpus, made now if it is not in the cache."""
    if suite.corpus is None:
        raise CaseError(f"{suite.name} names no corpus, so nothing can be asked of it")
    corpus = digest(corpus_files(suite.corpus), suite.corpus if suite.corpus.is_dir() else suite.corpus.parent)
    name = f"{suite.name}-{key_of({'corpus': corpus, 'code': code_digest(indexing=True)})[:12]}"
    index = folder / "index" / name
    done = index / "complete"
    if not done.is_file():
        _build(suite.corpus, replace(settings, index_dir=index), progress)
        done.touch()
        _forget_old(index, suite.name)
    os.utime(done)
    return index


def _build(corpus: Path, settings: Settings, progress: Progress | None) -> None:
    from ingest.sync import ingest
    from rag.index.store import Store
    from rag.models.encoders import StaticEmbedder

    embedder = StaticEmbedder()
    store = Store.open(settings, write=True, models=embedder.name)
    try:
        report = ingest([corpus], store, embedder, progress=progress)
    finally:
        store.close()
    if report.failed:
        raise CaseError(f"{report.failed[0][0]} cannot be ingested: {report.failed[0][1]} ({len(report.failed)} such)")


def _forget_old(index: Path, suite: str) -> None:
    others = sorted((p for p in index.parent.glob(f"{suite}-*/complete") if p.parent != index), key=lambda p: -p.stat().st_mtime)
    for old in others[KEPT - 1 :]:
        if old.parent.name.rpartition("-")[0] == suite:
            shutil.rmtree(old.parent, ignore_errors=True)


@lru_cache
def code_digest(*, indexing: bool = False) -> str:
    """Digest of the program: Python without its comments and layout, weights and prompts byte by byte.

    :param indexing: only what decides how an index is built.
    """
    files = sorted(p for room in ("rag", "ingest") for p in (ROOT / room).rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    if indexing:
        files = [p for p in files if p.parts[-2] == "ingest" or (p.suffix == ".py" and p.stem in _INDEXING) or "static" in p.name]
    total = sha256()
    for file in files:
        total.update(f"{file.relative_to(ROOT).as_posix()}\0".encode() + _essence(file))
    return total.hexdigest()


def _essence(file: Path) -> bytes:
    data = file.read_bytes()
    if file.suffix == ".py":
        data = ast.unparse(ast.parse(data)).encode()
    return sha256(data).digest()
