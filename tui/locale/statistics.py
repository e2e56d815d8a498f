"""Words of the statistics page and of the page of weak topics."""

from engine.text import Text

TITLE = Text("Statistics", "统计")
PLOTS = Text("Progress", "进度")
COUNTING = Text("Counting…", "正在统计……")
EMPTY = Text("No answers yet. Study a little and come back.", "还没有作答记录。先学几题再来看。")
OVERVIEW = Text("at a glance", "概览")
WHAT = Text("what", "项目")
VALUE = Text("value", "数值")
STREAK = Text("streak / longest, days", "连续 / 最长（天）")
ANSWERS = Text("answers", "作答数")
MINUTES = Text("minutes", "分钟")
YOUNG = Text("recalled, young cards (under 21 days)", "记住比例，新近卡（不足 21 天）")
MATURE = Text("recalled, mature cards", "记住比例，成熟卡")
BRIER = Text("Brier score of your confidence (0 best)", "把握程度的 Brier 分（0 最好）")
KNOWN_TITLE = Text("known, the least first", "掌握程度，弱者在前")
TOPIC = Text("topic", "主题")
KNOWN = Text("known", "掌握")
BETWEEN = Text("between", "区间")
READY = Text("ready", "就绪")
YES = Text("yes", "是")
NO = Text("not yet", "尚未")
EXAM_COURSE = Text("expected at the exam if study ended on that day", "若学到当天为止，考试预计答对比例")
EXAM_TOPICS = Text("readiness on the day of the exam", "考试当天各主题就绪程度")
EXPECTED = Text("expected", "预计")
UNSEEN = Text("unseen", "未看")
RECENT = Text("the last 30 days", "最近 30 天")
DAY = Text("day (0 is today)", "日（0 为今天）")
COUNT = Text("count", "数量")
CALENDAR = Text("answers by day, 26 weeks", "每日作答，近 26 周")
WEEKDAY = Text("Monday to Sunday", "周一至周日")
WEEK = Text("week, the last is this one", "周，最后一列为本周")
WEEKDAYS = (
    Text("Mon", "一"),
    Text("Tue", "二"),
    Text("Wed", "三"),
    Text("Thu", "四"),
    Text("Fri", "五"),
    Text("Sat", "六"),
    Text("Sun", "日"),
)
WEEKS = Text("right answers by topic and week", "各主题每周答对比例")
PER_CENT = Text("%", "%")
FORECAST = Text("due in the coming days", "未来到期")
DAYS_AHEAD = Text("days ahead", "天后")
DUE = Text("due", "到期")
RETENTION = Text("recalled, by topic", "各主题记住比例")
SHARE = Text("share", "比例")
CALIBRATION = Text("how sure you were, and how it went", "把握程度与实际结果")
SAID = Text("said", "自认")
WAS_RIGHT = Text("was right", "实际答对")
YOU = Text("you", "你")
PERFECT = Text("perfect", "理想")
HOURS = Text("hours of the day", "一天中的时段")
HOUR = Text("hour", "时")
CHANCES = Text("chance of a right answer tomorrow, by question", "各题明天答对的概率")
CHANCE = Text("chance", "概率")
INTERVALS = Text("intervals", "复习间隔")
STABILITY = Text("stability", "记忆稳定度")
DAYS = Text("days", "天")
DIFFICULTY = Text("difficulty", "记忆难度")
DIFFICULTY_AXIS = Text("difficulty, 1 to 10", "难度（1 至 10）")
CARDS = Text("cards", "卡片")
MEDIAN = Text("median", "中位数")

WEAK_TITLE = Text("Weak topics", "薄弱主题")
RANKING = Text("What gains most first", "收益大者在前")
ALL_TOPICS = Text("All topics, by what gains most", "全部主题，按收益选题")
WHY = Text("Why", "原因")
SURE_LIST = Text("Sure but wrong: {names}", "有把握却答错：{names}")
NONE_SURE = Text("Nothing you were sure of was wrong last time.", "上次有把握的题都没有答错。")
TREND = Text("{change} this week", "本周 {change}")
READY_ROW = Text("ready", "已就绪")
GAIN = Text("10 min gain {questions} questions", "练 10 分钟约多对 {questions} 题")
WEAK_HELP = Text(
    "Enter practises the topic. Asked first are questions you were sure of and got wrong, then what gains most.",
    "按回车练习该主题。先问有把握却答错的题，再问收益最大的题。",
)
