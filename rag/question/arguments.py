"""Read what a caller gave: question, filters, numbers and flags; what is none is refused in one line that names it (pure)."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from rag.dates.typed import parse_day
from rag.errors import InputError
from rag.language.control import cleaned
from rag.records import Filters

LONGEST_QUESTION = 2000  # characters; more is a pasted article, not a question
LONGEST_OUTLET = 500  # characters of one name
MOST_OUTLETS = 10_000
_SHOWN = 60  # characters of a value in a message


def shown(value: object) -> str:
    """Return a value as a message names it: one line, its beginning where it is long, its kind where it is no text."""
    if not isinstance(value, str):
        return f"{type(value).__name__}" if not isinstance(value, int | float) else _cut(_digits(value))
    return repr(value) if len(value) <= _SHOWN else f"{value[:_SHOWN]!r}..."


def one_line(value: object, name: str) -> str:
    """Return a text without control characters, its blanks made one.

    :raises InputError: for what is no text.
    """
    if not isinstance(value, str):
        raise InputError(f"{name} must be text, not {shown(value)}.")
    return " ".join(cleaned(value).split())


def read_question(value: object, name: str = "question") -> str:
    """Return a question without control characters, its blanks made one.

    :raises InputError: for what is no text, empty, or over LONGEST_QUESTION characters.
    """
    question = one_line(value, name)
    if not question:
        raise InputError(f'The {name} is empty. Ask something: dateline ask "Who won the election?"')
    if len(question) > LONGEST_QUESTION:
        raise InputError(f"The {name} has {len(question)} characters, at most {LONGEST_QUESTION} are read. Shorten it.")
    return question


def read_filters(*, as_of: object = None, after: object = None, before: object = None, outlets: object = ()) -> Filters:
    """Return the filters with their days parsed to ISO; what is None or empty filters nothing.

    :raises InputError: for a day that cannot be understood, and for what is of another type.
    """
    days = (_day(as_of, "as_of", end=True), _day(after, "after"), _day(before, "before", end=True))
    return Filters(*days, read_outlets(outlets))


def read_outlets(value: object) -> tuple[str, ...]:
    """Return the names of outlets from one, several, or None.

    An empty one beside others means articles that state no outlet; alone it names none and filters nothing, as an unset variable does.

    :raises InputError: for what is no text or several of them, or longer than any name.
    """
    if value is None or isinstance(value, str):
        names: Sequence[object] = [value] if value else []
    elif isinstance(value, Sequence | AbstractSet) and not isinstance(value, bytes | bytearray | memoryview):
        names = list(value)
    else:
        raise InputError(f"outlets must be a name or a list of names, not {shown(value)}.")
    if len(names) > MOST_OUTLETS:
        raise InputError(f"outlets has {len(names)} names, at most {MOST_OUTLETS} are read.")
    found = [one_line(name, "a name in outlets") for name in names]
    if long := next((name for name in found if len(name) > LONGEST_OUTLET), None):
        raise InputError(f"The outlet {shown(long)} has {len(long)} characters, at most {LONGEST_OUTLET} are read.")
    return tuple(found) if any(found) else ()


def read_number(value: object, name: str, *, least: int | None = 1) -> int:
    """Return a whole number.

    :raises InputError: for what is none, or under ``least``.
    """
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise InputError(f"{name} must be a whole number, not {shown(value)}.")
    try:
        number = int(value.__index__())
    except Exception as err:  # a class of a caller's may say that it has an index, and have none
        raise InputError(f"{name} must be a whole number, not {shown(value)}.") from err
    if least is not None and number < least:
        raise InputError(f"{name} is {shown(number)}; it must be at least {least}.")
    return number


def read_flag(value: object, name: str) -> bool:
    """Return True or False, numpy's included.

    :raises InputError: for anything else.
    """
    if type(value).__name__ in {"bool", "bool_"}:
        return bool(value)
    raise InputError(f"{name} must be True or False, not {shown(value)}.")


def _day(value: object, name: str, *, end: bool = False) -> str:
    text = "" if value is None else one_line(value, name)
    return parse_day(text, end=end) if text else ""


def _digits(value: float) -> str:
    try:
        return str(value)
    except ValueError:  # Python writes no number of more than some thousand digits
        return "a number of thousands of digits"


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
