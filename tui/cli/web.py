"""The app in a browser on this machine: textual-serve, kept to the loopback interface and to itself.

Needs the extra `web`. The page asks for nothing from elsewhere and puts the keyboard on the terminal at once. A
connection is taken only from a page that this server gave: another site that is open in the browser, or one whose name
was made to point at this machine, is refused.
"""

from __future__ import annotations

import re
import shlex
import socket
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import textual_serve
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from textual_serve.server import Server

from engine.messages import ExpectedError
from tui.output import put

HOST = "127.0.0.1"
_FONTS = re.compile(r"<link\b[^>]*fonts\.googleapis\.com[^>]*>", re.S)
_STYLE = (
    "<style>@font-face{font-family:'Roboto Mono';"
    "src:url('{{ config.static.url }}fonts/RobotoMono-VariableFont_wght.ttf');font-weight:100 700}</style>"
)
_FOCUS = (
    "<script>new MutationObserver(()=>document.querySelector('.xterm-helper-textarea')?.focus())"
    ".observe(document.documentElement,{subtree:true,attributes:true,attributeFilter:['class']})</script>"
)


class PageChanged(ExpectedError):
    """The installed textual-serve has a page that this module does not know."""


def page() -> str:
    """textual-serve's page without the font it would fetch, its own font instead, and the focus on the terminal."""
    source = Path(textual_serve.__file__).parent / "templates" / "app_index.html"
    text = _FONTS.sub("", source.read_text(encoding="utf-8"))
    if re.search(r"(?:src|href)=\"https?://", text) or "</head>" not in text:
        raise PageChanged(
            f"the page of textual-serve {textual_serve.__file__} is not the one expected; install textual-serve 1.1",
            f"textual-serve {textual_serve.__file__} 的页面与预期不符；请安装 textual-serve 1.1",
        )
    return text.replace("</head>", f"{_STYLE}{_FOCUS}</head>", 1)


def command(arguments: Sequence[str]) -> str:
    """The command line that runs the app for one browser tab. -P keeps the current folder off the import path."""
    return shlex.join([sys.executable, "-P", "-m", "tui.command_line", *arguments])


class LocalServer(Server):
    """Serves one command to pages of its own."""

    def __init__(self, arguments: Sequence[str], port: int, templates: Path) -> None:
        super().__init__(command(arguments), HOST, port, "Backdrill", templates_path=str(templates))
        self.names = {f"{HOST}:{port}", f"localhost:{port}"}

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._own_pages_only())
        return app

    def _own_pages_only(self) -> Middleware:
        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            origin = request.headers.get("Origin")
            strange = origin is not None and origin.removeprefix("http://") not in self.names
            if request.host not in self.names or strange:
                raise web.HTTPForbidden(text="Backdrill serves only pages of its own.")
            return await handler(request)

        return guard

    async def on_startup(self, app: web.Application) -> None:
        """Say where it is, nothing else."""
        put(f"http://{HOST}:{self.port}")


def is_free(port: int) -> bool:
    """Whether nothing listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def serve(arguments: Sequence[str], port: int) -> None:
    """Serve until Ctrl+C. Raises PageChanged."""
    with tempfile.TemporaryDirectory(prefix="backdrill-") as folder:
        (Path(folder) / "app_index.html").write_text(page(), encoding="utf-8")
        LocalServer(arguments, port, Path(folder)).serve()
