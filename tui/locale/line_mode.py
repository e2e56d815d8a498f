"""Words of the line mode and of the commands' reports."""

from engine.text import Text

QUESTION = Text("Question {number}", "第 {number} 题")
ASK_CHOICE = Text(
    "Your answer (one letter; ? hint, empty = don't know, q = stop): ",
    "你的答案（一个字母；? 提示，空行＝不会，q 退出）：",
)
ASK_CHOICES = Text(
    "Your answer (letters such as a,c; ? hint, empty = don't know, q = stop): ",
    "你的答案（可多选，如 a,c；? 提示，空行＝不会，q 退出）：",
)
ASK_NUMBER = Text(
    "Your answer (a number; ? hint, empty = don't know, q = stop): ", "你的答案（数字；? 提示，空行＝不会，q 退出）："
)
ASK_MATRIX = Text(
    "Your answer ({rows} x {columns}, rows split by ; or pasted; ? hint, empty = don't know, q = stop): ",
    "你的答案（{rows} 行 {columns} 列，行间用 ; 隔开，也可直接粘贴；? 提示，空行＝不会，q 退出）：",
)
ASK_ORDER = Text(
    "Your answer (the order, such as 3 1 2; ? hint, empty = don't know, q = stop): ",
    "你的答案（顺序，如 3 1 2；? 提示，空行＝不会，q 退出）：",
)
ASK_TEXT = Text(
    "Your answer (one line; ? hint, empty = don't know, q = stop): ", "你的答案（一行；? 提示，空行＝不会，q 退出）："
)
ASK_LINE = Text(
    "Which line is faulty? (? hint, empty = don't know, q = stop): ", "哪一行有误？（? 提示，空行＝不会，q 退出）："
)
ASK_POINTS = Text(
    "Which points did you make? (such as a,c; empty = none): ", "你答到了哪些要点？（如 a,c；空行＝都没有）："
)
ASK_RATING = Text(
    "Rate: 1 again ({again})  2 hard ({hard})  3 good ({good})  4 easy ({easy})  [{proposed}]: ",
    "评分：1 重来（{again}）  2 困难（{hard}）  3 良好（{good}）  4 容易（{easy}）  [{proposed}]：",
)
UNIT = Text("Unit: {unit}", "单位：{unit}")
READ_AS = Text("Read as {answer}", "识别为 {answer}")
ASK_CODE = Text(
    "Your code (a line with only . ends it, @FILE reads a file; ? hint, empty = give up, q = stop): ",
    "你的代码（单独一行 . 结束，@文件名 读取文件；? 提示，空行＝放弃，q 退出）：",
)
NEXT_LINE = Text("  … ", "  … ")
GO_ON = Text("  … (the next row; an empty line ends it): ", "  …（下一行；空行结束）：")
NOT_A_RATING = Text(
    "1, 2, 3 or 4, or an empty line for the one in brackets.", "请输入 1、2、3 或 4，空行表示方括号中的评分。"
)
NO_HINT = Text("There is no further hint.", "没有更多提示了。")
HINT = Text("Hint", "提示")
CORRECT = Text("✓ correct", "✓ 正确")
PARTLY = Text("◐ partly right ({percent})", "◐ 部分正确（{percent}）")
WRONG = Text("✗ wrong", "✗ 错误")
UNKNOWN = Text("– not answered", "– 未作答")
ANSWER_IS = Text("Answer", "答案")
YOUR_MISTAKE = Text("Where yours comes from", "你的答案从何而来")
KEY_POINTS = Text("Key points", "要点")
WHY = Text("Why", "解释")
MEASURED = Text("Measured ({name}, seed {seed})", "实测（{name}，种子 {seed}）")
NEXT_DUE = Text("Saved: next on {when}.", "已保存：下次 {when}。")
WAITING = Text(
    "Another program is writing to the database; waiting for it …", "另一个程序正在写入数据库，正在等它结束 …"
)
NOT_WRITTEN = Text(
    "This answer is not written yet. Enter tries again, q stops without it: ",
    "这个回答还没有写入。按回车再试一次，q 则放弃它并退出：",
)
NOTHING_DUE = Text(
    "Nothing is due, and today's new questions are done; --ahead 7 or --more-new 10 goes further.",
    "没有到期的题目，今天的新题也做完了；想继续可加 --ahead 7 或 --more-new 10。",
)
NOTHING_AHEAD = Text("No review comes within {days} days.", "{days} 天内没有要复习的题目。")
SUMMARY = Text("{count} answered, {right} right.", "共回答 {count} 题，答对 {right} 题。")
OUTSIDE = Text("Asked outside the schedule: nothing is recorded.", "此题不计入复习计划，不做记录。")
PASSED_OVER = Text("Passed over, because its key could not be computed: {what}", "已跳过（答案无法计算）：{what}")
MINUTES = Text("{n} min", "{n} 分钟")
HOURS = Text("{n} h", "{n} 小时")
DAYS = Text("{n} d", "{n} 天")
MONTHS = Text("{n} mo", "{n} 个月")
YEARS = Text("{n} y", "{n} 年")
