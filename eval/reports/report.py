"""Build report.html, one page that opens offline: table, plots, and every wrong answer with its quotes."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from eval.reports import plots
from eval.reports.table import interval, title
from eval.scores.causes import CAUSES, cause
from eval.scores.match import normal_words
from eval.scores.score import ABOUT, LOWER
from rag.language.text import content_words

Row = Mapping[str, Any]
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --good: #2a7f4f; --bad: #b3402e; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; } .scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { text-align: left; padding: .25rem .7rem; border-bottom: 1px solid var(--line); }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .quiet { opacity: .75; font-size: .85rem; }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; padding: .3rem .8rem; }
details details { background: var(--soft); }
summary { cursor: pointer; } blockquote { margin: .4rem 0; padding: .1rem .8rem; border-left: 3px solid var(--line); }
blockquote.cited { border-color: var(--good); } mark { background: #ffe08a; color: #222; } .real { font-weight: 600; }
.plot { margin: 1rem 0; } code { font-size: .85em; }
"""


def report_html(found: Row, rows: Sequence[Row], times: Row, baselines: Mapping[str, Row] | None = None) -> str:
    """Return the page of a run: its summary, rows of results.jsonl, the last line of timings.jsonl, summaries of baselines."""
    figures = plots.figures(found, rows, times, baselines or {})
    parts = [
        f"<h1>{escape(title(found))}</h1>",
        f"<p class=quiet>Suite <code>{found['suite_digest'][:12]}</code>, system <code>{escape(found['system'][:16])}</code>. "
        "Means with 95% bootstrap intervals; n cases count, a failed one as wrong, n/a are those the metric says nothing about.</p>",
        _metrics(found),
        *(_against(name, against) for name, against in found["against"].items()),
        "<h2>Plots</h2>" if figures else "",
        *(f"<div class=plot>{figure}</div>" for figure in figures),
        _wrong_verdicts(rows) if any("supported" in row["case"] for row in rows) else _wrong(rows),
    ]
    script = f"<script>{plots.plotly_script()}</script>" if figures else ""
    head = f"<meta charset=utf-8><meta name=viewport content='width=device-width'><title>{escape(found['suite'])}: Dateline eval</title>"
    return f"<!doctype html><html lang=en><head>{head}<style>{_STYLE}</style>{script}</head><body>{''.join(parts)}</body></html>\n"


def _metrics(found: Row) -> str:
    rows = "".join(
        f"<tr><td>{escape(name)}<td class=n>{interval(mean)}<td class=n>{mean['n']}<td class=n>{mean['out']}<td class=n>{mean['failed']}"
        f"<td>{escape(ABOUT.get(name, ''))}{' (lower is better)' if name in LOWER else ''}</tr>"
        for name, mean in found["means"].items()
    )
    return f"<div class=scroll><table><tr><th>metric<th>mean [95%]<th>n<th>n/a<th>failed<th>what it is</tr>{rows}</table></div>"


def _against(name: str, against: Row) -> str:
    rows = "".join(
        f"<tr{' class=real' if d['p'] < 0.05 else ''}><td>{escape(metric)}<td class=n>{d['value']:+.3f} [{d['low']:+.2f}, {d['high']:+.2f}]"
        f"<td class=n>{d['p']:.3f}<td class=n>{d['n']}<td>{escape(d['test'])}</tr>"
        for metric, d in against["metrics"].items()
    )
    gained, lost = (escape(", ".join(against["changed"][side])) or "none" for side in ("gained", "lost"))
    return (
        f"<h2>Against {escape(name)}</h2><p class=quiet>On the same questions; bold where p &lt; 0.05.</p>"
        f"<div class=scroll><table><tr><th>metric<th>difference [95%]<th>p<th>n<th>test</tr>{rows}</table></div>"
        f"<details><summary>Questions that changed</summary><p>Gained: {gained}</p><p>Lost: {lost}</p></details>"
    )


