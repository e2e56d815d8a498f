"""Who may use the page: the browser that opened a printed link, and pages of this server in it.

Every program on this machine can reach the port, and so can every web site through the browser. A link works once and
gives a cookie; without the cookie, and for a socket without this server's own origin, everything is refused.
"""

from __future__ import annotations

from secrets import compare_digest, token_urlsafe

from aiohttp import web

HOST = "127.0.0.1"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self'; "
        "connect-src 'self' ws://{host}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Server": "Backdrill",  # else aiohttp names itself, Python and both versions
}
"""On every response. The terminal makes its styles while it runs, which needs 'unsafe-inline'; nothing else does."""


class Access:
    """One run's links and its cookie."""

    def __init__(self, port: int) -> None:
        self._names = (f"{HOST}:{port}", f"localhost:{port}")
        self._port = port
        self._secret = token_urlsafe(32)
        self._token = token_urlsafe(16)
        self._cookie = f"backdrill-{port}"
        """Browsers send a cookie to all ports of a machine: the name says which run it belongs to."""

    @property
    def link(self) -> str:
        """The address that works once."""
        return f"http://{HOST}:{self._port}/?token={self._token}"

    def redeemed(self, token: str) -> bool:
        """Whether this is the link's token, which then is used up."""
        right = _same(token, self._token)
        if right:
            self._token = token_urlsafe(16)
        return right

    def admit(self, response: web.Response) -> None:
        """Give the cookie. It ends with the browser, scripts cannot read it, other sites cannot make it be sent."""
        response.set_cookie(self._cookie, self._secret, httponly=True, samesite="Strict", path="/")

    def knows(self, request: web.Request) -> bool:
        """Whether the request bears the cookie."""
        return _same(request.cookies.get(self._cookie, ""), self._secret)

    def from_here(self, request: web.Request) -> bool:
        """Whether it names this server as its target, and as its origin where it has one. A socket must have one."""
        origin = request.headers.get("Origin")
        without = "Upgrade" not in request.headers
        own = without if origin is None else origin == f"http://{request.host}"
        return request.host in self._names and own


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Before a response is sent."""
    for name, value in HEADERS.items():
        response.headers[name] = value.format(host=request.host)


def _same(given: str, secret: str) -> bool:
    return compare_digest(given.encode("utf-8", "replace"), secret.encode())
