"""Tell whether a sentence says outright that a report of its own outlet was wrong or is taken back (pure).

It must say both: whose report, and what is done to it. A report is the outlet's own where the sentence says "our", names the outlet as
the one who speaks or acts, or begins with a report that belongs to nobody else and that a day, a headline, an address or "earlier" tells.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.dates.reader import read_dates
from rag.language.data import word_list
from rag.language.pattern import Pattern
from rag.language.text import content_words
from rag.sources.agencies import forms
from rag.sources.notices.labels import Kind, Label
from rag.sources.speaker import tidy, utterances

LONG = 1000  # characters of a sentence; what is longer is none
QUOTED = 3  # words from which a headline tells which report is meant

QUOTES = re.compile(  # a quotation that is never closed ends with its paragraph, so that each mark is read once
    r"“(?:[^“”\n]|\n(?![ \t]*\n))*(?:”|(?=\n[ \t]*\n)|\Z)|\"[^\"\n]*\"|''[^\n]*?''|‘[^‘’]{20,}’"
)
ADDRESS = re.compile(r"https?://[^\s<>\"”)]+")
_DATELINE = re.compile(  # "HOLM (AP) - ", and the section of a paper before an item of its list: "Money: "
    r"^[A-Z][^a-z\n]{1,40}\([\w ]+\)\s*[–—-]+\s*|^(?!Editors|Eds|Clients|Attention)[A-Z][a-z]+:\s*(?=[A-Z])|^\W+"
)
_OPENERS = frozenset("the in on at and but as a an because our".split())  # capitals before a name that are no part of it
_ADMITS = re.compile(
    r"\b(?:in fact|regrets?|apolog\w+|sorry|errors?|mistakes?|untrue|not true|wrong|incorrect|inaccurate|false|should have)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Outright:
    """What a sentence says of a report of its outlet's own."""

    kind: Kind
    ours: bool  # in words that need no label: "our report", the outlet's whole name, an order to editors, a headline of it
    named: bool = False  # whose report it is, its headline or address alone can tell


@lru_cache
def worded(*names: str) -> Pattern:
    """Return a pattern that finds any phrase of lists of ``standing.json``, in which REPORT is any word for a report."""
    found = "|".join(word for name in names for word in word_list("standing.json", name)).replace(" ", r"\s+")
    return Pattern(rf"\b(?:{found.replace('REPORT', _reports())})\b")


def _reports() -> str:
    return f"(?:{'|'.join(word_list('standing.json', 'reports'))})"


def outright(sentence: str, outlet: str, label: Label | None = None, rest: str = "") -> Outright | None:
    """Return what a sentence says outright of a report of its outlet's own; None where it is not sure or another says it.

    Under a ``label``, "this story" is the one that the label speaks of. ``rest`` is the paragraph, in which the error may be admitted
    that the sentence only repeats: "said" alone is none.
    """
    if len(sentence) > LONG:
        return None
    bare = QUOTES.sub(" ", sentence)
    taken, wrong, told = (worded(name).search(bare) for name in ("taking back", "in error", "told"))
    if not (taken or wrong or told):
        return None
    said, marked = None, _marked(sentence, outlet)
    if taken and not (wrong and label and label.kind == "correction"):
        said = _takes_back(marked, label)
    if said is None and (wrong or told) and (whose := _whose(marked, label)) is not None:
        labelled = label and label.errs and (whose or not label.headline)  # the label itself says that what was told is wrong
        said = Outright("correction", whose) if wrong or labelled or _ADMITS.search(QUOTES.sub(" ", rest)) else None
    return None if said is None or of_another(sentence, outlet) else said


def of_another(sentence: str, outlet: str) -> bool:
    """Return whether a sentence gives the words of somebody else: "the report was wrong, the ministry said"."""
    bare = re.sub(r"\([^()]*\)|@(?:day|title|url)", " ", re.sub(r"@day['’]s\b", "the", _marked(sentence, outlet)))
    behind = (a.source for a in utterances(bare) if a.content[0] < a.source[0] or bare[: a.source[0]].rstrip().endswith(","))
    return any(_is_another(tidy(bare[slice(*source)])) for source in behind)


def _is_another(who: str) -> bool:
    if not re.search(r"[A-Z]", who) and not re.match(r"(?:the|an?|his|her|its|their)\b", who, re.I):
        return False  # nobody who can speak
    own = rf"(?:(?:the\s+)?@|we\b|our\b|(?:(?!of\b|by\b|for\b)[\w-]+,?\s+){{0,6}}?(?:{_reports()}|versions?|editions?)\b)"
    return not re.match(own, who, re.I)


