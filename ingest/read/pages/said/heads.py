"""The headline of a page and the outlet that it is of, from all that names them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.article.clean import key
from ingest.article.headline import squeezed, without_outlet
from ingest.article.outlets import hosted, outlet_named
from ingest.read.pages.said.names import outlet_behind, rights_holder
from ingest.read.pages.tree import marks, within, words

_HEADLINE = re.compile(r"(?:^|[\s_-])(?:headline|(?:entry|post|article|story|page|content)[-_]?title|p-name|hed)(?=$|[\s_-])")
_LOGO = re.compile(
    r"(?:^|[\s_-])(?:logo|site-?(?:title|name)|brand(?:ing)?|masthead|wordmark|custom-logo-link|publication-name)(?=$|[\s_-])"
)
_FOOTED = re.compile(r"footer|copyright|colophon|legal|imprint")
_FEED = re.compile(r"\s*(?:[»|:–-]+\s*)?(?:rss|atom)?\s*(?:feed|rss|atom)\s*$", re.IGNORECASE)
MOST_HEADINGS = 40  # of a page, among which its headline is looked for
LEAST_WORDS = 3  # of a heading other than the first order's that stands in the title
KICKER = 3  # words of a label before the headline in one heading


@dataclass(frozen=True, slots=True)
class Head:
    """The headline and the outlet; ``found`` if nothing states the outlet and it was read from where it stands."""

    title: str
    source: str
    found: bool = False


def find_heading(tree: Any, titles: Sequence[str]) -> Any:  # noqa: ANN401 - lxml elements; lxml is imported late
    """Return the heading that is the article's headline: the longest that stands in a stated title, else the only one; None if unclear."""
    first: list[Any] = []
    matching: list[tuple[int, Any]] = []
    for n, node in enumerate(tree.iter("h1", "h2", "h3", "h4")):
        if n >= MOST_HEADINGS:
            break
        text = words(node)
        size = len(key(text).split())
        if not size or _is_logo(node):
            continue
        if node.tag == "h1":
            first.append(node)
        if (size >= LEAST_WORDS or node.tag == "h1") and any(within(text, title) for title in titles):
            matching.append((size, node))
    if matching:
        return max(matching, key=lambda pair: pair[0])[1]
    if first:
        return first[0] if len({words(node) for node in first}) == 1 else None
    called = [node for node in tree.iter("h2", "h3", "h4", "div", "p", "span") if node.get("class") and _HEADLINE.search(marks(node))]
    return called[0] if called and len({words(node) for node in called}) == 1 else None


def read_head(tree: Any, heading: Any, stated: Mapping[str, str], site: str, url: str) -> Head:  # noqa: ANN401
    """Return title and outlet.

    :param stated: the title and outlet of the markup's fields, in order of trust; ``site`` what other marks call the whole site.
    """
    window = " ".join((tree.findtext(".//title") or "").split())
    seen = words(heading) if heading is not None else ""
    outlet, found = stated.get("source", "") or site, False
    if not outlet:
        outlet, found = _outlet(tree, window or stated.get("title", ""), seen or stated.get("title", ""), url)
    title = _title(seen, stated.get("title", ""), window, outlet)
    return Head(title, outlet, found)


def _title(seen: str, stated: str, window: str, outlet: str) -> str:
    """Return the headline as a reader sees it, unless what is stated, and not the window, says something else; without the outlet."""
    called = without_outlet(stated, outlet)
    if not seen or squeezed(seen) == squeezed(outlet):
        return called or without_outlet(window, outlet)
    if not called:
        return seen
    own, other = key(seen).split(), key(called).split()
    if len(other) >= LEAST_WORDS and own[-len(other) :] == other and len(own) - len(other) <= KICKER:
        return called  # a label stands before the headline
    if len(own) >= LEAST_WORDS and within(seen, window) and not within(called, window):
        return seen  # the window's title says so too; what is stated is for those who search
    return seen if len(set(own) & set(other)) * 2 >= min(len(set(own)), len(set(other))) else called


def _outlet(tree: Any, window: str, headline: str, url: str) -> tuple[str, bool]:  # noqa: ANN401
    """Return the outlet that a page shows and whether nothing but its place says that it is one."""
    feeds = [
        _FEED.sub("", link.get("title") or "") for link in tree.iter("link") if "alternate" in (link.get("rel") or "") and link.get("title")
    ]
    logos = list(_logos(tree))
    rights = list(dict.fromkeys(_rights(tree)))
    name, confirmed = outlet_behind(window, headline, [*logos, *rights, *feeds, hosted(url).partition(".")[0]])
    if name:
        return name, not confirmed
    if len(rights) == 1:
        return (rights[0], True) if outlet_named(rights[0]) else ("", False)  # else a company, a photographer, a maker of maps
    shown = list(dict.fromkeys(name for name in logos if outlet_named(name)))
    return (shown[0], True) if len({squeezed(name) for name in shown}) == 1 else ("", False)


def _logos(tree: Any) -> Iterable[str]:  # noqa: ANN401
    """Yield the names that the page's logo bears: its words, or those for its picture."""
    for node in tree.iter("a", "h1", "div", "span", "p", "img"):
        home = node.tag == "a" and (node.get("rel") == "home" or node.get("href") in {"/", "./", "index.html"})
        if home or ((node.get("class") or node.get("id")) and _LOGO.search(marks(node))):
            picture = node if node.tag == "img" else next(node.iter("img"), None)
            text = words(node) or (picture.get("alt") or "" if picture is not None else "") or node.get("title") or ""
            text = re.sub(r"\s*(?:logo|home(?: ?page)?)$", "", " ".join(text.split()), flags=re.IGNORECASE)
            if 0 < len(text) <= 60:
                yield text


def _rights(tree: Any) -> Iterable[str]:  # noqa: ANN401
    """Yield whose the page's lines of copyright say that it is."""
    for node in tree.iter("footer", "div", "p", "small", "span", "section"):
        if node.tag == "footer" or node.tag == "small" or ((node.get("class") or node.get("id")) and _FOOTED.search(marks(node))):
            text = words(node)
            if len(text) <= 2000 and (name := rights_holder(text)):
                yield name


def _is_logo(node: Any) -> bool:  # noqa: ANN401
    return any((n.get("class") or n.get("id")) and _LOGO.search(marks(n)) for n in (node, *node.iterchildren("a")))
