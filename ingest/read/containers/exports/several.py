"""Tell a text that holds several articles and that no splitter takes apart: it is named, as no one date is right for all of it."""

import re
from collections import Counter

from ingest.article.clean import is_headline, is_prose, split_articles
from ingest.article.lines import Line, lines
from ingest.article.outlets import outlet_of
from ingest.article.stamps import date_line

_MARKS = re.compile(
    r"""\W*(?:(?P<a>(?:document|record|article|story|result|item)?\s*:?\s*\d+\s+of\s+\d+(?:\s+documents?)?)
    |(?P<b>end\ of\ (?:document|article|story))|(?P<c>load-?date\s*:.+)|(?P<d>(?:length|word\ ?count)\s*:\s*[\d,.]+(?:\s*words)?)
    |(?P<e>[\d,.]+\ words)
    |(?P<f>(?:accession|record|document|gale\ document|proquest\ document)\ (?:number|id|no\.?)\s*:.+)|(?P<g>record\s*:\s*\d+)
    |(?P<h>(?:publication|source|newspaper|journal)\s*:.+)|(?P<i>(?:publication\ date|date\ published|issue\ date)\s*:.+))\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_HEAD = re.compile(r"^(?:title|headline)[^\S\n]?:.+\n(?:.+\n){0,3}?(?:date|published)[^\S\n]?:.+$", re.MULTILINE | re.IGNORECASE)
_DATED = re.compile(r"^.{0,150}\b(?:19|20)\d\d\b.{0,60}$", re.MULTILINE)
_LONGEST_MARK = 300  # characters of a line that is looked at: longer ones are running text
FEWEST = 2  # marks of one sort, each of which an article has once
LEAST_WORDS = 40  # of running text below a headline with a day, and above it, for both to be articles
_NEAR = 3  # lines under a headline within which its day stands


def several(text: str) -> str:
    """Return what shows that a text holds several articles, empty if nothing does."""
    if found := repeated_marks(text):
        return found
    if _HEAD.match(text.lstrip()) and len(heads := _HEAD.findall(text)) >= FEWEST:
        return f"{len(heads)} heads such as {heads[0].partition(chr(10))[0][:60]!r}"
    if len(_DATED.findall(text)) < FEWEST:  # equivalent: saves reading the lines
        return ""
    for part in split_articles(lines(text)):
        if found := _second_headline(part):
            return f"{found[:80]!r} is a headline with a day of its own"
    return ""


def repeated_marks(text: str) -> str:
    """Return which line of the news databases, of which an article has one, comes again in a text; empty if none does."""
    marks = [match for line in text.split("\n") if len(line) <= _LONGEST_MARK and (match := _MARKS.fullmatch(line.strip()))]
    counts = Counter(match.lastgroup for match in marks)
    if not counts or (most := counts.most_common(1)[0])[1] < FEWEST:
        return ""
    example = next(match[0] for match in marks if match.lastgroup == most[0])
    return f"{most[1]} lines such as {example[:60]!r}"


def _second_headline(part: list[Line]) -> str:
    """Return a headline in the midst of what was taken for one article that has a day right under it, with running text above and below."""
    above = 0
    for i, line in enumerate(part):
        if is_prose(line.text):
            above += len(line.text.split())
            continue
        if above < LEAST_WORDS or not (i and is_prose(part[i - 1].text)):
            continue
        under = part[i + 1 : i + 1 + _NEAR]
        if not (is_headline(line.text) or any(outlet_of(other.text) for other in under)):  # of two words it is one above its outlet
            continue
        dated = next((n for n, other in enumerate(under) if not is_prose(other.text) and _states_day(other.text)), None)
        if dated is None or any(is_prose(other.text) for other in under[:dated]):
            continue
        below = 0
        for other in part[i + 2 + dated :]:
            if not is_prose(other.text):
                break
            below += len(other.text.split())
        if below >= LEAST_WORDS:
            return line.text
    return ""


def _states_day(text: str) -> bool:
    """Whether a line states a day, alone or beside an outlet or a name."""
    return any(date_line(part) for part in (text, *re.split(r"\s*[|•·,]\s+|\s+[–—-]\s+", text, maxsplit=1)))
