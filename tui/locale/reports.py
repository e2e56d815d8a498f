"""Words of the commands' reports."""

from engine.text import Text

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
