"""HTML of the article list (searched, filtered, paged) and of the upload progress (pure)."""

from collections.abc import Sequence

from rag.records import Article
from ui.page.desk.uploads import Row
from ui.page.html.elements import button, escape, tag
from ui.phrases import count, dated, short

PAGE = 25
SHOWN_ROWS = 60
STAGES = {
    "waiting": "waiting",
    "reading": "reading …",
    "added": "added",
    "changed": "changed",
    "unchanged": "already there",
    "failed": "failed",
}


def find_articles(articles: Sequence[Article], text: str = "", outlet: str = "", after: str = "", before: str = "") -> list[Article]:
    """Articles whose headline, byline or address has every word of ``text``, newest first, undated last.

    ``outlet`` is part of an outlet's name; days are ISO, both ends included; a range leaves undated articles out.
    """
    wanted, name = text.lower().split(), " ".join(outlet.lower().split())
    found = []
    for article in articles:
        shown = f"{article.title} {article.byline} {article.url} {article.path}".lower()
        out = article.dated[:10]
        in_time = not (after or before) or (bool(out) and (not after or out >= after) and (not before or out <= before))
        if in_time and name in article.source.lower() and all(word in shown for word in wanted):
            found.append(article)
    return sorted(sorted(found, key=lambda a: (a.title, a.id)), key=lambda a: a.dated[:10], reverse=True)


def article_table(found: Sequence[Article], page: int, *, may_delete: bool, doomed: str = "") -> str:
    """One page of the list, from 0; ``doomed`` is the article whose deletion waits to be confirmed."""
    if not found:
        return '<p class="dl-quiet" role="status">No article fits.</p>'
    pages = (len(found) + PAGE - 1) // PAGE
    page = min(max(page, 0), pages - 1)
    rows = "".join(_row(a, may_delete=may_delete, doomed=a.id == doomed) for a in found[page * PAGE : (page + 1) * PAGE])
    headings = "".join(f'<th scope="col">{h}</th>' for h in ("Date", "Outlet", "Headline", *(("Delete",) if may_delete else ())))
    turn = ""
    if pages > 1:
        back = button("‹ Newer", "page", "dl-action", to=page - 1) if page else ""
        on = button("Older ›", "page", "dl-action", to=page + 1) if page + 1 < pages else ""
        turn = f'<p class="dl-turnpage">{back} <span class="dl-quiet">Page {page + 1} of {pages:,}</span> {on}</p>'
    return (
        f'<p class="dl-quiet" role="status">{count(len(found), "article")}</p><table class="dl-table"><thead><tr>{headings}</tr></thead>'
        f"<tbody>{rows}</tbody></table>{turn}"
    )


def _row(article: Article, *, may_delete: bool, doomed: bool) -> str:
    title = short(article.title or article.path.rsplit("/", 1)[-1] or "Untitled", 140)
    cells = [
        tag("td", dated(article), "dl-when"),
        tag("td", article.source or "not stated", "" if article.source else "dl-quiet", dir="auto"),
        f'<td dir="auto">{button(title, "article", "dl-title", label=f"Read {title}", id=article.id)}</td>',
    ]
    if may_delete:
        sure = button("Delete for good", "delete", "dl-action dl-failed", label=f"Delete {title} for good", id=article.id) + button(
            "Keep", "keep", "dl-action"
        )
        ask = button("Delete", "doom", "dl-action", label=f"Delete {title}", id=article.id)
        cells.append(f"<td>{sure if doomed else ask}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def upload_progress(rows: Sequence[Row]) -> str:
    """The state of each uploaded file: failures first, then those under way, then those done."""
    if not rows:
        return ""
    order = {"failed": 0, "reading": 1, "waiting": 2}
    shown = sorted(rows, key=lambda r: order.get(r.stage, 3))[:SHOWN_ROWS]
    done = sum(r.stage not in {"waiting", "reading"} for r in rows)
    failed = sum(r.stage == "failed" for r in rows)
    status_text = f"{done:,} of {count(len(rows), 'file')} done" + (f", {failed:,} failed" if failed else "")
    body = "".join(
        f'<tr><td dir="auto">{escape(short(r.name, 80))}</td><td{" class=dl-failed" if r.stage == "failed" else ""}>{STAGES[r.stage]}</td>'
        f"<td>{escape(r.reason)}</td></tr>"
        for r in shown
    )
    headings = "".join(f'<th scope="col">{h}</th>' for h in ("File", "State", "Why"))
    bar = f'<progress value="{done}" max="{len(rows)}" aria-label="Files done"></progress>'
    status = f'<p role="status" class="dl-quiet">{bar} {status_text}</p>'
    return f'{status}<table class="dl-table"><thead><tr>{headings}</tr></thead><tbody>{body}</tbody></table>'
