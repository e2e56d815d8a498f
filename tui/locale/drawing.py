"""Words in and about drawings: what a screen reader is told of a chart, a matrix, a table, a walk."""

from engine.text import Text

CHART = Text("Chart: {title}.", "图表：{title}。")
AXES = Text("Across: {x}. Up: {y}.", "横轴：{x}。纵轴：{y}。")
LOGARITHMIC = Text("{name}, logarithmic", "{name}，对数刻度")
CURVE = Text(
    "{label}: from {first} at {x_first} to {last} at {x_last}; {trend}; lowest {low} at {x_low}, highest {high} at {x_high}.",
    "{label}：横轴从 {x_first} 到 {x_last}，数值从 {first} 到 {last}，{trend}；最低 {low}（在 {x_low} 处），最高 {high}（在 {x_high} 处）。",
)
CLOUD = Text(
    "{label}: {count} points; across from {x_first} to {x_last}, up from {low} to {high}.",
    "{label}：{count} 个点；横向 {x_first} 到 {x_last}，纵向 {low} 到 {high}。",
)
EMPTY_CURVE = Text("{label}: no finite values.", "{label}：没有有限数值。")
RISES = Text("rises throughout", "一路上升")
FALLS = Text("falls throughout", "一路下降")
CONSTANT = Text("stays the same", "保持不变")
MOSTLY_RISES = Text("rises overall, with ups and downs", "总体上升，有起伏")
MOSTLY_FALLS = Text("falls overall, with ups and downs", "总体下降，有起伏")
UP_AND_DOWN = Text("goes up and down and ends where it began", "有起伏，首尾相同")
MARK = Text("Reference line {label} at {value}.", "参考线“{label}”：{value}。")
CROSSES = Text("{label} crosses {mark} near {places}.", "{label}在 {places} 附近穿过“{mark}”。")
CROSSES_OFTEN = Text(
    "{label} crosses {mark} {count} times, first near {first}, last near {last}.",
    "{label}穿过“{mark}”{count} 次，首次在 {first} 附近，末次在 {last} 附近。",
)
BARS = Text("Bars: {title}, {axis}.", "条形图：{title}，{axis}。")
BAR = Text("{label}: {value}.", "{label}：{value}。")
HEAT = Text("Map of {rows} by {columns} values: {title}.", "{rows} 行 {columns} 列的热图：{title}。")
EXTREMES = Text(
    "Lowest {low} in row {row_low}, column {column_low}; highest {high} in row {row_high}, column {column_high}; mean {mean}.",
    "最小 {low}（第 {row_low} 行第 {column_low} 列），最大 {high}（第 {row_high} 行第 {column_high} 列），平均 {mean}。",
)
MATRIX = Text("Matrix {title}, {rows} rows by {columns} columns.", "矩阵：{title}，{rows} 行 {columns} 列。")
ROW = Text("Row {name}: {cells}.", "第 {name} 行：{cells}。")
NAMED_ROW = Text("{name}: {cells}.", "{name}：{cells}。")
MARKED = Text("{value} (marked)", "{value}（已标出）")
TABLE = Text("Table: {title}.", "表格：{title}。")
STEPS = Text("Walk in {count} steps: {title}.", "分 {count} 步：{title}。")
STEP = Text("Step {number}: {caption}", "第 {number} 步：{caption}")
BETWEEN = Text(", ", "，")
STEP_OF = Text("Step {number} of {count}", "第 {number} 步，共 {count} 步")
