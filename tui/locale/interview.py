"""Words of the mock interview: setting it up, sitting it, its report."""

from engine.text import Text

TITLE = Text("Interview", "模拟面试")
SET_UP = Text("Set up the interview", "面试设置")
RESUME = Text("Go on with the open interview ({done} of {total} answered)", "继续未完成的面试（已答 {done}/{total}）")
BEGIN = Text("Begin", "开始")
SURPRISE = Text("Surprise me: all topics, all levels", "随便来一场：所有主题、所有难度")
QUESTIONS = Text("Questions: {count}", "题数：{count}")
MINUTES = Text("Minutes: {count}", "时长（分钟）：{count}")
FREE = Text("two for each question", "每题两分钟")
LEVELS = Text("Levels: {low} to {high}", "难度：{low} 至 {high}")
TOPICS = Text("Topics (none ticked: all)", "主题（不勾选即全部）")
PAST = Text("Past interviews", "往次面试")
CHANGE = Text("← → change a number, Enter ticks a topic or begins.", "← → 调整数值，回车勾选主题或开始。")
PROGRESS = Text("Question {number} of {total}", "第 {number} 题，共 {total} 题")
FOLLOW_UP = Text("follow-up", "追问")
TIME_LEFT = Text("{minutes}:{seconds:02d} left", "剩余 {minutes}:{seconds:02d}")
TIME_OVER = Text("{minutes}:{seconds:02d} over", "超时 {minutes}:{seconds:02d}")
PAUSED = Text("Paused. The clock stands still; F5 goes on.", "已暂停，计时停止；按 F5 继续。")
STOP_AGAIN = Text(
    "F7 once more ends the interview; what was answered is reported.", "再按一次 F7 结束面试，已答的题会计入报告。"
)
KEPT = Text("The interview is kept; it can be gone on with.", "面试已保存，可随时继续。")
TICKING = Text("Tick the points that your answer made", "勾选你答到的要点")
NOTHING_ANSWERED = Text("Nothing was answered.", "没有作答。")
NO_PAST = Text("There is no finished interview yet.", "还没有完成的面试。")
EXPORTED = Text("Written to {path}", "已写入 {path}")
NOT_WRITTEN = Text("The report could not be written: {why}", "报告无法写入：{why}")
OPEN_ONE = Text("An interview is still open; --resume goes on with it.", "还有一场面试未完成，用 --resume 可以继续。")
NONE_OPEN = Text("No interview is open.", "没有未完成的面试。")
PASSED_OVER = Text("Passed over, because its key could not be computed: {what}", "已跳过（答案无法计算）：{what}")

REPORT_TITLE = Text("Report", "报告")
REPORT = Text("Interview of {when}", "{when} 的面试")
SCORE = Text(
    "Score {score}: {right} of {questions} right, {planned} planned",
    "得分 {score}：{questions} 题中答对 {right} 题（计划 {planned} 题）",
)
TIME = Text("Time {spent} of {planned}; over time on {over}", "用时 {spent}，计划 {planned}；超时 {over} 题")
BY_TOPIC = Text("By topic", "各主题")
TOPIC_LINE = Text("{title}: {score}, {questions} asked, {spent}", "{title}：{score}，{questions} 题，用时 {spent}")
TOPIC_BEFORE = Text(" (before: {score})", "（此前 {score}）")
CALIBRATION = Text("Calibration", "把握与实际")
BRIER = Text("Brier score {brier} (0 is best)", "Brier 分数 {brier}（0 为最佳）")
STEP = Text("{name}: {answers} answers, {score} right", "{name}：{answers} 题，正确率 {score}")
COMPARED = Text("Compared with earlier interviews", "与往次相比")
EARLIER = Text("Last time {last}, mean of {interviews} interviews {mean}", "上一次 {last}，{interviews} 场平均 {mean}")
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
    "Answer ({rows} x {columns}, rows split by ;  empty = don't know, q = stop): ",
    "作答（{rows} 行 {columns} 列，行间用 ; 隔开；空行＝不会，q 退出）：",
)
ASK_TEXT = Text("Answer (one line; empty = don't know, q = stop): ", "作答（一行；空行＝不会，q 退出）：")
ASK_SURE = Text(
    "How sure? 1 a guess  2 unsure  3 fairly sure  4 certain  [empty = not said]: ",
    "有多大把握？1 瞎猜  2 没把握  3 较有把握  4 确定  ［空行＝不说］：",
)
NOT_A_STEP = Text("1, 2, 3 or 4, or an empty line.", "请输入 1、2、3、4，或空行。")
