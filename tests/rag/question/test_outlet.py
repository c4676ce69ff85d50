"""An outlet that a question names as the reporter is read alone; one that is only spoken of is not."""

import pytest

from rag.question.outlet import asked_outlets

OUTLETS = ("The Evening Post", "Vale Gazette", "usatoday.com", "cnn.com", "theweek.co.uk", "www.radio.org", "Reuters", "Wire | World News")


@pytest.mark.parametrize(
    ("question", "outlet", "named"),
    [
        ("According to the Evening Post, who won?", "The Evening Post", "the Evening Post"),
        ("according to the evening post, who won?", "The Evening Post", "the evening post"),
        ("Who won according to Reuters?", "Reuters", "Reuters"),
        ("What did CNN report on the strike?", "cnn.com", "CNN"),
        ("As reported by USA Today, how many died?", "usatoday.com", "USA Today"),
        ("How many died, as published in USA TODAY?", "usatoday.com", "USA TODAY"),
        ("What was printed by the Vale Gazette on otters?", "Vale Gazette", "the Vale Gazette"),
        ("What was written in the Vale Gazette on otters?", "Vale Gazette", "the Vale Gazette"),
        ("Which story was carried by Reuters?", "Reuters", "Reuters"),
        ("Was the strike covered by Reuters?", "Reuters", "Reuters"),
        ("How many articles from Radio mention Ana Ruiz?", "www.radio.org", "Radio"),
        ("How many articles are by Wire?", "Wire | World News", "Wire"),
        ("What does the report in The Week say?", "theweek.co.uk", "The Week"),
        ("Did the Vale Gazette report that the mill closed?", "Vale Gazette", "the Vale Gazette"),
        ("What was CNN's first article on Iran?", "cnn.com", "CNN"),
        ("What is the Vale Gazette's latest story?", "Vale Gazette", "the Vale Gazette"),
        ("What does Reuters’ coverage say?", "Reuters", "Reuters"),
        ("What does Reuters reporting say?", "Reuters", "Reuters"),
        ("Reuters reported that who won?", "Reuters", "Reuters"),
        ("What has Reuters reported about the vote?", "Reuters", "Reuters"),
        ("What did Reuters write?", "Reuters", "Reuters"),
        ("Reuters wrote what?", "Reuters", "Reuters"),
        ("What did Reuters publish?", "Reuters", "Reuters"),
        ("What has Reuters published?", "Reuters", "Reuters"),
        ("What did Reuters print?", "Reuters", "Reuters"),
        ("What has Reuters printed?", "Reuters", "Reuters"),
        ("What is the latest from the Evening Post?", "The Evening Post", "the Evening Post"),
        ("What is the latest news from CNN on the strike?", "cnn.com", "CNN"),
        ("What has Reuters reported most recently?", "Reuters", "Reuters"),
    ],
)
def test_a_reporter(question: str, outlet: str, named: str) -> None:
    found, (start, end) = asked_outlets(question, OUTLETS)
    assert found == (outlet,)
    assert question[start:end] == named


@pytest.mark.parametrize(
    "question",
    [
        "Who owns the Evening Post?",
        "According to the Evening Post's owner, who won?",
        "According to 'The Evening Post's owner', who won?",
        "According to the 'Evening Post's' owner, who won?",
        "What did Reuters pay?",
        "Which Vale Gazette reporter was arrested?",
        "What did USA TODAY reporters find?",
        "What happened according to the week in review?",
        "According to the radio, who won?",
        "According to AP, who won?",
        "",
    ],
)
def test_no_reporter(question: str) -> None:
    assert asked_outlets(question, OUTLETS) == ((), (0, 0))


def test_outlets_of_one_name_are_both_read() -> None:
    assert asked_outlets("What did the Herald report?", ("Herald", "herald.com"))[0] == ("Herald", "herald.com")


