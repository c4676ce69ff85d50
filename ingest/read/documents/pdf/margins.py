"""Which paragraphs of a document are not the article's text: by the size of their letters and their place around it (pure)."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ingest.article.clean import is_prose, key
from ingest.article.furniture import TERMINAL
from ingest.read.documents.pdf.paragraphs import JUMP, Paragraph

SAME: Final = 0.06  # of the letter size of the text: by how much its own paragraphs may differ
LABEL_WORDS: Final = 5  # of a line between headline and text that is neither a sentence nor a standfirst, at most
NOTE_WORDS: Final = 40  # of sentences above the headline or behind links, which would be text if they were more
SIZES: Final = 3  # of letters, in lines between sentences, from which they are an advertisement
LINKS: Final = 3  # paragraphs that are links, from which they are a list of other stories
QUOTED_WORDS: Final = 4  # of a quote in large letters, at least
_MARKED: Final = re.compile(r"\W*(?:ENDS?|NNNN|ENDE|FIN)\W*|[\W_]*(?:30|0|[Ee]nds?)[\W_]*|(?:# ?){2,}#?")
_QUOTE: Final = re.compile(r"[“\"«„‘].*[”\"»“’][.!?]?", re.DOTALL)
_SIGNED: Final = re.compile(r"[—–-]\s?\S")
_POINT: Final = re.compile(r"[•●▪■◦‣∙*]|[–—-] |\d{1,2}[.)] ")


def text_size(found: Sequence[Paragraph]) -> float:
    """Return the size of the letters in which most is set."""
    sizes = Counter[float]()
    for part in found:
        sizes[part.size] += len(part.text)
    return sizes.most_common(1)[0][0]


def asides(found: Sequence[Paragraph], title: int, body: float) -> set[int]:
    """Return the paragraphs of one article that are not its text: above its headline, after its end, and set in its midst.

    Sentences in the letters of the text stay wherever they stand, as do those in smaller letters within it: captions and notes.

    :param title: which paragraph is the headline, -1 if none is.
    :param body: the letter size of the text.
    """
    sentences = [n for n, part in enumerate(found) if n > title and is_own(part, body) and is_prose(part.text)]
    if not sentences:
        return set()
    first, last = sentences[0], _last(found, title, sentences, body)
    told = key(" ".join(found[n].text for n in sentences))
    text_above = {n for n in range(title) if is_own(found[n], body) and is_prose(found[n].text)}
    few = sum(len(found[n].text.split()) for n in text_above) <= NOTE_WORDS  # as a note to whom a copy is sent
    gone = set(range(title)) - (set() if few else text_above) if title >= 0 else set[int]()
    gone |= {n for n in range(title + 1, first) if title >= 0 and _is_label(found[n], body)}
    for n in range(first + 1, last):
        part = found[n]
        if part.linked or JUMP.fullmatch(part.text):
            gone.add(n)
        elif part.size > (1 + SAME) * body:
            if is_pulled(part.text, told):
                gone.add(n)
        elif part.size < (1 - SAME) * body and not part.cells and not _POINT.match(part.text):
            if not is_prose(part.text) or key(part.text) in told:
                gone.add(n)
        elif n - 1 in gone and _SIGNED.match(part.text) and not TERMINAL.search(part.text):
            gone.add(n)
    for a, b in itertools.pairwise([n for n in sentences if n <= last]):
        gone |= _advert(found, range(a + 1, b), body)
    return gone | {n for n in range(last + 1, len(found)) if not _follows(found, n, last)}


def _advert(found: Sequence[Paragraph], run: range, body: float) -> set[int]:
    """Return what stands between two sentences of the text, in letters of several sizes: all but a heading of what follows."""
    sizes = {round(found[n].size) for n in run if not found[n].cells and not is_prose(found[n].text)}
    if len(sizes) < SIZES or any(is_prose(found[n].text) for n in run):
        return set()
    return {n for n in run if not found[n].cells and (n != run[-1] or found[n].size <= (1 + SAME) * body)}


def is_own(part: Paragraph, body: float) -> bool:
    """Whether a paragraph is set in the letters of the text and is no row of a table."""
    return abs(part.size - body) <= SAME * body and not part.cells


def _is_label(part: Paragraph, body: float) -> bool:
    """Whether what stands between headline and text is a label: a section, a button, the post of who wrote it."""
    if TERMINAL.search(part.text) or part.cells:
        return part.cells
    return part.size < (1 - SAME) * body or len(part.text.split()) <= LABEL_WORDS


def is_pulled(text: str, told: str) -> bool:
    """Whether a line in large letters is a quote from the text, whose words are ``told`` (in the form of ``key``)."""
    words = key(text)
    return len(words.split()) >= QUOTED_WORDS and (words in told or bool(_QUOTE.fullmatch(text)))


def _last(found: Sequence[Paragraph], title: int, sentences: Sequence[int], body: float) -> int:
    """Return the last paragraph of the text: before a mark of its end, or a heading under which no sentence of it stands."""
    last = sentences[-1]
    headline = key(found[title].text) if title >= 0 else ""
    for n in range(sentences[0] + 1, last):
        text = found[n].text
        if _MARKED.fullmatch(text) or (len(headline.split()) > 2 and headline in key(text) and found[n].size >= (1 - SAME) * body):
            return max(k for k in sentences if k < n)
    for k, n in itertools.pairwise(sentences):  # behind other stories: the small print of the site
        if (
            sum(part.linked for part in found[k + 1 : n]) >= LINKS
            and sum(len(found[m].text.split()) for m in sentences if m >= n) <= NOTE_WORDS
        ):
            return k
    while last + 1 < len(found) and is_own(found[last + 1], body) and TERMINAL.search(found[last + 1].text):
        last += 1  # "No," she said.
    return last


def _follows(found: Sequence[Paragraph], n: int, last: int) -> bool:
    """Whether a paragraph behind the last sentence belongs to the text: the rows of a table or the points of a list right after it."""
    between = found[last + 1 : n + 1]
    if all(part.cells for part in between):
        return True
    told = next((k for k in range(last, min(last + 2, n + 1)) if found[k].text.endswith(":")), -1)
    return told >= 0 and all(abs(part.size - found[last].size) <= SAME * part.size and not part.linked for part in found[told : n + 1])
