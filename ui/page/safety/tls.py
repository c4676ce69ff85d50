"""Check the certificate and the key that the page is served with, before anything starts."""

import ssl
from pathlib import Path

from rag.errors import SettingsError


def check_tls(certificate: Path, key: Path) -> None:
    """Load both as the server will.

    :raises SettingsError: in one line that says which of them is wrong and how.
    """
    for path, what in ((certificate, "certificate"), (key, "key")):
        try:
            text = path.read_bytes()
        except OSError as err:
            raise SettingsError(
                f"--tls: the {what} {path} cannot be read ({err.strerror or err}). Give CERT and KEY as PEM files."
            ) from err
        if b"-----BEGIN " not in text:
            raise SettingsError(f"--tls: {path} is no {what} in PEM form. Give CERT and KEY as PEM files.")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=_no_password)
    except _Locked as err:
        raise SettingsError(f"--tls: the key {key} is locked with a password. Give an unlocked one.") from err
    except ssl.SSLError as err:
        why = (
            "they do not belong together"
            if err.reason == "KEY_VALUES_MISMATCH"
            else f"they cannot be used: {err.reason or 'no certificate and key'}"
        )
        raise SettingsError(f"--tls: the certificate {certificate} and the key {key}: {why}. Give CERT first, then its KEY.") from err


class _Locked(Exception):
    """The key asks for a password."""


def _no_password() -> str:
    raise _Locked
