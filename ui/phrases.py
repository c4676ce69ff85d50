"""Format dates, counts, headlines and outlets as short English phrases (pure)."""

from collections.abc import Sequence
from datetime import date

from rag.records import Answer, Article
from rag.sources.standing import standing_of

MARKED = {"opinion": "opinion", "retracted": "retracted by its outlet"}  # what a cited article is marked as
INCOMPLETE = "only the beginning of the article"
HEADLINE = "headline"  # how a quote is marked that stands in the title
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(stamp: str) -> str:
    """An ISO time as ``24 Jan 2024``; "undated" when empty; the stamp itself when it is no ISO day."""
    if not stamp:
        return "undated"
    try:
        when = date.fromisoformat(stamp[:10])
    except ValueError:
        return stamp
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def moment(stamp: str) -> str:
    """An ISO time as precise as it is: ``24 Jan 2024, 12:22 +02:00``."""
    clock = stamp[11:16]
    if not clock:
        return day(stamp)
    zone = stamp[16:].lstrip("0123456789:.") if stamp[16:17] == ":" else stamp[16:]
    return f"{day(stamp)}, {clock}" + (f" {zone.replace('Z', 'UTC')}" if zone else "")


def count(n: int, one: str, many: str = "") -> str:
    """``1 article``, ``1,628 articles``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def short(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut between words where there are any."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:.") + "…"


def also(outlets: Sequence[str], most: int = 5) -> str:
    """``also carried by A, B``, at most ``most`` by name; nothing for none."""
    more = f" and {len(outlets) - most} more" if len(outlets) > most else ""
    return f"also carried by {', '.join(outlets[:most])}{more}" if outlets else ""


def reports(answer: Answer) -> str:
    """``2 independent reports`` where several articles are cited and copies were looked for; else nothing."""
    return count(answer.independent, "independent report") if answer.independent and len(answer.article_ids) > 1 else ""


def written_by(answer: Answer, quotes: str, written: str) -> str:
    """Who wrote it: ``quotes`` where no model did, "from the index" for one about the articles themselves; none for a question back.

    :param written: with ``{}`` for the model's name.
    """
    if answer.choices:
        return ""
    return {"quotes": quotes, "index": "from the index"}.get(answer.writer) or written.format(answer.writer)


def shown_notes(answer: Answer, *, wording: bool) -> tuple[str, ...]:
    """The notes of an answer, each once; that on the wording searched only where the answer does not stand under it (``wording``)."""
    return tuple(dict.fromkeys(note for note in answer.notes if not (wording and note.startswith("Asked as: "))))


def outlet(source: str) -> str:
    """An outlet's name, or that none is stated."""
    return source or "outlet not stated"


def mark(article: Article) -> str:
    """What an article is that is no whole report to rely on: an opinion piece, taken back by its outlet, cut short; empty for others."""
    found = (MARKED.get(standing_of(article), ""), INCOMPLETE if article.incomplete else "")
    return ", ".join(one for one in found if one)


def marked(source: str, article: Article | None) -> str:
    """An outlet's name with the agency it credits and the mark of its article: ``The Post (credits Reuters, opinion)``."""
    if not article:
        return source
    found = ", ".join((*credit(article), *filter(None, [mark(article)])))
    return f"{source} ({found})" if found else source


def credited(article: Article) -> str:
    """An article's outlet with the agency it credits: ``The Post (credits Reuters)``; empty where no outlet is stated."""
    found = ", ".join(credit(article))
    return f"{article.source} ({found})" if article.source and found else article.source


def credit(article: Article) -> list[str]:
    """That the outlet was found where nothing states it, and which agency the article credits."""
    found = ["found, not stated"] if article.source and "source" in article.found.split() else []
    return [*found, f"credits {article.agency}"] if article.agency and article.agency != article.source else found


def dated(article: Article) -> str:
    """The day of an article, and that it was found where nothing states it: ``24 Jan 2024 (date found, not stated)``."""
    return day(article.dated) + unstated(article, article.dated)


def unstated(article: Article, stamp: str) -> str:
    """`` (date found, not stated)`` for a time of an article that was found by other means; empty for a stated one."""
    names = {name for name in ("published", "updated") if stamp and getattr(article, name) == stamp}
    return " (date found, not stated)" if names and names <= set(article.found.split()) else ""


def span(after: str, before: str) -> str:
    """A range of days in words, open ends included."""
    if after and before:
        return f"{day(after)} to {day(before)}"
    if after:
        return f"from {day(after)} on"
    return f"up to {day(before)}" if before else "any time"
