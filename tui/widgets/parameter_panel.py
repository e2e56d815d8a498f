"""All knobs of a demonstration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.containers import VerticalScroll
from textual.message import Message

from engine.demonstration import Demonstration
from engine.parameters import Value
from engine.text import Language
from tui.dialogs.array_editor import ArrayEditor
from tui.widgets.parameter_knob import Knob


class ParameterPanel(VerticalScroll, can_focus=False):
    """Knobs one under the other. Posts `Changed`."""

    DEFAULT_CSS = """
    ParameterPanel { height: 1fr; scrollbar-size-vertical: 1; }
    """

    @dataclass
    class Changed(Message):
        """The parameter called `name` now is `value`."""

        name: str
        value: Value

    @property
    def values(self) -> dict[str, Value]:
        """All parameters as the knobs stand."""
        return {knob.parameter.name: knob.value for knob in self.query(Knob)}

    async def show(self, demonstration: Demonstration, values: Mapping[str, Value], language: Language) -> None:
        """The knobs of `demonstration`, standing at `values`."""
        async with self.batch():
            await self.remove_children()
            await self.mount_all(Knob(p, values[p.name], language) for p in demonstration.parameters)

    def put(self, values: Mapping[str, Value]) -> None:
        """Set all knobs without messages."""
        for knob in self.query(Knob):
            knob.put(values[knob.parameter.name])

    def on_knob_turned(self, message: Knob.Turned) -> None:
        """Pass it on by the panel's own name."""
        message.stop()
        self.post_message(self.Changed(message.name, message.value))

    def on_knob_edit_array(self, message: Knob.EditArray) -> None:
        """Edit the array cell by cell."""
        message.stop()
        self.app.push_screen(ArrayEditor(message.parameter, message.value), message.knob.take)
