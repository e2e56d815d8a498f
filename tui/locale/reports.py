"""Words of the commands' reports."""

from content.model import ClaimVerdict
from engine.text import Text

VERDICTS = {
    ClaimVerdict.TRUE: Text("✓ true", "✓ 正确"),
    ClaimVerdict.CONDITIONAL: Text("◐ true with a condition", "◐ 有条件地正确"),
    ClaimVerdict.LOOSE: Text("≈ loose", "≈ 不严谨"),
    ClaimVerdict.MISLEADING: Text("! misleading", "! 易误导"),
    ClaimVerdict.FALSE: Text("✗ false", "✗ 错误"),
    ClaimVerdict.BLANK: Text("+ a gap filled", "+ 补上的空白"),
    ClaimVerdict.EXTRA: Text("+ follow-up", "+ 延伸"),
}
GRADES = {
    "exact": Text("exact", "精确"),
    "numerical": Text("numerical", "数值"),
    "statistical": Text("statistical", "统计"),
    "wall-clock": Text("wall-clock", "计时"),
    "convention": Text("convention", "约定"),
}
NOTES_SAY = Text("The notes say", "笔记的说法")
HOLDS = Text("What holds", "准确的说法")
CONDITION = Text("Condition or counter-example", "条件或反例")
EVIDENCE = Text("Evidence", "证据")
CHECK_HOLDS = Text("✓ holds", "✓ 成立")
CHECK_FAILS = Text("✗ fails", "✗ 不成立")
CITED = Text("cited", "引用")
GRADE = Text("Grade", "证据等级")
SECTION = Text("Section {section}: {title}", "第 {section} 节：{title}")
SEEN = Text(
    "backdrill notes CLAIM shows one claim with its evidence.", "用 backdrill notes CLAIM 查看某条论断及其证据。"
)
DUE = Text("Due {due}, learning {learning}, new today {new}.", "到期 {due}，学习中 {learning}，今日新题 {new}。")
PARAMETERS = Text("Parameters", "参数")
MEASUREMENTS = Text("Measurements", "测量值")
LOOK_FOR = Text("What to look for", "看什么")
LIMITS = Text("What it does not prove", "它不能证明什么")
ON_THIS_MACHINE = Text("measured on this machine now", "本机即时测得")
LONG = Text("(takes a while)", "（耗时较长）")
VERIFIED = Text(
    "{deck}: {claims} claims, {questions} questions, {draws} draws, {checks} checks in {seconds} s: {failures} failures.",
    "{deck}：{claims} 条论断，{questions} 道题，每题 {draws} 次抽样，{checks} 次检验，用时 {seconds} 秒：{failures} 处失败。",
)
COVERAGE = Text(
    "{computed} claims computed, {cited} cited only, {uncovered} without a question; {fresh} questions draw fresh numbers.",
    "{computed} 条论断有计算证据，{cited} 条仅有引用，{uncovered} 条没有题目；{fresh} 道题每次换数。",
)
FAILURE = Text(
    "✗ {id}, seed {seed}: '{check}' is {measured}, declared {declared}",
    "✗ {id}，种子 {seed}：“{check}” 实为 {measured}，声明为 {declared}",
)
SMALLEST = Text("  smallest counter-example: {parameters}", "  最小反例：{parameters}")
WARN_MEMORABLE = Text("answer hardly varies (could be learned by heart): {ids}", "答案几乎不变（可能被背下来）：{ids}")
WARN_GUESSABLE = Text("numeric answer often hit blindly: {ids}", "数值答案容易蒙中：{ids}")
WARN_LONGEST = Text("the right option is the longest in {share} of single choices", "单选题中正确项最长的比例：{share}")
WARN_UNCOVERED = Text("claims without a question: {ids}", "没有题目的论断：{ids}")
CLEAN = Text(
    "{deck}: nothing to mend ({claims} claims, {questions} questions).",
    "{deck}：无需修改（{claims} 条论断，{questions} 道题）。",
)
LEECHES = Text("Slipping again and again ({count}): {names}", "总是忘（{count} 题）：{names}")
