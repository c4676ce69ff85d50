"""Numbers, dates, names and negations are found and compared in normal forms."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rag.compare.facts import facts


@settings(deadline=None, max_examples=60)  # a busy machine is no failure
@given(st.text(max_size=200))
def test_any_text_is_read_and_every_fact_stands_where_it_says(text: str) -> None:
    found = facts(text)
    spans = [(f.start, f.end, f.text) for group in (found.numbers, found.dates, found.names) for f in group]
    assert all(text[start:end] == shown for start, end, shown in spans)
