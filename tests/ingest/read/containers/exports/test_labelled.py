"""Records of labelled lines come apart whoever wrote them; an article that has a list of labels in it stays whole."""

import pytest

from ingest.article.assemble import Raw, assemble_articles
from ingest.read.containers.exports.labelled import recognise, split
from ingest.read.containers.exports.lines import paragraphs

ONE = "The harbour of Oxhey was shut for nine days after a barge had sunk, the port office said on Monday at noon."
TWO = "The council of Kelby will build two schools and a swimming bath by the lake, its mayor told the press on Friday."
RULE = "\n" + "_" * 30 + "\n"
EACH = [
    ("Barge sinks in Oxhey harbour", "Oxhey Star", "Dan Feher", "2024-03-05", ONE),
    ("Kelby builds schools", "Kelby Post", "Lia Wong", "", TWO),
]


def read(text: str) -> list[tuple[str, str, str, str, str]]:
    assert recognise(text)
    raws = [raw for raw in split(paragraphs(text)) if isinstance(raw, Raw)]
    return [(a.title, a.source, a.byline, a.published, a.text) for raw in raws for a in assemble_articles(raw, "a.txt")]


LABELS = (
    f"Headline: {EACH[0][0]}\nPublication: Oxhey Star\nRun date: 5 March 2024\nReporter: Dan Feher\nText: {ONE}\n",
    f"Headline: {EACH[1][0]}\nPublication: Kelby Post\nRun date: 3/4/2024\nReporter: Lia Wong\nText: {TWO}\n",
)
LOOSE = (
    f"{EACH[0][0]}\n\nAuthor: Feher, Dan\n\nPublication info: Oxhey Star ; Oxhey. 05 Mar 2024: A2\n\nAbstract: A\n\n{ONE}\n\nWords: 20\n",
    f"{EACH[1][0]}\n\nAuthor: Wong, Lia\n\nPublication info: Kelby Post ; Kelby.\n\n{TWO}\n\nWords: 20\nCopyright: paper\n",
)
ABOVE = (
    f"{EACH[0][0]}\nOxhey Star (England) - 5 March 2024\nAuthor: Dan Feher\n\n{ONE}\nRecord: 1\n",
    f"{EACH[1][0]}\nKelby Post (England) - 3/4/2024\nAuthor: Lia Wong\n\n{TWO}\nRecord: 2\n",
)


@pytest.mark.parametrize("text", [
    "\n".join(LABELS), RULE.join(LABELS), f"Record 1 of 2\n{LABELS[0]}{RULE}Record 2 of 2\n{LABELS[1]}", RULE.join(LOOSE), RULE.join(ABOVE),
    f"Document 1 of 2\n{LOOSE[0]}Document 2 of 2\n{LOOSE[1]}", f"{LOOSE[0]}End of Document\n{LOOSE[1]}End of Document\n",
])  # fmt: skip
def test_each_has_its_own_fields_and_text(text: str) -> None:
    assert read(text) == EACH


@pytest.mark.parametrize("text", [
    LABELS[0], "\n".join(LOOSE), f"{TWO}\n\n{LABELS[0]}\n{LABELS[1]}", f"{TWO}{RULE}{ONE}{RULE}",
    RULE.join(part.replace(ONE, "") for part in LABELS),
    "\n".join(LABELS).replace("Publication", "Artist").replace("Reporter", "Size"),
    "\n".join(LABELS).replace("Publication: ", "").replace("Headline", "Stop").replace("Reporter", "Bus"),
])  # fmt: skip
def test_what_is_not_such_for_certain(text: str) -> None:
    assert not recognise(text)


def test_names_are_turned_where_the_surname_stands_first() -> None:
    text = RULE.join(LABELS).replace("Dan Feher", "Feher, Dan; Wong, Lia").replace("Reporter: Lia Wong", "Reporter: Lia Wong, Oxhey Star")
    assert [names for _, _, names, *_ in read(text)] == ["Dan Feher, Lia Wong", "Lia Wong, Oxhey Star"]
