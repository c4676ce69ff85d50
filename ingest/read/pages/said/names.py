"""Names as pages write them: bylines without roles and addresses, headlines apart from the outlet behind them."""

import re
from collections.abc import Iterable

from ingest.article.byline import read_bar
from ingest.article.clean import key
from ingest.article.furniture import is_furniture, is_section
from ingest.article.headline import SEPARATOR, squeezed
from ingest.article.outlets import outlet_named
from ingest.article.people import written
from ingest.article.stamps import date_line

_BY = re.compile(
    r"^\W*(?:(?:written|posted|published|reported|words|story|text|report|submitted|created|von|par|por|author|authors|autor|auteur)\s*"
    r"(?:by\b|:)|by\b\s*:?|(?:von|par|por|di)(?=\s+[A-ZÀ-Ý]))\s*",
    re.IGNORECASE,
)
_POST = (
    r"(?:chief|senior|deputy|special|foreign|political|business|staff|our|associated|associate|assistant|general|managing|executive|news"
    r"|science|health|education|sports?|culture|crime|court|economics|environment|transport|city|local|night|data|legal|diplomatic|world)"
)
_ROLE_WORD = (
    r"(?:writers?|correspondents?|reporters?|editors?|columnists?|contributors?|journalists?|producers?|bureau chief|freelance\w*|staff)"
)
_ROLE = re.compile(rf"\s*(?:[,;|(]|\s[–—-])\s*(?:\S+\s+){{0,3}}?(?:{_POST}\s+)*{_ROLE_WORD}\b.*$", re.IGNORECASE)
ROLE_LINE = re.compile(rf"(?:[\w'’&-]+ ){{0,4}}{_ROLE_WORD}(?:[ ,].{{0,40}})?", re.IGNORECASE)
_REST = re.compile(r"\s*(?:[|•·/].*|[,;–—-]?\s*\S+@\S+.*|\(?@\w+\)?.*|,? and agencies|\bfor (?:the )?[A-Z].*|https?://.*)$")
_NOBODY = re.compile(
    r"(?:(?:the|by|our|web|site|super|wp)\s*)?(?:admin(?:istrator)?\d*|editors?|editorial(?: (?:team|staff|board))?|web ?master|root"
    r"|user\d*|guest|staff(?: (?:reporter|writer)s?)?|newsroom|(?:news ?)?desk|unknown|anonymous|author|none|null|undefined"
    r"|default|contributors?|redaktion|r[ée]daction|redacci[óo]n|.* (?:staff|newsroom|desk|editors|newsdesk))",
    re.IGNORECASE,
)
MOST_BYLINE = 120  # characters, beyond which it is a note on the author
_BEFORE = re.compile(rf"{SEPARATOR.pattern}|:\s+")
_STRONG = re.compile(r"\s*[|»]\s*|\s+::\s+")  # that stand in no headline
_LEGAL = re.compile(r",?\s+(?:ltd|limited|inc|llc|plc|gmbh|corp|s\.?a|ag|co|n\.?v|b\.?v|oy|ab)\.?$", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|&copy;|copyright)(?:\s|©|\(c\)|copyright|by)*(?:\d{4}(?:\s*[-–—/]\s*(?:\d{4}|present))?)?[\s,.:|–—-]*(?:by\s+)?"
    r"(?P<name>[A-ZÀ-Ý0-9][^.|,;©()\n]{1,60}?)\s*(?:\d{4}|[.|,;©()]|-|–|\ball rights\b|\balle rechte\b|\btous droits\b|$)",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"\b(?:all|alle|tous|rights?|reserved|rechte|droits|privacy|terms|contact|cookies?|policy|page|site|website)\b", re.IGNORECASE
)
MOST_OUTLET = 6  # words in the name of an outlet
LEAST_HEADLINE = 3  # words before a tail that nothing but its place makes the outlet


def clean_byline(value: str) -> str:
    """Return the names of a byline: no "By", no post, no address; empty where it names nobody ("admin")."""
    line = " ".join(value.split())
    if not line or len(line) > MOST_BYLINE or re.match(r"(?:https?:|www\.)", line):
        return ""
    line = _BY.sub("", line)
    if not _NOBODY.fullmatch(line) and (bar := read_bar(f"By {line}")) and bar.byline:
        return bar.byline
    line = _REST.sub("", _ROLE.sub("", line)).strip(" ,;:|•·–—-")
    return "" if _NOBODY.fullmatch(line) or "_" in line or not any(c.isalpha() for c in line) else written(line)


def outlet_behind(title: str, headline: str, known: Iterable[str] = ()) -> tuple[str, bool]:
    """Return the outlet that the title of a window names behind or before the ``headline``, and whether something else names it too.

    Without a headline only a name that is ``known`` counts, or what stands behind a sign that headlines do not have. What nothing else
    names must read as an outlet: "Part 2", "Planning" and a columnist stand there as well.
    """
    if not title:
        return "", False
    names = {squeezed(name) for name in known if name}
    parts = [part.strip() for part in SEPARATOR.split(title) if part and part.strip()]
    for part in (parts[-1], parts[0]) if len(parts) > 1 else ():
        if squeezed(part) in names and key(part) != key(headline) and could_be_outlet(part):
            return part, True
    rest = _beside(title, headline) if headline else _behind_sign(title)
    return (rest, False) if rest and could_be_outlet(rest) and outlet_named(rest) else ("", False)


def _beside(title: str, headline: str) -> str:
    """Return the last part of what stands behind the headline, or the part before it."""
    own = " ".join(headline.split()).lower()
    at = title.lower().find(own)
    if at < 0 or len(own.split()) < LEAST_HEADLINE:
        return ""
    behind, before = title[at + len(own) :], title[:at]
    if SEPARATOR.match(behind) and not before.strip():
        return SEPARATOR.split(behind)[-1].strip()
    found = list(_BEFORE.finditer(before))
    return before[: found[0].start()].strip() if found and found[-1].end() == len(before) and not behind.strip() else ""


def _behind_sign(title: str) -> str:
    parts = _STRONG.split(title)
    return parts[-1].strip() if len(parts) > 1 and len(parts[0].split()) > LEAST_HEADLINE else ""


def could_be_outlet(name: str) -> bool:
    """Whether a name could be that of an outlet: a few words with a capital, no section, date or byline."""
    return (
        0 < len(name.split()) <= MOST_OUTLET
        and any(c.isupper() for c in name)
        and not (is_section(name) or is_furniture(name) or date_line(name) or _BY.match(name))
        and not name.lower().startswith(("live", "updates", "page "))
        and name[-1] not in "?!"
    )


def rights_holder(line: str) -> str:
    """Return whose a line of copyright says the page is, empty if it names no one."""
    found = _COPYRIGHT.search(line)
    name = _LEGAL.sub("", found["name"].strip()) if found else ""
    return name if found and name[:1].isupper() and not _RIGHTS.search(name) and could_be_outlet(name) else ""
