"""A learner's settings. One declaration each: type, default, range, and the words of its row on the screen."""

from __future__ import annotations

import json
from typing import Any, TypeVar, cast

from sqlalchemy import delete, insert, select

from db.errors import BadSetting
from db.scheduling.fsrs import DEFAULT_WEIGHTS
from db.setting_kinds import (
    Both,
    Choice,
    Day,
    Flag,
    Integer,
    Minutes,
    Number,
    OneDay,
    PerTopic,
    Setting,
    Weighted,
    Weights,
)
from db.storage.store import Store
from db.tables import SETTINGS
from db.types import Json

T = TypeVar("T")

_LANGUAGES = {
    "": Both("automatic", "自动"),
    "en": Both("English", "English"),
    "zh": Both("中文", "中文"),
}
_THEMES = {
    "backdrill-dark": Both("dark", "深色"),
    "backdrill-light": Both("light", "浅色"),
    "backdrill-contrast": Both("high contrast", "高对比度"),
}
_DENSITIES = {
    "comfortable": Both("comfortable", "宽松"),
    "compact": Both("compact", "紧凑"),
}
_CATCH_UP = {
    "recall": Both("the least remembered", "最可能忘记的"),
    "age": Both("the longest overdue", "逾期最久的"),
}
THEMES = tuple(_THEMES)


