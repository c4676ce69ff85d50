"""Dateline as a system under measurement: an Assistant on a cached index of a suite's articles."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from eval.cache import FOLDER, key_of
from eval.options import Options, Progress
from eval.suites.cases import ROOT, Suite, Turns, corpus_files, digest
from eval.systems.program import code_digest
from rag.errors import CaseError
from rag.records import EVERYTHING, Answer, Evidence, Filters
from rag.settings import Settings, load_settings

if TYPE_CHECKING:
    from rag.assistant import Assistant

MAX_INDEXES = 3  # of one corpus in the cache; older ones are deleted


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

    def search(self, query: str, filters: Filters = EVERYTHING, *, k: int = 5) -> Sequence[Evidence]:
        """Return up to ``k`` passages, best first."""
        return self.assistant.search(query, k=k, **filters.given())

    def ask(self, question: str, filters: Filters = EVERYTHING, *, history: Turns = ()) -> Answer:
        """Return an answer or a decline."""
        return self.assistant.ask(question, history=history, **filters.given())

    def standalone(self, question: str, history: Turns) -> str:
        """Return the follow-up in words that need no history."""
        return standalone_wording(question, history)


def standalone_wording(question: str, history: Turns) -> str:
    """Return the stand-alone wording Dateline searches with."""
    from rag.question import followup

    return followup.standalone(question, history)


class Wordings:
    """The step that rewrites a follow-up to stand alone, measured without articles."""

    @property
    def digest(self) -> str:
        """Digest of the program."""
        return f"wording-{code_digest()[:16]}"

    def search(self, query: str, filters: Filters = EVERYTHING, *, k: int = 5) -> Sequence[Evidence]:
        """Refuse: there are no articles."""
        raise CaseError("a suite of wordings has no articles to search")

    def ask(self, question: str, filters: Filters = EVERYTHING, *, history: Turns = ()) -> Answer:
        """Refuse: there are no articles."""
        raise CaseError("a suite of wordings has no articles to ask")

    def standalone(self, question: str, history: Turns) -> str:
        """Return the follow-up in words that need no history."""
        return standalone_wording(question, history)


@contextmanager
def open_system(
    suite: Suite, options: Options, *, settings: Settings | None = None, folder: Path = FOLDER
) -> Iterator["System | Wordings"]:
    """Open Dateline on the suite's corpus, ingesting it first unless the cache has it; for wordings, the step that writes them."""
    if suite.kind == "wordings":
        yield Wordings()
        return
    from rag.assistant import Assistant

    base = settings or load_settings(ROOT)
    base = replace(base, quote_tokens=options.quote_tokens or base.quote_tokens, deadline_s=options.deadline_s or base.deadline_s)
    index = ensure_index(suite, base, folder) if suite.corpus else base.index_dir  # feedback is about the index in use
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
    shaping = (settings.quote_tokens, settings.answer_s, settings.passages, settings.keep_unsupported)
    return key_of({"index": index, "code": code_digest(), "model": model, "settings": shaping})[:16]


def ensure_index(suite: Suite, settings: Settings, folder: Path = FOLDER, *, progress: Progress | None = None) -> Path:
    """Return the folder of an index of the suite's corpus, built now if it is not in the cache; suites of one corpus share it."""
    if suite.corpus is None:
        raise CaseError(f"{suite.name} names no corpus, so nothing can be asked of it")
    corpus = digest(corpus_files(suite.corpus), suite.corpus if suite.corpus.is_dir() else suite.corpus.parent)
    label = suite.corpus.name if suite.corpus.is_dir() else suite.corpus.parent.name
    name = f"{label}-{key_of({'corpus': corpus, 'code': code_digest(indexing=True)})[:12]}"
    index = folder / "index" / name
    done = index / "complete"
    if not done.is_file():
        failed = _build_index(suite.corpus, replace(settings, index_dir=index), progress)
        done.write_text("".join(f"{line}\n" for line in failed), encoding="utf-8")
        _forget_old(index, label)
    os.utime(done)
    return index


def not_ingested(index: Path) -> list[str]:
    """Return the articles that an index of ``ensure_index`` lacks, a line each with the reason; their questions count all the same."""
    return (index / "complete").read_text(encoding="utf-8").splitlines()


def _build_index(corpus: Path, settings: Settings, progress: Progress | None) -> list[str]:
    from ingest.sync import ingest
    from rag.index.writing import StoreWriter
    from rag.models.encoders import StaticEmbedder

    embedder = StaticEmbedder()
    store = StoreWriter.open(settings, models=embedder.name)
    try:
        report = ingest([corpus], store, embedder, progress=progress)
    finally:
        store.close()
    failed = [f"{where}: {' '.join(reason.split())}" for where, reason in report.failed]
    if not report.added + report.changed + report.unchanged:
        raise CaseError(f"{corpus} holds no article that can be ingested; {failed[0] if failed else 'it is empty'}")
    return failed


def _forget_old(index: Path, label: str) -> None:
    others = sorted((p for p in index.parent.glob(f"{label}-*/complete") if p.parent != index), key=lambda p: -p.stat().st_mtime)
    for old in others[MAX_INDEXES - 1 :]:
        if old.parent.name.rpartition("-")[0] == label:
            shutil.rmtree(old.parent, ignore_errors=True)
