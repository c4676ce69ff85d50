"""Tell visitors what is wrong with the index or the disk in one line, where a handler of the page meets it."""

import functools
import inspect
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import Any

import gradio as gr

from rag.errors import DatelineError, FileUnusable
from rag.index.database import told

log = logging.getLogger(__name__)


def plainly(handler: Callable[..., Any], folder: Path) -> Callable[..., Any]:
    """Return a handler of the same kind (plain, generator, async generator) that raises what Gradio shows as a line, without a traceback.

    :param folder: of the index.
    """

    @functools.wraps(handler)
    def plain(*given: Any) -> Any:  # noqa: ANN401 - as Gradio calls it
        with _in_a_line(folder):
            return handler(*given)

    @functools.wraps(handler)
    def steps(*given: Any) -> Iterator[Any]:  # noqa: ANN401
        with _in_a_line(folder):
            yield from handler(*given)

    @functools.wraps(handler)
    async def waiting(*given: Any) -> AsyncIterator[Any]:  # noqa: ANN401
        with _in_a_line(folder):
            async with aclosing(handler(*given)) as updates:
                async for update in updates:
                    yield update

    if inspect.isasyncgenfunction(handler):
        return waiting
    return steps if inspect.isgeneratorfunction(handler) else plain


@contextmanager
def _in_a_line(folder: Path) -> Iterator[None]:
    try:
        with told(folder):
            yield
    except DatelineError as err:
        log.warning("%s", err)
        raise gr.Error(str(err), print_exception=False) from err
    except OSError as err:
        log.warning("%s", err)
        raise gr.Error(str(FileUnusable(err)), print_exception=False) from err
