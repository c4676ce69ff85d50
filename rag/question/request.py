"""Turn a question and the caller's filters into a Request: stand-alone wording, time period, filters and recency weighting."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.dates.calendar import iso_day
from rag.dates.typed import parse_day
from rag.errors import InputError
from rag.index.filters import admitted
from rag.index.freshness import Calendar
from rag.index.keywords import Keywords
from rag.index.store import Store
from rag.language.foreign import language_of
from rag.language.text import content_words
from rag.question.archive import AboutArchive, read_archive
from rag.question.brief import Brief, read_brief
from rag.question.carried import Exchange, read_history
from rag.question.followup import read_followup
from rag.question.outlet import asked_outlets
from rag.question.subquestions import subquestions
from rag.question.versus import Versus, read_versus
from rag.question.window import question_window
from rag.question.wording import Wording
from rag.records import Answer, Filters, Window

NOTHING_PASSES = "No article passes the dates and outlets given; `dateline status` shows what there is."
NEWNESS_WEIGHT = 0.35  # how much newness counts when a question names no time: on 162 news questions it lifted article hit@4 by 0.08
LONGEST_QUESTION = 2000  # characters; more is a pasted article, not a question


@dataclass(frozen=True, slots=True)
class Focus:
    """The ISO days (both included) whose reports count most, and how much, 0 to 1, distance from them counts."""

    first: str = ""
    last: str = ""
    weight: float = 0.0
    newest: bool = False  # replace the days by that of the newest relevant report: "the latest attack" may be years old


ANY_DAY = Focus()


@dataclass(frozen=True, slots=True)
class Request:
    """A question ready for search: its wording, time, filters and recency weighting."""

    question: str
    window: Window
    filters: Filters
    focus: Focus
    notes: tuple[str, ...] = ()
    archive: AboutArchive | None = None  # it asks about the articles themselves
    brief: Brief | None = None  # it wants the course of a matter in several sentences
    versus: Versus | None = None  # it compares two
    subquestions: tuple[str, ...] = ()  # the questions that ``searched`` consists of; empty when it is a single one
    choices: tuple[str, ...] = ()  # stand-alone wordings of a question that may mean each of ``between``; empty when it is clear
    between: tuple[str, ...] = ()

    @property
    def searched(self) -> str:
        """The question without the time phrase that became a filter: articles do not write "by January 2024" of their figures."""
        bare = " ".join(self.question.replace(self.window.phrase, " ", 1).split()) if self.window else self.question
        return bare if len(content_words(bare)) > 1 else self.question


def read_filters(
    *, as_of: str | None = None, after: str | None = None, before: str | None = None, outlets: str | Sequence[str] = ()
) -> Filters:
    """Return the filters with their days parsed to ISO.

    :raises InputError: for a day that cannot be understood.
    """
    return Filters(
        parse_day(as_of, end=True) if as_of else "",
        parse_day(after) if after else "",
        parse_day(before, end=True) if before else "",
        tuple(outlets) if not isinstance(outlets, str) else (outlets,) if outlets else (),
    )


def read_request(
    question: str,
    filters: Filters,
    store: Store,
    history: Sequence[str | Answer | Exchange] = (),
    *,
    use_window: bool = True,
    keywords: Keywords | None = None,
) -> Request:
    """Return ``question`` as a Request, resolved against the articles in ``store``.

    :param filters: the caller's filters.
    :param history: the user's earlier questions, or the answers to them, oldest first.
    :param use_window: whether time words of the question itself narrow what is read.
    :param keywords: the words of the articles; without them, the question's are taken as they are typed.
    :raises InputError: for a question that is empty or too long.
    """
    question, turns = _checked(question), read_history(history)
    read = read_followup(question, turns)
    asked, notes = read.question, [f"Asked as: {read.question}"] * (read.question != question)
    language = language_of(asked)
    notes += [f"Only English is read; the question seems to be in {language}."] if language else []
    if keywords is not None and not language:
        asked, mended = Wording(store, keywords).read(asked)
        notes += [f"Read as: {', '.join(mended)}."] * bool(mended)
    outlets, (start, end) = ((), (0, 0)) if filters.outlets else asked_outlets(asked, [name for name, _ in store.outlets()])
    if outlets:
        filters = replace(filters, outlets=outlets)
        notes.append(f"Only articles of {', '.join(outlets)} were read, as the question asks.")
    bare = _without(asked, start, end)
    archive = read_archive(asked) or read_archive(bare, of_outlet=bool(outlets))
    earlier = [turn.question for turn in turns]
    request = _with_filters(asked, filters, store, earlier, use_window and not (archive and archive.verbatim))
    if archive is None and request.window.phrase:  # "how many articles since May mention it", "how many articles from May mention it"
        phrase = request.window.phrase
        archive = read_archive(bare.replace(phrase, "articles" * phrase.startswith("articles")))
    brief, said = read_brief(asked), (*request.notes, *notes)
    versus = None if brief or archive else read_versus(request.searched)
    split = () if brief else versus.parts if versus else subquestions(request.searched)
    return replace(
        request, subquestions=split, archive=archive, brief=brief, versus=versus, notes=said, choices=read.choices, between=read.between
    )


def _without(question: str, start: int, end: int) -> str:
    """Return a question about the archive without the outlet that it names: "the newest article by the Post on otters"."""
    before = re.sub(r"\s+(?:(?:by|in|from|of)\s+)?(?:(?:both|either)\s+)?(?:the\s+)?[\"'‘“]?$", "", question[:start], flags=re.IGNORECASE)
    after = re.sub(r"^['’]s?|^[\"”]", "", question[end:]).strip()
    return f"{before} {after}" if end else question


def _with_filters(question: str, filters: Filters, store: Store, history: Sequence[str], use_window: bool) -> Request:
    """Return a stand-alone question with its filters and focus."""
    filters = replace(filters, outlets=_known_outlets(filters.outlets, store))
    window = _window_of_question(question, filters.as_of, store, history) if use_window else Window()
    narrowed = _narrowed(filters, window)
    something_passes = bool(admitted(narrowed, store.table()).any())
    if window and not something_passes:  # the question's own words must not hide what there is
        note = f"Nothing in the articles is from the time the question names ({window.phrase}); all of them were read."
        return Request(question, Window(phrase=window.phrase), filters, _focus(Window(), filters.last, store), (note,))
    notes = () if something_passes else (NOTHING_PASSES,)
    return Request(question, window, narrowed, _focus(window, narrowed.last, store), notes)


def _checked(question: str) -> str:
    question = " ".join(question.split())
    if not question:
        raise InputError('The question is empty. Ask something: dateline ask "Who won the election?"')
    if len(question) > LONGEST_QUESTION:
        raise InputError(f"The question has {len(question)} characters, at most {LONGEST_QUESTION} are read. Shorten it.")
    return question


def _narrowed(filters: Filters, window: Window) -> Filters:
    """Return the filters with the days that the question itself names."""
    after = max(filters.after, window.after)
    before = min((day for day in (filters.before, window.before) if day), default="")
    return replace(filters, after=after, before=before)


def _known_outlets(outlets: Sequence[str], store: Store) -> tuple[str, ...]:
    """Return outlets as the articles spell them: "ap" is AP."""
    known = {name.casefold(): name for name, _ in store.outlets()} if outlets else {}
    return tuple(known.get(name.casefold(), name) for name in outlets)


def _window_of_question(question: str, as_of: str, store: Store, history: Sequence[str]) -> Window:
    asked = iso_day(as_of) or date.today()
    newest = iso_day(Calendar.read(store.table()).freshness().newest)
    named: list[str] = []
    for earlier in history:  # "that Saturday" may refer to a day of an earlier question
        before = question_window(earlier, asked, newest, named)
        named += [d for d in (before.event_after, before.event_before or before.before) if d]
    return question_window(question, asked, newest, named)


def _focus(window: Window, last: str, store: Store) -> Focus:
    """Return the days whose reports count most: those of the event asked about, or the newest when "now" is meant."""
    if window.event_after or window.event_before:
        return Focus(window.event_after or window.event_before, window.event_before or last or window.event_after, 0.5)
    if last:
        return Focus(last, last, 1.0)
    newest = Calendar.read(store.table()).freshness().newest
    return Focus(newest, newest, 1.0 if window.latest else NEWNESS_WEIGHT, newest=window.latest) if newest else Focus()
