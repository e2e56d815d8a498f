"""Words of the command line itself: headings of the help, common options, and what argparse says of wrong usage."""

import re

from engine.text import Text

DESCRIPTION = Text(
    "Study deep-learning interview questions whose answers prove themselves.",
    "练习深度学习面试题，答案均由程序当场算出。",
)
USAGE = Text("usage: ", "用法：")
POSITIONALS = Text("arguments", "参数")
OPTIONS = Text("options", "选项")
COMMANDS = Text("commands", "命令")
EVERYWHERE = Text("everywhere", "通用选项")
HELP = Text("show this help and stop", "显示此帮助并退出")
VERSION = Text("print the version and stop", "显示版本并退出")
DATA = Text("the learner's data (or BACKDRILL_DATA)", "学习者数据所在的文件夹（或用 BACKDRILL_DATA）")
DATABASE = Text("another database (or BACKDRILL_DATABASE_URL)", "改用其他数据库（或用 BACKDRILL_DATABASE_URL）")
LEARNER = Text("whose progress this is", "学习者的名字")
LANG = Text("language (default: from the locale)", "语言（默认取自系统区域设置）")
NOW = Text("a frozen clock, for rehearsals", "把时钟定在此刻，用于演练")
JSON = Text("report as JSON", "以 JSON 输出")
PLAIN = Text("line mode: plain text, one line an answer", "行模式：纯文本，每行一个回答")

SEE_HELP = Text("{message}. See '{program} --help'.", "{message}。用法见 '{program} --help'。")
OF_ARGUMENT = Text("argument {name}: {what}", "参数 {name}：{what}")
NOT_POSITIVE = Text("'{text}' is not a whole number above 0", "“{text}”不是大于 0 的整数")

_SAID = {
    "the following arguments are required: (.+)": "缺少参数：{}",
    "one of the arguments (.+) is required": "参数 {} 必须给出一个",
    "unrecognized arguments: (.+)": "无法识别的参数：{}",
    "expected one argument": "需要一个值",
    "expected at most one argument": "至多一个值",
    "expected at least one argument": "至少需要一个值",
    "expected (.+) arguments?": "需要 {} 个值",
    "not allowed with argument (.+)": "不能与 {} 同用",
    "ignored explicit argument (.+)": "不接受值 {}",
    "ambiguous option: (.+) could match (.+)": "选项 {} 不明确，可能是 {}",
    "invalid int value: (.+)": "{} 不是整数",
    "invalid (.+) value: (.+)": "{1} 不是有效的 {0}",
    "invalid choice: (.+) \\(choose from (.+)\\)": "没有 {}；可选：{}",
    "argument (.+?): (.+)": "参数 {}：{}",
}
"""argparse's own messages by pattern, in Chinese. An argument's name stands before some of them."""


def argparse_message(english: str) -> Text:
    """argparse's messages in both languages."""
    return Text(english, _in_chinese(english))


def _in_chinese(message: str) -> str:
    for pattern, chinese in _SAID.items():
        if match := re.fullmatch(pattern, message, re.DOTALL):
            *names, last = match.groups() or ("",)
            return chinese.format(*names, _in_chinese(last) if pattern.startswith("argument") else last)
    return f"用法有误（{message}）"
