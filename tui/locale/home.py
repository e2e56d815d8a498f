"""Words of the home screen and the welcome."""

from engine.text import Text

TOPICS = Text("Topics", "主题")
NEXT_STEP = Text("Next", "下一步")
DUE_NOW = Text("{due} due, {learning} in learning, {new} new today", "到期 {due}，学习中 {learning}，今日新题 {new}")
OF = Text("{today} of {all}", "{today}/{all}")
CATCHING_UP = Text(
    "Catching up after a break: new questions come again when what waits is done.",
    "中断之后正在补习：积压的题做完后再引入新题。",
)
HELD_BACK = Text(
    "More reviews wait than today's limit lets in; new questions come when they are done.",
    "待复习的题超过了今天的上限；做完之后再引入新题。",
)
DO_DUE = Text(
    "Review {count} due questions: they are close to being forgotten.", "复习 {count} 道到期题：它们快要被忘记了。"
)
DO_LEARNING = Text("Finish {count} questions in learning.", "把 {count} 道学习中的题学完。")
DO_NEW = Text("Learn {count} new questions.", "学习 {count} 道新题。")
DO_NOTHING = Text(
    "All done for today. The Laboratory (l) and the Notes (n) are open.",
    "今天的任务已完成。可以去实验室（l）或读笔记（n）。",
)
NO_QUESTIONS = Text(
    "No deck holds a question yet. 'backdrill deck add FOLDER' brings one.",
    "还没有任何题目。用 backdrill deck add 文件夹 添加牌组。",
)
COLUMN_TOPIC = Text("Topic", "主题")
COLUMN_KNOWN = Text("Known", "掌握")
COLUMN_BETWEEN = Text("90 %", "90%")
COLUMN_SEEN = Text("Seen", "学过")
COLUMN_DUE = Text("Due", "到期")
COLUMN_NEW = Text("New", "新题")
LAST_INTERVIEW = Text("Last interview: {score}, on {day}.", "上次面试：{score}，{day}。")
STREAK = Text("streak {days} d", "连续 {days} 天")
WELCOME = Text("Welcome to Backdrill", "欢迎使用 Backdrill")
WELCOME_TEXT = Text(
    "Deep-learning interview questions whose answers prove themselves: each key is computed as the question is "
    "shown, with the reason why every other option fails, and an experiment behind it that you can turn the knobs "
    "of. What you answer is kept in one file on this machine and comes back just before you would forget it.",
    "面向深度学习面试的自测工具，答案自己证明自己：每道题的答案在出题时当场计算，其他选项错在哪里也一并算给你看，"
    "背后还有可以亲手调节的实验。作答保存在本机的一个文件里，题目会在你快要忘记时再次出现。",
)
WELCOME_LANGUAGE = Text("1  English      2  中文", "1  English      2  中文")
WELCOME_TOUR = Text("Enter  a two-minute tour on a real question", "回车  用一道真题做两分钟导览")
WELCOME_SKIP = Text("s  straight to the home screen", "s  直接进入主页")
