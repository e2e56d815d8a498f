"""Words of progress: what is known, statistics, weak topics."""

from db.types import Reason
from engine.text import Text

MOVED = Text("{topic}: {moved}", "{topic}：{moved}")
TOPIC = Text(
    "{topic}: {known}; {answers} answers, {seen} of {total} questions seen{trend}",
    "{topic}：{known}；作答 {answers} 次，已见 {seen}/{total} 题{trend}",
)
TREND_UP = Text(", rising", "，上升")
TREND_DOWN = Text(", falling", "，下降")
READY = Text("ready", "已就绪")
REASONS = {
    Reason.UNSEEN: Text("{count} not seen yet", "{count} 题未见过"),
    Reason.LAPSES: Text("{count} lapses", "遗忘 {count} 次"),
    Reason.SLOW: Text("{count} slow answers", "作答偏慢 {count} 次"),
    Reason.SURE_BUT_WRONG: Text("{count} times sure but wrong", "有把握却答错 {count} 次"),
}
STREAK = Text("Streak: {streak} days (longest {longest}).", "连续学习 {streak} 天（最长 {longest} 天）。")
TODAY = Text(
    "Today: {answers} answers, {right} right, {minutes} minutes.",
    "今天：作答 {answers} 次，答对 {right}，用时 {minutes} 分钟。",
)
FORECAST = Text("Due in the coming 7 days: {counts}", "未来 7 天到期：{counts}")
RETENTION = Text("True retention: {topic} {share}", "实际保持率：{topic} {share}")
EMPTY = Text("No answers yet: 'backdrill study' begins.", "还没有作答记录：用 “backdrill study” 开始。")
