"""What reports make of one thing: how its figure changed over time, where they differ, what was corrected (pure)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rag.answers import disagreements, kind_of
from rag.attribution import agencies, same_speaker
from rag.names import name_words, names
from rag.numbers import Number, compatible
from rag.opposites import Claim, pairs
from rag.quantities import Quantity, asked, quantities, same_event, same_scope, share_names, statements
from rag.records import Correction, Difference, Quote, Value
from rag.text import content_words, plain, stem

_CORRECTED = re.compile(
    r"\bcorrect(?:ion|ed|s)\b|\ban earlier version\b|\brevised?\b|\brevision\b|\bclarification\b|\bas (?:first|earlier|previously) (?:stated|reported|given|said)\b|\bnot [\d,]+ as\b|\bmisstated\b|\bin error\b",
    re.I,
)
_DENSE = {"killed", "wounded", "missing", "displaced", "arrested", "attacks"}
_EVENTS = {"killed", "wounded", "arrested", "attacks"}
_UNITS = {"%", "$", "€", "£", "¥", "₹"}
_ATTACKED = re.compile(r"\b(?:fired|launched|struck|hit|aimed|shelled)\b", re.I)
_LEAD = 600  # characters at the head of an article, where it names the agency it tells after
_BY_TIME = re.compile(r"\b(?:as of|by|until|up to)\s+$", re.I)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing the quotes of one question shows; all empty when they agree."""

    series: tuple[Value, ...] = ()  # oldest first; values that cannot be placed in time come last
    differences: tuple[Difference, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def current(self) -> Value | None:
        """The newest value that can be placed in time, None without a series."""
        return next((v for v in reversed(self.series) if v.end), None)

    @property
    def disputed(self) -> bool:
        """Whether the sources differ."""
        return bool(self.differences)


def compare(question: str, quotes: Sequence[Quote]) -> Comparison:
    """Compare what the quotes say of the quantity or claim asked about.

    Differences need the same event, quantity and scope, about the same time, and two sources; roundings, bounds that can both
    hold, other groups and other units are none. What one source says later replaces what was said before: a series.
    """
    found = statements(quotes, question)
    counted = [q for s in found for q in quantities(s) if _asked_for(question, q)]
    corrected = _corrections(counted)
    gone = {(c.was.replace(",", "").split()[-1] if c.was else "", c.now.what) for c in corrected}
    live = [q for q in counted if not q.old]
    disputed = () if kind_of(question) in {"date", "name"} else _number_differences([q for q in live if (re.sub(r"[^\d.]", "", q.text), q.what) not in gone])
    opposite = _claim_differences(question, pairs(found))
    named = () if disputed or opposite else disagreements(question, quotes)
    return Comparison(_series(question, live, disputed), (*disputed, *opposite, *named), tuple(corrected))


# --- numbers


def _asked_for(question: str, q: Quantity) -> bool:
    """Whether a question that asks for one quantity asks for this one, and in the places it names."""
    wanted = asked(question)
    if wanted and wanted != q.what and not (q.what in _UNITS and wanted in q.said.topic):
        return False
    taken = {w for n in names(question) if n.sure for w in name_words(n.text)}
    said = q.said
    about = said.names | said.title_names | frozenset(name_words(said.attribution))
    return not taken or share_names(frozenset(taken), about)


def _same(a: Quantity, b: Quantity) -> bool:
    if a.what != b.what or a.group != b.group or a.cumulative != b.cumulative or (a.number.unit != b.number.unit and a.number.unit and b.number.unit):
        return False
    if a.what in _UNITS and len(a.said.topic & b.said.topic) < 2:
        return False
    return same_event(a.said, b.said) and same_scope(a.said, b.said)


def _can_agree(a: Number, b: Number) -> bool:
    """Whether two figures can both be right: a rounding of each other, or bounds that meet."""
    return compatible(a, b) or max(a.low, b.low) <= min(a.high, b.high)


def _number_differences(counted: Sequence[Quantity]) -> tuple[Difference, ...]:
    against: list[tuple[Quantity, Quantity]] = []
    for i, a in enumerate(counted):
        against += [(a, b) for b in counted[i + 1 :] if not _can_agree(a.number, b.number) and _two_sources(a, b) and _same(a, b) and _about_then(a, b)]
    groups = _join(against)
    return tuple(_difference("number", group[0].what, [[(_value(q), q.said.quote) for q in side] for side in _sides(group)]) for group in groups)


def _two_sources(a: Quantity, b: Quantity) -> bool:
    if a.said.quote.article.id == b.said.quote.article.id:
        return bool(a.attribution and b.attribution) and not same_speaker(a.attribution, b.attribution)
    return True


def _about_then(a: Quantity, b: Quantity) -> bool:
    """Whether two figures were given about the same time, so that neither replaces the other.

    On one day they differ; a day or more apart the later one is news of the same thing, unless another source puts it lower
    or the figure is no running count.
    """
    if _is_correction(a) or _is_correction(b):
        return False
    one, two = a.said.published, b.said.published
    if not one or not two:
        return not (a.cumulative or b.cumulative)
    early, late = (a, b) if one <= two else (b, a)
    gap = _gap(one, two)
    if gap == 0:
        return not _grew_within_day(a, b)
    if not (a.attribution and b.attribution) or same_speaker(a.attribution, b.attribution) or a.cumulative:
        return False
    return gap <= 7 and late.number.value < early.number.value if a.what in _DENSE else gap <= 1


def _grew_within_day(a: Quantity, b: Quantity) -> bool:
    """Whether one outlet or speaker raised its own count within a day, both with their hour."""
    one, two = a.said.quote.article, b.said.quote.article
    same = one.source == two.source or same_speaker(a.attribution, b.attribution)
    return same and len(one.dated) > 10 and len(two.dated) > 10 and one.dated[11:13] != two.dated[11:13]


def _gap(one: str, two: str) -> int:
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(two)).days)
    except ValueError:
        return 999


