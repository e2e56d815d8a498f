"""What each key does: a label for the key bar and a sentence for the help, by the binding's id.

The ids are also the names in the learner's own `keys.yaml`.
"""

from typing import NamedTuple

from engine.text import Text


class KeyWords(NamedTuple):
    """A short label, and one sentence of help."""

    label: Text
    help: Text


KEYS = {
    "app.help": KeyWords(Text("Help", "帮助"), Text("Explain every key that works here.", "说明当前可用的每个按键。")),
    "app.language": KeyWords(
        Text("中文", "English"), Text("Switch between English and Chinese.", "在中文与英文之间切换。")
    ),
    "app.palette": KeyWords(
        Text("Commands", "命令"), Text("Find any command by typing part of its name.", "输入名称的一部分查找任意命令。")
    ),
    "app.jump": KeyWords(
        Text("Jump", "跳转"), Text("A letter on every place; the letter goes there.", "为各处标上字母，按字母直达。")
    ),
    "app.quit": KeyWords(
        Text("Quit", "退出"), Text("Leave Backdrill; every answer is already saved.", "退出程序，所有作答均已保存。")
    ),
    "page.back": KeyWords(Text("Back", "返回"), Text("Go back to the screen before.", "返回上一个界面。")),
    "decks.new": KeyWords(Text("New deck", "新建"), Text("Make a deck of your own.", "新建自己的牌组。")),
    "decks.question": KeyWords(
        Text("Add question", "加题"), Text("A new question in an own deck.", "给自建牌组加一道题。")
    ),
    "decks.edit": KeyWords(Text("Edit", "编辑"), Text("Edit a question of an own deck.", "编辑自建牌组的题目。")),
    "decks.check": KeyWords(
        Text("Check", "检查"), Text("Look for faults in the deck's files.", "检查牌组文件有无错误。")
    ),
    "decks.take": KeyWords(Text("Take over", "导入"), Text("Copy a deck from a folder.", "从文件夹导入牌组。")),
    "decks.remove": KeyWords(Text("Put aside", "移走"), Text("Move an own deck out of the way.", "把自建牌组移走。")),
    "editor.save": KeyWords(Text("Save", "保存"), Text("Check the question and save it.", "检查题目并保存。")),
    "editor.check": KeyWords(Text("Check", "检查"), Text("See what is wrong, without saving.", "只检查，不保存。")),
    "summary.new": KeyWords(
        Text("More new", "更多新题"),
        Text("Some new questions beyond the day's limit, only today.", "今天额外再学几道新题。"),
    ),
    "summary.reviews": KeyWords(
        Text("More reviews", "更多复习"),
        Text("The reviews that the day's limit held back, only today.", "今天继续做超出上限的复习题。"),
    ),
    "summary.ahead": KeyWords(
        Text("Ahead", "提前复习"), Text("Review now what comes due next.", "提前复习接下来到期的题目。")
    ),
    "page.up": KeyWords(Text("Scroll up", "上翻"), Text("Scroll the page up.", "向上滚动页面。")),
    "page.down": KeyWords(Text("Scroll down", "下翻"), Text("Scroll the page down.", "向下滚动页面。")),
    "rows.up": KeyWords(Text("Up", "上移"), Text("Move the cursor up.", "光标上移。")),
    "rows.down": KeyWords(Text("Down", "下移"), Text("Move the cursor down.", "光标下移。")),
    "rows.first": KeyWords(Text("First", "首行"), Text("Go to the first line.", "跳到第一行。")),
    "rows.last": KeyWords(Text("Last", "末行"), Text("Go to the last line.", "跳到最后一行。")),
    "rows.pick": KeyWords(Text("Open", "打开"), Text("Open the line under the cursor.", "打开光标所在的一行。")),
    "home.tour": KeyWords(Text("Tour", "导览"), Text("Take the two-minute tour again.", "重看两分钟导览。")),
    "study.hint": KeyWords(
        Text("Hint", "提示"),
        Text("Show the next hint; the proposed rating drops to Hard.", "显示下一条提示，建议评分会降为“困难”。"),
    ),
    "study.unknown": KeyWords(
        Text("Don't know", "不会"), Text("Say that you do not know and see the answer.", "承认不会，直接看答案。")
    ),
    "study.undo": KeyWords(
        Text("Undo", "撤销"),
        Text(
            "Take the last answer, bury, suspension, flag or note back, as far as the start of the program.",
            "撤销上一次作答、搁置、暂停、标记或备注，最远到本次启动。",
        ),
    ),
    "study.redo": KeyWords(Text("Redo", "重做"), Text("Do again what was undone.", "重做刚撤销的操作。")),
    "study.bury": KeyWords(Text("Bury", "搁置"), Text("Do not ask this again today.", "今天不再问这道题。")),
    "study.suspend": KeyWords(
        Text("Suspend", "暂停"), Text("Do not ask this until you allow it in Browse.", "不再问这道题，可在题库中恢复。")
    ),
    "study.flag": KeyWords(
        Text("Flag", "标记"), Text("Set or clear a flag on this question.", "给这道题加标记或取消标记。")
    ),
    "study.note": KeyWords(
        Text("Note", "备注"), Text("Write a note to yourself on this question.", "给这道题写一条备注。")
    ),
    "study.followup": KeyWords(
        Text("Follow-up", "追问"),
        Text("Keep the proposed rating and take the follow-up question at once.", "采用建议评分，并立即回答追问。"),
    ),
    "study.edit": KeyWords(
        Text("Edit", "编辑"), Text("Edit the question, if it is in a deck of your own.", "编辑题目（限自建牌组）。")
    ),
    "study.laboratory": KeyWords(
        Text("Laboratory", "实验室"),
        Text("Open the demonstration with this question's numbers.", "用本题的数值打开演示。"),
    ),
    "study.knobs": KeyWords(
        Text("Knobs", "参数"),
        Text("Turn the demonstration's parameters here; p again goes back.", "就地调节演示的参数，再按 p 返回评分。"),
    ),
    "study.timer": KeyWords(Text("Timer", "计时"), Text("Show or hide the timer.", "显示或隐藏计时。")),
    "study.finish": KeyWords(
        Text("Finish", "结束"), Text("End the session and see its summary.", "结束本次学习并查看小结。")
    ),
    "answer.confirm": KeyWords(Text("Answer", "作答"), Text("Give the answer as it stands.", "提交当前答案。")),
    "answer.up": KeyWords(Text("Up", "上移"), Text("Move the cursor up.", "光标上移。")),
    "answer.down": KeyWords(Text("Down", "下移"), Text("Move the cursor down.", "光标下移。")),
    "answer.left": KeyWords(Text("Left", "左移"), Text("Move the cursor left.", "光标左移。")),
    "answer.right": KeyWords(Text("Right", "右移"), Text("Move the cursor right.", "光标右移。")),
    "answer.mark": KeyWords(
        Text("Mark", "选择"), Text("Choose or tick the line under the cursor.", "选中或勾选光标所在行。")
    ),
    "answer.pick": KeyWords(
        Text("Pick", "选项"),
        Text(
            "Choose by digit or letter; press it again, or Enter, to answer.",
            "用数字或字母选择，再按一次或按回车作答。",
        ),
    ),
    "answer.raise": KeyWords(
        Text("Move line up", "行上移"), Text("Move the line under the cursor up.", "把光标所在行上移。")
    ),
    "answer.lower": KeyWords(
        Text("Move line down", "行下移"), Text("Move the line under the cursor down.", "把光标所在行下移。")
    ),
    "answer.place": KeyWords(
        Text("To place", "移到"),
        Text("Move the line under the cursor to the place with this number.", "把光标所在行移到该序号处。"),
    ),
    "answer.erase": KeyWords(Text("Erase", "删除"), Text("Erase the last character.", "删除最后一个字符。")),
    "answer.line": KeyWords(Text("New line", "换行"), Text("Begin a new line of the answer.", "在答案中换行。")),
    "code.run": KeyWords(Text("Run", "运行"), Text("Run the code and judge it.", "运行代码并判题。")),
    "code.outside": KeyWords(
        Text("$EDITOR", "外部编辑器"),
        Text(
            "Open the code in the editor of $EDITOR, once Esc has left the text.",
            "按 Esc 离开文本后，用 $EDITOR 指定的编辑器打开代码。",
        ),
    ),
    "scale.pick": KeyWords(Text("Choose", "选择"), Text("Choose this step.", "选择这一档。")),
    "scale.left": KeyWords(Text("Left", "左移"), Text("Go one step to the left.", "左移一档。")),
    "scale.right": KeyWords(Text("Right", "右移"), Text("Go one step to the right.", "右移一档。")),
    "scale.confirm": KeyWords(Text("As marked", "按所标"), Text("Take the marked step.", "采用所标的一档。")),
    "settings.less": KeyWords(
        Text("Less", "减小"), Text("Lower the value, or take the choice before.", "减小数值，或选前一项。")
    ),
    "settings.more": KeyWords(
        Text("More", "增大"), Text("Raise the value, or take the next choice.", "增大数值，或选后一项。")
    ),
    "settings.default": KeyWords(
        Text("Default", "默认"), Text("Put the setting back to its default.", "恢复该项的默认值。")
    ),
    "notes.evidence": KeyWords(
        Text("Evidence", "证据"), Text("Compute the evidence of this claim now.", "现在就计算这条论断的证据。")
    ),
    "notes.question": KeyWords(
        Text("Ask me", "考考我"),
        Text("Ask a question on this claim, outside the schedule.", "就这条论断出一题，不计入复习计划。"),
    ),
    "browse.search": KeyWords(
        Text("Search", "搜索"), Text("Type to search in both languages.", "输入文字，中英文均可搜索。")
    ),
    "browse.topic": KeyWords(
        Text("Topic", "主题"), Text("Show one topic after the other, or all.", "逐个主题筛选，或显示全部。")
    ),
    "browse.kind": KeyWords(
        Text("Kind", "题型"), Text("Show one kind of question after the other, or all.", "逐个题型筛选，或显示全部。")
    ),
    "browse.state": KeyWords(
        Text("State", "状态"),
        Text("Show new, learning, due, suspended or flagged cards.", "筛选新题、学习中、到期、暂停或标记的卡片。"),
    ),
    "browse.suspend": KeyWords(
        Text("Suspend", "暂停"), Text("Suspend the card, or bring it back.", "暂停这张卡片，或恢复它。")
    ),
    "browse.reset": KeyWords(
        Text("Reset", "重置"), Text("Make the card new again; its history stays.", "把卡片恢复为新题，历史保留。")
    ),
    "browse.due": KeyWords(
        Text("Date", "改期"), Text("Choose the day on which the card is due.", "指定卡片的复习日期。")
    ),
    "browse.variant": KeyWords(
        Text("Try a variant", "试做"),
        Text("Ask a fresh variant, outside the schedule.", "换一组数试做，不计入复习计划。"),
    ),
    "interview.less": KeyWords(Text("Less", "减"), Text("Less of what the row says.", "减小这一行的数值。")),
    "interview.more": KeyWords(Text("Change", "调整"), Text("More of what the row says.", "增大这一行的数值。")),
    "interview.unknown": KeyWords(
        Text("Don't know", "不会"), Text("Leave the question without an answer.", "不作答，进入下一题。")
    ),
    "interview.choices": KeyWords(
        Text("Options", "看选项"), Text("Show the options, for half the credit.", "显示选项，得分减半。")
    ),
    "interview.aloud": KeyWords(
        Text("Said it", "已口答"),
        Text("The answer was given aloud; its points are ticked at the end.", "已口头作答，结束后再勾选要点。"),
    ),
    "interview.pause": KeyWords(
        Text("Pause", "暂停"), Text("Stop the clock and cover the question, or go on.", "停止计时并遮住题目，或继续。")
    ),
    "interview.stop": KeyWords(
        Text("End", "结束"), Text("End the interview and see its report (twice).", "结束面试并查看报告（按两次）。")
    ),
    "interview.drop": KeyWords(
        Text("Abandon", "放弃"), Text("Abandon the interview; it stays in the record.", "放弃这场面试，记录会保留。")
    ),
    "interview.previous": KeyWords(Text("Previous", "上一题"), Text("The answer before.", "看上一题的作答。")),
    "interview.next": KeyWords(Text("Next", "下一题"), Text("The next answer.", "看下一题的作答。")),
    "interview.export": KeyWords(
        Text("Export", "导出"), Text("Write the report as Markdown.", "把报告存为 Markdown 文件。")
    ),
}
