"""Who says what a sentence states, and when two attributions can name one speaker."""

import pytest

from rag.sources.speaker import SURE, same_speaker, speaker, utterances


@pytest.mark.parametrize(
    "sentence",
    [
        "The council rejected the tram.",
        "The council rejected a plan that was drawn up in May.",
        "Hospitals admitted 40 people.",
        "The court rejected his appeal.",
        "The army opened the bridge on Monday.",
        "The mayor signed the contract for the depot.",
        "Rescuers found two hikers on the ridge.",
        "Customs officers showed their badges at the gate.",
        "The firm put 40 buses on the road.",
        "Voters elected Ann Lee.",
        "The company maintains 40 bridges.",
        "The bridge was built by the army.",
        "Nine people were killed by the flood.",
        "Nine people died in the fire.",
        "How many attacks on US forces have been recorded?",
        "Twelve cases were reported.",
        'Two drones attacked the "Marl Base" on Monday.',
        "With half the ballots counted, Lind had 410 votes.",
    ],
)
def test_an_act_has_no_speaker(sentence: str) -> None:
    assert speaker(sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("The court rejected his appeal, lawyer Ann Lee said.", "lawyer Ann Lee"),
        ("The minister denied the report.", "The minister"),
        ("The ministry denied that nine people had died.", "The ministry"),
        ("The governor rejected the claim that the dam had failed.", "The governor"),
        ("The hospital admitted that it had lost the files.", "The hospital"),
        ("Police confirmed the deaths of two men.", "Police"),
        ("The airline announced the closure of its base.", "The airline"),
        ("The group claimed responsibility for the blast.", "The group"),
        ("The UN estimates that 300 people fled.", "The UN"),
        ("The mayor insisted the bridge was safe.", "The mayor"),
        ("A witness claimed the driver had fled.", "A witness"),
        ("The engineers argued that the dam would hold.", "The engineers"),
        ("Moss warned that the river would rise.", "Moss"),
        ("Lee told the council that the bridge was unsafe.", "Lee"),
        ("In a statement, the airline said that no one was hurt.", "the airline"),
        ("In a statement the Red Band said it carried out the attack.", "the Red Band"),
        ("Yesterday the mayor said the tram would run.", "the mayor"),
        ("The group that claimed the attack on Rask said it hit its targets.", "The group"),
        ("The official inquiry found that 212 people died on the ferry.", "The official inquiry"),
        ("Haddad tweeted that the road was open.", "Haddad"),
        ('Haddad wrote: "The road is open."', "Haddad"),
        ("Asked whether the bridge was safe, Lee said it was not.", "Lee"),
        ("The mayor, who was re-elected in May, told reporters the tram would run.", "The mayor"),
        ("Ann Lee, a nurse at Marl hospital, said nine people had died.", "Ann Lee, a nurse at Marl hospital"),
        ('The army fled, while the "Marl Front" announced that it had won.', 'the "Marl Front"'),
        ("The attack, which the sources said did not cause damage, was the third.", "the sources"),
    ],
)
def test_who_states_it_before_the_content(sentence: str, who: str) -> None:
    assert speaker(sentence) == who


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ('"We lost the bridge," said Ann Lee, a nurse.', "Ann Lee, a nurse"),
        ("The road is closed, said Deputy Mayor Omar Haddad.", "Deputy Mayor Omar Haddad"),
        ("Nobody was hurt, said a spokesman for the port.", "a spokesman for the port"),
        ('"Nine are missing," added the coast guard.', "the coast guard"),
        ("Two men were held, reported the Post.", "the Post"),
        ('"It is over," wrote Haddad on Sunday.', "Haddad"),
        ("The bridge is shut, Lee said.", "Lee"),
        ("The bridge will open in May, according to the mayor's office.", "the mayor's office"),
        ("According to the health ministry, nine people died.", "the health ministry"),
        ("Two men were held, police in Marl said on Sunday.", "police in Marl"),
        ("Lind won 873 votes, the final count showed on Wednesday.", "the final count"),
        ("Prices rose 4 percent, the statistics office reported.", "the statistics office"),
        ("Four trains were late, the operator, Norrail, said.", "the operator, Norrail"),
        ('"We lost," Lee said, "but we will be back."', "Lee"),
        ('"The dam," warned engineer Ida Moss, "will not hold."', "engineer Ida Moss"),
        ("“Nine people,” Haddad told reporters, “are still missing.”", "Haddad"),
        ("The base was hit by two drones, a security source told Reuters on Tuesday.", "a security source"),
    ],
)
def test_who_states_it_behind_or_within_the_content(sentence: str, who: str) -> None:
    assert speaker(sentence) == who


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("The report found that the dam had cracks.", "The report"),
        ("A survey shows that most residents want the tram.", "A survey"),
        ("The audit concluded that 40 buses were missing.", "The audit"),
        ("The money was moved abroad, court papers say.", "court papers"),
        ("Documents seen by the Post show that the fee was never paid.", "Documents seen by the Post"),
        ("Nine deaths were reported by the coast guard on Sunday.", "the coast guard"),
        ("The strike was confirmed by the army.", "the army"),
        ("The base was hit, says the site of the ministry, which cites a US official.", "a US official"),
        ("The agency confirmed, citing a nurse, that nobody was hurt.", "a nurse"),
        ("The agency confirmed, citing its sources, that nobody was hurt.", "The agency"),
    ],
)
def test_documents_passives_and_those_cited(sentence: str, who: str) -> None:
    assert speaker(sentence) == who


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("The Observatory counted 12 dead.", "The Observatory"),
        ("Analysts counted six tanks near Oskil.", "Analysts"),
        ("The committee recorded 12 cases.", "The committee"),
        ("The health office put the toll at 14.", "The health office"),
        ("The region estimates flood damage in Ostrel at $40 million.", "The region"),
        ("The ministry revised the toll of the raid on Ibra down to 44 from 60.", "The ministry"),
        ("At least 92 attacks have been recorded by Washington.", "Washington"),
        ("Tamba has recorded 310 cases of the fever, the ministry said.", "the ministry"),
        ("The band recorded a song.", ""),
        ("The mayor put the chain on.", ""),
    ],
)
def test_who_counts_is_the_source_of_the_count(sentence: str, who: str) -> None:
    assert speaker(sentence) == who


