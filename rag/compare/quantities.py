"""What a sentence counts: each number with the quantity it belongs to, whom it covers, when and on whose word (pure)."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.compare.facts import Date, date_stated, dates, same_date
from rag.dates.events import EventDate, event_dates
from rag.language.names import name_words, names, ordinary, same_word
from rag.language.numbers import Number, numbers
from rag.language.text import content_words, sentences, stem
from rag.records import Quote
from rag.sources.speaker import speaker, without

# Quantities that reports name in many ways: the words for each. Everything else goes by its own noun.
CLASSES = {
    "killed": r"kill(?:s|ed|ing)?|dead|die[sd]?|dying|deaths?|fatalit(?:y|ies)|toll|lives|bodies|perished|slain|drown(?:ed)?|massacred",
    "wounded": r"wound(?:s|ed|ing)?|injur(?:e|es|ed|ies|y|ing)|hurt",
    "missing": r"missing|unaccounted",
    "displaced": r"displaced|homeless|evacuat(?:e|ed|ing|ion)|fled|flee(?:ing)?",
    "arrested": r"arrest(?:s|ed|ing)?|detain(?:s|ed|ing)?|rounded up",
    "attacks": r"attack(?:s|ed)?|assaults?|under fire",
}
_CUE = {name: re.compile(rf"\b(?:{words})\b", re.I) for name, words in CLASSES.items()}
_NOUNS = {
    "killed": "killed dead death deaths fatalities", "wounded": "wounded injured injuries", "missing": "missing", "displaced": "displaced",
    "arrested": "arrests arrested", "attacks": "attacks attack assaults",
}  # fmt: skip
_PERSONAL = ("killed", "wounded", "missing", "displaced", "arrested")
# Groups of people: a number of one group is not a number of another, nor of all.
_GROUPS = {
    "children": "child kid minor boy girl infant baby", "women": "woman women", "civilian": "civilian",
    "soldier": "soldier troop serviceman servicemen servicemember marine",
    "fighter": "fighter rebel militant gunman gunmen insurgent jihadist terrorist",
    "police": "police policeman policemen officer", "journalist": "journalist reporter",
    "worker": "worker miner employee staff labourer", "foreigner": "foreigner tourist", "medic": "medic doctor nurse",
}  # fmt: skip
_GROUP = {stem(word): group for group, words in _GROUPS.items() for word in words.split()} | {
    "children": "children",
    "women": "women",
    "men": "",
    "police": "police",
}
_ANYONE = frozenset(stem(w) for w in "person people victim casualty passenger resident inhabitant human others more other".split())
_ATTACKED = re.compile(r"\b(?:attack|target|strike|struck|hit|fired|shell|rocket|drone|missile)\w*", re.I)
_COUNT_OF = re.compile(r"\b(?:[Nn]umber|[Tt]otal|[Cc]ount)\s+of\s+(?P<noun>[a-z]+)")
_PLURAL = re.compile(r"\s+[a-z-]+(?<!s)\s+(?P<noun>[a-z]{3,}s)\b")
_NAMED = re.compile(r"\b[A-Z][\w.’'-]+,\s+(?:aged\s+)?$")
_OF_ITS = re.compile(r"\s+of\s+(?:its|their|his|her|our|the|these|those)\s+(?:own\s+)?(?P<noun>[a-z]+)", re.I)
_NO_NOUN = frozenset(
    stem(w)
    for w in (
        "in on at is as was were are to from by and or for with after before when while that who which since a an the had has have said"
    ).split()
)
_OLD = re.compile(
    r"\b(?:not|from|down from|up from|instead of|rather than|earlier|previously|compared with|against|after)\s+"
    r"(?:at\s+least\s+|about\s+|more\s+than\s+)?$",
    re.I,
)
_SINCE = re.compile(
    r"\bsince\b|\bso far\b|\b(?:in|over|during|for)\s+(?:the\s+(?:past|last)\s+)?(?:\d+|[a-z]+)\s+(?:days|weeks|months|years)\b|"
    r"\b(?:between|from)\b.{3,40}\b(?:and|to)\b",
    re.I,
)
_SCOPE = re.compile(
    r"\b(?:confirmed|suspected|probable|daily|per (?:day|week|month|year|capita|person)|a (?:day|week|month|year)|weekly|monthly|quarterly|"
    r"annual(?:ly)?|yearly|capital|"
    r"nationwide|worldwide|domestic|overseas|half|average|alone|city|this (?:week|month|year)|last (?:week|month|year)|"
    r"first (?:half|quarter)|its own|badly|seriously|critically)\b",
    re.I,
)
_BOTH = re.compile(
    r"\b(?P<one>[A-Z][\w.’'-]*)(?:-led)?\s+(?:and|&)\s+(?P<two>[A-Z][\w’'-]*|coalition|allied|allies|foreign|international|partner)\b"
)
# "How many US troops", "how many American and British soldiers": the noun, past the names and nationalities before it.
_HOW_MANY = re.compile(r"\b[Hh]ow\s+(?:many|much|often)\s+(?:more\s+)?(?:(?:[A-Z][\w.’'-]*|(?<=[\w.])\s*and)\s+)*(?P<noun>\w+)")
_AUXILIARIES = frozenset(stem(w) for w in "is are was were has have had do does did will would can could may money times".split())
_BOUND_WORDS = re.compile(
    r"(?:at least|no fewer than|more than|over|above|less than|fewer than|under|below|up to|at most|as many as|nearly|almost|"
    r"close to|just under|"
    r"about|around|roughly|approximately|some|an estimated|estimated)\s*$",
    re.I,
)
_CLAUSE = re.compile(r"[,;:]|\b(?:and|while|whereas|but|which|who|when|where|after)\b", re.I)
_TIME_WORDS = frozenset(stem(w) for w in (
    "monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december "
    "today yesterday night morning evening day week month year time early late hour say said tell told report number total accord official "
    "least more than about people person kill killed dead died deaths toll wounded injured hurt after").split())  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a quote as it is compared with others."""

    text: str
    quote: Quote
    start: int  # offset in the quote's text
    title: str
    attribution: str
    names: frozenset[str]  # words of names, without the speaker's
    topic: frozenset[str]  # stems of what it tells, without names, numbers, times and the speaker
    title_names: frozenset[str]
    title_topic: frozenset[str]
    days: tuple[EventDate, ...]
    partial: tuple[Date, ...]  # dates as written, for articles that do not say when they came out
    scope: frozenset[str]
    pairs: tuple[tuple[str, str], ...]  # "US and coalition": what a count covers beside the first

    @property
    def published(self) -> str:
        """ISO day of its article, empty if not stated."""
        return self.quote.article.dated[:10]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts."""

    said: Statement
    number: Number
    text: str  # the number with its bound, as written
    what: str  # a class of CLASSES, else the stem of the noun, or the unit
    group: str  # whom it covers: soldier, children ...; empty: anyone
    attribution: str
    old: bool  # told as what is no longer said: "from 60", "not 700"
    cumulative: bool  # counted over a time: "since October", "between 17 and 30 October"


def _statement(quote: Quote, text: str, start: int, known: frozenset[str]) -> Statement:
    who, article = speaker(text), quote.article
    told = without(text, who)
    own, head = _names(told, known), _names(article.title, known)
    if not own and len(text) < len(quote.text):  # "The number of injured is 23." goes with the sentence beside it
        own = _names(quote.text, known)
    return Statement(
        text, quote, start, article.title, who, own, _topic(told, own), head, _topic(article.title, head),
        tuple(event_dates(text, article.dated)), tuple(dates(text)),
        frozenset(m.group().lower() for m in _SCOPE.finditer(told)),
        tuple((m["one"], m["two"]) for m in _BOTH.finditer(told)),
    )  # fmt: skip


def statements(quotes: Sequence[Quote], question: str = "") -> list[Statement]:
    """Return the sentences of the quotes as statements, in order.

    A capital at the start of a sentence is a name where the word is one elsewhere in the quotes, their titles or the question.
    """
    texts = [question, *(q.text for q in quotes), *(q.article.title for q in quotes)]
    known = frozenset().union(*(_names(text, frozenset()) for text in texts))
    twice = Counter(w for q in quotes for w in {w for n in names(q.text) if not n.sure for w in name_words(n.text)})
    known |= {w for w, count in twice.items() if count > 1 and w not in ordinary()}
    return [_statement(q, q.text[s:e], s, known) for q in quotes for s, e in sentences(q.text)]


def _names(text: str, known: frozenset[str]) -> frozenset[str]:
    taken = tuple((d.start, d.end) for d in dates(text))
    return frozenset(w for n in names(text, taken) for w in name_words(n.text) if len(w) > 1 and (n.sure or w in known))


def _topic(text: str, own: frozenset[str]) -> frozenset[str]:
    return frozenset(
        s for w in content_words(text) if not w[0].isdigit() and w not in own and (s := stem(w)) not in _TIME_WORDS and len(s) > 2
    )


def quantities(said: Statement) -> list[Quantity]:
    """Return what a statement counts, in order; ordinals, clock times and years are none."""
    text, taken = said.text, tuple((d.start, d.end) for d in said.partial)
    found = []
    for number in numbers(text, taken):
        if number.unit in {"th", "clock"} or (number.value == 1 and not number.unit and not number.text[0].isdigit()):
            continue
        if _NAMED.search(text[: number.start]) and text[number.end : number.end + 1] == ",":  # "Tanya Burwick, 62, was killed": an age
            continue
        what, group = _counted(text, number)
        if what:
            begin = _bound_start(text, number)
            after = text[number.end :]
            unit = re.match(r"\s*(?:%|per\s?cent|percent)", after) if number.unit == "%" else None
            shown = text[begin : number.end + (unit.end() if unit else 0)]
            old = bool(_OLD.search(text[: number.start])) and not _SINCE.search(text[max(0, number.start - 60) : number.start])
            found.append(Quantity(said, number, shown, what, group, speaker(text, number.start), old, bool(_SINCE.search(text))))
    return found


def _bound_start(text: str, number: Number) -> int:
    if number.bound in {"", "vague"}:
        return number.start
    before = _BOUND_WORDS.search(text[: number.start])
    return before.start() if before else number.start


def _counted(text: str, number: Number) -> tuple[str, str]:
    """Return what a number counts and the group of people it covers."""
    noun = "" if number.noun in _NO_NOUN else number.noun
    if of_its := _OF_ITS.match(text, number.end) or (_PLURAL.match(text, number.end) if noun and not _known(noun) else None):
        noun = stem(of_its["noun"].lower())  # "18 enemy tanks" counts tanks
    if number.unit in {"%", "$", "€", "£", "¥", "₹"}:
        return number.unit, ""
    if noun == "tim":
        return ("attacks", "") if _ATTACKED.search(text) else ("", "")
    if not noun or _CLAUSE.match(text[number.end :].lstrip()[:6]):
        of = _COUNT_OF.search(text[: number.start])
        noun = (
            stem(of["noun"].lower())
            if of
            else ("" if re.match(r"\s*(?:[,.;:)]|$|and\b|to\b|from\b|in\b|on\b|as\b)", text[number.end :]) else noun)
        )
    for name, cue in _CUE.items():
        if (noun and any(stem(w) == noun for w in cue.findall(noun))) or (noun and noun in {stem(w) for w in _plain(name)}):
            return name, ""
    person = not noun or noun in _ANYONE or noun in _GROUP or text[number.end :].lstrip()[:1].isupper()
    if person:
        nearest = _nearest(text, number)
        if nearest:
            return nearest, _GROUP.get(noun, "")
    return noun, _GROUP.get(noun, "")


@lru_cache(maxsize=16)
def _plain(name: str) -> tuple[str, ...]:
    return tuple(_NOUNS[name].split())


def _known(noun: str) -> bool:
    return noun in _ANYONE or noun in _GROUP or any(noun in {stem(w) for w in _plain(name)} for name in _NOUNS)


def _nearest(text: str, number: Number) -> str:
    """Return the class whose word stands nearest to a number, in its clause: a border between costs as much as eight words."""
    best = (40.0, "")
    for name in _PERSONAL:
        for cue in _CUE[name].finditer(text):
            between = text[number.end : cue.start()] if cue.start() >= number.end else text[cue.end() : number.start]
            cost = len(between.split()) + 8 * len(_CLAUSE.findall(between)) + (0 if cue.start() >= number.end else 0.5)
            best = min(best, (cost, name))
    return best[1] if best[0] < 24 else ""


def asked(question: str) -> str:
    """Return the class of quantity that a question asks for, empty if it names none."""
    if not re.search(r"\b(?:how (?:many|much|often)|number|count|toll|total)\b", question, re.I):
        return ""
    hits = [(cue.start(), name) for name, pattern in _CUE.items() for cue in pattern.finditer(question)]
    rest = _HOW_MANY.search(question)
    noun = stem(rest["noun"].lower()) if rest else ""
    own = next((name for name, pattern in _CUE.items() if rest and pattern.fullmatch(rest["noun"])), "")
    if own or (rest and rest["noun"].islower() and noun not in _ANYONE and noun not in _GROUP and noun not in _AUXILIARIES):
        return own or noun
    return min(hits)[1] if hits else noun if noun in _GROUP else ""


def share_names(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of words of names have one in common, in some spelling."""
    return bool(a & b) or any(same_word(x, y) for x in a for y in b)


