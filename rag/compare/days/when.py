"""Which day or span of days a sentence tells of: that of its event, not of a remark or a plan (pure)."""

import re

from rag.dates.calendar import days_between
from rag.dates.reader import Date
from rag.sources.statement import Statement

LONGEST = 31  # days of a span: a longer one says too little of when
_SAID_ON = re.compile(
    r"\b(?:said|says|told|reported|announced|confirmed|stated|according to|statement|speaking)\b[^,;.]{0,40}\b(?:on\s+)?$",
    re.I,
)
_SINCE = re.compile(r"\bsince\b[^,;.]*$", re.I)
_COUNTED, _ROUGHLY = re.compile(r"\b(?:after|before)\b", re.I), re.compile(r"\b(?:week|month|year)s?\b", re.I)
_NOWADAYS = re.compile(r"today['’]s\b", re.I)
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
_HANGS = re.compile(r"\b(?:earlier|before|after|later|ago|previous|following|next)\b", re.I)


def day_told(said: Statement) -> Date | None:
    """Return the time of a sentence's event, where it has come by its report and is ``LONGEST`` at most: a plan is no event.

    A day counted from something that the sentence does not date ("five days after unveiling it"), or by weeks, is not sure enough.
    """
    when = main_event_date(said) if said.days else None
    planned = when is not None and (when.first > said.dated if said.dated else said.tense == "future")
    if when is None or planned or (days_between(when.first, when.last) or 0) > LONGEST:
        return None
    counted = _COUNTED.search(when.phrase)
    return None if counted and (not when.stated or _ROUGHLY.search(when.phrase)) else when


def main_event_date(said: Statement) -> Date | None:
    """Return the date of the event in a sentence: its first day that is not the day of a remark, else a range, else a month; or None.

    A date after "since" is where a count begins, a year alone is too vague, "today's" is of these days, and what somebody calls "today"
    aloud is seldom the event: none dates it.
    """
    sentence = said.text
    stated = [d for d in said.days if not d.phrase.lower().startswith("since") and not _SINCE.search(sentence[: d.phrase_start])]
    aloud = [m.span() for m in _QUOTED.finditer(sentence)]
    stated = [d for d in stated if not _NOWADAYS.match(sentence, d.start) and (d.stated or not any(a < d.start < b for a, b in aloud))]
    days = sorted(
        (d for d in stated if d.precision == "day"), key=lambda d: bool(_HANGS.search(d.phrase))
    )  # "a day earlier" only where no date is stated
    event_days = [d for d in days if not _SAID_ON.search(sentence[: d.phrase_start])]
    wide = [d for d in stated if d.precision in {"range", "month"}]
    preferred = event_days or [d for d in wide if d.precision == "range"] or days or wide
    return preferred[0] if preferred else None
