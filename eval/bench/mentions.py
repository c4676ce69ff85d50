"""How the articles of a corpus use a name: which hold it, what kind it is of, which names are used alike."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from math import log, sqrt

from eval.bench.kinds import listed_kind, other_forms
from rag.language.text import content_words, stem

HELD = 0.6  # share of the weight of a question's other words from which an article that holds the new name may answer it
TOLD = 0.033  # share of its mentions in which a name has a title, an age or "who" beside it, over which it is a person's
LEAST = 3  # times a name must occur in the articles for its use to be known
_TITLED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov)\.?|\b(?:[Pp]resident|[Pp]ope|[Pp]rince|[Pp]rincess|[Qq]ueen|[Kk]ing|[Ss]enator|[Ss]ecretary|[Gg]overnor"
    r"|[Mm]ayor|[Cc]oach|[Jj]udge|[Jj]ustice|[Mm]inister|[Aa]ctor|[Aa]ctress|[Ss]inger|[Rr]apper|[Cc]hancellor|[Bb]illionaire))\s+$"
)
_AGED = re.compile(r",?\s+who\b|,\s+\d\d,")
_WORD = re.compile(r"[^\W_]+")


class Articles:
    """The texts of a corpus by id, and what is counted in them once for each name."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._holding: dict[str, list[str]] = {}
        self._uses: dict[str, Counter[str]] = {}
        self._kinds: dict[str, str] = {}

    @cached_property
    def _stems(self) -> dict[str, frozenset[str]]:
        return {key: stems_of(text) for key, text in self.texts.items()}

    @cached_property
    def _known(self) -> Counter[str]:
        return Counter(word for stems in self._stems.values() for word in stems)

    def holding(self, name: str) -> list[str]:
        """Return the ids of the articles that hold ``name`` as whole words."""
        if name not in self._holding:
            whole = whole_words(name)
            self._holding[name] = [key for key, text in self.texts.items() if name in text and whole.search(text)]
        return self._holding[name]

    def weight(self, stems: frozenset[str]) -> float:
        """Return the sum of log((articles + 1) / (articles that have it + 1)) over ``stems``."""
        return sum(log((len(self.texts) + 1) / (self._known[word] + 1)) for word in sorted(stems))

    def may_answer(self, name: str, others: frozenset[str]) -> bool:
        """Whether an article holds ``name``, in some form, with a share of HELD or more of the weight of ``others``."""
        most = HELD * self.weight(others)
        keys = {key for form in other_forms(name, self.kind(name)) for key in self.holding(form)}
        return any(self.weight(others & self._stems[key]) >= most for key in keys)

    def kind(self, name: str) -> str:
        """Return the kind of ``listed_kind``; person too where articles name it as one."""
        if name not in self._kinds:
            self._kinds[name] = listed_kind(name) or ("person" if self._is_person(name) else "")
        return self._kinds[name]

    def likeness(self, one: str, other: str) -> float:
        """Return the cosine, 0 to 1, of the square roots of the counts of the words around two names; 0 where one is hardly there."""
        a, b = self._used(one), self._used(other)
        if min(a.total(), b.total()) < 2 * LEAST:
            return 0.0
        return sum(sqrt(n * b[word]) for word, n in a.items()) / sqrt(a.total() * b.total())

    def _used(self, name: str) -> Counter[str]:
        if name not in self._uses:
            counts: Counter[str] = Counter()
            for text, start, end in self._mentions(name):
                counts.update(f"<{word.lower()}" for word in _WORD.findall(text[max(0, start - 20) : start])[-1:])
                counts.update(f">{word.lower()}" for word in _WORD.findall(text[end : end + 20])[:1])
            self._uses[name] = counts
        return self._uses[name]

    def _is_person(self, name: str) -> bool:
        told = [
            bool(_TITLED.search(text[max(0, start - 20) : start]) or _AGED.match(text, end)) for text, start, end in self._mentions(name)
        ]
        return sum(told) > TOLD * len(told)

    def _mentions(self, name: str) -> Iterator[tuple[str, int, int]]:
        whole = whole_words(name)
        for key in self.holding(name):
            for hit in whole.finditer(self.texts[key]):
                yield self.texts[key], hit.start(), hit.end()


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words that carry meaning."""
    return frozenset(stem(word) for word in content_words(text))


def whole_words(name: str) -> re.Pattern[str]:
    """Return the pattern of ``name`` as whole words."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
