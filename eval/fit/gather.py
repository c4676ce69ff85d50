"""Run retrieval for the questions of the public sets, cached: the data the ranker and the decision to decline are fitted on."""

import json
import pickle
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from eval.cache import FOLDER
from eval.suites.cases import BENCH, ROOT, Case, Suite
from eval.suites.read import read_suite
from eval.systems.dateline import ensure_index
from eval.systems.program import code_digest
from rag.dates.calendar import iso_day
from rag.index.store import Store
from rag.language.text import content_words
from rag.models.encoders import SentenceEmbedder, StaticEmbedder, Vectors
from rag.models.local import sentence_encoders
from rag.models.reader import Reader
from rag.question.request import NEWNESS_WEIGHT, Focus
from rag.question.window import question_window
from rag.records import Filters
from rag.search.retrieve import CLOSE, Found, Retriever
from rag.search.select import Place, ranker_rows
from rag.search.signals import Question, read_question
from rag.settings import load_settings
from rag.sources.statement import read_sentence

TRAIN = BENCH.parent / "train"
ASKED = Path(__file__).parent / "data" / "asked.jsonl"  # questions of our own over the articles of realtimeqa-dev2, as people ask them
NAMES = 0.5  # share of false questions whose name is changed, where there is one
FILES = {"new-wiki": "squadshifts-new-wiki.jsonl", "squad2": "squad2-dev-half.jsonl"}
# Weights that are fitted on what is gathered, or read only after it: a fit does not make the gathered questions out of date.
LATER = frozenset({"retrieve.json", "ranker.json", "decide.json", "judge.json", "verify.json"})
HELD_OUT_PAGES = ("Harvard_University", "Imperialism", "Normans", "Packet_switching", "1973_oil_crisis")  # of SQuAD 2.0
HELD_OUT = 5  # one in so many paragraphs of Wikipedia is not used to train the reader: ranker and decision are fitted on its output there


@dataclass(frozen=True, slots=True)
class Seen:
    """One question as the program sees it: its passages, and the ranker's row of each sentence with its (passage, sentence)."""

    case: Case
    suite: str
    focus: Focus
    question: Question
    found: tuple[Found, ...]
    rows: NDArray[np.float32]
    places: tuple[Place, ...]


