"""Keys from a browser tab, read as those of a terminal are; when the server is gone, the app ends."""

from __future__ import annotations

from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver

from tui.keyboard import Parser


class WebKeyboard(WebDriver):
    """Textual's driver for browsers, with the parser that no byte can end."""

    def run_input_thread(self) -> None:
        """Read until the app ends, or what it reads from."""
        parser, packets = Parser(), ByteStream()
        for data in self._input_reader:
            for kind, content in packets.feed(data) if data else ():
                if kind == "D":
                    for message in parser.feed(content):
                        self.process_message(message)
                else:
                    self._on_meta(kind, content)
            for message in parser.tick():
                self.process_message(message)
        if not self.exit_event.is_set():
            self._app.call_later(self._app.exit)
