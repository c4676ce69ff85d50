"""What pages of all styles are written with: escaped paragraphs, JSON-LD, dates as sites print them."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from eval.newsroom.records import Expected
from eval.newsroom.stories import Story

Made = tuple[str, Expected]
Style = Callable[[Story, int, Sequence[Story]], Made]  # the story, which of the style's pages it is (0 to 2), stories to link to


def text(words: str) -> str:
    """Return words as HTML text."""
    return escape(words, quote=False)


def attr(words: str) -> str:
    """Return words as the value of an attribute."""
    return escape(words, quote=True)


def paragraphs(paras: Sequence[str], *, between: str = "", after: int = 1, css: str = "") -> str:
    """Return paragraphs as HTML, with ``between`` put in after the one numbered ``after``, from 0."""
    start = f'<p class="{css}">' if css else "<p>"
    lines = [f"{start}{text(p)}</p>" for p in paras]
    return "\n".join([*lines[: after + 1], between, *lines[after + 1 :]] if between else lines)


def linked(words: str) -> str:
    """Return words as HTML with one of them a link, as desks do it, and one bold."""
    parts = words.split(" ")
    middle = len(parts) // 2
    shown = [text(p) for p in parts]
    shown[middle] = f'<a href="/topic/{middle}">{shown[middle]}</a>'
    shown[-2] = f"<strong>{shown[-2]}</strong>"
    return " ".join(shown)


def ld(thing: Mapping[str, Any]) -> str:
    """Return JSON-LD in its script element."""
    return f'<script type="application/ld+json">{inline({"@context": "https://schema.org", **thing})}</script>'


def inline(thing: Mapping[str, Any]) -> str:
    """Return data as JSON that may stand in a script element."""
    return json.dumps(thing, ensure_ascii=False).replace("</", "<\\/")


def us(when: datetime) -> str:
    """Return a day as American papers print it."""
    return f"{when:%B} {when.day}, {when.year}"


def uk(when: datetime) -> str:
    """Return a day as British papers print it."""
    return f"{when.day} {when:%B} {when.year}"


def clock(when: datetime, *, am: str = "AM", pm: str = "PM") -> str:
    """Return the hour of twelve, with the marks given."""
    return f"{(when.hour - 1) % 12 + 1}:{when:%M} {am if when.hour < 12 else pm}"


def seconds(when: datetime, second: int = 27) -> str:
    """Return the ISO form that machines write."""
    return when.replace(second=second).isoformat()
