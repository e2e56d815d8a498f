"""The study screen: predict, answer, say how sure, see why, rate. What is asked and kept is the session's business."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.events import Mount
from textual.timer import Timer

from content.kind import kind_of
from db.errors import Away, DatabaseTrouble, StaleCard
from db.statistics.estimates import Estimate
from db.types import Preview, Rating
from engine.grading import Answer
from engine.text import LANGUAGES, Text
from tui.expected_errors import EXPECTED
from tui.locale import study as words
from tui.screens.study_card_actions import CardActions
from tui.sessions.drafts import Draft
from tui.sessions.question import AskedQuestion, Phase
from tui.sessions.start import session_for
from tui.sessions.study import StudySession
from tui.sessions.unrecorded import OutsideSession
from tui.text.intervals import interval
from tui.widgets.answers.base import Complaint, Submitted
from tui.widgets.bindings import key
from tui.widgets.demonstration_pane import DemonstrationPane
from tui.widgets.key_bar import KeyBar
from tui.widgets.question_pane import QuestionPane
from tui.widgets.rating_scale import RatingScale
from tui.widgets.status_line import StatusLine
from tui.widgets.verdict import rating_steps, verdict_line

DRAFT_EVERY = 0.5
"""Seconds between two looks at what is typed."""
AWAY_EVERY, AWAY_TOLD = 1.0, 15.0
"""Seconds between two attempts to reach a server, and for which it is said that it is away."""
LOOK_AHEAD = 0.15
"""Seconds after the reveal at which the next question is computed beside the reading."""


class StudyScreen(CardActions):
    """A session from its first question to its summary. `mode` is study, weak, or ask (outside the schedule)."""

    CSS_PATH = "study.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("question_mark,？,f3", "hint", "study.hint"),
        key("f4", "unknown", "study.unknown"),
        key("f", "followup", "study.followup"),
        key("l", "laboratory", "study.laboratory"),
        key("p", "knobs", "study.knobs"),
        key("e", "edit", "study.edit", show=False),
        key("ctrl+z", "undo", "study.undo"),
        key("u", "letter('undo')", "study.undo", show=False),
        key("ctrl+y", "redo", "study.redo", show=False),
        key("f5", "note", "study.note", show=False),
        key("f6", "bury", "study.bury", show=False),
        key("f7", "suspend", "study.suspend", show=False),
        key("f8", "timer", "study.timer", show=False),
        key("f9", "flag", "study.flag", show=False),
        key("pageup", "scroll(-1)", "page.up", show=False),
        key("pagedown", "scroll(1)", "page.down", show=False),
        key("up", "letter('scroll_line_up')", "page.up", show=False),
        key("down", "letter('scroll_line_down')", "page.down", show=False),
        key("escape,f10", "leave", "study.finish"),
    ]

    def __init__(
        self,
        mode: str = "study",
        topics: Sequence[str] | None = None,
        limit: int | None = None,
        days_ahead: int = 0,
        question_id: str = "",
        seed: int = 0,
        coach: bool = False,
        session: StudySession | None = None,
    ) -> None:
        super().__init__()
        self._wish = (mode, topics, limit, days_ahead)
        self._outside = (question_id, seed)
        self._session = session
        self._coach = coach
        self._pending: Answer | None = None
        self._before: Mapping[str, Estimate] | None = None
        self._draft: Draft | None = None
        self._told_of_drafts = False
        self._typed = ""
        self._trying: Timer | None = None

    def compose(self) -> ComposeResult:
        """Status, question and demonstration, the scale, the keys."""
        yield StatusLine()
        with Container(id="body"):
            yield QuestionPane(id="question")
            yield DemonstrationPane(id="demonstration")
        yield RatingScale()
        yield KeyBar()

    @on(Mount)
    async def _open(self) -> None:
        """Begin with the first question."""
        self._timer_shown = self.backdrill.context.memory.settings.timer
        try:
            self.session = self._session or self._make_session()
        except EXPECTED as error:
            self._trouble(error)
            self.backdrill.back()
            return
        self._before = self.backdrill.context.knowledge.now().topics if self._wish[0] == "weak" else None
        self.set_interval(1.0, self._show_status)
        self.set_interval(DRAFT_EVERY, self.keep_typed)
        await self._next()

    def _make_session(self) -> StudySession:
        context = self.backdrill.context
        mode, topics, limit, days_ahead = self._wish
        question_id, seed = self._outside
        if question_id:
            context.library.question(question_id)
            plain = session_for(context, mode)
            return OutsideSession(
                plain.memory, plain.library, plain.clock, mode=mode, question_id=question_id, seed=seed
            )
        names = [context.library.topic(name).id for name in topics or ()]
        return session_for(context, mode, names or None, limit, days_ahead)

    # ── one question ────────────────────────────────────────────────────────────────────────────────────────

    async def _next(self) -> None:
        try:
            asked = self.session.next()
        except Away:
            self._while_away(self._next)
            return
        except EXPECTED as error:
            self._trouble(error)
            asked = None
        self._back_again()
        if asked is None:
            self._finish()
        else:
            await self._begin()

    def _while_away(self, again: Callable[[], Awaitable[None]]) -> None:
        """The server is away: say so once, and try again by itself."""
        if self._trying is None:
            self.notify(self.said(words.AWAY), severity="warning", timeout=AWAY_TOLD)
        else:
            self._trying.stop()
        self._trying = self.set_timer(AWAY_EVERY, again)

    def _back_again(self) -> None:
        if self._trying is not None:
            self._trying.stop()
            self._trying = None
            self.notify(self.said(words.BACK), timeout=4)

    async def _begin(self) -> None:
        question = self.question
        assert question is not None
        self._pending, question.idle = None, self.session.answer_seconds
        # One batch, so that the terminal is painted once and not after every part.
        with self.app.batch_update():
            self.query_one(RatingScale).hide()
            self.query_one(DemonstrationPane).hide()
            pane = self.query_one(QuestionPane)
            pane.border_subtitle = ""
            await pane.ask(question, self.language)
            self._take_up_draft(question)
            self.speak(drawn=True)
        self.refresh_bindings()

    def _take_up_draft(self, question: AskedQuestion) -> None:
        """Put back what was typed for this variant and never given."""
        pane, variant = self.query_one(QuestionPane), question.variant
        self._draft = self.backdrill.context.drafts.of(variant.question.id, variant.seed, untouched=pane.draft)
        if self._draft.text:
            pane.restore(self._draft.text)
            self._tell(words.DRAFT_BACK)

    def keep_typed(self) -> None:
        """Note what is typed, until it is given."""
        question = getattr(self, "session", None) and self.question
        if self._draft is None or question is None or question.phase is not Phase.ASKING:
            return
        typed = self.query_one(QuestionPane).draft
        if typed != self._typed:
            question.touch()
            self._typed = typed
        try:
            self._draft.note(typed)
        except OSError as error:
            self._draft = None
            if not self._told_of_drafts:
                self._told_of_drafts = True
                self.notify(self.said(words.DRAFT_LOST, why=error.strerror), severity="warning", markup=False)

    def _drop_draft(self) -> None:
        """The answer is recorded, or is not going to be."""
        if self._draft is not None:
            self._draft.drop()
            self._draft = None

    @on(Submitted)
    async def _submitted(self, event: Submitted) -> None:
        question = self.question
        if question is None:
            return
        if question.phase is Phase.TICKING and isinstance(event.answer, frozenset):
            question.tick(event.answer)
            self._reveal()
        elif question.phase is Phase.ASKING:
            # Given again while the learner is asked how sure she is: the later answer counts.
            question.pause()
            self._pending = event.answer
            if self._asks_confidence(question):
                self._ask_confidence()
            else:
                await self._judge()

    def _asks_confidence(self, question: AskedQuestion) -> bool:
        wanted = self.backdrill.context.memory.settings.confidence
        kind = kind_of(question.variant.question)
        return wanted and not kind.compared and not kind.judged

    def _ask_confidence(self) -> None:
        self.query_one(RatingScale).ask("confidence", *self._confidence_words(), marked=3)
        self._give_tip()

    def _confidence_words(self) -> tuple[Content, list[Content]]:
        return Content.styled(self.said(words.HOW_SURE), "bold"), [Content(self.said(w)) for w in words.CONFIDENCES]

    async def _judge(self) -> None:
        question = self.question
        if question is None or self._pending is None:
            return
        phase = question.submit(self._pending)
        if phase is Phase.TICKING:
            self.query_one(RatingScale).hide()
            await self.query_one(QuestionPane).tick(question, self.language)
            self.refresh_bindings()
        elif phase is Phase.ASKING:  # wrong, and told; it may be tried again
            self._pending = None
            question.resume()
        else:
            self._reveal()

    def _reveal(self) -> None:
        question = self.question
        assert question is not None
        if self.outside:
            self._drop_draft()
        with self.app.batch_update():
            self._show_reasons()
            if not kind_of(question.variant.question).judged:  # the reference stands beside the learner's code
                self.query_one(DemonstrationPane).show(question.variant, self.language)
            lead, steps = self._rating_words()
            self.query_one(RatingScale).ask("rating", lead, steps, marked=int(question.proposed))
            self._give_tip()
        self.refresh_bindings()
        self.call_after_refresh(self._point_below)
        self.set_timer(LOOK_AHEAD, self._look_ahead)

    def _look_ahead(self) -> None:
        """Once the reveal is painted, compute what comes next beside the reading."""
        work = None
        with suppress(DatabaseTrouble):
            work = self.session.ahead()
        if work is not None and self.question is not None and self.question.phase is Phase.JUDGED:
            self.run_worker(work, thread=True, group="ahead", exclusive=True)

    def _point_below(self) -> None:
        """Say that there is more to read than fits."""
        pane = self.query_one(QuestionPane)
        pane.border_subtitle = self.said(words.MORE) if self._scroller().max_scroll_y else ""

    def _rating_words(self) -> tuple[Content, list[Content]]:
        question = self.question
        assert question is not None
        return verdict_line(question, self.language), rating_steps(self._previews(), self.language)

    def _previews(self) -> dict[Rating, Preview]:
        """Without them the ratings stand alone; the answer says why."""
        with suppress(DatabaseTrouble):
            return self.session.previews()
        return {}

    def _show_reasons(self) -> None:
        question = self.question
        if question is not None and self.session.current is not None:
            note = self.session.current.card.note
            self.query_one(QuestionPane).reveal(question, self.language, note, self._followup_prompt())

    def _followup_prompt(self) -> Text | None:
        name = self._followup()
        if not name:
            return None
        following = self.session.library.question(name)
        kind, level = kind_of(following).label, words.LEVEL
        return Text(*(f"{kind.said(at)} · {level.said(at).format(level=following.level)}" for at in LANGUAGES))

    def _followup(self) -> str:
        if self.session.current is None:
            return ""
        known = self.session.library.questions
        names = self.session.current.question.variant.question.followups
        done = {answered.question_id for answered in self.session.answered}
        fresh = [name for name in names if name in known and name not in done]
        return fresh[0] if fresh else ""

    @on(RatingScale.Chosen)
    async def _chosen(self, event: RatingScale.Chosen) -> None:
        question = self.question
        if question is None:
            return
        if event.purpose == "confidence" and question.phase is Phase.ASKING:
            question.confidence = event.step
            await self._judge()
        elif event.purpose == "rating":
            await self._rated(Rating(event.step))

    async def _rated(self, rating: Rating) -> None:
        if self._rate(rating):
            await self._next()

    def _rate(self, rating: Rating) -> bool:
        """Record; True once the answer is on disk (or was answered elsewhere, and the session goes on)."""
        previews, asked = self._previews(), self.session.current
        try:
            card = self.session.rate(rating)
        except StaleCard as error:
            self._drop_draft()
            self._trouble(error)
            return True
        except Away:
            self._while_away(partial(self._rated, rating))
            return False
        except DatabaseTrouble as error:
            self._trouble(error)
            return False
        self._back_again()
        self._drop_draft()
        if rating in previews:
            shown = interval(previews[rating].interval_days, self.language)
            self._tell(words.NEXT_ON, interval=shown)
        if card is not None and asked is not None:
            self._advise(asked.card.lapses, card)
        return True

    @on(Complaint)
    def _complain(self, event: Complaint) -> None:
        self.notify(self.said(event.text), severity="warning", timeout=4)

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters are answers while one is asked; after the verdict they are commands."""
        question = getattr(self, "session", None) and self.question
        if question is None:
            return action in ("leave", "undo", "redo")
        judged = question.phase is Phase.JUDGED
        if action == "followup":
            return judged and bool(self._followup())
        if action == "scroll" or parameters in (("scroll_line_up",), ("scroll_line_down",)):
            return (judged or action == "scroll") and self._scroller().max_scroll_y > 0
        if action == "knobs":
            return judged and not kind_of(question.variant.question).judged
        if action in ("laboratory", "letter", "edit"):
            return judged
        if action in ("hint", "unknown"):
            return question.phase is Phase.ASKING
        return not (self.outside and action in ("undo", "redo", "bury", "suspend", "flag", "note"))

    def on_key(self) -> None:
        """Whoever presses keys is there; what is typed into a field does not come here, but `keep_typed` sees it."""
        if getattr(self, "session", None) and self.question is not None:
            self.question.touch()

    def action_hint(self) -> None:
        """One more hint."""
        question = self.question
        if question is None or question.phase is not Phase.ASKING:
            return
        if question.hint() is None:
            self.notify(self.said(words.NO_HINT), timeout=3)
        self.query_one(QuestionPane).speak(self.language)

    def action_unknown(self) -> None:
        """The learner does not know."""
        if self.question is not None and self.question.phase is Phase.ASKING:
            self.question.give_up()
            self._reveal()

    async def action_letter(self, what: str) -> None:
        """A command by letter or arrow, once the verdict stands."""
        if what == "undo":
            await self.action_undo()
        else:
            self._scroller().scroll_relative(y=-2 if what == "scroll_line_up" else 2, animate=False)

    async def action_followup(self) -> None:
        """Rate as proposed, then the follow-up."""
        name, question = self._followup(), self.question
        if name and question is not None and question.phase is Phase.JUDGED and self._rate(question.proposed):
            if self.session.follow_up(name) is None:
                await self._next()
            else:
                await self._begin()

    async def action_knobs(self) -> None:
        """Turn the demonstration's parameters beside the question."""
        await self.query_one(DemonstrationPane).turn()

    def action_laboratory(self) -> None:
        """The demonstration with this question's numbers."""
        if self.question is not None:
            scene = self.question.variant.scene
            self.backdrill.go(
                "laboratory",
                demonstration=scene.demonstration,
                parameters=dict(scene.parameters),
                seed=scene.demonstration_seed,
            )

    def action_leave(self) -> None:
        """Back from the confidence step to the answer; else to the summary, or home when nothing was answered."""
        self.keep_typed()
        question = self.question
        if question is not None and self._pending is not None and question.phase is Phase.ASKING:
            self._pending = None
            question.resume()
            self.query_one(RatingScale).hide()
            self.query_one(QuestionPane).take_focus()
        elif self.session.answered and not self.outside:
            self._finish()
        else:
            self.backdrill.back()

    def _finish(self) -> None:
        if self.outside:
            self.backdrill.back()
        else:
            self.backdrill.switch("summary", session=self.session, before=self._before)

    # ── what is shown around it ─────────────────────────────────────────────────────────────────────────────

    def speak(self, drawn: bool = False) -> None:
        """Every word again; `drawn` when the question itself has just been drawn."""
        question = getattr(self, "session", None) and self.question
        if question is None:
            return
        pane = self.query_one(QuestionPane)
        if not drawn:
            pane.speak(self.language)
        pane.border_title = self.said(kind_of(question.variant.question).label)
        self.query_one(DemonstrationPane).speak(self.language)
        scale = self.query_one(RatingScale)
        if scale.purpose:
            scale.say(scale.purpose, *(self._rating_words() if scale.purpose == "rating" else self._confidence_words()))
        self._give_tip()
        self._count()
        self._show_status()

    def _give_tip(self) -> None:
        if self._coach and self.question is not None:
            judged = self.question.phase is Phase.JUDGED
            tip = words.TOUR_JUDGED if judged else words.TOUR_SURE if self._pending is not None else words.TOUR_ASK
            self.query_one(QuestionPane).tip(self.said(tip))

    def on_screen_suspend(self) -> None:
        """The time stands still while something else is on top."""
        if getattr(self, "session", None) and self.question is not None:
            self.question.pause()

    def on_screen_resume(self) -> None:
        """The time runs again; a question that was edited meanwhile is asked afresh from its next time on."""
        if getattr(self, "session", None):
            self.session.library = self.backdrill.context.library
            if self.question is not None and self._pending is None:
                self.question.resume()
