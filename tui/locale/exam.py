"""Words of planning for an exam."""

from engine.text import Text

NONE_SET = Text(
    "No exam is set. `backdrill exam 2027-03-01 --minutes-a-day 30` plans one.",
    "还没有设定考试。用 `backdrill exam 2027-03-01 --minutes-a-day 30` 制定计划。",
)
OVER = Text(
    "The exam is over. `backdrill exam DATE` plans another.", "考试已经结束。用 `backdrill exam 日期` 计划下一场。"
)
CLEARED = Text("The exam is cleared; study goes on as usual.", "已取消考试，照常学习。")
HEAD = Text(
    "Exam on {exam}, in {days} days; {minutes} minutes a day, about {answers} answers.",
    "考试日期 {exam}，还有 {days} 天；每天 {minutes} 分钟，约 {answers} 次作答。",
)
TODAY = Text(
    "Today: {new} new questions at least, more while minutes are left; remembering at least {retention}.",
    "今天：至少 {new} 道新题，时间有余则继续；目标记住至少 {retention}。",
)
SWEEP = Text(
    "The last look: when nothing is due or new, everything known once more, the weakest first.",
    "考前回顾：到期题和新题都做完后，把学过的再过一遍，弱者在前。",
)
EXPECTED = Text("Expected on the day, right: {known}.", "预计当天答对：{known}。")
TOPIC = Text("  {topic}: {known}", "  {topic}：{known}")
UNSEEN = Text(", {unseen} of {cards} never seen", "，{cards} 题中有 {unseen} 题来不及看")
NOT_ENOUGH = Text(
    "There is no time for {unseen} of {cards} questions; what gains most comes first. Most are left out of: {topics}. Take "
    "more minutes a day, or leave out a topic that is not examined: --weight TOPIC=0.",
    "{cards} 题中有 {unseen} 题来不及学；收益大的先学。来不及学的主要在：{topics}。可以增加每天的分钟数，"
    "或用 --weight 主题=0 去掉不考的主题。",
)
COUNTDOWN = Text("exam in {days} d", "距考试 {days} 天")
EXAM_TODAY = Text("exam today", "今天考试")
READINESS = Text("{expected} expected", "预计 {expected}")
