"""Words of the settings screen: a name and a line of help for each setting of `db.settings`."""

from typing import NamedTuple

from engine.text import Text


class SettingWords(NamedTuple):
    """What a setting is called, and what it does."""

    label: Text
    help: Text


SETTINGS = {
    "new_per_day": SettingWords(
        Text("New questions a day", "每日新题"),
        Text(
            "How many questions you have never seen are brought in on one study day.",
            "每个学习日最多引入多少道没见过的题。",
        ),
    ),
    "reviews_per_day": SettingWords(
        Text("Reviews a day", "每日复习上限"),
        Text(
            "How many due questions are asked on one study day; the rest waits.",
            "每个学习日最多复习多少道到期题，其余顺延。",
        ),
    ),
    "desired_retention": SettingWords(
        Text("Desired retention", "目标保持率"),
        Text(
            "The chance of recall at which a question comes back. Higher means more reviews.",
            "回忆概率降到该值时安排复习，越高复习越多。",
        ),
    ),
    "topic_retention": SettingWords(
        Text("Retention: {topic}", "保持率：{topic}"),
        Text(
            "This topic's own desired retention; the default is the general one.",
            "该主题单独的目标保持率，默认与总体一致。",
        ),
    ),
    "rollover": SettingWords(
        Text("Day begins at (hour)", "新一天始于（时）"),
        Text(
            "A study day turns at this local hour, so that late evenings belong to the day before.",
            "学习日在当地几点切换，熬夜仍算前一天。",
        ),
    ),
    "learning_steps": SettingWords(
        Text("Learning steps (minutes)", "学习步长（分钟）"),
        Text(
            "After how many minutes a new question comes again. Type minutes, split by spaces.",
            "新题隔多少分钟再出现，输入分钟数，用空格隔开。",
        ),
    ),
    "learn_ahead": SettingWords(
        Text("Learn ahead (minutes)", "提前学习（分钟）"),
        Text(
            "Questions in learning come this much earlier when nothing else is left.",
            "没有其他题时，学习中的题可提前这么多分钟出现。",
        ),
    ),
    "fuzz": SettingWords(
        Text("Spread intervals", "间隔微调"),
        Text(
            "Vary intervals a little, so that questions learned together do not stay together.",
            "略微错开间隔，避免一起学的题总是一起到期。",
        ),
    ),
    "confidence": SettingWords(
        Text("Ask how sure I am", "询问把握程度"),
        Text(
            "Ask for your confidence before the answer is shown; it draws your calibration.",
            "公布答案前先问你有多大把握，用来检验你的判断。",
        ),
    ),
    "timer": SettingWords(
        Text("Show the timer", "显示计时"),
        Text("Show the seconds spent on a question. They are counted in any case.", "显示答题用时；不显示也会记录。"),
    ),
    "language": SettingWords(
        Text("Language", "语言"),
        Text(
            "English or Chinese; F2 switches anywhere. Empty follows the terminal.",
            "中文或英文，随时按 F2 切换；留空则跟随终端。",
        ),
    ),
    "theme": SettingWords(Text("Theme", "主题外观"), Text("Dark, light, or high contrast.", "深色、浅色或高对比度。")),
    "balance": SettingWords(
        Text("Even out days", "均衡每日量"),
        Text(
            "Within that spread, choose the day with the fewest reviews.",
            "在微调范围内选复习量最少的一天。",
        ),
    ),
    "density": SettingWords(
        Text("Density", "排版密度"),
        Text(
            "Compact leaves out side borders and blank lines, for more of a question on a small terminal.",
            "紧凑排版省去两侧边框和空行，小终端上能显示更多内容。",
        ),
    ),
    "animation": SettingWords(
        Text("Animation", "动画"),
        Text(
            "Off: nothing moves by itself; playing a demonstration's steps goes to the last one at once.",
            "关闭后不再自动播放；播放演示步骤时直接显示最后一步。",
        ),
    ),
    "leech_threshold": SettingWords(
        Text("Leech after lapses", "顽固题阈值"),
        Text(
            "After so many lapses a question is pointed out as one to learn in another way.",
            "忘记这么多次后提示换一种学法。",
        ),
    ),
    "exam_date": SettingWords(
        Text("Exam", "考试日期"),
        Text(
            "Set it with `backdrill exam DATE`; the pace and the last look follow it.",
            "用 `backdrill exam 日期` 设定；学习节奏与考前回顾随之调整。",
        ),
    ),
    "exam_minutes": SettingWords(
        Text("Minutes a day for the exam", "备考每天分钟数"),
        Text("What the exam plan may use each day.", "备考计划每天可用的时间。"),
    ),
    "today": SettingWords(
        Text("More today", "今天额外"),
        Text(
            "Raises today's limits only: `backdrill study --more-new N --more-reviews N`, or n and r after a session.",
            "只放宽今天的上限：`backdrill study --more-new N --more-reviews N`，或在小结页按 n、r。",
        ),
    ),
    "weights": SettingWords(
        Text("Fitted parameters", "拟合参数"),
        Text(
            "`backdrill fit` learns them from your reviews; `backdrill fit --back` returns.",
            "由 `backdrill fit` 从你的复习记录中学得；用 `backdrill fit --back` 退回。",
        ),
    ),
    "welcomed": SettingWords(
        Text("Tour taken", "已看导览"),
        Text("Turn off to be greeted again at the next start.", "关闭后下次启动会再次显示欢迎页。"),
    ),
}
TITLE = Text("Settings", "设置")
ON = Text("on", "开")
OFF = Text("off", "关")
AUTOMATIC = Text("automatic", "自动")
DEFAULT = Text("default", "默认")
LANGUAGE_NAMES = {"": AUTOMATIC, "en": Text("English", "English"), "zh": Text("中文", "中文")}
DENSITY_NAMES = {"comfortable": Text("comfortable", "宽松"), "compact": Text("compact", "紧凑")}
THEME_NAMES = {
    "backdrill-dark": Text("dark", "深色"),
    "backdrill-light": Text("light", "浅色"),
    "backdrill-contrast": Text("high contrast", "高对比度"),
}
ALLOWED = Text("from {low:g} to {high:g}, default {default}", "范围 {low:g} 到 {high:g}，默认 {default}")
STEPS_KEYS = Text("Enter saves; Esc leaves it as it was.", "按回车保存，按 Esc 放弃。")
BAD_STEPS = Text(
    "Up to five lengths in minutes from 1 to 720, such as 1 10.", "最多五个 1 到 720 之间的分钟数，例如 1 10。"
)
HOW = Text("← → change a value; what you change is saved at once.", "按 ← → 修改，改动立即保存。")
KEYMAP = Text("Your own keys: {path}", "自定义按键：{path}")
