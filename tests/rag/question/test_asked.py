"""What a question asks for: the kind of answer, the kind of value, what it counts, and whether reports of harm answer it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language import lexicon
from rag.question.asked import WANTS, Asked, read_asked


@pytest.mark.parametrize(
    ("question", "kind", "value"),
    [
        # numbers
        ("How many miners came up?", "count", "number"),
        ("How much did the bridge cost?", "count", "number"),
        ("By how much did rents rise in Alvik?", "count", "number"),
        ("How long did the strike last?", "count", "number"),
        ("How strong was the quake?", "count", "number"),
        ("How old was the captain when she died?", "count", "number"),
        ("What share of the plums was lost?", "count", "number"),
        ("What percentage of voters stayed at home?", "count", "number"),
        ("Which amount was paid?", "count", "number"),
        ("The Kestrel carried how many passengers?", "count", "number"),
        ("The Kestrel sank on Monday. How many were on board?", "count", "number"),
        ("Death toll in Alvik?", "count", "number"),
        ("Number of boats lost?", "count", "number"),
        ("The total price?", "count", "number"),
        ("The final death toll?", "count", "number"),
        ("What is the population of Torvik?", "what", "number"),
        ("What was the death toll?", "what", "number"),
        ("What's the average price of a stamp?", "what", "number"),
        # times
        ("When did the ferry sink?", "when", "date"),
        ("Which year was the hall built?", "when", "date"),
        ("In what year did she win?", "when", "date"),
        ("At what hour did the bells ring?", "when", "date"),
        ("The hall was opened in which decade?", "when", "date"),
        ("The hall was opened when?", "when", "date"),
        ("When exactly did it burn?", "when", "date"),
        ("When and where was she born?", "when", "date"),
        ("How soon will the bridge open?", "when", "date"),
        ("How recently was it painted?", "when", "date"),
        ("The day when the ferry sank", "when", "date"),
        ("What is the release date of the album?", "what", "date"),
        ("What's her birthday?", "what", "date"),
        ("What was her own first full birthday like?", "what", "date"),
        ("What was the year of the flood?", "what", "date"),
        ("What was the word of the year?", "what", ""),
        # people and bodies
        ("Who opened the inquiry?", "who", "name"),
        ("Whom did the board choose?", "who", "name"),
        ("Whose boat was hit?", "who", "name"),
        ("Which company owned the ferry?", "who", "name"),
        ("What team won the cup?", "who", "name"),
        ("Which best-selling author died?", "who", "name"),
        ("Name the minister who resigned.", "who", "name"),
        ("After the captain left, who took over?", "who", "name"),
        # places
        ("Where is the bridge?", "where", "name"),
        ("In what city was the coin made?", "where", "name"),
        ("Name the village that was flooded.", "where", "name"),
        ("The ship sank near which island?", "where", "name"),
        # reasons and ways
        ("Why did the ferry sink?", "why", ""),
        ("What caused the fire?", "why", ""),
        ("Which reason did the minister give when he left?", "why", ""),
        ("What is she known for?", "why", ""),
        ("What was the old bread for?", "why", ""),
        ("How did the robbers get in?", "how", ""),
        ("How did the king react when his brother was held?", "how", ""),
        # one of several, and things
        ("Which hall was chosen?", "which", "name"),
        ("Name one way to cross the river.", "which", "name"),
        ("Please name me the two dogs.", "which", "name"),
        ("Which?", "which", "name"),
        ("Which one big old town was it?", "which", "name"),
        *((f"Name {some} dogs.", "which", "name") for some in ("the", "a", "an", "one", "two", "three", "all")),
        ("Name dogs.", "what", ""),
        ("Which kind of bread was it?", "which", ""),
        ("What type of boat was it?", "what", ""),
        ("What sorts of boat were there?", "what", ""),
        ("What film won?", "what", "name"),
        ("What is the name of the lawyer who filed the case?", "what", "name"),
        ("What was the title of her book?", "what", "name"),
        ("What is the capital of Norway?", "what", "name"),
        ("What did the judge say?", "what", ""),
        ("What was the very old bread for?", "what", ""),
        ("What old number was it?", "what", "name"),
        ("What was her own very first full birthday like?", "what", ""),
        ("The final known death toll?", "what", ""),
        ("What will President Dahl do for dinner when they meet?", "what", ""),
        ("When many are held, what is said of it?", "what", ""),
        ("What happened in Alvik?", "what", ""),
        ("What went wrong?", "what", ""),
        ("What may follow?", "what", ""),
        ("What about the others?", "what", ""),
        ("The ferry", "what", ""),
        ("", "what", ""),
        # yes or no
        ("Was the hull repaired?", "yesno", ""),
        ("Is it true that the mayor resigned?", "yesno", ""),
        ("Did she say who sank it?", "yesno", ""),
        ("And did anyone die?", "yesno", ""),
        ("But has it been found?", "yesno", ""),
        ("So will it open?", "yesno", ""),
        ("Any casualties?", "yesno", ""),
        ("Anyone hurt?", "yesno", ""),
        ("After the fire, was the hall rebuilt?", "yesno", ""),
    ],
)
def test_the_kind_of_answer_and_of_value(question: str, kind: str, value: str) -> None:
    asked = read_asked(question)
    assert (asked.kind, asked.value) == (kind, value)


WORDS = {
    "what {} was it?": ("count", "percent percentage number amount age share proportion total price score distance rate"),
    "how {} was it?": ("count", "many much old long far tall big large high often fast deep heavy wide strong"),
    "which {} was it?": ("when", "year date day hour month time decade century season week"),
    "what old {} was it?": ("who", "person man woman actor actress singer player president minister author leader official star artist "
                            "politician director ceo king queen athlete company group team agency party band organisation organization"),
    "which big old {} was it?": ("where", "country city state place town nation region island location continent county venue area "
                                          "province village"),
    "what {} the fire?": ("why", "cause caused causes prompted led triggered"),
    "what main {} was given?": ("why", "reason"),
    "{} it ring?": ("yesno", "is are was were do does did has have had can could will would should"),
    "when {} it ring?": ("when", "is are was were do does did has have had can could will would should"),
    "when {} where is it?": ("when", "exactly and in on"),
}  # fmt: skip


@pytest.mark.parametrize(("question", "kind"), [(form.format(w), kind) for form, (kind, listed) in WORDS.items() for w in listed.split()])
def test_every_word_of_the_lists_counts(question: str, kind: str) -> None:
    assert read_asked(question).kind == kind


@pytest.mark.parametrize("verb", "is are was were do does did has have had can could will would should".split())
def test_a_verb_behind_what_is_no_noun(verb: str) -> None:
    assert read_asked(f"What {verb} bread?").value == ""
    if verb[0] in "dhcws" and verb != "was" and verb != "were":
        assert read_asked(f"What {verb} minister Dahl bake?").kind == "what"


@pytest.mark.parametrize("word", "happened happens killed changed went made came may might must else if about the an a".split())
def test_what_is_no_noun_is_no_name(word: str) -> None:
    assert read_asked(f"What {word} bread?").value == ""


@given(st.text(max_size=100))
def test_any_question_asks_something(question: str) -> None:
    asked = read_asked(question)
    assert asked.kind in WANTS
    assert asked == read_asked(question)
    assert not (asked.quantity and asked.value in {"date", "name"})
    assert asked.harm != "asked" or not (asked.quantity or asked.value)


def test_the_rankers_know_the_kinds_by_these_names() -> None:
    assert WANTS == ["count", "when", "who", "where", "why", "how", "which", "what", "yesno"]


@pytest.mark.parametrize(
    ("question", "quantity"),
    [
        ("How many people were killed?", "killed"),
        ("How many died in Alvik?", "killed"),
        ("How many deaths were there?", "killed"),
        ("How many civilians were hurt?", "wounded"),
        ("How many US and British soldiers are missing?", "missing"),
        ("How often was the base attacked?", "attacks"),
        ("What was the death toll?", "killed"),
        ("What is the total of arrests?", "arrested"),
        ("The count of the wounded?", "wounded"),
        ("Number of homeless?", "displaced"),
        ("How many soldiers were there?", "soldi"),  # a stem
        ("How many boats sank?", "boat"),
        ("How many more Norwegian boats sank?", "boat"),
        ("How many of the boats sank?", "boat"),
        ("How many different trees grow there?", "tre"),
        ("How much weight was lost?", "weight"),
        ("How much of the town was flooded?", ""),
        ("How much money was lost?", ""),
        ("How many times was it killed off?", "killed"),
        ("How many people came?", ""),
        ("How many Norwegians?", ""),
        ("The total of wounded and killed?", "wounded"),
        ("The total of killed and wounded?", "killed"),
        ("How many were there?", ""),
        ("Which city has a toll on roads?", ""),  # a name is asked for
        ("When did the death toll pass ten?", ""),
        ("Were people killed?", ""),
        ("How old is she?", ""),
        ("", ""),
    ],
)
def test_what_is_counted(question: str, quantity: str) -> None:
    assert read_asked(question).quantity == quantity


@pytest.mark.parametrize("word", "is are was were has have had do does did will would can could may money times".split())
def test_what_is_not_counted(word: str) -> None:
    assert read_asked(f"How many {word} it in all?").quantity == ""


@pytest.mark.parametrize("word", "of the its their his her these those all more different other possible".split())
def test_what_is_passed_over(word: str) -> None:
    assert read_asked(f"How many {word} boats sank?").quantity == "boat"


@pytest.mark.parametrize(
    ("question", "harm"),
    [
        ("Were there any casualties?", "asked"),
        ("Any casualties?", "asked"),
        ("Did anyone die?", "asked"),
        ("What damage did the storm do?", "asked"),
        ("What heavy damage did the storm do?", "relevant"),
        ("Was the bridge damaged?", "asked"),
        ("Why was the clerk killed?", "asked"),
        ("Is the group responsible?", "asked"),
        ("How many were killed?", "relevant"),
        ("How many were wounded?", "relevant"),
        ("How many were arrested?", ""),
        ("How many boats were damaged?", ""),
        ("How long did it hurt?", "relevant"),
        ("Did the drone reach the base?", "relevant"),
        ("What happened in Alvik?", "relevant"),
        ("What has happened in Alvik?", "relevant"),
        ("How have happened such things?", "relevant"),
        *((f"What {is_} {told} of the raid?", "relevant") for is_ in ("is", "was") for told in ("known", "said", "reported")),
        *((f"How {bad} were the effects?", "relevant") for bad in ("bad", "severe", "serious")),
        ("How long were the effects felt?", ""),
        ("The town had any losses?", "relevant"),
        ("When did they talk about it?", ""),
        ("Who was talked about?", ""),
        *((f"What {did} the army {told}?", "relevant") for did in ("did", "do", "does") for told in ("say", "report", "do", "cause")),
        ("What was the result of the raid?", "relevant"),
        ("What was the outcome?", "relevant"),
        ("What did the army say?", "relevant"),
        ("What do critics claim?", "asked"),
        ("How does it cause it?", "relevant"),
        ("Tell me of the raid.", "relevant"),
        ("Describe the raid.", "relevant"),
        ("Summarise the raid.", "relevant"),
        ("Summarize the raid.", "relevant"),
        ("Explain the raid.", "relevant"),
        ("A word about the raid.", "relevant"),
        ("Who was hurt?", ""),
        ("When was the clerk killed?", ""),
        ("Which losses did the army have?", "relevant"),
        ("Which heavy losses did it have?", "relevant"),
        ("Which of the losses?", "relevant"),
        ("Which of the heavy losses?", ""),
        ("Why did the army march?", ""),
        ("How did they cross?", ""),
        ("What will the army do next?", ""),
        ("", ""),
    ],
)
def test_whether_reports_of_harm_answer(question: str, harm: str) -> None:
    assert read_asked(question).harm == harm


def test_one_record_a_question() -> None:
    assert read_asked("How many people were killed in Alvik?") == Asked("count", "number", "killed", False, False, "relevant")
    assert read_asked("How many sank?") is read_asked("How many sank?")


def test_the_classes_have_words_for_both_uses() -> None:
    assert set(lexicon.CUE) == set(lexicon.CLASSES) == set(lexicon.CLASS_NOUNS) >= set(lexicon.PERSONAL)


HARMED = {
    "HARM": "casualty casualties damage damaged injured injury hurt wounded harm harmed kill killed killing dead die died dies death "
            "deaths "
            "victim victims target targets responsible responsibility claim claimed",
    "killed": "kill kills killed killing dead die died dies dying death deaths fatality fatalities toll lives bodies perished slain drown "
              "drowned massacred",
    "wounded": "wound wounds wounded wounding injure injures injured injuries injury injuring hurt",
    "missing": "missing unaccounted",
    "displaced": "displaced homeless evacuate evacuated evacuating evacuation fled flee fleeing",
    "arrested": "arrest arrests arrested arresting detain detains detained detaining",
    "attacks": "attack attacks attacked assault assaults",
}  # fmt: skip


@pytest.mark.parametrize(("name", "word"), [(name, w) for name, listed in HARMED.items() for w in listed.split()])
def test_words_of_harm_and_of_what_is_counted(name: str, word: str) -> None:
    pattern = lexicon.HARM if name == "HARM" else lexicon.CUE[name]
    assert pattern.fullmatch(word)
    assert not pattern.search(f"{word}x un{word}" if name != "HARM" else f"un{word}")


@pytest.mark.parametrize(("name", "words"), [("arrested", "rounded up"), ("attacks", "under fire")])
def test_two_words_that_name_one_thing(name: str, words: str) -> None:
    assert lexicon.CUE[name].search(f"They were {words} at night.")


GROUPS = {
    "children": "child children kid minor boy girl infant baby", "women": "woman women", "civilian": "civilian",
    "soldier": "soldier troop serviceman servicemen servicemember marine",
    "fighter": "fighter rebel militant gunman gunmen insurgent jihadist terrorist", "police": "police policeman policemen officer",
    "journalist": "journalist reporter", "worker": "worker miner employee staff labourer", "foreigner": "foreigner tourist",
    "medic": "medic doctor nurse", "": "men",
}  # fmt: skip


def test_groups_of_people() -> None:
    stem = lexicon.stem
    assert {stem(w): group for group, listed in GROUPS.items() for w in listed.split()} == lexicon.GROUP_OF
    anyone = "person people victim casualty passenger resident inhabitant human others more other"
    assert {stem(w) for w in anyone.split()} == lexicon.ANYONE
    assert lexicon.PERSONAL == ("killed", "wounded", "missing", "displaced", "arrested")
    assert lexicon.CLASS_NOUNS == {
        "killed": "killed dead death deaths fatalities", "wounded": "wounded injured injuries", "missing": "missing",
        "displaced": "displaced", "arrested": "arrests arrested", "attacks": "attacks attack assaults",
    }  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        "Which countries signed the accord?",
        "What products did Apple release in March?",
        "Which House Democrats voted for the bill?",
        "Which of the states reported cases?",
        "Which people were charged?",
        *(f"What {word} were hurt?" for word in ("men", "women", "children")),
        "Who are the four people on board?",
        "Who were the winners?",
        "List all members of the accord.",
        "Name the members of the crew.",
        "Please name every town.",
        "Give me all towns.",
    ],
)
def test_questions_that_want_a_list(question: str) -> None:
    assert read_asked(question).many


@pytest.mark.parametrize(
    "question",
    [
        "Which country left the accord?",
        "What does the mayor say?",
        "What is the news?",
        "What news is there?",
        *(f"Which {word} was it?" for word in ("class", "series", "status", "basis")),
        "Who is the mayor?",
        "Who won?",
        "What was said of the countries?",
        "How many countries signed?",
        "Name the mayor.",
        "Which gas was used?",
    ],
)
def test_questions_that_want_one_thing(question: str) -> None:
    assert not read_asked(question).many


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("Who is Ana Ruiz?", True), ("who was Ludwig van der Berg", True), ("Who's Ruiz?", True), ("Who are Ana Ruiz?", True),
        ("The vote is over. Who is Ana Ruiz?", True), ("Who is Mayor Ana Ruiz?", True), ("So who is Émile Zola?", True),
        ("Who was Ana de la Cruz?", True), ("Who is le Roux?", True), ("Who is President Ana Ruiz?", True), ("Who is Star Jones?", True),
        ("Who is President?", False), ("Who is UK Prime Minister?", False), ("Who is Pope?", False), ("Who is Mayor of Olm?", False),
        ("Who is the mayor?", False), ("Who is ana ruiz?", False), ("Who is Ruiz leading?", False), ("Who leads Olm?", False),
        ("What is Olm?", False), ("Did Olm ask who is Ana Ruiz?", False),
    ],
)  # fmt: skip
def test_who_somebody_is(question: str, about: bool) -> None:
    assert read_asked(question).about is about
