"""Words of the app's frame: opening, trouble, help, palette, the small terminal."""

from engine.text import Text

OPENING = Text("Opening your memory …", "正在打开学习记录……")
TOO_SMALL = Text(
    "Backdrill needs at least 60 x 18 cells.\nPlease enlarge the window.\n\nCtrl+Q quits; all is saved.",
    "Backdrill 至少需要 60 列 18 行。\n请放大窗口。\n\n按 Ctrl+Q 退出，作答均已保存。",
)
TROUBLE = Text("Something is in the way", "遇到问题")
TROUBLE_KEYS = Text("Enter or Esc closes this; Ctrl+Q quits.", "按回车或 Esc 关闭，Ctrl+Q 退出。")
DECK_TROUBLE = Text(
    "The deck in {folder} cannot be used; 'backdrill check' says why.",
    "{folder} 中的牌组无法使用，运行 backdrill check 可查看原因。",
)
NOT_YET = Text("One moment: your memory is still opening.", "请稍候：学习记录还在打开。")
NO_PLACES = Text("There is nothing to jump to here.", "这里没有可跳转的位置。")
HELP = Text("Keys that work here", "当前可用的按键")
HELP_CLOSE = Text("F1, Enter or Esc closes this.  ↑ ↓ scroll.", "按 F1、回车或 Esc 关闭，↑ ↓ 滚动。")
SCREEN_GROUP = Text("Screen", "界面")
HERE_GROUP = Text("Here", "此处")
TOPIC_GROUP = Text("Study", "学习")
STUDY_TOPIC = Text("topic {title}", "主题：{title}")
SWITCH_THEME = Text("switch to the theme {name}", "切换主题 {name}")
THEME_GROUP = Text("Theme", "主题外观")
