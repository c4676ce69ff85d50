"""Reports of one outlet or agency are one report."""

from rag.sources.agencies import agencies
from rag.sources.independence import count_independent_quotes
from tests.kits.compare import quote


def test_reports_of_one_outlet_or_agency_count_once() -> None:
    one = quote(1, "Two drones hit the base, sources told Reuters.", source="A")
    two = quote(2, "The base was hit, Reuters reported.", source="B")
    three = quote(3, "The base was hit, villagers said.", source="C")
    again = quote(4, "Villagers spoke of smoke.", source="C")
    assert agencies([one.text]) == {"reuters"}
    assert count_independent_quotes([one, two]) == 1
    assert count_independent_quotes([one, two, three, again]) == 2
    assert count_independent_quotes([]) == 0
