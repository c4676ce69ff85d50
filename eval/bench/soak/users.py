"""Users who ask at their own pace, each in a thread of its own, and what they saw."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from eval.bench.archive.tree import Held
from eval.bench.soak.page import Reply
from eval.bench.speed import Figure
from eval.scores.metrics import percentile

SETTLED_S = 300.0  # after which the memory of the server should grow no more
NAMED = 3  # errors of one kind that are shown

Quotes = tuple[tuple[str, int, int, str], ...]
Ask = Callable[[str, str], Reply]  # of a question and a day


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of one user: when it was asked (seconds since the start), and the reply."""

    at: float
    question: str
    reply: Reply


@dataclass(slots=True)
class Soak:
    """All that was asked, by all users."""

    asked: list[Asked] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, asked: Asked) -> None:
        """Take in one question with its reply."""
        with self._lock:
            self.asked.append(asked)


def run_users(
    make: Callable[[], Ask], questions: Sequence[tuple[str, str]], *, users: int, seconds: float, think_s: float, seed: int
) -> Soak:
    """Let users ask (question, day) pairs until the time is up; each thinks for ``think_s`` on average between an answer and a question.

    :param make: opens what one user asks with.
    """
    soak, began = Soak(), time.monotonic()

    def user(n: int) -> None:
        rng, ask = Random(f"{seed} {n}"), make()
        while (left := began + seconds - time.monotonic()) > 0:
            time.sleep(min(rng.expovariate(1 / think_s) if think_s else 0.0, left))
            question, day = rng.choice(questions)
            at = time.monotonic() - began
            if at < seconds:
                soak.keep(Asked(at, question, ask(question, day)))

    threads = [threading.Thread(target=user, args=(n,)) for n in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return soak


def of_others(asked: Iterable[Asked]) -> list[Asked]:
    """Return those whose answer is to another question: every answer carries the question that it is to."""
    return [a for a in asked if not a.reply.error and a.reply.answer.get("question") != a.question]


def other_quotes(asked: Iterable[Asked], alone: Mapping[str, Iterable[Quotes]]) -> list[Asked]:
    """Return those whose quotes are not what the question gives when nobody else asks.

    :param alone: question -> what it gave alone, before and, where the index has changed meanwhile, after.
    """
    return [a for a in asked if not a.reply.error and a.question in alone and a.reply.quotes not in set(alone[a.question])]


def growth(held: Sequence[Held], settled_s: float = SETTLED_S) -> tuple[float, float]:
    """Return megabytes once settled and at the end, each the median of a tenth of what was seen after ``settled_s``."""
    late = [h.megabytes for h in held if h.at >= settled_s] or [h.megabytes for h in held]
    part = max(1, len(late) // 10)
    return percentile(late[:part], 0.5), percentile(late[-part:], 0.5)


def figures(soak: Soak, alone: Mapping[str, Iterable[Quotes]], held: Sequence[Held], *, users: int, seconds: float) -> Iterable[Figure]:
    """Yield the figures of a soak."""
    good = [a for a in soak.asked if not a.reply.error]
    n = len(soak.asked)
    yield Figure(f"{users} users for {seconds / 60:.1f} minutes, questions/s", f"{n / seconds:.2f}", n)
    yield Figure("errors", str(n - len(good)), n)
    for error, number in Counter(a.reply.error for a in soak.asked if a.reply.error).most_common(NAMED):
        yield Figure(f"  {error}", str(number), n)
    yield Figure("answers to others' questions", str(len(of_others(good))), len(good))
    compared = sum(a.question in alone for a in good)
    yield Figure("answers with other quotes than alone", str(len(other_quotes(good, alone))), compared)
    if good:
        spent = [a.reply.seconds for a in good]
        value = f"{percentile(spent, 0.5):.2f} / {percentile(spent, 0.95):.2f} / {max(spent):.2f}"
        yield Figure("whole answer, s p50 / p95 / most", value, len(good))
        halves = [percentile([a.reply.seconds for a in good if (a.at < seconds / 2) == first] or [0.0], 0.5) for first in (True, False)]
        yield Figure("whole answer, s p50, first half / second half", f"{halves[0]:.2f} / {halves[1]:.2f}", len(good))
    if held:
        settled, end = growth(held)
        yield Figure(
            "memory of the server's processes, MB, start / settled / end", f"{held[0].megabytes:.0f} / {settled:.0f} / {end:.0f}", len(held)
        )
        yield Figure("memory, growth since it settled", f"{end / settled - 1:+.1%}" if settled else "not seen", len(held))


def whole(rows: Mapping[str, Any]) -> dict[str, list[Quotes]]:
    """Return question -> its quotes, of replies asked alone."""
    return {question: [reply.quotes] for question, reply in rows.items() if not reply.error}
