"""The commands, one a file: `arguments(parser)` declares what it takes, `run(options)` does it and gives the exit code.

To add a command, write its file and a line here. The file is imported when its command is called. Nothing heavy stands
at its top, so that its help is printed, and the app painted, without NumPy, SQLAlchemy or the decks.
"""

from keyword import iskeyword

from engine.text import Text

COMMANDS = {
    "study": Text("study what is due, then new questions", "复习到期题，再学新题"),
    "weak": Text("practise what gains most", "练习收益最大的题目"),
    "interview": Text("sit a timed mock interview, or read past ones", "进行限时模拟面试，或查看往次"),
    "ask": Text("ask one question, outside the schedule", "单独做一道题，不计入复习安排"),
    "demo": Text("list the demonstrations, or run one", "列出全部演示，或运行其中一个"),
    "code": Text("write NumPy functions and have them judged", "编写 NumPy 函数并由程序判题"),
    "notes": Text("the audited notes: claims, verdicts, evidence", "核查过的笔记：论断、评定、依据"),
    "verify": Text("compute every key and claim over many draws", "多次抽样，重算每个答案和论断"),
    "deck": Text("own decks beside the shipped one", "管理自己的牌组"),
    "check": Text(
        "check content files: file:line: what is wrong, and how to fix it", "检查内容文件，指出文件、行号、错误与改法"
    ),
    "due": Text("what is due now", "现在有哪些到期"),
    "exam": Text("plan for an exam, and see what to expect", "为考试制定计划，并预测结果"),
    "stats": Text("progress in numbers", "用数字看进度"),
    "fit": Text(
        "fit the scheduler to your own reviews, where that predicts better",
        "用自己的复习记录拟合调度参数，预测更准才采用",
    ),
    "backup": Text("back the database up now", "立即备份数据库"),
    "restore": Text("go back to a backup (the present state is saved first)", "恢复到某个备份（先保存现状）"),
    "export": Text("progress, reviews or questions as a file", "把进度、复习记录或题目导出为文件"),
    "import": Text("take a progress file in ('export jsonl' writes one)", "导入进度文件（由 'export jsonl' 生成）"),
    "serve": Text(
        "the same app in a browser on this machine (extra: web)", "在本机浏览器中使用同一应用（可选依赖：web）"
    ),
    "doctor": Text("check the database and prove it by replaying every review", "检查数据库，并重放全部复习来核实"),
    "completion": Text("print a script that completes commands in a shell", "输出 shell 的命令补全脚本"),
}
"""Each command with its line of help, in the order of `backdrill --help`."""


def module_of(command: str) -> str:
    """The module that holds a command; `import` is a keyword, so its file is `import_.py`."""
    return f"{__name__}.{command}{'_' if iskeyword(command) else ''}"
