"""The values of the options that the command, the configuration and the library have in common."""

from __future__ import annotations

from typing import Final, Literal, get_args

TargetScript = Literal["hans", "hant", "keep"]
"""Chinese script of the text; `keep` leaves it unchanged."""
Punctuation = Literal["zh", "keep"]
"""`zh` for full-width punctuation in Chinese sentences; `keep` leaves it unchanged."""

CHOICES: Final = {"script": get_args(TargetScript), "punctuation": get_args(Punctuation)}
"""The values of each option."""


def check_choice(option: str, value: str) -> None:
    """Check the value of an option.

    Raises:
        ValueError: It has no such value.

    >>> check_choice("punctuation", "en")
    Traceback (most recent call last):
    ValueError: no punctuation 'en'; there are zh, keep
    """
    if value not in CHOICES[option]:
        raise ValueError(f"no {option} {value!r}; there are {', '.join(CHOICES[option])}")
