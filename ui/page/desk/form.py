"""Parse the question form into filters, or raise an error whose one line says what is wrong (pure)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.errors import InputError
from rag.language.control import cleaned
from rag.question.arguments import one_line, read_filters, read_outlets, read_question
from rag.records import EVERYTHING, Filters
from ui.page.desk.turn import MODES, Form, Turn
from ui.phrases import day, span


def read_form(as_of: str | None, after: str | None, before: str | None, outlets: Sequence[str], mode: str) -> Form:
    """The filters and mode chosen in the form; dates may be written as people write them.

    :raises InputError: for what is no date, and for a range whose end lies before its beginning.
    """
    typed = typed_filters(as_of, after, before, outlets)
    filters = read_filters(**typed.given())
    if filters.after and filters.before and filters.after > filters.before:
        raise InputError(f"“From” ({day(filters.after)}) is later than “to” ({day(filters.before)}). Exchange them.")
    return Form(filters, MODES.get(mode, "model"))


def typed_filters(as_of: str | None, after: str | None, before: str | None, outlets: Sequence[str] | None) -> Filters:
    """The filter fields as they were typed, dates not parsed yet.

    :raises InputError: for what no field gives.
    """
    typed = {"as_of": as_of, "after": after, "before": before}
    return Filters(**{name: one_line(day or "", name) for name, day in typed.items()}, outlets=read_outlets(outlets))


def over_link(typed: Form, linked: Form) -> Form:
    """What was typed over a link's form: each field that was left alone is the link's."""
    one, two = typed.filters, linked.filters
    filters = Filters(one.as_of or two.as_of, one.after or two.after, one.before or two.before, one.outlets or two.outlets)
    return Form(filters, typed.mode if typed.mode != Form().mode else linked.mode)


def checked_question(text: str) -> str:
    """The question with its blanks tidied.

    :raises InputError: when it is empty or too long.
    """
    if isinstance(text, str) and not cleaned(text).strip():
        raise InputError("Type a question first.")
    return read_question(text)


def is_edit(question: str, wording: str) -> bool:
    """Whether ``question`` is ``wording``, which stood in the box, or an edit of it: it has most of its words from there."""
    known, asked = (re.findall(r"\w+", text.lower()) for text in (wording, question))
    return 2 * sum(word in known for word in asked) > len(asked)


def without_filter(turn: Turn, what: str, value: str = "") -> Form:
    """The form of ``turn`` with one filter taken off (``all``: every one), the time words of the question itself included."""
    form, filters = turn.form, turn.form.filters
    if what == "all":
        return replace(form, filters=EVERYTHING, use_window=False)
    if what == "window":
        return replace(form, use_window=False)
    if what == "as_of":
        filters = replace(filters, as_of="")
    if what == "range":
        filters = replace(filters, after="", before="")
    if what == "outlet":
        filters = replace(filters, outlets=tuple(o for o in filters.outlets if o != value))
    return replace(form, filters=filters)


def in_words(filters: Filters) -> str:
    """The filters as a phrase; empty when there are none."""
    parts = [f"as of {day(filters.as_of)}"] if filters.as_of else []
    if filters.after or filters.before:
        parts.append(f"published {span(filters.after, filters.before)}")
    return " · ".join([*parts, *filters.outlets])


def panel_name(form: Form) -> str:
    """The name of the filter panel, with how many filters are on."""
    filters = form.filters
    on = sum((bool(filters.as_of), bool(filters.after or filters.before), len(filters.outlets), form.mode != "model"))
    return f"Filters ({on} on)" if on else "Filters"
