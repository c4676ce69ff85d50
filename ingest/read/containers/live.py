"""Read a live blog: its posts, each with its time, as one article, and as that article stood at the end of each earlier day.

Which elements are posts is read from the page: those of one class with a time of day in each. That they are live is said by their class or
by the headline, in several languages, or told by their order: the newest first, over days, the oldest no earlier than the page.
A chronicle states days alone, and comments say that they are comments; neither is a live blog.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ingest.article.assemble import Raw
from ingest.read.containers.stream import is_comment, signed
from ingest.read.failures import Failure, ReadError
from ingest.read.markup import block_lines, plain_text
from ingest.read.pages.measure import Measure
from ingest.read.pages.said.linked import is_own, linked_blocks, listed
from ingest.read.pages.said.own import Own
from ingest.read.pages.said.stamp import page_stamp
from ingest.read.pages.said.together import read_stated
from ingest.read.pages.thread import is_thread

FEWEST = 2  # posts of a live blog
MOST_OF = 0.8  # of a page's running text stands in the posts of a live blog that nothing calls one
LINKED = 3  # words of a link that is a headline
UNTIMED = 3  # posts with nothing but a time of day above them
_CALLED = (
    r"live[-_ ]{0,2}(?:blog|post|entry|update|event|story|ticker|coverage)|as it happened|minute by minute|\ben direct\b|minute par minute"
    r"|minuto a minuto|\ben (?:vivo|directo)\b|in diretta|ao vivo|ao minuto"
)
_HINT = re.compile(rf"LiveBlogPosting|liveBlogUpdate|{_CALLED}".encode(), re.IGNORECASE)
_LIVE = re.compile(rf"{_CALLED}|\blive\b", re.IGNORECASE)
_TITLED = re.compile(_CALLED, re.IGNORECASE)  # a band plays live, too
_OTHERS = re.compile(  # what has times and is no post
    r"event|fixture|match|game|agenda|calend|programme|schedule|teaser|card|related|latest|result|listing|product|job|review", re.IGNORECASE
)
_TIMED = re.compile(rb"datetime\s*=\s*[\"']?(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d")
_CLOCK_ALONE = re.compile(r"(\d{1,2})(?:[:.h] ?(\d\d))?\s*(?:(a|p)\.?m\.?)?(?:\s*(?:uhr|[A-Z]{3,4}))?", re.IGNORECASE)
_POST = re.compile(r"live-?_?(?:blog)?-?_?(?:post|entry|update|event)", re.IGNORECASE)
_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Post:
    """One post: its ISO time, the latest that it states, empty if none, and its lines, the time's own words first."""

    time: str
    lines: tuple[str, ...]


def hint(content: bytes) -> object:
    """Whether the bytes of a page may be a live blog."""
    return _HINT.search(content) or len(set(_TIMED.findall(content))) > 1


def split(tree: Any) -> list[Raw | Failure]:  # noqa: ANN401 - an lxml element
    """Return the live blog of a page as one raw article with its earlier days; empty for other pages.

    :raises ReadError: for one whose posts cannot be told apart and that does not say when the last of them came.
    """
    blocks = linked_blocks(tree)
    stated_of = read_stated(tree, blocks=blocks)
    block = _block(blocks, stated_of.own)
    fields = {**stated_of.fields, **_block_fields(block)}
    shown, stated = _shown_posts(tree, fields, is_live=bool(block)), _stated_posts(block)
    posts = shown if len(shown) >= max(FEWEST, len(stated)) else stated
    if len(posts) < FEWEST or not any(post.time for post in posts):
        if (block or _seems_live(tree, fields)) and not fields.get("updated"):
            raise ReadError("a live blog whose posts state no time, so its one date would be wrong for most of them")
        return []
    fields.setdefault("byline", signed(tree))
    return [story(posts, fields)]


