"""From the paragraphs of a PDF to a raw article: title and masthead by the size of their letters, where other articles begin (pure)."""

import itertools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from ingest.article.assemble import Raw
from ingest.article.byline import read_bar
from ingest.article.clean import is_headline, is_prose, key
from ingest.article.days import own_stamps
from ingest.article.metadata import MESSAGE, field_name
from ingest.article.outlets import outlet_of, reads_as_name
from ingest.article.people import byline_names, written
from ingest.article.stamps import date_line
from ingest.read.documents.pdf.heads import NAME_WORDS, PAGE, PARTS, Heads, is_paper
from ingest.read.documents.pdf.margins import asides, is_own, is_pulled, text_size
from ingest.read.documents.pdf.paragraphs import Paragraph

MOST_TOLD: Final = 200_000  # characters in which a quote is looked for: some thirty pages  # equivalent: it bounds the time
LARGE: Final = 1.25  # times the letter size of the text: a headline
ALIKE: Final = 0.75  # of the size of the title: the headline of another article, if a date, a byline or a place follows
LONG: Final = 15  # words of a sentence that begins a text by itself
SIGNED_LINES: Final = 3  # under a headline, among which the names of who wrote it may stand
SOURCE_LINES: Final = 2  # above the headline of a clipping: outlet and day
PAGE_LINES: Final = 5  # above the headline of a clipping that begins a page
LONGEST: Final = 60  # characters of the name in a letterhead
_RELEASE: Final = re.compile(
    r"(?:for immediate release|(?:press|news|media) (?:release|statement|notice|information)|pressemitteilung|presseinformation"
    r"|communiqué(?: de presse)?|comunicado(?: de prensa)?|comunicato stampa|persbericht)(?:\W.{0,40}\d.{0,30})?",
    re.IGNORECASE,
)
_QUOTES: Final = "“\"‘'«„¿¡"
_RELEASE_LINES: Final = 2  # under a letterhead, among which stands what it is the head of
MAIN: Final = 1.5  # times the size of the text: a headline of its own under a name or a word in larger letters
LABELS: Final = 2  # lines that state a field by its name, from which they are the head of a message
_LABEL: Final = re.compile(r"([A-Za-z][A-Za-z _-]{1,20}):\s+\S")
_PAGED: Final = re.compile(r"(?<=\d{4})\s+\d{1,3}$")  # "12 October 2023   9"
_SLUG: Final = re.compile(r"[A-Z][A-Z ]+: ")  # "SHOW: EVENING REPORT"
_FILE_NAME: Final = re.compile(r"\.\w{2,5}$|^(?:microsoft|untitled|document|layout|print|page)\b|[\\/_]", re.IGNORECASE)


def raw_of(
    found: Sequence[Paragraph],
    hints: dict[str, str],
    heads: Heads | None = None,
    info: Mapping[str, str] | None = None,
) -> Raw:
    """Return paragraphs as a raw article: the largest line above the text is its title; above it may stand a paper's or a sender's name.

    :param hints: what running heads state.
    :param heads: names that a foot with an address gives; what stands beside a day at the edge of a page, or in the title of a printed
        page behind the headline, counts as found.
    :param info: title and author of the file's own properties, which count as found where no line states any.
    """
    heads = heads or Heads()
    named = heads.named
    body = text_size(found)
    top = _top(found, body)
    large = sorted((n for n in range(top) if found[n].size >= LARGE * body), key=lambda n: (-found[n].size, n))
    masthead = _masthead(found, top, large, {key(name) for name in named})
    gone = {masthead}
    outlet = written(found[masthead].text) if masthead >= 0 else next(iter(named)) if len(named) == 1 else ""
    if masthead >= 0:
        large = [n for n in large if n != masthead]
        under = found[masthead + 1].text if masthead + 1 < top else ""
        if (stamps := own_stamps(date_line(under), under, web=False)) and not stamps[0].kind:
            hints.setdefault("published", stamps[0].iso)
    labels = _labels(found, top)
    gone |= set(range(labels.start))
    title = _largest(found, large, top) if large else -1 if labels else _unlike(found, top, masthead)
    if title >= 0:
        hints["title"] = found[title].text
    signed = {n for n in range(len(found)) if (n == title or (n > top and found[n].size >= LARGE * body)) and _sign(found, n, body)}
    begins = _begins(found, top, body, found[title].size, signed) if large else set()
    for head, start in [(title, max(masthead + 1, title - PAGE_LINES)), *((_head(found, n), n) for n in begins)]:
        gone |= _merged(found, start, head)
    aside = _asides(found, title, begins, body)
    gone |= {n for n in aside if n < title and is_prose(found[n].text)}  # a note above the headline, which reads as the begin of the text
    around = [found[n].text for n in sorted(aside - gone) if n < top]
    if any(_is_dated(found[n].text) for n in range(title + 1, top)):  # the day of an issue is not that of an article with its own
        gone |= {n for n in range(title) if _is_dated(found[n].text)}
    parted = {**dict.fromkeys(labels[1:], "\n"), **dict.fromkeys(begins, "\n\f\n")}
    text = "".join(parted.get(n, "\n\n") + part.text for n, part in enumerate(found) if n not in gone)
    papers, days = _told_beside(around)
    sites = {name for page in heads.pages if title >= 0 and (name := _site(page, found[title].text))}
    told = _told(info or {})
    told |= {name: values.pop() for name, values in (("source", papers | heads.beside | sites), ("published", days)) if len(values) == 1}
    if outlet or begins:  # what stands beside one headline names the paper of that article alone
        told["source"] = outlet
    told = {name: value for name, value in told.items() if value and name not in hints}
    return Raw(text.strip("\n"), {**told, **hints}, found=frozenset(told), aside=frozenset(" ".join(found[n].text.split()) for n in aside))