@lru_cache(maxsize=256)
def _names(outlet: str) -> tuple[str, ...]:
    """Return the names of an outlet, an agency's other ones with them, as patterns."""
    name = outlet.removeprefix("The ").strip()
    agency = forms().get(name)
    return tuple(re.escape(form) for form in {name, *(f for f, of in forms().items() if agency and of == agency)} if form)


@lru_cache(maxsize=256)
def _marked(sentence: str, outlet: str) -> str:
    """Return a sentence with @title, @url, @outlet, @short (the last word of the outlet's name) and @day for what they stand for."""
    text = _DATELINE.sub("", sentence.replace("@", " "))
    text = QUOTES.sub(lambda m: " @title " if len(content_words(m[0])) >= QUOTED else " ", text)
    text = ADDRESS.sub("@url", text)
    if names := _names(outlet):
        text = re.sub(rf"(?:\b([A-Z][\w.&'’-]*)\s+)?\b(?:{'|'.join(names)})\b(?!\s+[A-Z]|-\w)", _outlet, text)
        short = re.escape(outlet.split()[-1])
        text = re.sub(rf"\b([Tt]he|\w+['’]s)\s{short}\b(?!\s+[A-Z]|-\w)", lambda m: f"{m[1].replace('The', 'the')} @short", text)
    for day in reversed(read_dates(text, "2000-01-01")):
        if day.precision:
            text = f"{text[: day.start]}@day{text[day.end :]}"
    text = re.sub(r"\s+", " ", re.sub(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", "@day", text)).strip()
    return text[:1].lower() + text[1:]


def without_name(text: str, outlet: str) -> str:
    """Return a text without the name of an outlet, whole or short; its words stay where they are others': Oxhey of the Oxhey Star."""
    short = re.escape(outlet.split()[-1]) if outlet.split() else "(?!)"
    return re.sub(rf"\b(?:{'|'.join((*_names(outlet), rf'(?<=[Tt]he ){short}', rf'(?<=s ){short}'))})\b", " ", text)


def _outlet(found: re.Match[str]) -> str:
    before = found[1]
    if before and before.lower() not in _OPENERS:
        return found[0]
    return f"{before.lower()} @outlet" if before else "@outlet"


@lru_cache
def _grammar() -> dict[str, re.Pattern[str]]:
    """Return the shapes of marked sentences; without regard to case but for names, which make a report another's."""
    back = r"(?:retracted|withdrawn|killed|removed|taken\s+down)"
    paper = r"(?:editions?|paper|newspaper|issue|newsletter|sections?|pages?|@short|@outlet)"
    told = "|".join(word_list("standing.json", "told"))
    we = r"\b[Ww]e\s+(?:\w+ly\s+)?(?:have\s+)?"
    word = r"(?:(?!(?:of|by|from|in|on|about|and|that|said|which|with)\b)[a-z@\d][\w-]*,?|Business|Sports?|Page|One|Metro|Arts|National)\s+"
    noun = rf"(?:{word}){{0,5}}?(?:{_reports()}|versions?(?:\s+of\s+(?:this|our|the\s+following)\s+(?:{word}){{0,3}}?{_reports()})?)\b"
    nobodys = (
        rf"(?!\s+(?:of|by|from|in|for)\s+(?!@day|(?:the\s+)?@outlet|(?:(?:the|our|some|early|late)\s+)+(?:[\w@-]+\s+){{0,3}}?{paper}\b))"
    )
    opening = (
        r"(?:(?:because\s+of|due\s+to|owing\s+to|in\s+some|in\s+an?\s+\w+\s+error|on\s+@day|an?\s+\w+\s+error)\b[^,]{0,80},\s+"
        r"|please\s+(?:be\s+advised|note)\s+that\s+|(?P<desk>(?i:editors|eds|attention|clients)\W+))?"
    )
    day = r"(?:@day|yesterday|today)['’]s"
    order = (
        r"^(?i:(?P<desk>(?:editors|eds|clients|subscribers|attention)\b\W*(?:are\s+)?)?"
        r"(?:(?:requested|asked|advised|urged)\s+to\s+|should\s+|(?:please|kindly)[\s,]+|withhold\s+and\s+)*"
        r"(?P<verb>kill|withdraw|disregard|take\s+down|remove|delete|spike|(?:do\s+)?not\s+(?:use|publish|run))\s+(?:all\s+versions\s+of\s+)?)"
    )
    slug = r"[A-Z][\w&/-]*(?:\s+(?:of\s+|in\s+|at\s+|and\s+)?[A-Z\d][\w&/-]*){0,4}"  # as a wire calls a story: Oxhey Flood
    shapes = {
        "ours": rf"\b(?:[Oo]ur|(?:the\s+)?@outlet['’]s)\s+{noun}|{we}(?:reported|misstated|published)\b"
        rf"|\bversions?\s+of\s+our\s|@outlet\s+(?:has\s+|had\s+)?{worded('in error').text}",
        "we said": rf"{we}(?:{told})\b",
        "edition": rf"\b(?:in|on|of)\s+{day}\s+(?:\w+\s+){{0,2}}?{paper}\b|^{opening}{day}\s+(?:@short|@outlet)\b",
        "nobodys": rf"^{opening}(?:in\s+|on\s+)?(?:[Aa]n?|[Tt]he|{day})\s+{noun}{nobodys}",
        "this": rf"(?:^{opening}|\b(?:kill|withdraw|use|disregard)\s+)this\s+{noun}",
        "told which": r"@day|@title|@url|\bslug|\b(?:earlier|previous|prior|original)\b",
        "order": order + rf"(?:(?:the|our|this|its|an?)\s+{noun}|@title|@url|[A-Z]{{2}}[\w-]+)",
        "slug": order + rf"(?:the|our)\s+(?:(?P<slug>{slug})\s+{noun}|{noun}\s+(?P<behind>{slug})(?=[.,;]|$|\s+(?:sent|moved|that|of)\b))",
        "acts": rf"^(?:the\s+)?(?P<who>@outlet|@short|we)\s+(?:(?:has|have|is|are|hereby|also|\w+ly)\s+)*{worded('taking back').text}\s+"
        rf"(?:(?:its|our|the|(?P<this>this)|an?)\s+{noun}|@title|@url)",
        "is back": rf"\b(?:is|was|are|were|been|be)\s+(?:\w+ly\s+|since\s+|now\s+)*{back}\b"
        r"(?!\s+from\s+(?!(?:our|this|the\s+(?:web)?site)\b)|\s+by\s+(?!us\b|our\b|(?:the\s+)?(?:@outlet|@short|editors?)\b))",
    }
    return {name: re.compile(shape) for name, shape in shapes.items()}


def _takes_back(marked: str, label: Label | None) -> Outright | None:
    shapes = _grammar()
    named = re.search(r"@title|@url|\bslug", marked) is not None
    if _kills_slug(marked, label):
        return Outright("retraction", ours=True)
    if order := shapes["order"].match(marked):
        which = shapes["told which"].search(marked) or _is_ours(marked, label) or (label and shapes["this"].search(order[0]))
        ours = bool(order["desk"] or " our " in order[0])
        return Outright("retraction", ours) if which and (ours or label) else None
    if (acts := shapes["acts"].match(marked)) and (label or not acts["this"]):
        short = acts["who"] == "@short"
        return Outright("retraction", ours=True, named=short) if named or not short else None
    if not shapes["is back"].search(marked):
        return None
    if _is_ours(marked, label) or (label and shapes["this"].match(marked)):
        return Outright("retraction", ours=not shapes["this"].match(marked))
    headed = label is not None and len(content_words(label.headline)) >= QUOTED
    nobodys = shapes["nobodys"].match(marked)
    return Outright("retraction", ours=bool(nobodys["desk"]), named=True) if (named or headed) and nobodys else None


def _kills_slug(marked: str, label: Label | None) -> bool:
    """Return whether a sentence orders a story killed by the capitals that the wire gives it, to editors or under a label that kills it."""
    if not (order := _grammar()["slug"].match(marked)) or (order["slug"] or order["behind"]) in forms():
        return False  # of another agency
    to_editors = re.search(r"(?:\W|\bare)$", (order["desk"] or "").strip())  # "Editors: kill ...", and not "Editors should kill ..."
    killed = label and label.kind == "retraction" and order["verb"].lower() in {"kill", "withdraw", "spike"}
    return bool(to_editors or killed)


def _is_ours(marked: str, label: Label | None) -> bool:
    """Return whether a sentence calls the report "ours"; what "we said" in an opinion piece its writer said."""
    said = _grammar()["we said"].search(marked) and not (label and label.opinion)
    return bool(said or _grammar()["ours"].search(marked))


def _whose(marked: str, label: Label | None) -> bool | None:
    """Return whether a sentence's report is its outlet's own in words that need no label; None where it is not its own."""
    shapes = _grammar()
    if _is_ours(marked, label):
        return True
    if label and (shapes["edition"].search(marked) or shapes["this"].match(marked)):
        return False
    if label and shapes["nobodys"].match(marked) and shapes["told which"].search(marked):
        return False
    return None
