"""The words of a corpus, and other words in their places: the same at every call, another choice for every copy (pure)."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

KEPT = 300  # most frequent words: the grammar of a text, which stays
SHARE = 0.5  # of all other words are changed: of three telling words in a row one in eight stays; a copy keeps half (ingest.copies)
NAMES = 0.9  # of the names, so that a question about one person is not answered by every copy
RARE = 2  # occurrences up to which a word may give way to one that was never seen
MADE = 0.3  # of these that do, in each copy: the vocabulary grows about as the root of the text (Heaps 1978, exponent 0.5 for English news)
LARGEST_DAY = 28  # numbers up to it change among themselves, so that a day of a month stays one
_PIECE = re.compile(r"[^\W\d_]+|\d+|[\W_]+")
_ENDINGS = ("ing", "ed", "ly", "s")
_ONSETS = ("b", "br", "d", "f", "g", "h", "k", "kl", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v")
_RIMES = ("a", "an", "ar", "e", "el", "en", "er", "i", "in", "is", "o", "on", "or", "u")
_SYLLABLES = tuple(a + b for a in _ONSETS for b in _RIMES)
_YEARS = range(1900, 2100)

Ids = NDArray[np.int32]


@dataclass(slots=True)
class Words:
    """All pieces of some texts (words, numbers, and what stands between) by number, with how often each occurs."""

    of: dict[str, int] = field(default_factory=dict)
    counts: Counter[int] = field(default_factory=Counter)

    def read(self, text: str) -> Ids:
        """Return a text as the numbers of its pieces, which joined give it again; shape (n,)."""
        ids = [self.of.setdefault(piece, len(self.of)) for piece in _PIECE.findall(text)]
        self.counts.update(ids)
        return np.array(ids, np.int32)

    @property
    def pieces(self) -> list[str]:
        """The pieces, in the order of their numbers."""
        return list(self.of)


def write(ids: Ids, pieces: Sequence[str]) -> str:
    """Return the text of these numbers."""
    return "".join(map(pieces.__getitem__, ids.tolist()))


class Rewriter:
    """Other pieces in the place of each, for copy after copy of the same texts.

    A word gives way to one that occurs about as often (within a power of two), has a capital where it has one, and ends alike; a number
    to one of as many digits; a year moves. All texts of a copy are changed alike, so reports of one event stay reports of one.
    """

    def __init__(self, words: Words, seed: int) -> None:
        self._pieces, self._seed = words.pieces, seed
        self._groups, self._rare, self._follows = _groups(words)
        self._years = [(n, int(p)) for n, p in enumerate(self._pieces) if p.isdecimal() and len(p) == 4 and int(p) in _YEARS]

    def pieces(self, copy: int, years: int = 0) -> list[str]:
        """Return what each piece becomes in a copy; ``years`` are added to every year. Copy 0 is the text as it is."""
        if not copy:
            return list(self._pieces)
        rng = np.random.default_rng([self._seed, copy])
        other = list(self._pieces)
        for share, members in self._groups:
            changed = rng.random(len(members)) < share
            for old, new in zip(members[changed].tolist(), rng.permutation(members)[changed].tolist(), strict=True):
                other[old] = self._pieces[new]
        for old in self._rare[rng.random(len(self._rare)) < MADE].tolist():
            other[old] = like(self._pieces[old], made_word(int(rng.integers(len(_SYLLABLES) ** 4))))
        for capital, small in self._follows:
            other[capital] = like(self._pieces[capital], other[small])
        for old, year in self._years:
            other[old] = str(year + years)
        return other


def made_word(number: int) -> str:
    """Return a word of three or four syllables that is in no text: one of some four thousand million."""
    parts = [_SYLLABLES[number // len(_SYLLABLES) ** n % len(_SYLLABLES)] for n in range(3 + number % 2)]
    return "".join(parts)


def like(old: str, new: str) -> str:
    """Return ``new`` with a capital where ``old`` has one."""
    return new.upper() if len(old) > 1 and old.isupper() else new[:1].upper() + new[1:] if old[:1].isupper() else new


def _groups(words: Words) -> tuple[list[tuple[float, Ids]], Ids, list[tuple[int, int]]]:
    """Return groups of pieces that may stand for each other with the share that does, the rare words, and the capitals of small words."""
    letters = Counter({n: words.counts[n] for piece, n in words.of.items() if piece.isalpha()})
    common = {n for n, _ in letters.most_common(KEPT)}
    groups: dict[tuple[str, ...], list[int]] = {}
    rare, follows = list[int](), list[tuple[int, int]]()
    for piece, n in words.of.items():
        small = words.of.get(piece.lower(), n)
        if n in common or small in common or not piece[0].isalnum():
            continue
        if piece != piece.lower() and words.counts[small] * (small != n) > words.counts[n]:
            follows.append((n, small))  # the first word of a sentence, or of a headline
            continue
        groups.setdefault(kind(piece, words.counts[n]), []).append(n)
        if words.counts[n] <= RARE and piece.isalpha():
            rare.append(n)
    shares = ((NAMES if key[0] in ("name", "number") else SHARE, np.array(members, np.int32)) for key, members in groups.items())
    return list(shares), np.array(rare, np.int32), follows


def kind(piece: str, count: int) -> tuple[str, ...]:
    """Return what a piece has in common with those that may take its place."""
    if piece.isdecimal():
        return "number", "day" if int(piece) <= LARGEST_DAY else str(len(piece))
    often = str(max(count, 1).bit_length())
    if piece[:1].isupper():
        return "name", "capitals" if len(piece) > 1 and piece.isupper() else "", often
    return "word", next((end for end in _ENDINGS if piece.endswith(end)), ""), often
