"""Words of the laboratory and of the widgets that show a demonstration."""

from engine.text import Text
from tui.locale.keys import KeyWords

TITLE = Text("Laboratory", "实验室")
FIND = Text("Type to search the demonstrations", "输入文字搜索演示")
COUNT = Text("{count} demonstrations", "{count} 个演示")
NO_MATCH = Text("Nothing matches; clear the search to see all.", "没有匹配的演示，清空搜索可看到全部。")
KNOBS = Text("Parameters", "参数")
VIEWS = Text("Result", "结果")
PINNED = Text("Kept: {settings}", "保留：{settings}")
NOW = Text("Now: {settings}", "当前：{settings}")
PREDICT = Text("Predict first", "先预测")
PREDICT_HOW = Text("Decide on your answer, then press Enter to run it.", "想好答案，再按回车运行。")
LOOK_FOR = Text("What to look for", "看点")
LIMITS = Text("What it does not show", "局限")
SUMMARY = Text("What it is", "简介")
MEASURED = Text("Measurements", "测量值")
CODE = Text("The NumPy code that computed this", "计算所用的 NumPy 代码")
NO_CODE = Text("This demonstration has no kernel of its own.", "这个演示没有自己的计算核心。")
SEED = Text("seed {seed}", "种子 {seed}")
RUNNING_LONG = Text("computing … {percent} %, X stops it", "计算中……{percent}%，按 X 停止")
CANCELLED = Text("stopped", "已停止")
FAILED = Text("not possible: {what}", "无法计算：{what}")
DRAWN = Text("drawn from the seed", "由种子生成")
SHAPE = Text("{shape} numbers", "{shape} 个数")
TYPING = Text("Enter takes it, Esc does not", "回车确认，Esc 放弃")
REFUSED = Text("not possible: {allowed}", "不可用：应为 {allowed}")
RANGE = Text("{low} to {high}", "{low} 到 {high}")
NUMBER_LIST = Text(
    "numbers such as 1 2; 3 4 from {low} to {high}, at most {longest} a side",
    "形如 1 2; 3 4 的数字，范围 {low} 到 {high}，每边最多 {longest} 个",
)
STEP_KEYS = Text("← → step, Space plays", "← → 逐步，空格播放")
EXPORT = Text("Save the picture or the numbers", "保存图片或数据")
EXPORT_HOW = Text(
    "The ending decides: .svg picture, .csv or .json numbers. Enter saves, Esc closes.",
    "由扩展名决定：.svg 为图片，.csv、.json 为数据。回车保存，Esc 关闭。",
)
EXPORTED = Text("Saved in {path}", "已保存到 {path}")
EXPORT_FAILED = Text("Could not save {path}: {why}", "无法保存到 {path}：{why}")
EXPORT_EXISTS = Text("{path} exists already; choose another name.", "{path} 已存在，请换个名字。")
EXPORT_KIND = Text("The name must end in .svg, .csv or .json.", "文件名须以 .svg、.csv 或 .json 结尾。")
NO_QUESTION = Text("No question uses this demonstration.", "没有题目用到这个演示。")

ARRAY_KEYS = Text(
    "Arrows move · r/R row more/less · c/C column more/less · x empty · Enter take · Esc leave",
    "方向键移动 · r/R 增减行 · c/C 增减列 · x 清空 · 回车确定 · Esc 取消",
)
LIST_KEYS = Text(
    "Arrows move · c/C entry more/less · x empty · Enter take · Esc leave",
    "方向键移动 · c/C 增减项 · x 清空 · 回车确定 · Esc 取消",
)

