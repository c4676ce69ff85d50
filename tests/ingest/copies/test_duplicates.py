"""Copies are found whatever was done to them, look-alikes are not, and the store's stories depend on its articles alone."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.bench import rewrite
from ingest.copies.duplicates import Finder, find_stories
from ingest.copies.shingles import KEPT, shared_share, shingles, sketch
from ingest.sync import update
from rag.index.columns import drop_repeats
from rag.index.store import Store
from rag.models.encoders import Vectors
from rag.records import Article
from rag.settings import Settings
from rag.sources.agencies import agency_of
from rag.sources.independence import count_independent
from tests.kits.ingest import HashEmbedder, opened, snapshot

FERRY = (
    "A passenger ferry ran aground near the port of Alvik late on Monday with 214 people on board. "
    "Captain Ingrid Solberg told rescuers that the rudder had failed in heavy swell shortly after departure. "
    "Two tugs from Haugen reached the vessel within forty minutes and held it off the rocks. "
    "Nobody was badly hurt, though 17 passengers were treated for bruises at the Alvik clinic. "
    "The operator, Norlines, suspended all evening crossings until divers had inspected the hull. "
    "Transport minister Lars Dahl promised an inquiry into maintenance records going back to 2019. "
    "Residents of the islands rely on the crossing for groceries, mail and school transport. "
    "Fishermen gathered at the quay with blankets and coffee while buses were brought from Torvik. "
    "A similar accident in 2011 cost the company 3 million kroner in fines and repairs. "
    "Norlines shares fell 4 percent in early trading on Tuesday before recovering slightly."
)
OTHER_HAND = (
    "More than 200 travellers spent an anxious night after the Alvik boat hit rocks on Monday evening. "
    "Police chief Marta Nygaard praised islanders who opened their kitchens to stranded families. "
    "According to Captain Ingrid Solberg, steering was lost minutes out of harbour. "
    "Campaigners have complained for years about ageing vessels on the route run by Norlines. "
    "Lars Dahl said investigators would look at how often the ship had been in dock. "
    "Seventeen people needed treatment, doctors at the clinic in Alvik said."
)


def article(name: str, text: str = FERRY, day: str = "2024-05-07", outlet: str = "Coast Post") -> Article:
    return Article(name, f"Ferry aground, {name}", text, outlet, published=day)


def story(*found: Article) -> list[list[str]]:
    """Return the stories of more than one article."""
    groups: dict[str, list[str]] = {}
    for member, first in find_stories(found).items():
        groups.setdefault(first, []).append(member)
    return [[first, *sorted(set(members) - {first})] for first, members in groups.items() if len(members) > 1]


@pytest.mark.parametrize("name", rewrite.EDITS)
def test_an_edited_copy_is_the_same_story(name: str) -> None:
    original = article("a")
    copy = rewrite.copy(original, rewrite.EDITS[name], random.Random(3), 1)
    assert copy.text != original.text
    assert story(original, copy) == [["a", "a~1"]]


def test_look_alikes_are_not_copies() -> None:
    later = article("later", FERRY.replace("2019", "2018"), "2025-05-06")
    numbers = iter(range(501, 600))
    form = "".join(str(next(numbers)) if c.isdigit() else c for c in FERRY)
    assert story(article("a"), article("b", OTHER_HAND)) == []
    assert find_stories([article("a"), article("y", FERRY[: len(FERRY) // 3] + OTHER_HAND * 2)]).keys() == {"a", "y"}
    assert story(article("a"), article("form", form)) == []
    assert story(article("a"), replace(later, text=FERRY[:700] + OTHER_HAND)) == []  # a year on, in part the same words


def test_a_brief_in_a_round_up_is_not_the_round_up() -> None:
    brief = FERRY[:190]
    assert story(article("brief", brief), article("roundup", OTHER_HAND + " " + FERRY)) == []


def test_the_first_member_gives_the_story_its_name() -> None:
    found = [article("x", day=""), article("b", day="2024-05-08"), article("c", day="2024-05-07"), article("a", day="2024-05-08")]
    assert set(find_stories(found).values()) == {"c"}
    assert find_stories([]) == {}
    assert find_stories([article("e", ""), article("f", "")]) == {"e": "e", "f": "f"}  # nothing said is nothing copied


POOL = [
    replace(copy, id=f"{n}")
    for n, copy in enumerate(
        [article("a"), article("b", OTHER_HAND), article("z", "Bread got dearer in Alvik this week, bakers said, by 12 percent.")]
        + [rewrite.copy(article("a"), edits, random.Random(n), n) for n, edits in enumerate(rewrite.EDITS.values())]
    )
]


@given(st.permutations(POOL), st.integers(0, len(POOL)))
@settings(max_examples=25, deadline=None)
def test_stories_do_not_depend_on_the_order(order: list[Article], cut: int) -> None:
    assert find_stories(order) == find_stories(POOL)
    finder = Finder({})
    for a in order[:cut]:
        finder.add({a.id: sketch(shingles(a.text))})
    finder.add({a.id: sketch(shingles(a.text)) for a in order[cut:]})
    whole = Finder({a.id: sketch(shingles(a.text)) for a in POOL})
    for a in POOL:
        assert sorted(finder.near(sketch(shingles(a.text)))) == sorted(whole.near(sketch(shingles(a.text))))
        assert a.id in finder.near(sketch(shingles(a.text)))


@given(st.text(max_size=300), st.text(max_size=300))
def test_shingles_are_sorted_and_ignore_case_and_marks(text: str, other: str) -> None:
    found = shingles(text)
    assert found.tolist() == sorted(set(found.tolist()))
    assert 0 <= shared_share(found, shingles(other)) <= 1
    assert shingles(f"  {text}\n\n").tolist() == found.tolist()
    assert shared_share(found, found) == (1.0 if len(found) else 0.0)


def test_shingles_are_the_same_on_every_machine() -> None:
    assert shingles("Two tugs reached the vessel.").tolist() == shingles("two TUGS — reached, the vessel").tolist()
    assert shingles("Two tugs reached the vessel.").tolist() == [3893687308]


def test_a_share_is_exact_and_a_sketch_is_capped() -> None:
    words = [f"word{n}" for n in random.Random(1).sample(range(10**6), 4000)]
    whole = shingles(" ".join(words))
    for share in (0.2, 0.5, 0.8):
        part = shingles(" ".join(words[: int(1500 * share)] + [w + "x" for w in words[: int(1500 * (1 - share))]]))
        assert abs(shared_share(part, whole) - share) < 0.01
    assert len(sketch(whole)) == KEPT


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("A spokesman told Reuters on Monday that it sank.", "Reuters"),
        ("ALVIK (AP) — A ferry sank.", "AP"),
        ("By The Associated Press\n\nA ferry sank.", "AP"),
        ("The ferry sank, according to AFP.", "AFP"),
        ("Agence France-Presse reported that it sank.", "AFP"),
        ("The semi-official Tasnim news agency said it sank.", "Tasnim"),
        ("He told the PA news agency that it sank. Reuters said so too. Police told PA.", "PA"),
        ("Reuters cut 50 jobs in London.", ""),
        ("The AP exam is in May.", ""),
        ("Bloomberg was mayor of New York.", ""),
        ("He told CNN.", ""),
    ],
)
def test_agency(text: str, agency: str) -> None:
    assert agency_of(text) == agency


def independent_reports(articles: list[Article]) -> int:
    return count_independent(articles, find_stories(articles))


def test_independent_reports() -> None:
    one = article("a")
    copy = rewrite.copy(one, rewrite.EDITS["cut, new lead"], random.Random(1), 1)
    other = article("b", OTHER_HAND, outlet="Inland Times")
    assert independent_reports([]) == 0
    assert independent_reports([one]) == independent_reports([one, copy]) == 1
    assert independent_reports([one, copy, other]) == 2
    told, cited = (
        replace(a, text=a.text + f" A coast guard {said}.")
        for a, said in ((one, "told Reuters so"), (other, "spoke, according to Reuters"))
    )
    assert independent_reports([told, cited]) == 1
    assert independent_reports([told, replace(cited, published="2024-06-20")]) == 2  # another event
    assert independent_reports([told, other]) == 2


class Counting(HashEmbedder):
    """Keeps every text that it was asked to embed."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().embed(texts)


