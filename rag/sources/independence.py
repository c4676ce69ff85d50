"""Count the independent reports among articles or quotes (pure)."""

from collections.abc import Mapping, Sequence

from rag.dates.calendar import iso_day
from rag.language.names import names
from rag.language.text import plain
from rag.records import Article, Quote
from rag.sources.agencies import agencies, agency_of

APART = 3  # days within which rewrites of an agency's report on one event come out
_LEAD = 600  # characters at the head of an article, where it names the agency it relies on
ALIKE = 0.3  # share of the names of the article with fewer names that both must give, for one event


def count_independent(articles: Sequence[Article], story_of: Mapping[str, str]) -> int:
    """Return how many independent reports ``articles`` are, given article id -> story id.

    Copies of one story count once. Of the rest, those that credit the same agency for the same event count once too, as they
    have one origin.
    """
    by_story: dict[str, Article] = {}
    for article in sorted(articles, key=lambda a: (not a.dated, a.dated, a.id)):
        by_story.setdefault(story_of.get(article.id, article.id), article)
    heads: list[tuple[str, Article]] = []
    for article in by_story.values():
        agency = agency_of(f"{article.byline}\n{article.text}")
        if not (agency and any(agency == other and report_same_event(article, head) for other, head in heads)):
            heads.append((agency, article))
    return len(heads)


def report_same_event(a: Article, b: Article) -> bool:
    """Whether two articles report one event: published within ``APART`` days, where both are dated, with many names in common."""
    first, second = iso_day(a.published or a.updated), iso_day(b.published or b.updated)
    if first and second and abs((first - second).days) > APART:
        return False
    ours, theirs = ({n.words for n in names(f"{x.title}\n{x.text}") if n.sure} for x in (a, b))
    return len(ours & theirs) >= max(1.0, ALIKE * min(len(ours), len(theirs)))


def count_independent_quotes(quotes: Sequence[Quote]) -> int:
    """Return how many independent reports the quotes are: those of one outlet, or that name one agency, count once."""
    keys: list[set[str]] = []
    for quote in quotes:
        article = quote.article
        carried = agencies([quote.text, article.text[:_LEAD], article.source, article.byline])
        key = {
            f"article {article.id}",
            *(f"agency {name}" for name in carried),
            *([f"outlet {plain(article.source)}"] if article.source else []),
        }
        touched = [k for k in keys if k & key]
        keys = [*(k for k in keys if not k & key), key.union(*touched)]
    return len(keys)