def days_agree(a: Statement, b: Statement) -> bool | None:
    """Whether the days two statements tell of can be one: None when either tells no day."""
    one, two = [d for d in a.days if d.precision == "day"], [d for d in b.days if d.precision == "day"]
    if one and two:
        return any(x.start == y.start for x in one for y in two)
    left, right = [d for d in a.partial if d.day or d.weekday >= 0], [d for d in b.partial if d.day or d.weekday >= 0]
    if not left or not right:
        return None
    firm = [(x, y) for x in left for y in right if same_date(x, y) and x.month and y.month]
    if firm:
        return True
    left, right = [d for d in left if d.month], [d for d in right if d.month]
    if not left or not right:
        return None
    published = [s.published for s in (a, b) if s.published]
    return any(date_stated(x, [y], published) for x in left for y in right)


def _told_days(said: Statement) -> list[Date]:
    return [d for d in said.partial if d.day or d.weekday >= 0]


def same_scope(a: Statement, b: Statement) -> bool:
    """Whether two counts cover the same: no "confirmed", "per day" or "and coalition" that only one of them has."""
    return a.scope == b.scope and not _wider(a, b) and not _wider(b, a)


def _wider(a: Statement, b: Statement) -> bool:
    low = b.text.lower()
    covered = {*re.findall(r"[\w’'-]+", low)}
    for one, two in a.pairs:
        has_one = any(same_word(w, o) for w in name_words(one) for o in b.names) or one.lower() in covered
        has_two = any(same_word(w, o) for w in name_words(two) for o in b.names) or two.lower() in covered
        if has_one and not has_two:
            return True
    return False


def same_event(a: Statement, b: Statement) -> bool:
    """Whether two statements tell of one event: no day of theirs differs, and they share names and topic."""
    agree = days_agree(a, b)
    if agree is False:
        return False
    if a.quote.article.id == b.quote.article.id and a.start == b.start and a.quote.n == b.quote.n:
        return True
    common = len(a.topic & b.topic)
    wide = len((a.topic | a.title_topic) & (b.topic | b.title_topic))
    if agree is None and bool(_told_days(a)) != bool(_told_days(b)):
        return share_names(a.names, b.names) and common >= (1 if a.published and b.published else 2)
    if a.names and b.names:
        if share_names(a.names, b.names):
            return bool(agree) or common >= 1 or wide >= 2
        return (
            share_names(a.names | a.title_names, b.names | b.title_names)
            and ((bool(agree) and wide >= 2) or common >= 3)
            and not (a.names - a.title_names and b.names - b.title_names and common < 3)
        )
    if share_names(a.names | a.title_names, b.names | b.title_names):
        return (bool(agree) and common >= 1) or common >= 2
    return common >= (2 if agree else 3) and (not a.names or not b.names)
