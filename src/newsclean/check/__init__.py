"""The linter: finds what is unclean in a file, where and by which rule, and repairs it in place."""
