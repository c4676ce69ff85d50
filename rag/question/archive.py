"""Read a question about the archive itself: how many articles mention something, which outlets covered it, where words come from (pure)."""

from dataclasses import dataclass
from typing import Literal

from rag.language.pattern import Pattern
from rag.language.text import words

Kind = Literal["count", "outlets", "newest", "first", "when", "source", "extent"]
FEWEST_WORDS = 3  # of an excerpt
LONG = 7  # words of an excerpt that is no title of a book or a film

_NEWS = r"(?:news\s+)?(?:articles?|stor(?:y|ies)|reports?|pieces?)"
_ARTICLE = r"(?:news\s+)?(?:article|story|piece)"
_ARTICLES = r"(?:news\s+)?articles?"
_OUTLET = r"(?:(?:news\s*)?(?:outlets?|papers?|sites?|organi[sz]ations?|publishers?)|newspapers?|publications?|media)"
_HERE = r"(?:\s+(?:here|(?:in|of)\s+(?:the|this|your)\s+(?:archive|index|corpus|collection|articles)))"
_ON = (
    r"(?:to\s+(?:mention|report\s+on|cover)|on|about|concerning|regarding|covering|mentioning"
    r"|(?:that|which)\s+(?:mentions?|mentioned|covers?|covered))"
)
_TITLED = r"(?:(?:with\s+the\s+)?(?:titled?|headlined?|entitled|called|named)|that\s+(?:says|said|has|contains))"
_MENTION = (
    r"(?:mentions?|mentioned|mentioning|name|discuss|discussed|cover|covered|refer\s+to|talk\s+about|deal\s+with|report(?:ed)?\s+on"
    r"|(?:is|are|were)\s+(?:there\s+)?(?:about|on)|do\s+you\s+have\s+(?:about|on)|(?:did\s+)?(?:publish|write|run|print)\s+(?:about|on)"
    r"|(?:were\s+)?(?:published|written|printed)\s+(?:about|on)|about|on)"
)
_DONE = r"(?:published|written|posted|printed|dated|out|from)"
_COVERED = (
    r"(?:(?:ha(?:ve|s)\s+|did\s+)?(?:covered|cover|report(?:ed)?\s+(?:on|about|that|(?=the\b))|wr(?:ote|itten|ite)\s+about|mention(?:ed)?"
    r"|(?:published|carried|ran|had|have)\s+(?:an?\s+)?(?:articles?|stor(?:y|ies)|pieces?|reports?)\s+(?:on|about)))"
)
_MENTIONED = Pattern(r"\b(?:mention|refer|name)")
_X = r"(?P<topic>\S.*?)"
_NEWEST, _FIRST = r"(?:newest|latest|most\s+recent|last)", r"(?:first|earliest|oldest)"
_WHICH_IS = r"(?:(?:what|which)(?:\s+(?:is|was)|['’]s)|(?:show|give|find)\s+(?:me\s+)?)?\s*(?:the\s+)?"
_IT = r"(?:the|this|your)\s+(?:archive|index|corpus|collection)"
_MANY = r"(?:how\s+many|(?:what\s+is\s+)?the\s+number\s+of|count\s+the)"
_ONE_OF = r"(?:which|what|(?:show|find|give)(?:\s+me)?|list|are\s+there|is\s+there|do\s+you\s+have|do|does)(?:\s+(?:all|the|any|an?|some))*"
_NOT_COVERED = r"(?!up\b|(?:the\s+)?(?:costs?|bills?|expenses)\b)"
_PERIOD = r"(?:period|dates?|days|years|date\s+range|time(?:\s*(?:span|period|range))?)"
_SPAN = rf"(?:from\s+when\s+to\s+when|how\s+far\s+back|(?:what|which)\s+{_PERIOD})"
_BROKE = r"broke\s+the\s+(?:news|story)\s+(?:of|about|on|that)"
_CAME_FIRST = (
    r"(?:first\s+(?:reported(?:\s+on)?|covered|wrote\s+about)|was\s+(?:the\s+)?first\s+to\s+(?:report(?:\s+on)?|cover|write\s+about)"
    rf"|{_BROKE})"
)
_TELL = r"(?:mention|report(?:\s+on)?|cover|write\s+about)"
_TOLD = r"(?:mentioned|reported|covered)"
_WORDED: tuple[tuple[Kind, str], ...] = (
    ("extent", rf"how\s+many\s+{_NEWS}\s+(?:are|is)(?:\s+(?:there|indexed|stored){_HERE}?|{_HERE})(?:\s+(?:in\s+total|altogether))?"),
    ("extent", rf"how\s+many\s+{_NEWS}\s+(?:do\s+you\s+have|does\s+{_IT}\s+(?:have|hold|contain))"),
    ("extent", rf"how\s+many\s+{_NEWS}(?:\s+(?:are\s+there|do\s+you\s+have){_HERE}?)?\s*(?:,|and)[\s,]*(?:and\s+)?from\s+when\s+to\s+when"),
    ("extent", rf"{_SPAN}\s+(?:do|does|are|is)\s+(?:{_IT}|the\s+articles)\b[^?]*"),
    ("count", rf"{_MANY}\s+(?:of\s+the\s+)?{_NEWS}{_HERE}?\s+{_MENTION}\s+(?!to\b){_X}"),
    ("count", rf"(?:in\s+)?how\s+many\s+{_NEWS}\s+(?:is|are|was|were)\s+(?!there\b){_X}\s+mentioned"),
    ("count", rf"{_ONE_OF}\s+{_ARTICLES}(?:{_HERE}?\s+{_MENTION}|\s+{_ON})\s+(?!to\b){_X}"),
    ("outlets", rf"(?:which|what|how\s+many)\s+{_OUTLET}\s+(?:are|is)\s*(?:\s+there|\s+indexed)?{_HERE}"),
    ("outlets", rf"(?:which|what|how\s+many)\s+{_OUTLET}\s+{_COVERED}\b\s*{_NOT_COVERED}{_X}"),
    ("outlets", rf"who\s+(?:else\s+)?(?:has\s+)?(?:report(?:ed)?\s+on|written\s+about)\s+{_X}"),
    ("newest", rf"{_WHICH_IS}{_NEWEST}\s+{_ARTICLE}{_HERE}?(?:\s+{_ON}\s+{_X})?{_HERE}?"),
    ("newest", rf"when\s+(?:was|were)\s+{_X}\s+last\s+{_TOLD}{_HERE}"),
    ("first", rf"{_WHICH_IS}{_FIRST}\s+{_ARTICLE}{_HERE}?(?:\s+{_ON}\s+{_X})?{_HERE}?"),
    ("first", rf"(?:who|(?:which|what)\s+{_OUTLET})\s+{_CAME_FIRST}\s+(?!to\b){_X}"),
    ("first", rf"when\s+did\s+(?:the\s+articles\s+)?first\s+{_TELL}\s+{_X}"),
    ("newest", rf"when\s+did\s+(?:the\s+articles\s+)?last\s+{_TELL}\s+{_X}"),
    ("first", rf"when\s+(?:was|were)\s+{_X}\s+first\s+{_TOLD}{_HERE}"),
    ("when", rf"when\s+(?:was|were)\s+(?:the\s+)?{_NEWS}\s+(?:{_ON}|{_TITLED})\s+{_X}\s+{_DONE}"),
    ("when", rf"what(?:\s+(?:is|was)|['’]s)\s+the\s+(?:publication\s+)?date\s+of\s+(?:the\s+)?{_NEWS}\s+(?:{_ON}|{_TITLED})\s+{_X}"),
)
_OF_OUTLET: tuple[tuple[Kind, str], ...] = (  # of a question without the outlet that it names: "the latest from" it
    ("newest", rf"{_WHICH_IS}(?:latest|(?:newest|latest|most\s+recent)\s+news)"),
    ("newest", r"what\s+(?:has|have|did)\s+report(?:ed)?\s+(?:last|(?:most\s+)?recently|lately)"),
)
_RULES, _OUTLET_RULES = ([(kind, Pattern(rf"{rule}\s*[?.!]*")) for kind, rule in rules] for rules in (_WORDED, _OF_OUTLET))
_QUOTED = Pattern(r"[\"“«](?P<words>[^\"“”«»]+)[\"”»]|(?:^|(?<=\s))['‘](?P<single>[^\"]+)['’](?=[\s?.!,]|$)")
_WHOLE = Pattern(r"\W*")
_PUBLISH = r"(?:wrote|published|publishes|printed|ran|carried|reported|has|had|says?|said|contains?|used?|uses)"
_ASKS_SOURCE = Pattern(
    rf"^\W*(?:(?:in\s+)?(?:which|what)\s+(?:{_OUTLET}|{_NEWS}|headline|source)\s+(?:first\s+)?(?:{_PUBLISH}|do|does|did|is|are)\b|who\s+(?:published|printed)\b"
    rf"|(?:what\s+(?:is|was)|what['’]s)\s+the\s+(?:headline|title|source|outlet|date|url|link|address)\s+of\b"
    rf"|where\s+(?:does|do|was|is|did)\s+(?:the\s+)?(?:sentence|quote|words|line|excerpt|passage|text|phrase|this|it)\b"
    rf"|(?:find|identify|name|give)\s+(?:me\s+)?the\s+(?:source|article|outlet|headline)\b|when\s+(?:was|were)\s+(?:the\s+)?(?:sentence|{_NEWS})\b"
    rf"|(?:source|outlet|headline|article)\s+(?:of|for|with)\b)"
)
_MAY_ASK_SOURCE = Pattern(r"^\W*(?:who\s+wrote|where\s+(?:was|is|does|did))\W*$")
_COLON = Pattern(rf"^(?:which|what)\s+(?:{_OUTLET}|{_NEWS})\s+{_PUBLISH}(?:\s+(?:this|the\s+(?:sentence|words)))?\s*:\s*(?P<words>.+?)$")
_TITLE = Pattern(rf"\b{_NEWS}\s+(?:titled|headlined|entitled|called|with\s+the\s+(?:headline|title))\W*$")