def write(folder: Path, *found: Article) -> list[Path]:
    """Write each article into a file of its own, as a record with an id."""
    folder.mkdir(exist_ok=True)
    paths = []
    for a in found:
        row = {"id": a.id, "title": a.title, "text": a.text, "source": a.source, "date": a.published}
        paths.append(folder / f"{a.id}.jsonl")
        paths[-1].write_text(json.dumps(row))
    return paths


def state(index: Path) -> dict[str, object]:
    """Return what a store holds of stories, in a form that two stores can be compared by."""
    with opened(index) as store:
        ids = sorted(store.known())
        row = {"stories": store.story_of(ids), "bare": store.bare(ids), "signatures": store.signatures(), "todo": store.unsettled()}
        return {**row, "index": snapshot(index) | {"files": None, "articles": None}}


LONG = " ".join(f"{s} {' '.join(rewrite._LEADS)}" for s in FERRY.split(". "))  # several passages
FIRST = article("first", LONG, "2024-05-07")
COPY = article("copy", LONG[: len(LONG) * 3 // 4].rsplit(". ", 1)[0] + ".", "2024-05-08", "Inland Times")
UPDATE = article("update", LONG + " The body of an eighteenth passenger, Per Moen, was found by divers on Thursday.", "2024-05-09")
BREAD = article("bread", "Bread got dearer in Alvik this week, bakers said. Flour costs 12 percent more than in March.", "2024-05-08")


def test_a_copy_costs_no_second_embedding(tmp_path: Path) -> None:
    embedder = Counting()
    index = Settings(index_dir=tmp_path / "index")
    update(index, write(tmp_path / "w", FIRST, BREAD), embedder=embedder)
    before = list(embedder.texts)
    update(index, write(tmp_path / "v", COPY, UPDATE), embedder=embedder)
    new = embedder.texts[len(before) :]
    assert all("Per Moen" in text or text == COPY.text.split("\n")[-1] or not LONG.startswith(text) for text in new)
    assert len(new) <= 2 < len(before)
    with opened(tmp_path / "index") as store:
        assert store.story_of(["copy", "update", "first", "bread", "gone"]) == {
            **dict.fromkeys(("copy", "update", "first"), "first"), "bread": "bread", "gone": "gone"
        }  # fmt: skip
        assert store.copies("first") == ["copy", "first", "update"]
        table = store.table()
        texts = {row: store.article(table.article_of(row)).text[slice(*table.span_of(row))] for row in np.flatnonzero(table.whole)}
        assert any("Per Moen" in text for row, text in texts.items() if table.scales[row])  # what an update adds is found
        said = store.article("first").text
        for row in np.flatnonzero(table.whole & (table.scales == 0)):
            assert table.article_of(row) != "first"
            assert texts[row] in said


def stories_in_memory(store: Store) -> dict[str, str]:
    table = store.table()
    return {table.article_ids[n]: table.article_ids[table.stories[n]] for n in np.flatnonzero(table.current)}


def test_an_open_reader_knows_the_stories_after_each_change(tmp_path: Path) -> None:
    index, files = Settings(index_dir=tmp_path / "index"), tmp_path / "w"
    update(index, write(files, BREAD), embedder=HashEmbedder())
    seen = []
    with opened(index.index_dir) as reader:
        for step in (COPY, UPDATE, FIRST, replace(FIRST, text=BREAD.text), FIRST, None):
            if step:
                write(files, step)
            else:
                (files / "first.jsonl").unlink()
            update(index, [files], prune=True, embedder=HashEmbedder())
            with opened(index.index_dir) as fresh:
                assert stories_in_memory(reader) == stories_in_memory(fresh)
            seen.append(stories_in_memory(reader)["update" if len(seen) else "copy"])
    assert seen == ["copy", "copy", "first", "copy", "first", "copy"]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
def test_the_store_does_not_depend_on_the_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    paths = write(tmp_path / "w", FIRST, COPY, UPDATE, BREAD)
    update(Settings(index_dir=tmp_path / "once"), paths, embedder=HashEmbedder())
    for n in order:
        update(Settings(index_dir=tmp_path / "index"), [paths[n]], embedder=HashEmbedder())
    assert state(tmp_path / "index") == state(tmp_path / "once")


def test_when_the_first_member_goes_or_changes_another_stands_for_the_story(tmp_path: Path) -> None:
    work, index = tmp_path / "w", Settings(index_dir=tmp_path / "index")
    first, *_ = write(work, FIRST, COPY, UPDATE, BREAD)
    update(index, [work], embedder=HashEmbedder())
    write(work, replace(FIRST, text=OTHER_HAND))
    update(index, [work], embedder=HashEmbedder())
    update(Settings(index_dir=tmp_path / "changed"), [work], embedder=HashEmbedder())
    assert state(index.index_dir) == state(tmp_path / "changed")
    with opened(index.index_dir) as store:
        assert store.story_of(["first", "update"]) == {"first": "first", "update": "copy"}
    first.unlink()
    (work / "copy.jsonl").unlink()
    update(index, [work], prune=True, embedder=HashEmbedder())
    with opened(index.index_dir) as store:
        assert store.story_of(["update"]) == {"update": "update"}
        assert store.bare(["update"]) == {}
        assert store.copies("copy") == []


def test_copies_can_be_turned_off_and_on(tmp_path: Path) -> None:
    paths = write(tmp_path / "w", FIRST, COPY, UPDATE, BREAD)
    on, off = (Settings(index_dir=tmp_path / "index", copies=copies) for copies in (True, False))
    update(on, paths, embedder=HashEmbedder())
    with_copies = state(on.index_dir)
    update(off, paths, embedder=HashEmbedder())
    with opened(off.index_dir) as store:
        assert store.bare(store.known()) == store.signatures() == {}
        assert store.story_of(["copy"]) == {"copy": "copy"}
        generation = store.generation
    update(off, paths, embedder=HashEmbedder())
    with opened(off.index_dir) as store:
        assert store.generation == generation
    update(on, paths, embedder=HashEmbedder())
    assert state(on.index_dir) == with_copies


def test_one_place_for_what_the_first_member_says(tmp_path: Path) -> None:
    with_store = Settings(index_dir=tmp_path / "index")
    update(with_store, write(tmp_path / "w", FIRST, COPY, UPDATE, BREAD), embedder=HashEmbedder())
    with opened(with_store.index_dir) as store:
        table = store.table()
        bare = table.whole & (table.scales == 0)
        assert bare.any()
        seen = drop_repeats(table.whole, table)
        assert not (seen & bare).any()
        assert seen[table.whole & ~bare].all()
        not_first = table.whole & np.array([table.article_of(row) != "first" for row in range(table.size)])
        assert drop_repeats(not_first, table).tolist() == not_first.tolist()  # filtered out, the first hides nobody
