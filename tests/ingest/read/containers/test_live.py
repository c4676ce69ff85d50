"""A live blog is its posts with their times; what only looks like one, a chronicle or comments, is not."""

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.article.assemble import Raw
from ingest.read.containers.live import hint, split
from ingest.read.failures import ReadError
from ingest.read.markup import parse
from tests.kits.ingest import opened, run

POSTS = (("2024-01-03T09:00:00Z", "Third", "The gate was opened."), ("2024-01-02T09:00:00Z", "Second", "The gate was found shut."))
FIRST = ("2024-01-01T23:30:00+01:00", "First", "Nobody knows where the key to the gate is.")


def page(
    *posts: tuple[str, str, str], name: str = "live-post", above: str = "", stated: dict[str, Any] | None = None, said: str = ""
) -> str:
    shown = "".join(
        f'<div class="{name}"><time datetime="{time}">{time[:10]}</time><h2>{head}</h2><p>{body}</p></div>' for time, head, body in posts
    )
    block = f'<script type="application/ld+json">{json.dumps(stated)}</script>' if stated else ""
    meta = '<meta property="og:site_name" content="Gate News"><meta property="og:url" content="https://gate.example/live">'
    return f"<html><head>{meta}{said}{block}</head><body><h1>The gate, live</h1><div class='{above}'>{shown}</div></body></html>"


def read(markup: str) -> Raw | None:
    found = split(parse(markup))
    assert all(isinstance(raw, Raw) for raw in found)
    return found[0] if found else None  # type: ignore[return-value]


def test_one_day_has_no_earlier_versions() -> None:
    raw = read(page(("2024-01-01T10:00:00Z", "A", "The gate is shut today."), ("2024-01-01T09:00:00Z", "B", "The gate was open at eight.")))
    assert raw is not None
    assert (raw.fields["published"], raw.fields["updated"]) == ("2024-01-01T09:00+00:00", "2024-01-01T10:00+00:00")
    assert raw.earlier == ()


def test_each_earlier_day_holds_what_was_posted_until_its_end() -> None:
    raw = read(page(*POSTS, FIRST))
    assert raw is not None
    stood = {part.fields["updated"][:10]: part.text for part in raw.earlier}
    assert list(stood) == ["2024-01-01", "2024-01-02"]
    assert "key to the gate" in stood["2024-01-01"]
    assert "found shut" not in stood["2024-01-01"]
    assert "found shut" in stood["2024-01-02"]
    assert "was opened" not in stood["2024-01-02"]


def test_a_post_counts_from_when_it_was_last_changed() -> None:
    update = {"@type": "BlogPosting", "datePublished": FIRST[0], "dateModified": "2024-01-02T08:00:00Z", "articleBody": "The key was here."}
    later = {"@type": "BlogPosting", "datePublished": POSTS[0][0], "articleBody": POSTS[0][2]}
    raw = read(page(stated={"@type": "LiveBlogPosting", "headline": "The gate, live", "liveBlogUpdate": [later, update]}))
    assert raw is not None
    assert [part.fields["updated"][:10] for part in raw.earlier] == ["2024-01-02"]


def test_what_the_page_states_of_the_whole() -> None:
    updates = [{"datePublished": t, "text": b} for t, _, b in POSTS]
    block = {
        "@type": "LiveBlogPosting",
        "headline": "The gate, live",
        "coverageStartTime": "2024-01-01T08:00:00Z",
        "dateModified": "2024-01-05T08:00:00Z",
    }
    raw = read(page(stated={**block, "author": {"name": "Ann Lee"}, "publisher": {"name": "Gate Post"}, "liveBlogUpdate": updates}))
    assert raw is not None
    assert {name: raw.fields[name] for name in ("title", "byline", "source", "published", "updated")} == {
        "title": "The gate, live",
        "byline": "Ann Lee",
        "source": "Gate Post",
        "published": "2024-01-01T08:00+00:00",
        "updated": "2024-01-05T08:00+00:00",
    }
    assert [part.fields["updated"][:10] for part in raw.earlier] == ["2024-01-02", "2024-01-03"]
    assert "2 January 2024, 09:00 UTC" in raw.text


