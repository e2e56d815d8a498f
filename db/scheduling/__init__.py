"""Which card is asked when: FSRS, study days, daily limits, load balancing, leeches."""
