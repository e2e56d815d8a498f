"""Words of the deck commands, the decks page and the editor of questions."""

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

TITLE = Text("Decks", "牌组")
ALL = Text("Decks and their topics", "牌组与主题")
OWN = Text("yours", "自建")
SHIPPED = Text("shipped", "自带")
FAULTY = Text("cannot be used", "无法使用")
COUNTS = Text("{claims} claims, {questions} questions", "{claims} 条论断，{questions} 道题")
TOPIC_COUNTS = Text("{questions} questions, {due} due, {new} new", "{questions} 道题，到期 {due}，新题 {new}")
LIES_IN = Text("Files: {folder}", "文件：{folder}")
LICENSE = Text("Licence: {license}, version {version}", "许可：{license}，版本 {version}")
SHIPPED_HELP = Text(
    "This deck came with Backdrill and is not edited. n makes a deck of your own.",
    "此牌组随 Backdrill 提供，不可编辑。按 n 新建自己的牌组。",
)
OWN_HELP = Text(
    "a adds a question to a topic, e edits one (or from Browse), c checks the deck, Delete puts it aside.",
    "按 a 给主题加题，按 e 编辑题目（也可在题库中编辑），按 c 检查，按 Delete 移走。",
)
FAULTS = Text("What is wrong ({count})", "有误之处（{count}）")
CHECKING = Text("Checking …", "正在检查……")
CLEAN = Text("Checked: no faults found.", "检查完毕，没有问题。")
NEW_DECK = Text("A new deck: its name", "新牌组的名称")
NEW_KEYS = Text(
    "Lower-case words joined by hyphens, such as my-notes. Enter makes it, Esc leaves.",
    "小写英文单词，用连字符连接，如 my-notes。回车创建，Esc 取消。",
)
ADD_DECK = Text("Take a deck over: its folder", "导入牌组：文件夹路径")
ADD_KEYS = Text("Its files are copied. Enter takes it over, Esc leaves.", "文件会被复制。回车导入，Esc 取消。")
REFUSED = Text("Not taken over: {why} (+{more})", "未导入：{why}（另有 {more} 处）")
NO_ACCESS = Text("The files cannot be read or written: {why}", "文件无法读写：{why}")
REMOVE = Text("Put {deck} aside?", "移走 {deck}？")
REMOVE_WHAT = Text(
    "Its files go to removed-decks in the data folder, its cards keep their history.",
    "文件会移到数据文件夹的 removed-decks，卡片的历史仍保留。",
)
REMOVE_KEYS = Text("Enter puts it aside, Esc leaves it.", "回车移走，Esc 取消。")
CHOOSE_QUESTION = Text("Edit which question?", "编辑哪一道题？")
EDITING = Text("Question of {deck}", "{deck} 的题目")
EDIT_KEYS = Text("Ctrl+S checks and saves, F5 checks, Esc leaves.", "Ctrl+S 检查并保存，F5 检查，Esc 离开。")
NO_FAULTS = Text("No faults found.", "没有问题。")
FAULT_LINE = Text("line {line}: {what}", "第 {line} 行：{what}")
ELSEWHERE = Text("{file}, line {line}: {what}", "{file} 第 {line} 行：{what}")
SAVED = Text("Saved; the file before is kept in {folder}.", "已保存；原文件留在 {folder}。")
LEAVE_EDIT = Text("Leave without saving?", "不保存就离开？")
LEAVE_WHAT = Text("What was typed here would be lost.", "这里的修改会丢失。")
LEAVE_KEYS = Text("Enter leaves, Esc goes on editing.", "回车离开，Esc 继续编辑。")
