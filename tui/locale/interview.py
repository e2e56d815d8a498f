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
CHANGE_OPEN = Text("Enter goes on with an open interview, F8 abandons it.", "回车继续未完成的面试，F8 放弃该场。")
PROGRESS = Text("Question {number} of {total}", "第 {number} 题，共 {total} 题")
FOLLOW_UP = Text("follow-up", "追问")
TIME_LEFT = Text("{minutes}:{seconds:02d} left", "剩余 {minutes}:{seconds:02d}")
TIME_IN_ALL = Text("{spent} of {planned} in all", "总计 {spent}/{planned}")
TIME_OVER = Text("{minutes}:{seconds:02d} over", "超时 {minutes}:{seconds:02d}")
PAUSED = Text("Paused. The clock stands still; F5 goes on.", "已暂停，计时停止；按 F5 继续。")
STOP_AGAIN = Text(
    "F7 once more ends the interview; what was answered is reported.", "再按一次 F7 结束面试，已答的题会计入报告。"
)
KEPT = Text("The interview is kept; it can be gone on with.", "面试已保存，可随时继续。")
ABANDON = Text("Abandon the interview?", "放弃这场面试？")
ABANDON_WHAT = Text(
    "Begun {when}, {done} of {total} answered. It cannot be gone on with afterwards. It stays in the record as "
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
OPEN_ONE = Text("An interview is still open; --resume goes on with it.", "还有一场面试未完成，用 --resume 可以继续。")
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
CALIBRATION = Text("Calibration", "把握与实际")
BRIER = Text("Brier score {brier} (0 is best)", "Brier 分数 {brier}（0 为最佳）")
STEP = Text(
    "{name}: {answers} answers, {score} right where {claimed} was claimed",
    "{name}：{answers} 题，正确率 {score}（自认 {claimed}）",
)
NOT_SAID = Text("No answer said how sure it was.", "没有一题说过把握。")
COMPARED = Text("Compared with earlier interviews", "与往次相比")
EARLIER = Text(
    "Last time {last} ({change} points now), mean of {interviews} interviews {mean}",
    "上一次 {last}（这次 {change} 个百分点），{interviews} 场平均 {mean}",
)
FIRST = Text("This is the first interview.", "这是第一场面试。")
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
ASK_SURE = Text(
    "How sure? 1 a guess  2 unsure  3 fairly sure  4 certain  [empty = not said]: ",
    "有多大把握？1 瞎猜  2 没把握  3 较有把握  4 确定  ［空行＝不说］：",
)
NOT_A_STEP = Text("1, 2, 3 or 4, or an empty line.", "请输入 1、2、3、4，或空行。")
