"""When two attributions can name one speaker."""

from rag.sources.speaker import same_speaker


def test_same_speaker_needs_a_telling_word() -> None:
    assert same_speaker("a police spokesman", "the police")
    assert not same_speaker("a navy official", "an army official")
