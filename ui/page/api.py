"""The page's endpoints for programs and agents: ask, search and article; they only read."""

from typing import Any

import gradio as gr

from rag.answer.short import as_fields
from rag.errors import DatelineError
from rag.question.arguments import one_line, read_number, shown
from rag.records import Answer, Article, Filters
from ui.page.desk.desk import Desk
from ui.page.desk.turn import Form, Turn

MOST = 50  # passages a search returns at most
LONGEST = 500  # characters of an error, which may quote what was sent


def add_endpoints(desk: Desk) -> None:
    """Register the endpoints, over HTTP and over MCP alike."""
    limit = None if desk.searching.bounded else 8  # a queue that is bounded counts those that wait, and must see them
    for endpoint in (ask_of(desk), search_of(desk), article_of(desk)):
        gr.api(endpoint, api_name=endpoint.__name__, concurrency_limit=limit, api_visibility="public")


def ask_of(desk: Desk) -> Any:  # noqa: ANN401 - a function whose own annotations Gradio reads
    """The ``ask`` endpoint."""

    def ask(question: str, as_of: str = "", after: str = "", before: str = "", outlets: str = "", llm: bool = True) -> dict[str, Any]:
        """
        Answer a question from the articles in the index, each sentence with its quotes; decline what they do not say.

        Args:
            question: The question, in plain words.
            as_of: Read nothing published after this day (ISO or in words, "5 Dec 2023"); empty for no limit.
            after: Read nothing published before this day; empty for no limit.
            before: Read nothing published after this day; empty for no limit.
            outlets: Read only these outlets, separated by semicolons; empty for all.
            llm: Let the language model write the answer; false gives the articles' own sentences.

        Returns:
            The answer: line (the value asked for, where one value answers), text, status (answered, disputed or declined), sentences
            with support, quotes with article and offsets into its text, or into its title where headline is true.
        """
        import threading

        from ui.page.desk.form import checked_question
        from ui.page.desk.runner import turn_steps

        with _readable():
            form = Form(Filters(as_of, after, before, _split(outlets)), "model" if llm else "extract")
            asked = Turn(checked_question(question), form=form)
            answers = [turn.answer for turn in turn_steps(desk, asked, (), threading.Event()) if turn.answer is not None]
        if not answers:
            raise gr.Error("The question could not be finished. Ask it again.")
        return _without_paths(answers[-1])

    return ask


def search_of(desk: Desk) -> Any:  # noqa: ANN401
    """The ``search`` endpoint."""

    def search(query: str, k: int = 5, as_of: str = "", after: str = "", before: str = "", outlets: str = "") -> list[dict[str, Any]]:
        """
        Find the passages nearest to a query, best first, each of a different article.

        Args:
            query: What to look for, in plain words.
            k: How many passages, 1 to 50.
            as_of: Read nothing published after this day (ISO or in words); empty for no limit.
            after: Read nothing published before this day; empty for no limit.
            before: Read nothing published after this day; empty for no limit.
            outlets: Read only these outlets, separated by semicolons; empty for all.

        Returns:
            Passages with score, text, offsets into the article's text, and the article's id, title, outlet and dates.
        """
        import threading

        from ui.page.desk.form import checked_question
        from ui.page.desk.runner import in_queue

        with _readable():
            filters = Filters(as_of, after, before, _split(outlets))
            asked, most = checked_question(query), min(max(read_number(k, "k", least=None), 1), MOST)
            with in_queue(desk.searching, threading.Event(), desk.settings.deadline_s):
                found = desk.assistant.search(asked, k=most, **filters.given())
        return [
            {"score": e.score, "text": e.passage.text, "start": e.passage.start, "end": e.passage.end, "article": _facts(e.article)}
            for e in found
        ]

    return search


def article_of(desk: Desk) -> Any:  # noqa: ANN401
    """The ``article`` endpoint."""

    def article(article_id: str) -> dict[str, Any]:
        """
        Return one article of the index with its full text, into which offsets point, but for those of headlines.

        Args:
            article_id: The id that ask and search give for an article.

        Returns:
            The article: id, title, outlet, byline, published, updated, url, text, superseded: the time of a newer version, if any;
            agency: the news agencies that it credits, incomplete: whether it is only the beginning, and found: the names of the
            fields that were found and are not stated, such as published.
        """
        with _readable():
            wanted = one_line(article_id, "article_id")
            try:
                found = desk.store.article(wanted)
            except KeyError as err:
                raise gr.Error(f"There is no article {shown(wanted)} in this index. Take an id from search or ask.") from err
        return _facts(found) | {"text": found.text}

    return article


def _without_paths(answer: Answer) -> dict[str, Any]:
    """The answer's fields without ``path``, which Gradio would take for a file that it may serve."""
    row = as_fields(answer)
    for part in (*row["citations"], *row["quotes"]):
        del part["article"]["path"]
    return row


def _facts(article: Article) -> dict[str, str | bool]:
    """The metadata of an article for the caller; the path of its file on this machine is left out."""
    return {"id": article.id, "title": article.title, "source": article.source, "byline": article.byline,
            "published": article.published, "updated": article.updated, "url": article.url, "superseded": article.superseded,
            "agency": article.agency, "incomplete": article.incomplete, "found": article.found}  # fmt: skip


def _split(outlets: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in one_line(outlets, "outlets").split(";") if part.strip())


class _readable:
    """Context manager that turns our errors into Gradio's, which callers see as one line; other exceptions pass."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, err: BaseException | None, trace: object) -> None:
        """Turn an error of ours into Gradio's, which is shown."""
        if isinstance(err, DatelineError):
            raise gr.Error(str(err)[:LONGEST], print_exception=False) from err
