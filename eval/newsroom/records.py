"""What the set consists of: files, and of each article in them the fields, text and litter that a careful reader would note down."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from eval.newsroom.stories import Story

Accepted = tuple[str, ...]  # any of these is right; ("",) where the file does not say it
STATED: Accepted = ()  # as the story has it
NONE: Accepted = ("",)


@dataclass(frozen=True, slots=True)
class Expected:
    """One article of a file. Times are ISO 8601 to the day or the minute, as precise as the file states them."""

    title: Accepted
    outlet: Accepted
    byline: Accepted
    published: Accepted
    updated: Accepted
    whole: tuple[str, ...]  # paragraphs that stand in the text word for word, white space aside
    litter: tuple[str, ...] = ()  # what stands in the file but may not in the article's text
    other: bool = False  # part of a file that holds several: the others' paragraphs are litter to it


@dataclass(frozen=True, slots=True)
class File:
    """One file of the set: a kind (pages, exports, pdfs), the style it is an example of, and its articles."""

    name: str
    kind: str
    style: str
    data: bytes = field(repr=False)
    articles: tuple[Expected, ...]


def several(articles: Sequence[Expected]) -> tuple[Expected, ...]:
    """Return the articles of one file, each with a paragraph of every other as litter: they must have come apart."""
    return tuple(
        replace(own, litter=(*own.litter, *(other.whole[0] for other in articles if other is not own)), other=True) for own in articles
    )


def halves(styles: Iterable[str]) -> dict[str, str]:
    """Say of each style of one kind whether it is "dev" or "held": half each, by a hash of its name, fixed before anything was measured."""
    ranked = sorted(set(styles), key=lambda style: hashlib.sha256(f"newsroom {style}".encode()).hexdigest())
    return {style: "dev" if place < (len(ranked) + 1) // 2 else "held" for place, style in enumerate(ranked)}


def people(names: Sequence[str]) -> Accepted:
    """Return the ways to write several names in one byline."""
    if len(names) < 2:
        return tuple(names) or ("",)
    joined = [", ".join(names), "; ".join(names)]
    return tuple(dict.fromkeys([*joined, *(f"{', '.join(names[:-1])}{mark}{names[-1]}" for mark in (" and ", " & ", " und ", " y "))]))


def minute(when: datetime) -> str:
    """Return the ISO form, to the minute, with the zone if there is one."""
    return when.isoformat(timespec="minutes")


def spoken(when: datetime) -> Accepted:
    """Return what may be noted of a time that is printed for people, with a zone in letters or none: minute or day."""
    return (minute(when), minute(when.replace(tzinfo=None)), when.date().isoformat())


def same_or_none(stated: datetime) -> Accepted:
    """Return what may be noted as the update of an article whose file repeats the time of publication there."""
    return ("", minute(stated))


def in_utc(when: datetime) -> datetime:
    """Return the same moment in UTC."""
    return when.astimezone(UTC)


def noted(
    story: Story,
    *,
    outlet: Accepted = STATED,
    byline: Accepted = STATED,
    published: Accepted = STATED,
    updated: Accepted = NONE,
    whole: Sequence[str] = (),
    litter: Sequence[str] = (),
) -> Expected:
    """Return what is expected of an article: what the story has, but for what is given."""
    return Expected(
        title=(story.title,),
        outlet=outlet or (story.outlet,),
        byline=byline or people(story.people),
        published=published or (minute(story.when),),
        updated=updated,
        whole=tuple(whole or story.paras),
        litter=tuple(litter),
    )