def story(posts: Sequence[Post], fields: dict[str, str]) -> Raw:
    """Return the article of ``posts`` in their order on the page, and what it was at the end of each day but the last.

    It is published when the page says, or with its first post, and updated with its last one at the earliest.
    """
    times = sorted((post.time for post in posts if post.time), key=_moment)
    published = min(filter(None, (fields.get("published", ""), times[0])), key=_moment)
    published = times[0] if times[0].startswith(published) else published  # to the minute, where the page states the day
    days = sorted({time[:10] for time in times})

    def as_of(day: str) -> Raw:
        known = [post for post in posts if post.time and post.time[:10] <= day]
        return _raw(known, fields, published, max((post.time for post in known), key=_moment))

    updated = max(fields.get("updated", ""), times[-1], key=_moment)
    whole = _raw(posts, fields, published, updated)
    earlier = tuple(as_of(day) for day in days if day < max(updated[:10], published[:10]))
    return Raw(whole.text, whole.fields, single=True, stated=True, earlier=earlier)


def _raw(posts: Sequence[Post], fields: dict[str, str], published: str, updated: str) -> Raw:
    text = "\n\n".join(line for post in posts for line in post.lines)
    return Raw(text, {"title": "", **fields, "published": published, "updated": updated}, single=True, stated=True)


def _moment(stamp: str) -> tuple[str, float]:
    """Return what two ISO times are ordered by: the day as written, as everywhere in the index, then the moment."""
    try:
        return stamp[:10], datetime.fromisoformat(stamp).timestamp() if _CLOCK.match(stamp) else 0.0
    except (ValueError, OverflowError):
        return stamp[:10], 0.0


def _shown_posts(tree: Any, fields: dict[str, str], *, is_live: bool) -> list[Post]:  # noqa: ANN401
    """Return the posts that the page shows: of the classes whose elements all state a time of day, the one with most text."""
    best: list[Post] = []
    for nodes in _groups(tree):
        if any(is_comment(node) for node in nodes) or not (is_live or _is_live(nodes[0]) or _runs_on(nodes, fields)):
            continue
        posts = [post for node in nodes if (post := _shown_post(node)).lines]
        timed = [post for post in posts if _CLOCK.match(post.time)]
        if len(timed) >= FEWEST and len(timed) == len(posts) and _size(posts) > _size(best):
            best = posts
    return best


def _groups(tree: Any) -> Iterable[list[Any]]:  # noqa: ANN401
    """Yield the elements of each class, where they are several and none lies in another; the same elements once."""
    groups: dict[tuple[str, str], list[Any]] = {}
    for node in tree.iter("article", "section", "div", "li"):
        for name in {*(node.get("class") or "").split(), *(["itemprop"] if node.get("itemprop") == "liveBlogUpdate" else [])}:
            groups.setdefault((node.tag, name), []).append(node)
    for nodes in {tuple(nodes): nodes for nodes in groups.values() if len(nodes) >= FEWEST}.values():
        inside = set(nodes)
        if not any(parent in inside for node in nodes for parent in node.iterancestors()):
            yield nodes


def _runs_on(nodes: Sequence[Any], fields: dict[str, str]) -> bool:
    """Whether elements that are not called live are posts all the same: they are what the page holds, and it is or runs back over days.

    Stories on a list lead away, events lie ahead, comments have no headlines, a chronicle tells from the first day on and is published
    after the last.
    """
    times = [_shown_time(node) for node in nodes]
    days = [time[:10] for time in times]
    if not all(map(_CLOCK.match, times)) or nodes[0].tag == "article" or _OTHERS.search(nodes[0].get("class") or ""):
        return False
    if sum(any(map(_leads_away, node.iter("a"))) for node in nodes) * 2 > len(nodes) or is_thread(nodes[0].getparent()):
        return False
    root = nodes[0].getroottree().getroot()
    measure = Measure(root)
    told, whole = sum(measure.of(node).prose for node in nodes), measure.of(root).prose
    if _TITLED.search(fields.get("title", "")):
        return told > MOST_OF * whole
    begun = "" < fields.get("published", "")[:10] <= days[-1]
    back = len(set(days)) >= FEWEST and sorted(times, key=_moment, reverse=True) == times
    headed = all(next(node.iter("h2", "h3", "h4"), None) is not None for node in nodes)
    return begun and back and (told == whole or (headed and told > MOST_OF * whole))


def _leads_away(link: Any) -> bool:  # noqa: ANN401
    """Whether a link is the headline of another page's story."""
    return link.get("href", "#")[:1] != "#" and len(link.text_content().split()) >= LINKED


