"""Words of the study screen and of the answer widgets."""

from db.types import Rating
from engine.text import Text

RATINGS = {
    Rating.AGAIN: Text("Again", "重来"),
    Rating.HARD: Text("Hard", "困难"),
    Rating.GOOD: Text("Good", "良好"),
    Rating.EASY: Text("Easy", "容易"),
}
CONFIDENCES = (
    Text("a guess", "瞎猜"),
    Text("unsure", "没把握"),
    Text("fairly sure", "较有把握"),
    Text("certain", "确定"),
)
HOW_SURE = Text("How sure are you?", "有多大把握？")
LEVEL = Text("level {level}", "难度 {level}")
DUE = Text("due {count}", "到期 {count}")
NEW = Text("new {count}", "新题 {count}")
DONE = Text("done {count}", "已答 {count}")
OUTSIDE = Text("not recorded", "不计入")
HINT = Text("Hint {number} of {total}", "提示 {number}/{total}")
NO_HINT = Text("There is no further hint.", "没有更多提示了。")
CORRECT = Text("✓ correct", "✓ 正确")
PARTLY = Text("◐ partly right, {percent}", "◐ 部分正确，{percent}")
WRONG = Text("✗ wrong", "✗ 错误")
UNKNOWN = Text("– not answered", "– 未作答")
COMPARE = Text("compare with the answer, then rate yourself", "对照答案，给自己评分")
ANSWER = Text("Answer", "答案")
YOURS = Text("Yours", "你的答案")
YOUR_PICK = Text("your choice", "你的选择")
MISTAKE = Text("Where yours comes from", "你的答案从何而来")
EXPLANATION = Text("Why", "解释")
KEY_POINTS = Text("Tick the points you made", "勾选你答到的要点")
MODEL = Text("Model answer", "参考回答")
FOLLOWUPS = Text("Follow-up (f)", "追问（f）")
NOTE = Text("Your note", "你的备注")
FLAGGED = Text("⚑ flagged", "⚑ 已标记")
TYPE_NUMBER = Text("0.25, 1/4, 25 % or 1e-3", "可写 0.25、1/4、25% 或 1e-3")
READ_AS = Text("Read as {answer}", "识别为 {answer}")
TYPE_TEXT = Text("Enter answers, Ctrl+J begins a new line.", "回车作答，Ctrl+J 换行。")
ORDER_KEYS = Text("Shift+↑ ↓ or the place's digit moves a line.", "按 Shift+↑ ↓ 或目标序号移动一行。")
CELLS_LEFT = Text("{count} cells are still empty.", "还有 {count} 格未填。")
TICK_ONE = Text("Tick at least one line with Space or its letter.", "请用空格或字母至少勾选一项。")
NEXT_ON = Text("saved, next in {interval}", "已存，{interval}后")
DRAFT_BACK = Text("your draft is back", "已恢复草稿")
AWAY = Text(
    "The database server cannot be reached. Your answer is kept here; this goes on by itself when the server is back …",
    "暂时连不上数据库服务器。你的回答已保留在这里，服务器恢复后会自动继续……",
)
BACK = Text("The server is back.", "服务器已恢复。")
DRAFT_LOST = Text(
    "Drafts cannot be kept on disk ({why}). Answering goes on as usual.", "草稿无法保存到磁盘（{why}）。作答不受影响。"
)
UNDONE = Text("Taken back: {what}", "已撤销：{what}")
REDONE = Text("Done again: {what}", "已重做：{what}")
NOTHING_TO_UNDO = Text("There is nothing to undo.", "没有可撤销的操作。")
NOTHING_TO_REDO = Text("There is nothing to redo.", "没有可重做的操作。")
WHATS = {
    "answer": Text("the answer", "作答"),
    "bury": Text("bury", "搁置"),
    "suspend": Text("suspend", "暂停"),
    "unsuspend": Text("bring back", "恢复"),
    "flag": Text("flag", "标记"),
    "note": Text("note", "备注"),
    "due": Text("change of date", "改期"),
    "reset": Text("reset", "重置"),
}
BURIED = Text("Buried until tomorrow.", "已搁置到明天。")
SUSPENDED = Text("Suspended; Browse brings it back.", "已暂停，可在题库中恢复。")
WRITE_NOTE = Text("A note to yourself", "给自己写备注")
NOTE_KEYS = Text(
    "Enter saves, Ctrl+J begins a new line, Esc leaves it as it was.", "回车保存，Ctrl+J 换行，Esc 放弃修改。"
)
MORE = Text("▼ more below (PgDn)", "▼ 下方还有内容（PgDn）")
SUMMARY = Text("Session", "本次小结")
NOTHING = Text("Nothing is due, and today's new questions are done.", "没有到期的题目，今天的新题也做完了。")
NOTHING_TODO = Text(
    "Turn a knob in the Laboratory, or raise 'new a day' in Settings.",
    "可以去实验室动手试试，或在设置中提高每日新题数。",
)
MORE_NEW = Text("n: {count} more new questions, only today", "按 n：今天再学 {count} 道新题")
MORE_REVIEWS = Text("r: the {count} reviews that today's limit holds back", "按 r：今天上限之外的 {count} 道复习题")
AHEAD = Text("a: what is due in {days} d, already now", "按 a：提前复习 {days} 天后到期的题目")
COUNTED = Text("{count} answered, {right} right ({percent})", "共答 {count} 题，答对 {right} 题（{percent}）")
SPENT = Text("{minutes} on the questions, {each} s each on average", "答题用时 {minutes}，平均每题 {each} 秒")
RATED = Text("Ratings", "评分")
BY_TOPIC = Text("By topic", "各主题")
PASSED_OVER = Text("Passed over, as the key could not be computed: {what}", "因答案无法计算而跳过：{what}")
LEAVE = Text("Enter returns home.", "按回车返回主页。")
MINUTES = Text("{m} min {s} s", "{m} 分 {s} 秒")
TOUR_ASK = Text(
    "① This is a real question. Choose with a digit, a letter or the arrows; Enter answers.",
    "① 这是一道真题。用数字、字母或方向键选择，按回车作答。",
)
TOUR_SURE = Text(
    "② Say how sure you are. Backdrill will show how far you can trust yourself.",
    "② 说说你有多大把握。日后可以看到自己的判断有多准。",
)
TOUR_JUDGED = Text(
    "③ The key was computed just now, and every option's reason with it. 1-4 rates; that sets the next date. Enter ends the tour.",
    "③ 答案是刚刚算出来的，每个选项的理由也是。按 1-4 评分会决定下次复习日期。按回车结束导览。",
)
READ_ON = Text("Section {section} of the notes. Read on: {sources}", "笔记第 {section} 节。延伸阅读：{sources}")
SECTION_ONLY = Text("Section {section} of the notes.", "笔记第 {section} 节。")
LEECH = Text(
    "{question} has slipped {count} times. Learn it another way: turn its demonstration, write a note on what you mix up, "
    "look at its history in Browse (state: slipping), or put it away.",
    "{question} 已忘记 {count} 次。换个学法：动手调它的演示，记下总是混淆之处，到题库（状态：总是忘）看历史，或先暂停它。",
)
SOLID = Text("A solid answer", "合格的回答")
STRONG = Text("A strong answer", "出色的回答")
