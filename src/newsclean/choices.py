"""The values of the options that the command, the configuration and the library have in common."""

from __future__ import annotations

from typing import Literal

TargetScript = Literal["hans", "hant", "keep"]
"""Chinese script of the text; `keep` leaves it unchanged."""
Punctuation = Literal["zh", "keep"]
"""`zh` for full-width punctuation in Chinese sentences; `keep` leaves it unchanged."""
