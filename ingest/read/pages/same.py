"""Tell whether a story in the scripts of a page is the article that the page shows, so that its text may stand for that one's (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ingest.article.clean import is_prose, key
from ingest.read.pages.said.appdata import is_called
from ingest.read.pages.said.linked import article_bodies

SHELL = 8  # words, below which a page shows no text


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows of its article: what it is called, its address, its text, whether a headline stands on it."""

    titles: Sequence[str]
    url: str
    text: str
    headed: bool

    @property
    def is_shell(self) -> bool:
        """Whether it shows neither a headline nor a text."""
        return not self.headed and len(self.text.split()) < SHELL

    def is_same(self, title: str, urls: set[str], text: str) -> bool:
        """Whether a story is the page's: called so, at its address, or with a sentence of its text; on a shell any is."""
        called = {key(one) for one in self.titles} - {""}
        if self.is_shell or not called or is_called(key(title), called) or (self.url and self.url in urls):
            return True
        held = f" {key(text)} "
        return any(f" {key(line)} " in held for line in self.text.split("\n") if is_prose(line))


def linked_body(blocks: Sequence[dict[str, Any]], page: Page) -> str:
    """Return the longest text that the JSON-LD holds of the page's article, paragraphs behind blank lines; empty if there is none."""
    return max((text for title, urls, text in article_bodies(blocks) if page.is_same(title, urls, text)), key=len, default="")