def _top(found: Sequence[Paragraph], body: float) -> int:
    """Return the first sentence of the text; one alone above others is a note."""
    prose = [n for n, part in enumerate(found) if is_own(part, body) and is_prose(part.text)]
    return next((n for n in prose if len(found[n].text.split()) >= LONG or n + 1 in prose), prose[0] if prose else 0)


def _largest(found: Sequence[Paragraph], large: Sequence[int], top: int) -> int:
    """Return the headline among the large lines: the largest, unless it is a word or two above a headline of its own."""
    main = (n for n in large if is_headline(found[n].text) and found[n].size >= MAIN * found[top].size)
    return next(main, large[0])


def _labels(found: Sequence[Paragraph], top: int) -> range:
    """Return the lines above the text that state fields by their names, as the head of a message does: "Subject: ...", "Sent: ..."."""
    named = [n for n in range(top) if (label := _LABEL.match(found[n].text)) and (field_name(label[1]) or label[1].lower() in MESSAGE)]
    run = range(named[0], named[-1] + 1) if len(named) >= LABELS else range(0)
    return run if list(run) == named else range(0)


def _merged(found: Sequence[Paragraph], start: int, head: int) -> set[int]:
    """Write outlet, day and page above a headline into one line, as "Oxhey Star | 5 May 2024 | Page 3"; return the other lines."""
    block = [n for n in range(start, head) if is_paper(found[n].text) or _is_source(found[n].text) or PAGE.fullmatch(found[n].text)]
    papers = [n for n in block if is_paper(found[n].text)]
    if len(papers) != 1 or not any(_is_source(found[n].text) for n in block) or block != list(range(papers[0], head)):
        return set()
    found[papers[0]].text = " | ".join(found[n].text for n in block)
    return set(block[1:])


def _unlike(found: Sequence[Paragraph], top: int, masthead: int) -> int:
    """Return the headline that is set apart by its weight alone, or by nothing, -1 if there is none."""
    heads = [
        n
        for n in range(top)
        if n != masthead and is_headline(found[n].text) and (found[n].text[0].isalnum() or found[n].text[0] in _QUOTES)
    ]
    usual = found[top].weight if found else -1
    heads = [n for n in heads if not is_paper(found[n].text) and not _SLUG.match(found[n].text)] or heads
    bold = [n for n in heads if found[n].weight > usual >= 0]
    return (bold or heads or [-1])[0]


def _head(found: Sequence[Paragraph], start: int) -> int:
    """Return the headline of the article that begins at ``start``."""
    return max(range(start, min(start + PAGE_LINES + 1, len(found))), key=lambda n: found[n].size)


def _sign(found: Sequence[Paragraph], head: int, body: float) -> bool:
    """Whether names stand under a headline: marked by "By", or alone in letters unlike those of the text; these get the "By"."""
    below = found[head + 1 : head + 1 + 3 * SIGNED_LINES] if head >= 0 else []
    text = next((part for part in below if is_prose(part.text)), None)
    for part in itertools.takewhile(lambda part: part is not text, below[:SIGNED_LINES]):
        if (bar := read_bar(part.text)) and bar.byline:
            return True
        unlike = text is not None and (abs(part.size - body) > 0.5 or part.weight != text.weight)
        if unlike and not is_paper(part.text) and (names := byline_names(part.text, marked=False)):
            part.text = f"By {names}"
            return True
    return False


def _site(page: str, title: str) -> str:
    """Return the name that the title of a page states behind the headline: "Canal dredging starts - Kelby News"."""
    parts = PARTS.split(page)
    return parts[-1] if len(parts) > 1 and key(title) == key(" ".join(parts[:-1])) and len(parts[-1].split()) <= NAME_WORDS else ""