class Settings:
    """The settings of one learner. Read once, kept in memory, written through.

    `settings.new_per_day` is a value with its type; `set` checks and stores.
    """

    new_per_day = Integer(
        20,
        0,
        999,
        Both("New questions a day", "每日新题"),
        Both(
            "How many questions you have never seen are brought in on one study day.",
            "每个学习日最多引入多少道没见过的题。",
        ),
    )
    reviews_per_day = Integer(
        200,
        0,
        9999,
        Both("Reviews a day", "每日复习上限"),
        Both(
            "How many due questions are asked on one study day; the rest waits.",
            "每个学习日最多复习多少道到期题，其余顺延。",
        ),
        stride=10,
    )
    repeats_per_day = Integer(
        4,
        1,
        99,
        Both("Repeats a day", "每题每日次数"),
        Both(
            "How often one question is asked on a study day; then its steps go on the next day.",
            "同一道题每个学习日最多出现多少次，之后的学习步骤顺延到第二天。",
        ),
    )
    catch_up_days = Integer(
        7,
        0,
        60,
        Both("Catch up over (days)", "补习天数"),
        Both(
            "After a break what waits is spread over so many days, and new questions wait until it is done. 0: off.",
            "中断之后，积压的复习分摊到这么多天，补完之前不引入新题；设为 0 则不分摊。",
        ),
    )
    catch_up_by = Choice(
        "recall",
        _CATCH_UP,
        Both("Catch up first", "补习顺序"),
        Both("What comes first while catching up after a break.", "补习时哪些题排在前面。"),
    )
    answer_seconds = Integer(
        120,
        10,
        3600,
        Both("Seconds an answer counts", "答题计时上限（秒）"),
        Both(
            "An answer counts for no more than this, and the clock stops when no key was pressed for so long. Code "
            "questions have ten times as much.",
            "每次作答最多计这么多秒；这么久没有按键，计时也会停止。代码题的上限是它的十倍。",
        ),
        stride=10,
    )
    desired_retention = Number(
        0.9,
        0.7,
        0.98,
        Both("Desired retention", "目标保持率"),
        Both(
            "The chance of recall at which a question comes back. Higher means more reviews.",
            "回忆概率降到该值时安排复习，越高复习越多。",
        ),
        stride=0.01,
    )
    topic_retention = PerTopic(
        0.7,
        0.98,
        Both("Retention: {topic}", "保持率：{topic}"),
        Both(
            "This topic's own desired retention; the default is the general one.",
            "该主题单独的目标保持率，默认与总体一致。",
        ),
        stride=0.01,
    )
    rollover = Integer(
        4,
        0,
        12,
        Both("Day begins at (hour)", "新一天始于（时）"),
        Both(
            "A study day turns at this local hour, so that late evenings belong to the day before.",
            "学习日在当地几点切换，熬夜仍算前一天。",
        ),
    )
    learning_steps = Minutes(
        [1, 10],
        Both("Learning steps (minutes)", "学习步骤（分钟）"),
        Both(
            "After how many minutes a new question comes again. Type minutes, split by spaces.",
            "新题隔多少分钟再出现，输入分钟数，用空格隔开。",
        ),
    )
    learn_ahead = Integer(
        20,
        0,
        720,
        Both("Learn ahead (minutes)", "提前学习（分钟）"),
        Both(
            "Questions in learning come this much earlier when nothing else is left.",
            "没有其他题时，学习中的题可提前这么多分钟出现。",
        ),
        stride=5,
    )
    fuzz = Flag(
        True,
        Both("Spread intervals", "间隔微调"),
        Both(
            "Vary intervals a little, so that questions learned together do not stay together.",
            "略微错开间隔，避免一起学的题总是一起到期。",
        ),
    )
    balance = Flag(
        True,
        Both("Even out days", "均衡每日量"),
        Both("Within that spread, choose the day with the fewest reviews.", "在微调范围内选复习量最少的一天。"),
    )
    confidence = Flag(
        True,
        Both("Ask how sure I am", "询问把握程度"),
        Both(
            "Ask for your confidence before the answer is shown; it draws your calibration.",
            "公布答案前先问你有多大把握，用来检验你的判断。",
        ),
    )
    timer = Flag(
        True,
        Both("Show the timer", "显示计时"),
        Both("Show the seconds spent on a question. They are counted in any case.", "显示答题用时；不显示也会记录。"),
    )
    language = Choice(
        "",
        _LANGUAGES,
        Both("Language", "语言"),
        Both(
            "English or Chinese; F2 switches anywhere. Empty follows the terminal.",
            "中文或英文，随时按 F2 切换；留空则跟随终端。",
        ),
    )
    theme = Choice(
        THEMES[0], _THEMES, Both("Theme", "主题外观"), Both("Dark, light, or high contrast.", "深色、浅色或高对比度。")
    )
    density = Choice(
        "comfortable",
        _DENSITIES,
        Both("Density", "排版密度"),
        Both(
            "Compact leaves out side borders and blank lines, for more of a question on a small terminal.",
            "紧凑排版省去两侧边框和空行，小终端上能显示更多内容。",
        ),
    )
    animation = Flag(
        True,
        Both("Animation", "动画"),
        Both(
            "Off: nothing moves by itself; playing a demonstration's steps goes to the last one at once.",
            "关闭后不再自动播放；播放演示步骤时直接显示最后一步。",
        ),
    )
    plain_signs = Flag(
        False,
        Both("Plain signs", "简易符号"),
        Both(
            "Draw frames and marks in ASCII, for terminals where they stand crooked.",
            "边框与标记改用 ASCII 字符绘制，适用于显示错位的终端。",
        ),
    )
    web_code = Flag(
        False,
        Both("Code in the browser", "浏览器中运行代码"),
        Both(
            "Run the code of code questions in a browser too. Its limits protect from accidents, not from attackers.",
            "在浏览器中使用 Backdrill 时运行编程题的代码。限制措施只防意外，不防攻击。",
        ),
    )
    leech_threshold = Integer(
        8,
        2,
        99,
        Both("Leech after lapses", "顽固题阈值"),
        Both(
            "After so many lapses a question is pointed out as one to learn in another way.",
            "忘记这么多次后提示换一种学法。",
        ),
    )
    welcomed = Flag(
        False,
        Both("Tour taken", "已看导览"),
        Both("Turn off to be greeted again at the next start.", "关闭后下次启动会再次显示欢迎页。"),
    )
    exam_date = Day(
        "",
        Both("Exam", "考试日期"),
        Both(
            "Set it with `backdrill exam DATE`; the pace and the last look follow it.",
            "用 `backdrill exam 日期` 设定；学习节奏与考前回顾随之调整。",
        ),
    )
    exam_minutes = Integer(
        30,
        5,
        600,
        Both("Minutes a day for the exam", "备考每天分钟数"),
        Both("What the exam plan may use each day.", "备考计划每天可用的时间。"),
    )
    exam_weights = Weighted(
        0,
        10,
        Both("Exam weight: {topic}", "考试权重：{topic}"),
        Both(
            "Set it with `backdrill exam --weight TOPIC=NUMBER`; 0 leaves the topic out.",
            "用 `backdrill exam --weight 主题=数值` 设定；0 表示不考该主题。",
        ),
        stride=0.5,
    )
    today = OneDay(
        {},
        Both("More today", "今天额外"),
        Both(
            "Raises today's limits only: `backdrill study --more-new N --more-reviews N`, or n and r after a session.",
            "只放宽今天的上限：`backdrill study --more-new N --more-reviews N`，或在小结页按 n、r。",
        ),
    )
    weights = Weights(
        [],
        Both("Fitted parameters", "拟合参数"),
        Both(
            "`backdrill fit` learns them from your reviews; `backdrill fit --back` returns.",
            "由 `backdrill fit` 从你的复习记录中学得；用 `backdrill fit --back` 退回。",
        ),
    )

    def __init__(self, store: Store, learner_id: int) -> None:
        self._store, self._learner = store, learner_id
        self._values: dict[str, Json] | None = None

    def _stored(self) -> dict[str, Json]:
        if self._values is None:
            with self._store.reading() as connection:
                rows = connection.execute(
                    select(SETTINGS.c.name, SETTINGS.c.value).where(SETTINGS.c.learner_id == self._learner)
                )
                self._values = {name: json.loads(value) for name, value in rows if name in SPECS}
        return self._values

    def value(self, setting: Setting[T]) -> T:
        """The learner's value, or the default."""
        return cast("T", self._stored().get(setting.name, setting.default))

    def set(self, name: str, value: object) -> None:
        """Check and store. Raises BadSetting."""
        accepted = spec(name).accept(value)
        mine = (SETTINGS.c.learner_id == self._learner) & (SETTINGS.c.name == name)
        with self._store.writing() as connection:
            connection.execute(delete(SETTINGS).where(mine))
            connection.execute(insert(SETTINGS).values(learner_id=self._learner, name=name, value=json.dumps(accepted)))
        self._stored()[name] = accepted

    def weights_in_force(self) -> tuple[float, ...]:
        """FSRS-6's weights: those adopted last, or the defaults."""
        return tuple(float(weight) for weight in self.weights[-1]) if self.weights else DEFAULT_WEIGHTS

    def all(self) -> dict[str, Json]:
        """Every setting with its value."""
        return {name: self.value(setting) for name, setting in SPECS.items()}


SPECS: dict[str, Setting[Any]] = {
    name: setting for name, setting in vars(Settings).items() if isinstance(setting, Setting)
}
"""Every declaration by its name, in the order of the screen."""


def spec(name: str) -> Setting[Any]:
    """A declaration by name. Raises BadSetting for a name that does not exist."""
    if name not in SPECS:
        names = ", ".join(SPECS)
        raise BadSetting(f"there is no setting '{name}'; there are {names}", f"没有设置 '{name}'；可用的有 {names}")
    return SPECS[name]
