"""The blocks of text under an answer whose sources disagree: change over time, differences, corrections (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rag.records import Answer, Correction, Difference, Quote, Value
from ui.phrases import count, day, marked, span

CHANGED, PLACED, APART = "How it changed", "With a known time", "Without a known time"


class Block(NamedTuple):
    """A heading and its rows, each with the ``[n]`` of its quote; the words are as the articles have them."""

    heading: str
    rows: tuple[str, ...]


def comparison_blocks(answer: Answer) -> list[Block]:
    """Return the blocks of ``answer``, none when all reports agree and nothing changed."""
    quotes = {quote.n: quote for quote in answer.quotes}
    found = [Block(f"{heading}: {counted(values)}", tuple(_steps(values))) for heading, values in over_time(answer.series)]
    found += [Block(f"Where sources differ: {d.what}", tuple(_sides(d, quotes))) for d in answer.differences]
    if answer.corrections:
        found.append(Block("Corrected", tuple(map(_corrected, answer.corrections))))
    return found


def over_time(series: Sequence[Value]) -> list[tuple[str, list[Value]]]:
    """Return headings with the values under them: those placed in time, in their order, and apart those that are not.

    None for one value. A single value in time shows no change, and its heading claims none.
    """
    if len({v.text for v in series}) < 2:
        return []
    placed, apart = [v for v in series if v.start or v.end], [v for v in series if not (v.start or v.end)]
    found = [(CHANGED if len({v.text for v in placed}) > 1 else PLACED, placed), (APART, apart)]
    return [(heading, values) for heading, values in found if values]


def counted(values: Sequence[Value]) -> str:
    """Return what a series counts and where: "killed, Ariha"."""
    return ", ".join(part for part in (values[0].what, values[0].place) if part)


def is_current(value: Value, values: Sequence[Value]) -> bool:
    """Whether a value is the newest of those placed in time, of two or more."""
    return value is values[-1] and bool(value.end) and len({v.text for v in values}) > 1


def value_days(value: Value) -> str:
    """Return when a value held: the days, else the words of an undated report, else that it is not placed in time."""
    if value.start and value.end and value.start != value.end:
        return span(value.start, value.end)
    if value.start or value.end:
        return day(value.end or value.start)
    known = ", ".join(part for part in (value.phrase, f"after {day(value.after)}" if value.after else "") if part)
    return f"undated, {known}" if known else "not placed in time"


def _steps(values: Sequence[Value]) -> Iterator[str]:
    for value in values:
        who = f", on the word of {value.attribution}" if value.attribution else ""
        now = " (the newest)" if is_current(value, values) else ""
        yield f"{value_days(value)}: {value.text}{who}{now} [{value.quote}]"


def _sides(difference: Difference, quotes: Mapping[int, Quote]) -> Iterator[str]:
    for side, values in enumerate(difference.sides):
        reports = difference.independent[side] if side < len(difference.independent) else 0
        for value in values:
            article = quotes[value.quote].article if value.quote in quotes else None
            dated = article.dated if article else ""
            who = marked(value.outlet or "outlet not stated", article)
            attribution = f", on the word of {value.attribution}" if value.attribution else ""
            support = f" ({count(reports, 'independent report')})" if reports > 1 and value is values[0] else ""
            yield f"{who}, {day(dated)}: {value.text}{attribution}{support} [{value.quote}]"


def _corrected(correction: Correction) -> str:
    was = f" instead of {correction.was}" if correction.was else ""
    return f"{correction.now.text}{was}: “{correction.words}” [{correction.now.quote}]"
