"""The small deck that `deck new` makes: it passes the gate, and each of its questions shows a part of the format."""

TEMPLATE = {
    "deck.yaml": """\
id: NAME
title: {en: "NAME", zh: "NAME 牌组"}
description: {en: "Questions of my own.", zh: "我自己的题目。"}
license: CC-BY-4.0
version: "1"
format: 2
topics:
  - id: first-topic
    section: "1"
    title: {en: "First topic", zh: "第一个主题"}
    summary: {en: "Rename it, and add more.", zh: "请改名，并添加更多。"}
""",
    "first-topic/claims.yaml": """\
- id: NAME-claim-1
  paraphrase: {en: "The slope of a sigmoid never exceeds one quarter.", zh: "sigmoid 的斜率不超过四分之一。"}
  verdict: "true"
  statement:
    en: "The slope is $s(1 - s)$, largest where $s$ is one half."
    zh: "斜率为 $s(1-s)$，在 $s$ 为二分之一处最大。"
  grade: exact
  evidence:
    - demonstration: activation_explorer
      parameters: {activation: sigmoid, point: {float: [-6, 6]}}
      for_all: {point: {float: [-8, 8]}}      # a universal: verify searches these ranges
      margin: 1 / 4 - derivative              # and this never falls below 0
      supports: ["close(derivative, value * (1 - value))"]
      shows: {en: "At {{point}} the slope is {{derivative:.4f}}.", zh: "在 {{point}} 处斜率为 {{derivative:.4f}}。"}
""",
    "first-topic/questions.yaml": """\
- id: NAME-question-1
  kind: numeric
  level: 1
  claims: [NAME-claim-1]
  demonstration: activation_explorer
  parameters: {activation: sigmoid, point: {float: [0.3, 3.0], digits: 1}}
  prompt:
    en: "A sigmoid gives {{value:.4f}} at z = {{point}}. What is its slope there?"
    zh: "sigmoid 在 z＝{{point}} 处的值为 {{value:.4f}}。该处斜率是多少？"
  # digits adds "Give two significant digits." and gives the tolerance
  answer: {value: derivative, digits: 2, proof: ["close(answer, difference_quotient, 1e-6)"]}
  mistakes:
    - value: 1 - value ** 2
      why: {en: "That is the rule for tanh.", zh: "这是 tanh 的公式。"}
  explanation:
    en: "s(1 - s) = {{value:.4f}} x {{1 - value:.4f}} = {{derivative:.4f}}."
    zh: "s(1−s)＝{{value:.4f}}×{{1 - value:.4f}}＝{{derivative:.4f}}。"
  hints:
    - {en: "It can be written with the value alone.", zh: "只用函数值就能写出来。"}
  followups: [NAME-question-2]
- id: NAME-question-2
  kind: true_false
  level: 2
  claims: [NAME-claim-1]
  demonstration: activation_explorer
  draw: {bound: {choose: [0.05, 0.1, 0.15, 0.2]}}
  parameters: {activation: sigmoid, point: {float: [-4, 4]}}
  such_that: ["abs(derivative - bound) > 0.01"]
  prompt:
    en: "At z = {{point}} the slope of a sigmoid is larger than {{bound}}."
    zh: "sigmoid 在 z＝{{point}} 处的斜率大于 {{bound}}。"
  # no 'correct': each draw decides, and the proof is a second route that must agree
  check: derivative > bound
  proof: ["value * (1 - value) > bound"]
  why:
    holds: {en: "The slope is {{derivative:.4f}}.", zh: "斜率为 {{derivative:.4f}}。"}
    fails: {en: "The slope is only {{derivative:.4f}}.", zh: "斜率只有 {{derivative:.4f}}。"}
  explanation:
    en: "s(1 - s) is {{derivative:.4f}} here."
    zh: "此处 s(1−s) 为 {{derivative:.4f}}。"
  hints:
    - {en: "Compute s first.", zh: "先算 s。"}
  followups: [NAME-question-1]
""",
}
