"""The laboratory: every demonstration with its knobs, redrawn as they turn."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from content.demonstration_texts import with_values
from engine.demonstration import Demonstration
from engine.parameters import ParameterError, Value
from engine.registry import catalogue, find
from engine.result import Result
from engine.text import Text
from tui.dialogs.export import ExportDialog
from tui.locale import laboratory as words
from tui.screens.laboratory_text import about, code
from tui.sessions.tasks import written_beside
from tui.text.sanitize import line
from tui.widgets.bindings import lab_key, speak_keys
from tui.widgets.demonstration_runner import DemonstrationRunner, Request, why_not
from tui.widgets.key_bar import KeyBar
from tui.widgets.parameter_knob import Knob
from tui.widgets.parameter_panel import ParameterPanel
from tui.widgets.result_view import ResultView
from tui.widgets.rich_text import Flow
from tui.widgets.rows import Row, Rows
from tui.widgets.screen_base import Page
from tui.widgets.status_line import StatusLine
from tui.widgets.view_palette import palette_of


class LaboratoryScreen(Page):
    """A list to choose from, then a bench. `parameters` and `seed` set the bench up, for a question's own numbers."""

    CSS_PATH = "laboratory.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual's own shape
    BINDINGS: ClassVar[list[BindingType]] = [
        lab_key("x", "cancel", "laboratory.cancel"),
        lab_key("enter", "run", "laboratory.run"),
        lab_key("n", "seed", "laboratory.seed"),
        lab_key("i", "prose('about')", "laboratory.about"),
        lab_key("c", "prose('code')", "laboratory.code"),
        lab_key("v", "compare", "laboratory.compare"),
        lab_key("s", "export", "laboratory.export"),
        lab_key("a", "ask", "laboratory.ask", show=False),
        lab_key("w", "write", "laboratory.write"),
        lab_key("d", "reset", "laboratory.reset", show=False),
        lab_key("slash", "search", "laboratory.search"),
    ]

    def __init__(
        self, demonstration: str | None = None, parameters: Mapping[str, Value] | None = None, seed: int = 0
    ) -> None:
        super().__init__()
        self._asked = demonstration
        self._given = dict(parameters or {})
        self.seed = seed
        self.demonstration: Demonstration | None = None
        self.result: Result | None = None
        self.kept: tuple[Request, Result] | None = None
        self.predicting = False
        self._runner = DemonstrationRunner(self, self._computed, self._refused)
        self._state: Text | None = None
        self._state_values: dict[str, str | int] = {}
        self._prose = ""
        self._questions_asked = 0

    # ── what is on the screen ───────────────────────────────────────────────────────────────────────────────

    def compose(self) -> ComposeResult:
        """The list, and the bench that takes its place."""
        yield StatusLine()
        with Vertical(id="catalogue"):
            yield Input(id="search")
            with Vertical(id="list", classes="section"):
                yield Rows()
            yield Static(id="told", markup=False)
        with Container(id="bench"):
            with Vertical(id="knobs", classes="section"):
                yield ParameterPanel()
            with Vertical(id="stage"):
                with Container(id="views"):
                    with Vertical(id="kept-pane", classes="section"):
                        yield ResultView(id="kept")
                    with Vertical(id="now-pane", classes="section"):
                        yield ResultView(id="now")
                with VerticalScroll(id="prose-pane", classes="section"):
                    yield Flow(id="prose")
        yield KeyBar()

    def on_mount(self) -> None:
        """Page's own `on_mount` is called by Textual as well."""
        self.call_next(self._begin)

    async def _begin(self) -> None:
        """Straight to the bench when a demonstration was named."""
        if self._asked is not None:
            await self._open(find(self._asked), self._given, predict=not self._given)
        else:
            self.query_one(Rows).focus()

    def speak(self) -> None:
        """Every word again."""
        speak_keys(self, self.language)
        self.query_one("#search", Input).placeholder = self.said(words.FIND)
        self._fill(self.query_one("#search", Input).value)
        self.query_one("#knobs").border_title = self.said(words.KNOBS)
        for knob in self.query(Knob):
            knob.speak(self.language)
        for view in self.query(ResultView):
            view.speak(self.language)
        if self.predicting:
            self._ask_first()
        self._show_prose()
        self._title()

    def _title(self) -> None:
        """Status line and pane titles."""
        opened = self.demonstration
        left = self.said(words.TITLE)
        if opened is not None and self.has_class("-bench"):
            left += f" › {opened.number} {line(opened.title.said(self.language))}"
        right = self.said(self._state, **self._state_values) if self._state else ""
        right += f"  {self.said(words.SEED, seed=self.seed)}" if opened is not None else ""
        self.query_one(StatusLine).show(Content.styled(left, "bold"), Content(right))
        now = self.said(words.VIEWS)
        if self.kept is not None and opened is not None:
            now = self.said(words.NOW, settings=self._request().settings)
            self.query_one("#kept-pane").border_title = Content(self.said(words.PINNED, settings=self.kept[0].settings))
        self.query_one("#now-pane").border_title = Content(now)
        self.refresh_bindings()

    def _tell(self, state: Text | None, **values: str | int) -> None:
        self._state, self._state_values = state, values
        self._title()

    # ── choosing ────────────────────────────────────────────────────────────────────────────────────────────

    def _fill(self, searched: str) -> None:
        """The list by topic, narrowed by what is searched in both languages."""
        found = [item for item in catalogue().values() if _matches(item, searched)]
        found.sort(key=lambda item: item.number)
        rows: list[Row] = []
        for topic in dict.fromkeys(item.topic for item in found):
            rows.append(Row(Content.styled(self._topic(topic), "bold $text-muted")))
            rows += [Row(self._entry(item), item.name) for item in found if item.topic == topic]
        self.query_one(Rows).fill(rows)
        self.query_one("#list").border_title = self.said(words.COUNT, count=len(found))
        self._describe(self.query_one(Rows).name_at_cursor)

    def _topic(self, topic: str) -> str:
        context = getattr(self.app, "context", None)
        known = context.library.topics if context is not None else {}
        return line(known[topic].title.said(self.language)) if topic in known else topic.replace("_", " ")

    def _entry(self, item: Demonstration) -> Content:
        return Content.assemble((f"  {item.number:<4} ", "$accent"), line(item.title.said(self.language)))

    def _describe(self, name: str) -> None:
        said = line(find(name).summary.said(self.language)) if name else self.said(words.NO_MATCH)
        self.query_one("#told", Static).update(said)

    @on(Input.Changed, "#search")
    def _search(self, message: Input.Changed) -> None:
        self._fill(message.value)

    @on(Input.Submitted, "#search")
    def _searched(self) -> None:
        self.query_one(Rows).focus()

    @on(Rows.Moved)
    def _moved(self, message: Rows.Moved) -> None:
        self._describe(message.name)

    @on(Rows.Picked)
    async def _picked(self, message: Rows.Picked) -> None:
        if message.name:
            await self._open(find(message.name), {}, predict=True)

    # ── the bench ───────────────────────────────────────────────────────────────────────────────────────────

    async def _open(self, demonstration: Demonstration, given: Mapping[str, Value], predict: bool) -> None:
        self._runner.drop()
        self.demonstration, self.result, self.kept = demonstration, None, None
        self.remove_class("-prose", "-comparing")
        self.add_class("-bench")
        try:
            values = demonstration.accept(given)
        except ParameterError as error:
            values = demonstration.accept({})
            self._tell(words.FAILED, what=error.text.said(self.language))
        await self.query_one(ParameterPanel).show(demonstration, values, self.language)
        self.predicting = predict
        if predict:
            self._ask_first()
            self.query_one("#now", ResultView).focus()
        else:
            self._compute()
            self._to_knobs()
        self._title()

    def _ask_first(self) -> None:
        """The prompt in place of the result."""
        if self.demonstration is not None:
            values = self.query_one(ParameterPanel).values
            asked = with_values(self.demonstration.predict, self.demonstration, values)
            parts = (words.PREDICT, asked, words.PREDICT_HOW)
            self.query_one("#now", ResultView).tell("\n\n".join(self.said(part) for part in parts))

    def _request(self) -> Request:
        assert self.demonstration is not None
        return Request(self.demonstration, self.query_one(ParameterPanel).values, self.seed)

    @on(ParameterPanel.Changed)
    def _turned(self) -> None:
        self._compute()

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self._runner.running

    def _compute(self) -> None:
        """Show the kept result, or run."""
        self.predicting = False
        request = self._request()
        known = self._runner.ask(request)
        if known is not None:
            self._show(known)
            self._tell(None)
        elif request.demonstration.long:
            self._tell(words.RUNNING_LONG, percent=0)

    def _computed(self, result: Result, done: float) -> None:
        self._show(result)
        self._tell(words.RUNNING_LONG if done < 1 else None, percent=round(done * 100))

    def _refused(self, error: Exception) -> None:
        self.result = None
        why = why_not(error, self.language)
        self.query_one("#now", ResultView).tell(self.said(words.FAILED, what=why))
        self._tell(words.FAILED, what=why)

    def _show(self, result: Result) -> None:
        self.result = result
        self.query_one("#now", ResultView).show(result, self.language)
        if self._prose == "about":
            self._show_prose()

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what works now is offered."""
        bench = self.has_class("-bench")
        if action == "search":
            return not bench and not isinstance(self.focused, Input)
        if action == "cancel":
            return bench and self.running
        if action == "run":
            return bench and self.predicting
        if action in ("seed", "prose", "ask", "reset"):
            return bench
        if action == "write":
            return bench and bool(self._tasks())
        if action == "compare" and self.has_class("-prose"):
            return False
        if action in ("compare", "export"):
            return bench and self.result is not None
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """From the code to the views, from the bench to the list, from the list to the screen before."""
        if self.has_class("-prose"):
            self.action_prose(self._prose)
        elif self.has_class("-bench") and self._asked is None:
            self._runner.drop()
            self.remove_class("-bench", "-comparing")
            self.demonstration, self.kept = None, None
            self._tell(None)
            self.query_one(Rows).focus()
        else:
            self._runner.drop()
            super().action_leave()

    def action_search(self) -> None:
        """To the search field."""
        self.query_one("#search").focus()

    def action_run(self) -> None:
        """The prediction is made."""
        self._compute()
        self._to_knobs()

    def _to_knobs(self) -> None:
        """The first knob takes the arrows, or the views where there is no knob."""
        knobs = self.query(Knob)
        (knobs.first() if knobs else self.query_one("#now", ResultView)).focus()

    def action_cancel(self) -> None:
        """Stop at once; what has been drawn stays."""
        self._runner.drop()
        self._tell(words.CANCELLED)

    def action_seed(self) -> None:
        """The next seed."""
        self.seed += 1
        self._compute()
        self._title()

    def action_reset(self) -> None:
        """The defaults."""
        if self.demonstration is not None:
            self.query_one(ParameterPanel).put(self.demonstration.accept({}))
            self._compute()

    def action_prose(self, kind: str) -> None:
        """About or code in place of the views; the same key again brings the views back."""
        self._prose = "" if self._prose == kind else kind
        self.set_class(bool(self._prose), "-prose")
        self._show_prose()
        if self._prose:
            self.query_one("#prose-pane").focus()
        else:
            self._to_knobs()

    def _show_prose(self) -> None:
        opened, result, language = self.demonstration, self.result, self.language
        if opened is None or not self._prose:
            return
        pane = self.query_one("#prose-pane")
        pane.border_title = self.said(words.KEYS[f"laboratory.{self._prose}"].label)
        flow = self.query_one("#prose", Flow)
        if self._prose == "about":
            values = self.query_one(ParameterPanel).values
            flow.show(lambda width: about(opened, values, result, language, width))
        else:
            source = code(opened, language)
            flow.show(lambda width: source)

    def action_compare(self) -> None:
        """Keep this result beside the next ones, or let it go."""
        self.kept = None if self.kept is not None or self.result is None else (self._request(), self.result)
        self.set_class(self.kept is not None, "-comparing")
        if self.kept is not None:
            self.query_one("#kept", ResultView).show(self.kept[1], self.language)
        self._title()

    def action_export(self) -> None:
        """Ask for a file."""
        if self.result is not None:
            dialog = ExportDialog(self._request(), self.result, palette_of(self.app))
            self.app.push_screen(dialog, self._exported)

    def _exported(self, path: Path | None) -> None:
        if path is not None:
            self.notify(self.said(words.EXPORTED, path=path), markup=False)

    def action_ask(self) -> None:
        """A question on this demonstration, outside the schedule; the next one each time."""
        if self.demonstration is None:
            return
        fitting = self.backdrill.context.library.questions_on(self.demonstration.name)
        if not fitting:
            self.notify(self.said(words.NO_QUESTION))
            return
        rounds, place = divmod(self._questions_asked, len(fitting))
        self._questions_asked += 1
        self.backdrill.go("ask", question_id=fitting[place].id, seed=rounds)

    def action_write(self) -> None:
        """Write the computation, outside the schedule; another draw each time."""
        asked = self._tasks()
        if asked:
            rounds, place = divmod(self._questions_asked, len(asked))
            self._questions_asked += 1
            self.backdrill.go("ask", question_id=asked[place], seed=rounds)

    def _tasks(self) -> list[str]:
        if self.demonstration is None:
            return []
        return written_beside(self.demonstration.name, self.backdrill.context.library)


def _matches(item: Demonstration, searched: str) -> bool:
    hay = " ".join((item.number, item.name, item.topic, *item.title, *item.summary)).casefold()
    return all(part in hay for part in searched.casefold().split())
