"""A day under a headline dates the article where publication is said or customary, and nowhere else."""

import pytest

from ingest.article.days import own_stamps
from ingest.article.lines import lines
from ingest.article.metadata import find_metadata
from ingest.article.stamps import date_line

DAY = "8 June 2024"
FAR = "12 January 2099"
INVITED = "Saturday 8 June 2024, 7.30pm"


@pytest.mark.parametrize(
    ("line", "above", "below"),
    [
        (DAY, "", ""), (DAY, "By Ann Lee", "2 min read"), (DAY, "Published on", ""), (DAY, "Updated in", ""), (DAY, "on", ""),
        (DAY, "A vote on the square", "Anger over school"), (DAY, "School", "Theatre Review"), (DAY, "Town Hall fails to pay", ""),
        (DAY, "Arts", "Oxhey"), (DAY, "", "9:30"), (DAY, "A report for the summer", ""),
        (DAY, "What nine of the towns on the coast would like to stand by", ""), (f"Posted {DAY}", "", ""),
        (f"Issued {DAY}", "By Ann Lee", ""), (DAY, "Filed", "Oxhey Star"), (f"Filed by Ann Lee on {DAY}", "", ""),
        (f"Issued {DAY}", "", "2 min read"), ("Saturday 8 June 2024, 7.31pm", "", ""), ("Saturday 8 June 2024, 7.30pm GMT", "", ""),
        ("8 June 2024, 7.30pm", "", ""), (INVITED, "By Ann Lee", ""), (f"Published {INVITED}", "", ""), (INVITED, "", "Share this"),
        ("Saturday 8 June 2024", "", "7.31pm"), ("Saturday 8 June 2024", "", "Oxhey"), (DAY, "", "7.30pm"),
        (DAY, "Page of 320 words", ""),
        # a name is no place, and a place alone no event
        (DAY, "Nora Hall", ""), (DAY, "", "Lia-Ann Park"), (DAY, "Dan Church", ""), (f"Issued {DAY}", "Nora Hall", ""),
        (INVITED, "Nora Hall", ""), (INVITED, "", "Dan Church"), (DAY, "Nora Hall, Oxhey Star", ""), (DAY, "Town Hall", ""),
        (DAY, "Kelby Square", ""), (DAY, "High School", ""), (DAY, "", "Harbour Stadium"), (DAY, "St Ann’s Church", ""),
        (DAY, "", "Stadthalle"), (DAY, "", "Teatro Real"),
        # a name, furniture and a standfirst are no labels
        (DAY, "Ines Le", ""), (DAY, "Omar Al", ""), (DAY, "Nora Du", ""), (DAY, "What's On", ""), (DAY, "Sign In", ""),
        (DAY, "What the tram costs, and what it is for", ""), (DAY, "The tram costs more, and the town knows what for", ""),
        (DAY, "Why nobody knows what the tram is for", ""),
        # a weekday and an hour are how many sites write their days
        (INVITED, "", ""), ("Saturday, June 8, 2024 10:30 AM", "", ""), ("Saturday 8 June 2024 17:00", "", ""),
        ("Samstag, 8. Juni 2024, 19:30 Uhr", "", ""), (INVITED, "Ann Rook", ""), ("Saturday 8 June 2024", "", "7pm"),
        ("Saturday 8 June 2024", "", "19.30"),
        # so are "Filed" and "Issued"
        (f"Issued: {DAY}", "", ""), (f"Filed {DAY}, 3:42 PM", "", ""), (f"Uploaded: {DAY} 10:12", "", ""), (f"Filed {DAY}", "", "Docket 7"),
        (DAY, "Created on", ""), (f"Date filed: {DAY}", "", ""), (f"Filed: {DAY}", "By Ann Lee", "Harbour Stadium"),
        # a sentence, and what an article reviews
        (DAY, "The study of the tram runs to 320 pages", ""), (f"Published {DAY}", "The study of the tram runs to 320 pages", ""),
        (DAY, "Review by Ann Lee", "Harbour Press, 320 pages"), (f"Published {DAY}", "By Ann Lee", "Harbour Press, 320 pages"),
        (DAY, "ISBN 978-0", ""),
    ],
)  # fmt: skip
def test_a_day_of_publication(line: str, above: str, below: str) -> None:
    stamps = date_line(line) or date_line(DAY)
    assert [s.iso for s in own_stamps(stamps, line, above, below, web=True)] == [s.iso for s in stamps]


@pytest.mark.parametrize(
    ("line", "above", "below"),
    [
        (DAY, "Applications must be in by", ""), (DAY, "Report for the period ending", ""), (DAY, "Heard on:", ""),
        (DAY, "Der Lauf beginnt am", ""), (DAY, "Inscriptions ouvertes jusqu’au", ""), (DAY, "Deadline", ""),
        (DAY, "", "Castle Park, Oxhey"), (DAY, "", "St Ann’s Church, Oxhey"), (INVITED, "Ann Rook", "Castle Park, Oxhey"),
        (DAY, "", "Harbour Yard, 7.30pm"), (DAY, "", "Harbour Yard, 15.00"), (DAY, "", "Oxhey v Kelby, 15.00"),
        (f"Published {DAY}", "", "Harbour Press, 320 pages"), (f"Published {DAY}", "", "ISBN 978-0"), (f"Published {DAY}", "320 pages", ""),
        (INVITED, "", "Harbour Stadium"), (INVITED, "Town Hall", ""), (INVITED, "", "St Ann’s Church"), (INVITED, "", "Teatro Real"),
        ("Samstag, 8. Juni 2024, 19:30", "Stadthalle", ""), (f"Issued: {DAY}", "", "Harbour Stadium"), (DAY, "Created on", "Town Hall"),
        (f"Filed {INVITED}", "", ""), (INVITED, "Ann Rook", "Harbour Stadium"),
        (FAR, "", ""), ("8 May 2024 - 9 May 2024", "", ""),
    ],
)  # fmt: skip
def test_a_day_of_something_else(line: str, above: str, below: str) -> None:
    stamps = date_line(line) or date_line(DAY)
    assert stamps
    assert own_stamps(stamps, line, above, below, web=True) == ()


def test_an_old_day_is_the_articles_in_a_text_and_none_on_a_page() -> None:
    assert [len(own_stamps(date_line("8 June 1991"), "8 June 1991", web=web)) for web in (True, False)] == [0, 1]
    assert own_stamps(date_line(FAR), FAR, web=False) == ()


@pytest.mark.parametrize(("over", "published"), [("Report for the period ending", ""), ("Reports", "2024-06-08")])
def test_a_label_over_the_headline_goes_on_under_it(over: str, published: str) -> None:
    text = f"{over}\n\nTram line study is out\n\n{DAY}\n\nThe line to the harbour would cost nine million crowns, a study said on Monday."
    assert find_metadata(lines(text), hints={"title": "Tram line study is out"}).published == published
