"""What stands before every page of the desk: known hosts, own forms only, bounded bodies, strict headers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LARGEST_BODY = 1 << 20

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": the forms of such a page would bear no origin, by which we know our own.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the desk is to be found: the hosts it answers to, and its origin behind a proxy, "" for none."""

    hosts: frozenset[str]
    origin: str = ""

    @property
    def is_secure(self) -> bool:
        """Whether visitors come over TLS."""
        return self.origin.startswith("https:")


def place_of(host: str, public_url: str) -> Place:
    """The place of a desk that listens on ``host`` and that a proxy shows at ``public_url``."""
    shown = urlsplit(public_url)
    names = {shown.hostname or ""} | ({host} if host not in {"0.0.0.0", "::"} else set())  # noqa: S104 - compared
    origin = f"{shown.scheme}://{shown.netloc}".lower() if public_url else ""
    return Place(LOOPBACK | (names - {""}), origin)


class Guard:
    """ASGI middleware: refuses what no visitor of ours sends, and dresses every answer."""

    def __init__(self, app: ASGIApp, place: Place) -> None:
        self.app = app
        self.place = place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        dressed = _dressed(send, secure=self.place.is_secure)
        refusal = refused(scope["method"], Headers(scope=scope), self.place)
        if refusal is not None:
            status, words = refusal
            await PlainTextResponse(words, status)(scope, receive, dressed)
            return
        await self.app(scope, receive, dressed)


def refused(method: str, headers: Headers, place: Place) -> tuple[int, str] | None:
    """Status and words for a request that is not looked at, None for a good one."""
    host = headers.get("host", "").lower()
    if _name_of(host) not in place.hosts:
        return 421, "Máy chủ này không phục vụ tên miền được yêu cầu (desk.public_url)."
    if method not in UNSAFE:
        return None
    if not _is_ours(headers, host, place):
        return 403, "Yêu cầu không được gửi từ trang này."
    length = headers.get("content-length", "")
    if not length.isdigit():
        return 411, "Yêu cầu không cho biết độ dài."
    if int(length) > LARGEST_BODY:
        return 413, "Nội dung gửi lên quá lớn."
    return None


def _name_of(host: str) -> str:
    return host[: host.rfind("]") + 1] if host.startswith("[") else host.partition(":")[0]


def _is_ours(headers: Headers, host: str, place: Place) -> bool:
    """Whether a form was sent by a page of ours: browsers say from where, and nobody can make them lie."""
    origin = headers.get("origin", "").lower()
    if origin:
        # Whom the proxy sends comes over TLS: without it the page was somebody else's.
        plain = not place.origin or _name_of(host) in LOOPBACK
        return origin in {place.origin, f"http://{host}" if plain else ""} - {""}
    return headers.get("sec-fetch-site", "") == "same-origin"


def _dressed(send: Send, *, secure: bool) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if secure:
                headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        await send(message)

    return sending
