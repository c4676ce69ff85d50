"""Read a live blog: its posts, each with its time, as one article, and as that article stood at the end of each earlier day.

Which elements are posts is read from the page: those of one class with a time of day in each. A chronicle states days alone, and
comments say that they are comments; neither is a live blog.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ingest.article.assemble import Raw
from ingest.article.stamps import read_stamp
from ingest.read.containers.stream import is_comment, signed
from ingest.read.failures import Failure, ReadError
from ingest.read.markup import block_lines, plain_text

FEWEST = 2  # posts of a live blog
_HINT = re.compile(rb"LiveBlogPosting|liveBlogUpdate|live-?(?:blog|post|entry|update|event|story)", re.IGNORECASE)
_LIVE = re.compile(r"live-?_?(?:blog|post|entry|update|event|story)|\blive\b", re.IGNORECASE)
_POST = re.compile(r"live-?_?(?:blog)?-?_?(?:post|entry|update|event)", re.IGNORECASE)
_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Post:
    """One post: its ISO time, the latest that it states, empty if none, and its lines, the time's own words first."""

    time: str
    lines: tuple[str, ...]


def hint(content: bytes) -> object:
    """Whether the bytes of a page may be a live blog."""
    return _HINT.search(content)


def split(tree: Any) -> list[Raw | Failure]:  # noqa: ANN401 - an lxml element
    """Return the live blog of a page as one raw article with its earlier days; empty for other pages.

    :raises ReadError: for one whose posts cannot be told apart and that does not say when the last of them came.
    """
    from ingest.read.web import stated_fields

    block = _block(tree)
    shown, stated = _shown_posts(tree, bool(block)), _stated_posts(block)
    posts = shown if len(shown) >= max(FEWEST, len(stated)) else stated
    fields = {**stated_fields(tree), **_block_fields(block)}
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


def _shown_posts(tree: Any, is_live: bool) -> list[Post]:  # noqa: ANN401
    """Return the posts that the page shows: of the classes whose elements all state a time of day, the one with most text."""
    groups: dict[tuple[str, str], list[Any]] = {}
    for node in tree.iter("article", "section", "div", "li"):
        for name in {*(node.get("class") or "").split(), *(["itemprop"] if node.get("itemprop") == "liveBlogUpdate" else [])}:
            groups.setdefault((node.tag, name), []).append(node)
    best: list[Post] = []
    for nodes in groups.values():
        if len(nodes) < FEWEST or any(is_comment(node) for node in nodes) or not (is_live or _is_live(nodes[0])):
            continue
        inside = set(nodes)
        if any(parent in inside for node in nodes for parent in node.iterancestors()):
            continue
        posts = [post for node in nodes if (post := _shown_post(node)).lines]
        timed = [post for post in posts if _CLOCK.match(post.time)]
        if len(timed) >= FEWEST and len(timed) == len(posts) and _size(posts) > _size(best):
            best = posts
    return best


def _shown_post(node: Any) -> Post:  # noqa: ANN401
    times = [iso for time in node.iter("time") if (iso := read_stamp(time.get("datetime") or ""))]
    lines = block_lines(node)
    return Post(max(times, key=_moment, default=""), tuple(lines) if any(len(line.split()) >= 4 for line in lines) else ())


def _size(posts: Sequence[Post]) -> int:
    return sum(len(line) for post in posts for line in post.lines)


def _is_live(node: Any) -> bool:  # noqa: ANN401
    """Whether a post's class, or an element around it, says that this is live."""
    words = (f"{n.get('class') or ''} {n.get('id') or ''} {n.get('itemtype') or ''}" for n in (node, *node.iterancestors()))
    return any(_LIVE.search(word) for word in words)


def _seems_live(tree: Any, fields: dict[str, str]) -> bool:  # noqa: ANN401
    """Whether a dated page calls itself live and shows posts by their class, whose times nothing here can read."""
    posts = (
        node for node in tree.iter("article", "section", "div", "li") if _POST.search(node.get("class") or "") and not is_comment(node)
    )
    return bool(fields.get("published") and _LIVE.search(fields.get("title", "")) and len(list(posts)) > FEWEST)


def _block(tree: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the LiveBlogPosting of the page's JSON-LD, empty if there is none."""
    from ingest.read.web import linked_blocks

    return next((node for node in linked_blocks(tree) if "LiveBlogPosting" in _listed(node.get("@type"))), {})


def _listed(value: Any) -> list[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else [value]


def _block_fields(block: dict[str, Any]) -> dict[str, str]:
    """Return what the JSON-LD of a live blog states of the whole of it."""
    from ingest.read.records.words import plain_value

    names = {"title": "headline", "source": "publisher", "byline": "author", "url": "url"}
    fields = {field: " ".join(plain_value(block.get(name)).split()) for field, name in names.items()}
    fields["published"] = read_stamp(str(block.get("datePublished") or "")) or read_stamp(str(block.get("coverageStartTime") or ""))
    fields["updated"] = read_stamp(str(block.get("dateModified") or ""))
    return {field: value for field, value in fields.items() if value}


def _stated_posts(block: dict[str, Any]) -> list[Post]:
    """Return the posts that the JSON-LD holds; their times are written out above them, as a page shows them."""
    posts = []
    for update in _listed(block.get("liveBlogUpdate")):
        if not isinstance(update, dict):
            continue
        stamps = [read_stamp(str(update.get(name) or "")) for name in ("datePublished", "dateModified")]
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
