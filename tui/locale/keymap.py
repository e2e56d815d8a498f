"""Words about the learner's own `keys.yaml`."""

from engine.text import Text

UNREADABLE = Text("{file} cannot be read: {why}", "{file} 无法读取：{why}")
PASSED_OVER = Text("{file}, line {line}, is not used:", "{file} 第 {line} 行未生效：")
NOT_UTF8 = Text("it is not UTF-8; save the file as UTF-8.", "它不是 UTF-8；请把文件另存为 UTF-8。")
FORM = Text('write a name and its keys, as in study.hint: "?,f3".', '请写名称和按键，如 study.hint: "?,f3"。')
UNKNOWN = Text("no key is called '{name}'.", "没有名为“{name}”的按键。")
TWICE = Text("{name} has its keys on an earlier line; keep one of them.", "{name} 在前面已有一行；请只留一行。")
NO_KEYS = Text(
    'the keys of {name} are written in quotes, split by commas, as in "?,f3" or "ctrl+n".',
    '{name} 的按键要写在引号内，以逗号分隔，如 "?,f3" 或 "ctrl+n"。',
)
