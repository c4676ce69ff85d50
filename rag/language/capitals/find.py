"""Find the names in a text by their capitals, with the ordinary words that only open a sentence left out (pure)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.language.capitals.kinds import HEADS, classed
from rag.language.spelling import PARTICLES, telling_words

_UPPER = "A-Z" + "".join(c for c in map(chr, range(0xC0, 0x250)) if c.isupper())
_SHORTENED = "Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Capt|Sgt|Maj|Adm|Rev|St|Mt|Ft|Jr|Sr|Bros"
_CAP = (
    rf"(?:(?:[A-Z]\.){{2,}}|(?:{_SHORTENED}|[{_UPPER}])\.(?=\s)|[{_UPPER}](?:[\w’'&.-]*[\w&])?|[a-z][A-Z][a-z]\w*"
    rf"|(?:al|el|ez|es|ad|ash|bin|ibn|ben|abu)-[A-Z][\w’'-]*)"
)
_LINK = rf"(?:(?:of|for|on|and|{'|'.join(sorted(PARTICLES))})|&)"
_GAP = r"(?:[^\S\n]|(?<=[^\n]{60})\n)+"  # a line break behind a long line is wrapped text
_RUN = re.compile(rf"(?<!\w){_CAP}(?:(?:{_GAP}{_LINK})?(?:{_GAP}(?:{_LINK}|the))?{_GAP}{_CAP})*")
_TOKEN = re.compile(r"\S+")
_BEFORE = " \"'“‘([—–-•*"  # what may stand between the end of a sentence and the first word of the next
_LONG_CAP = re.compile(rf"(?<![\w'’-])[{_UPPER}]\w{{3}}")
_LOWER = re.compile(r"(?<![\w'’-])(?!(?:an?|the|of|i[ns]|on|at|to|for|and|or|but|by|with|from|as|vs|over|into|after)\b)[a-z]")
_PANELS = frozenset("board commission committee conference council panel subcommittee".split())  # they are "on" something
_PARTIES = frozenset("republican republicans democrat democrats democratic".split())
_TWINS = frozenset({("bosnia", "herzegovina"), ("trinidad", "tobago"), ("antigua", "barbuda")})
_ALSO_GIVEN = frozenset("april august june may".split())  # months that people are called by, too
_PREFIX = re.compile(r"(?:Anti|Ex|Non|Post|Pre|Pro)-(?=[A-Z])")
_FIGURE = re.compile(r"\.?\s*\d")
_WORDS = frozenset({"ordinary", "opener"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, without titles and possessive; ``words`` are its distinctive words in plain form, linking words left out."""

    text: str
    start: int
    end: int
    words: tuple[str, ...]
    sure: bool = True  # False for a single capital that may be an ordinary word: at the start of a sentence, or "the Games"


@dataclass(slots=True)
class _Token:
    low: str  # plain form, without possessive or what a hyphen adds in lower case
    kind: str  # see kinds._kind
    start: int
    end: int
    cut: bool  # whether the possessive or the hyphen ends the name here


def names(text: str, taken: tuple[tuple[int, int], ...] = ()) -> list[Name]:
    """Return the names of ``text`` in order, leaving out those inside ``taken`` spans (dates); linear in its length.

    Days, months, titles ("Defense Secretary") and everyday initials (CEO) are no names; nationalities and parties are.
    """
    found: list[Name] = []
    end, heading, shouted = -1, False, False
    for run in _RUN.finditer(text):
        if classed(run[0], False)[1] == "function":  # a lone The or He
            continue
        if run.start() > end:
            begin = text.rfind("\n", end + 1, run.start()) + 1 or end + 1
            end = text.find("\n", run.start())
            end = len(text) if end < 0 else end
            heading = _heading(text, begin, end)
            shouted = heading and text[begin:end].isupper()
        part: list[_Token] = []
        opening = _opening(text, run.start())
        prefix = _PREFIX.match(text, run.start()) if opening == 2 else None
        for m in _TOKEN.finditer(text, prefix.end() if prefix else run.start(), run.end()):
            token = _token(m[0], m.start(), shouted)
            if taken and any(s < token.end and token.start < e for s, e in taken):
                found += _read(text, part, opening, heading)
                part, opening = [], 0
            else:
                part.append(token)
        found += _read(text, part, opening, heading)
    return found


def _heading(text: str, begin: int, end: int) -> bool:
    """Whether a line is in Title Case or capitals: four long words or more have one, and for ten of these one word that should has none."""
    capitals = len(_LONG_CAP.findall(text, begin, end))
    return capitals >= 4 and 10 * len(_LOWER.findall(text, begin, end)) <= capitals


def _opening(text: str, start: int) -> int:
    """Return 2 at the start of a sentence, 1 behind an opening quotation mark within one, else 0."""
    near = text[max(0, start - 12) : start]
    before = near.rstrip(_BEFORE)
    dateline = before[-1:] == ")" and any(c in near[len(before) :] for c in "—–-")  # PARIS (AP) — Police
    if not before or before[-1] in ".!?:;\n" or dateline:
        return 2
    return int(near[-1:] in "\"“‘'")


def _token(whole: str, start: int, shouted: bool) -> _Token:
    low, kind, length = classed(whole, shouted)
    return _Token(low, kind, start, start + length, length < len(whole))