KEYS = {
    "laboratory.seed": KeyWords(Text("New seed", "换种子"), Text("Draw fresh random numbers.", "换一组随机数。")),
    "laboratory.write": KeyWords(
        Text("Write it", "自己写"),
        Text("Write this computation yourself; the engine judges it.", "自己编写这个计算，由程序判题。"),
    ),
    "laboratory.about": KeyWords(
        Text("About", "说明"), Text("What to look for, limits, and all measurements.", "看点、局限与全部测量值。")
    ),
    "laboratory.code": KeyWords(
        Text("Code", "代码"), Text("Show the NumPy code that computed this.", "显示计算所用的 NumPy 代码。")
    ),
    "laboratory.compare": KeyWords(
        Text("Compare", "对比"), Text("Keep this result beside the next ones.", "保留当前结果，与之后的并排对比。")
    ),
    "laboratory.export": KeyWords(
        Text("Save", "保存"),
        Text("Save the picture as SVG or the numbers as CSV or JSON.", "把图片存为 SVG，或把数据存为 CSV、JSON。"),
    ),
    "laboratory.ask": KeyWords(
        Text("Ask me", "考考我"),
        Text("Ask a question on this demonstration, outside the schedule.", "就这个演示出一题，不计入复习计划。"),
    ),
    "laboratory.cancel": KeyWords(Text("Stop", "停止"), Text("Stop the computation at once.", "立即停止计算。")),
    "laboratory.run": KeyWords(
        Text("Run", "运行"), Text("Run it, now that you have predicted.", "已作预测，开始运行。")
    ),
    "laboratory.search": KeyWords(Text("Search", "搜索"), Text("Go to the search field.", "跳到搜索框。")),
    "laboratory.reset": KeyWords(
        Text("Defaults", "默认值"), Text("Put all parameters back to their defaults.", "所有参数恢复默认值。")
    ),
    "knob.less": KeyWords(
        Text("Less", "减小"),
        Text(
            "Turn the knob down, or take the choice before; with Shift in large steps.",
            "调小，或选前一项；按住 Shift 大步调节。",
        ),
    ),
    "knob.more": KeyWords(
        Text("More", "增大"),
        Text(
            "Turn the knob up, or take the next choice; with Shift in large steps.",
            "调大，或选后一项；按住 Shift 大步调节。",
        ),
    ),
    "knob.edit": KeyWords(Text("Type", "输入"), Text("Type the value.", "直接输入数值。")),
    "knob.next": KeyWords(Text("Next", "下一个"), Text("Go to the next knob.", "转到下一个参数。")),
    "knob.previous": KeyWords(Text("Previous", "上一个"), Text("Go to the knob before.", "转到上一个参数。")),
    "array.up": KeyWords(Text("Up", "上移"), Text("To the cell above.", "移到上方单元格。")),
    "array.down": KeyWords(Text("Down", "下移"), Text("To the cell below.", "移到下方单元格。")),
    "array.left": KeyWords(Text("Left", "左移"), Text("To the cell before.", "移到前一个单元格。")),
    "array.right": KeyWords(Text("Right", "右移"), Text("To the next cell.", "移到下一个单元格。")),
    "array.erase": KeyWords(Text("Erase", "删除"), Text("Erase the last character.", "删除最后一个字符。")),
    "array.row": KeyWords(Text("Row", "加行"), Text("Add a row at the end.", "在末尾加一行。")),
    "array.row_off": KeyWords(Text("Row off", "减行"), Text("Take the last row away.", "去掉最后一行。")),
    "array.column": KeyWords(Text("Column", "加列"), Text("Add a column at the end.", "在末尾加一列。")),
    "array.column_off": KeyWords(Text("Column off", "减列"), Text("Take the last column away.", "去掉最后一列。")),
    "array.clear": KeyWords(
        Text("Empty", "清空"), Text("Empty all cells: the demonstration draws its own.", "清空全部：由演示自行抽取。")
    ),
    "array.take": KeyWords(Text("Take", "确定"), Text("Use these numbers.", "使用这些数值。")),
    "steps.previous": KeyWords(Text("Step back", "上一步"), Text("Show the step before.", "显示上一步。")),
    "steps.next": KeyWords(Text("Step", "下一步"), Text("Show the next step.", "显示下一步。")),
    "steps.play": KeyWords(Text("Play", "播放"), Text("Play the steps, or pause.", "播放或暂停。")),
}
