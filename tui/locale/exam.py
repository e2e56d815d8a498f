"""Words of planning for an exam."""

from engine.text import Text

NONE_SET = Text(
    "No exam is set. `backdrill exam 2027-03-01 --minutes-a-day 30` plans one.",
    "还没有设定考试。用 `backdrill exam 2027-03-01 --minutes-a-day 30` 制定计划。",
)
CLEARED = Text("The exam is cleared; study goes on as usual.", "已取消考试，照常学习。")
HEAD = Text(
    "Exam on {exam}, in {days} days; {minutes} minutes a day, about {answers} answers.",
    "考试日期 {exam}，还有 {days} 天；每天 {minutes} 分钟，约 {answers} 次作答。",
)
TODAY = Text(
    "Today: {new} new questions, remembering at least {retention}.", "今天：{new} 道新题，目标记住至少 {retention}。"
)
SWEEP = Text(
    "The last days: nothing new, everything seen once more, the weakest first.",
    "最后几天：不学新题，把学过的再过一遍，弱者在前。",
)
EXPECTED = Text("Expected on the day: {expected} right.", "预计当天答对 {expected}。")
TOPIC = Text("  {topic}: {expected} (between {low} and {high})", "  {topic}：{expected}（{low} 至 {high}）")
UNSEEN = Text(", {unseen} of {cards} never seen", "，{cards} 题中有 {unseen} 题来不及看")
NOT_ENOUGH = Text(
    "The time does not suffice for everything. Leave out first: {topics}. Or take more minutes a day.",
    "时间不够学完全部。可先放弃：{topics}；或增加每天的时间。",
)
COUNTDOWN = Text("exam in {days} d", "距考试 {days} 天")
EXAM_TODAY = Text("exam today", "今天考试")
READINESS = Text("{expected} expected", "预计 {expected}")
