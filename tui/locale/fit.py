"""Words of fit."""

from engine.text import Text

COUNTED = Text(
    "{reviews} reviews, {recalls} of them on a later study day than the one before.",
    "共 {reviews} 次复习，其中 {recalls} 次与该题上一次复习不在同一学习日。",
)
TOO_FEW = Text(
    "Too few: learning takes {enough} such reviews. Nothing was changed.",
    "数量不足，这样的复习至少要有 {enough} 次。未作任何更改。",
)
LEARNED = Text(
    "Learned from the {older} older of these, checked on the {newest} newest, unseen.",
    "用较早的 {older} 次拟合，再用最新的 {newest} 次检验（拟合时没有用到）。",
)
LOSS = Text(
    "Log loss on the newest (lower is better):\n  {present:.4f} with {which}\n  {fitted:.4f} with the fitted ones",
    "最新复习上的对数损失（越低越好）：\n  {present:.4f} {which}\n  {fitted:.4f} 拟合参数",
)
PRESENT = {
    "defaults": Text("the default parameters", "默认参数"),
    "adopted": Text("the parameters adopted before", "此前采用的参数"),
}
GAIN = Text("It falls by {gain:.4f}, standard error {chance:.4f}.", "下降 {gain:.4f}，标准误 {chance:.4f}。")
RISE = Text("It rises by {gain:.4f}, standard error {chance:.4f}.", "上升 {gain:.4f}，标准误 {chance:.4f}。")
ADOPTED = Text(
    "Adopted. No card changes now: each follows them from its next review on.\n"
    "An open app takes them up at its next start. 'backdrill fit --back' returns.",
    "已采用。现有卡片保持不变，每张卡片从下一次复习起使用拟合参数。\n"
    "已打开的应用在下次启动后生效。用 “backdrill fit --back” 退回。",
)
WOULD = Text("They would be adopted; --dry-run changes nothing.", "可以采用；--dry-run 不作任何更改。")
NO_BETTER = Text(
    "Not adopted: no fall beyond one standard error. Nothing was changed.",
    "未采用：降幅没有超过一个标准误。未作任何更改。",
)
BACK = {
    "defaults": Text(
        "The default parameters hold again, for each card from its next review on.",
        "已恢复默认参数，每张卡片从下一次复习起生效。",
    ),
    "adopted": Text(
        "The parameters adopted before hold again, for each card from its next review.",
        "已恢复此前采用的参数，每张卡片从下一次复习起生效。",
    ),
}
BACK_ALREADY = Text("The default parameters hold already; nothing was changed.", "当前已是默认参数，未作任何更改。")
STAGES = {
    "learn": Text("reading reviews", "读取复习记录"),
    "check": Text("checking predictions", "检验预测"),
}
STOPPED = Text("Stopped; nothing was changed.", "已停止，未作任何更改。")
