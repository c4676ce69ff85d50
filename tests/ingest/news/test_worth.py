"""What an address gives now takes the place of what it gave before, unless it is clearly less."""

from dataclasses import replace

import pytest

from ingest.news.worth import MUCH_SHORTER, why_not_instead
from rag.records import Article

TEXT = " ".join(f"Of the {n} boats in the harbour of Arden the storm of Monday sank number {n}, its keeper said." for n in range(9))
FOOT = "The Arden Post is printed by the quay and read by all who fish, farm or trade between the two rivers of the county."
WHOLE = Article("a", "Storm sinks boats at Arden", f"{TEXT} {FOOT}", "Arden Post")
OTHER = "You may have followed an old link, or mistyped it. Search for what you want, or begin from the front page of this site. " * 6


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (replace(WHOLE, text=f"{TEXT} Others were saved."), ""),
        (replace(WHOLE, text=WHOLE.text[: int(len(WHOLE.text) * MUCH_SHORTER) + 1]), ""),
        (replace(WHOLE, text=WHOLE.text[: int(len(WHOLE.text) * MUCH_SHORTER) - 1]), "much shorter"),
        (replace(WHOLE, incomplete=True), "only the beginning"),
        (replace(WHOLE, title="Sorry, we cannot find this page", text=OTHER), "another text"),
        (replace(WHOLE, title="Sorry, we cannot find this page", text=f"{OTHER}{FOOT}"), "another text"),  # below it stands the same foot
        (replace(WHOLE, title="Nine boats lost", text=f"Nine were lost. {TEXT}"), ""),  # the headline is new
        (replace(WHOLE, text=OTHER), ""),  # the report was written anew
        (replace(WHOLE, title="RETRACTION: Storm sinks boats at Arden", text="The Arden Post has retracted this article."), ""),
    ],
)
def test_what_is_less_takes_nobodys_place(now: Article, why: str) -> None:
    assert (why in why_not_instead([WHOLE], [now])) is True
    assert bool(why) is bool(why_not_instead([WHOLE], [now]))
    assert why_not_instead([], [now]) == ""


def test_a_beginning_may_come_after_a_beginning() -> None:
    part = replace(WHOLE, incomplete=True)
    assert why_not_instead([part], [part]) == ""
    assert why_not_instead([part], [WHOLE]) == ""