@pytest.mark.parametrize(
    "sentence", ["It said that nine people died.", '"Nobody told us," she said.', "They rejected the ballots, they said."]
)
def test_a_pronoun_names_no_speaker(sentence: str) -> None:
    assert speaker(sentence) == ""


def test_speakers_of_two_clauses_are_kept_apart() -> None:
    text = "The army said nobody was hurt, whereas the group said in a statement that it had hit its targets."
    assert speaker(text, 0) == "The army"
    assert speaker(text, text.index("hit")) == "the group"


def test_of_statements_within_each_other_the_inner_counts() -> None:
    text = "Lee said on Monday that Haddad had told the council that the bridge was unsafe."
    assert speaker(text, text.index("unsafe")) == "Haddad"
    assert speaker(text) == "Lee"


def test_a_clause_that_names_none_has_the_only_speaker_of_the_sentence() -> None:
    one = "The mayor of Marl resigned on Monday; police said that 12 people had been held."
    two = "The mayor of Marl resigned on Monday; police said that 12 were held; Lee said that she had left."
    assert speaker(one, 0) == "police"
    assert speaker(two, 0) == ""


def test_the_limit_of_weak_words_is_the_one_measured() -> None:
    assert SURE == 0.0
    assert speaker("The trains of the north show the line was shut.") == ""


def test_same_speaker_needs_a_telling_word() -> None:
    assert same_speaker("a police spokesman", "the police")
    assert not same_speaker("a navy official", "an army official")


@pytest.mark.parametrize(
    ("sentence", "sources"),
    [
        ("The airline blamed fog.", ["The airline"]),
        ("The mayor said the quay is safe.", ["The mayor"]),
        ("Sixteen French helicopters have been ordered for 700 million euros.", []),
        ("The Peruvian foreign minister travelled to Quito for talks about the port.", []),
        ("A new frog species has been described.", []),
    ],
)
def test_an_utterance_has_a_source_that_may_have_said_it(sentence: str, sources: list[str]) -> None:
    assert [sentence[slice(*a.source)] for a in utterances(sentence)] == sources
