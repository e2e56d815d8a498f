"""Words of the browse and notes screens."""

from db.types import CardState
from engine.text import Text

TITLE = Text("Browse", "题库")
SEARCH = Text("Search questions, claims and answers in both languages", "搜索题目、论断和答案，中英文均可")
ALL_TOPICS = Text("all topics", "全部主题")
ALL_KINDS = Text("all kinds", "全部题型")
ALL_STATES = Text("all states", "全部状态")
COUNT = Text("{shown} of {total}", "{shown} / {total}")
NOTHING = Text(
    "Nothing matches. F5, F6, F7 change the filters, Ctrl+U clears the search.",
    "没有匹配的题目。按 F5、F6、F7 改筛选，按 Ctrl+U 清空搜索。",
)
STATES = {
    CardState.NEW: Text("new", "新题"),
    CardState.LEARNING: Text("learning", "学习中"),
    CardState.REVIEW: Text("review", "复习"),
    CardState.RELEARNING: Text("relearning", "重学中"),
}
DUE = Text("due", "到期")
SUSPENDED = Text("suspended", "已暂停")
FLAGGED = Text("flagged", "已标记")
SLIPPING = Text("slipping", "总是忘")
STABILITY = Text(
    "stability {days} d, difficulty {difficulty}, lapses {lapses}",
    "稳定性 {days} 天，难度系数 {difficulty}，遗忘 {lapses} 次",
)
NEXT = Text("next on {day}", "下次复习 {day}")
HISTORY = Text("History", "历史")
NO_HISTORY = Text("never asked", "尚未作答")
UNDONE = Text("taken back", "已撤销")
RESET_DONE = Text("The card is new again; its history stays.", "卡片已恢复为新题，历史保留。")
DUE_ON = Text("Due on", "复习日期")
DUE_KEYS = Text(
    "Days from today (0 is today) or a date such as 2027-03-01. Enter sets it, Esc leaves it.",
    "输入距今天数（0 为今天）或日期，如 2027-03-01。回车确定，Esc 取消。",
)
BAD_DAY = Text(
    "That is no day from today on within ten years; write 3, or 2027-03-01.",
    "请输入今天起十年之内的日期，写作 3 或 2027-03-01。",
)
DUE_DONE = Text("Due on {day}; Ctrl+Z takes it back.", "已改为 {day} 复习，按 Ctrl+Z 撤销。")
NOT_YET_DUE = Text("A new question has no date yet; study it first.", "新题还没有复习日期，请先学习。")
LEVEL = Text("level {level}", "难度 {level}")
NOTES_TITLE = Text("The notes, audited", "笔记核查")
NOTES_SAY = Text("The notes say", "笔记的说法")
HOLDS = Text("What holds", "准确的说法")
CONDITION = Text("Condition or counter-example", "条件或反例")
GRADE = Text("Evidence is", "证据等级")
EVIDENCE_KEY = Text("e computes the evidence now.", "按 e 现在就计算证据。")
EVIDENCE = Text("Evidence, computed just now", "证据（刚刚算出）")
COMPUTING = Text("Computing …", "正在计算……")
SOURCES = Text("Sources", "出处")
NO_QUESTION = Text("No question examines this claim.", "没有题目考查这条论断。")
NO_CLAIMS = Text("No deck has claims yet.", "还没有任何论断。")
SECTION = Text("Section {section}", "第 {section} 节")