def _read(text: str, tokens: list[_Token], opening: int, heading: bool) -> Iterator[Name]:
    """Cut a run into names: at titles, days, possessives and links that do not join."""
    now: list[_Token] = []
    office = False  # behind "Secretary of", where ordinary words are the office
    for i, token in enumerate(tokens):
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if token.kind == "title" and (
            (after and after.low in HEADS) or (now and now[-1].kind == "link" and (not after or after.kind == "link"))
        ):
            token.kind = "opener"  # the Justice Department, the Department of Justice
        while token.kind == "title" and now and now[-1].kind in _WORDS and now[-1].low not in HEADS:
            now.pop()  # the Defense Secretary
        kept = _keeps(text, tokens, i, now, opening if i == 0 else 0, heading) and not (office and not now and token.kind in _WORDS)
        party = token.low in _PARTIES and now and now[-1].kind == "name" and not after  # the Wisconsin Republican primary
        if now and (party or not kept):
            yield from _name(text, now, opening == 2 and now[:1] == tokens[:1], heading)
            now = []
        if kept:
            now.append(token)
            if token.cut:
                yield from _name(text, now, opening == 2 and now[:1] == tokens[:1], heading)
                now = []
        office = (token.low == "of" and tokens[i - 1].kind == "title") or (office and token.low == "the")
    yield from _name(text, now, opening == 2 and now[:1] == tokens[:1], heading)


def _keeps(text: str, tokens: Sequence[_Token], i: int, now: Sequence[_Token], opening: int, heading: bool) -> bool:
    """Whether a token belongs to a name: to ``now``, or to one that it begins."""
    token, after = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
    linked = bool(now) and now[-1].kind == "link"
    match token.kind:
        case "title" | "none":
            return False
        case "link":
            return bool(now) and after is not None and _joins(tokens, i, now)
        case "particle":
            return bool(now)
        case "day":
            return _is_day_of_name(text, token, after, now, opening)
        case "auxiliary" if not heading:  # a first name, unless it opens a question
            return not opening or (after is not None and after.kind != "link" and text.find("?", token.end, token.end + 200) < 0)
        case "function" | "auxiliary":  # Doctors Without Borders
            return linked or bool(now and not heading and after and now[-1].kind in _WORDS and after.kind in _WORDS)
        case "ordinary" | "opener" if not now and (heading or opening):
            if heading and token.kind == "opener":
                return True
            return after is not None and (after.low in HEADS if heading else _begins_name(tokens, i, opening))
        case "ordinary" if heading:
            return token.low in HEADS or linked
    return True


def _begins_name(tokens: Sequence[_Token], i: int, opening: int) -> bool:
    """Whether an ordinary word at the start of a sentence, with a capital behind it, begins a name rather than the sentence."""
    token, after = tokens[i], tokens[i + 1]
    if token.cut:
        return False
    if after.low in HEADS or _is_office(tokens, i + 1):
        return True
    if opening == 1:  # in quotation marks it may be a title, "Citizen Kane"
        return after.kind not in {"link", "title", "function", "auxiliary", "day"}
    return token.kind == "opener" and (after.low == "of" or after.kind in {*_WORDS, "name", "odd"})


def _is_day_of_name(text: str, token: _Token, after: _Token | None, now: Sequence[_Token], opening: int) -> bool:
    """Whether a day or month is part of a name: Saturday Night Live, Black Friday, Theresa May, April Ryan."""
    if _FIGURE.match(text, token.end):
        return False
    if token.low in _ALSO_GIVEN and (now or (after and after.kind == "name")):
        return True
    if now:
        return now[-1].kind in {*_WORDS, "link"}
    return after is not None and after.kind in _WORDS


def _joins(tokens: Sequence[_Token], i: int, now: Sequence[_Token]) -> bool:
    """Whether a linking word holds the words before it and behind it together in one name."""
    link, last, after = tokens[i].low, now[-1], tokens[i + 1]
    if link == "&" or (link == "the" and last.kind == "link"):
        return True
    if link in {"of", "for"}:
        return (last.kind in _WORDS or last.low in HEADS) and after.kind != "day"
    if link == "on":
        return last.low in _PANELS and after.kind != "day"
    if link == "the" or (last.low, after.low) in _TWINS:
        return link == "and"
    if any(t.low in HEADS for t in now) and any(t.kind == "link" for t in now):
        return after.kind in {*_WORDS, "odd"} and after.low not in HEADS  # the Ministry of Foreign Affairs and Trade
    return len(now) <= 2 and last.low not in HEADS and _is_office(tokens, i)


def _is_office(tokens: Sequence[_Token], i: int) -> bool:
    """Whether an "and" stands at ``i``, and the ordinary words around it lead to a head noun: the Food and Drug Administration."""
    if tokens[i].low != "and" or not (tokens[i - 1].kind in {*_WORDS, "odd"} or tokens[i - 1].low.endswith("ic")):
        return False
    for j, token in enumerate(tokens[i + 1 : i + 7]):  # six words at most, to stay linear
        if j and token.low in HEADS:
            return True
        if token.kind not in {*_WORDS, "odd"} and not token.low.endswith("ic"):
            break
    return False


def _name(text: str, piece: list[_Token], first: bool, heading: bool) -> Iterator[Name]:
    """Give the name of a piece, if it is one; ``first`` when it opens a sentence."""
    while piece and piece[-1].kind in {"link", "particle"}:
        piece.pop()
    if not piece:
        return
    kinds, start, end = {t.kind for t in piece}, piece[0].start, piece[-1].end
    if heading and kinds <= {*_WORDS, "link"} and not (len(piece) > 1 and piece[-1].low in HEADS):
        return
    telling = telling_words(text[start:end])
    if telling and not (len(piece) == 1 and end - start == 2 and text[end - 1] == "."):  # E. coli
        unsure = len(piece) == 1 and ("ordinary" in kinds or ("odd" in kinds and first))
        yield Name(text[start:end], start, end, telling, not unsure)
