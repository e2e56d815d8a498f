"""Words of backup, restore and doctor."""

from engine.text import Text

BACKED_UP = Text("Backed up to {path}", "已备份到 {path}")
RESTORED = Text("Restored from {path}", "已从 {path} 恢复")
SAVED_BEFORE = Text("What was there before is kept in {path}", "原来的数据保存在 {path}")
SOUND = Text(
    "Sound: {cards} cards, {reviews} reviews, every state replayed.",
    "完好：{cards} 张卡片，{reviews} 次复习，所有状态均由日志重放得出。",
)
ORPHANS = Text(
    "{count} cards belong to questions that are no longer there; their history is kept.",
    "{count} 张卡片的题目已不存在，其历史仍保留。",
)
WITHOUT_LOG = Text(
    "Going on without what a crash left; the files as they were are kept in {path}",
    "不再等待崩溃时留下的那部分数据；原来的文件保存在 {path}",
)
INTEGRITY = Text("The file is damaged: {what}", "文件损坏：{what}")
REFERENCE = Text("A reference does not hold: {what}", "引用不成立：{what}")
MISCOUNTED = Text(
    "Counters: {field} is {stored}, the answers give {replayed}", "计数：{field} 为 {stored}，按答题记录应为 {replayed}"
)
MISMATCH = Text(
    "{question}: {field} is {stored}, replaying gives {replayed}", "{question}：{field} 为 {stored}，重放得 {replayed}"
)
STRANGE = Text(
    "Passed over among the backups: {path}. Move it elsewhere.",
    "备份文件夹中有无法识别的文件，已跳过：{path}。请移到别处。",
)
REPAIRED = Text("Repaired {count} cards from the log.", "已由日志修复 {count} 张卡片。")
REPAIR_HINT = Text(
    "'backdrill doctor --repair' writes the replayed state.", "用 “backdrill doctor --repair” 写回重放所得的状态。"
)
ONLY_SQLITE = Text(
    "only an SQLite file has backups here; use the server's own (pg_dump) for {url}",
    "这里只能备份 SQLite 文件；{url} 请用数据库服务器自带的备份（pg_dump）",
)
CANNOT_USE = Text("'{path}' cannot be used: {why}", "无法使用“{path}”：{why}")
GO_BACK = Text(
    " Go back to the newest backup with 'backdrill restore {backup}'; what is there now is kept beside it.",
    "请用 'backdrill restore {backup}' 回到最新的备份；现有内容会保留在旁边。",
)
NO_BACKUP = Text(
    " There is no sound backup of it: move it away to begin anew.", "它没有完好的备份：请把它移走，从头开始。"
)
