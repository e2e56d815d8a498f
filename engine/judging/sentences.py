"""What the judge says to the learner, one sentence each in both languages."""

from __future__ import annotations

from engine.judging.outcome import Returned, Trouble
from engine.text import Text

RIGHT = Text("Right: {cases} of {cases} cases.", "正确：{cases} 个用例全部通过。")
WRONG = Text("Wrong: {places}.", "结果有误：{places}。")
CHANGED = Text("It changes its input {names}.", "函数改动了输入 {names}。")
CHANGED_AT = Text("It changes its input {names} in line {line}.", "函数在第 {line} 行改动了输入 {names}。")
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


def trouble(found: Trouble) -> Text:
    """An exception of the learner's own code."""
    en, zh = f"{found.type}: {found.message}", f"{found.type}：{found.message}"
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
