"""The real app, walked: a place is opened, what F1 lists is read, and each key is pressed where it is listed."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textual.binding import ActiveBinding, Binding
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from tests.guards.world import context_in
from tui.app import Backdrill
from tui.widgets.rows import Rows

HASTY, PATIENT = 8, 200
"""How often the screen is looked at before a key is tried in a fresh state, and before it is said to do nothing."""
PAUSE = 0.02
AFTER: dict[str, tuple[str, ...]] = {
    "answer.erase": ("7",),
    "answer.left": ("right",),
    "answer.mark": ("down",),
    "answer.raise": ("down",),
    "answer.right": ("left",),
    "answer.up": ("down",),
    "array.erase": ("7",),
    "array.left": ("right",),
    "array.up": ("down",),
    "knob.less": ("right",),
    "laboratory.reset": ("right",),
    "page.up": ("pagedown",),
    "rows.first": ("end",),
    "rows.last": ("home",),
    "rows.up": ("down",),
    "scale.left": ("right",),
    "settings.default": ("right",),
    "steps.previous": ("right",),
}
"""By a key's id: what is pressed before it, because it takes something back."""


@dataclass(frozen=True)
class Place:
    """Where keys are tried: the screen's class, the room that is opened and with what, and the keys that lead on; `@name`
    goes to the row of that name. Places that are `like` each other list the same keys."""

    name: str
    screen: str
    room: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    like: str = ""


