"""Lines that state who, when, where and for whom, as sites and papers print them; headlines and sentences are none of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.article.byline import Bar, read_bar
from ingest.article.stamps import Stamp

DAY = (Stamp("2024-03-05"),)
WHO = "Dan Feher"

BARS = [
    ("By Dan Feher | March 5, 2024 | 3 min read", Bar(WHO, DAY)),
    ("March 5, 2024 | By Dan Feher", Bar(WHO, DAY)),
    ("March 5, 2024 3 min read", Bar("", DAY)),
    ("By Dan Feher, Reuters March 5, 2024", Bar(WHO, DAY, agency="Reuters")),
    ("Dan Feher — Mar 5, 2024, 9:15 PM", Bar(WHO, (Stamp("2024-03-05T21:15"),))),
    ("Posted on March 5, 2024 by Dan Feher", Bar(WHO, (Stamp("2024-03-05", "published"),))),
    ("Posted by Dan Feher on March 5, 2024 at 9:15 pm in World", Bar(WHO, (Stamp("2024-03-05T21:15"),))),
    ("Submitted by desk on Tue, 03/05/2024 - 14:20", Bar("", (Stamp("2024-03-05T14:20"),))),  # the fifth of March was a Tuesday
    ("Issued on: 05/03/2024 - 21:15", Bar()),  # May or March
    ("OXHEY | 5 March 2024", Bar("", DAY, place="OXHEY")),
    ("Updated on: March 5, 2024 / 9:15 PM EST / CBS", Bar("", (Stamp("2024-03-05T21:15-05:00", "updated"),), "CBS")),
    ("Tue, 5th March 2024, 8.15pm", Bar("", (Stamp("2024-03-05T20:15"),))),
    ("Updated 2 hours ago", Bar()),
    ("Story by Dan Feher • 3h", Bar(WHO)),
    ("March 5", Bar(days=((3, 5),))),
    ("Dan Feher / Oxhey Star / 5 March 2024", Bar(WHO, DAY, "Oxhey Star")),
    ("Dan Feher, Oxhey Star, 5 March 2024", Bar(WHO, DAY, "Oxhey Star")),
    ("Oxhey Star, 5 March 2024, page 3", Bar("", DAY, "Oxhey Star")),
    ("The Oxhey Quill, 5 March 2024, p. 3", Bar("", DAY, "The Oxhey Quill")),
    ("The Oxhey Star | 5 March 2024", Bar("", DAY, "The Oxhey Star")),
    ("The Oxhey Review | 5 March 2024", Bar("", DAY, "The Oxhey Review")),
    ("The Oxhey Quill, 5 March 2024", Bar("", DAY, place="The Oxhey Quill")),
    ("S. 3 | Oxhey Life | 5 March 2024", Bar("", DAY, "Oxhey Life")),
    ("OXHEY, 5 March 2024, page 3", Bar("", DAY, place="OXHEY")),
    ("Dan Feher, 5 March 2024, p. 3", Bar(WHO, DAY)),
    ("oxhey-star.example | 5 March 2024", Bar("", DAY, "oxhey-star.example")),
    ("Dan Feher @danfeher | Mar 5, 2024", Bar(WHO, DAY)),
    ("By Dan Feher (dan.feher@star.example) 5 March 2024", Bar(WHO, DAY)),
    ("Home > News > 5 March 2024", Bar("", DAY)),
    ("OXHEY, March 5 (Reuters) -", Bar(place="OXHEY", agency="Reuters", days=((3, 5),))),
    ("OXHEY (AFP) - 5 Mar", Bar(place="OXHEY", agency="AFP", days=((3, 5),))),
    ("PARIS (AFP) —", Bar(place="PARIS", agency="AFP")),
    ("Oxhey (dpa/afp) -", Bar(place="Oxhey", agency="dpa, AFP")),
    ("By DAN O'FEHER-LEE and LIA WONG, Staff Writers", Bar("Dan O'Feher-Lee and Lia Wong")),
    ("By Dan Feher Staff Writer", Bar(WHO)),
    ("Dan Feher, political editor", Bar(WHO)),
    ("By Our Correspondent", Bar("Our Correspondent")),
    ("By Dan Feher in Oxhey", Bar(WHO, place="Oxhey")),
    ("By Dan Feher, Oxhey", Bar(WHO, place="Oxhey")),
    ("By Dan Feher in Oxhey and Lia Wong in Kelby", Bar("Dan Feher and Lia Wong", place="Oxhey")),
    ("By Dan Feher, Political Editor | Oxhey Star", Bar(WHO, (), "Oxhey Star")),
    ("By Dan Feher for the Oxhey Star", Bar(WHO, (), "Oxhey Star")),
    ("By Dan Feher, Special to the Oxhey Star", Bar(WHO, (), "Oxhey Star")),
    ("By Dan Feher BBC News", Bar(WHO, (), "BBC News")),
    ("By REUTERS and OXHEY STAR STAFF", Bar("", (), "Oxhey Star", agency="Reuters")),
    ("AFP, Paris | 5 March 2024", Bar("", DAY, agency="AFP")),
    ("Reporter: Dan Feher", Bar(WHO)),
    ("By CNN Staff", Bar("", (), "CNN")),
    ("By The Associated Press", Bar(agency="AP")),
    ("By Dan Feher Associated Press writer", Bar(WHO, agency="AP")),
    ("By Dan Feher/Reuters", Bar(WHO, agency="Reuters")),
    ("By Dan Feher and Agencies", Bar(WHO)),
    ("Dan Feher, Agence France-Presse", Bar(WHO, agency="AFP")),
    ("Text: Dan Feher", Bar(WHO)),
    ("Von Dan Feher, 5. März 2024, 20:15 Uhr", Bar(WHO, (Stamp("2024-03-05T20:15"),))),
    ("Par Dan Feher, publié le mardi 5 mars 2024 à 20h15", Bar(WHO, (Stamp("2024-03-05T20:15", "published"),))),
    ("Por Dan Feher | 5 de marzo de 2024", Bar(WHO, DAY)),
    ("Di Dan Feher - martedì 5 marzo 2024", Bar(WHO, DAY)),
    ("Mark Hill | 5 March 2024", Bar("Mark Hill", DAY)),
]  # fmt: skip
NONE = [
    "New York | 5 March 2024", "Oxhey Council | 5 March 2024", "The council met on 5 March 2024", "Storm of 5 March 2024",
    "By popular demand, the ferry returns on 5 March 2024", "By Popular Demand", "By March 5, 2024", "By Train to Kelby and Back",
    "Dan Feher", "Dan Feher and Lia Wong", "Dan Feher, Lia Wong", "Ferry sinks off Oxhey — Reuters", "Kelby, Oxhey, Durrow",
    "Ferry disaster: 12 dead (Reuters)", "Kelby Town 5, Oxhey Rovers 3 - March 5, 2024", "Feher wins again, the Sun says",
    f"By Dan Feher | March 5, 2024 | {'Lia Wong, ' * 20}", "",
]  # fmt: skip


@pytest.mark.parametrize(("line", "bar"), BARS)
def test_a_line_about_the_article(line: str, bar: Bar) -> None:
    assert read_bar(line) == bar


@pytest.mark.parametrize("line", NONE)
def test_a_line_of_the_article(line: str) -> None:
    assert read_bar(line) is None


def test_the_order_of_day_and_month_is_told() -> None:
    assert [(read_bar("Dan Feher | 3/4/2024", day_first=first) or Bar()).stamps for first in (True, False, None)] == [
        (Stamp("2024-04-03"),), (Stamp("2024-03-04"),), (),
    ]  # fmt: skip


@given(st.text(max_size=220))
def test_any_line_is_a_bar_or_none(line: str) -> None:
    assert read_bar(line) is None or isinstance(read_bar(line), Bar)