def test_a_post_without_a_time_is_read_on_no_earlier_day() -> None:
    updates = [{"datePublished": t, "articleBody": b} for t, _, b in POSTS] + [{"articleBody": "Somebody said that it was all a joke."}]
    raw = read(page(stated={"@type": "LiveBlogPosting", "headline": "The gate, live", "liveBlogUpdate": updates}))
    assert raw is not None
    assert "all a joke" in raw.text
    assert [("all a joke" in part.text) for part in raw.earlier] == [False]


@pytest.mark.parametrize(
    "markup",
    [
        page(*POSTS, name="event"),  # nothing says that it is live
        page(*((t[:10], h, b) for t, h, b in POSTS)),  # days alone
        page(*POSTS, above="comments live"),
        page(POSTS[0]),
        page(("", "A", "One two three four."), ("", "B", "One two three five.")),
    ],
    ids=["no word of live", "days alone", "comments", "one post", "no times"],
)
def test_what_is_no_live_blog(markup: str) -> None:
    assert read(markup) is None


SAID = '<meta property="article:published_time" content="2024-01-01T20:00:00Z">'
INTRO = "The gate of the town is shut today."
LONG = tuple((time, head, f"{body[:-1]}, and two men of the watch were sent up the hill.") for time, head, body in (*POSTS, FIRST))


@pytest.mark.parametrize(
    ("markup", "live"),
    [
        (page(*LONG, name="block", said=SAID), True),
        (page(*LONG[::-1], name="block", said=SAID), False),  # from the first day on, too
        (page(*LONG[::-1], name="block", said=SAID).replace("The gate, live", "The gate - EN DIRECT"), True),
        (page(*LONG[::-1], name="event", said=SAID).replace("The gate, live", "The gate - EN DIRECT"), False),
        (page(*LONG, name="block", said=SAID).replace('<div class="block', '<article class="block').replace("</div>", "</article>"), False),
        (page(*LONG, name="block", said=SAID).replace("<p>", '<p><a href="/b">The bridge is shut</a> '), False),  # stories on a list
        (page(*LONG, name="block", said=SAID).replace("<p>", '<p><a href="#b">The bridge is shut</a> '), True),
        (page(*LONG, name="block", said=SAID).replace("</h1>", f"</h1><p>{INTRO}</p>"), True),
        (page(*LONG, name="block", said=SAID).replace("</h1>", f"</h1><p>{INTRO}</p>").replace("h2>", "b>"), False),  # comments on a flash
        (page(*LONG, name="block", said=SAID).replace("h2>", "b>"), True),
        (page(*LONG, name="block", said=SAID).replace("h2>", "b>").replace("</div></div>", "<a>Reply</a></div></div>"), False),
        (page(*LONG, name="block", said=SAID).replace("<body>", f"<body><p>{LONG[0][2]}</p>"), False),  # the page tells as much itself
        (
            page(*((time.replace("2024", "2999"), head, body) for time, head, body in LONG), name="block", said=SAID),
            False,
        ),  # events to come
        (page(*LONG, name="block", said=SAID).replace("2024-01-02", "2024-01-01").replace("2024-01-03", "2024-01-01"), False),  # of one day
    ],
)
def test_posts_that_nothing_calls_live(markup: str, *, live: bool) -> None:
    assert (read(markup) is not None and bool(hint(markup.encode()))) is live


def test_the_live_blog_of_another_page_in_the_data_of_this_one() -> None:
    updates = [{"datePublished": time, "articleBody": body} for time, _, body in POSTS]
    other = {"@type": "LiveBlogPosting", "headline": "The bridge, live", "datePublished": FIRST[0], "liveBlogUpdate": updates}
    plain = page(POSTS[0], said=SAID, stated=other)
    assert read(plain) is None
    assert read(plain.replace('"The bridge, live"', '"The bridge", "url": "https://gate.example/live/"')) is not None


