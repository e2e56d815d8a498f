"""Words of the browser page and of the server behind it."""

from engine.text import Text

TITLE = Text("Backdrill", "Backdrill 面试刷题")
STARTING = Text("Starting …", "正在启动……")
ENDED = Text("The session has ended. What you typed is kept.", "会话已结束，已输入的内容均已保留。")
AGAIN = Text("Start again", "重新开始")
ADDRESS = Text("Backdrill, in this browser only: {link}", "在浏览器中打开 Backdrill（链接仅可使用一次）：{link}")
NEXT_LINK = Text("For another browser: {link}", "如需在其他浏览器中打开：{link}")
HOW_TO_END = Text("Ctrl+C ends it.", "按 Ctrl+C 结束。")
STOPPED = Text(
    "Backdrill was ended in its terminal. What you typed is kept.", "Backdrill 已在终端中结束，已输入的内容均已保留。"
)
FULL = Text(
    "{most} tabs are open, and each takes about 100 MB of memory: there may be no more. Close one, then press “Start again”.",
    "已打开 {most} 个标签页，达到上限（每个约占 100 MB 内存）。请先关闭一个，再点“重新开始”。",
)
REFUSED = Text(
    "This page opens only by the link that 'backdrill serve' printed last in its terminal; each link works once.",
    "请使用 backdrill serve 在终端中最后显示的链接打开本页；每个链接只能使用一次。",
)
