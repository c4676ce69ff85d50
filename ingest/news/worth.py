"""Tell whether what an address gives now may take the place of what it gave before: no beginning of an article takes the whole one's."""

from collections.abc import Sequence
from typing import Final

from ingest.copies.shingles import inside, shingles
from rag.language.text import content_words
from rag.records import Article
from rag.sources.notices import read_notices

SAME: Final = 0.25  # of its runs of words, from which a text under a new headline is the former one; a site's foot is less of an article
MUCH_SHORTER: Final = 0.5  # of the characters that were there before; a report is seldom cut by half, what stands before an offer always


def why_not_instead(before: Sequence[Article], now: Sequence[Article]) -> str:
    """Return why articles of one address do not take the place of those of before; empty where they do.

    A text of any length does in which its outlet corrects or takes back what it reported.
    """
    if not before or any(map(read_notices, now)):
        return ""
    if any(a.incomplete for a in now) and not any(a.incomplete for a in before):
        return "now only the beginning is to be had"
    old, new = (" ".join(a.text for a in found) for found in (before, now))
    if len(new) < MUCH_SHORTER * len(old):
        return "what is there now is much shorter"
    headlines = [{word for a in found for word in content_words(a.title)} for found in (before, now)]
    held = inside(shingles(old), shingles(new))
    if headlines[0].isdisjoint(headlines[1]) and held.sum() < SAME * max(1, len(held)):
        return "another text is there now"
    return ""