def _shown_time(node: Any) -> str:  # noqa: ANN401
    """Return the latest time that a post states, ISO, empty if none."""
    times = [iso for time in node.iter("time") if (iso := page_stamp(time.get("datetime") or ""))]
    return max(times, key=_moment, default="")


def _shown_post(node: Any) -> Post:  # noqa: ANN401
    lines = block_lines(node)
    return Post(_shown_time(node), tuple(lines) if any(len(line.split()) >= 4 for line in lines) else ())


def _size(posts: Sequence[Post]) -> int:
    return sum(len(line) for post in posts for line in post.lines)


def _is_live(node: Any) -> bool:  # noqa: ANN401
    """Whether a post's class, or an element around it, says that this is live."""
    words = (f"{n.get('class') or ''} {n.get('id') or ''} {n.get('itemtype') or ''}" for n in (node, *node.iterancestors()))
    return any(_LIVE.search(word) for word in words)


def _seems_live(tree: Any, fields: dict[str, str]) -> bool:  # noqa: ANN401
    """Whether a dated page calls itself live and shows posts by their class, whose times nothing here can read."""
    if not (fields.get("published") and _LIVE.search(fields.get("title", ""))):
        return False
    posts = (
        node for node in tree.iter("article", "section", "div", "li") if _POST.search(node.get("class") or "") and not is_comment(node)
    )
    return len(list(posts)) >= UNTIMED or any(len(nodes) >= UNTIMED and _over_days(nodes) for nodes in _groups(tree))


def _over_days(nodes: Sequence[Any]) -> bool:
    """Whether elements each begin with a time of day and these run neither up nor down, as those of one day do."""
    clocks = [_CLOCK_ALONE.fullmatch(next(iter(block_lines(node)), "")) for node in nodes]
    found = [(int(m[1]) % 12 + 12 * (m[3].lower() == "p") if m[3] else int(m[1]), int(m[2] or 0)) for m in clocks if m]
    return len(found) == len(nodes) and found not in (sorted(found), sorted(found, reverse=True))


def _block(blocks: Iterable[dict[str, Any]], page: Own) -> dict[str, Any]:
    """Return the LiveBlogPosting of the page in its JSON-LD, empty if it holds none, or that of another page."""
    return next((block for block in blocks if "LiveBlogPosting" in listed(block.get("@type")) and is_own(block, page)), {})


def _block_fields(block: dict[str, Any]) -> dict[str, str]:
    """Return what the JSON-LD of a live blog states of the whole of it."""
    from ingest.read.records.words import plain_value

    names = {"title": "headline", "source": "publisher", "byline": "author", "url": "url"}
    fields = {field: " ".join(plain_value(block.get(name)).split()) for field, name in names.items()}
    fields["published"] = page_stamp(str(block.get("datePublished") or "")) or page_stamp(str(block.get("coverageStartTime") or ""))
    fields["updated"] = page_stamp(str(block.get("dateModified") or ""))
    return {field: value for field, value in fields.items() if value}


def _stated_posts(block: dict[str, Any]) -> list[Post]:
    """Return the posts that the JSON-LD holds; their times are written out above them, as a page shows them."""
    posts = []
    for update in listed(block.get("liveBlogUpdate")):
        if not isinstance(update, dict):
            continue
        stamps = [page_stamp(str(update.get(name) or "")) for name in ("datePublished", "dateModified")]
        time = max(filter(None, stamps), key=_moment, default="")
        text = plain_text(str(update.get("articleBody") or update.get("text") or update.get("description") or ""))
        lines = [str(update.get("headline") or "").strip(), *(line for raw in text.split("\n") if (line := raw.strip()))]
        if any(lines[1:]) or lines[0]:
            posts.append(Post(time, tuple(line for line in (_written(stamps[0] or time), *lines) if line)))
    return posts


def _written(stamp: str) -> str:
    """Return an ISO time as pages show one: "28 August 2023, 07:10"; empty for none."""
    try:
        when = datetime.fromisoformat(stamp)
    except ValueError:
        return ""
    zone = when.strftime("%z")
    clock = f", {when:%H:%M}" + (" UTC" if zone == "+0000" else f" UTC{zone[:3]}:{zone[3:]}" if zone else "")
    return f"{when.day} {when:%B %Y}" + (clock if _CLOCK.match(stamp) else "")
