"""The learner's side of a judgement: a process that runs one source and answers calls. It knows no expected result.

`engine.judging.process` starts it. Nothing here imports the rest of the engine, so that it starts in 0.1 s.
"""
