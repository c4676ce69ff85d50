"""One server for the tests of a module, emptied before each of them."""

from collections.abc import Iterator

import pytest

from tests.kits.site import Site, serving


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    """Return a server that runs."""
    with serving() as site:
        yield site


@pytest.fixture
def site(served: Site) -> Site:
    """Return the server, with no page and nothing asked of it."""
    served.pages.clear()
    served.asked.clear()
    return served
