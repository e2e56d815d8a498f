"""Words of the mock interview: setting it up, sitting it, its report."""

from engine.text import Text

TITLE = Text("Interview", "模拟面试")
SET_UP = Text("Set up the interview", "面试设置")
RESUME = Text(
    "Go on with the open interview ({done} of {total} answered), begun {when}",
    "继续未完成的面试（已答 {done}/{total}），开始于 {when}",
)
BEGIN = Text("Begin", "开始")
FITTING = Text("{asked} of {fitting} questions that fit", "符合条件的 {fitting} 题中抽 {asked} 题")
NONE_FITS = Text("no question fits; choose other topics or levels", "没有符合条件的题，请调整主题或难度")
SURPRISE = Text("Surprise me: all topics, all levels", "随便来一场：所有主题、所有难度")
QUESTIONS = Text("Questions: {count}", "题数：{count}")
MINUTES = Text("Minutes: {count}", "时长（分钟）：{count}")
FREE = Text("two for each question", "每题两分钟")
AS_MINUTES = Text("as many as the minutes give", "由时长决定")
LEVELS = Text("Levels: {low} to {high}", "难度：{low} 至 {high}")
TOPICS = Text("Topics (none ticked: all)", "主题（不勾选即全部）")
PAST = Text("Past interviews", "往次面试")
CHANGE = Text("← → change a number, Enter ticks a topic or begins.", "← → 调整数值，回车勾选主题或开始。")
CHANGE_OPEN = Text("Enter continues an open interview, F8 abandons it.", "回车继续未完成的面试，F8 放弃该场。")
PROGRESS = Text("Question {number} of {total}", "第 {number} 题，共 {total} 题")
FOLLOW_UP = Text("follow-up", "追问")
TIME_LEFT = Text("{minutes}:{seconds:02d} left", "剩余 {minutes}:{seconds:02d}")
TIME_IN_ALL = Text("{spent} of {planned} in all", "总计 {spent}/{planned}")
TIME_OVER = Text("{minutes}:{seconds:02d} over", "超时 {minutes}:{seconds:02d}")
PAUSED = Text("Paused. The clock stands still; F5 goes on.", "已暂停，计时停止；按 F5 继续。")
STOP_AGAIN = Text(
    "F7 once more ends the interview; what was answered is reported.", "再按一次 F7 结束面试，已答的题会计入报告。"
)
KEPT = Text("The interview is kept; you can continue it.", "面试已保存，可随时继续。")
ABANDON = Text("Abandon the interview?", "放弃这场面试？")
ABANDON_WHAT = Text(
    "Begun {when}, {done} of {total} answered. It cannot be continued afterwards. It stays in the record as "
    "abandoned, and what you have answered still counts for study.",
    "开始于 {when}，已答 {done}/{total}。放弃后无法继续。记录会保留并标为已放弃，已答的题仍计入复习。",
)
ABANDON_KEYS = Text("Enter abandons it, Esc keeps it.", "回车放弃，Esc 保留。")
ABANDONED = Text("Abandoned; it stays among the past interviews.", "已放弃，仍可在往次面试中查看。")
TICKING = Text("Tick the points that your answer made", "勾选你答到的要点")
NOTHING_ANSWERED = Text("Nothing was answered.", "没有作答。")
NO_PAST = Text("There is no past interview yet.", "还没有往次面试。")
EXPORTED = Text("Written to {path}", "已写入 {path}")
NOT_WRITTEN = Text("The report could not be written: {why}", "报告无法写入：{why}")
OPEN_ONE = Text("An interview is still open; --resume continues it.", "还有一场面试未完成，用 --resume 可以继续。")
OTHER_OPEN = Text("Another interview is still open; the set-up lists it.", "还有一场面试未完成，可在面试设置中继续。")
NO_SUCH_OPEN = Text(
    "There is no open interview {number}; there are {count} (see 'backdrill interview --open').",
    "没有第 {number} 场未完成的面试，共有 {count} 场（见 'backdrill interview --open'）。",
)
NO_REPORT = Text("This interview has no report.", "这场面试没有报告。")
NOTHING_FITS = Text(
    "No question has these topics and levels; choose more topics or a wider range of levels.",
    "没有题目符合所选主题和难度，请多选主题或放宽难度。",
)
NONE_OPEN = Text("No interview is open.", "没有未完成的面试。")
PASSED_OVER = Text("Passed over, because its key could not be computed: {what}", "已跳过（答案无法计算）：{what}")

