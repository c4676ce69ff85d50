"""What is part of the page and what is news, at the edge of each rule: furniture that stays is quoted, news that goes is lost."""

import pytest

from ingest.article.furniture import LISTS, bare, is_caption, is_furniture, is_section


def words(n: int) -> str:
    return " ".join(["word"] * n)


@pytest.mark.parametrize(
    ("line", "is_page"),
    [
        ("5 min read", True), ("12 minute listen", True), ("3 mins watch", True), ("5 min walk", False),
        ("Reading time: 4 minutes", True), ("Read time 4 minutes", True),
        ("12 comments", True), ("1 share", True), ("4,000 views", False), ("40 views", True), ("40 boats", False),
        *((f"3 {unit} ago", True) for unit in ("seconds", "minutes", "min", "hours", "hr", "day", "weeks")),
        ("Updated 3 hours ago", True), ("Published 1 day ago", True), ("Posted 2 weeks ago", True), ("3 years ago", False),
        ("© 2024 The Daily Post", True), ("(c) 2024 The Daily Post", True), ("Copyright 2024 The Daily Post", True),
        ("Copyright © 2024 The Daily Post", True), ("Copyright law in 2024", False),
        ("https://post.example/storm", True), (f"https://post.example/{'storm' * 60}", True), ("www.post.example", True),
        *((f"Follow Ann Lee on {site}", True) for site in ("Twitter", "X", "Instagram", "Facebook", "Threads", "TikTok", "Bluesky")),
        ("Follow Ann Lee on Xanadu", False), ("Follow Ann Lee on horseback", False),
        *((f"{label}: Storm closes the port", True) for label in
          ("Read more", "Read also", "Also read", "See also", "Related", "Recommended", "More on this", "In pictures")),
        ("Storm: it closes the port", False), ("Related: the storm closes the port.", False),
        (f"Read more: {words(20)}", True), (f"Read more: {words(21)}", False),
        (f"Photo: Ann {words(7)}", True), (f"Photo: Ann {words(8)}", False),
        *((f"{label}: a toll of four euros", False) for label in ("Related", "Recommended", "In pictures", "Photo", "Image")),
        *((f"Photo: {whose}", True) for whose in ("supplied", "courtesy of the town", "handout")),
        ("© 2019 Gull Review was printed on it.", False), ("© 2019 Gull Review was on it.", True), ("© 2019 Gull Review.", True),
        ("© 2024 Gull Ltd. All rights reserved, no part may be printed.", True),
        ("Follow the money to the man on Facebook.", False), ("Follow the man on Facebook.", True),
        *((f"{what} by Ann Lee", True) for what in
          ("Photo", "Image", "Picture", "Photograph", "Video", "Illustration", "Graphic", "Photos", "Photo credit", "Image courtesy")),
        ("Photo: Ann Lee", True), ("Image © Ann Lee", True), ("Photo bylaws at Lee", False), ("Credit: Ann Lee", True),
        ("Credit Ann Lee", False),
        ("[Ann Lee/AFP]", True), ("(File Reuters)", True), ("Ann Lee/Reuters", True), ("Ann Lee/Walmart", False),
    ],
)  # fmt: skip
def test_a_whole_line(line: str, is_page: bool) -> None:
    assert is_furniture(line) is is_page


@pytest.mark.parametrize(
    "line", ["Share this article", "Skip to content", "Advertisement", "Most popular", "Reuters", "Trending", "share via email"]
)
def test_a_mark_at_the_ends_makes_no_difference(line: str) -> None:
    is_label = line != "Reuters"  # an agency alone on a line is its credit, which other rules read
    for form in (line, f"» {line}:", f"— {line.upper()} —", f"  {line} …"):
        assert is_furniture(form) is is_label
    assert bare("Editor’s picks:") == "editor's picks"


@pytest.mark.parametrize(
    ("line", "is_name"),
    [
        ("World", True), ("The Middle East", True), ("Arts and Culture", True), ("News / World", True), ("Regional", True),
        ("World Politics Business Sport", True), ("World Politics Business Sport Travel", False),  # the contents of a paper
        ("world", False), ("World.", False), ("World ends", False), ("The and", False), ("—", False),
    ],
)  # fmt: skip
def test_the_name_of_a_section(line: str, is_name: bool) -> None:
    assert is_section(line) is is_name


@pytest.mark.parametrize(
    ("line", "is_credited"),
    [
        ("Boats in the harbour (Ann Lee/AFP)", True), ("Boats in the harbour (AFP).", True), ("Boats in the harbour [Handout]", True),
        ("Boats in the harbour (Getty Images)", True), ("Boats in the harbour (the old one)", False), ("(AFP) Boats in the harbour", False),
        ("Boats in the harbour (mishap)", False), ("Boats [x]", False), ("Boats [xy]", True),
    ],
)  # fmt: skip
def test_a_picture_credit(line: str, is_credited: bool) -> None:
    assert is_caption(line) is is_credited


SECTIONS = """
world politics mena middle east business sport sports opinion opinions technology tech science health culture entertainment africa asia
europe americas america uk us usa arab palestine israel iraq syria region regional national local lifestyle travel economy news
breaking live story analysis features feature international nation society environment climate education arts life style money markets
finance gulf levant
"""


@pytest.mark.parametrize("name", SECTIONS.split())
def test_sections_of_newspapers(name: str) -> None:
    """Above and below an article they are the page's; one that is not known becomes a line of the text, or its title."""
    assert is_section(name.capitalize())


@pytest.mark.parametrize(
    "heading",
    "most popular|most read|most viewed|most shared|popular|trending|trending now|recommended|recommended for you|recommended stories"
    "|you may also like|you might also like|editor's picks|editors' picks|editor's pick|top stories|latest news|latest stories|more stories"
    "|more news|more from this section|related|related articles|related stories|related news|related topics|related content|related links"
    "|read more|read also|also read|see also|keep reading|tags|tag|topics|keywords|filed under|comments".split("|"),
)
def test_headings_over_links_to_other_stories(heading: str) -> None:
    """What stands under them at the end goes: headlines of other stories, which would be quoted as news of this one."""
    assert heading in LISTS
    assert is_furniture(f"{heading.capitalize()}:")


@pytest.mark.parametrize(
    "agency",
    "AFP|AP|Reuters|Getty|Getty Images|EPA|EPA-EFE|Anadolu|Anadolu Agency|Anadolu Images|AA|Xinhua|AFP via Getty Images|Handout|File"
    "|File photo|Shutterstock|iStock|Unsplash|UPI|PA|PA Wire|TASS|dpa|ANSA|Pool|Screengrab|Courtesy".split("|"),
)
def test_agencies_that_pictures_are_credited_to(agency: str) -> None:
    assert is_caption(f"Boats in the harbour (Ann Lee/{agency})")
    assert is_furniture(f"[{agency}]")
    assert is_furniture(f"Ann Lee/{agency}")