def _told_beside(lines: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return the papers and days that lines around a headline state between marks: "The Morning Brief | 23 November 2019"."""
    papers, days = set[str](), set[str]()
    for above, line in itertools.pairwise(["", *lines]):
        parts = [_PAGED.sub("", part) for part in PARTS.split(line)]
        if all(part[:1].isalnum() and len(part.split()) <= NAME_WORDS and "@" not in part for part in parts):
            papers |= set(filter(is_paper, parts))
            stamps = own_stamps([stamp for part in parts for stamp in date_line(part)], line, above, web=False)
            if len(stamps) == 1 and len(stamps[0].iso) == 10 and not stamps[0].kind:
                days.add(stamps[0].iso)
    return papers, days


def _asides(found: Sequence[Paragraph], title: int, begins: Collection[int], body: float) -> set[int]:
    """Return the paragraphs that are none of the text of any of the articles, the first of which has its headline at ``title``."""
    gone = set[int]()
    for start, end in itertools.pairwise([0, *sorted(begins), len(found)]):
        head = _head(found, start) if start else title
        gone |= {start + n for n in asides(found[start:end], head - start, body)}
    return gone


def _masthead(found: Sequence[Paragraph], top: int, large: Sequence[int], named: Collection[str]) -> int:
    """Return which line above the headline names the paper or the sender, -1 if none does.

    A paper is known by its name, a sender by what stands below ("Press release", and the name again), both by the page's foot. A headline
    may read as a paper's name, too: above a standfirst, in letters not much larger than the text's, and with no day beside it.
    """
    for n in sorted({*large, 0}):
        text = found[n].text
        if n >= top or len(text) > LONGEST or not any(is_headline(part.text) for part in found[n + 1 : top]):
            continue
        if key(text) in named:
            return n
        if reads_as_name(text) and ((n in large and _is_masthead(found, n, top, large)) or _heads_release(found, n)):
            return n
    return -1


def _is_masthead(found: Sequence[Paragraph], n: int, top: int, large: Sequence[int]) -> bool:
    text = found[n].text
    if not (is_paper(text) or outlet_of(written(text))):
        return False
    headed = any(m > n and found[m].size >= MAIN * found[top].size for m in large)
    return headed or text.startswith("The ") or any(date_line(part.text) for part in (*found[max(n - 1, 0) : n], *found[n + 1 : n + 2]))


def _heads_release(found: Sequence[Paragraph], n: int) -> bool:
    """Whether a name stands over "Press release" and comes again below, as that of a sender does and a headline does not."""
    under, text = (part.text for part in found[n + 1 : n + 1 + _RELEASE_LINES]), found[n].text
    if read_bar(text) or _RELEASE.fullmatch(text) or not any(map(_RELEASE.fullmatch, under)):
        return False
    return any(f" {key(text)} " in f" {key(part.text)} " for part in found[n + 1 :])


def _begins(found: Sequence[Paragraph], top: int, body: float, title: float, signed: Collection[int]) -> set[int]:
    """Return the paragraphs at which another article may begin: a headline below the text, or the lines of its source above it."""
    begins = set[int]()
    told = key(" ".join(part.text for part in found if part.size < LARGE * body)[:MOST_TOLD])
    for n in range(top + 1, len(found)):
        part = found[n]
        start = _source_above(found, n, top)
        new_page = found[start].page > found[start - 1].page
        least = LARGE * body if (new_page and start < n) or n in signed else max(LARGE * body, ALIKE * title)
        if part.size >= least and is_headline(part.text) and not is_pulled(part.text, told):
            begins.add(start)
    return begins


def _source_above(found: Sequence[Paragraph], head: int, top: int) -> int:
    """Return where the lines of outlet and day above a headline begin; all that stands above it on a new page, if some are such."""
    start = head
    while (
        start - 1 > top and head - start < PAGE_LINES and found[start - 1].page == found[head].page and not is_prose(found[start - 1].text)
    ):
        start -= 1
    if found[start].page > found[start - 1].page and any(_is_source(part.text) or is_paper(part.text) for part in found[start:head]):
        return start
    start = head
    while head - start < SOURCE_LINES and _is_source(found[start - 1].text):
        start -= 1
    return start


def _is_dated(text: str) -> bool:
    bar = read_bar(text)
    return bar is not None and bool(bar.stamps)


def _is_source(text: str) -> bool:
    bar = read_bar(text)
    return bar is not None and bool(bar.stamps and (bar.source or not bar.byline))


def _told(info: Mapping[str, str]) -> dict[str, str]:
    """Return title and byline of a file's properties where they read as such and not as a program or a file left them."""
    title, author = (" ".join(info.get(name, "").split()) for name in ("Title", "Author"))
    told = {"title": title if is_headline(title) and not _FILE_NAME.search(title) else "", "byline": byline_names(author, marked=False)}
    return {name: value for name, value in told.items() if value}
