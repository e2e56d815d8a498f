"""Words of the one estimate of knowledge, the same on every page."""

from engine.text import Text

MEANING = Text(
    "Known: the chance that a fresh variant of a question is answered right tomorrow, the mean over the topic. It lies "
    "within the interval in 90 of 100 cases.",
    "掌握：明天换一组数再问，答对的概率，取该主题各题的平均；它有 90% 的把握落在所示区间内。",
)
NOT_BEGUN = Text("not begun", "未开始")
UNPREDICTABLE = Text("cannot be predicted yet", "尚无法预测")
ESTIMATE = Text("{mean} (between {low} and {high})", "{mean}（{low} 至 {high}）")
MOVED = Text("known: {before} before, {after} now", "掌握：之前 {before}，现在 {after}")
STILL = Text("known: {now}", "掌握：{now}")
COUNTING = Text("counting…", "统计中……")
