"""Check each sentence of an answer against its quotes (numbers, dates, names, negation, meaning) and assign its citations.

Two judges must agree before a sentence counts as supported. The first is exact: every number, date and name of the sentence
must be in the quotes it cites. The second is learned: a logistic model over the signals of ``rag.answer.support``, fitted by
``python -m eval.fit.judge`` on public claims that people judged, and kept with its thresholds in weights/verify.json.
"""

import json
import math
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.answer.forms import text_forms
from rag.answer.missing import Missing, Source, Vectors, missing
from rag.answer.support import FEATURES, cover, features
from rag.errors import LLMError
from rag.language.meaning import AUXILIARY
from rag.language.text import content_words, plain, sentences
from rag.models.encoders import WEIGHTS
from rag.records import Quote, Sentence, Support

Signals = NDArray[np.float32]  # one value for each of FEATURES
FITTED = WEIGHTS / "verify.json"
_MARKERS = re.compile(r"\s*[\[【]\s*(\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*)\s*[\]】]")
_STOP_BEFORE_MARKER = re.compile(r"([.!?])((?:\s*[\[【]\s*\d[\d\s,;–-]*[\]】])+)")
_VERDICT = re.compile(r"(yes|no)(?:\s*[,:;!]\s*|\s+[–—-]+\s+|\s*[–—]\s*|\.(?!\s*\d)\s*|$)", re.I)  # not "No casualties", "No-one", "No. 10"
_FRAGMENT = 6  # content words below which a sentence is judged together with its question
_STATEMENT = 3  # words and facts below which a text without a question states nothing
_SMALL = frozenset("the a an it its he she they this that these those there in on at".split())  # written in lower case after "Yes,"
_MOST = 3  # quotes cited by one sentence
_CLOSE = 0.55  # cosine from which a clause and one of a quote say the same in other words
_RELATED = 2  # names in a clause from which a likeness of meaning does not tell who did what
_HINT = 0.3  # what a marker counts beside similarity


class TokenEncoder(Protocol):
    """The part of a sentence encoder that the checker needs."""

    def embed_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Return unit rows (n, d) and for each text its tokens' unit rows (n_tokens, d)."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """The checker's result for one sentence; ``probability`` is the learned judge's, 0 to 1."""

    sentence: Sentence
    probability: float
    missing: Missing


