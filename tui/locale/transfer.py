"""Words of export and import."""

from engine.text import Text

WRITTEN = Text("Written: {file} ({what})", "已写入 {file}（{what}）")
LINES = Text("{count} lines", "{count} 行")
REVIEWS = Text("{count} reviews", "{count} 次复习")
QUESTIONS = Text("{count} questions", "{count} 道题")
NOTES = Text("{count} notes in two languages", "{count} 条双语笔记")
TAKEN = Text(
    "Taken in: {review} reviews, {event} other events, {interview} interviews, {setting} settings.",
    "已导入：{review} 次复习、{event} 项其他操作、{interview} 场面试、{setting} 项设置。",
)
NOTHING_NEW = Text("Nothing new: all of it was here already.", "没有新内容：这些记录都已存在。")
SAVED_BEFORE = Text("What was there before is kept in {path}", "原来的数据保存在 {path}")
NUMBERS = Text(
    "Numbers drawn with seed {seed}; every answer was computed for them.",
    "题中数字由种子 {seed} 抽取，答案均据此算出。",
)
ANSWER = Text("Answer", "答案")
WHY = Text("Why", "理由")
PROGRESS = Text("{reviews} reviews, {lapses} lapses, next on {due}", "复习 {reviews} 次，遗忘 {lapses} 次，下次 {due}")
UNSEEN = Text("not yet asked", "尚未作答")
