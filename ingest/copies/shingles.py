"""Hash the word runs (shingles) of a text, and make the small MinHash sketches by which copies are found (pure)."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

WIDTH = 3  # telling words in a shingle; with the short words between them some five words of text
SHORT = 3  # letters of a word that is left out: "the", "of", "and" change in every edit
KEPT = 192  # hashes in a sketch, at most: containment within 0.04 for articles of up to 200 telling words, 0.07 for long ones
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that it has an inverse modulo 2**64
_INVERSE = np.uint64(pow(int(_BASE), -1, 1 << 64))
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))  # splitmix64 (Steele, Lea and Flood 2014)
# Code points looked up; those above it (Chinese, Japanese, Korean) count as letters without a look.
_TABLE = 0x3000  # equivalent: any behind the last alphabet

Hashes = NDArray[np.uint32]


def shingles(text: str) -> Hashes:
    """Return the hash of every run of ``WIDTH`` telling words, sorted, each once; the same on every machine and in every run.

    Capitals, punctuation and line breaks make no difference. A text of fewer words than ``WIDTH`` is one shingle, one without
    words none.
    """
    words = _words(text)
    if not len(words):
        return np.zeros(0, np.uint32)
    runs = words[: max(1, len(words) - WIDTH + 1)].copy()
    for n in range(1, min(WIDTH, len(words))):
        runs = _mixed(runs) + words[n : n + len(runs)]
    return np.unique((_mixed(runs) >> np.uint64(32)).astype(np.uint32))


def sketch(hashes: Hashes) -> Hashes:
    """Return the ``KEPT`` smallest of sorted hashes: a bottom-k MinHash sketch (Broder 1997), whole when there are no more."""
    return hashes[:KEPT]


def covers(hashes: Hashes) -> int:
    """Return the last hash up to which a sketch holds all of its set."""
    return int(hashes[-1]) if len(hashes) >= KEPT else 0xFFFFFFFF


def shared_share(a: Hashes, b: Hashes) -> float:
    """Return the share of the smaller of two sorted sets that is in the other, 0 to 1; 0 when one is empty."""
    if len(a) > len(b):
        a, b = b, a
    if not len(a):
        return 0.0
    return float(np.count_nonzero(inside(a, b))) / len(a)


def inside(a: Hashes, b: Hashes) -> NDArray[np.bool_]:
    """Return for each hash of ``a`` whether sorted ``b`` holds it."""
    if not len(b):
        return np.zeros(len(a), bool)
    found: NDArray[np.bool_] = b[np.minimum(np.searchsorted(b, a), len(b) - 1)] == a
    return found


def _words(text: str) -> NDArray[np.uint64]:
    """Return a hash of each telling word in order: differences of prefix sums of code * BASE**place, moved back to place 0."""
    codes = np.frombuffer(text.lower().encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _kinds()[np.minimum(codes, _TABLE)]
    edges = np.flatnonzero(np.diff(np.concatenate(([0], kinds > 0, [0])).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    telling = ((ends - starts) > SHORT) | (kinds[starts] == 2)
    starts, ends = starts[telling], ends[telling]
    powers, inverses = _powers(1 << max(13, len(codes).bit_length()))  # equivalent: at least as many as the text is long
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum((codes + np.uint64(1)) * powers[: len(codes)], dtype=np.uint64)))
    found: NDArray[np.uint64] = (sums[ends] - sums[starts]) * inverses[starts]
    return found


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    values = (values ^ (values >> np.uint64(30))) * _MIX[0]
    values = (values ^ (values >> np.uint64(27))) * _MIX[1]
    return values ^ (values >> np.uint64(31))


@lru_cache(maxsize=4)
def _powers(n: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the first ``n`` powers of the base and of its inverse, modulo 2**64."""
    one = np.ones(1, np.uint64)
    return tuple(np.concatenate((one, np.cumprod(np.full(n - 1, base), dtype=np.uint64))) for base in (_BASE, _INVERSE))  # type: ignore[return-value]


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.int8]:
    """Return 0 for what parts words, 1 for letters, 2 for digits, by code point; the last entry stands for all above."""
    return np.array([*((2 if c.isdigit() else 1 if c.isalnum() else 0) for c in map(chr, range(_TABLE))), 1], np.int8)
