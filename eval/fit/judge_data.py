"""The data the checker is fitted on: claims that people judged, and claims generated from paragraphs, as one record."""

import json
import pickle
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.answer.check import TokenEncoder
from rag.answer.missing import Vectors
from rag.dates.reader import read_dates
from rag.language.meaning import lines
from rag.language.text import content_words, sentences
from rag.sources.statement import read_sentence

_NOT = re.compile(r"\b(is|are|was|were|has|have|had|will|can|could|would|did|does)\b(?! not|n't)")


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim with its page, whether people found it supported, and the group that must not be split between folds."""

    text: str
    page: tuple[str, ...]
    supported: bool
    set: str
    group: str
    published: str = ""
    title: str = ""
    question: str = ""  # what a short answer answers


def wice(path: Path) -> Iterator[JudgedClaim]:
    """Read claims about cited web pages; partly supported counts as not supported, as the set's README scores it."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield of_page(row["claim"], row["evidence_sentences"], row["label"] == "supported", "wice")


def qags(path: Path) -> Iterator[JudgedClaim]:
    """Read sentences of news summaries with the votes of a crowd."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = untokenized(row["evidence"])
        claim = of_page(row["claim"], [text[a:b] for a, b in sentences(text)], row["label"] == "supported", row["set"])
        yield replace(claim, text=untokenized(row["claim"]), group=row["id"].rsplit("-", 1)[0])


def of_page(text: str, page: Sequence[str], supported: bool, kind: str) -> JudgedClaim:
    """Make a claim of a page; lines that give its title or date become the title and date shown beside every quote."""
    found = [re.match(r"\(meta data\) ([A-Z ]+): (.*)", line, re.S) for line in page]
    meta = {m.group(1): m.group(2) for m in found if m}
    beside = "\n".join(meta.get(k, "") for k in ("TITLE", "PUBLISHER", "AUTHOR")).strip()
    published = re.search(r"\d{4}-\d\d-\d\d", meta.get("PUBLISHED DATETIME", ""))
    day = published.group() if published else stated_day(page)
    rest = tuple(line for line in page if not line.startswith("(meta data)"))
    return JudgedClaim(
        text,
        rest or tuple(page),
        supported,
        kind,
        sha256("\n".join(page).encode()).hexdigest(),
        day,
        beside,
    )


def stated_day(page: Sequence[str]) -> str:
    """Return the ISO day that a short line near the top of a page gives, empty if none does."""
    for line in page[:40]:
        for found in read_dates(line) if len(line) < 70 else ():
            if found.year and found.month and found.day:
                return f"{found.year}-{found.month:02}-{found.day:02}"
    return ""


def untokenized(text: str) -> str:
    """Join what a tokenizer of the summaries' source has parted: "36, 000", "$ 5", "half - back"."""
    text = re.sub(r"(?<=\d), (?=\d{3}\b)|(?<=\d)\. (?=\d)", lambda m: m.group()[0], text)
    return re.sub(r"(?<=\w) - (?=\w)", "-", re.sub(r"(?<=[$£€]) (?=\d)", "", text))


def generated_claims(path: Path, every: int = 12, seed: int = 11) -> Iterator[JudgedClaim]:
    """Generate answers and edited sentences from paragraphs with questions; right and wrong ones come from the same paragraph.

    A wrong answer is another question's answer; a wrong sentence has a name, a figure, a sign or a direction changed into one
    that stands nearby, so that only the combination of the words shows it.
    """
    draw = random.Random(seed)
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if n % every:
            continue
        row = json.loads(line)
        text = row["context"].strip()
        page = tuple(text[a:b] for a, b in sentences(text))[:8]
        if 3 <= len(page) and len(text) < 2000:
            yield from _answers(row["questions"], page, f"made-{n}", draw)
            yield from _edits(page, f"made-{n}", draw)


def _answers(questions: Sequence[dict[str, object]], page: tuple[str, ...], group: str, draw: random.Random) -> Iterator[JudgedClaim]:
    gold = [(str(q["question"]), str(q["answers"][0]["text"]).strip()) for q in questions if q["answers"]]  # type: ignore[index]
    gold = [(q, a) for q, a in gold if 0 < len(content_words(a)) < 6 and any(a in s for s in page)]
    for question, answer in gold[:2]:
        yield JudgedClaim(answer, page, True, "answers", group, question=question)
        others = [a for _, a in gold if not set(content_words(a)) & set(content_words(answer)) and a.lower() not in question.lower()]
        if others:
            yield JudgedClaim(draw.choice(others), page, False, "answers", group, question=question)


def _edits(page: tuple[str, ...], group: str, draw: random.Random) -> Iterator[JudgedClaim]:
    whole = [s for s in page if 8 <= len(s.split()) <= 40]
    for sentence in draw.sample(whole, min(2, len(whole))):
        yield JudgedClaim(_shortened(sentence, draw), page, True, "edits", group)
        short = _shortened(sentence, draw)
        wrong = [
            w for w in (_renamed(short, page, draw), _recounted(short, page, draw), _negated(short), _turned(short)) if w and w != short
        ]
        if wrong:
            yield JudgedClaim(draw.choice(wrong), page, False, "edits", group)