SURE_OF_THAT = Text(
    "You said: “{words}”. Are you sure? Try it on the smallest case.", "你说“{words}”，确定吗？拿最小的例子试一下。"
)
SAY_MORE = Text("You mentioned “{words}”. Say a bit more about that.", "你刚才提到“{words}”，展开说说？")
ANYTHING_ELSE = Text("Is there anything you would add?", "还有要补充的吗？")
DOUBTS = (
    Text("{answer}. Are you sure? Check it on the smallest case.", "{answer}，确定吗？拿最小的情形验算一下。"),
    Text("You get {answer}. How would you check that?", "你得到 {answer}。怎么验证这个结果？"),
    Text("{answer}? Go through the last step once more.", "{answer}？最后一步再过一遍。"),
)
AMOUNTS_TO = Text("My answer amounts to: {right}", "我的回答等于说：{right}")
LEADS = {
    "define": Text("Let us talk about {title}.", "我们聊聊{title}。"),
    "derive": Text("How do you get there?", "这是怎么推出来的？"),
    "compute": Text("Let us put in numbers.", "代入具体数字看看。"),
    "compare": Text("How does that compare?", "两者相比如何？"),
    "what_if": Text("And what if things are different?", "如果条件变了呢？"),
}

THE_INTERVIEWER = Text("The interviewer", "面试官")
INTERVIEWER = Text("Interviewer: {words}", "面试官：{words}")
ASK_REPLY = Text("Your reply (empty = nothing more, q = stop): ", "你的回答（空行＝没有补充，q 退出）：")
ASK_AGAIN = Text("Another number (empty = I stay with mine, q = stop): ", "新的数值（空行＝不改，q 退出）：")
ASK_TICKS = Text(
    "Letters of the points you made (empty = as marked, - = none, q = stop): ",
    "你答到的要点的字母（空行＝按标记，-＝没有，q 退出）：",
)
NOTHING_TICKED = Text("Nothing is ticked: is that right? (y = yes): ", "一项都没勾选，确定吗？（y＝是）：")
NOTHING_TICKED_PAGE = Text(
    "Nothing is ticked. Enter once more if that is right.", "一项都没勾选；确实没有答到就再按一次回车。"
)
CHOICES_HINT = Text(
    "Answer in your own words; * shows the options for half the credit.", "用自己的话回答；输入 * 看选项，得分减半。"
)
ALOUD_HINT = Text(
    "Type your answer, or say it aloud and type ! when you are done.", "写下回答；也可以口头作答，说完输入 !。"
)
WARM_UP = Text("Warm up: one thread", "热身：走一条线索")
NO_THREADS = Text(
    "The decks have no threads; the interview asks single questions.", "题库里没有线索，面试只问单独的题。"
)
THREAD_ROW = Text(
    "{id}  {title} ({topic}, level {level}, {questions} questions)",
    "{id}  {title}（{topic}，难度 {level}，{questions} 题）",
)

