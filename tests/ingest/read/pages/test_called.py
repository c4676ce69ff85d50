"""A name of a box counts whole where only words of site builders stand beside it, and never where it is a word of the story."""

import pytest

from ingest.read.pages.called import called


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        ("cookie-notice", "consent"), ("gdprBanner", "consent"), ("onetrust-pc-sdk", "consent"), ("truste_overlay", "consent"),
        ("c-newsletter-signup__form", "offer"), ("PaywallOverlay", "offer"), ("post-4 tag-list subscribe_box--x7f", "offer"),
        ("article-comments", "comments"), ("disqus_thread", "comments"), ("coral-talk-stream", "comments"),
        ("related-posts", "box"), ("wp-block-author-bio", "box"), ("tag-list", "box"), ("td_most_read_widget", "box"),
        ("share-buttons", "aside"), ("entry-tags", "aside"), ("sidebar-right", "aside"), ("social", "aside"),
    ],
)  # fmt: skip
def test_whole_names(names: str, kind: str) -> None:
    assert kind in called(names).whole


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        ("cookie-recipe", "consent"), ("oatcookies", "consent"), ("newsletter-quarrel", "offer"), ("daynewsletter", "offer"),
        ("comments-of-mayor", "comments"), ("related-crimes", "box"), ("social-housing", "aside"), ("popularVote", "aside"),
    ],
)  # fmt: skip
def test_names_beside_words_of_the_story(names: str, kind: str) -> None:
    assert (kind in called(names).whole, kind in called(names).partly) == (False, True)


@pytest.mark.parametrize("names", ["", "trustees", "hentry tag-cookies category-newsletter topic-sponsored", "coral-reefs", "antisocial"])
def test_no_names(names: str) -> None:
    assert not called(names)


def test_what_is_of_one_thing_alone() -> None:
    assert [called(names).manager for names in ("didomi-host", "truste", "trustees", "cookies")] == [True, True, False, False]
    assert [called(names).thread for names in ("comments", "comment", "spot-im", "discussion", "comments-of-mayor")] == [
        True,
        False,
        True,
        False,
        False,
    ]
