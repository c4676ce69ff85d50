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
    clock = iter([0.0, 9.0, 10.0, 15.0, 20.0, 26.0, 30.0, 36.0])  # with 9 and 6 seconds, without 5 and 6: the best of each counts

    def ingest(settings: Settings, paths: list[object]) -> None:
        report = update(settings, paths, embedder=HashEmbedder())  # type: ignore[arg-type]
        seen.append((settings.copies, report.added))

    share = copies.share_of_ingest(FEW, ingest=ingest, clock=lambda: next(clock), times=2)
    assert seen == [(True, 6), (False, 6)] * 2
    assert share == pytest.approx(1 / 6)
