"""Which paragraphs of a document are not the article's text: by the size of their letters and their place around it (pure)."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ingest.article.clean import is_prose, key
from ingest.article.furniture import TERMINAL
from ingest.read.documents.paragraphs import Paragraph

SAME: Final = 0.06  # of the letter size of the text: by how much its own paragraphs may differ
LABEL_WORDS: Final = 5  # of a line between headline and text that is neither a sentence nor a standfirst, at most
NOTE_WORDS: Final = 40  # of sentences above the headline, which would be text if they were more
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
    sentences = [n for n, part in enumerate(found) if n > title and _is_own(part, body) and is_prose(part.text)]
    if not sentences:
        return set()
    first, last = sentences[0], _last(found, title, sentences, body)
    told = key(" ".join(found[n].text for n in sentences))
    text_above = {n for n in range(title) if _is_own(found[n], body) and is_prose(found[n].text)}
    few = sum(len(found[n].text.split()) for n in text_above) <= NOTE_WORDS  # as a note to whom a copy is sent
    gone = set(range(title)) - (set() if few else text_above) if title >= 0 else set[int]()
    gone |= {n for n in range(title + 1, first) if title >= 0 and _is_label(found[n], body)}
    for n in range(first + 1, last):
        part = found[n]
        if part.size > (1 + SAME) * body:
            if _is_pulled(part.text, told):
                gone.add(n)
        elif part.size < (1 - SAME) * body and not part.cells and not _POINT.match(part.text):
            if not is_prose(part.text) or key(part.text) in told:
                gone.add(n)
        elif n - 1 in gone and _SIGNED.match(part.text) and not TERMINAL.search(part.text):
            gone.add(n)
    return gone | {n for n in range(last + 1, len(found)) if not _follows(found, n, last)}


def _is_own(part: Paragraph, body: float) -> bool:
    return abs(part.size - body) <= SAME * body and not part.cells


def _is_label(part: Paragraph, body: float) -> bool:
    """Whether what stands between headline and text is a label: a section, a button, the post of who wrote it."""
    if TERMINAL.search(part.text) or part.cells:
        return part.cells
    return part.size < (1 - SAME) * body or len(part.text.split()) <= LABEL_WORDS


def _is_pulled(text: str, told: str) -> bool:
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
    while last + 1 < len(found) and _is_own(found[last + 1], body) and TERMINAL.search(found[last + 1].text):
        last += 1  # "No," she said.
    return last


def _follows(found: Sequence[Paragraph], n: int, last: int) -> bool:
    """Whether a paragraph behind the last sentence belongs to the text: the rows of a table or the points of a list right after it."""
    between = found[last + 1 : n + 1]
    if all(part.cells for part in between):
        return True
    return found[last].text.endswith(":") and all(_POINT.match(part.text) for part in between)
