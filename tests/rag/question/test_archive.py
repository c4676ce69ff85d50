"""Questions about the archive itself are told from those about what the articles say."""

import pytest

from rag.question.archive import AboutArchive, read_archive


@pytest.mark.parametrize(
    ("question", "kind", "topic"),
    [
        ("How many articles are there?", "extent", ""),
        ("how many articles are indexed", "extent", ""),
        ("How many articles are stored in this archive?", "extent", ""),
        ("How many stories are in the archive?", "extent", ""),
        ("How many articles are there in total?", "extent", ""),
        ("How many reports are there altogether?", "extent", ""),
        ("How many articles do you have?", "extent", ""),
        ("How many articles does your corpus contain?", "extent", ""),
        ("How many news articles does the archive hold?", "extent", ""),
        ("How many articles does this collection have?", "extent", ""),
        ("How many articles are there, and from when to when?", "extent", ""),
        ("How many articles and from when to when?", "extent", ""),
        ("How many articles do you have, from when to when?", "extent", ""),
        ("From when to when do the articles run?", "extent", ""),
        ("How far back does the archive go?", "extent", ""),
        ("What period do the articles cover?", "extent", ""),
        ("Which dates are the articles from?", "extent", ""),
        ("What date range does the index span?", "extent", ""),
        ("What years does the collection cover?", "extent", ""),
        ("Which days do the articles span?", "extent", ""),
        ("What time span is the archive about?", "extent", ""),
        ("What time do the articles cover?", "extent", ""),
        ("What is the newest article?", "newest", ""),
        ("What is the oldest article in the archive?", "first", ""),
        ("How many articles are about the mill?", "count", "the mill"),
        ("how many articles are there on the mill", "count", "the mill"),
        ("How many stories cover the mill fire?", "count", "the mill fire"),
        ("How many pieces discuss the mill?", "count", "the mill"),
        ("How many articles here deal with the mill?", "count", "the mill"),
        ("How many articles report on the mill?", "count", "the mill"),
        ("How many articles do you have about the mill?", "count", "the mill"),
        ("How many articles were published on the mill?", "count", "the mill"),
        ("How many articles talk about the mill?", "count", "the mill"),
        ("What is the number of articles on the mill?", "count", "the mill"),
        ("Count the articles on the mill.", "count", "the mill"),
        ("Are there any articles about the mill?", "count", "the mill"),
        ("Is there an article on the mill?", "count", "the mill"),
        ("Do you have articles concerning the mill?", "count", "the mill"),
        ("Show me all articles on the mill", "count", "the mill"),
        ("Find articles regarding the mill", "count", "the mill"),
        ("Give me the articles covering the mill", "count", "the mill"),
        ("List articles about the mill", "count", "the mill"),
        ("Do any articles cover the mill?", "count", "the mill"),
        ("Does any article discuss the mill?", "count", "the mill"),
        ("Which outlets are in the archive?", "outlets", ""),
        ("How many newspapers are there in this archive?", "outlets", ""),
        ("What publications are indexed here?", "outlets", ""),
        ("Which outlets covered the by-election?", "outlets", "the by-election"),
        ("Which newspapers reported on the strike?", "outlets", "the strike"),
        ("What papers have written about the mill?", "outlets", "the mill"),
        ("Which media mentioned Ana Ruiz?", "outlets", "Ana Ruiz"),
        ("How many news sites reported the loss of the mill?", "outlets", "the loss of the mill"),
        ("Which news organisations ran a story on the mill?", "outlets", "the mill"),
        ("Which publications published articles about the mill?", "outlets", "the mill"),
        ("Who else reported on the mill?", "outlets", "the mill"),
        ("Who has written about the mill?", "outlets", "the mill"),
        ("What is the newest article on otters?", "newest", "otters"),
        ("what's the latest article about the strike", "newest", "the strike"),
        ("What is the most recent story on the ferry?", "newest", "the ferry"),
        ("Show me the last article that mentions the ferry", "newest", "the ferry"),
        ("When was the ferry last mentioned in the archive?", "newest", "the ferry"),
        ("What is the first article on the ferry?", "first", "the ferry"),
        ("Which was the earliest piece covering the ferry?", "first", "the ferry"),
        ("What is the oldest news story on the ferry?", "first", "the ferry"),
        ("Who first reported the fire?", "first", "the fire"),
        ("Which outlet first wrote about the fire?", "first", "the fire"),
        ("Which paper was the first to report the fire?", "first", "the fire"),
        ("Who was first to cover the fire?", "first", "the fire"),
        ("Who broke the story of the fire?", "first", "the fire"),
        ("Which newspaper broke the news on the fire?", "first", "the fire"),
        ("When did the articles first mention the fire?", "first", "the fire"),
        ("What is the first article to mention the fire?", "first", "the fire"),
        ("What was the first article to report on the fire?", "first", "the fire"),
        ("What was the last article to cover the fire?", "newest", "the fire"),
        ("When did the articles last report on the fire?", "newest", "the fire"),
        ("When did the articles last cover the fire?", "newest", "the fire"),
        ("When did the articles first write about the fire?", "first", "the fire"),
        ("When was the fire first reported in this archive?", "first", "the fire"),
        ("When was the article about the fire published?", "when", "the fire"),
        ("When was the story on the fire written?", "when", "the fire"),
        ("When was the article titled Fire at the mill posted?", "when", "Fire at the mill"),
        ("What is the publication date of the article on the fire?", "when", "the fire"),
        ("What's the date of the report headlined Fire at the mill?", "when", "Fire at the mill"),
    ],
)
def test_what_is_asked_of_the_archive(question: str, kind: str, topic: str) -> None:
    found = read_archive(question)
    assert found is not None
    assert (found.kind, found.topic, found.mentions, found.verbatim) == (kind, topic, "mention" in question, False)


