"""What a timeline is asked of, and which articles and sentences tell of it (pure)."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from rag.compare.statements import share_names
from rag.language.lexicon import EVENTS
from rag.language.names import name_words
from rag.language.text import stem
from rag.records import Article
from rag.sources.statement import Statement, read_sentence

_LISTED = re.compile(r"\b(?:timelines?|chronology|history|sequence|events?|list|course|what happened)\b", re.I)
_PARTS = re.compile(r"\band\b|[,;]")


@dataclass(frozen=True)
class Topic:
    """What a timeline is asked of."""

    text: str

    @cached_property
    def said(self) -> Statement:
        """Its words without those for a timeline."""
        return read_sentence(_LISTED.sub(" ", self.text))

    @cached_property
    def named(self) -> frozenset[str]:
        """Words of its names."""
        return _named(self.said)

    @cached_property
    def parts(self) -> tuple[frozenset[str], ...]:
        """Words of the names of each of its parts, which "and" or a comma joins; parts without a name left out."""
        return tuple(named for part in _PARTS.split(self.said.text) if (named := _named(read_sentence(part.strip()))))

    @cached_property
    def others(self) -> frozenset[str]:
        """Stems of its words that are no names."""
        return frozenset(stem(w) for w in self.said.content if w not in self.named and len(w) > 2)

    @cached_property
    def _told(self) -> tuple[Any, ...]:
        return tuple(event for event in EVENTS.values() if any(event.fullmatch(w) for w in self.said.content))

    def holds(self, article: Article) -> bool:
        """Whether an article is on the topic: it has every name of one of its parts."""
        return not self.parts or any(all(_names_it(article, word) for word in part) for part in self.parts)

    def tells(self, said: Statement) -> bool:
        """Whether a sentence tells of it: "attacks on X" are told of by other words for them, all else by its names or its words."""
        if self._told:
            return any(event.search(said.text) for event in self._told)
        return bool(self.others & said.stems) or share_names(self.named, said.name_words)


def _named(said: Statement) -> frozenset[str]:
    return frozenset(w for n in said.names for w in n.words if len(w) > 2)


def _names_it(article: Article, word: str) -> bool:
    """Whether an article has a word of a name, in some spelling; as it is written, or as another ("U.S.", "American")."""
    written = len(word) > 3 and re.search(rf"(?i)\b{re.escape(word)}\b", f"{article.title} {article.text}")
    return bool(written) or share_names(frozenset({word}), _article_words(article))


@lru_cache(maxsize=64)  # a whole article is too much to keep among the sentences
def _article_words(article: Article) -> frozenset[str]:
    return frozenset(name_words(f"{article.title} {article.text}"))