@pytest.mark.parametrize(
    ("outlet", "named"),
    [("bbc.co.uk", "BBC"), ("news.org", "News"), ("abc.net.au", "ABC"), ("state.gov", "State"), ("mit.edu", "MIT"), ("tech.info", "Tech"),
     ("sky.news", "Sky"), ("lse.ac.uk", "LSE"), ("spiegel.de", "Spiegel"), ("abcnews.com", "ABC News")],
)  # fmt: skip
def test_the_name_of_a_site(outlet: str, named: str) -> None:
    assert asked_outlets(f"What did {named} report on the vote?", [outlet])[0] == (outlet,)


def test_names_of_six_words_are_found() -> None:
    for name, found in (("Daily of Old and New Towns", True), ("Daily of Old and New Small Towns", False)):
        assert bool(asked_outlets(f"What did {name} report?", [name])[0]) is found


@pytest.mark.parametrize(
    ("question", "found", "named"),
    [
        ("Does the article from Reuters say it sank, while the article from The Week says it floats?", "Reuters|theweek.co.uk", "Reuters"),
        ("Did the 'Vale Gazette' article say what the report in 'The Evening Post' does?", "Vale Gazette|The Evening Post", "Vale Gazette"),
        ("What do the Evening Post and the Vale Gazette report?", "The Evening Post|Vale Gazette", "the Evening Post and the Vale Gazette"),
        ("What did CNN, Reuters and the Vale Gazette publish?", "cnn.com|Reuters|Vale Gazette", "CNN, Reuters and the Vale Gazette"),
        ("Does the Vale Gazette report more deaths than Reuters?", "Vale Gazette|Reuters", "Vale Gazette"),
        ("How does the Vale Gazette's report differ from the Evening Post?", "Vale Gazette|The Evening Post", "Vale Gazette"),
        ("What did Reuters report on the layoffs at CNN?", "Reuters", "Reuters"),
        ("What did the Vale Gazette report after Reuters was sold?", "Vale Gazette", "the Vale Gazette"),
        ("Did Reuters report what Reuters published in May?", "Reuters", "Reuters"),
        ("How many articles by Reuters and CNN mention otters?", "Reuters|cnn.com", "Reuters and CNN"),
        ("What do the Vale Gazette's and CNN's reports say?", "Vale Gazette|cnn.com", "Vale Gazette's and CNN"),
        ("Who won, according to both CNN and Reuters?", "cnn.com|Reuters", "CNN and Reuters"),
        ("Who won according to either CNN or Reuters?", "cnn.com|Reuters", "CNN or Reuters"),
        ("According to CNN as well as Reuters, who won?", "cnn.com|Reuters", "CNN as well as Reuters"),
        ("According to CNN, Reuters and the Vale Gazette, who won?", "cnn.com|Reuters|Vale Gazette", "CNN, Reuters and the Vale Gazette"),
        ("According to Reuters, CNN was sold to whom?", "Reuters", "Reuters"),  # what follows the comma is what is asked
        ("According to Reuters, CNN and the Vale Gazette were sold to whom?", "Reuters", "Reuters"),
        ("According to Reuters, the Vale Gazette's owner died; when?", "Reuters", "Reuters"),
        ("According to Reuters and the Vale Gazette's owner, who won?", "Reuters", "Reuters"),
        ("Did Reuters report that the mill is nearer than Radio?", "Reuters", "Reuters"),
        ("Did Reuters report that CNN has more viewers than the Vale Gazette?", "Reuters", "Reuters"),
        ("Is CNN bigger than Radio, according to Reuters?", "Reuters", "Reuters"),
        ("Does Reuters report more than CNN's owner earned?", "Reuters", "Reuters"),
    ],
)
def test_of_several_reporters_none_is_left_out(question: str, found: str, named: str) -> None:
    outlets, (start, end) = asked_outlets(question, OUTLETS)
    assert "|".join(outlets) == found
    assert question[start:end].removeprefix("the ").strip("'") == named.removeprefix("the ")
    assert asked_outlets("How many were laid off at CNN and Reuters?", OUTLETS) == ((), (0, 0))