class RememberingEncoder:
    """MiniLM that encodes a text only once: the same paragraphs come up for many questions."""

    def __init__(self, encoder: SentenceEmbedder) -> None:
        self._encoder = encoder
        self._known: dict[str, tuple[Vectors, NDArray[np.float16]]] = {}

    def embed_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Return what SentenceEmbedder.embed_tokens does."""
        new = [t for t in dict.fromkeys(texts) if t not in self._known]
        if new:
            rows, tokens = self._encoder.embed_tokens(new)
            self._known |= {t: (v, token_rows.astype(np.float16)) for t, v, token_rows in zip(new, rows, tokens, strict=True)}
        return np.array([self._known[t][0] for t in texts]), [self._known[t][1].astype(np.float32) for t in texts]


def gather(name: str, *, as_of: bool = True, limit: int | None = None, false: bool = False) -> list[Seen]:
    """Return what the program sees for the questions of a set, from the cache where possible.

    ``train-new-wiki`` is a training file as one corpus; ``small-new-wiki`` asks each question of the paragraphs of its
    page only: a folder of a few texts on one subject, where what does not answer still sounds like it. ``false`` asks each
    answerable question with one name or word changed for another subject's, so that it assumes what no article says.
    """
    kind = f"{'as_of' if as_of else 'open'}-{limit or 'all'}{'-false' if false else ''}"
    file = FOLDER / "gather" / f"{name}-{kind}-{code_digest(without=LATER)[:12]}.pkl"  # of other code: other classes, other evidence
    if not file.is_file():
        suite = _suite(name)
        seen = list(_search_cases(replace(suite, cases=falsified(suite.cases)) if false else suite, as_of, limit))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(seen))
    loaded: list[Seen] = pickle.loads(file.read_bytes())
    return loaded


def _suite(name: str) -> Suite:
    own = ASKED if name == ASKED.stem else BENCH / name / f"{name}.jsonl"  # in the form of eval/sets
    return read_suite(own) if own.is_file() else read_suite(BENCH / name) if (BENCH / name).is_dir() else train_suite(name)


def _search_cases(suite: Suite, as_of: bool, limit: int | None) -> Iterable[Seen]:
    settings = load_settings(ROOT)
    static = StaticEmbedder()
    store = Store.open(replace(settings, index_dir=ensure_index(suite, settings)), models=static.name)
    encoders = sentence_encoders(settings)
    retriever = Retriever(store, static, RememberingEncoder(SentenceEmbedder(encoders)), Reader(encoders))  # type: ignore[arg-type]
    newest = store.counts()["newest"]
    cases = sorted((c for c in suite.cases if c.scored), key=lambda c: sha256(c.id.encode()).digest())[:limit]
    for case in cases:
        wording = case.standalone or case.question
        until = case.as_of if as_of else ""
        focus = Focus(until, until, 1.0) if until else Focus(newest, newest, NEWNESS_WEIGHT) if newest else Focus()
        inside = (case.kind,) if suite.name.startswith("small-") else ()
        found = retriever.search(wording, Filters(before=until, outlets=inside), focus)
        mini, tokens = retriever.read([wording])
        asked = iso_day(until or newest) or date.today()
        period = question_window(wording, asked)
        vectors = (static.embed([wording])[0], mini[0], tokens[0])
        question = read_question(wording, retriever.weight, *vectors, (period.event_after, period.event_before))
        rows, places = ranker_rows(question, found[:CLOSE])
        light = tuple(map(_light, found[: 3 * CLOSE]))
        yield Seen(case, suite.name, focus, question, light, rows, tuple(places))
    store.close()


def _light(found: Found) -> Found:
    """Return a passage without the vectors that only its rows needed."""
    none = np.zeros((0, 1), np.float32)
    headline = replace(found.headline, static=none, mini=none, tokens=none) if found.headline else None
    return replace(found, tokens=(), static=None, mini=None if found.mini is None else found.mini[:, :1], headline=headline)


def held_out(name: str, paragraph: int, page: str = "") -> bool:
    """Whether a paragraph is not used to train the reader, whose output on text it was trained on is too good to fit others on."""
    return page in HELD_OUT_PAGES if name == "squad2" else name == "new-wiki" and paragraph % HELD_OUT == 0


def train_suite(name: str) -> Suite:
    """Return the held-out questions of a training file, its corpus written into the cache, never into the project."""
    of = name.partition("-")[2]
    source = TRAIN / FILES[of]
    folder = FOLDER / "train" / name
    cases, corpus = [], []
    for n, line in enumerate(source.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        corpus.append(json.dumps({"id": f"{name}-{n}", "title": "", "date": "", "source": row["title"], "url": "", "text": row["context"]}))
        for m, asked in enumerate(row["questions"] if held_out(of, n, row["title"]) else ()):
            forms = tuple(dict.fromkeys(a["text"] for a in asked["answers"]))
            known = {"answers": forms, "relevant": (f"{name}-{n}",)} if forms else {"unanswerable": True}
            cases.append(Case(f"{name}-{n}-{m}", asked["question"], kind=row["title"], **known))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "corpus.jsonl").write_text("\n".join(corpus) + "\n", encoding="utf-8")
    return Suite(name, folder, "questions", "", tuple(cases), corpus=folder / "corpus.jsonl")


def falsified(cases: Sequence[Case]) -> tuple[Case, ...]:
    """Return the answerable cases with one word changed, marked unanswerable; the same ones every time.

    A name is changed for a name when the question has one, else a content word for a content word of like ending.
    """
    asked = [c for c in cases if c.scored and not c.unanswerable and c.answers]
    rng = Random(0)
    named = {c.id: [n.text for n in read_sentence(c.question).names if len(n.text) > 3] for c in asked}
    result = []
    for case in asked:
        other = next((c for c in (rng.choice(asked) for _ in range(50)) if c.kind != case.kind or not case.kind), None)
        other = other or rng.choice(asked)
        mine, theirs = named[case.id], named[other.id]
        if not (mine and theirs and rng.random() < NAMES):
            mine, theirs = ([w for w in re.findall(r"[a-z]{4,}", c.question) if content_words(w)] for c in (case, other))
        if mine and theirs:
            old = rng.choice(mine)
            new = max(theirs, key=lambda w: (w[-2:] == old[-2:], len(w)))
            if new != old:
                question = case.question.replace(old, new, 1)
                result.append(replace(case, id=case.id + "~", question=question, unanswerable=True, answers=(), relevant=()))
    return tuple(result)


def without_articles(seen: Seen, articles: frozenset[str]) -> Seen | None:
    """Return ``seen`` as if those articles were not in the corpus; None when nothing is left. The question is then no longer answerable."""
    keep = [i for i, f in enumerate(seen.found) if f.article.id not in articles]
    new_index = {old: new for new, old in enumerate(keep)}
    rows = [n for n, (f, _) in enumerate(seen.places) if f in new_index]
    if not rows:
        return None
    found = tuple(seen.found[i] for i in keep)
    places = tuple(Place(new_index[f], s) for f, s in (seen.places[n] for n in rows))
    return replace(seen, found=found, rows=seen.rows[rows], places=places)
