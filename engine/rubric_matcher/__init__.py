"""Which key points does an answer in a learner's own words make? By rule, offline, in English and Chinese at once.

`tokens` brings both languages into one spelling, `sentences` cuts an answer up, `cues` reads the patterns that an
author writes, `negation` tells what is denied, and `recognise` puts them together.

A cue is one line of groups:

    a|b & c     a or b, and c, in one sentence or two neighbours
    a > b       b soon after a
    ~a          not where a is said
    ?a          may be said
    word*       every word that begins so

English is compared by words and their endings, Chinese by characters, numbers by value within 3 %, formulas up to the
names of their variables. A negator that the cue does not hold itself turns a match into its opposite.
"""
