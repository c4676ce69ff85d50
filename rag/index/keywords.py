"""STAND-IN until the branch of the keywords is merged."""

import json
import math
from collections import Counter

import numpy as np

K1, B = 1.2, 0.75


class _Base:
    def __init__(self, folder):
        self.file = folder / "docs.json"
        self.stamp = None
        self.refresh()

    @classmethod
    def open(cls, folder):
        return cls(folder)

    def refresh(self):
        try:
            raw = self.file.read_text()
        except OSError:
            raw = '[-1, {}]'
        if raw == self.stamp:
            return
        self.stamp = raw
        self.generation, docs = json.loads(raw)
        self.docs = {int(k): v for k, v in docs.items()}
        self._index()

    def _index(self):
        self.post = {}
        for row, (words, _, _) in sorted(self.docs.items()):
            for s, n in Counter(words).items():
                self.post.setdefault(s, {})[row] = n
        self.avg = sum(len(d[0]) for d in self.docs.values()) / max(len(self.docs), 1)


class Keywords(_Base):
    @property
    def size(self):
        return max(len(self.docs), 1)

    @property
    def stems(self):
        return self.post.keys()

    def count(self, s):
        return len(self.post.get(s, {}))

    def rarity(self, s):
        return math.log1p(self.size / max(self.count(s), 1)) / math.log1p(self.size)

    def rows(self, s, most=None):
        return np.array(sorted(self.post.get(s, {})), np.int64)

    def _all(self, stems):
        out = Counter()
        n = len(self.docs)
        for s in stems:
            p = self.post.get(s, {})
            idf = math.log(1 + (n - len(p) + 0.5) / (len(p) + 0.5))
            for row, tf in p.items():
                out[row] += idf * tf / (tf + K1 * (1 - B + B * len(self.docs[row][0]) / self.avg))
        return out

    def best(self, stems, k, *, keep=None, days=None, outlets=()):
        found = [(row, s) for row, s in self._all(stems).items() if keep is None or (row < len(keep) and keep[row])]
        return sorted(found, key=lambda x: (-x[1], x[0]))[:k]

    def scores(self, stems, rows):
        every = self._all(stems)
        return np.array([every.get(r, 0.0) for r in rows], np.float32)

    def spread(self, stems):
        every = self._all(stems)
        v = np.array([every.get(r, 0.0) for r in self.docs] or [0.0])
        return float(v.mean()), float(v.std())


class KeywordWriter(_Base):
    def add(self, rows):
        for row, words, day, outlet in rows:
            self.docs[row] = (list(words), day, outlet)

    def remove(self, rows):
        for row in rows:
            self.docs.pop(row, None)

    def clear(self):
        self.docs = {}

    def commit(self, generation):
        self.generation = generation
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps([generation, self.docs]))

    def close(self):
        pass
