"""The guard that keeps tests off the network."""

import socket
import subprocess
import sys

import pytest


def test_loopback_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5) as client:
        assert client.getpeername() == server.getsockname()


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 443)])
def test_another_machine_is_refused(address: tuple[str, int]) -> None:
    with pytest.raises(OSError, match="network use in a test"):
        socket.create_connection(address, timeout=0.1)


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(OSError, match=r"network use in a test.*example\.invalid"):
        socket.getaddrinfo("example.invalid", 80)


def test_programs_that_tests_start_use_no_hub() -> None:
    code = "import os; print(os.environ['HF_HUB_OFFLINE'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
