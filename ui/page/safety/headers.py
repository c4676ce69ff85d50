"""The headers of answers: what the page may load and who may show it, and cookies that stay with it (pure)."""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence

from ui.page.safety.routes import Kind

Headers = list[tuple[bytes, bytes]]
INLINE = re.compile(rb"<script(?![^>]*\ssrc\s*=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
# Scripts are files of this server and the inline ones of the page by their hashes, so that text that became markup could run nothing.
# 'unsafe-eval' is for Gradio, which makes functions of our page.js (js_on_load) in the browser; 'unsafe-inline' of styles for its
# components and the chart, which set them on elements.
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; media-src 'none'; object-src 'none'; frame-src 'self'; worker-src 'none'; "
    "manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
CLOSED = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
ALWAYS: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (
        b"permissions-policy",
        b"camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), display-capture=()",
    ),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
OURS = frozenset({name for name, _ in ALWAYS} | {b"content-security-policy", b"server"})
KEPT = ("/assets/", "/static/", "/svelte/", "/favicon.ico")  # which browsers may keep: nothing of the articles is in them


def script_hashes(page: bytes) -> str:
    """The inline scripts of a page, as a policy names them."""
    found = dict.fromkeys(base64.b64encode(hashlib.sha256(text).digest()).decode() for text in INLINE.findall(page))
    return " ".join(f"'sha256-{one}'" for one in found)


def policy(page: bytes) -> bytes:
    """The content security policy of a page."""
    return POLICY.format(hashes=script_hashes(page)).encode()


def dressed(headers: Iterable[Sequence[bytes]], path: str, *, secure: bool, page: bytes | None = None) -> Headers:
    """The headers of an answer with ours.

    :param secure: whether it goes over TLS.
    :param page: the body, when it is the page.
    """
    kept = [(bytes(k).lower(), bytes(v)) for k, v in headers]
    kept = [(k, v) for k, v in kept if k not in OURS and not k.startswith(b"access-control-")]
    cookies = [c for k, v in kept if k == b"set-cookie" and (c := cookie(v, secure=secure))]
    kept = [(k, v) for k, v in kept if k != b"set-cookie"] + [(b"set-cookie", c) for c in cookies]
    if not path.startswith(KEPT):
        kept = [(k, v) for k, v in kept if k != b"cache-control"] + [(b"cache-control", b"no-store")]
    return [*kept, *ALWAYS, (b"content-security-policy", CLOSED if page is None else policy(page))]


def cookie(line: bytes, *, secure: bool) -> bytes:
    """A cookie for this site alone, out of the reach of scripts; empty for one that a plain connection cannot carry."""
    value, *parts = (part.strip() for part in line.split(b";"))
    names = {part.lower() for part in parts}
    if b"secure" in names and not secure:
        return b""
    ages = [part for part in parts if part.lower().startswith((b"max-age=", b"expires="))]
    return b"; ".join([value, *ages, b"Path=/", b"HttpOnly", b"SameSite=Lax", *([b"Secure"] if secure else [])])


def holds_page(kind: Kind, headers: Iterable[Sequence[bytes]]) -> bool:
    """Whether an answer is the page, whose scripts are named in its policy."""
    return kind is Kind.PAGE and any(bytes(k).lower() == b"content-type" and bytes(v).startswith(b"text/html") for k, v in headers)
