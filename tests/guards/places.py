"""Every place of the app, by the rooms that are walked together."""

from __future__ import annotations

from tests.guards.walk import Place

ANSWERS = {
    "single_choice": ("1", "enter"),
    "multiple_choice": ("1", "enter"),
    "true_false": ("1", "enter"),
    "spot_the_error": ("1", "enter"),
    "numeric": ("5", "enter"),
    "matrix": ("1", "enter", "2", "enter", "3", "enter", "4", "enter"),
    "ordering": ("enter",),
    "open": ("x", "enter"),
    "recall": ("x", "enter"),
}
"""Keys of some answer to the question of each kind."""


def _studied(kind: str) -> list[Place]:
    """A question from the moment it is asked to the verdict; a card to compare has no step of confidence."""
    options, given = {"topics": [kind]}, ANSWERS[kind]
    found = [Place(f"{kind}, asked", "StudyScreen", "study", options, like="asked")]
    if kind != "recall":
        found.append(Place(f"{kind}, how sure", "StudyScreen", "study", options, given, like="how sure"))
        given = (*given, "2")
    if kind == "open":
        found.append(Place(f"{kind}, key points", "StudyScreen", "study", options, given))
        given = (*given, "enter")
    return [*found, Place(f"{kind}, judged", "StudyScreen", "study", options, given, like="judged")]


SINGLE = {"topics": ["single_choice"]}
JUDGED = (*ANSWERS["single_choice"], "2")
POOLING = {"demonstration": "pooling_router", "parameters": {"size": 6}}
ARRAY = {"demonstration": "pooling_router", "parameters": {"input": [[1.0, 2.0], [3.0, 4.0]]}}
NUMERIC = ("@topic/nine-kinds/numeric", "e")
BEGUN = ("@numeric", "space", "@begin", "enter")
ENDED = (*BEGUN, "f4", "f7", "f7")

ROOMS: dict[str, list[Place]] = {
    "home": [
        Place("home", "HomeScreen"),
        Place("welcome", "WelcomeScreen", "welcome"),
        Place("weak", "WeakScreen", "weak"),
        Place("statistics", "StatisticsScreen", "statistics"),
    ],
    "study": [
        *(place for kind in ANSWERS for place in _studied(kind)),
        Place("knobs", "StudyScreen", "study", SINGLE, (*JUDGED, "p"), like="judged"),
        Place("practise", "StudyScreen", "practise", like="asked"),
    ],
    "around a question": [
        Place("note", "NoteDialog", "study", SINGLE, ("f5",)),
        Place("summary", "SummaryScreen", "study", SINGLE, (*JUDGED, "3", "escape")),
        Place("outside the schedule", "StudyScreen", "ask", {"question_id": "pool-single"}),
        Place("code", "StudyScreen", "ask", {"question_id": "code-stable-softmax"}, ("escape",)),
        Place("outside the schedule, judged", "StudyScreen", "ask", {"question_id": "pool-single"}, JUDGED),
        Place("trouble", "TroubleDialog", "ask", {"question_id": "pooling-ties"}, ("f4", "e")),
    ],
    "notes and browse": [
        Place("notes", "NotesScreen", "notes"),
        Place("browse", "BrowseScreen", "browse"),
        Place("search", "BrowseScreen", "browse", keys=("slash",)),
        Place("due day", "DueDialog", "browse", keys=("f7", "f7", "d")),
    ],
    "decks": [
        Place("decks", "DecksScreen", "decks"),
        Place("own topic", "DecksScreen", "decks", keys=NUMERIC[:1]),
        Place("new deck", "LineDialog", "decks", keys=("n",)),
        Place("choose question", "QuestionDialog", "decks", keys=NUMERIC),
        Place("editor", "EditorScreen", "decks", keys=(*NUMERIC, "enter")),
        Place("leave editor", "ConfirmDialog", "decks", keys=(*NUMERIC, "enter", "x", "escape")),
    ],
    "settings": [
        Place("settings", "SettingsScreen", "settings"),
        Place("steps", "StepsDialog", "settings", keys=("@learning_steps", "enter")),
    ],
    "laboratory": [
        Place("catalogue", "LaboratoryScreen", "laboratory"),
        Place("search", "LaboratoryScreen", "laboratory", keys=("slash",)),
        Place("predict", "LaboratoryScreen", "laboratory", keys=("enter",)),
        Place("bench", "LaboratoryScreen", "laboratory", POOLING),
        Place("about", "LaboratoryScreen", "laboratory", POOLING, ("i",)),
        Place("export", "ExportDialog", "laboratory", POOLING, ("s",)),
        Place("array", "ArrayEditor", "laboratory", ARRAY, (*["down"] * 7, "enter")),
    ],
    "interview": [
        Place("set up", "InterviewScreen", "interview"),
        Place("a number of it", "InterviewScreen", "interview", keys=("@questions",)),
        Place("past", "InterviewScreen", "interview", keys=("@past", "enter")),
        Place("asked", "InterviewScreen", "interview", keys=BEGUN),
        Place("paused", "InterviewScreen", "interview", keys=(*BEGUN, "f5")),
        Place("a remark", "InterviewScreen", "interview", keys=(*BEGUN, "5", "enter")),
        Place("key points", "InterviewScreen", "interview", keys=("@open", "space", "@begin", "enter", "x", "enter")),
        Place("report", "InterviewScreen", "interview", keys=ENDED),
        Place("an answer", "AnswerScreen", "interview", keys=(*ENDED, "@answer", "enter")),
        Place("abandon", "ConfirmDialog", "interview", keys=("home", "f8")),
    ],
}