def _shortened(sentence: str, draw: random.Random) -> str:
    """Leave out brackets and, half of the time, a last clause or an opening phrase."""
    short = re.sub(r"\s*\([^)]*\)", "", sentence)
    if draw.random() < 0.5:
        cut = re.sub(r",? (?:which|who|where|while|although|because|as well as)\b[^.]*(?=\.$)", "", short)
        short = cut if len(cut.split()) >= 6 else short
    opened = re.sub(r"^(?:In|On|At|By|After|During|However|Also|For)\b[^,]{0,40}, (\w)", lambda m: m.group(1).upper(), short)
    return opened if draw.random() < 0.5 and len(opened.split()) >= 6 else short


def _renamed(sentence: str, page: Sequence[str], draw: random.Random) -> str:
    named = [n for n in read_sentence(sentence).names if n.sure]
    others = [n.text for s in page for n in read_sentence(s).names if n.sure and not any(set(n.words) & set(o.words) for o in named)]
    if len(named) >= 2 and named[0].words != named[-1].words and (not others or draw.random() < 0.5):  # change places
        a, b = named[0], named[-1]
        return sentence[: a.start] + b.text + sentence[a.end : b.start] + a.text + sentence[b.end :]
    if named and others:
        name = draw.choice(named)
        return sentence[: name.start] + draw.choice(others) + sentence[name.end :]
    return ""


def _recounted(sentence: str, page: Sequence[str], draw: random.Random) -> str:
    numbers = [n for n in read_sentence(sentence).numbers if n.unit != "clock"]
    others = [n.text for s in page for n in read_sentence(s).numbers if all(n.value != o.value and n.unit == o.unit for o in numbers)]
    if not numbers or not others:
        return ""
    number = draw.choice(numbers)
    return sentence[: number.start] + draw.choice(others) + sentence[number.end :]


def _negated(sentence: str) -> str:
    return (
        _NOT.sub(r"\1 not", sentence, count=1)
        if not read_sentence(sentence).negations
        else re.sub(r"\b(?:not|never) ", "", sentence, count=1)
    )


def _turned(sentence: str) -> str:
    for word in re.findall(r"[A-Za-z]+", sentence):
        for one, other in (line.split(" | ") for line in lines() if " | " in line and not line.startswith("= ")):
            for from_words, to_words in ((one.split(), other.split()), (other.split(), one.split())):
                if word in from_words:
                    return re.sub(rf"\b{word}\b", to_words[min(from_words.index(word), len(to_words) - 1)], sentence, count=1)
    return ""


# --- vectors and measures


Truth = NDArray[np.bool_]


class CachedEncoder:
    """An encoder that stores its vectors in a file, so that a second fit takes seconds."""

    def __init__(self, encoder: TokenEncoder | None, path: Path | None) -> None:
        self._encoder, self._path, self._grown = encoder, path, False
        self._known: dict[str, tuple[Vectors, Vectors]] = pickle.loads(path.read_bytes()) if path and path.is_file() else {}

    def embed_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Return unit rows and token rows, computed once per text."""
        new = sorted({t for t in texts if t not in self._known})
        if new:
            if self._encoder is None:
                raise RuntimeError("vectors are missing in the cache and no encoder was given")
            vectors, tokens = self._encoder.embed_tokens(new)
            self._known |= {t: (v, k.astype(np.float16)) for t, v, k in zip(new, vectors, tokens, strict=True)}
            self._grown = True
        return np.stack([self._known[t][0] for t in texts]), [self._known[t][1].astype(np.float32) for t in texts]

    def save(self) -> None:
        """Write what was added."""
        if self._path and self._grown:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_bytes(pickle.dumps(self._known))


def pairwise_auc(truth: Truth, score: NDArray[np.float64]) -> float:
    """Area under the ROC curve over all pairs, ties counted half; nan when one class is missing.

    Not eval.scores.metrics.auc: that one can differ in the last bit, and the scores that go into verify.json are rounded from this one.
    """
    good, bad = score[truth], score[~truth]
    if not len(good) or not len(bad):
        return float("nan")
    return float((good[:, None] > bad).mean() + (good[:, None] == bad).mean() / 2)


def f1(truth: Truth, predicted: Truth) -> float:
    """F1 of "supported"."""
    return float(2 * (truth & predicted).sum() / max(1, truth.sum() + predicted.sum()))


def best_threshold(truth: Truth, score: NDArray[np.float64], value: Callable[[Truth, Truth], float]) -> float:
    """Return the threshold with the highest value, taken half-way to the next lower score."""
    order = np.unique(score)
    best = max(range(len(order)), key=lambda i: value(truth, score >= order[i]))
    return float((order[best] + order[max(0, best - 1)]) / 2)


def accuracy(truth: Truth, predicted: Truth) -> float:
    """Balanced accuracy."""
    return float((predicted[truth].mean() + (~predicted[~truth]).mean()) / 2)