def _join(against: Sequence[tuple[Quantity, Quantity]]) -> list[list[Quantity]]:
    """Join pairs that share a member into groups."""
    groups: list[list[Quantity]] = []
    for a, b in against:
        touched = [g for g in groups if a in g or b in g]
        merged = list(dict.fromkeys([*(q for g in touched for q in g), a, b]))
        groups = [*(g for g in groups if g not in touched), merged]
    return groups


def _sides(group: Sequence[Quantity]) -> list[list[Quantity]]:
    """Put figures that can agree on one side."""
    sides: list[list[Quantity]] = []
    for q in group:
        home = next((s for s in sides if all(_can_agree(q.number, other.number) and _same(q, other) for other in s)), None)
        if home is None:
            sides.append([q])
        else:
            home.append(q)
    return sides


# --- claims


_Side = dict[tuple[int, str], tuple[Value, Quote]]


def _claim_differences(question: str, opposite: Sequence[tuple[Claim, Claim]]) -> tuple[Difference, ...]:
    """Gather opposite claims: one difference for each kind of claim, the quotes of each side once."""
    by_kind: dict[str, tuple[_Side, _Side]] = {}
    wanted = {w for n in names(question) if n.sure for w in name_words(n.text)}
    for pair in opposite:
        about = frozenset().union(*(c.said.names | c.said.title_names for c in pair))
        if wanted and not share_names(frozenset(wanted), about):
            continue
        kind = pair[0].what
        sides = by_kind.setdefault(kind, ({}, {}))
        for c in pair:
            sides[0 if c.holds else 1].setdefault((c.said.quote.n, c.attribution), (_claimed(c), c.said.quote))
    return tuple(_difference("claim", what, [list(side.values()) for side in sides]) for what, sides in by_kind.items() if all(sides))


def _claimed(c: Claim) -> Value:
    quote = c.said.quote
    when = next((d for d in c.said.days if d.precision == "day"), None)
    dated = (when.start, when.end, "day", when.phrase) if when else (c.said.published, c.said.published, "published" if c.said.published else "", "")
    return Value(c.text, c.what, quote.n, quote.article.source, quote.article.id, c.attribution, None, "", "", *dated)


# --- what both share


def _difference(kind: str, what: str, sides: list[list[tuple[Value, Quote]]]) -> Difference:
    weighed = sorted(((reports([q for _, q in side]), [v for v, _ in side]) for side in sides), key=lambda pair: -pair[0])
    return Difference(what, "number" if kind == "number" else "claim", tuple(tuple(s) for _, s in weighed), tuple(n for n, _ in weighed))


def reports(quotes: Sequence[Quote]) -> int:
    """Count the independent reports among quotes: those of one outlet, or that tell what one agency told, count once."""
    keys: list[set[str]] = []
    for quote in quotes:
        article = quote.article
        carried = agencies([quote.text, article.text[:_LEAD], article.source, article.byline])
        key = {f"article {article.id}", *(f"agency {name}" for name in carried), *([f"outlet {plain(article.source)}"] if article.source else [])}
        touched = [k for k in keys if k & key]
        keys = [*(k for k in keys if not k & key), key.union(*touched)]
    return len(keys)


