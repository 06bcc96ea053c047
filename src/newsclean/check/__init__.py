"""Checking and fixing files in place: what is unclean, where, by which rule, and its repair."""
