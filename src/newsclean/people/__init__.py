"""People in news: names, bylines, credits and datelines."""

from __future__ import annotations

from newsclean.people.credits import parse_credit
from newsclean.people.datelines import Dateline, find_dateline, find_sign_off
from newsclean.people.grammar import Credit
from newsclean.people.names import is_name, split_names

__all__ = [
    "Credit",
    "Dateline",
    "find_dateline",
    "find_sign_off",
    "is_name",
    "parse_credit",
    "split_names",
]