def _value(q: Quantity) -> Value:
    said, number = q.said, q.number
    start, end, precision, phrase = _when(q)
    return Value(
        q.text, q.what, said.quote.n, said.quote.article.source, said.quote.article.id, q.attribution, number.value, number.bound, number.unit, start, end, precision, phrase
    )


def _when(q: Quantity) -> tuple[str, str, str, str]:
    """Return start, end, precision and words of the time a figure is for: as its sentence says, else the day its article came out."""
    said = q.said
    published = said.published
    since = re.search(r"\bsince\s+[^,.;:]{3,60}", said.text, re.I)
    phrase = since.group() if since else next((d.phrase for d in said.days), "")
    ranged = next((d for d in said.days if d.precision == "range" and not d.phrase.lower().startswith("since")), None)
    if ranged and (not published or ranged.end <= published):
        return ranged.start, ranged.end, "range", ranged.phrase
    until = next((d for d in said.days if _BY_TIME.search(said.text[: max(said.text.find(d.phrase), 0)])), None)
    if until and until.precision == "day":
        return until.start, until.end, "day", until.phrase
    return published, published, "published" if published else "", phrase


# --- change


def _series(question: str, counted: Sequence[Quantity], disputed: Sequence[Difference]) -> tuple[Value, ...]:
    """Return the quantity asked for as it stood at different times; empty when it is told for one time only.

    Of several such quantities the one is taken whose statements share most words with the question.
    """
    groups: list[list[Quantity]] = []
    for q in counted:
        home = next((g for g in groups if any(_goes_on(q, other) for other in g)), None)
        if home is None:
            groups.append([q])
        else:
            home.append(q)
    wanted = frozenset(stem(w) for w in content_words(question))
    ranked = sorted(groups, key=lambda g: -sum(len(wanted & (q.said.topic | {q.what})) for q in g) / len(g) - 0.01 * len(g))
    disagree = [{(v.quote, v.text) for side in d.sides for v in side} for d in disputed]
    for group in ranked:
        line = _in_time([_value(q) for q in group])
        placed = [v for v in line if v.end]
        if len({v.number for v in placed}) > 1 and len({v.end for v in placed}) > 1 and not any({(v.quote, v.text) for v in line} <= d for d in disagree):
            return line
    return ()


def _goes_on(a: Quantity, b: Quantity) -> bool:
    """Whether one figure tells of the same quantity as another at some other time."""
    if a.what != b.what or a.group != b.group or a.cumulative != b.cumulative or a.number.unit != b.number.unit:
        return False
    if a.cumulative and a.what == "attacks":  # a running count names its time itself
        return share_names(a.said.names | a.said.title_names, b.said.names | b.said.title_names)
    if a.said.scope != b.said.scope:
        return False
    if a.what in _EVENTS or _ATTACKED.search(a.said.text):  # counted for one event: its days must agree
        return same_event(a.said, b.said)
    related = not (a.said.names and b.said.names) or share_names(a.said.names, b.said.names)
    return related and len(a.said.topic & b.said.topic) >= (2 if a.what in _UNITS else 1)


def _in_time(values: Iterable[Value]) -> tuple[Value, ...]:
    """Order values by time, each figure of a day once, what cannot be placed last."""
    placed: dict[tuple[str, float | None], Value] = {}
    for value in values:
        placed.setdefault((value.end, value.number), value)
    line = sorted(placed.values(), key=lambda v: (not v.end, v.end, v.number or 0.0))
    return tuple(line)


# --- corrections


def _is_correction(q: Quantity) -> bool:
    return bool(_CORRECTED.search(_around(q)))


def _around(q: Quantity) -> str:
    return q.said.quote.text if len(q.said.quote.text) < 600 else q.said.text


def _corrections(counted: Sequence[Quantity]) -> list[Correction]:
    """Return figures that their article says replace an earlier one, with that one where it is told."""
    found: list[Correction] = []
    for q in counted:
        words = _CORRECTED.search(_around(q))
        if not words or q.old or _earlier_version(q):
            continue
        olds = [o for o in counted if (o.old or _earlier_version(o)) and o.said.quote.n == q.said.quote.n and o.number.value != q.number.value]
        before = [o for o in counted if o.said.published and o.said.published < q.said.published and o.what == q.what and o.number.value != q.number.value]
        was = olds or before
        found.append(Correction(_value(q), was[-1].text if was else "", words.group()))
    return found


def _earlier_version(q: Quantity) -> bool:
    before = q.said.text[: q.said.text.find(q.text)]
    return bool(re.search(r"\bearlier version\b|\bpreviously (?:said|stated|reported)\b|\bmisstated\b", before, re.I))
