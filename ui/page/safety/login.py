"""Check a user and a password in the same time whatever they are, and slow guessing down without locking the owner out."""

import base64
import binascii
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from ui.page.safety.request import Refused

FREE = 5  # wrong tries of one client before it must wait: people mistype
LONGEST_S = 60.0  # that a client waits from try to try
FORGET_S = 900.0  # without a try, after which a client begins anew
BURST, EVERY_S = 30, 2.0  # tries of all unknown clients together: so many at once, then one in so many seconds
KNOWN_S = 0.5  # the same for each client that was right before: a program that sends an old password every second leaves it half of them
REMEMBERED = 10_000  # clients


class Passwords:
    """One user with a password; blanks around the user's name do not count."""

    def __init__(self, user: str, password: str) -> None:
        self._expected = _digest(user.strip(), password)

    def right(self, user: str, password: str) -> bool:
        """Whether both are right; how long it takes says nothing of either."""
        return secrets.compare_digest(_digest(user.strip(), password), self._expected)

    def knows(self, header: str) -> bool:
        """Whether an ``Authorization`` header holds them (HTTP Basic)."""
        kind, _, given = header.partition(" ")
        try:
            user, colon, password = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return False
        return kind.lower() == "basic" and bool(colon) and self.right(user, password)


def _digest(user: str, password: str) -> bytes:
    return sha256(f"{len(user)}:{user}:{password}".encode("utf-8", "surrogatepass")).digest()


class Allowance:
    """So many tries at once, then one in so many seconds."""

    def __init__(self, most: int, every_s: float, now: float) -> None:
        self._most, self._every_s, self._left, self._at = most, every_s, float(most), now

    def take(self, now: float) -> float:
        """Take one; where there is none, return the seconds until there is."""
        self._left, self._at = min(self._most, self._left + (now - self._at) / self._every_s), now
        if self._left < 1:
            return (1 - self._left) * self._every_s
        self._left -= 1
        return 0.0

    def give(self) -> None:
        """Give one back."""
        self._left = min(self._most, self._left + 1)


class Tries:
    """Counts wrong tries, by client and in all.

    A client that was never right has ``FREE``, then waits 1, 2, 4 ... ``LONGEST_S`` seconds from one to the next, and all of these share
    an allowance, so that many addresses are no way around. A client that was right before has an allowance of its own, of which a right
    try takes nothing: neither strangers nor a program at its own address that sends an old password every second keep it out. Who
    guesses faster than that from the owner's own address does, and who was never right must wait while strangers use theirs up: which of
    two tries is the owner's can only be known by letting both guess.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()  # client: how many, when the last
        self._known: OrderedDict[str, Allowance] = OrderedDict()
        self._strangers = Allowance(BURST, EVERY_S, clock())

    def begin(self, client: str) -> None:
        """Count a try as wrong until ``right`` is called, so that many at once are no way around either.

        :raises Refused: 429 with the seconds to wait.
        """
        with self._lock:
            now = self._clock()
            wait = self._known[client].take(now) if client in self._known else self._stranger(client, now)
        if wait > 0:
            raise Refused(429, f"Too many tries. Wait {wait:.0f} s.", (b"retry-after", str(int(wait) + 1).encode()))

    def right(self, client: str) -> None:
        """Take back the last try of ``client``, which was right, and all wrong ones before its first right one."""
        with self._lock:
            if client in self._known:
                self._known[client].give()
            else:
                self._strangers.give()
                self._known[client] = Allowance(BURST, KNOWN_S, self._clock())
            self._wrong.pop(client, None)
            _keep(self._known, client)

    def _stranger(self, client: str, now: float) -> float:
        count, last = self._wrong.get(client, (0, now))
        if now - last > FORGET_S:
            count = 0
        wait = last + min(LONGEST_S, 2.0 ** (count - FREE)) - now if count >= FREE else 0.0
        if wait <= 0:
            wait = self._strangers.take(now)
        if wait <= 0:
            self._wrong[client] = (count + 1, now)
            _keep(self._wrong, client)
        return wait


def _keep(clients: OrderedDict[str, Any], client: str) -> None:
    """Make ``client`` the newest, and forget the oldest of too many."""
    clients.move_to_end(client)
    if len(clients) > REMEMBERED:
        clients.popitem(last=False)