@pytest.mark.parametrize(
    "question",
    [
        "How many articles mention Ana Ruiz?",
        "Which articles mentioned Ana Ruiz?",
        'How many reports mention "Ana Ruiz"?',
        "How many articles refer to Ana Ruiz?",
        "How many articles name Ana Ruiz?",
        "In how many articles is Ana Ruiz mentioned?",
    ],
)
def test_a_mention_is_enough(question: str) -> None:
    assert read_archive(question) == AboutArchive("count", "Ana Ruiz", mentions=True)


EXCERPT = "Two cubs were filmed at dusk"


@pytest.mark.parametrize(
    "question",
    [
        'Which outlet wrote "{}"?',
        "Which outlet published the sentence “{}”?",
        "In which article does '{}' appear?",
        'Which articles contain "{}"?',
        'Which headline is "{}" from?',
        'What is the headline of the article that says "{}"?',
        'What was the source of "{}"?',
        'What’s the url of the article with "{}"?',
        'Where does the sentence "{}" come from?',
        'Where is the quote "{}" from?',
        'Where was it "{}"?',
        'Who published "{}"?',
        'Who printed "{}"?',
        'Find the source of "{}"',
        'Identify the article with "{}"',
        'Name the outlet that wrote "{}"',
        'Give me the headline of "{}"',
        'Source of "{}"?',
        'Article with "{}"',
        "Which newspaper wrote: {}?",
        "Which outlet published this: {}",
    ],
)
def test_the_source_of_an_excerpt(question: str) -> None:
    assert read_archive(question.format(EXCERPT)) == AboutArchive("source", EXCERPT, verbatim=True)


def test_a_long_excerpt_is_no_title() -> None:
    long = "Two cubs were filmed again at dusk"
    for question in (
        'Who wrote "{}"?',
        'Where was "{}" published?',
        'Where is "{}" from?',
        'Where does "{}" stand?',
        'Where did "{}" appear?',
    ):
        assert read_archive(question.format(long)) == AboutArchive("source", long, verbatim=True, sure=False)
        assert read_archive(question.format("One Flew Over the Cuckoo's Nest")) is None


@pytest.mark.parametrize("question", ['"{}"', "“{}”", "«{}»", '"{}"?', "'{}'"])
def test_an_excerpt_alone_may_also_be_a_search(question: str) -> None:
    assert read_archive(question.format(EXCERPT)) == AboutArchive("source", EXCERPT, verbatim=True, sure=False)


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        ('When was the article titled "Fire at the mill" published?', "Fire at the mill"),
        ('When was the story headlined "Fire" printed?', "Fire"),
        ('What is the date of the article called "Fire at the mill"?', "Fire at the mill"),
        ('When was the sentence "Fire at the mill" published?', "Fire at the mill"),
    ],
)
def test_the_day_of_a_headline(question: str, headline: str) -> None:
    assert read_archive(question) == AboutArchive("when", headline, verbatim=True)


@pytest.mark.parametrize(
    "question",
    [
        "How many articles of the treaty were changed?",
        "How many articles of clothing were stolen?",
        "How many articles are about to be amended?",
        "How many stories does the tower have?",
        "How many reports were wrong?",
        "How many articles did Einstein publish in 1905?",
        "How many people does the article on the ferry mention?",
        "Which newspapers did Murdoch buy?",
        "Which newspapers reported losses?",
        "Which outlets closed last year?",
        "Which outlets are in debt?",
        "Which newspapers are there in Rome?",
        "Which outlets covered the costs of the trip?",
        "Which outlets covered up the scandal?",
        "Which media company bought the studio?",
        "Which newspaper did she work for?",
        "Which paper did the scientists publish?",
        "Which articles of the constitution cover speech?",
        "Which articles did he write about the war?",
        "What articles are banned on planes?",
        "Are there articles in the treaty about fishing?",
        "Who covered the song?",
        "Who wrote the article about the ferry?",
        "Who first reported to the police?",
        "What is the latest on the strike?",
        "What is the latest report on inflation?",
        "What is the first article of the constitution?",
        "What is the last story of the tower used for?",
        "When was the tower first mentioned?",
        "When was the story of the three bears written?",
        "When was the law on otters published?",
        "What time do the doors open?",
        'Who said "I have a dream of peace"?',
        'Who wrote "War and Peace"?',
        'Which film has the line "here is looking at you"?',
        'Which newspaper called him "a man of the people"?',
        'What did he mean by "the end of the line"?',
        'What did the article titled "Fire at the mill" say about cubs?',
        'Why did the newspaper say "we are sorry for this"?',
        '"Fire mill"',
        "",
    ],
)
def test_what_the_articles_say_is_asked(question: str) -> None:
    assert read_archive(question) is None


@pytest.mark.parametrize(
    ("question", "sure"),
    [
        ("How many stories mention Ana Ruiz?", True),
        ("How many stories are there?", True),
        ("What is the newest article on otters?", True),
        ("What is the newest story on otters?", False),
        ("Who first reported the fire?", False),
        ("Which outlets covered the fire?", False),
        ("When was the story on the fire written?", False),
    ],
)
def test_words_that_may_ask_for_something_else(question: str, sure: bool) -> None:
    found = read_archive(question)
    assert found is not None
    assert found.sure is sure
