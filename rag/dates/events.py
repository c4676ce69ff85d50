"""Resolve the dates of a sentence to calendar days, using the day its article was published."""

from dataclasses import dataclass
from datetime import date

from rag.dates.absolute import TimeContext
from rag.dates.calendar import Precision, iso_day
from rag.dates.spans import Span, find_times
from rag.language.pattern import Pattern


@dataclass(frozen=True, slots=True)
class EventDate:
    """A date stated in a sentence; ISO days, both ends included."""

    start: str
    end: str
    phrase: str  # the words, as they stand in the sentence
    precision: Precision  # "range" is anything between two days that is no calendar month or year


_LONGEST = 4000  # characters read of a sentence
_HANGS = Pattern(r"\b(?:earlier|later|before|after|previously|prior|previous|preceding|following|next|same|that)\b")
_SINCE = Pattern(
    r"\bsince\s+(?:the\s+)?(?:(?:night|morning|evening|afternoon|day)\s+of\s+(?:the\s+)?)?(?:early\s+(?:on\s+)?|late\s+(?:on\s+)?)?$"
)
_HOUR = Pattern(r"\b(?:(?:the\s+)?(?:early|small|late)\s+hours\s+of\s+(?:the\s+)?|(?:early|late)\s+(?:on\s+)?)$")
_EVENING = Pattern(r"\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night)\b")


def event_dates(sentence: str, published: str) -> list[EventDate]:
    """Return the dates of a sentence in order, each as precise as it is stated.

    ``published`` is the ISO day of its article; without one only what states its year is resolved. Nothing is guessed:
    "in recent weeks" and "several days later" give no date, "the same day" only beside another date of the sentence.
    """
    sentence, ref = sentence[:_LONGEST], iso_day(published)
    found = find_times(TimeContext(sentence, ref, near=True))
    if _HANGS.search(sentence):
        anchor = next((s.start for s in found if s.precision == "day"), None)
        if anchor or ref:
            context = TimeContext(sentence, ref, anchor or ref, loose=anchor is None, near=True)
            found = find_times(context)
    return [_event_date(span, sentence, ref) for span in found]


def _event_date(span: Span, sentence: str, ref: date | None) -> EventDate:
    start, end, precision, at = span.start, span.end, span.precision, span.at
    if ref and start < ref and (since := _SINCE.search(sentence, 0, at)):
        end, precision, at = ref, "range", since.start()
    elif hour := _HOUR.search(sentence, max(0, at - 40), at):
        at = hour.start()
    evening = _EVENING.match(sentence, span.to)
    to = evening.end() if evening else span.to
    return EventDate(start.isoformat(), end.isoformat(), sentence[at:to], precision)