@dataclass(frozen=True, slots=True)
class AboutArchive:
    """A question about the articles themselves."""

    kind: Kind
    topic: str = ""  # what the articles are on, or the words whose source is asked for; empty: all articles
    mentions: bool = False  # it is enough that they mention the topic
    verbatim: bool = False  # the topic is an excerpt or a headline, to be found word for word
    sure: bool = True  # False: the words may ask for something else, so that nothing found is no answer


def read_archive(question: str, *, of_outlet: bool = False) -> AboutArchive | None:
    """Return what a question asks about the archive, ``of_outlet`` when its outlet was cut out; None: it asks what the articles say."""
    asked = " ".join(question.split())
    if quoted := _excerpt(asked):
        return quoted
    for kind, rule in (*_RULES, *(_OUTLET_RULES if of_outlet else ())):
        if found := rule.fullmatch(asked):
            topic = found.groupdict().get("topic") or ""
            mentions = bool(_MENTIONED.search(asked.replace(topic, "")))
            sure = kind in {"count", "extent"} or "article" in asked.lower()
            return AboutArchive(kind, topic.strip(' ?.!,"“”'), mentions=mentions, sure=sure)
    return None


def _excerpt(asked: str) -> AboutArchive | None:
    """Return the question for the source of quoted words, or for the day of an article of a quoted headline."""
    if colon := _COLON.match(asked):
        return AboutArchive("source", colon["words"].strip(' ?"“”'), verbatim=True)
    for found in _QUOTED.finditer(asked):
        excerpt = (found["words"] or found["single"]).strip()
        before, after = asked[: found.start()], asked[found.end() :]
        titled = bool(_TITLE.search(before))
        if not titled and len(words(excerpt)) < FEWEST_WORDS:
            continue
        if _WHOLE.fullmatch(before + after):
            return AboutArchive("source", excerpt, verbatim=True, sure=False)
        if _MAY_ASK_SOURCE.match(before) and len(words(excerpt)) >= LONG:
            return AboutArchive("source", excerpt, verbatim=True, sure=False)
        if _ASKS_SOURCE.match(asked):
            when = asked.lower().startswith("when") or " date of " in before
            return AboutArchive("when" if when else "source", excerpt, verbatim=True)
    return None