class Checker:
    """Checks sentences against the quotes of one answer; with ``encoder`` None by words alone."""

    def __init__(self, quotes: Sequence[Quote], encoder: TokenEncoder | None, *, question: str = "") -> None:
        self.quotes, self.question, self._encoder = tuple(quotes), question, encoder
        self.sources = _sources(self.quotes, encoder)

    def judge(self, sentence: str) -> Verdict:
        """Return the verdict on one sentence; [n] markers in it are hints to its quotes."""
        text, hints, _ = strip_markers(sentence, {q.n for q in self.quotes})
        if not self.sources or not text:
            return Verdict(Sentence(text, "unsupported"), 0.0, Missing())
        verdict = _VERDICT.match(text)
        return self._judge_yes_no(verdict[1].capitalize(), text[verdict.end() :], hints) if verdict else self._judge_statement(text, hints)

    def _judge_yes_no(self, word: str, rest: str, hints: Sequence[int]) -> Verdict:
        """Judge a sentence that opens with "Yes" or "No": the rest like any sentence, the word itself as partial at most.

        The word is the model's conclusion, which no comparison of words can check; beside an unsupported fact it is unsupported too.
        """
        rest_verdict = self._judge_statement(rest, hints) if content_words(rest) else None
        if rest_verdict is not None and rest_verdict.sentence.support != "unsupported":
            joined = f"{word}, {rest[0].lower() if rest.split()[0].lower() in _SMALL else rest[0]}{rest[1:]}"
            return Verdict(Sentence(joined, "partial", rest_verdict.sentence.citations), rest_verdict.probability, rest_verdict.missing)
        if rest_verdict is not None and rest_verdict.missing:
            return Verdict(Sentence(f"{word}, {rest}", "unsupported"), rest_verdict.probability, rest_verdict.missing)
        chosen, _ = self.weigh(self.question or rest or word, hints)
        numbers = tuple(sorted(self.quotes[i].n for i in chosen))
        return Verdict(Sentence(f"{word}.", "partial", numbers), rest_verdict.probability if rest_verdict else 0.0, Missing())

    def _judge_statement(self, text: str, hints: Sequence[int]) -> Verdict:
        chosen, signals = self.weigh(text, hints)
        lost = self._reworded(missing(text, [self.sources[i] for i in chosen]), chosen)
        part = self._model_name(text)
        probability = 1.0 if self._verbatim(text) else likelihood(signals, part)
        support = _support(lost, probability, part, len(lost.clauses) == len(text_forms(text).clauses))
        if support == "supported" and not self.question and self._is_fragment(text):
            support = "partial"
        numbers = tuple(sorted(self.quotes[i].n for i in chosen)) if support != "unsupported" else ()
        return Verdict(Sentence(text, support, numbers), probability, lost)

    def _reworded(self, lost: Missing, chosen: Sequence[int]) -> Missing:
        """Take out the clauses that are close in meaning to a clause of their quotes, but for those that relate two names."""
        open_clauses = [c for c in lost.clauses if sum(f.kind == "name" for f in text_forms(c).said) < _RELATED]
        if self._encoder is None or not open_clauses:
            return lost
        parts = [q.text[c.start : c.end] for q in (self.quotes[i] for i in chosen) for c in text_forms(q.text).clauses]
        vectors, _ = self._encoder.embed_tokens([*open_clauses, *parts])
        near = (vectors[: len(open_clauses)] @ vectors[len(open_clauses) :].T).max(axis=1)
        held = {c for c, n in zip(open_clauses, near, strict=True) if n >= _CLOSE}
        return replace(lost, clauses=[c for c in lost.clauses if c not in held])

    def weigh(self, text: str, hints: Sequence[int] = ()) -> tuple[list[int], Signals]:
        """Return the positions of the quotes that cover a sentence best, and its signals against them."""
        fragment = self.question if len(content_words(text)) < _FRAGMENT else ""
        claim = f"{fragment} {text}".strip()
        vector, tokens = _encode([claim], self._encoder)
        near = [float(s.vector @ vector[0]) + _HINT * (q.n in hints) for s, q in zip(self.sources, self.quotes, strict=True)]
        chosen = cover(claim, self.sources, near, _MOST)
        return chosen, features(claim, vector[0], tokens[0], [self.sources[i] for i in chosen], text if fragment else "")

    def _model_name(self, text: str) -> str:
        """Return the name of the fitted model that judges a sentence."""
        kind = "answer" if self.question and len(content_words(text)) < _FRAGMENT else "sentence"
        return kind if self._encoder is not None else f"{kind} words"

    def _is_fragment(self, text: str) -> bool:
        """Whether a text has no verb to be seen and too few words and facts to state anything, unless a quote has it as a sentence."""
        forms = text_forms(text)
        verb = any(t in AUXILIARY or t.endswith("ed") for t in forms.tokens)
        return not verb and sum(len(c.content) for c in forms.clauses) + len(forms.said) < _STATEMENT and not self._verbatim(text)

    def _verbatim(self, text: str) -> bool:
        return any(
            _stripped(text) == _stripped(part) for q in self.quotes for part in (q.text, *(q.text[a:b] for a, b in sentences(q.text)))
        )


def check(sentence: str, quotes: Sequence[Quote], encoder: TokenEncoder | None, *, question: str = "") -> Sentence:
    """Return one sentence judged against its quotes."""
    return Checker(quotes, encoder, question=question).judge(sentence).sentence


