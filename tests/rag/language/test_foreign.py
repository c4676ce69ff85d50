"""Other languages than English are told by their small words; names are no evidence."""

import pytest

from rag.language.foreign import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wie viele Menschen starben bei dem Unglück?", "German"),
        ("Warum wurde der Streik abgesagt?", "German"),
        ("Wer gewann die Wahl?", "German"),
        ("Der Streik, der am Freitag beginnen sollte, wurde abgesagt.", "German"),
        ("¿Cuántas personas murieron en el ferry?", "Spanish"),
        ("Quién ganó?", "Spanish"),
        ("cuando murio el papa", "Spanish"),
        ("Qui a gagné l'élection ?", "French"),
        ("Combien de personnes sont mortes à Lyon ?", "French"),
        ("Chi ha vinto le elezioni?", "Italian"),
        ("Quando è morto il papa?", "Italian"),
        ("Quem ganhou a eleição?", "Portuguese"),
        ("Onde foi a cimeira?", "Portuguese"),
        ("Hoeveel mensen kwamen om bij de brand?", "Dutch"),
        ("Wanneer was de verkiezing?", "Dutch"),
        ("Кто выиграл выборы?", "another script"),
        ("من فاز في الانتخابات؟", "another script"),
        ("谁赢得了选举？", "another script"),
        ("誰が選挙に勝ちましたか", "another script"),
        ("누가 선거에서 이겼습니까", "another script"),
        ("Ποιος κέρδισε τις εκλογές;", "another script"),
        ("מי ניצח בבחירות", "another script"),
        ("चुनाव किसने जीता", "another script"),
    ],
)
def test_another_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Who won the election?",
        "who heads nga",
        "El Niño",
        "Rio de Janeiro",
        "Die Zeit",
        "Les Misérables",
        "Das Boot",
        "Der Spiegel und die Zeit",
        "Universidad de los Andes",
        "Is de Klerk alive?",
        "Who is El Niño de la Vega?",
        "Who wrote Que sera sera?",
        "What did the Pour les femmes group say?",
        "Quand?",
        "war in Gaza",
        "Who is Кто?",
        "",
        "2024",
    ],
)
def test_english_names_and_what_is_unsure(text: str) -> None:
    assert language_of(text) == ""


@pytest.mark.parametrize(
    "word", "the of and to are were did does has have had who what when where why how which that for with from by about it".split()
)
def test_an_english_word_outweighs_two_others(word: str) -> None:
    assert language_of("wie viele") == "German"
    assert language_of(f"wie viele {word}") == ""
