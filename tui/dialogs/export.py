"""Saving what the laboratory shows: a picture as SVG, the numbers as CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import ClassVar

import numpy as np
from rich.console import Console
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from engine.result import Result, plain
from engine.text import Language, Text
from tui.drawing import Canvas, Palette, draw_on
from tui.drawing.svg import mended
from tui.locale import laboratory as words
from tui.text.demonstration_run import as_json
from tui.widgets.demonstration_runner import Request
from tui.widgets.screen_base import Dialog

PICTURE_WIDTH = 100
ENDINGS = (".svg", ".csv", ".json")


def picture(request: Request, result: Result, language: Language, palette: Palette) -> str:
    """All views as an SVG."""
    console = Console(
        record=True, width=PICTURE_WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    canvas = Canvas(PICTURE_WIDTH, None, language, palette)
    for view in result.views:
        for row in draw_on(view, canvas):
            console.print(row, no_wrap=True, highlight=False)
        console.print()
    return mended(console.export_svg(title=canvas.said(request.demonstration.title)))


def numbers_json(request: Request, result: Result) -> str:
    """The same object that `backdrill demo --json` prints."""
    run = as_json(request.demonstration, request.parameters, request.seed, result)
    return json.dumps(run, ensure_ascii=False, indent=1, allow_nan=False)


def numbers_csv(result: Result) -> str:
    """A row a number: measurement, index within it, value."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["measurement", "index", "value"])
    for name, value in result.measurements.items():
        if isinstance(value, np.ndarray):
            for index in np.ndindex(value.shape):
                writer.writerow([name, " ".join(map(str, index)), plain(value[index])])
        else:
            writer.writerow([name, "", plain(value)])
    return file.getvalue()


class ExportDialog(Dialog):
    """Asks for a file and writes it. Returns the path, or None."""

    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = """
    ExportDialog #told { height: auto; color: $text-muted; }
    ExportDialog #told.-trouble { color: $error; }
    """

    def __init__(self, request: Request, result: Result, palette: Palette) -> None:
        super().__init__()
        self._request, self._result, self._palette = request, result, palette

    def compose(self) -> ComposeResult:
        """A field, and a line that says what the ending means."""
        with Vertical(classes="dialog"):
            yield Input(f"{self._request.demonstration.name}.svg")
            yield Static(id="told", markup=False)

    def speak(self) -> None:
        """In the learner's language."""
        self.query_one(Vertical).border_title = self.said(words.EXPORT)
        self.query_one("#told", Static).update(self.said(words.EXPORT_HOW))
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def save(self, message: Input.Submitted) -> None:
        """Write the file; a file that is there already is never overwritten."""
        path = Path(message.value.strip()).expanduser()
        if path.suffix.lower() not in ENDINGS:
            self._trouble(words.EXPORT_KIND)
            return
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(self._written(path.suffix.lower()))
        except FileExistsError:
            self._trouble(words.EXPORT_EXISTS, path=path)
        except OSError as error:
            self._trouble(words.EXPORT_FAILED, path=path, why=error.strerror or error)
        else:
            self.dismiss(path.resolve())

    def _trouble(self, text: Text, **values: object) -> None:
        told = self.query_one("#told", Static)
        told.update(self.said(text, **values))
        told.add_class("-trouble")

    def _written(self, ending: str) -> str:
        if ending == ".svg":
            return picture(self._request, self._result, self.language, self._palette)
        return numbers_csv(self._result) if ending == ".csv" else numbers_json(self._request, self._result)
