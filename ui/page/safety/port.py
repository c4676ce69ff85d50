"""Tell whether a port can be had before anything starts, so that a slow start is never taken for a port in use."""

import socket

from rag.errors import SettingsError


def check_port(host: str, port: int) -> None:
    """Bind a port and let it go.

    :raises SettingsError: when it is taken, not allowed, or the address is not of this machine.
    """
    bare = host.strip("[]")
    with socket.socket(socket.AF_INET6 if ":" in bare else socket.AF_INET) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((bare, port))
        except OSError as err:
            raise port_error(host, port, err) from err


def port_error(host: str, port: int | None, err: OSError) -> SettingsError:
    """The one line on a port that cannot be bound."""
    return SettingsError(f"Port {port} on {host} cannot be used ({err.strerror or err}). Choose another: dateline chat --port N")
