"""Checks that compute: every key, distractor and claim, over many draws."""
