"""What the judge says to the learner, one sentence each in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from engine.judging.outcome import Cells, Returned, Trouble
from engine.text import Text, same

RIGHT = Text("Right: {cases} of {cases} cases.", "正确：{cases} 个用例全部通过。")
WRONG = Text("Wrong: {places}.", "结果有误：{places}。")
CELLS = Text("{name}, {wrong} of {all} cells", "{name} 的 {all} 格中错了 {wrong} 格")
NUMBER = same("{name}")
CHANGED = Text("It changes its input {names}.", "函数改动了输入 {names}。")
COMPLEX = Text("{name} is not an array of real numbers.", "{name} 不是实数数组。")
SHAPE = Text("{name} has shape {got}; asked is {expected}.", "{name} 的形状是 {got}，应为 {expected}。")
COARSE = Text("{name} is {dtype}, coarser than what goes in.", "{name} 的类型是 {dtype}，精度低于输入。")
WHOLE = Text("{name} is an array of {dtype}: the fractions are lost.", "{name} 的类型是 {dtype}，小数部分丢失了。")
NOTHING_RETURNED = Text("{name} is None: is a return missing?", "{name} 是 None：是不是漏写了 return？")
LIST = Text("{name} is a list; return an array.", "{name} 是列表；请返回数组。")
NO_ARRAY = Text("{name} is no array: {type}.", "{name} 不是数组，而是 {type}。")
ONE = Text(
    "It returns a {many} of {got}; asked is {names} itself, without a {many} around it.",
    "函数返回了含 {got} 个元素的 {many}；应直接返回 {names}，外面不要再套 {many}。",
)
COUNT = Text(
    "It returns {got} value(s); asked are {asked}: {names}.", "函数返回了 {got} 个值；应返回 {asked} 个：{names}。"
)


START = Text("Starting Python", "启动 Python 时")
FILE = Text("The file itself", "文件本身")
IT = Text("It", "函数")
SLOW = Text("{what} was still running after {seconds} s", "{what}运行超过 {seconds} 秒")
LONG = Text("All calls together took more than {seconds} s", "全部调用合计超过 {seconds} 秒")
STOPPED = Text("{said}, so it was stopped.", "{said}，已被中止。")
STOPPED_AT = Text("{said}, at line {line}, so it was stopped.", "{said}，停在第 {line} 行，已被中止。")
CHANNEL = Text("It wrote into the channel to the judge, so it was stopped.", "代码往判题通道里写了东西，已被中止。")
SPENT = Text(
    "It used up its processor time or its memory, so it was stopped.", "代码用尽了处理器时间或内存，已被中止。"
)
SIGNAL = Text("It crashed the interpreter ({signal}).", "代码使解释器崩溃（{signal}）。")
EXIT = Text(
    "It ended the interpreter (exit code {code}) instead of returning.",
    "代码没有返回，而是结束了解释器（退出码 {code}）。",
)
TIME_ALONE = Text(
    "On this system only the time is limited, not the memory: close other programs before you try large arrays.",
    "本系统只能限制时间，不能限制内存：试很大的数组之前请先关闭其他程序。",
)
REFUSED = Text("It tried to {words} ({detail}); that is not allowed here.", "代码试图{words}（{detail}）；这里不允许。")
REFUSALS = {
    "open a file": "打开文件",
    "look into a folder": "查看文件夹",
    "import": "导入模块",
    "use the network": "访问网络",
    "start a process": "启动进程",
    "stop a process": "终止进程",
    "start a thread": "启动线程",
    "call C code": "调用 C 代码",
    "map memory": "映射内存",
    "change its limits": "更改资源限制",
    "unpickle": "反序列化（pickle）",
    "touch files": "改动文件",
    "change the environment": "更改环境变量",
    "search the interpreter": "探查解释器内部",
    "read the keyboard": "读取键盘输入",
}
"""The words of `engine.judging.worker.guard` in Chinese."""
UNFIT = {
    "syntax": Text("It does not parse: {text}", "代码无法解析：{text}"),
    "import": Text(
        "It imports {text}; only NumPy and the standard mathematics may be imported",
        "代码导入了 {text}；只能导入 NumPy 与标准数学库",
    ),
    "forbidden": Text("It uses {text}, which this task rules out", "代码用到了 {text}，本题不允许"),
    "missing": Text("It does not define {name}", "没有定义 {name}"),
    "other": Text("It does not define {name}; it defines: {text}", "没有定义 {name}；已定义：{text}"),
    "signature": Text("{name} takes {text}; asked is ({asked})", "{name} 的参数是 {text}，应为 ({asked})"),
}
"""Sources that cannot be called, by their kind."""


def wrong(found: Iterable[Cells]) -> Text:
    """Which results are wrong, and in how many cells."""
    places = [
        (CELLS if cells.wrong.size > 1 else NUMBER).format(
            name=cells.name, wrong=cells.wrong.sum(), all=cells.wrong.size
        )
        for cells in found
    ]
    en, zh = "; ".join(place.en for place in places), "；".join(place.zh for place in places)
    return Text(WRONG.en.format(places=en), WRONG.zh.format(places=zh))


def trouble(found: Trouble) -> Text:
    """An exception of the learner's own code."""
    en = f"{found.type}: {found.message}" if found.message else found.type
    zh = f"{found.type}：{found.message}" if found.message else found.type
    return Text(f"{en} (line {found.line})", f"{zh}（第 {found.line} 行）") if found.line else Text(en, zh)


def kind_of(name: str, value: Returned) -> Text:
    """A result that is no array."""
    texts = {"none": NOTHING_RETURNED, "list": LIST}
    return texts.get(value.kind, NO_ARRAY).format(name=name, type=value.type)


def count(got: int, many: str, names: str, asked: int) -> Text:
    """Another number of results than asked."""
    if asked == 1 and many:
        return ONE.format(got=got, many=many, names=names)
    return COUNT.format(got=got, names=names, asked=asked)


def at_line(said: Text, line: int) -> Text:
    """A sentence without its full stop, with the line where there is one."""
    if not line:
        return Text(f"{said.en}.", f"{said.zh}。")
    return Text(f"{said.en} (line {line}).", f"{said.zh}（第 {line} 行）。")


def in_line(said: Text, line: int) -> Text:
    """A whole sentence, with a line added."""
    return Text(f"{said.en} It happens in line {line}.", f"{said.zh}发生在第 {line} 行。")


def slow(what: Text, seconds: float) -> Text:
    """`what` took too long."""
    values = {"seconds": f"{seconds:g}"}
    return Text(SLOW.en.format(what=what.en, **values), SLOW.zh.format(what=what.zh, **values))


def stopped(said: Text, line: int) -> Text:
    """It was stopped, in a line where that is known."""
    frame, values = (STOPPED_AT, {"line": line}) if line else (STOPPED, {})
    return Text(frame.en.format(said=said.en, **values), frame.zh.format(said=said.zh, **values))


def refused(words: str, detail: str) -> Text:
    """What the guard refused."""
    chinese = REFUSALS.get(words, words)
    return Text(REFUSED.en.format(words=words, detail=detail), REFUSED.zh.format(words=chinese, detail=detail))
