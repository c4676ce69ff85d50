"""Remove boilerplate and repeated lines from an article, and split a file that holds several articles (pure)."""

import re
from bisect import bisect
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate

from ingest.article.byline import read_bar
from ingest.article.furniture import CREDIT_TAIL, LISTS, TERMINAL, bare, is_caption, is_furniture, is_section
from ingest.article.lines import SEPARATOR, Line

_PLACE = r"(?:[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,2})(?:/[A-Z][A-Z.'’ -]+)?(?:, [A-Z][\w.'’ -]{1,25})?"
_DATELINE = re.compile(rf"{_PLACE}(?:,? [A-Z][a-z]{{2,8}}\.? \d{{1,2}})?(?: ?\([^()]{{2,30}}\))?(?::\s+|\s*[—–]\s*| - )(?=\S)")
_SENTENCE = re.compile(r"\.[\"'”’)\]]*(?:\s|$)")
_STOP = re.compile(r"[.!?…][\"'”’)\]]*\s")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
SOURCE_LINES = 2  # above a headline
SIGNALS_FROM, SIGNALS_WITHIN = 3, 12  # how far below a headline its repeat, date and dateline may stand, in lines
REPEAT_WORDS = 5  # a shorter line may rightly come twice: a name in a list, a label
CONTAINED_WORDS = 8
BODY_WORDS = 15  # of running text, above which an article may end
MOST_CAPTIONS = 300  # that are looked for in the text: each look costs as much as the text is long


def key(text: str) -> str:
    """Return the words of a line, lower-case, between single spaces: what two lines are compared by."""
    return " ".join(_WORD.findall(text.lower().replace("’", "'")))


def is_prose(text: str) -> bool:
    """Whether a line is running text rather than a headline, label or list item."""
    count = len(text.split())
    return count >= 30 or (count >= 8 and bool(TERMINAL.search(text))) or (count >= 15 and bool(_STOP.search(text)))


def is_dateline(text: str) -> bool:
    """Whether a line begins with the place it was filed from: "DAMASCUS: ...", "BAGHDAD, Iraq — ..."."""
    return len(text.split()) >= 8 and bool(_DATELINE.match(text))


def is_headline(text: str) -> bool:
    """Whether a line could be a headline: some words, no full stop, nothing that marks another kind of line."""
    count = len(text.split())
    if not 3 <= count <= 30 or text.endswith((".", ",", ";", ":")) or not any(c.isalpha() for c in text):
        return False
    return not (text[0].islower() or is_furniture(text) or is_section(text) or is_caption(text) or is_dateline(text) or read_bar(text))


def split_articles(found: Sequence[Line]) -> list[list[Line]]:
    """Split a file where a new article begins: a gap, another headline, and under it its own date, dateline or headline again.

    Two of these three signs are asked behind two blank lines, one behind a drawn rule, all three behind a single blank line. Behind a rule
    a byline is a sign, too, and lines of outlet and date may stand above the headline.
    """
    starts, earlier, words = [0], set[str](), 0  # of the part that the last start begins: its lines, and the words of its running text
    for at, line in enumerate(found):
        own = key(line.text)
        if at and line.gap and words >= BODY_WORDS and own not in earlier and _begins(found, at):
            starts.append(at)
            earlier, words = set(), 0
        earlier.add(own)
        words += len(line.text.split()) if is_prose(line.text) and not is_caption(line.text) else 0
    return [list(found[a:b]) for a, b in zip(starts, [*starts[1:], len(found)], strict=True)]


def _begins(found: Sequence[Line], at: int) -> bool:
    gap, head = found[at].gap, at
    if gap >= SEPARATOR:
        head = next((n for n in range(at, min(at + SOURCE_LINES + 1, len(found))) if not _is_source(found[n].text)), at)
    if not is_headline(found[head].text):
        return False
    if gap >= SEPARATOR and (head > at or _is_signed(found, head)):
        return _signals(found, head) >= 0
    return _signals(found, head) >= (1 if gap >= SEPARATOR else 2 if gap >= 2 else 3)


def _is_source(text: str) -> bool:
    """Whether a line states the day of an article, as above a clipping: "Oxhey Star, 5 March 2024, p. 3"."""
    bar = read_bar(text) if _DIGIT.search(text) else None
    return bar is not None and bool(bar.stamps)