def test_a_chronicle_is_published_after_its_first_day() -> None:
    blog = page(*LONG, name="block", said=SAID)
    assert read(blog) is not None
    assert (read(blog.replace("01T20", "02T20")), read(blog.replace(SAID, ""))) == (None, None)  # where that is not known, it may be one


@pytest.mark.parametrize(("clocks", "named"), [("11.00 9.30 22.15", True), ("11.00 9.30 8.15", False), ("1pm 2.30pm 4pm", False)])
def test_times_of_day_that_run_over_days_are_named(clocks: str, *, named: bool) -> None:
    posts = "".join(f'<div class="note"><b>{clock}</b><p>The gate was seen to move again.</p></div>' for clock in clocks.split())
    markup = f"<html><head>{SAID}</head><body><h1>The gate: as it happened</h1>{posts}</body></html>"
    if named:
        with pytest.raises(ReadError, match="posts state no time"):
            read(markup)
    else:
        assert read(markup) is None


@pytest.mark.parametrize("name", ["liveblog-entry key", "live-update", "LivePost", "liveticker-item"])
def test_classes_of_posts(name: str) -> None:
    assert read(page(*POSTS, name=name)) is not None


def test_the_outer_of_nested_posts_is_not_taken_for_two() -> None:
    inner = page(*POSTS).replace('class="live-post"', 'class="live-post outer"')
    wrapped = inner.replace("<p>", '<div class="live-post inner"><p>').replace("</p>", "</p></div>")
    raw = read(wrapped)
    assert raw is not None
    assert raw.text.count("The gate was opened.") == 1


def untimed(n: int, title: str = "The gate, live", head: str = "") -> str:
    posts = "".join(f'<div class="live-post"><span>{n}.15pm</span><p>The gate was seen to move at {n}.</p></div>' for n in range(n))
    return f"<html><head><meta property='og:title' content='{title}'>{head}</head><body><h1>{title}</h1>{posts}</body></html>"


STATED = "<meta property='article:published_time' content='2024-01-01T09:00:00Z'>"
CHANGED = "<meta property='article:modified_time' content='2024-01-03T09:00:00Z'>"


def test_posts_whose_times_cannot_be_read_are_named() -> None:
    with pytest.raises(ReadError, match="posts state no time"):
        read(untimed(3, head=STATED))
    with pytest.raises(ReadError, match="posts state no time"):
        read(page(stated={"@type": "LiveBlogPosting", "headline": "The gate, live", "datePublished": "2024-01-01T09:00:00Z"}))


@pytest.mark.parametrize(
    "markup",
    [untimed(3), untimed(3, head=STATED + CHANGED), untimed(2, head=STATED), untimed(3, title="The gate", head=STATED)],
    ids=["no date at all", "it says when it last changed", "two", "not called live"],
)
def test_a_page_whose_one_date_is_not_wrong_is_left_to_be_read_as_one(markup: str) -> None:
    assert read(markup) is None


def test_saved_again_with_more_it_keeps_one_version_a_day(tmp_path: Path) -> None:
    file = tmp_path / "live.html"
    file.write_text(page(POSTS[1], FIRST))
    run(tmp_path / "i", file)
    file.write_text(page(*POSTS, FIRST))
    report = run(tmp_path / "i", file)
    assert (report.added, report.changed, report.removed) == (0, 1, 0)
    with opened(tmp_path / "i") as store:
        articles = store.articles(versions=True)
    (newest,) = [a for a in articles if not a.version_of]
    versions = sorted((a for a in articles if a.version_of), key=lambda a: a.dated)
    assert [(a.dated[:10], a.superseded[:10], a.version_of) for a in versions] == [
        ("2024-01-01", "2024-01-02", newest.id),
        ("2024-01-02", "2024-01-03", newest.id),
    ]
