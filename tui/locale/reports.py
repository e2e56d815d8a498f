"""Words of the commands' reports."""

from engine.text import Text

DUE = Text("Due {due}, learning {learning}, new today {new}.", "到期 {due}，学习中 {learning}，今日新题 {new}。")
TOPIC_DUE = Text("due {due}, learning {learning}, new {new}", "到期 {due}，学习中 {learning}，新题 {new}")
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
FORMAT_NOTE = Text(
    "Note: this deck is in format 1. Format 2 adds truths that change with the draw (proof, show, wrong), digits and for_all; see CONTRIBUTING.md.",
    "提示：此牌组为格式 1。格式 2 支持随抽样变化的真值（proof、show、wrong）、digits 与 for_all，见 CONTRIBUTING.md。",
)
UNSETTLED = Text("searches that ran out of time: {ids}", "因时间用尽而未完成的搜索：{ids}")
LIES = Text(
    "kept results were wrong and have been thrown away; everything was computed again: {ids}",
    "缓存的结果有误，已丢弃并全部重新计算：{ids}",
)
AT_SEED = Text(", seed {seed}", "，种子 {seed}")
KNOWN_GONE = Text(
    "known.yaml lists '{entry}', which is no longer found; remove the entry",
    "known.yaml 中的“{entry}”已不再出现，请删除该条目",
)
GATE_STRICT = Text(
    "Gate: {new} findings; {known} more are known and wait for new content.",
    "关卡：{new} 处问题；另有 {known} 处已登记，待新内容解决。",
)
GATE_WARNS = Text(
    "Gate: {new} warnings ({known} known). This deck is in format 1; with 'format: 2' in deck.yaml, or --strict, they are failures.",
    "关卡：{new} 处警告（{known} 处已登记）。此牌组为格式 1；在 deck.yaml 中写 'format: 2' 或加 --strict 后，它们即为失败。",
)
PROVES = Text(
    "This proves: in every draw shown, keys, reasons and numbers are what the engine computes and what a second route confirms. It does not prove\n"
    "that a sentence says what its check computes, that both languages mean the same, or that a demonstration models the field well: read for that.",
    "这证明了：在所有抽样中，答案、理由与数值均与引擎的计算一致，并由另一条途径印证。它不能证明\n"
    "句子的含义就是其检验所算的内容、两种语言意思相同，或演示恰当反映了该领域：这些仍需人来读。",
)
UNNOTICED = Text("unnoticed: {id}: {kind}, {what}", "未被发现：{id}：{kind}，{what}")
FAULTS_NOTICED = Text(
    "{noticed} of {planted} planted faults noticed ({share}).",
    "植入的 {planted} 处错误中发现了 {noticed} 处（{share}）。",
)
WARN_UNCOVERED = Text("claims without a question: {ids}", "没有题目的论断：{ids}")
CLEAN = Text(
    "{deck}: no faults found ({claims} claims, {questions} questions).",
    "{deck}：无需修改（{claims} 条论断，{questions} 道题）。",
)
LEECHES = Text("Slipping again and again ({count}): {names}", "总是忘（{count} 题）：{names}")
