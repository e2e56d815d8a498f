"""Words of the deck commands."""

from engine.text import Text

ROW = Text(
    "{deck}: {title} ({claims} claims, {questions} questions)", "{deck}：{title}（{claims} 条论断，{questions} 道题）"
)
BROKEN = Text("{deck} cannot be used: {why} (+{more})", "{deck} 无法使用：{why}（另有 {more} 处）")
NEW = Text(
    "Made {folder}. Edit its files, then `backdrill check` and `backdrill verify` with its name.",
    "已创建 {folder}。编辑其中的文件，再用牌组名运行 `backdrill check` 与 `backdrill verify`。",
)
ADDED = Text(
    "Added {deck}: {claims} claims, {questions} questions.", "已添加 {deck}：{claims} 条论断，{questions} 道题。"
)
REMOVED = Text(
    "{deck} is put aside in {folder}; its cards keep their history.", "{deck} 已移至 {folder}；卡片的历史仍保留。"
)