def _is_signed(found: Sequence[Line], head: int) -> bool:
    return any((bar := read_bar(line.text)) and bar.byline for line in found[head + 1 : head + 1 + SIGNALS_FROM])


def _signals(found: Sequence[Line], at: int) -> int:
    """Count the signs under the headline at ``at``: repeated, dated, filed from a place; -1 where no body follows."""
    below = found[at + 1 : at + 1 + SIGNALS_WITHIN]
    prose = next((n for n, line in enumerate(below) if is_prose(line.text) and not is_caption(line.text)), None)
    if prose is None:
        return -1
    under_headline = [line.text for line in below[: max(prose, SIGNALS_FROM)]]
    repeated = key(found[at].text) in map(key, under_headline)
    return repeated + any(map(_is_source, under_headline)) + any(is_dateline(line.text) for line in below[: prose + 3])


def clean(found: Sequence[Line], used: Collection[int] = (), title: str = "", *, whole: bool = False) -> str:
    """Return the article's text: one paragraph a line, without furniture, repeats and the lines ``used`` as metadata.

    A repeated line stays once, and a caption goes only when its very words stand in the text. A longer sentence goes only if it is a
    notice of rights (``is_furniture``); one of less than eight words may be taken for a label of the page.

    :param whole: nothing stands below the article, so that a heading such as "Related" is one of its own.
    """
    prose = [i for i, line in enumerate(found) if is_prose(line.text)]
    first, last = (prose[0], prose[-1]) if prose else (len(found), -1)
    under_list = (
        next((i for i in range(last, len(found)) if bare(found[i].text) in LISTS), len(found)) if prose and not whole else len(found)
    )
    headline = key(title)
    kept: list[int] = []
    for i, line in enumerate(found):
        text = line.text
        if i in used or is_furniture(text) or (headline and len(text) < 2 * len(title) and key(text) == headline):
            continue
        if is_section(text) and (i < first or i > last or text.isupper() or _beside_furniture(found, i)):
            continue
        if i > under_list and not _SENTENCE.search(text):
            continue
        kept.append(i)
    return "\n\n".join(found[i].text for i in _without_repeats(found, kept, set(prose)))


def _beside_furniture(found: Sequence[Line], i: int) -> bool:
    return any(0 <= n < len(found) and is_furniture(found[n].text) for n in (i - 1, i + 1))


def _without_repeats(found: Sequence[Line], kept: Sequence[int], prose: Collection[int]) -> list[int]:
    """Return ``kept`` without second copies of running text, and without captions and standfirsts whose words another line holds.

    Labels may rightly come again ("Where to watch: ..." under each film), unless one stands right under the other.
    """
    remaining: dict[int, str] = {}
    seen: set[str] = set()
    last = ""
    for i in kept:
        words = found[i].text.lower()
        repeated = words in seen and (i in prose or is_caption(found[i].text))
        if not repeated and (words != last or len(words.split()) < REPEAT_WORDS):
            remaining[i] = words
        seen.add(words)
        last = words
    first_prose = [i for i in remaining if i in prose][:2]
    asked = [i for i in remaining if i in first_prose or is_caption(found[i].text)][:MOST_CAPTIONS]
    held = _Held(remaining)
    for i in asked:
        core = CREDIT_TAIL.sub("", found[i].text).lower().rstrip(" .!?…\"'”’")
        if len(core.split()) >= CONTAINED_WORDS and held.elsewhere(core, i):
            held.gone.add(i)
    return [i for i in remaining if i not in held.gone]


class _Held:
    """Lines by their index, asked whether another of them holds some words; those ``gone`` hold nothing."""

    def __init__(self, lines: Mapping[int, str]) -> None:
        self.gone: set[int] = set()
        self._indices = list(lines)
        self._text = "\n".join(lines.values())
        self._starts = [0, *accumulate(len(line) + 1 for line in lines.values())]

    def elsewhere(self, core: str, own: int) -> bool:
        """Whether ``core`` stands as whole words in a line other than the ``own`` one."""
        at = self._text.find(core)
        while at >= 0:
            n = bisect(self._starts, at) - 1
            if self._indices[n] == own or self._indices[n] in self.gone:
                at = self._text.find(core, self._starts[n + 1])
            elif not self._text[at - 1 : at].isalnum() and not self._text[at + len(core) : at + len(core) + 1].isalnum():
                return True
            else:
                at = self._text.find(core, at + 1)
        return False
