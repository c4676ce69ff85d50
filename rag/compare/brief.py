"""Choose the sentences of a brief: of its matter only, what most reports tell, each once, in order of the days they mean (pure)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.compare.days.when import main_event_date
from rag.compare.statements import share_names
from rag.compare.timeline import PICTURE, stands_alone
from rag.dates.calendar import days_between, say_day
from rag.language.text import stem
from rag.question.brief import Brief
from rag.records import Quote, Sentence
from rag.sources.independence import NO_STORIES, count_independent
from rag.sources.statement import Statement, read_sentence

MOST, EVENT = 6, 3  # sentences of a brief; of one on a single event
WORDS = (6, 45)  # a sentence has that many words at least and at most
TOLD = 0.7  # share of the matter's words from which a sentence with its headline tells of it
LEAD = 600  # first characters of an article, which say what is new
SEVERAL = 2  # sentences that tell of the matter make an article one on it, as does one in its lead; the others mention it in passing
ALIKE = 0.5  # share of the shorter sentence's words, those of the matter apart, from which two say the same
KEPT = 0.4  # share of the greatest weight from which a sentence is worth a place
COUNTS = 0.5  # what it adds to a sentence's weight, of 1, to stand in the lead, to date its event, to be told by one more report
RECENT = 60  # days before its report in which a day that is stated without its year is believed
_FIGURE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A sentence on the matter."""

    quote: Quote
    said: Statement
    day: str  # ISO day that it means: of the event it dates, else of its report; empty: not known
    near: float  # share of the matter's words that it holds with its headline, 0 to 1
    own: float  # the same without
    lead: bool
    words: frozenset[str]  # its stems without those of the matter

    @property
    def published(self) -> str:
        """ISO day of its report, empty if not stated."""
        return self.quote.article.dated[:10]


