"""Check a user and a password in the same time whatever they are, and slow guessing down without locking anybody out."""

import base64
import binascii
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256

from ui.page.safety.request import Refused

FREE = 5  # wrong tries of one client before it must wait: people mistype
LONGEST_S = 60.0  # that a client waits from try to try
FORGET_S = 900.0  # without a try, after which a client begins anew
BURST, EVERY_S = 30, 2.0  # tries of all unknown clients together: so many at once, then one in so many seconds
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


class Tries:
    """Counts wrong tries, by client and in all.

    A client has ``FREE``, then waits 1, 2, 4 ... ``LONGEST_S`` seconds from one to the next. All clients that have never been right share
    an allowance, so that many addresses are no way around; who was right before needs none of it, so that strangers do not lock the
    owner out.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()  # client: how many, when the last
        self._known: OrderedDict[str, None] = OrderedDict()
        self._left, self._at = float(BURST), clock()

    def begin(self, client: str) -> None:
        """Count a try as wrong until ``right`` is called, so that many at once are no way around either.

        :raises Refused: 429 with the seconds to wait.
        """
        with self._lock:
            now = self._clock()
            count, last = self._wrong.get(client, (0, now))
            if now - last > FORGET_S:
                count = 0
            wait = last + min(LONGEST_S, 2.0 ** (count - FREE)) - now if count >= FREE else 0.0
            if wait <= 0 and client not in self._known:
                self._left, self._at = min(BURST, self._left + (now - self._at) / EVERY_S), now
                wait = (1 - self._left) * EVERY_S
            if wait > 0:
                raise Refused(429, f"Too many tries. Wait {wait:.0f} s.", (b"retry-after", str(int(wait) + 1).encode()))
            if client not in self._known:
                self._left -= 1
            self._put(client, count + 1, now)

    def right(self, client: str) -> None:
        """Take back the last try of ``client``, which was right, and all wrong ones before it."""
        with self._lock:
            self._wrong.pop(client, None)
            if client not in self._known:
                self._left = min(BURST, self._left + 1)
            self._known[client] = None
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

    def _put(self, client: str, count: int, now: float) -> None:
        self._wrong[client] = (count, now)
        self._wrong.move_to_end(client)
        if len(self._wrong) > REMEMBERED:
            self._wrong.popitem(last=False)