REPORT = Text("Interview of {when}", "{when} 的面试")
SCORE = Text(
    "Score {score}: {right} of {questions} right, {planned} planned",
    "得分 {score}：{questions} 题中答对 {right} 题（计划 {planned} 题）",
)
WITHIN = Text("{low} to {high}", "{low}～{high}")
LIKELY = Text("Likely between {low} and {high} (90 %)", "真实水平很可能在 {low}～{high} 之间（90% 置信）")
MISSES = Text("Missed: {numbers}; due again in study today", "答错：第 {numbers} 题，今天会在学习中再次出现")
WAS_ABANDONED = Text(
    "This interview was abandoned; later ones are not compared with it.", "这场面试已放弃，不参与以后的比较。"
)
TIME = Text("Time {spent} of {planned}; over time on {over}", "用时 {spent}，计划 {planned}；超时 {over} 题")
BY_TOPIC = Text("By topic", "各主题")
TOPIC_LINE = Text(
    "{title}: {score} ({within}), {questions} asked, {spent}",
    "{title}：{score}（{within}），{questions} 题，用时 {spent}",
)
TOPIC_BEFORE = Text("; before {score}, {change} points", "；此前 {score}，变化 {change} 个百分点")
TOPIC_KNOWN = Text("; known now: {known}", "；目前掌握：{known}")
CALIBRATION = Text("Calibration", "把握与实际")
BRIER = Text("Brier score {brier} (0 is best)", "Brier 分数 {brier}（0 为最佳）")
STEP = Text(
    "{name}: {answers} answers, {score} right where {claimed} was claimed",
    "{name}：{answers} 题，正确率 {score}（自认 {claimed}）",
)
COMPARED = Text("Compared with earlier interviews", "与往次相比")
EARLIER = Text(
    "Last time {last} ({change} points now), mean of {interviews} interviews {mean}",
    "上一次 {last}（这次 {change} 个百分点），{interviews} 场平均 {mean}",
)
FIRST = Text("This is the first interview.", "这是第一场面试。")
NEXT = Text("Three things to do next", "接下来做什么")
TODO = {
    "study": Text("Study: {title}", "复习：{title}"),
    "demonstration": Text("Look at the demonstration: {title}", "看演示：{title}"),
    "thread": Text("Take this thread again: {title}", "再走一遍这条线索：{title}"),
}
THREADS = Text("Threads", "各条线索")
THREAD_LINE = Text("{title}: {score} (questions {numbers})", "{title}：{score}（第 {numbers} 题）")
CONVERSATION = Text("The conversation", "对话")
ASKED = Text("Interviewer: {asked}", "面试官：{asked}")
REPLIED = Text("You: {reply}", "你：{reply}")
NO_REPLY = Text("(nothing more)", "（没有补充）")
HOW_GIVEN = {
    "own_words": Text("(answered without seeing the options)", "（未看选项作答）"),
    "aloud": Text("(answered aloud)", "（口头作答）"),
    "choices": Text("(the options were shown: half the credit)", "（看了选项，得分减半）"),
}
HEARD = Text("Key points", "要点")
STATES = {
    "found": Text("✓ recognised:", "✓ 识别到："),
    "denied": Text("✗ the opposite seems said:", "✗ 似乎说反了："),
    "unsure": Text("? unsure:", "? 不确定："),
    "missing": Text("· not recognised:", "· 未识别到："),
}
QUOTE = Text("in “{words}”", "依据“{words}”")
STRONGEST = Text("Strongest answer", "最佳作答")
WEAKEST = Text("Weakest answer", "最弱作答")
ITEM = Text(
    "{number}. {title}, level {level}: {score}, {spent}", "{number}. {title}，难度 {level}：{score}，用时 {spent}"
)
END = Text("{name}: question {number}, {title}", "{name}：第 {number} 题，{title}")
GIVEN = Text("You", "你的回答")
SILENT = Text("no answer", "未作答")
MODEL = Text("Answer", "答案")
WHY_WRONG = Text("Where yours fails", "错在哪里")
EXPLANATION = Text("Why", "解释")
EVIDENCE = Text("Evidence", "依据")
COMPUTED = Text("{demonstration} (seed {seed}): {measured}", "{demonstration}（种子 {seed}）：{measured}")
SPENT = Text("{minutes} min {seconds} s", "{minutes} 分 {seconds} 秒")
PAST_LINE = Text("{number}  {when}  {score}, {questions} questions", "{number}  {when}  得分 {score}，{questions} 题")
PAST_ABANDONED = Text(
    "{number}  {when}  abandoned, {questions} answered", "{number}  {when}  已放弃，答了 {questions} 题"
)
OPEN_LINE = Text("{number}  {when}  {done} of {total} answered", "{number}  {when}  已答 {done}/{total}")
ANSWERS = Text("Answers", "各题")
ANSWERS_KEYS = Text("Enter: model answer and evidence", "回车：参考答案与依据")
ANSWER_OF = Text("Answer {number} of {total}", "第 {number} 题，共 {total} 题")
VANISHED = Text("The deck has this question no more.", "题库中已没有这道题。")
OF_TIME = Text("{spent} of {planned}", "用时 {spent}/{planned}")

ASK_CHOICE = Text("Answer (one letter; empty = don't know, q = stop): ", "作答（一个字母；空行＝不会，q 退出）：")
ASK_CHOICES = Text(
    "Answer (letters such as a,c; empty = don't know, q = stop): ", "作答（可多选，如 a,c；空行＝不会，q 退出）："
)
ASK_LINE = Text(
    "Faulty line (its number or letter; empty = don't know, q = stop): ",
    "有误的一行（序号或字母；空行＝不会，q 退出）：",
)
ASK_NUMBER = Text("Answer (a number; empty = don't know, q = stop): ", "作答（数字；空行＝不会，q 退出）：")
ASK_ORDER = Text("Answer (such as 3 1 2; empty = don't know, q = stop): ", "作答（如 3 1 2；空行＝不会，q 退出）：")
ASK_MATRIX = Text(
    "Answer ({rows} x {columns}, rows split by ; or pasted; empty = don't know, q = stop): ",
    "作答（{rows} 行 {columns} 列，行间用 ; 隔开，也可直接粘贴；空行＝不会，q 退出）：",
)
ASK_TEXT = Text("Answer (one line; empty = don't know, q = stop): ", "作答（一行；空行＝不会，q 退出）：")
ASK_CODE = Text(
    "Code (a line with only . ends it, @FILE reads a file; empty = don't know, q = stop): ",
    "代码（单独一行 . 结束，@文件名 读取文件；空行＝不会，q 退出）：",
)