def _wrong(rows: Sequence[Row]) -> str:
    lost: dict[str, list[Row]] = {}
    for row in rows:
        if name := cause(row):
            lost.setdefault(name, []).append(row)
    if not lost:
        return ""
    total = sum(map(len, lost.values()))
    groups = "".join(
        f"<details><summary><b>{len(group)}</b> {escape(name)}: {escape(CAUSES[name])}</summary>{''.join(map(_case, group))}</details>"
        for name, group in sorted(lost.items(), key=lambda item: -len(item[1]))
    )
    return f"<h2>{total} wrong answers, by where they were lost</h2>{groups}"


def _wrong_verdicts(rows: Sequence[Row]) -> str:
    wrong = [row for row in rows if not row["scores"]["checker_accuracy"]]
    items = "".join(
        f"<p>{'Supported, judged not' if row['case']['supported'] else 'Not supported, judged so'} "
        f"({row['outcome']['score'] or 0:.2f}): {escape(row['case']['question'])} <span class=quiet>{escape(row['id'])}</span></p>"
        for row in wrong
    )
    return f"<details><summary>{len(wrong)} wrong verdicts</summary>{items}</details>"


def _case(row: Row) -> str:
    case, outcome = row["case"], row["outcome"]
    accepted = accepted_forms(case)
    wanted = "should be declined" if case.get("unanswerable") else "; ".join(accepted)
    limits = [f"{name} {case[key]}" for key, name in (("as_of", "as of"), ("after", "from"), ("before", "up to")) if case.get(key)]
    about = ", ".join(filter(None, (row["id"], case.get("kind"), *limits, *case.get("outlets", ()))))
    given = outcome["error"] or outcome["text"] or outcome["status"] or "nothing"
    history = "".join(f"<p class=quiet>Before: {escape(turn)}</p>" for turn in case.get("history", ()))
    labelled = ", ".join(f"{key} (rank {_rank(outcome, key)})" for key in case.get("relevant", ())) or "none"
    return (
        f"<details><summary>{escape(case['question'])} <span class=quiet>{escape(about)}</span></summary>{history}"
        f"<p><b>Wanted:</b> {escape(wanted)}</p>"
        f"<p><b>Given ({escape(outcome['status'] or 'failed')}, confidence {outcome['confidence']:.2f}):</b> {marked(given, accepted)}</p>"
        f"{''.join(_quote(q, accepted) for q in outcome['quotes'])}"
        f"<p class=quiet>Labelled articles: {escape(labelled)}. {escape(' '.join(outcome['notes']))}</p></details>"
    )


def _quote(quote: Row, accepted: Sequence[str]) -> str:
    where = ", ".join(filter(None, (quote["source"], quote["published"], quote["title"])))
    cited = " class=cited" if quote["cited"] else ""
    return f"<blockquote{cited}>[{quote['n']}] {marked(quote['text'], accepted)}<br><span class=quiet>{escape(where)}</span></blockquote>"


def accepted_forms(case: Row) -> list[str]:
    """Return every form of the right answer, both sides of a conflict included."""
    nested = [*case.get("all_of", ()), *case.get("sides", ())]
    return list(dict.fromkeys([*case.get("answers", ()), *(form for group in nested for form in group)]))


def marked(text: str, forms: Sequence[str]) -> str:
    """Return ``text`` as HTML, escaped, with words of ``forms`` marked; "at" of "at least 12" carries no meaning and is not."""
    wanted = {word for form in forms for word in normal_words(" ".join(content_words(form))) or normal_words(form)}
    pieces = re.split(r"(\w+(?:[.,]\d+)*)", text)
    return "".join(f"<mark>{escape(p)}</mark>" if p.strip() and wanted.intersection(normal_words(p)) else escape(p) for p in pieces)


def _rank(outcome: Row, key: str) -> str:
    ranked = outcome["ranked"] or []
    return str(ranked.index(key) + 1) if key in ranked else "over 10"
