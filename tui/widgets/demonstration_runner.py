"""Running demonstrations for a screen or a pane: in a thread, the latest request first, results kept.

An answer to an older request never reaches the widget that owns the runner.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from textual.widget import Widget
from textual.worker import get_current_worker

from engine.demonstration import Demonstration
from engine.parameters import Value
from engine.registry import generator
from engine.result import Result, plain
from engine.text import Language
from tui.expected_errors import EXPECTED, sentence
from tui.text.sanitize import line

MOST_KEPT = 64


@dataclass(frozen=True, eq=False)
class Request:
    """One run: the demonstration, all its parameters, and the seed."""

    demonstration: Demonstration
    parameters: Mapping[str, Value]
    seed: int

    @property
    def key(self) -> str:
        """Equal for runs that give the same result."""
        values = {name: plain(value) for name, value in self.parameters.items()}
        return json.dumps([self.demonstration.name, values, self.seed], sort_keys=True)

    @property
    def settings(self) -> str:
        """The parameters that differ from their defaults, in short, with the seed."""
        defaults = self.demonstration.accept({})
        told = [f"{name}={_short(v)}" for name, v in self.parameters.items() if plain(v) != plain(defaults[name])]
        return ", ".join([*told, f"seed={self.seed}"])


def why_not(error: Exception, language: Language) -> str:
    """The reason why a run was not possible, in one line."""
    told = sentence(error, language) if isinstance(error, EXPECTED) else f"{type(error).__name__}: {error}"
    return line(" ".join(told.split()))


@dataclass
class Cache:
    """Results of this session by request, the latest kept."""

    _results: OrderedDict[str, Result] = field(default_factory=OrderedDict)

    def get(self, request: Request) -> Result | None:
        """The result, if it is still kept."""
        result = self._results.get(request.key)
        if result is not None:
            self._results.move_to_end(request.key)
        return result

    def put(self, request: Request, result: Result) -> None:
        """Keep a finished result."""
        self._results[request.key] = result
        while len(self._results) > MOST_KEPT:
            self._results.popitem(last=False)


class DemonstrationRunner:
    """Runs one request at a time for the widget `owner`. While a short run is under way only the latest request waits;
    a long one is stopped by the next. `computed` gets each result with the share that is done, `refused` the reason
    why a run was not possible."""

    GROUP = "demonstration"

    def __init__(
        self, owner: Widget, computed: Callable[[Result, float], None], refused: Callable[[Exception], None]
    ) -> None:
        self._owner, self._computed, self._refused = owner, computed, refused
        self._kept = Cache()
        self._serial = 0
        self._waiting: Request | None = None
        self.running = False

    def ask(self, request: Request) -> Result | None:
        """The result if it is kept; else None, and `computed` or `refused` is called later."""
        known = self._kept.get(request)
        if known is not None:
            self.drop()
        elif self.running and not request.demonstration.long:
            self._waiting = request
        else:
            self._start(request)
        return known

    def drop(self) -> None:
        """Stop; whatever is running is of no interest any more."""
        self._serial += 1
        self.running, self._waiting = False, None
        self._owner.workers.cancel_group(self._owner, self.GROUP)

    def _start(self, request: Request) -> None:
        self._serial += 1
        self.running, self._waiting = True, None
        work = partial(self._work, request, self._serial)
        self._owner.run_worker(work, thread=True, exclusive=True, group=self.GROUP, exit_on_error=False)

    def _work(self, request: Request, serial: int) -> None:
        """In a thread: it touches no widget."""
        worker = get_current_worker()
        try:
            for stage in request.demonstration.stages(request.parameters, generator(request.seed)):
                if worker.is_cancelled or serial != self._serial:
                    return
                if stage.done >= 1:
                    self._kept.put(request, stage.result)
                self._owner.call_later(self._arrived, serial, stage.result, stage.done)
        except Exception as error:  # an installed package's demonstration may raise anything; the screen stays
            self._owner.call_later(self._failed, serial, error)

    def _arrived(self, serial: int, result: Result, done: float) -> None:
        if serial == self._serial:
            self.running = done < 1
            self._computed(result, done)
            self._go_on()

    def _failed(self, serial: int, error: Exception) -> None:
        if serial == self._serial:
            self.running = False
            self._refused(error)
            self._go_on()

    def _go_on(self) -> None:
        if not self.running and self._waiting is not None:
            self._start(self._waiting)


def _short(value: Value) -> str:
    text = json.dumps(plain(value)).replace('"', "").replace(" ", "")
    return text if len(text) <= 20 else text[:19] + "…"
