"""Words of code questions: the judgement, the list of tasks, the command line."""

from db.types import CardState
from engine.text import Text

BEFORE = Text("{passed} of {cases} cases were right before it.", "此前 {cases} 个用例中有 {passed} 个正确。")
MISTAKE = Text("The mistake: {reason}", "错因：{reason}")
CONVENTION = Text("Another convention than the statement's: {reason}", "与题目的约定不同：{reason}")
SMALLEST = Text("Smallest input found, from the case “{name}”:", "找到的最小输入（来自用例“{name}”）：")
WITH_INPUT = Text("With the input of the case “{name}”:", "用例“{name}”的输入：")
EXPECTED = Text("{name}: expected", "{name}：应为")
YOURS = Text("yours", "你的结果")
DIFFERENCE = Text("difference", "差")
LINE = Text("line {line}: {type}: {message}", "第 {line} 行：{type}：{message}")
PRINTED = Text("It printed:", "代码打印了：")
FAST = Text("Time against the reference: {ratios}.", "与参考答案的耗时之比：{ratios}。")
AS_FAST = Text("It is as fast as the reference, up to size {size:,}.", "速度与参考答案相当（规模至 {size:,}）。")
AT_SIZE = Text("{ratio} times at {size:,}", "规模 {size:,} 时 {ratio} 倍")
STOPPED_AT_SIZE = Text("stopped at {size:,}", "规模 {size:,} 时超时")
SLOW = Text(
    "At {size:,} it is {ratio} times slower: is there a loop that NumPy could do at once?",
    "规模 {size:,} 时慢 {ratio} 倍：是否有循环可以交给 NumPy 一次完成？",
)
STATES = {
    CardState.NEW: Text("new", "未做"),
    CardState.LEARNING: Text("learning", "学习中"),
    CardState.REVIEW: Text("in review", "复习中"),
    CardState.RELEARNING: Text("relearning", "重学中"),
    None: Text("in no deck", "不在牌组中"),
}
WRITTEN = Text(
    "{file} is written. Check it: backdrill code {name} --check {file}{seed}",
    "已写入 {file}。判题：backdrill code {name} --check {file}{seed}",
)
EXISTS = Text(
    "{file} is there already and is not overwritten; check it by 'backdrill code {name} --check {file}'",
    "{file} 已存在，不会覆盖；可用 'backdrill code {name} --check {file}' 判题",
)
WATCHING = Text(
    "Watching {file}; each save is judged. Ctrl+C ends.", "正在监视 {file}，每次保存都会判题。按 Ctrl+C 结束。"
)
GIVEN_UP = Text(
    "This task is a card that you have not solved yet: it counts as given up, so rate it Again when it is asked.",
    "这道题对应的卡片你还没有做对：查看答案算作放弃，下次出现时请评“重来”。",
)
TOO_LONG = Text(
    "{file} is longer than {most:,} bytes; that is no solution", "{file} 超过 {most:,} 字节，不会是一份解答"
)
NAME_NEEDED = Text("name the task: {option} works on one task", "请写明题名：{option} 只针对一道题")
ONE_OF = Text("--solution does not go with --check or --watch", "--solution 不能与 --check 或 --watch 同时使用")
HOW = Text(
    "Ctrl+R runs and judges it. Esc leaves the editor; then e opens it in $EDITOR.",
    "Ctrl+R 运行并判题。按 Esc 离开编辑区，再按 e 用 $EDITOR 打开。",
)
OUTSIDE = Text("e opens it in $EDITOR, Tab goes back to it", "e 用 $EDITOR 打开，Tab 回到编辑区")
RUNNING = Text("Judging …", "判题中……")
REFERENCE = Text("The reference", "参考答案")
OFF_IN_BROWSER = Text(
    "In the browser your code is not run until you allow it: Settings, Code in the browser.",
    "浏览器中默认不运行代码；如需运行，请在“设置”中打开“浏览器中运行代码”。",
)
NO_EDITOR_HERE = Text("No editor of your own can be opened here.", "这里无法打开外部编辑器。")
EDITOR_FAILED = Text("'{editor}' could not be used: {why}", "无法使用“{editor}”：{why}")
