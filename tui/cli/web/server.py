"""The server of the page, on the loopback interface alone."""

from __future__ import annotations

import asyncio
import logging
import socket
from asyncio import wait_for
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from string import Template

import textual_serve
from aiohttp import web, web_response
from aiohttp.typedefs import Handler

from engine.text import Language, Text
from tui import unexpected
from tui.cli.web.access import HEADERS, HOST, Access, add_headers
from tui.cli.web.tab import Tab, say_and_close
from tui.locale import web as words
from tui.output import put
from tui.signals import end_in_order

MOST_TABS = 4
RELOAD_SECONDS = 3.0
"""A reloaded page asks for its new session while the old one is still ending."""
STATIC = Path(textual_serve.__file__).parent / "static"
PAGE = files("tui.cli.web")
OWN = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
"""Files of ours that the page names."""


class LocalServer:
    """Gives the page to one browser, and each of its tabs an app that is started with `arguments`."""

    def __init__(self, arguments: Sequence[str], port: int, language: Language, most: int) -> None:
        self.port = port
        self._arguments, self._language, self._most = arguments, language, most
        self._access = Access(port)
        self._tabs: set[Tab] = set()
        self._free = asyncio.Semaphore(most)

    def app(self) -> web.Application:
        """Its pages."""

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._guarded(request, handler)

        app = web.Application(middlewares=[guard])
        app.on_response_prepare.append(add_headers)
        app.on_shutdown.append(self._close)
        app.add_routes([web.get("/", self._page), web.get("/page/{name}", self._own), web.get("/ws", self._session)])
        app.router.add_static("/static", STATIC)
        return app

    def say_where(self) -> None:
        """Print the link."""
        put(self._said(words.ADDRESS).format(link=self._access.link))
        put(self._said(words.HOW_TO_END))

    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not self._access.from_here(request):
            raise web.HTTPForbidden(text=self._said(words.REFUSED))
        if "token" in request.query and self._access.redeemed(request.query["token"]):
            put(self._said(words.NEXT_LINK).format(link=self._access.link))
            admitted = web.Response(status=303, headers={"Location": "/"})
            self._access.admit(admitted)
            return admitted
        if not self._access.knows(request):
            raise web.HTTPForbidden(text=self._said(words.REFUSED))
        return await handler(request)

    async def _page(self, request: web.Request) -> web.Response:
        """The page; without the token in its address, which is of no more use."""
        if "token" in request.query:
            raise web.HTTPSeeOther("/")
        text = Template(PAGE.joinpath("page.html").read_text(encoding="utf-8")).substitute(
            lang="zh-CN" if self._language == "zh" else "en",
            title=self._said(words.TITLE),
            starting=self._said(words.STARTING),
            ended=self._said(words.ENDED),
            again=self._said(words.AGAIN),
            websocket=f"ws://{request.host}/ws",
        )
        return web.Response(text=text, content_type="text/html")

    async def _own(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in OWN:
            raise web.HTTPNotFound
        return web.Response(body=PAGE.joinpath(name).read_bytes(), content_type=OWN[name], charset="utf-8")

    async def _session(self, request: web.Request) -> web.WebSocketResponse:
        """A tab's app, from its start to its end."""
        opened = web.WebSocketResponse(heartbeat=15)
        await opened.prepare(request)
        try:
            await wait_for(self._free.acquire(), RELOAD_SECONDS)
        except TimeoutError:
            await say_and_close(opened, self._said(words.FULL).format(most=self._most))
            return opened
        tab = Tab(opened)
        self._tabs.add(tab)
        try:
            await tab.run(self._arguments, request.query)
        finally:
            self._tabs.discard(tab)
            self._free.release()
        return opened

    async def _close(self, app: web.Application) -> None:
        """End all tabs at once; each page says why."""
        await asyncio.gather(*(tab.close(self._said(words.STOPPED)) for tab in self._tabs))

    def _said(self, text: Text) -> str:
        return text.said(self._language)


class _ToTheLog(logging.Handler):
    """Errors that aiohttp would print as a traceback go to the log."""

    def __init__(self, folder: Path) -> None:
        super().__init__(logging.ERROR)
        self._folder = folder

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            unexpected.log(record.exc_info[1], self._folder)


def is_free(port: int) -> bool:
    """Whether nothing listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def serve(arguments: Sequence[str], port: int, language: Language, log_folder: Path, most: int = MOST_TABS) -> int:
    """Serve until Ctrl+C or a signal; the exit code."""
    logging.getLogger().addHandler(_ToTheLog(log_folder))
    # For requests that cannot be read aiohttp makes responses that no hook sees.
    vars(web_response)["SERVER_SOFTWARE"] = HEADERS["Server"]
    try:
        return asyncio.run(_serve(LocalServer(arguments, port, language, most)))
    except KeyboardInterrupt:
        return 0


async def _serve(server: LocalServer) -> int:
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()

    def end(code: int) -> None:
        loop.call_soon_threadsafe(lambda: None if ended.done() else ended.set_result(code))

    end_in_order(end)
    runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, server.port).start()
        server.say_where()
        return await ended
    finally:
        await runner.cleanup()