def verify(
    text: str,
    quotes: Sequence[Quote],
    encoder: TokenEncoder | None,
    *,
    keep_unsupported: bool = False,
    question: str = "",
    until: float = math.inf,
) -> tuple[list[Sentence], list[int]]:
    """Return the sentences of ``text`` with support and citations, and the markers that no quote carries.

    Unsupported sentences are left out unless ``keep_unsupported``.

    :param until: time (``time.monotonic``) by which all must be checked.
    :raises LLMError: when that passes.
    """
    checker = Checker(quotes, encoder, question=question)
    known = {q.n for q in quotes}
    text = _STOP_BEFORE_MARKER.sub(lambda m: m.group(2) + m.group(1), text)
    judged = []
    for a, b in sentences(text):
        if time.monotonic() >= until:
            raise LLMError("its words could not be checked within the time for one question (DATELINE_DEADLINE_S)")
        judged.append(checker.judge(text[a:b]).sentence)
    shown = [s for s in judged if s.text and (keep_unsupported or s.support != "unsupported")]
    return shown, strip_markers(text, known)[2]


def strip_markers(text: str, known: set[int]) -> tuple[str, list[int], list[int]]:
    """Return ``text`` without [n] markers, the markers that name a quote, and those that name none."""
    found = [n for group in _MARKERS.findall(text) for n in _range(group)]
    bare = _MARKERS.sub("", text).strip()
    return bare, [n for n in dict.fromkeys(found) if n in known], [n for n in dict.fromkeys(found) if n not in known]


def _range(group: str) -> list[int]:
    numbers = [int(n) for n in re.findall(r"\d+", group)]
    if re.fullmatch(r"\d+\s*[–-]\s*\d+", group) and numbers[0] < numbers[1] < numbers[0] + 20:
        return list(range(numbers[0], numbers[1] + 1))
    return numbers


def _stripped(text: str) -> str:
    return plain(text).strip(" \t\n\"'.")


def _sources(quotes: Sequence[Quote], encoder: TokenEncoder | None) -> list[Source]:
    vectors, tokens = _encode([q.text for q in quotes], encoder)
    return [
        Source(q.text, v, t, tuple(d for d in (q.article.published, q.article.updated) if d), f"{q.article.title}\n{q.article.source}")
        for q, v, t in zip(quotes, vectors, tokens, strict=True)
    ]


def _encode(texts: Sequence[str], encoder: TokenEncoder | None) -> tuple[Vectors, list[Vectors]]:
    if encoder is None or not texts:
        return np.zeros((len(texts), 1), np.float32), [np.zeros((0, 1), np.float32)] * len(texts)
    return encoder.embed_tokens(texts)


def _support(lost: Missing, probability: float, part: str, unheld: bool) -> Support:
    """Combine the two judges: a missing fact, no clause held or a low probability is unsupported, what is missing in part is partial."""
    limits = model()["thresholds"][part]
    if lost.wrong or probability < limits["supported" if unheld else "partial"]:
        return "unsupported"
    return "supported" if not lost and probability >= limits["supported"] else "partial"


def likelihood(signals: Signals, part: str) -> float:
    """Return the learned judge's probability, 0 to 1, that a claim with these signals is supported.

    ``part`` names one of its models: "sentence" or "answer" against chosen quotes, either with " words" when there are no
    vectors, or "page" against all of a long text.
    """
    terms = model()["models"][part]
    value = dict(zip(FEATURES, signals.tolist(), strict=True))
    logit = terms["intercept"] + sum(w["weight"] * (value[name] - w["mean"]) / w["scale"] for name, w in terms["terms"].items())
    return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))


@lru_cache(maxsize=1)
def model() -> dict[str, Any]:
    """Read the fitted weights and thresholds once."""
    fitted: dict[str, Any] = json.loads(FITTED.read_text(encoding="utf-8"))
    return fitted
