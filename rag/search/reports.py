"""All passages that may report one event: those that name its place, published within days of it."""

from collections.abc import Collection
from dataclasses import dataclass

from rag.dates.calendar import add_days, iso_day
from rag.index.columns import day_number, drop_repeats
from rag.index.filters import mask
from rag.language.text import sentences, stems
from rag.records import Article, Filters
from rag.search.retrieve import Retriever
from rag.sources.statement import read_sentence

BEFORE, AFTER = 1, 14  # days around an event within which its reports come out: the day's date is local, tolls grow for two weeks
MOST = 40  # passages; of more the earliest, which are nearest to the event
COMMON = 0.25  # rarity up to which a name tells no event: of 10,000 passages one that every tenth has


@dataclass(frozen=True, slots=True)
class Report:
    """A passage that may report the event, with the offsets of its sentences in the article's text."""

    article: Article
    spans: tuple[tuple[int, int], ...]


def reports_of(question: str, retriever: Retriever, filters: Filters, period: tuple[str, str], known: Collection[str] = ()) -> list[Report]:
    """Return the passages that name the rarest name of the question and came out within days of its event, or whose day is not known.

    :param period: ISO days of the event, as the question states them; empty where it states none, and nothing is returned.
    :param known: ids of passages that were found already.
    """
    table, keywords = retriever.state()
    words = {s for name in read_sentence(question).names if name.sure for s in stems(name.text)}
    weighed = sorted((-retriever.weight(s), s) for s in words if keywords.count(s))
    first, last = (iso_day(d) for d in period)
    if not weighed or -weighed[0][0] <= COMMON or not first or not last:
        return []
    keep = drop_repeats(mask(filters, table), table)
    dated = table.days >= day_number(add_days(first, -BEFORE).isoformat())
    dated &= table.days <= day_number(add_days(last, AFTER).isoformat())
    rows = keywords.rows(weighed[0][1])
    rows = rows[rows < table.size]
    rows = rows[keep[rows] & (dated | (table.days == 0))[table.articles[rows]]]
    earliest = table.best(rows, -table.days[table.articles[rows]], MOST + len(known))
    wanted = [row for row in earliest if table.id_of(row) not in known][:MOST]
    articles = {a.id: a for a in retriever.store.articles(table.article_of(row) for row in wanted)}
    found = []
    for row in wanted:
        article = articles.get(table.article_of(row))
        if article is not None:  # it may have been deleted since the table was read
            start, end = table.span_of(row)
            found.append(Report(article, tuple((start + s, start + e) for s, e in sentences(article.text[start:end]))))
    return found
