"""Read the notes at either end of an article in which its outlet corrects or takes back the article itself (pure)."""

import re
from collections.abc import Iterator, Sequence

from rag.language.text import sentences
from rag.records import Article
from rag.sources.notices.labels import Kind, Label
from rag.sources.notices.outright import QUOTES, of_another, outright, worded

NOTE = 500  # characters at either end of an article in which its outlet speaks of the article itself

Span = tuple[int, int]

CORRECTS = re.compile(r"^\W*\(\s*(?:corrects?|corrected|refiles?|refiled|clarifies)\b[^)]*\)", re.I | re.M)
_RETRACTED = re.compile(r"^\W*(?:RETRACTED\s*[:|–—-](?!\s*[\"“‘]?[a-z])|WITHDRAWN-(?=\w))")  # "RETRACTED: the study that ..." is on one
_KILLED = re.compile(r"^\W*(?:(?:EDITORS|EDS|URGENT|ATTENTION)\W+)?(?:MANDATORY )?KILL(?: NOTICE| ADVISORY)?\W*$", re.M)
_EDITOR = re.compile(
    r"^[^\w\"“‘']*(?:editor['’]?s['’]? note|note (?:to|from) (?:the )?(?:readers|editors?)|editors|retraction|update)"
    r"(?:[,\s(][^:|\n]{0,25}?)?\s*[:|–—-]+\s*",
    re.I,
)
_LABELLED = re.compile(
    r"^\W*(?:corrections?|clarifications?)(?: (?:and|&) \w+)?(?:\s*\([^)\n]*\)|,[^:\n]{3,25}|\s[^:\n]{0,15}\d[^:\n]{0,12})?\s*:",
    re.I | re.M,
)
_DATED = re.compile(r"\d|\(")  # in such a label: one that has a day is an outlet's
_NOT = re.compile(r"\b(?:not|rather than|instead of) (?:\w+ ){0,2}?\W?[A-Z0-9]")
_VERSION = re.compile(r"\b(?:earlier|previous|prior|original) versions? of\b")
_UNDONE = r"(?:retracted|withdrawn|killed|removed|taken down)"
_TAKEN_BACK = re.compile(rf"\b{_UNDONE}\b", re.I)


def own_notice(article: Article) -> tuple[Kind, Span] | None:
    """Return what a note in an article says of the article, and its words ((0, 0): a label of the headline says it); None for none."""
    text, size = article.text, len(article.text)
    ends = [(0, min(NOTE, size)), (max(0, size - NOTE), size)]
    if back := _taken_back(article, ends):
        return "retraction", back
    title = _RETRACTED.match(article.title) or _RETRACTED.match(text)
    if title and not _TAKEN_BACK.search(text, title.end() if title.string is text else 0):  # a report on a retraction speaks of it
        return "retraction", (0, 0)
    found = _corrected(article, ends)
    return ("correction", found) if found else None


def _corrected(article: Article, ends: Sequence[Span]) -> Span | None:
    text, size = article.text, len(article.text)
    for begin, end in ends:
        if found := CORRECTS.search(text[begin:end]):
            return begin + found.start() + len(found[0]) - len(found[0].lstrip()), begin + found.end()
        for found in _LABELLED.finditer(text[begin:end]):
            first = begin + found.start() + len(found[0]) - len(found[0].lstrip())
            close = text.find("\n\n", first)
            at = (first, size if close < 0 else close)
            if _rights(text[slice(*at)], found[0], article.source):
                return at
    noted = (span for span in _noted(text, ends) if worded("in error", "told").search(QUOTES.sub(" ", text[slice(*span)])))
    return next(noted, None)


def _taken_back(article: Article, ends: Sequence[Span]) -> Span | None:
    """Return the words by which an article's own outlet took it back; None for words on what anybody else did with a report or a post.

    They are a line that kills it, a note of its editor, or a first or last line that begins with "This article has been retracted".
    """
    text = article.text
    for begin, end in ends:
        if not begin and (killed := _KILLED.match(text[:end])):
            return killed.span()
        if not _TAKEN_BACK.search(text, begin, end):  # nearly always
            continue
        for line in re.finditer(r"[^\n]+", text[begin:end]):
            first, close = begin + line.start(), begin + line.end()
            if begin and first == begin and text[begin - 1] != "\n":
                continue  # the end of a line
            label = _EDITOR.match(line[0])
            spans = [(a, b) for a, b in sentences(line[0]) if label or not a]
            alone = text[close : close + 1] in {"", "\n"} and not (text[:first].strip() and text[close:].strip())  # and short: within NOTE
            for a, b in spans if label or alone else ():
                said = line[0][label.end() if label and a <= label.end() < b else a : b]
                if _of_this(said, article.source, labelled=label is not None):
                    return first + a, first + b
    return None


def _of_this(said: str, outlet: str, *, labelled: bool) -> bool:
    """Whether a sentence begins with an outlet's taking back of what it stands in; a "report", or what "was" so, may be another's."""
    who = re.escape(outlet.removeprefix("The ")) or r"(?!)"
    what = r"(?:article|story|report)" if labelled else r"(?:article|story)"
    done = r"(?:(?:has|is|was|has since)(?: been)?|has)" if labelled else r"(?:has(?: since)? been)"
    ours = rf"(?:we|(?:the )?{who}) (?:has|have) {_UNDONE} (?:this|our) {what}"
    found = re.match(rf"[^\w\"“‘']*(?:(?:this|our) {what} {done} (?:fully )?{_UNDONE}|{ours})\b", said, re.I)
    anothers = r" by (?!its\b|us\b|our\b)| from (?!our\b|this\b|the (?:web)?site\b)"
    return found is not None and not re.match(anothers, said[found.end() :], re.I) and not of_another(said, outlet)


def _rights(note: str, label: str, outlet: str) -> bool:
    """Whether what stands behind the label of a correction sets a report right: "Clarification: parole means release" does not."""
    behind = note[len(label.lstrip()) :]
    bare = QUOTES.sub(" ", note)
    outrights = (outright(behind[a:b], outlet, Label("correction", "", errs=True)) for a, b in sentences(behind))
    return bool(_DATED.search(label) or _NOT.search(bare) or _VERSION.search(bare) or any(outrights))


def _noted(text: str, ends: Sequence[Span]) -> Iterator[Span]:
    """Yield the sentences at the ends of a text in which it is said to be corrected, outside quotation marks, each as a whole."""
    for begin, end in ends:
        around = max(0, begin - NOTE), min(len(text), end + NOTE)  # a note that the window cuts is read to its end
        if found := worded("own corrections").search(text, *around):  # nearly never, and sentences take long
            first, close = max(text.rfind("\n", 0, found.start()) + 1, around[0]), text.find("\n", end)
            last = around[1] if close < 0 else min(close, around[1])
            spans = ((first + a, first + b) for a, b in sentences(text[first:last]))
            inside = (span for span in spans if span[0] < end and begin < span[1])
            yield from (span for span in inside if worded("own corrections").search(QUOTES.sub(" ", text[slice(*span)])))
