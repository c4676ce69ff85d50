"""The answer in a line: the value asked for, with the day and outlet of the report it stands in (pure)."""

import re
from typing import Any

from rag.dates.calendar import say_day
from rag.question.asked import read_asked
from rag.records import Answer, Quote, Short
from rag.search.unreal import unreal
from rag.sources.statement import Statement, read_sentence

LONGEST = 30  # words; a longer sentence is no line
_SMALL = re.compile(r"\W*\d{1,2}\W*")


def short_answer(question: str, quote: Quote) -> Short | None:
    """Return the words of ``quote`` that answer: what the reader takes for the answer.

    For yes or no, for who somebody is, and where what is asked did not happen (see ``unreal``), that is the whole sentence.
    A number comes with the words that bound it ("at least 24"), a time with the day that its words mean. None where no words were found,
    and where they are a small number and a time was asked for: "76" is no answer to when somebody died.
    """
    said = read_sentence(quote.text, quote.article.dated)
    asked = read_asked(question)
    whole = asked.kind == "yesno" or asked.about or unreal(question, quote)
    start, end = (0, len(quote.text)) if whole else (quote.answer[0] - quote.start, quote.answer[1] - quote.start)
    if not 0 <= start < end <= len(quote.text):
        return None
    start, end = _whole_values(said, start, end)
    if len(quote.text[start:end].split()) > LONGEST:
        return None
    timed = asked.value == "date" and not whole
    if timed and _SMALL.fullmatch(quote.text, start, end):
        return None
    day = _day(said, start, end) if timed else ""
    return Short(quote.text[start:end], quote.n, day, quote.article.dated, quote.article.source)


def line(short: Short) -> str:
    """Return it as people read it: ``Seahawks (8 February 2026, USA TODAY)``.

    Of a time, the day or month meant stands beside words that do not state it in full: ``Wednesday = 12 November 2025 (13 November
    2025, USA TODAY)``.
    """
    when = say_day(short.day)
    stated = {figure.lstrip("0") for figure in re.findall(r"\d+", short.text)}
    meant = f" = {when}" if not stated.issuperset(part for part in when.split() if part.isdigit()) else ""
    source = ", ".join(part for part in (say_day(short.reported), short.outlet) if part)
    return f"{short.text}{meant}" + (f" ({source})" if source else "")


def _whole_values(said: Statement, start: int, end: int) -> tuple[int, int]:
    """Widen a span so that no number, name or time is cut, and no number loses its bound."""
    places = [(n.start - n.lead, n.end) for n in said.numbers] + [(n.start, n.end) for n in said.names]
    places += [(t.start, t.end) for t in said.times]
    touched = [(a, b) for a, b in places if a < end and start < b]
    return min([start, *(a for a, _ in touched)]), max([end, *(b for _, b in touched)])


def _day(said: Statement, start: int, end: int) -> str:
    """Return the ISO day, month or year that the words mean; empty where they mean none that can be told."""
    for when in said.times:
        if when.start < end and start < when.end and when.precision in {"day", "month", "year"}:
            return when.first[: {"day": 10, "month": 7, "year": 4}[when.precision]]
    return ""


def as_fields(answer: Answer) -> dict[str, Any]:
    """Return every field of ``answer``, JSON-ready, after ``line``: the answer in a line, left out where there is none."""
    return ({"line": line(answer.short)} if answer.short else {}) | answer.to_dict()
