"""Words and patterns, as data: what the mechanism in Python goes by."""
