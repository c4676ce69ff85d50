"""Print articles in the terminal: as a list, one whole, what was deleted; plain text when output is piped."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING

from rag.records import Article
from ui.export import articles_csv
from ui.phrases import count, dated, day, marked, moment, outlet, short
from ui.show import fold, json_text, one_line
from ui.terminal import PIPED_WIDTH, console, print_lines, print_raw

if TYPE_CHECKING:
    from rag.index.store import Deleted, Store

ID = 25  # characters: an id that no article states, whole
OUTLET = 24
MOST = 5  # copies by name


def show_list(found: Sequence[Article], total: int, form: str = "text") -> None:
    """List articles, a line each: day, outlet, headline, id.

    :param total: how many there are with those that are not listed. ``form``: text, json or csv.
    """
    if form == "json":
        rows = [{name: value for name, value in asdict(a).items() if name != "text"} for a in found]
        print_raw(json_text(rows))
    elif form == "csv":
        print_raw(articles_csv(found))
    elif not found:
        console().print("No article fits.")
    else:
        _table(found)
        more = f"; -n {min(total, 10 * len(found))} lists more" if total > len(found) else ""
        console().print(f"{len(found):,} of {count(total, 'article')}{more}. Read one: dateline articles show ID")


def _table(found: Sequence[Article]) -> None:
    from rich.table import Table

    out = console()
    table = Table(box=None, pad_edge=False, show_header=False)
    for _ in range(2):
        table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(no_wrap=True)
    for a in found:
        when = day(a.dated) + (" (found)" if a.dated and "published" in a.found.split() else "")
        title = a.title or f"({PurePath(a.path).name or 'no headline'})"
        cut = a.id if len(a.id) <= ID else a.id[: ID - 1] + "…"
        table.add_row(when, short(one_line(outlet(a.source)), OUTLET), short(one_line(title), 140), one_line(cut))
    out.print(table)


def show_article(article: Article, store: "Store", *, as_json: bool = False) -> None:
    """Show an article whole: its headline, what is known of it, its text."""
    if as_json:
        print_raw(json_text(asdict(article)))
        return
    out = console()
    copies = [a for a in store.articles(store.copies(store.story_of([article.id])[article.id]), light=True) if a.id != article.id]
    more = len(copies) - MOST
    facts = {
        "published": moment(article.published) if article.published else "",
        "updated": moment(article.updated) if article.updated else "",
        "byline": article.byline,
        "address": article.url,
        "file": article.path,
        "id": article.id,
        "newest": article.version_of,
        "copies": ", ".join(f"{outlet(a.source)} {a.id}" for a in copies[:MOST]) + (f" and {more} more" if more > 0 else ""),
    }
    width = min(out.width, PIPED_WIDTH)
    print_lines(out, fold(one_line(article.title or "(no headline)"), width), "bold", gap=False)
    print_lines(out, fold(one_line(f"{marked(outlet(article.source), article)}, {dated(article)}"), width), "dim", gap=False)
    print_lines(out, [f"{name:<11}{one_line(value)}" for name, value in facts.items() if value], "dim")
    paragraphs = [line for line in article.text.split("\n") if line.strip()]
    print_lines(out, "\n\n".join("\n".join(fold(one_line(p), width)) for p in paragraphs).split("\n"), "", last=True)


def show_deleted(deleted: "Mapping[str, Deleted]") -> None:
    """List what a person deleted: id, headline, the files that hold it."""
    for i, told in deleted.items():
        say(f"{i}  {told.title or '(no headline)'}  {', '.join(told.files)}")
    if not deleted:
        say("Nothing was deleted.")


def say(line: str) -> None:
    """Print one line."""
    console().print(one_line(line))
