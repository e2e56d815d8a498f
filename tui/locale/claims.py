"""Words of the audited notes' claims and their evidence."""

from content.model import ClaimVerdict
from engine.text import Text

VERDICTS = {
    ClaimVerdict.TRUE: Text("✓ true", "✓ 正确"),
    ClaimVerdict.CONDITIONAL: Text("◐ true with a condition", "◐ 有条件地正确"),
    ClaimVerdict.LOOSE: Text("≈ loose", "≈ 不严谨"),
    ClaimVerdict.MISLEADING: Text("! misleading", "! 易误导"),
    ClaimVerdict.FALSE: Text("✗ false", "✗ 错误"),
    ClaimVerdict.BLANK: Text("+ a gap filled", "+ 补上的空白"),
    ClaimVerdict.EXTRA: Text("+ follow-up", "+ 延伸"),
}
GRADES = {
    "exact": Text("exact", "精确"),
    "numerical": Text("numerical", "数值"),
    "statistical": Text("statistical", "统计"),
    "wall-clock": Text("wall-clock", "计时"),
    "convention": Text("convention", "约定"),
}
NOTES_SAY = Text("The notes say", "笔记的说法")
HOLDS = Text("What holds", "准确的说法")
CONDITION = Text("Condition or counter-example", "条件或反例")
EVIDENCE = Text("Evidence", "证据")
CHECK_HOLDS = Text("✓ holds", "✓ 成立")
CHECK_FAILS = Text("✗ fails", "✗ 不成立")
CITED = Text("cited", "引用")
GRADE = Text("Grade", "证据等级")
SECTION = Text("Section {section}: {title}", "第 {section} 节：{title}")
SEEN = Text(
    "backdrill notes CLAIM shows one claim with its evidence.", "用 backdrill notes CLAIM 查看某条论断及其证据。"
)
