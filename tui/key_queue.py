"""Keys act one after the other: the next one is looked at only when the one before has been carried to its end.

Textual runs a binding in the app's queue while letters wait in the widget's. When keys come in one burst (a slow link,
a stalled process, an input method that commits a word), Enter overtakes the text before it: half an answer is stored.
Here a key that follows closely waits until the path of the one before, from the focused widget up to the app, is empty:
twice, because the first key's handler may have posted a message that has to travel the same way.
"""

from __future__ import annotations

import unicodedata
from asyncio import get_running_loop
from collections import deque
from collections.abc import Callable
from time import monotonic

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.keys import _character_to_key
from textual.message_pump import MessagePump

CLOSE = 0.3
"""Seconds within which a key may still find the one before on its way."""
PATIENCE = 3.0
"""Seconds after which a key no longer waits for a handler that does not end."""
ROUNDS = 2

Typed = events.Key | events.Paste


class KeysInOrder(App[None]):
    """An app whose keys and pastes act in the order in which they were typed."""

    def __init__(self, driver: type[Driver] | None = None) -> None:
        super().__init__(driver)
        self._typed: deque[Typed] = deque()
        self._path: list[MessagePump] = []
        self._since = 0.0
        self._turn = 0
        self._waiting = False

    @property
    def takes_keys(self) -> bool:
        """Whether keys may act now; until then they are kept."""
        return True

    async def on_event(self, event: events.Event) -> None:
        """Queue what was typed; everything else goes its usual way."""
        if isinstance(event, Typed) and not event.is_forwarded and not self._urgent(event):
            self._typed.append(event)
            await self.act_on_keys()
        else:
            await super().on_event(event)

    def _urgent(self, event: Typed) -> bool:
        """Leaving must be possible while the app still opens."""
        return not self.takes_keys and isinstance(event, events.Key) and event.key in ("ctrl+q", "ctrl+c")

    async def act_on_keys(self) -> None:
        """Let the next key act, if there is one and the one before has ended."""
        while self._typed and not self._waiting and self.takes_keys:
            if self._path and monotonic() - self._since < CLOSE:
                self._wait()
                return
            await self._act(self._typed.popleft())

    async def _act(self, event: Typed) -> None:
        self._path, self._since = self._way_up(), monotonic()
        await super().on_event(self._plain(event))

    def _way_up(self) -> list[MessagePump]:
        return [*(self.focused or self.screen).ancestors_with_self]

    def _plain(self, event: Typed) -> Typed:
        """A full-width sign of an input method as its plain twin, where it is a command and not text."""
        sign = event.character if isinstance(event, events.Key) else None
        if not isinstance(event, events.Key) or not sign or len(sign) != 1:
            return event
        if self.focused and self.focused.check_consume_key(event.key, sign):
            return event
        plain = unicodedata.normalize("NFKC", sign)
        return events.Key(_character_to_key(plain), plain) if plain != sign and len(plain) == 1 else event

    # ── waiting for the key before ──────────────────────────────────────────────────────────────────────────

    def _wait(self) -> None:
        self._waiting = True
        self._turn += 1
        self._carry(self._turn, self._path * ROUNDS, self._look_again)
        get_running_loop().call_later(PATIENCE, self._give_up, self._turn)

    def _carry(self, turn: int, nodes: list[MessagePump], then: Callable[[int], object]) -> None:
        """A callback behind everything that waits at the first node, from there to the next, and so on."""
        while nodes:
            first, nodes = nodes[0], nodes[1:]
            if first.is_running and first.call_later(self._carry, turn, nodes, then):
                return
        self.call_later(then, turn)

    def _look_again(self, turn: int) -> None:
        """The key may have moved the focus or opened another screen."""
        self._carry(turn, self._way_up(), self._ended)

    async def _ended(self, turn: int) -> None:
        if self._waiting and turn == self._turn:
            self._waiting, self._path = False, []
            await self.act_on_keys()

    def _give_up(self, turn: int) -> None:
        if self._waiting and turn == self._turn:
            self.call_later(self._ended, turn)
