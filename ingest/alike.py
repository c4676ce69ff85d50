"""Tell whether two articles under one stated id are one, and name the second where not: two exports may both count from 1 (pure)."""

import re
from hashlib import sha256
from typing import NamedTuple, Self

from rag.records import Article

_BEGINNING = re.compile(r"^\w+://(?:www\.)?", re.IGNORECASE)


class Whose(NamedTuple):
    """What of an article tells whether another of the same id is the same one."""

    place: str  # its address without scheme, "www." and fragment
    outlet: str
    title: str
    day: str  # on which it was published

    @classmethod
    def of(cls, article: Article) -> Self:
        """Take it from an article."""
        place = _BEGINNING.sub("", article.url).partition("#")[0].rstrip("/")
        return cls(place, article.source.casefold(), article.title.casefold(), article.published[:10])

    def is_apart(self, other: Self) -> bool:
        """Whether another article of the same id is another one: its address or else its outlet is, or both its headline and its day."""
        if self.place and other.place:
            return self.place != other.place
        if self.outlet and other.outlet and self.outlet != other.outlet:
            return True
        return all((self.title, self.day, other.title, other.day)) and self.title != other.title and self.day != other.day


def scoped(article_id: str, whose: Whose) -> list[str]:
    """Return the ids that an article may have which states one that is another's, best first: by its host or outlet, by all that it has.

    >>> scoped("1", Whose("post.example/a", "the post", "", ""))
    ['1~post.example', '1~7a580ffe']
    """
    owner = whose.place.partition("/")[0].lower() or re.sub(r"\W+", "-", whose.outlet).strip("-")
    rest = sha256((whose.place or "|".join(whose)).encode("utf-8", "replace")).hexdigest()[:8]
    return [f"{article_id}~{name}" for name in (owner, rest) if name]
