"""One browser tab: a process of the app, and the packets of Textual's web driver between it and the tab's socket.

A packet is a letter (D for what a terminal sends and shows, M for the rest as JSON), four bytes of length, the content.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal

from aiohttp import WSMsgType, web

from tui.text.sanitize import without_surrogates

DRAWS = b"__GANGLION__\n"
"""The bytes that the driver writes before its first packet."""
SMALLEST, LARGEST = 1, 1000
"""Columns or rows of a terminal."""
TO_END_SECONDS = 1.0
"""What the app has to keep what was typed and to close its database; a computation may hold it longer."""
SAID_BYTES = 4000


def command(arguments: Sequence[str]) -> list[str]:
    """The program and its arguments. No shell reads them. -P keeps the current folder off the import path."""
    return [sys.executable, "-P", "-m", "tui.command_line", *arguments]


def packet(kind: Literal["D", "M"], content: bytes) -> bytes:
    """A packet for the app."""
    return kind.encode() + len(content).to_bytes(4, "big") + content


def meta(**fields: Any) -> bytes:
    """A packet that is no input."""
    return packet("M", json.dumps(fields).encode())


def for_the_app(message: str) -> bytes:
    """What the page sends, as a packet; empty for what the app does not take."""
    try:
        kind, content = json.loads(message)
        if kind == "stdin":
            return packet("D", without_surrogates(content).encode())
        if kind == "resize":
            return meta(type=kind, width=size(content["width"]), height=size(content["height"]))
        return meta(type=kind) if kind in ("focus", "blur") else b""
    except (ValueError, TypeError, LookupError, RecursionError):
        return b""


def size(given: str | float) -> int:
    """A number of columns or rows that a terminal may have."""
    return int(min(max(float(given), SMALLEST), LARGEST))


def environment(asked: Mapping[str, str]) -> dict[str, str]:
    """The app's: which driver to use, and the size that the page asked for."""
    with suppress(ValueError):
        columns, rows = size(asked.get("width", 80)), size(asked.get("height", 24))
        return {**os.environ, **_DRIVER, "COLUMNS": str(columns), "ROWS": str(rows)}
    return {**os.environ, **_DRIVER, "COLUMNS": "80", "ROWS": "24"}


_DRIVER = {"TEXTUAL_DRIVER": "tui.web_keyboard:WebKeyboard", "TEXTUAL_COLOR_SYSTEM": "truecolor"}


class Tab:
    """The app behind one socket."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self._reason = ""

    async def run(self, arguments: Sequence[str], asked: Mapping[str, str]) -> None:
        """From the start of the app to the end of it, or of the socket."""
        self._process = await asyncio.create_subprocess_exec(
            *command(arguments), stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment(asked), start_new_session=True
        )
        showing = asyncio.create_task(self._show())
        try:
            await self._type()
        finally:
            await self._end()
            await showing

    async def close(self, reason: str) -> None:
        """End the app from here; the page shows the reason."""
        self._reason = reason
        await self._end()

    async def _type(self) -> None:
        """From the page to the app, until the socket is closed."""
        async for message in self._socket:
            if message.type == WSMsgType.TEXT:
                await self._give(for_the_app(message.data))

    async def _give(self, content: bytes) -> None:
        assert self._process.stdin is not None
        with suppress(ConnectionError):
            self._process.stdin.write(content)
            await self._process.stdin.drain()

    async def _show(self) -> None:
        """From the app to the page, until the app ends; then say why, and close the socket."""
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        complaint = asyncio.create_task(_last(self._process.stderr))
        with suppress(asyncio.IncompleteReadError):
            await self._pass_on(self._process.stdout)
        await self._end()
        if self._process.returncode and not self._reason:
            self._reason = (await complaint).decode("utf-8", "replace").strip()
        await say_and_close(self._socket, self._reason)

    async def _pass_on(self, stdout: asyncio.StreamReader) -> None:
        """Once the tab is gone, what comes is read all the same: the app must not wait while it ends."""
        while (line := await stdout.readline()) != DRAWS:
            if not line:
                return
        while True:
            kind = await stdout.readexactly(1)
            content = await stdout.readexactly(int.from_bytes(await stdout.readexactly(4), "big"))
            if kind == b"D":
                with suppress(ConnectionError):
                    await self._socket.send_bytes(content)

    async def _end(self) -> None:
        """Ask the app to end, wait for it a moment, end it."""
        if self._process.returncode is None:
            await self._give(meta(type="quit"))
            try:
                await asyncio.wait_for(self._process.wait(), TO_END_SECONDS)
            except TimeoutError:
                with suppress(ProcessLookupError):
                    self._process.kill()
                await self._process.wait()


async def _last(stream: asyncio.StreamReader) -> bytes:
    """The end of what comes, however much that is."""
    kept = b""
    while some := await stream.read(SAID_BYTES):
        kept = (kept + some)[-SAID_BYTES:]
    return kept


async def say_and_close(socket: web.WebSocketResponse, reason: str) -> None:
    """Close a socket; the page shows the reason in place of its own sentence."""
    with suppress(ConnectionError):
        if reason and not socket.closed:
            await socket.send_str(json.dumps(["said", reason]))
        await socket.close()
