"""Read the words that people type as the articles write them: misspelt ones, and an acronym or the name it stands for."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from rag.index.keywords import Keywords, step
from rag.index.store import Store
from rag.language.capitals import ordinary
from rag.language.data import read_data
from rag.language.names import aliases
from rag.language.pattern import Pattern
from rag.language.spelling import LINKS, edits, is_slip, sounds_like
from rag.language.text import Token, content_words, meaningful, plain, stem, stems, tokens
from rag.models.encoders import WEIGHTS

SHORTEST, SHORTEST_NAME = 4, 5  # letters of a word that may be misspelt; of one with a capital
LONG, LONG_NAME = 8, 7  # letters of a word that may have two wrong ones; of one with a capital that may have one that is no slip
CLEAR = 8  # times as many passages as any word equally near hold the word that is meant
FITS = 0.5  # share of the weight of the question's other words that a passage with the word that is meant holds
TELLING = 0.5  # weight of the words beside a misspelt name at least, but for a slip of the fingers: "win" stands with every name
CLOSER = 1.5  # times the weight of the question's other words that stand with the one form of a name, for the other form to be read
LONGEST_NAME = 8  # words that an acronym may stand for
MOST_READ = 200  # passages read to see how a word is written
_QUOTED = Pattern(r"[\"“][^\"”]*[\"”]")


class Wording:
    """What the words of a question are in the articles of one index."""

    def __init__(self, store: Store, keywords: Keywords) -> None:
        self._store, self._keywords = store, keywords

    def read(self, question: str) -> tuple[str, tuple[str, ...]]:
        """Return the question in the articles' words, and those of them that were typed otherwise; what it quotes stays as it is."""
        read: list[str] = []
        for find in (self._misspelt, self._abbreviated):
            found = list(find(question, _unquoted(question)))
            for start, end, words in reversed(found):
                question = question[:start] + words + question[end:]
            read += [words for *_, words in found]
        return question, tuple(dict.fromkeys(read))

    # --- misspelt words

    def _misspelt(self, question: str, typed: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
        """Yield the place of each word that neither an article nor English has, with the word that is clearly meant.

        A passage with it has much of the question, and for a part of a name, the name's other parts.
        """
        capitals = [question[t.start].isupper() and not question.isupper() for t in typed]
        meant = {
            n: near
            for n, (t, capital) in enumerate(zip(typed, capitals, strict=True))
            if len(t.word) >= (SHORTEST_NAME if capital else SHORTEST) and t.word.isalpha() and not self._is_known(t.word)
            if (near := self._nearest(t.word, capital=capital))
        }
        for n, near in meant.items():
            beside = [m for m in (n - 1, n + 1) if capitals[n] and 0 < m < len(typed) and capitals[m]]
            words = [meant.get(m, t.word) for m, t in enumerate(typed)]
            others = words[:n] + words[n + 1 :]
            needed = max(FITS * self._weight_of(others), TELLING if capitals[n] and not is_slip(stem(typed[n].word), near) else 0.0)
            support = self._support([near, *_content_stems([words[m] for m in beside])], others)
            if support and support >= needed:
                yield typed[n].start, typed[n].end, self._spelt(typed[n].word, near)

    def _is_known(self, word: str) -> bool:
        return stem(word) in self._keywords or not _english().isdisjoint({word, stem(word)})

    def _nearest(self, word: str, *, capital: bool) -> str:
        """Return the stem nearest to a word, empty where none is near or none clearly the nearest."""
        own, most = stem(word), 2 if len(word) >= LONG and not capital else 1
        slips = capital and len(word) < LONG_NAME
        near = self._keywords.near(own, lambda other: _distance(own, other, most), most)
        near = {other: n for other, n in near.items() if not slips or is_slip(own, other)}
        least = min(near.values(), default=0)
        held = Counter({other: self._keywords.count(other) for other, n in near.items() if n == least}).most_common(2)
        return held[0][0] if len(held) == 1 or (held and held[0][1] >= CLEAR * held[1][1]) else ""

    def _spelt(self, typed: str, meant: str) -> str:
        """Return a stem as the articles write it, in the form nearest to the word that was typed, the more usual of equals."""
        passages = self._passages(self._keywords.rows(meant, most=MOST_READ))
        written = Counter(text[t.start : t.start + len(t.word)] for text in passages for t in tokens(text) if stem(t.word) == meant)
        return min(written, key=lambda form: (edits(plain(form), typed, len(typed)), -written[form], form.swapcase()), default=meant)

    # --- acronyms

    def _abbreviated(self, question: str, typed: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
        """Yield the place of the first acronym or name whose other form is what articles say most of the question's words with."""
        for first in range(len(typed)):
            for last in range(first, min(first + LONGEST_NAME, len(typed))):
                start, end = typed[first].start, typed[last].end
                others = [t.word for t in (*typed[:first], *typed[last + 1 :])]
                read = self._long_form if first == last else self._short_form
                if form := read(question[start:end], question, others):
                    yield start, end, form
                    return

    def _long_form(self, short: str, question: str, others: Sequence[str]) -> str:
        """Return what an acronym is short for where articles give that long form and say more of what is asked under it."""
        if not 2 <= len(short) <= 6 or not (short.isupper() or (question.islower() and short not in _english())):
            return ""
        short, own = short.upper(), stem(short.lower())
        support = Counter({long: self._support(stems(long), others) for long in self._pairs(short, [own])}).most_common(2)
        next_best = max(CLOSER * self._support([own], others), *(n for _, n in support[1:]), 0.0)
        return support[0][0] if support and support[0][1] > next_best and plain(support[0][0]) not in plain(question) else ""

    def _short_form(self, long: str, question: str, others: Sequence[str]) -> str:
        """Return the initials of a name where articles say more of what is asked under them.

        That they are its short form some article says; or they are three or more of a name in capitals that no article has, no
        article gives them another meaning, and they stand in capitals with much of the question.
        """
        every = [t.word for t in tokens(long)]
        if every[0] in LINKS or every[-1] in LINKS or not content_words(long):
            return ""
        named = len(every) >= 3 and all(w[0].isupper() or plain(w) in LINKS for w in long.split())
        for short in dict.fromkeys("".join(w[0] for w in kept).upper() for kept in (every, [w for w in every if w not in LINKS])):
            held = stem(short.lower()) in self._keywords
            if len(short) < 2 or short in question or not (held or (named and not content_words(short))):
                continue
            own = stems(long)
            given = self._keywords.rows(*own, most=1).size > 0
            said = self._pairs(short, [*own, stem(short.lower())] if held else own)
            if plain(long) in map(plain, said) or (
                named and len(short) >= 3 and not given and not (held and self._pairs(short, [stem(short.lower())]))
            ):
                needed = CLOSER * self._support(own, others) if given else FITS * self._weight_of(others)
                if self._weight(self._in_capitals(short, others), others) > needed:
                    return short
        return ""

    def _pairs(self, short: str, wanted: Sequence[str]) -> set[str]:
        """Return the long forms that the first passages with all of some stems give for a short form."""
        marks = (f"({short}", f"{short} (", f"{short},", f"{short} or")
        texts = self._passages(self._keywords.rows(*wanted, most=MOST_READ))
        found = (pair for text in texts if any(m in text for m in marks) for pair in aliases(text))
        return {long for written, long in found if written.replace(".", "") == short}

    def _in_capitals(self, short: str, others: Sequence[str]) -> list[int]:
        """Return the passages that hold an acronym as written and a word of the question."""
        asked = _content_stems(others)
        if not asked:
            return []
        if content_words(short):
            rows = self._keywords.rows(stem(short.lower()), any_of=asked, most=MOST_READ).tolist()
        else:  # its letters are a stop word, which no passage is indexed by: the WHO
            rows = [row for row, _ in self._keywords.heaviest(self._weights(others), MOST_READ, any_of=asked)]
        read = zip(rows, self._passages(rows), strict=True)
        return [row for row, text in read if short in (text[t.start : t.end] for t in tokens(text))]

    # --- passages

    def _passages(self, rows: Iterable[int]) -> list[str]:
        """Return the texts of passages, empty ones of those that are not in the table."""
        table, chosen = self._store.table(), [int(row) for row in rows]
        held = [row for row in chosen if table.holds(row)]
        articles = {a.id: a for a in self._store.articles(dict.fromkeys(map(table.article_of, held)))}
        texts = {
            row: f"{article.title}\n\n{article.text[slice(*table.span_of(row))]}"
            for row in held
            if (article := articles.get(table.article_of(row)))
        }
        return [texts.get(row, "") for row in chosen]

    def _support(self, wanted: Sequence[str], others: Sequence[str]) -> float:
        """Return the weight of the words of a question in the passage that has most of them, of those with all of some stems."""
        return (
            max((weight for _, weight in self._keywords.heaviest(self._weights(others), 1, all_of=wanted)), default=0.0) if wanted else 0.0
        )

    def _weight(self, rows: Sequence[int], others: Sequence[str]) -> float:
        """Return the weight of the words of a question in the passage, of some, that has most of them."""
        keep = np.zeros(max(rows, default=-1) + 1, bool)
        keep[list(rows)] = True
        return max((weight for _, weight in self._keywords.heaviest(self._weights(others), 1, keep)), default=0.0)

    def _weight_of(self, others: Sequence[str]) -> float:
        """Return the weight of the words of a question that the articles have."""
        return sum(self._weights(others).values())

    def _weights(self, others: Sequence[str]) -> dict[str, float]:
        return {s: step(self._keywords.rarity(s)) for s in _content_stems(others) if s in self._keywords}


def _distance(own: str, other: str, most: int) -> int:
    """Return the edits between two stems, ``most`` + 1 if more; another transliteration is one, another first letter the only one."""
    if len(other) < SHORTEST - 1 or not other.isalpha() or len(set(own) ^ set(other)) > 2 * most:
        return most + 1
    found = 1 if sounds_like(own, other) else edits(own, other, most)
    return found if own[0] == other[0] or found == 1 else most + 1


def _content_stems(typed: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(stem(w) for w in meaningful(typed)))


def _unquoted(question: str) -> list[Token]:
    quoted = [m.span() for m in _QUOTED.finditer(question)]
    typed = [t for t in tokens(question) if not any(a < t.end and t.start < b for a, b in quoted)]
    return [t for t in typed if not question[t.end : t.end + 1].isdigit()]  # part of a code, such as "hx7"


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    """Return the words that English has whatever the articles have: everyday ones, and those that the encoder has a vector for."""
    pieces = json.loads((WEIGHTS / "wordpiece.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return ordinary().union(read_data("capitals.txt").lower().split(), filter(str.isalpha, pieces))
