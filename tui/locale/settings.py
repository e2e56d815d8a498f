"""Words of the settings screen. What each setting is called stands with its declaration in `db.settings`."""

from engine.text import Text

TITLE = Text("Settings", "设置")
DEFAULT = Text("default", "默认")
ALLOWED = Text("from {low:g} to {high:g}, default {default}", "范围 {low:g} 到 {high:g}，默认 {default}")
STEPS_KEYS = Text("Enter saves; Esc leaves it as it was.", "按回车保存，按 Esc 放弃。")
BAD_STEPS = Text("Enter {allowed}, such as 1 10.", "请输入{allowed}，例如 1 10。")
HOW = Text("← → change a value; what you change is saved at once.", "按 ← → 修改，改动立即保存。")
KEYMAP = Text("Your own keys: {path}", "自定义按键：{path}")
