"""Read a page that shows several whole articles one under the other: a blog's month, an archive page, one that loads the next below.

Each is an ``<article>`` with a headline and a day of its own. Teasers are too short to be one, and comments say what they are.
"""

import re
from typing import Any

from ingest.article.assemble import Raw
from ingest.article.stamps import date_line
from ingest.read.containers.exports.lines import byline
from ingest.read.failures import Failure, ReadError
from ingest.read.markup import block_lines
from ingest.read.pages.said.stamp import page_stamp

FEWEST = 2  # articles of such a page
UNDATED = 3  # of them without a day, on a page that states none, from which it is an export rather than an article with its boxes
LEAST_WORDS = 40  # in paragraphs, of an article that is more than a teaser
COMMENT = re.compile(r"comment|reply|respond|disqus", re.IGNORECASE)
_SIGNED = re.compile(r"\b(?:byline|author)\b")
_HEADINGS = "h1 h2 h3 h4".split()


def hint(content: bytes) -> object:
    """Whether the bytes of a page may show several articles."""
    return content.count(b"<article") >= FEWEST


def split(tree: Any) -> list[Raw | Failure]:  # noqa: ANN401 - an lxml element
    """Return the articles of the page, in order; empty for a page of one.

    A page that shows several of which one states no day of its own gives that one without a date: another's would be wrong.

    :raises ReadError: when none states one.
    """
    from ingest.read.pages import stated_fields

    blocks = [node for node in tree.iter("article") if not _inside(node) and not is_comment(node) and _words(node) >= LEAST_WORDS]
    found = [(node, heading, _times(node)) for node in blocks if (heading := next(node.iter(*_HEADINGS), None)) is not None]
    stated = stated_fields(tree)
    if sum(bool(times) for _, _, times in found) < FEWEST:
        if len(found) >= UNDATED and not stated.get("published"):
            raise ReadError(
                f"it shows {len(found)} articles that state no day that can be read, so no date fits them: save one article a file"
            )
        return []
    source = stated.get("source", "")
    return [_article(node, heading, times, source, f":{n}") for n, (node, heading, times) in enumerate(found, start=1)]


def is_comment(node: Any) -> bool:  # noqa: ANN401
    """Whether an element is a reader's comment, by its class and those around it."""
    around = (n for n in (node, *node.iterancestors()) if n.tag not in {"body", "html"})
    return any(COMMENT.search(f"{n.get('class') or ''} {n.get('id') or ''}") for n in around)


def signed(node: Any) -> str:  # noqa: ANN401
    """Return the names of the first byline that an element shows, by its class; empty if it shows none."""
    for part in node.iter("p", "span", "div", "a", "address"):
        if _SIGNED.search(f"{part.get('class') or ''} {part.get('rel') or ''}") and not is_comment(part):
            names = byline(" ".join(part.text_content().split()))
            return names if 0 < len(names) <= 100 else ""
    return ""


def _inside(node: Any) -> bool:  # noqa: ANN401
    return any(parent.tag == "article" for parent in node.iterancestors())


def _words(node: Any) -> int:  # noqa: ANN401
    return sum(len(p.text_content().split()) for p in node.iter("p"))


def _times(node: Any) -> list[str]:  # noqa: ANN401
    """Return the times that an article states, in order of their days: of its ``<time>``, else of a line at its top."""
    times = [iso for time in node.iter("time") if (iso := page_stamp(time.get("datetime") or "") or page_stamp(time.text_content()))]
    return sorted(times or [stamp.iso for line in block_lines(node)[:6] for stamp in date_line(line)], key=lambda iso: iso[:10])


def _article(node: Any, heading: Any, times: list[str], source: str, place: str) -> Raw | Failure:  # noqa: ANN401
    title = " ".join(heading.text_content().split())
    header = next((n for n in heading.iterancestors() if n.tag == "header"), heading)
    link = heading.find(".//a")
    skip = {header, *node.iter("time", "footer", "nav")} - {node}
    url = (link.get("href") or "") if link is not None else ""
    published, updated = (times[0], times[-1]) if times else ("", "")
    fields = {
        "title": title,
        "source": source,
        "byline": signed(node),
        "published": published,
        "updated": updated if updated[:10] > published[:10] else "",
        "url": url if "://" in url else "",
    }
    return Raw("\n\n".join(block_lines(node, skip)), fields, single=True, stated=True, place=place)
