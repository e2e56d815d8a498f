"""The commands, one a file: `arguments(parser)` declares what it takes, `run(options)` does it and gives the exit code.

To add a command, write its file and a line here. The file is imported when its command is called. Nothing heavy stands
at its top, so that its help is printed, and the app painted, without NumPy, SQLAlchemy or the decks.
"""

from keyword import iskeyword

COMMANDS = {
    "study": "study what is due, then new questions",
    "weak": "practise what gains most",
    "interview": "sit a timed mock interview, or read past ones",
    "ask": "ask one question, outside the schedule",
    "demo": "list the demonstrations, or run one",
    "notes": "the audited notes: claims, verdicts, evidence",
    "verify": "compute every key and claim over many draws",
    "deck": "own decks beside the shipped one",
    "check": "check content files: file:line: what is wrong, and how to fix it",
    "due": "what is due now",
    "exam": "plan for an exam, and see what to expect",
    "stats": "progress in numbers",
    "fit": "fit the scheduler to your own reviews, where that predicts better",
    "backup": "back the database up now",
    "restore": "go back to a backup (the present state is saved first)",
    "export": "progress, reviews or questions as a file",
    "import": "take a progress file in ('export jsonl' writes one)",
    "serve": "the same app in a browser on this machine (extra: web)",
    "doctor": "check the database and prove it by replaying every review",
    "completion": "print a script that completes commands in a shell",
}
"""Each command with its line of help, in the order of `backdrill --help`."""


def module_of(command: str) -> str:
    """The module that holds a command; `import` is a keyword, so its file is `import_.py`."""
    return f"{__name__}.{command}{'_' if iskeyword(command) else ''}"