@dataclass
class Walk:
    """One run of the app, in which one place after the other is opened."""

    pilot: Pilot[None]
    app: Backdrill
    ran: list[str] = field(default_factory=list)
    left: int = 0
    _depth: int = 1
    _kind: type = object

    def __post_init__(self) -> None:
        self._cards = self.app.context.memory.cards()
        run = self.app.run_action

        async def noted(action: Any, *args: Any, **named: Any) -> bool:
            done = await run(action, *args, **named)
            if done:
                self.ran.append(action)
            return done

        def leave(*_args: Any, **_named: Any) -> None:
            self.left += 1

        self.app.run_action = noted  # type: ignore[method-assign]
        self.app.exit = leave  # type: ignore[method-assign]

    # ── going about ─────────────────────────────────────────────────────────────────────────────────────────

    async def open(self, place: Place, focus: type | None = None) -> None:
        """A place in a fresh state: all is closed, what was changed is taken back, and the first widget of the class
        `focus` has the keyboard."""
        app, memory = self.app, self.app.context.memory
        while len(app.screen_stack) > (2 if place.room else 1):
            await app.pop_screen()
        if place.room and len(app.screen_stack) == 1:
            await app.push_screen(Screen())  # between, so that home is not drawn each time
        while memory.cards() != self._cards and memory.undo() is not None:
            pass
        shutil.rmtree(app.context.locations.drafts, ignore_errors=True)
        app.language = "en"
        if place.room:
            app.go(place.room, **place.options)
        await self.settle()
        await self.press(*place.keys)
        assert type(app.screen).__name__ == place.screen, place
        self._depth, self._kind = len(app.screen_stack), type(app.focused)
        if focus is not None:
            await self._focus(focus)

    async def _focus(self, kind: type) -> None:
        next(widget for widget in self.app.screen.focus_chain if type(widget) is kind).focus()
        await self.settle()
        self._kind = kind

    async def press(self, *keys: str) -> None:
        """Press keys and wait until all is done."""
        for key in keys:
            await (self._go_to(key[1:]) if key.startswith("@") else self.pilot.press(key))
        if keys:
            await self.settle()

    async def _go_to(self, name: str) -> None:
        """Put the cursor of the list on the first row whose name holds this."""
        await self.settle()
        rows = next(rows for rows in self.app.screen.query(Rows) if rows.has_focus)
        for index in range(rows.virtual_size.height):
            rows.go_to(index)
            if name in str(rows.name_at_cursor):
                return
        raise AssertionError(f"there is no row {name}")

    async def settle(self) -> None:
        """Until nothing is computed and three looks in turn see the same."""
        self.app.clear_notifications()
        seen: list[int] = []
        for _ in range(400):
            await self.pilot.pause(0)
            if any(not worker.is_finished for worker in self.app.workers):
                await self.pilot.pause(PAUSE)
            if any(worker.group == "judge" and not worker.is_finished for worker in self.app.workers):
                continue  # what is computed shows nothing until it is done
            seen.append(self.look())
            if len(seen) > 2 and len({*seen[-3:]}) == 1:
                return

    def look(self) -> int:
        """All that can be seen or felt of the app, as a number."""
        app = self.app
        strips = app.screen._compositor.render_strips()
        drawn = tuple((segment.text, segment.style) for strip in strips for segment in strip)
        notes = tuple(note.message for note in app._notifications)
        stack = tuple(id(screen) for screen in app.screen_stack)
        return hash((stack, id(app.focused), drawn, notes, app.theme, app.language, self.left))

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────────────

    async def faults(self, place: Place, tried: set[object], every: bool = False) -> list[str]:
        """What is wrong with the keys that F1 lists in a place, whatever has the keyboard. What was `tried` in a place
        like it is not pressed again; of keys that do the same the first is pressed, or `every` one."""
        await self.open(place)
        first = type(self.app.focused)
        others = [kind for kind in dict.fromkeys(map(type, self.app.screen.focus_chain)) if kind is not first]
        found = await self._faults(place, None, tried, every)
        for kind in others:
            await self._return(place)
            if kind not in map(type, self.app.screen.focus_chain):
                await self.open(place)
            await self._focus(kind)
            found += await self._faults(place, kind, tried, every)
        return [f"{place.name}: {fault}" for fault in found]

    async def _faults(self, place: Place, focus: type | None, tried: set[object], every: bool) -> list[str]:
        waiting = {key: what for key, what in self._to_try(place, focus, every).items() if what not in tried}
        if not waiting:
            return []
        shown, bindings = await self.listed(), self.bindings()
        names = {self.app.get_key_display(active.binding) for active in bindings.values()}
        found = [f"F1 calls a key '{name}'" for name in shown if name not in names or "_" in name]
        for key, what in waiting.items():
            binding = bindings[key].binding
            if self.app.get_key_display(binding) in shown and what not in tried:
                tried.add(what)
                await self._return(place, focus, key, binding.action)
                if not await self._acts(place, focus, key, binding):
                    found.append(f"{key} ({binding.id}) does nothing")
        return found

    def _to_try(self, place: Place, focus: type | None, every: bool) -> dict[str, object]:
        """The keys that can be tried, each with what it stands for: the app's own once a run, a screen's in each place
        and where letters are typed, a widget's by its class. With `focus` the widget's alone."""
        app, found = self.app, {}
        typing = app.focused is not None and app.focused.check_consume_key("x", "x")
        for key, active in self.bindings().items():
            binding, own = active.binding, active.node is app.focused
            like = type(app.focused) if own else typing
            where = "" if active.node is app and not every else (place.like or place.name)
            if own or focus is None:
                found[key] = (where, like, binding.id, key if every else binding.action)
        return found

    def bindings(self) -> dict[str, ActiveBinding]:
        """The active bindings with words of ours, by key."""
        active = self.app.screen.active_bindings
        return {key: one for key, one in active.items() if one.enabled and "." in (one.binding.id or "")}

    async def listed(self) -> list[str]:
        """The keys as F1 shows them; the dialog is closed again."""
        await self.press("f1")
        text = "\n".join(str(part.visual) for part in self.app.screen.query(Static))
        await self.press("f1")
        heads = [line for line in text.split("\n") if line and not line.startswith(" ")]
        return [shown for head in heads for shown in head.split("  ")[0].split(" ")]

    async def _acts(self, place: Place, focus: type | None, key: str, binding: Binding) -> bool:
        """Whether anything can be seen of a key, after what it takes back: at once, or else in a fresh state."""
        before = AFTER.get(str(binding.id), ())
        await self.press(*before)
        if await self._seen(key, binding, HASTY):
            return True
        await self.open(place, focus)
        await self.press(*before)
        return await self._seen(key, binding, PATIENT)

    async def _seen(self, key: str, binding: Binding, looks: int) -> bool:
        before = self.look()
        self.ran.clear()
        await self.pilot.press(key)
        for _ in range(looks):
            if binding.action in self.ran and self.look() != before:
                return True
            await self.pilot.pause(PAUSE)
        return False

    async def _return(self, place: Place, focus: type | None = None, key: str = "", action: str = "") -> None:
        """Back to a place. It may look otherwise by now, as long as `key` still stands for the same."""
        app = self.app
        while len(app.screen_stack) > self._depth:
            await app.pop_screen()
        await self.settle()
        same = len(app.screen_stack) == self._depth and type(app.screen).__name__ == place.screen
        if same and key:
            now = self.bindings().get(key)
            same = now is not None and now.binding.action == action and type(app.focused) is self._kind
        if not same:
            await self.open(place, focus)


@asynccontextmanager
async def walking(folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Walk]:
    """The app on `folder`, open and at home."""
    context = context_in(folder)
    app = Backdrill(context)
    async with app.run_test(size=size, notifications=True) as pilot:
        while not app.ready and not app.failed:
            await pilot.pause(PAUSE)
        yield Walk(pilot, app)
        assert app.uncaught is None
    context.close()
