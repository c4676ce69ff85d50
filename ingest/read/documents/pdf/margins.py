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
MOST_WORDS: Final = 80  # of sentences in other letters behind the text, which are a text of their own if they are more
LINKS: Final = 3  # paragraphs that are links, from which they are a list of other stories
QUOTED_WORDS: Final = 4  # of a quote in large letters, at least
_MARKED: Final = re.compile(r"\W*(?:ENDS?|NNNN|ENDE|FIN)\W*|[-–—(/*_]+\s?(?:30|0|[Ee]nds?|[Ee]nde|[Ff]in)\s?[-–—)/*_]+|(?:# ?){2,}#?")
_ABOUT: Final = re.compile(r"(?:\S+ ){2,4}")  # "2 thoughts on" a headline
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
    gone = _above(found, title, first, body) if title >= 0 else set[int]()
    told = key(" ".join(found[n].text for n in sentences))
    for n in range(first + 1, last):
        signed = n - 1 in gone and bool(_SIGNED.match(found[n].text)) and not TERMINAL.search(found[n].text)
        if signed or _is_apart(found[n], told, body):
            gone.add(n)
    for a, b in itertools.pairwise([n for n in sentences if n <= last]):
        gone |= _advert(found, range(a + 1, b), body)
    return gone | _behind(found, last, body)


def _above(found: Sequence[Paragraph], title: int, first: int, body: float) -> set[int]:
    text = {n for n in range(title) if is_own(found[n], body) and is_prose(found[n].text)}
    if sum(len(found[n].text.split()) for n in text) <= NOTE_WORDS:  # a note to whom a copy is sent
        text = set()
    return set(range(title)) - text | {n for n in range(title + 1, first) if _is_label(found[n], body)}


def _is_apart(part: Paragraph, told: str, body: float) -> bool:
    """Whether a paragraph within the text is none of it: a jump, a link, a repeated quote, a label in smaller letters."""
    if JUMP.fullmatch(part.text) or (part.linked and not is_prose(part.text)):
        return True
    if part.size > (1 + SAME) * body:
        return is_pulled(part.text, told)
    if part.size >= (1 - SAME) * body or part.cells or _POINT.match(part.text):
        return False
    return not is_prose(part.text) or key(part.text) in told


def _behind(found: Sequence[Paragraph], last: int, body: float) -> set[int]:
    behind = {n for n in range(last + 1, len(found)) if not _follows(found, n, last)}
    other = {n for n in behind if is_prose(found[n].text) and not is_own(found[n], body)}
    if sum(len(found[n].text.split()) for n in other) > MOST_WORDS:  # more than a note on the author and the rights
        behind -= other
    return behind


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
    """Return the last paragraph of the text: before a mark of its end, what readers say about it, or a list of other stories."""
    headline = key(found[title].text) if title >= 0 else ""
    words = {n: len(found[n].text.split()) for n in sentences}
    for k, n in itertools.pairwise(sentences):
        behind = sum(words[m] for m in sentences if m >= n)
        between = found[k + 1 : n]
        ended = any(_MARKED.fullmatch(part.text) or _is_about(part, headline, body) for part in between)
        listed = sum(part.linked for part in between) >= LINKS
        if (ended and behind * 2 <= sum(words.values()) - behind) or (listed and behind <= NOTE_WORDS):
            return k
    last = sentences[-1]
    while last + 1 < len(found) and is_own(found[last + 1], body) and TERMINAL.search(found[last + 1].text):
        last += 1  # "No," she said.
    return last


def _is_about(part: Paragraph, headline: str, body: float) -> bool:
    """Whether a heading names the headline of the article: "2 thoughts on “Canal dredging starts”"."""
    words = key(part.text)
    return bool(headline) and part.size > (1 + SAME) * body and words.endswith(headline) and bool(_ABOUT.fullmatch(words[: -len(headline)]))


def _follows(found: Sequence[Paragraph], n: int, last: int) -> bool:
    """Whether a paragraph behind the last sentence belongs to the text: the rows of a table or the points of a list right after it."""
    between = found[last + 1 : n + 1]
    if all(part.cells for part in between):
        return True
    told = next((k for k in range(last, min(last + 2, n + 1)) if found[k].text.endswith(":")), -1)
    return told >= 0 and all(abs(part.size - found[last].size) <= SAME * part.size and not part.linked for part in found[told : n + 1])
