"""Say in a few lines what an ingest saw and what articles lack, each with the command that shows them (pure)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ui.phrases import count
from ui.show import one_line

if TYPE_CHECKING:
    from ingest.report import Report

PHRASES = {
    "undated": "without a date",
    "no_outlet": "without an outlet",
    "no_title": "without a headline",
    "short": "very short",
    "incomplete": "only the beginning of the article",
    "found": "with a date that was found, not stated",
}
MOST = 12  # names in a line
NOTES = 5  # lines


def gap_lines(lacking: Mapping[str, int], index: str = "") -> list[str]:
    """Return a line for each thing that articles lack: how many, and the command that lists them.

    :param index: what the command takes to name the index, such as ``--index news``.
    """
    rows = [(f"{n:,} {PHRASES[name]}", f"dateline articles --{name.replace('_', '-')}") for name, n in lacking.items() if n]
    return _aligned(rows, index)


def run_lines(report: "Report", index: str = "") -> list[str]:
    """Return what a run saw, but for what it added and what failed: only what is there to be said."""
    lines = gap_lines(report.lacking, index)
    if report.deleted:
        rows = [(f"{count(report.deleted, 'article')} that you deleted left out", "dateline articles restore")]
        lines += _aligned(rows, index)
    if report.several:
        lines.append(f"{count(report.several, 'file')} held several articles")
    used = [name for name in report.seen if report.used.get(name)]
    unused = [f"{name} {n:,}" for name, n in sorted(report.seen.items(), key=lambda pair: -pair[1]) if not report.used.get(name)]
    lines += [f"fields of records used: {_listed(used)}"] if used else []
    lines += [f"fields not used, in so many records: {_listed(unused)}"] if unused else []
    types = [f"{suffix} {n:,}" for suffix, n in report.left_out.items()]
    lines += [f"files left out, by type: {_listed(types)}"] if types else []
    return lines


def note_lines(report: "Report") -> list[str]:
    """Return the notes on files that were read, the first of many."""
    lines = [one_line(f"note: {where}: {reason}") for where, reason in report.notes[:NOTES]]
    more = len(report.notes) - NOTES
    return [*lines, f"note: {count(more, 'more note')} of the kind"] if more > 0 else lines


def _aligned(rows: list[tuple[str, str]], index: str) -> list[str]:
    width = max((len(said) for said, _ in rows), default=0)
    return [f"{said:<{width}}  {command}{f' {index}' if index else ''}" for said, command in rows]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return one_line(", ".join(names[:MOST])) + more
