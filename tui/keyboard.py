"""Keys from a terminal: no byte that comes in can end the program.

Textual decodes strictly, and its parser raises on key codes beyond Unicode: one such byte ended the input thread, and
the app with it. Here what cannot be decoded becomes a replacement character, and what cannot be parsed is passed over.
"""

from __future__ import annotations

import os
from codecs import getincrementaldecoder
from collections.abc import Iterator
from selectors import EVENT_READ, SelectSelector

from textual import constants, events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.text.sanitize import without_surrogates

IDLE = 0.1
"""Seconds between two looks at whether the app ends."""
CHUNK = 4096


class Parser:
    """Bytes to Textual's events."""

    def __init__(self) -> None:
        self._parser = XTermParser()
        self._decode = getincrementaldecoder("utf-8")("replace").decode

    def feed(self, raw: bytes) -> Iterator[Message]:
        """The events in `raw`; a character or a sequence that is cut off waits for the rest."""
        for character in self._decode(raw):
            try:
                yield from filter(_is_text, self._parser.feed(character))
            except (ParseError, ValueError, OverflowError):
                # The parser is a generator: after an exception it gives nothing more. What follows is read anew.
                self._parser = XTermParser()

    def tick(self) -> Iterator[Message]:
        """The Esc that no sequence followed."""
        yield from self._parser.tick()


def _is_text(message: Message) -> bool:
    """The kitty protocol can name half of a surrogate pair, which no file and no database takes."""
    if isinstance(message, events.Paste):
        message.text = without_surrogates(message.text)
    return not (isinstance(message, events.Key) and message.character and without_surrogates(message.character) == "")


class Keyboard(LinuxDriver):
    """Textual's driver for terminals, with this parser."""

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except OSError:
            self._app.call_later(self._app.exit, None, 129)  # the terminal is gone, as after SIGHUP
        except Exception as error:
            self._app.call_later(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Read until the app ends. After each chunk look again soon: an Esc alone is known by what does not follow."""
        parser, wait = Parser(), IDLE
        with SelectSelector() as selector:
            selector.register(self.fileno, EVENT_READ)
            while not self.exit_event.is_set():
                raw = os.read(self.fileno, CHUNK) if selector.select(wait) else None
                if raw == b"":
                    raise OSError("end of input")
                for message in parser.feed(raw or b""):
                    self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
                wait = min(IDLE, constants.ESCAPE_DELAY) if raw else IDLE
