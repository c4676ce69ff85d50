"""Whether what a field, the title of a feed or the sender of a message says can be an outlet: no section, format or person (pure)."""

import re
from typing import Final

from ingest.article.furniture import is_furniture, is_section
from ingest.article.headline import names_site
from ingest.article.outlets import LONGEST, is_host, outlet_named
from ingest.article.people import byline_names

_PARTS: Final = re.compile(r"\s+(?:[-–—|:»>·•/]+|›)\s+")
_FORMAT: Final = re.compile(r"(?:\s+(?:RSS|Atom|XML)){1,2}(?:\s+feeds?)?$|\s+feeds?$", re.IGNORECASE)  # "Lowfield Star RSS feed"
_FORMATS: Final = frozenset(  # words that say how an article came or that nobody knows from where
    "web website websites www internet online site page homepage rss atom xml json csv html pdf txt feed feeds manual import imported "
    "importer export exported upload uploaded unknown none untitled undefined unspecified default test sample demo data dataset database "
    "archive archives other others misc miscellaneous various multiple anonymous admin administrator user print email newsletter scraper "
    "scraped crawler crawled crawl bot api cms app mobile desktop syndicated syndication source outlet publication news".split()
)
_PROGRAMS: Final = frozenset(  # through which articles come, one a word
    "twitter x facebook instagram youtube tiktok whatsapp telegram reddit linkedin threads bluesky mastodon google bing wordpress drupal "
    "joomla blogger blogspot tumblr feedburner feedly inoreader newsblur flipboard ifttt zapier scrapy trafilatura lexisnexis nexis "
    "factiva proquest newsapi webhose gdelt meltwater newsbank pressreader alert alerts search results uni".split()
)
_PHRASES: Final = frozenset({"arc xp", "arc publishing", "media cloud", "common crawl", "apple news", "event registry"})
_LISTS: Final = frozenset(  # words that titles of feeds have beside the names of sections
    "latest top stories headlines all most recent today updates main front articles posts full text comments category tag rubric".split()
)
_MAILERS: Final = re.compile(  # where anybody gets an address
    r"(?:g(?:oogle)?mail|outlook|hotmail|live|msn|yahoo|ymail|rocketmail|icloud|me|mac|aol|gmx|web|t-online|freenet|proton|protonmail|pm|mail"
    r"|yandex|qq|163|126|orange|free|laposte|wanadoo|sfr|libero|virgilio|btinternet|comcast|verizon|att|zoho|fastmail|tutanota|tuta|hey"
    r"|seznam|wp|o2|bluewin|telenet|ziggo|uol|bol|rediffmail|naver)\.(?:com?|net|de|fr|it|uk|me|ru|pl|cz|ch|at|be|nl|es|br|in|org|fm|[a-z]{2,3}\.[a-z]{2})"
)


def stated_outlet(name: str, *, title: bool = False, hosts: tuple[str, ...] = ()) -> str:
    """Return a name that can be an outlet's; empty for a word for how articles come, or for whence nobody knows.

    :param title: it is part of the title of a feed, where names of sections and searches stand as well.
    :param hosts: of the outlet's pages: what names one of them is its name, whatever its words are.
    """
    name = " ".join(name.split())
    words = re.findall(r"\w+", name.lower())
    if (
        not words
        or len(name) > LONGEST
        or " ".join(words) in _PHRASES
        or (_PROGRAMS & {*words} and (_PROGRAMS | _FORMATS).issuperset(words))
    ):
        return ""
    if is_host(name) or any(names_site(name, host) for host in hosts):
        return name
    if _FORMATS.issuperset(words):
        return ""
    is_none = name[0] in "\"'“‘„«" or (_is_list(name, words) and not name.startswith("The "))
    return "" if title and is_none else name


def feed_outlet(title: str, hosts: tuple[str, ...] = ()) -> str:
    """Return the outlet of a feed by its title: "Lowfield Star - News" and "World news | Lowfield Star" are of the Lowfield Star.

    It is the part that names one of the ``hosts`` or reads as a paper's; else the first, or what stands behind the name of a section.
    """
    parts = [_FORMAT.sub("", part.strip()) for part in _PARTS.split(f" {' '.join(title.split())} ") if part.strip()]
    names = [name for part in parts if (name := stated_outlet(part, title=True, hosts=hosts))]
    sure = [name for name in names if any(names_site(name, host) for host in hosts)] or [name for name in names if outlet_named(name)]
    if sure or not names:
        return sure[0] if sure else ""
    first = re.findall(r"\w+", parts[0].lower())
    return names[0] if names[0] == parts[0] or (_is_list(parts[0], first) and not _PROGRAMS & {*first}) else ""


def sender_outlet(name: str, address: str) -> str:
    """Return the outlet that sent a message: the name that it gives itself, else its host.

    A person at a free mailer, or without an address, is none.
    """
    host, name = address.rpartition("@")[2].lower(), " ".join(name.split())[: LONGEST + 1]
    if host and not _MAILERS.fullmatch(host):
        return stated_outlet(name) or host
    return "" if not outlet_named(name) and (byline_names(name, marked=True) or not name or "@" in name) else stated_outlet(name)


def _is_list(name: str, words: list[str]) -> bool:
    return is_section(name) or is_furniture(name) or (_LISTS | _FORMATS).issuperset(w for w in words if not is_section(w.title()))
