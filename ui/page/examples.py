"""Questions to begin with, made from the articles in the index (pure, deterministic)."""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from rag.records import Article
from ui.page.words import day

NAME = re.compile(r"\b[A-Z][\w’'-]+(?:[ -](?:al-|de |of the |of )?[A-Z][\w’'-]+)+")
LEAD = 1500  # characters of an article in which its subject is named
NOT_NAMES = re.compile(
    r"^(?:The|A|An|In|On|At|By|From|Most|Read|Share|Sign|More|Short|Follow|Copyright|Getty|Updated?|Published|Also|But|And|This|That|It|He|She|We|Photo|File)\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Time|GMT|Url|URL)\b"
)


def names(article: Article) -> list[str]:
    """Names of two words or more that headline or lead bring and the text repeats, most often first."""
    text = f"{article.title}. {article.text}"
    found = Counter(m.group().strip(" '’-") for m in NAME.finditer(f"{article.title}. {article.text[:LEAD]}"))
    own = {article.source.lower(), article.byline.lower()}
    kept = [n for n in found if len(n) <= 40 and text.count(n) > 1 and not NOT_NAMES.search(n) and n.lower() not in own]
    return sorted(kept, key=lambda n: -text.count(n))


def examples(articles: Sequence[Article], limit: int = 4) -> list[str]:
    """Up to ``limit`` questions: on the names that most articles share, then on single articles, newest first."""
    newest = sorted(articles, key=lambda a: (a.dated, a.id), reverse=True)
    shared = Counter(name for article in newest for name in names(article))
    top = [name for name, n in sorted(shared.items(), key=lambda item: (-item[1], item[0])) if n > 1]
    questions = [f"What is the latest on {name}?" for name in _apart(top)[:2]]
    for article in newest:
        if len(questions) >= limit:
            break
        said = " ".join(questions).lower()
        named = [n for n in names(article) if not any(_alike(part, word) for part in n.lower().split() for word in said.split())]
        if named and article.source and article.dated:
            questions.append(f"What did {article.source} report about {named[0]} on {day(article.dated)}?")
        elif named:
            questions.append(f"What do the articles say about {named[0]}?")
    return list(dict.fromkeys(questions))[:limit]


def _alike(part: str, word: str) -> bool:
    """Whether two words name the same, spelling apart; short words never do."""
    return min(len(part), len(word)) > 3 and SequenceMatcher(None, part, word.strip("?“”.,")).ratio() > 0.8


def _apart(found: Sequence[str]) -> list[str]:
    """Names without those that are part of one before or hold one."""
    kept: list[str] = []
    for name in found:
        if not any(name in other or other in name for other in kept):
            kept.append(name)
    return kept
