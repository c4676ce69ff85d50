"""What finding copies costs is the difference of two ingests of the same articles."""

from dataclasses import replace

import pytest

from eval.bench import copies, rewrite
from ingest.sync import update
from rag.settings import Settings
from tests.kits.ingest import HashEmbedder
from tests.kits.news import ARTICLES

FEW = [replace(a, text=f"{a.text} {' '.join(rewrite._LEADS)}", published="2024-05-06") for a in ARTICLES]


def test_the_share_of_ingest_time_is_that_of_two_real_ingests() -> None:
    seen: list[tuple[bool, int]] = []
    spent = [90.0, 70.0, 6.0, 5.0, 8.0, 6.0, 70.0, 7.0]  # by turns with and without: of the last three of each the median counts
    clock = iter([t for n, seconds in enumerate(spent) for t in (100.0 * n, 100.0 * n + seconds)])

    def ingest(settings: Settings, paths: list[object]) -> None:
        report = update(settings, paths, embedder=HashEmbedder())  # type: ignore[arg-type]
        seen.append((settings.copies, report.added))

    share = copies.share_of_ingest(FEW, ingest=ingest, clock=lambda: next(clock), times=3)
    assert seen == [(True, 6), (False, 6)] * 4
    assert share == pytest.approx(1 - 6 / 8)