def choose(
    brief: Brief, sentences: Sequence[Quote], period: tuple[str, str] = ("", ""), stories: Mapping[str, str] = NO_STORIES
) -> tuple[Told, ...]:
    """Return the sentences of a brief, oldest day meant first, the undated last; empty where the articles do not tell of the matter.

    Each has every name and figure of the matter, itself or in its headline, in an article on it. The newest report has one. The others are
    those whose words most articles use (SumBasic, Nenkova and Vanderwende 2005, with articles for counts), that more independent reports
    tell, that lead their article, date their event and hold the matter's own words.

    :param sentences: sentences of the passages found, in order of their passages.
    :param period: first and last ISO day that the question names; then only what is of these days is told.
    :param stories: as of ``count_independent``: of one report and its copies what says the same counts once.
    """
    told = _of_matter([t for q in sentences if (t := tells(brief, q))])
    told = [t for t in told if _within(t, period)]
    if not told:
        return ()
    limit = EVENT if brief.event else MOST
    weights = weights_of(told, stories)
    newest = max(t.published for t in told)
    first = max(told, key=lambda t: (t.published == newest, weights[t.quote.n], -t.quote.n))
    chosen, spent = [first], set(first.words)
    articles = len({t.quote.article.id for t in told})
    most = max(1, -(-limit // articles))
    best = max(weights.values())
    rest = [t for t in told if weights[t.quote.n] >= KEPT * best]
    while len(chosen) < limit:
        left = [
            t
            for t in rest
            if not any(_alike(t, c) for c in chosen) and sum(t.quote.article.id == c.quote.article.id for c in chosen) < most
        ]
        if not left:
            break
        chosen.append(max(left, key=lambda t: (weights[t.quote.n] * _new(t, spent), -t.quote.n)))
        spent |= chosen[-1].words
    return tuple(sorted(chosen, key=lambda t: (not t.day, t.day, t.published, t.quote.n)))


def tells(brief: Brief, quote: Quote) -> Told | None:
    """Return a sentence as one on the matter; None where it is not, or is none that stands alone."""
    said, title = (read_sentence(text, quote.article.dated) for text in (quote.text, quote.article.title))
    if said.kind != "statement" or said.aside or PICTURE.search(said.text) or not stands_alone(said):
        return None
    if not WORDS[0] <= len(said.text.split()) <= WORDS[1]:
        return None
    held, day = said.name_words | title.name_words, day_meant(said)
    if not all(share_names(frozenset({word}), held) for name in brief.names for word in name):
        return None
    if not brief.figures <= {*_FIGURE.findall(f"{said.text} {title.text}"), day[:4]}:
        return None
    own = _share(brief, said)
    words = said.stems - brief.stems - frozenset(stem(w) for name in brief.names for w in name)
    return Told(quote, said, day, _share(brief, said, title), own, quote.start < LEAD, words) if own else None


def _of_matter(told: Sequence[Told]) -> list[Told]:
    """Return the sentences of the articles on the matter: it leads them, or several of their sentences tell of it."""
    full = [t for t in told if t.near >= TOLD]
    counts = Counter(t.quote.article.id for t in full)
    about = {t.quote.article.id for t in full if t.lead or counts[t.quote.article.id] >= SEVERAL}
    return [t for t in told if t.quote.article.id in about]


def _share(brief: Brief, *texts: Statement) -> float:
    """Return the share of the matter's names and other words that texts hold, 0 to 1."""
    words, stems = (frozenset().union(*found) for found in ((t.name_words for t in texts), (t.stems for t in texts)))
    named = sum(all(share_names(frozenset({w}), words) for w in name) for name in brief.names)
    return (named + len(brief.stems & stems)) / (len(brief.names) + len(brief.stems))


def day_meant(said: Statement) -> str:
    """Return the ISO day of the event that a sentence dates, where that is sure and not after its report; else that of the report."""
    when = main_event_date(said)
    if when is None or when.precision != "day" or when.first > said.dated:
        return said.dated
    apart = days_between(when.first, said.dated)
    return when.first if when.year or (apart is not None and apart <= RECENT) else said.dated


def _within(told: Told, period: tuple[str, str]) -> bool:
    """Whether a sentence is of a period; what dates nothing may stand in a report of the day after."""
    first, last = period[0], period[1] or "9"
    after = told.day == told.published and days_between(told.day, last) == 1
    return not any(period) or (bool(told.day) and first <= told.day and (told.day <= last or after))


def weights_of(told: Sequence[Told], stories: Mapping[str, str]) -> dict[int, float]:
    """Return number of quote -> weight."""
    articles: dict[str, set[str]] = {}
    for t in told:
        articles.setdefault(t.quote.article.id, set()).update(t.said.stems)
    used = Counter(stem for stems in articles.values() for stem in stems)
    weights = {}
    for t in told:
        central = sum(used[s] for s in t.said.stems) / (len(articles) * max(len(t.said.stems), 1))
        reports = count_independent([o.quote.article for o in told if o is t or _alike(t, o)], stories)
        dates = any(d.precision == "day" for d in t.said.days)
        weights[t.quote.n] = central * (1 + t.own + COUNTS * (t.lead + dates + reports - 1))
    return weights


def _new(told: Told, spent: set[str]) -> float:
    """Return the share of a sentence's words that nobody has told yet, 0 to 1."""
    return len(told.words - spent) / max(len(told.words), 1)


def _alike(a: Told, b: Told) -> bool:
    return len(a.words & b.words) >= ALIKE * max(min(len(a.words), len(b.words)), 1)


def numbered(told: Sequence[Told]) -> tuple[Quote, ...]:
    """Return the quotes of a brief with the numbers of an answer."""
    return tuple(replace(t.quote, n=n, score=t.near) for n, t in enumerate(told, 1))


def tell(told: Sequence[Told]) -> Iterator[Sentence]:
    """Yield the sentences of a brief as an answer has them, behind the day meant and the outlet: ``3 May 2025 (Harbour Post): ...``.

    A sentence that states another time than the day of its report is put behind no day: ``Harbour Post: The Kestrel was built in 1987.``
    """
    for n, t in enumerate(told, 1):
        day = say_day(t.day) if t.day != t.published or not t.said.dates or t.day in {d.first for d in t.said.days} else ""
        by = f"({t.quote.article.source})" if t.quote.article.source and day else t.quote.article.source
        head = " ".join(part for part in (day, by) if part)
        yield Sentence(": ".join(part for part in (head, " ".join(t.quote.text.split())) if part), "supported", (n,))
